"""The accurate classifier: an encoder reads the sentence, and its vectors decide with the features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import onnxruntime

from coders.classifier.attention import attend, gelu, normed
from coders.classifier.blend import blend
from coders.classifier.classifier import SentenceOdds
from coders.classifier.inputs import PairWords, SentenceWords, bucket, features_of, words_of
from coders.classifier.linear import LinearClassifier, softmax
from coders.classifier.weights import Floats, Weights, data_file, read_weights
from coders.classifier.wordpieces import WordPieces
from coders.pairs.models import CandidatePair

_TOGETHER = 16  # sentences that the encoder reads at once


@dataclass(frozen=True, slots=True)
class EncoderClassifier:
    """``features`` holds its own vectors of features; ``linear`` is the fast one, whose word counts, too."""

    weights: Weights = field(repr=False)
    features: LinearClassifier
    linear: LinearClassifier
    vocabulary: WordPieces
    session: onnxruntime.InferenceSession

    def odds(self, sentences: Sequence[Sequence[CandidatePair]]) -> list[SentenceOdds]:
        """What it makes of each sentence, given as its pairs."""
        buckets = [[[bucket(each) for each in of] for of in features_of(pairs)] for pairs in sentences]
        words = [words_of(pairs, self.vocabulary) for pairs in sentences]
        by_length = sorted(range(len(words)), key=lambda number: len(words[number].pieces))
        found: list[SentenceOdds | None] = [None] * len(words)
        for start in range(0, len(by_length), _TOGETHER):
            numbers = by_length[start : start + _TOGETHER]
            for number, states in zip(numbers, self._states([words[n] for n in numbers]), strict=True):
                own = states[: len(words[number].pieces)]
                read = self._decide(words[number], own, buckets[number])
                pairs = blend(read, self.linear.of_buckets(buckets[number]))
                found[number] = SentenceOdds(self._tells(own), pairs)
        return [each for each in found if each is not None]

    def weightiest(self, features: Sequence[str], label: int) -> tuple[str, ...]:
        """The features that spoke most for a label or against it, as ``name=value:weight``."""
        return self.linear.weightiest(features, label)

    def _states(self, words: Sequence[SentenceWords]) -> Floats:
        """The encoder's vectors: [sentence, piece, width]."""
        shape = (len(words), max(len(each.pieces) for each in words))
        pieces, roles = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, each in enumerate(words):
            pieces[row, : len(each.pieces)] = each.pieces
            roles[row, : len(each.roles)] = each.roles
        [states] = self.session.run(None, {"pieces": pieces, "roles": roles})
        return np.asarray(states, dtype=np.float32)

    def _decide(self, words: SentenceWords, states: Floats, buckets: Sequence[Sequence[int]]) -> Floats:
        arrays = self.weights.arrays
        parts = np.stack([self._parts(pair, states) for pair in words.pairs])
        width = states.shape[1]
        source, target = parts[:, :width], parts[:, width : 2 * width]
        hidden: Floats = (parts @ arrays["joined"]).astype(np.float32) + arrays["joined_bias"]
        hidden += (source * target) @ arrays["product"]
        hidden += arrays["evidence"][[pair.evidence for pair in words.pairs]]
        hidden += self.features.sums(buckets) @ arrays["weighed"]
        pairs = attend(gelu(hidden), states, arrays)
        return softmax(normed(pairs, arrays, "normed") @ arrays["out"] + arrays["out_bias"])

    def _tells(self, states: Floats) -> float:
        arrays = self.weights.arrays
        whole = np.concatenate([states[0], states.mean(0)])
        return _sigmoid(float(whole @ arrays["gate"][:, 0] + arrays["gate_bias"][0]))

    def _parts(self, pair: PairWords, states: Floats) -> Floats:
        target = self.weights.arrays["nobody"]
        if pair.target is not None:
            target = states[slice(*pair.target)].mean(0)
        source, path = states[slice(*pair.source)].mean(0), states[list(pair.path)].mean(0)
        return np.concatenate([source, target, path, states[pair.trigger], states[0]])


def _sigmoid(value: float) -> float:
    return float(1.0 / (1.0 + np.exp(-value)))


def load_encoder_classifier(linear: LinearClassifier) -> EncoderClassifier:
    """The accurate classifier, from the files that ship; ``linear`` is the fast one."""
    weights = read_weights(data_file("accurate.npz"))
    return EncoderClassifier(
        weights=weights,
        features=LinearClassifier(weights),
        linear=linear,
        vocabulary=load_vocabulary("vocabulary.txt"),
        session=load_session("encoder.onnx"),
    )


def load_session(name: str) -> onnxruntime.InferenceSession:
    """The encoder in a file that ships, on one thread: workers are as many as there are cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        data_file(name).read_bytes(), options, providers=["CPUExecutionProvider"]
    )


def load_vocabulary(name: str) -> WordPieces:
    """The word pieces in a file that ships, one a line, numbered by their lines."""
    lines = data_file(name).read_text(encoding="utf-8").splitlines()
    return WordPieces({piece: number for number, piece in enumerate(lines)})
