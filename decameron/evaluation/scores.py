"""Precision, recall and F1 of what was found, with the interval that the choice of sentences leaves open."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
_ROUNDS = 1_000
_SEED = 1


@dataclass(frozen=True, slots=True)
class Score:
    """How many were right, how many were given, how many there are."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.given + other.given, self.wanted + other.wanted)


NOTHING = Score(0, 0, 0)


def score_labels(wanted: Set[Hashable], given: Set[Hashable]) -> Score:
    """The score of one sentence whose labels are compared as sets."""
    return Score(len(wanted & given), len(given), len(wanted))


def macro_f1(sentences: Sequence[tuple[Set[str], Set[str]]]) -> float:
    """The mean F1 of the labels that are wanted, each counting alike."""
    per_label = score_by_label(sentences)
    return sum(score.f1 for score in per_label.values()) / len(per_label) if per_label else 0.0


def score_by_label(sentences: Sequence[tuple[Set[str], Set[str]]]) -> Mapping[str, Score]:
    """The score of each wanted label, of sentences given as (wanted, given)."""
    right, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for these, those in sentences:
        wanted.update(these)
        given.update(those)
        right.update(these & those)
    return {label: Score(right[label], given[label], wanted[label]) for label in sorted(wanted)}


def interval(rows: Sequence[Row], figure: Callable[[Sequence[Row]], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure over rows: drawn anew a thousand times, with a fixed seed."""
    if not rows:
        return 0.0, 0.0
    chance = random.Random(_SEED)  # noqa: S311 -- the same each time, and no secret
    found = sorted(figure(chance.choices(rows, k=len(rows))) for _ in range(_ROUNDS))
    return found[int(0.025 * _ROUNDS)], found[int(0.975 * _ROUNDS) - 1]


def interval_of_sum(scores: Sequence[Score], figure: Callable[[Score], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure of the sum of scores, one a sentence."""
    return interval(scores, lambda drawn: figure(total(drawn)))


def total(scores: Sequence[Score]) -> Score:
    """The scores of several sentences together."""
    return Score(
        sum(each.right for each in scores),
        sum(each.given for each in scores),
        sum(each.wanted for each in scores),
    )
