"""Two ways to do a thing, measured so that whatever else the machine does hits both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

_WARM_UP = 3


def medians_in_turns(
    one: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """The median seconds of both, called in turns, after a few calls that do not count."""
    for warm_up in (one, other) * _WARM_UP:
        warm_up()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, seconds in zip((one, other), taken, strict=True):
            begun = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - begun)
    return median(taken[0]), median(taken[1])
