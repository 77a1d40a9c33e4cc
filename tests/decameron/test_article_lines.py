from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from decameron.cli.article_lines import DefaultDate, GivenArticle, Refusal, read_articles

TODAY = DefaultDate(day=date(2026, 11, 22), assumed=True)


def read(path: Path, content: bytes | str) -> list[GivenArticle | Refusal]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles([str(path)], TODAY))


def test_a_text_file_is_one_article_named_after_it(tmp_path: Path) -> None:
    [given] = read(tmp_path / "story.txt", "\ufeffIraqi troops\nattacked.\n")
    assert isinstance(given, GivenArticle)
    assert given.article.text == "Iraqi troops\nattacked.\n"
    assert given.article.published_date == TODAY.day
    assert given.carried == {"id": "story.txt"}
    assert given.date_assumed


def test_a_line_is_one_article_and_its_other_keys_are_carried_through(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "text": "A text.",
        "published_date": "2017-10-26",
        "publisher": "P",
        "mine": [1, {"a": None}],
    }
    [given] = read(tmp_path / "a.jsonl", "\n" + json.dumps(record) + "\n\n")
    assert isinstance(given, GivenArticle)
    assert given.carried == {name: value for name, value in record.items() if name != "text"}
    assert given.article.publisher == "P"
    assert given.article.published_date == date(2017, 10, 26)
    assert not given.date_assumed
    assert given.where == f"{tmp_path}/a.jsonl:2"


def test_a_line_without_an_id_is_called_by_its_place(tmp_path: Path) -> None:
    [given] = read(tmp_path / "a.ndjson", '{"text": "A text."}')
    assert isinstance(given, GivenArticle)
    assert given.carried == {"id": f"{tmp_path}/a.ndjson:1"}
    assert given.date_assumed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "is not JSON: Expecting property name"),
        ('{"text": "a"', "is not JSON"),
        ("[1]", "is a JSON list"),
        ('{"id": 1}', 'lacks "text"'),
        ('{"text": " "}', "the text is empty"),
        ('{"text": 5}', '"text" is of type int; it should be a string'),
        ('{"text": "a\\u0000b"}', "holds a NUL (at character 1)"),
        ('{"text": "a\\ud800b"}', "lone surrogate"),
        ('{"text": "a", "mine": "\\udc00"}', "lone surrogate"),
        ('{"text": "a", "mine": NaN}', "NaN is no JSON number"),
        ('{"text": "a", "published_date": "26.10.2017"}', "should be a date such as 2017-10-26"),
        ('{"text": "a", "published_date": 2017}', "should be a date such as 2017-10-26"),
        ('{"text": "a", "url": 5}', '"url" is of type int'),
        ('{"text": ' + "[" * 100_000, "nested too deeply"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "is not JSON"),
        (b'{"text": "\xff"}', "is not UTF-8 (at byte 10 of the line)"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_its_neighbours_are_read(
    line: str | bytes, reason: str, tmp_path: Path
) -> None:
    raw = line.encode() if isinstance(line, str) else line
    before, refused, after = read(tmp_path / "a.jsonl", b'{"text": "x"}\n' + raw + b'\n{"text": "y"}\n')
    assert isinstance(before, GivenArticle)
    assert isinstance(after, GivenArticle)
    assert isinstance(refused, Refusal)
    assert refused.where.endswith("a.jsonl:2")
    assert reason in refused.reason


@pytest.mark.parametrize(("content", "reason"), [(b"\xff", "is not UTF-8"), (b"", "empty"), (b"a\0b", "NUL")])
def test_a_bad_text_file_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    [refused] = read(tmp_path / "a.txt", content)
    assert isinstance(refused, Refusal)
    assert reason in refused.reason


def test_a_missing_file_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("A text.")
    missing, found = read_articles([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], TODAY)
    assert isinstance(missing, Refusal)
    assert missing.reason == "cannot be read: No such file or directory"
    assert isinstance(found, GivenArticle)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'\n  {"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        (b"\n Plain words.\n{not json}\n", ["\n Plain words.\n{not json}\n"]),
    ],
)
def test_standard_input_is_what_its_first_character_says(
    content: bytes, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    given = list(read_articles(["-"], TODAY))
    assert [each.article.text for each in given if isinstance(each, GivenArticle)] == texts
