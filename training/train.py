"""Trains the classifiers on the corpus's training part, writes their files: ``python -m training.train``."""

from __future__ import annotations

import argparse
import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import torch
from torch import Tensor

from coders.classifier.blend import blend
from coders.classifier.linear import LinearClassifier
from coders.classifier.weights import read_weights
from coders.classifier.wordpieces import WordPieces
from coders.load_coder import load_reader
from decameron.gazetteer_file import default_gazetteer_dir, ensure_gazetteer
from training.batches import Batch, batch_of, orders
from training.corpus import read_corpus
from training.encoder import vocabulary
from training.examples import SentenceExample, examples_of
from training.export import export_encoder, export_linear
from training.fit import Prediction, Schedule, Scores, fit, predict
from training.labels import Labels
from training.models import EncoderModel, LinearModel
from training.report import Judged, judge, summary
from training.together import Crew, run_together, wait_for_all
from training.tune import tune

_TUNED_ON = 10  # one sentence in so many of the training part, for threshold and calibration


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Train the classifiers on the corpus.")
    parser.add_argument("--examples", type=Path, help="keep the parsed corpus there, or take it from there")
    parser.add_argument("--model", choices=("linear", "encoder", "both"), default="both")
    parser.add_argument("--epochs", type=int, default=5, help="of the encoder")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that train the encoder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="the folder for what was learnt")
    given = parser.parse_args(arguments)
    train, tuning, held_out = _parts(given.examples)
    labels = Labels.of(code for each in train for code in each.codes)
    sys.stderr.write(
        f"{len(train)} / {len(tuning)} / {len(held_out)} sentences, {len(labels.codes)} labels\n"
    )
    given.out.mkdir(parents=True, exist_ok=True)
    if given.model in ("linear", "both"):
        _train_linear(train, tuning, held_out, labels, given.seed, given.out)
    if given.model in ("encoder", "both"):
        work = partial(_train_encoder, train, tuning, labels, given.epochs, given.seed, given.out)
        run_together(given.processes, work)
        _finish_encoder(tuning, held_out, labels, given.out)


Examples = list[SentenceExample]


def _parts(kept: Path | None) -> tuple[Examples, Examples, Examples]:
    if kept is not None and kept.exists():
        parts: tuple[Examples, Examples, Examples] = pickle.loads(kept.read_bytes())  # noqa: S301  # ours
        return parts
    gazetteer = ensure_gazetteer(default_gazetteer_dir(os.environ, is_root=os.geteuid() == 0))
    reader, words = load_reader(gazetteer), WordPieces(vocabulary())
    sentences = list(read_corpus())
    train = [each for each in sentences if each.part == "train" and not _is_for_tuning(each.text)]
    tuning = [each for each in sentences if each.part == "train" and _is_for_tuning(each.text)]
    held_out = [each for each in sentences if each.part == "held-out"]
    made = tuple(list(examples_of(reader, words, part)) for part in (train, tuning, held_out))
    if kept is not None:
        kept.write_bytes(pickle.dumps(made))
    return made  # type: ignore[return-value]  # three parts


def _is_for_tuning(text: str) -> bool:
    return int.from_bytes(sha256(text.encode()).digest()[4:8], "big") % _TUNED_ON == 0


def _train_linear(
    train: Examples, tuning: Examples, held_out: Examples, labels: Labels, seed: int, out: Path
) -> None:
    torch.manual_seed(seed)
    model = LinearModel(len(labels.codes))

    def score(_: Sequence[int], batch: Batch) -> Tensor:
        scores: Tensor = model(batch)
        return scores

    def after_epoch(_: int) -> None:
        _report(tuning, predict(model, score, tuning, labels), labels, "tuning part")

    schedule = Schedule(8, 32, ((tuple(model.parameters()), 4e-3),), seed)
    fit(model, score, train, labels, schedule, after_epoch)
    _report(held_out, predict(model, score, held_out, labels), labels, "held-out part")
    export_linear(model, labels, tune(judge(tuning, predict(model, score, tuning, labels), labels)), out)


def _train_encoder(
    train: Examples, tuning: Examples, labels: Labels, epochs: int, seed: int, out: Path, crew: Crew
) -> None:
    """Leave what was learnt in ``encoder.pt``: each of the crew learns from its share of the examples."""
    torch.manual_seed(seed)
    model = EncoderModel(len(labels.codes))
    share = train[crew.number :: crew.size][: len(train) // crew.size]
    torch.manual_seed(seed + crew.number)

    of_tuning = _scorer(model, tuning if crew.leads else [])

    def after_epoch(_: int) -> None:
        if crew.leads:
            _report(tuning, predict(model, of_tuning, tuning, labels), labels, "tuning part")
            torch.save(model.state_dict(), out / "encoder.pt")
        wait_for_all()

    of_encoder = tuple(p for p in model.encoder.layers.parameters() if p.requires_grad)
    known = {id(parameter) for parameter in of_encoder}
    others = tuple(p for p in model.parameters() if p.requires_grad and id(p) not in known)
    schedule = Schedule(epochs, 20, ((of_encoder, 1.2e-4), (others, 1.2e-3)), seed)
    fit(model, _scorer(model, share), share, labels, schedule, after_epoch)


def _finish_encoder(tuning: Examples, held_out: Examples, labels: Labels, out: Path) -> None:
    """Tune what ``encoder.pt`` holds together with the linear classifier, report, and write what ships."""
    model = EncoderModel(len(labels.codes))
    model.load_state_dict(torch.load(out / "encoder.pt"))
    linear = LinearClassifier(read_weights(out / "fast.npz"))

    def judged(part: Examples) -> Judged:
        read = predict(model, _scorer(model, part), part, labels)
        blended = [
            replace(own, pairs=blend(own.pairs, linear.of_buckets(each.features)))
            for own, each in zip(read, part, strict=True)
        ]
        return judge(part, blended, labels)

    tuned = tune(judged(tuning))
    export_encoder(model, labels, tuned, out)
    told = summary(judged(held_out), tuned.sentence_threshold, tuned.pair_threshold)
    sys.stderr.write(f"  held-out part: {told}\n")


def _scorer(model: EncoderModel, examples: Examples) -> Scores:
    frozen = _frozen_states(model, examples)

    def score(numbers: Sequence[int], batch: Batch) -> Tensor:
        lower = torch.nn.utils.rnn.pad_sequence([frozen[n] for n in numbers], batch_first=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores: Tensor = model(batch, lower.float())
        return scores

    return score


def _frozen_states(model: EncoderModel, examples: Examples) -> list[Tensor]:
    """What the frozen layers make of each sentence; worked out once."""
    states: list[Tensor] = [torch.empty(0)] * len(examples)
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for numbers in orders(examples, 64):
            batch = batch_of([examples[number] for number in numbers])
            lower = model.encoder.lower(batch.pieces)
            for row, number in enumerate(numbers):
                length = len(examples[number].words.pieces)
                states[number] = lower[row, :length].to(torch.bfloat16)
    return states


def _report(examples: Examples, predictions: list[Prediction], labels: Labels, part: str) -> None:
    sys.stderr.write(f"  {part}: {summary(judge(examples, predictions, labels))}\n")


if __name__ == "__main__":
    main()
