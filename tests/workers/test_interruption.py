from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from workers.interruption import DRAIN_SIGNAL, DeadlineError, DrainError, Interruption


@pytest.fixture
def interruption() -> Iterator[Interruption]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGPROF, DRAIN_SIGNAL)}
    made = Interruption(drain_seconds=0.1)
    made.install()
    yield made
    for number, handler in kept.items():
        signal.signal(number, handler)


def run_on(first: Callable[[], None] = lambda: None) -> None:
    first()
    while True:
        pass


def test_what_ends_in_time_is_not_disturbed(interruption: Interruption) -> None:
    with interruption.within(0.1):
        pass
    time.sleep(0.2)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_deadline_interrupts_and_leaves_no_alarm_behind(interruption: Interruption) -> None:
    begun = time.monotonic()
    with pytest.raises(DeadlineError), interruption.within(0.1):
        run_on()
    assert time.monotonic() - begun < 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_code_that_swallows_every_exception_is_interrupted_all_the_same(interruption: Interruption) -> None:
    def stubborn() -> None:
        while True:
            try:
                time.sleep(10)
            except Exception:  # noqa: BLE001 - the fault under test
                continue

    with pytest.raises(DeadlineError), interruption.within(0.1):
        stubborn()


def test_draining_shortens_what_is_under_way(interruption: Interruption) -> None:
    begun = time.monotonic()
    with pytest.raises(DrainError), interruption.within(30):
        run_on(first=lambda: os.kill(os.getpid(), DRAIN_SIGNAL))
    assert time.monotonic() - begun < 1
    assert interruption.draining


def test_draining_does_not_disturb_what_is_not_coding(interruption: Interruption) -> None:
    left: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workers.interruption.os._exit", left.append)
        with interruption.at_work():
            os.kill(os.getpid(), DRAIN_SIGNAL)
            assert interruption.draining
            assert left == []
        assert left == [0]
