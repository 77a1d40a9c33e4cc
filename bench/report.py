"""What a bench found: a table for a person, JSON for the performance page."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import orjson
import psutil  # type: ignore[import-untyped]  # ships no types
from rich.console import Console
from rich.table import Table

_WIDTH_IN_A_FILE = 140


_PLACES = frozenset(("--data-dir", "--database-url", "--broker-url", "--json"))


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, and its ratio to a floor that was measured in the same run.

    ``floor`` is the same work with nothing of ours around it; ``wanted`` says what is promised, in words, and
    ``kept`` whether it holds, where it is a promise.
    """

    what: str
    value: float
    unit: str
    floor: float | None = None
    floor_is: str = ""
    wanted: str = ""
    kept: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


@dataclass(frozen=True, slots=True)
class Report:
    """The measurements of one bench, and what they were taken on."""

    bench: str
    about: str
    command: str
    date: str
    machine: str
    small: bool
    measurements: tuple[Measurement, ...]

    @classmethod
    def of(cls, bench: str, about: str, measurements: Sequence[Measurement], *, small: bool) -> Self:
        """The report of a run that ends now, on this machine."""
        return cls(
            bench=bench,
            about=about,
            command=f"python -m bench.{bench} {shlex.join(_what_matters(sys.argv[1:]))}".strip(),
            date=datetime.now(UTC).date().isoformat(),
            machine=machine(),
            small=small,
            measurements=tuple(measurements),
        )

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        told = dict(content)
        return cls(**{**told, "measurements": tuple(Measurement(**each) for each in told["measurements"])})


def machine() -> str:
    """This machine in a few words: processor, cores, memory, Python."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def show(report: Report) -> None:
    """Print the report as a table on standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_IN_A_FILE)
    table = Table(title=f"{report.about}\n{report.machine}; {report.date}", title_justify="left")
    for heading in ("", "measured", "floor", "ratio", "wanted"):
        table.add_column(heading, justify="left" if heading in ("", "wanted") else "right")
    for each in report.measurements:
        table.add_row(*cells(each))
    console.print(table)


def cells(each: Measurement) -> tuple[str, str, str, str, str]:
    """A measurement as the cells of a table's row."""
    floor = "" if each.floor is None else f"{figure(each.floor, each.unit)} ({each.floor_is})"
    ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
    kept = {None: "", True: ": kept", False: ": NOT kept"}[each.kept]
    return each.what, figure(each.value, each.unit), floor, ratio, each.wanted + kept


def figure(value: float, unit: str) -> str:
    """A figure with as many digits as mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def write_json(report: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _what_matters(arguments: Sequence[str]) -> list[str]:
    """The arguments but those that say where things are, which is nobody else's business."""
    kept, rest = [], iter(arguments)
    for argument in rest:
        if argument in _PLACES:
            next(rest, None)
        elif argument.split("=", 1)[0] not in _PLACES:
            kept.append(argument)
    return kept
