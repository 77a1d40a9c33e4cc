"""Writes docs/performance.md from the reports in bench/results: ``python -m bench.write_page``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from bench.report import Report, cells

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_ORDER = ("page", "intake", "csv", "codebook", "coding")

_INTRODUCTION = """\
# Performance

Written by `python -m bench.write_page` from what the benches reported; `bench/README.md` says how to run
them. A figure without its floor says more of a machine than of a program, so the ratio is what counts: the
floor is the same work with nothing of Decameron around it, measured in the same run. The events are made,
five million of them, with the shares of codes, countries and dates that published event datasets have in
common.
"""


def main() -> None:
    PAGE.write_text(page(read_reports()), encoding="utf-8")
    print(f"{PAGE.name} written")


def read_reports(results: Path = RESULTS) -> list[Report]:
    """The reports of all benches, in the order of the page."""
    files = (results / f"{bench}.json" for bench in _ORDER)
    return [Report.from_json(orjson.loads(file.read_bytes())) for file in files if file.exists()]


def page(reports: Iterable[Report]) -> str:
    """The page in Markdown."""
    return "\n".join([_INTRODUCTION, *("\n".join(_section(report)) for report in reports)])


def _section(report: Report) -> Iterator[str]:
    yield f"## {report.about}\n"
    yield f"`{report.command}`, {report.date}, {report.machine}.\n"
    yield "| | measured | floor | ratio | wanted |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for each in report.measurements:
        row = f"| {' | '.join(cells(each))} |"
        yield re.sub(" {2,}", " ", row)
    yield ""


if __name__ == "__main__":
    main()
