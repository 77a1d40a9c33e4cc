"""What a model's probabilities are worth on examples: pairs found, roots right, alarms on empty sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.examples import SentenceExample
from training.labels import Labels


@dataclass(frozen=True, slots=True)
class Judged:
    """All pairs of some examples, one row each.

    ``event`` is the probability that a pair has an event, ``root`` its likeliest root (1 to 20) and
    ``root_probability`` how likely that is, ``wanted`` the root that it should have (0 for none),
    ``sentence`` the number of its example.
    """

    event: np.ndarray
    root: np.ndarray
    root_probability: np.ndarray
    code_right: np.ndarray
    wanted: np.ndarray
    sentence: np.ndarray
    found: np.ndarray
    empty: np.ndarray


def judge(examples: Sequence[SentenceExample], probabilities: Sequence[np.ndarray], labels: Labels) -> Judged:
    """Hold the probabilities against what should have come out."""
    roots = np.array(labels.root_numbers)
    rows = np.concatenate(list(probabilities))
    by_root = np.stack([rows[:, roots == number].sum(1) for number in range(21)], 1)
    wanted = np.array([labels.number(code) for each in examples for code in each.codes])
    sizes = [len(each.codes) for each in examples]
    return Judged(
        event=1 - by_root[:, 0],
        root=by_root[:, 1:].argmax(1) + 1,
        root_probability=by_root[:, 1:].max(1),
        code_right=rows[:, 1:].argmax(1) + 1 == wanted,
        wanted=roots[wanted],
        sentence=np.repeat(np.arange(len(examples)), sizes),
        found=np.array([found for each in examples for found in each.found]),
        empty=np.repeat([each.empty for each in examples], sizes),
    )


def summary(judged: Judged) -> str:
    """A line of figures: at the threshold of best F1, and of the roots of pairs that have an event."""
    events = judged.wanted > 0
    right = events & (judged.root == judged.wanted)
    best = max((pair_f1(judged, threshold), threshold) for threshold in np.arange(0.2, 0.8, 0.05))
    return (
        f"root of pairs {right.sum() / events.sum():.3f}, code {judged.code_right[events].mean():.3f}, "
        f"pair and root F1 {best[0]:.3f} at {best[1]:.2f}, "
        f"false alarms there {false_alarms(judged, best[1]):.3f}"
    )


def pair_f1(judged: Judged, threshold: float, of_sentence: float = 0.0) -> float:
    """F1 of pairs with their roots, where all above the threshold are given an event.

    In sentences of which no pair is above ``of_sentence`` none is.
    """
    best = np.zeros(int(judged.sentence.max()) + 1)
    np.maximum.at(best, judged.sentence, np.where(judged.found, judged.event, 0.0))
    chosen = (judged.event > threshold) & judged.found & (best[judged.sentence] > of_sentence)
    right = chosen & (judged.root == judged.wanted)
    return float(2 * right.sum() / (chosen.sum() + (judged.wanted > 0).sum()))


def false_alarms(judged: Judged, threshold: float) -> float:
    """The share of sentences without an event that are given one."""
    empty = set(judged.sentence[judged.empty].tolist())
    alarmed = set(judged.sentence[judged.empty & judged.found & (judged.event > threshold)].tolist())
    return len(alarmed) / max(len(empty), 1)
