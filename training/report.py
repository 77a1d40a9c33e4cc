"""What a model's probabilities are worth on examples: pairs found, roots right, alarms on empty sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.examples import SentenceExample
from training.fit import Prediction
from training.labels import Labels

_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """All pairs of some examples, one row each; ``tells`` and ``empty`` are by example.

    ``event`` is the probability that a pair has an event should its sentence have any, ``root`` its likeliest
    root (1 to 20) and ``root_probability`` how likely that is, ``wanted`` the root that it should have (0 for
    none), ``sentence`` the number of its example. ``tells`` is how likely a sentence tells of any event.
    """

    event: np.ndarray
    root: np.ndarray
    root_probability: np.ndarray
    code_right: np.ndarray
    wanted: np.ndarray
    sentence: np.ndarray
    found: np.ndarray
    tells: np.ndarray
    empty: np.ndarray


def judge(examples: Sequence[SentenceExample], predictions: Sequence[Prediction], labels: Labels) -> Judged:
    """Hold the probabilities against what should have come out.

    A model that does not say of sentences whether they tell of any event is taken to say it of their pairs.
    """
    roots = np.array(labels.root_numbers)
    rows = np.concatenate([each.pairs for each in predictions])
    by_root = np.stack([rows[:, roots == number].sum(1) for number in range(21)], 1)
    wanted = np.array([labels.number(code) for each in examples for code in each.codes])
    return Judged(
        event=1 - by_root[:, 0],
        root=by_root[:, 1:].argmax(1) + 1,
        root_probability=by_root[:, 1:].max(1),
        code_right=rows[:, 1:].argmax(1) + 1 == wanted,
        wanted=roots[wanted],
        sentence=np.repeat(np.arange(len(examples)), [len(each.codes) for each in examples]),
        found=np.array([found for each in examples for found in each.found]),
        tells=np.array(
            [float((1 - p.pairs[:, 0]).max()) if p.tells is None else p.tells for p in predictions]
        ),
        empty=np.array([each.empty for each in examples]),
    )


def summary(judged: Judged, of_sentence: float = _EVEN, of_pair: float = _EVEN) -> str:
    """A line of figures: of the pairs that have an event, and of all at these thresholds."""
    events = judged.wanted > 0
    right = events & (judged.root == judged.wanted)
    f1 = pair_f1(judged, of_sentence, of_pair)
    return (
        f"root of pairs {right.sum() / events.sum():.3f}, code {judged.code_right[events].mean():.3f}; "
        f"at {of_sentence:.2f} and {of_pair:.2f} pair and root F1 {f1:.3f}, "
        f"false alarms {false_alarms(judged, of_sentence):.3f}"
    )


def chosen(judged: Judged, of_sentence: float, of_pair: float) -> np.ndarray:
    """Which pairs are given an event: as ``classify_events`` chooses, of those that the coder finds."""
    event = np.where(judged.found, judged.event, -1.0)
    best = np.full(len(judged.tells), -1.0)
    np.maximum.at(best, judged.sentence, event)
    enough = np.minimum(of_pair, best)[judged.sentence]
    picked: np.ndarray = judged.found & (judged.tells >= of_sentence)[judged.sentence] & (event >= enough)
    return picked


def pair_f1(judged: Judged, of_sentence: float, of_pair: float) -> float:
    """F1 of pairs with their roots."""
    picked = chosen(judged, of_sentence, of_pair)
    right = picked & (judged.root == judged.wanted)
    return float(2 * right.sum() / (picked.sum() + (judged.wanted > 0).sum()))


def false_alarms(judged: Judged, of_sentence: float) -> float:
    """The share of sentences without an event that are given one."""
    empty = np.unique(judged.sentence[judged.empty[judged.sentence]])
    alarmed = np.unique(judged.sentence[chosen(judged, of_sentence, 1.0) & judged.empty[judged.sentence]])
    return len(alarmed) / max(len(empty), 1)
