"""Ctrl-C and its like become an event that those who wait look at."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_event() -> Iterator[Event]:
    """An event that SIGINT, SIGTERM or SIGHUP sets; the handlers that were there return at the end."""
    stopping = Event()
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in _STOPPING}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
