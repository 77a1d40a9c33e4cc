"""Reports: their figures, and the page that is written from them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import orjson
import pytest

from bench.report import Measurement, Report, cells, figure, write_json
from bench.write_page import PAGE, page, read_reports

FAST = Measurement("a page", 3.0, "ms", floor=2.0, floor_is="bare SQL", wanted="at most twice", kept=True)


def report(bench: str, *measurements: Measurement) -> Report:
    return Report(
        bench, f"About {bench}", f"python -m bench.{bench}", "2026-11-22", "a machine", False, measurements
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.1234, "0.12 ms"), (12.34, "12.3 ms"), (123.4, "123 ms"), (1234567.8, "1,234,568 ms")],
)
def test_figures_have_as_many_digits_as_mean_something(value: float, shown: str):
    assert figure(value, "ms") == shown


def test_a_measurement_as_a_row():
    assert cells(FAST) == ("a page", "3.00 ms", "2.00 ms (bare SQL)", "1.50", "at most twice: kept")
    assert cells(Measurement("a page", 3.0, "ms")) == ("a page", "3.00 ms", "", "", "")
    slow = Measurement("a page", 9.0, "ms", wanted="at most twice", kept=False)
    assert cells(slow)[-1] == "at most twice: NOT kept"


def test_json_and_back(tmp_path: Path):
    write_json(report("csv", FAST), tmp_path / "new" / "csv.json")
    write_json(report("page", FAST, FAST), tmp_path / "new" / "page.json")
    assert read_reports(tmp_path / "new") == [report("page", FAST, FAST), report("csv", FAST)]
    assert Report.from_json(orjson.loads(orjson.dumps(asdict(report("csv", FAST))))) == report("csv", FAST)


def test_the_page_says_what_was_run_where_and_when():
    text = page([report("page", FAST)])
    assert "## About page" in text
    assert "`python -m bench.page`, 2026-11-22, a machine." in text
    assert "| a page | 3.00 ms | 2.00 ms (bare SQL) | 1.50 | at most twice: kept |" in text


def test_the_page_in_the_documentation_is_that_of_the_results():
    assert PAGE.read_text(encoding="utf-8") == page(read_reports())


def test_no_short_form_is_among_the_results():
    assert not any(report.small for report in read_reports())


def test_the_command_is_told_without_the_places_of_this_machine(monkeypatch):
    given = "bench --rows 5 --data-dir /here --json=there.json --database-url postgresql:///x --small"
    monkeypatch.setattr("sys.argv", given.split())
    assert Report.of("csv", "about", [], small=True).command == "python -m bench.csv --rows 5 --small"
