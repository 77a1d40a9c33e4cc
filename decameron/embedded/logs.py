"""The children's log files: a fresh one for each run, the last run's beside it, none without end."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

LARGEST_LOG_BYTES = 32 * 1024 * 1024
_TAIL_BYTES = 8192
_TELLING = (
    ("No space left on device", "Check free disk space"),
    ("FATAL:", "PANIC:", "rror: "),
    ("",),
)  # the most telling first


def start_new_logs(directory: Path) -> None:
    """Set the last run's logs aside as ``NAME.log.1``."""
    for path in directory.glob("*.log"):
        path.replace(path.with_suffix(".log.1"))


def keep_logs_small(directory: Path) -> None:
    """Set aside what a running process wrote, where it grew too large. The process keeps its open file."""
    for path in directory.glob("*.log"):
        if path.stat().st_size > LARGEST_LOG_BYTES:
            shutil.copyfile(path, path.with_suffix(".log.1"))
            os.truncate(path, 0)


def last_words(path: Path) -> str:
    """The line that tells most about how a log ends: a full disk, else the last error, else the last line."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            lines = log.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    for marks in _TELLING:
        telling = [line for line in lines if any(mark in line for mark in marks)]
        if telling:
            return telling[-1].strip()
    return ""
