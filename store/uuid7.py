"""Identifiers that sort by the time they were made: version 7 of RFC 9562."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_MILLISECOND = 1_000_000


def uuid7() -> UUID:
    """A new identifier of this moment."""
    return uuid7_at(time.time_ns(), secrets.randbits(62))


def uuid7_at(unix_nanoseconds: int, randomness: int) -> UUID:
    """The identifier of a moment, ``randomness`` being 62 bits of it.

    The twelve bits between version and variant hold the fraction of the millisecond (the RFC's method 3),
    so that identifiers made within one millisecond by one process sort too.
    """
    milliseconds, rest = divmod(unix_nanoseconds, _MILLISECOND)
    fraction = rest * 4096 // _MILLISECOND
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | randomness)
