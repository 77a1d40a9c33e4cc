"""``decameron evaluate`` as a person calls it, on sentences of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

GOLD = [
    {
        "id": "a",
        "text": "Turkish troops attacked Kurdish rebels in Syria.",
        "date": "2017-10-26",
        "events": [
            {"source": {"text": "Turkish troops"}, "target": {"text": "Kurdish rebels"}, "code": "190"}
        ],
    },
    {"id": "b", "text": "Brazil attacked from the first whistle.", "events": []},
    {
        "id": "c",
        "text": "The weather in Paris was fine.",
        "events": [{"source": {"text": "France"}, "target": {"text": "Spain"}, "code": "040"}],
    },
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decameron", "evaluate", *arguments],
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_figures_and_errors_are_told(tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, GOLD)))
    figures, errors = tmp_path / "figures.json", tmp_path / "errors.jsonl"
    told = run(str(gold), "--json", str(figures), "--errors", str(errors))
    assert told.returncode == 0, told.stderr
    assert "3 sentences; 2 events wanted, 1 given" in told.stdout
    content = json.loads(figures.read_text())
    [dyads] = [each for each in content["figures"] if each["name"] == "dyad by words and type"]
    assert dyads["score"] == {"right": 1, "given": 1, "wanted": 2}
    assert content["false_alarms"] == {"right": 0, "given": 0, "wanted": 1}
    [missed] = map(json.loads, errors.read_text().splitlines())
    assert (missed["id"], missed["error"], missed["gold"]["type"]) == ("c", "missed", "CONSULT")


def test_a_file_that_is_no_gold_is_refused_in_one_line(tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    for text, message in (
        ("{", "gold.jsonl:1: no JSON"),
        ("", "gold.jsonl holds no sentence"),
    ):
        gold.write_text(text)
        told = run(str(gold))
        assert (told.returncode, told.stderr.count("\n")) == (1, 1)
        assert message in told.stderr
    told = run(str(tmp_path / "gone"))
    assert told.returncode == 1
    assert "No such file" in told.stderr


def test_the_types_of_given_pairs_are_scored(tmp_path: Path):
    text = "Turkish troops attacked Kurdish rebels in Syria."
    marked = {
        "source": {"text": "Turkish troops", "span": [0, 14]},
        "target": {"text": "Kurdish rebels", "span": [24, 38]},
    }
    gold, figures = tmp_path / "gold.jsonl", tmp_path / "figures.json"
    lines = [
        {"text": text, "events": [{**marked, "plover": "ASSAULT"}]},
        {"text": text, "events": [{**marked, "plover": "AID"}, {"source": {"text": "x"}, "plover": "AID"}]},
    ]
    gold.write_text("\n".join(map(json.dumps, lines)))
    told = run(str(gold), "--given-pairs", "--json", str(figures))
    assert told.returncode == 0, told.stderr
    assert "2 given pairs; 1 events mark no pair or have no type" in told.stdout
    content = json.loads(figures.read_text())
    assert [round(each["value"], 3) for each in content["figures"]] == [0.5, round((2 / 3 + 0) / 2, 3)]
    assert content["confusion"] == [
        {"wanted": "AID", "given": "ASSAULT", "events": 1},
        {"wanted": "ASSAULT", "given": "ASSAULT", "events": 1},
    ]
