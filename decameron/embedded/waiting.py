"""Waiting that ends: when the thing is there, when time is up, or when a stop is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event


class StopAskedFor(Exception):  # noqa: N818  # not an error: the person pressed Ctrl-C
    """A stop was asked for while something was being waited for."""


def wait_until(
    condition: Callable[[], bool], *, timeout: float, stopping: Event | None = None, pause: float = 0.02
) -> bool:
    """Ask ``condition`` every ``pause`` seconds until it holds; False when ``timeout`` seconds are over.

    Raises:
        StopAskedFor: ``stopping`` was set meanwhile.
    """
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() >= deadline:
            return False
        if stopping is None:
            time.sleep(pause)
        elif stopping.wait(pause):
            raise StopAskedFor
    return True
