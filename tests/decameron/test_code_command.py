"""``decameron code``, with the stand-in coder where the coder is not the point, and with the real one."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from decameron.cli.code import code
from tests.workers.standin_coder import StandinCoder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("coders.load_coder.load_coder", lambda **_: StandinCoder())
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(code)

    def invoke(*arguments: str, given: bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=given)

    return invoke


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def lines(*given: dict[str, Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in given)


def test_json_lines_become_json_lines_in_the_same_order(run, tmp_path: Path) -> None:
    given = [{"id": n, "text": f"text {n}", "published_date": "2017-10-26", "mine": [n]} for n in range(100)]
    (tmp_path / "in.jsonl").write_text(lines(*given))
    result = run("in.jsonl")
    assert result.exit_code == 0, result.output
    coded = records(result.stdout)
    assert [each["id"] for each in coded] == list(range(100))
    assert coded[3] | {"events": []} == {
        "id": 3,
        "mine": [3],
        "published_date": "2017-10-26",
        "state": "coded",
        "language": "en",
        "events": [],
    }
    assert coded[3]["events"][0]["event_code"] == "190"
    assert "explanation" not in coded[3]["events"][0]
    assert result.stderr == ""


def test_explanations_come_when_asked_for(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    [coded] = records(run("a.txt", "--explain").stdout)
    assert coded["events"][0]["explanation"]["pattern_id"] == "p"


def test_a_date_that_nobody_gave_is_said_to_be_assumed(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    [coded] = records(run("a.txt").stdout)
    assert coded["published_date_assumed"] is True
    assert coded["published_date"] == datetime.now(UTC).date().isoformat()
    [coded] = records(run("a.txt", "--published-date", "2017-10-26").stdout)
    assert coded["published_date"] == "2017-10-26"
    assert "published_date_assumed" not in coded


def test_what_is_bad_is_reported_by_number_and_the_rest_is_coded(run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n{oops\n{"text": "raise:b"}\n{"text": "c"}\n')
    result = run("in.jsonl", "missing.txt")
    assert result.exit_code == 1
    assert [each["id"] for each in records(result.stdout)] == ["in.jsonl:1", "in.jsonl:4"]
    first, second, third = result.stderr.splitlines()
    assert first.startswith("in.jsonl:2: is not JSON")
    assert second.startswith("in.jsonl:3: could not be coded: ValueError")
    assert third == "missing.txt: cannot be read: No such file or directory"


def test_standard_input(run) -> None:
    assert [each["id"] for each in records(run("-", given=b'{"id": 1, "text": "a"}\n').stdout)] == [1]
    assert [each["id"] for each in records(run("-", given=b"Plain text.").stdout)] == ["stdin"]


def test_output_to_a_file_appears_whole_and_an_unwritable_one_is_one_line(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    result = run("a.txt", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(records((tmp_path / "out.jsonl").read_text())) == 1
    result = run("a.txt", "-o", "no/such/place.jsonl")
    assert result.exit_code == 1
    assert (
        result.stderr == "decameron code: no/such/place.jsonl cannot be written: No such file or directory\n"
    )


def test_an_unknown_profile_is_refused(run, tmp_path: Path) -> None:
    result = run("a.txt", "--profile", "perfect")
    assert result.exit_code == 2
    assert "fast" in result.stderr


def test_long_input_is_not_held_in_memory(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def count(self: StandinCoder, articles):
        seen.append(len(articles))
        return (self.code(each) for each in articles)

    monkeypatch.setattr(StandinCoder, "code_many", count)
    (tmp_path / "in.jsonl").write_text(lines(*({"text": f"{n}"} for n in range(70))))
    assert run("in.jsonl").exit_code == 0
    assert seen == [32, 32, 6]


STORY = "Iraqi troops attacked Islamic State fighters in Mosul on Thursday, the defence ministry said.\n"


def real(*arguments: str, cwd: Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "decameron", "code", *arguments]
    environ = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}  # a dumb terminal has no bar
    return subprocess.Popen(command, cwd=cwd, env=environ, **options)


def test_the_real_coder_codes_a_story_without_any_service(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    process = real("story.txt", "--published-date", "2017-10-27", cwd=tmp_path, stdout=subprocess.PIPE)
    [coded] = records(process.communicate(timeout=60)[0].decode())
    assert process.returncode == 0
    assert coded["state"] == "coded"
    assert {event["event_root_code"] for event in coded["events"]} == {"19"}


def test_a_broken_pipe_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines(*({"text": STORY * 20} for _ in range(64))))
    process = real("in.jsonl", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


def test_a_person_sees_a_progress_bar(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    ours, theirs = pty.openpty()
    process = real("story.txt", cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    out, _ = process.communicate(timeout=60)
    assert b"Coding" in os.read(ours, 65536)
    assert len(records(out.decode())) == 1
    os.close(ours)
