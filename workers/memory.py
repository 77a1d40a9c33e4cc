"""How much memory this process holds, and a bound on what it may still take."""

from __future__ import annotations

import resource
from pathlib import Path

_STATM = Path("/proc/self/statm")
_MIB = 1024 * 1024


def limit_memory(megabytes: int) -> None:
    """Let this process take ``megabytes`` of address space beyond what it holds now, and no more.

    A request past that raises MemoryError in the code that makes it, and harms nobody else. Where the system
    does not tell what a process holds (macOS), nothing is limited.
    """
    held = _pages(0)
    if held is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + megabytes * _MIB
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def resident_kib() -> int:
    """The memory that this process has in use, in KiB; 0 where the system does not tell."""
    return (_pages(1) or 0) // 1024


def _pages(field: int) -> int | None:
    """One of statm's figures, in bytes: 0 is the address space, 1 the part in memory."""
    try:
        return int(_STATM.read_text().split()[field]) * resource.getpagesize()
    except FileNotFoundError:
        return None
