"""A progress bar of jobs for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def job_progress(*, wanted: bool) -> Iterator[Callable[[int, int], None]]:
    """A function that is told how many articles are done and how many there are.

    It draws a bar on standard error where that is a terminal, and nothing otherwise.
    """
    if not wanted or not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005 -- the shape of the one below
        return
    columns = (TextColumn("Coding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
