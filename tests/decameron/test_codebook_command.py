"""``decameron codebook`` as a person calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OWN = {
    "id": "own:a",
    "kind": "armed_group",
    "name": "People's Front of Judea",
    "roles": [{"country": "ISR", "roles": ["SEP"], "from": "1979"}],
}


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "decameron", *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    file = tmp_path / "ours.jsonl"
    file.write_text(json.dumps(OWN))
    return file


def test_check_counts_what_ships_and_finds_nothing_wrong():
    told = run("codebook", "check")
    assert (told.returncode, told.stderr) == (0, "")
    counts = {
        kind.strip(): int(number.replace(",", ""))
        for number, _, kind in (line.strip().partition("  ") for line in told.stdout.splitlines()[1:-1])
    }
    assert counts["event codes"] == 318
    assert counts["persons"] >= 2_500
    groups = ("armed groups", "parties", "movements", "ethnic groups", "religious groups")
    assert sum(counts[kind] for kind in groups) >= 800
    assert counts["international organizations"] >= 250
    assert counts["NGOs"] >= 150
    assert counts["companies"] >= 200
    assert counts["role nouns"] >= 1_200
    assert counts["patterns"] >= 3_000


def test_check_names_what_is_wrong_by_file_and_line(entries: Path):
    entries.write_text(json.dumps({**OWN, "roles": [{"country": "QQQ"}]}))
    told = run("codebook", "check", "--entries", str(entries))
    assert told.returncode == 1
    assert told.stderr == "actors/ours.jsonl:1: QQQ is no country of countries.jsonl\n"
    entries.write_text('{"id": 1}')
    told = run("codebook", "check", DECAMERON_ENTRIES=str(entries))
    assert told.returncode == 1
    assert told.stderr.startswith("decameron: actors/ours.jsonl:1: kind, name, roles missing")
    told = run("codebook", "check", "--entries", str(entries.with_name("gone.jsonl")))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "gone.jsonl: No such file" in told.stderr


def test_check_says_what_the_community_s_files_gave(tmp_path: Path):
    (tmp_path / "a.actors.txt").write_text("FREEDONIA_ [FDN]\nLONELY_\n")
    told = run("codebook", "check", "--dictionaries", str(tmp_path), "--all")
    assert told.returncode == 0, told.stderr
    assert "a.actors.txt: 1 actors, 1 names, 1 codes\n" in told.stdout
    assert "1  lines refused: the name has no code\n" in told.stdout
    assert "a.actors.txt:2: the name has no code: LONELY_\n" in told.stdout


def test_diff_says_in_words_what_changed(tmp_path: Path, entries: Path):
    before = tmp_path / "before.json"
    assert run("codebook", "export", "--output", str(before)).returncode == 0
    told = run("codebook", "diff", str(before), "-")
    assert told.stdout.endswith("no entry differs\n")
    told = run("codebook", "diff", str(before), "-", "--entries", str(entries))
    assert told.stdout.splitlines()[1:] == [
        "actor own:a is new (People's Front of Judea); ISRSEP from 1979-01-01",
        "1 entries differ",
    ]


def test_diff_of_what_is_no_codebook_says_so(tmp_path: Path):
    file = tmp_path / "x.json"
    file.write_text("[]")
    told = run("codebook", "diff", str(file), "-")
    assert told.returncode == 1
    assert "this is no codebook; decameron codebook export writes one" in told.stderr


def test_an_entry_of_ones_own_is_coded_with(tmp_path: Path, entries: Path):
    article = tmp_path / "a.txt"
    article.write_text("The People's Front of Judea attacked Syrian troops on Monday.")
    told = run("code", str(article), "--entries", str(entries))
    assert told.returncode == 0, told.stderr
    [event] = json.loads(told.stdout)["events"]
    assert (event["source_code"], event["event_code"], event["target_code"]) == ("ISRSEP", "190", "SYRMIL")
    assert ".entries-" in event["codebook_version"]


def test_serve_refuses_to_start_with_a_wrong_entry(tmp_path: Path, entries: Path):
    entries.write_text('{"id": 1}')
    told = run("serve", "--port", "0", "--data-dir", str(tmp_path / "data"), DECAMERON_ENTRIES=str(entries))
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "actors/ours.jsonl:1: kind, name, roles missing" in told.stderr
