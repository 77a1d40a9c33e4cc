"""Which event of the coder's is which of the gold's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from decameron.evaluation.coded import Coding, Side

By = Literal["text", "country", "code"]
_COUNTRY = 3
_HALF = 0.5


def same_actor(gold: Side, coded: Side, by: By) -> bool:
    """Whether two sides are one: by overlapping words, by the first three letters of the code, or all of it.

    Where the gold leaves an actor open anybody will do; where it says that nobody is there, nobody must be.
    """
    if gold.absent:
        return coded.absent
    if by == "text":
        return gold.open or _same_words(gold, coded)
    if gold.code is None:
        return True
    if coded.code is None:
        return False
    return gold.code == coded.code if by == "code" else gold.code[:_COUNTRY] == coded.code[:_COUNTRY]


def same_dyad(gold: Coding, coded: Coding, by: By) -> bool:
    """Whether both sides are the same."""
    return same_actor(gold.source, coded.source, by) and same_actor(gold.target, coded.target, by)


def pair_up(
    gold: Sequence[Coding], coded: Sequence[Coding], fits: Callable[[Coding, Coding], bool]
) -> list[tuple[int, int]]:
    """As many pairs as there can be of a gold and a coded event that fit, each event in one at most.

    By augmenting paths, so that no early choice takes away a better one.
    """
    partner: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        for other, event in enumerate(coded):
            if other in seen or not fits(gold[at], event):
                continue
            seen.add(other)
            if other not in partner or place(partner[other], seen):
                partner[other] = at
                return True
        return False

    for at in range(len(gold)):
        place(at, set())
    return sorted((at, other) for other, at in partner.items())


def _same_words(gold: Side, coded: Side) -> bool:
    if gold.span and coded.span:
        return min(gold.span[1], coded.span[1]) > max(gold.span[0], coded.span[0])
    if not gold.words or not coded.words:
        return False
    return len(gold.words & coded.words) / min(len(gold.words), len(coded.words)) >= _HALF
