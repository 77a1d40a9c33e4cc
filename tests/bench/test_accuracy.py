"""The short forms of what measures the coder, and the page of its figures."""

from __future__ import annotations

from pathlib import Path

import orjson

from bench import accuracy, coding
from bench.accuracy import Finding
from bench.report import Report
from bench.write_accuracy import page


def test_the_coder_is_timed_in_both_profiles(tmp_path: Path):
    path = tmp_path / "coding.json"
    coding.main(["--small", "--json", str(path)])
    report = Report.from_json(orjson.loads(path.read_bytes()))
    assert [each.what.partition(":")[0] for each in report.measurements] == ["fast"] * 3 + ["accurate"] * 3
    assert all(each.value > 0 and each.kept is None for each in report.measurements)


def test_the_coder_is_scored_on_the_corpus_and_on_gold_that_is_given(tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    text = "France condemned Iran on Monday."
    source, target = {"text": "France", "span": [0, 6], "code": "FRA"}, {"text": "Iran", "span": [17, 21]}
    event = {"source": source, "target": {**target, "code": "IRN"}, "code": "111", "plover": "ACCUSE"}
    gold.write_bytes(orjson.dumps({"text": text, "events": [event]}))
    path = tmp_path / "accuracy.json"
    given = ["--small", "--plv", str(gold), "--countries", str(gold), "--json", str(path)]
    accuracy.main([*given, "--profile", "accurate"])
    findings = [Finding(**each) for each in orjson.loads(path.read_bytes())["findings"]]
    by_what = {(each.gold, each.what): each for each in findings}
    assert by_what["PLV", "type of given pairs, accuracy"].kept
    assert by_what["PLV", "dyad and type, recall"].value == 1.0
    assert by_what["gold", "dyad by country and root, F1"].value == 1.0
    assert by_what["held-out sentences", "type of given pairs, accuracy"].value > 0.4
    assert by_what["articles", "date of dyads found, exact"].value > 0.4


def test_the_page_has_a_table_for_each_set_and_a_column_for_each_profile():
    findings = [
        Finding("fast", "PLV", "recall", 0.5, "9 events", wanted="at least 0.7", kept=False),
        Finding("accurate", "PLV", "recall", 0.75, "9 events", 0.7, 0.8, "at least 0.7", kept=True),
        Finding("fast", "articles", "recall", 0.4, "3 events"),
    ]
    written = page(findings, "2026-01-02")
    assert "| | fast | accurate | of | wanted |" in written
    assert "| recall | 0.500, not kept | 0.750 (0.700–0.800), kept | 9 events | at least 0.7 |" in written
    assert "## Articles" in written
    assert "on 2026-01-02" in written
