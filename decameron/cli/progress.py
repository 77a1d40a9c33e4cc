"""A progress bar for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def progress(files: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """A function that is told how many bytes of the files were dealt with.

    It draws a bar on standard error when that is a terminal, and nothing otherwise. Where standard input or
    a missing file is among the files, the bar has no known end.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (TextColumn("Coding"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=_size(files))
        yield lambda size: bar.advance(task, size)


def _size(files: Sequence[str]) -> int | None:
    if not all(Path(file).is_file() for file in files):
        return None
    return sum(Path(file).stat().st_size for file in files)
