"""The labels that a classifier chooses among: no event, and codes of three digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coders.classifier.inputs import ROOTS

NO_EVENT = "none"
_LEAST = 12  # a code with fewer examples counts as its root's "not specified"


@dataclass(frozen=True, slots=True)
class Labels:
    """``codes[0]`` is no event."""

    codes: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str | None]) -> Labels:
        """The labels that these codes give examples enough for."""
        counts = Counter(code[:3] for code in codes if code is not None)
        known = {code for code, count in counts.items() if count >= _LEAST} | {f"{root}0" for root in ROOTS}
        return cls((NO_EVENT, *sorted(known)))

    @property
    def root_numbers(self) -> tuple[int, ...]:
        """The number of each label's root: 0 of no event, 1 of root 01."""
        return (0, *(ROOTS.index(code[:2]) + 1 for code in self.codes[1:]))

    def number(self, code: str | None) -> int:
        """The number of a code's label."""
        if code is None:
            return 0
        return self.codes.index(code[:3] if code[:3] in self.codes else f"{code[:2]}0")
