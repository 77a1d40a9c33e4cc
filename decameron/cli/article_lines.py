"""Reads the articles of ``decameron code``: whole text files and JSON Lines, one at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from coders.models import Article

STDIN = "-"
_JSON_LINES = (".jsonl", ".ndjson")
_OPTIONAL = ("title", "url", "publisher", "language")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """An article, where it stood, and what its output carries through.

    ``where`` is the file, with the line number in JSON Lines; ``size`` the bytes that it took there.
    """

    article: Article
    carried: dict[str, Any]
    date_assumed: bool
    where: str
    size: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be read as an article, where it stood, and why."""

    where: str
    reason: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class DefaultDate:
    """The published_date of articles that come without one; ``assumed`` where nobody gave this one either."""

    day: date
    assumed: bool


class _RefusedError(ValueError):
    """Why one article is refused; becomes a Refusal."""


def read_articles(paths: list[str], default: DefaultDate) -> Iterator[GivenArticle | Refusal]:
    """The articles of all files in order. Holds no more than one of them in memory.

    A file is JSON Lines when its name ends in .jsonl or .ndjson, and one article otherwise. ``-`` is standard
    input: JSON Lines when its first visible character is ``{``.
    """
    for path in paths:
        try:
            if path == STDIN:
                yield from _read_stream(sys.stdin.buffer, default)
            elif Path(path).suffix.lower() in _JSON_LINES:
                with Path(path).open("rb") as file:
                    yield from _read_lines(file, path, default)
            else:
                yield _read_text(Path(path).read_bytes(), path, Path(path).name, default)
        except OSError as error:
            yield Refusal(where=path, reason=f"cannot be read: {error.strerror}")


def _read_stream(stream: BinaryIO, default: DefaultDate) -> Iterator[GivenArticle | Refusal]:
    seen = []
    for line in stream:
        seen.append(line)
        if line.removeprefix(_BOM).strip():
            break
    if seen and seen[-1].removeprefix(_BOM).lstrip().startswith(b"{"):
        yield from _read_lines(chain(seen, stream), "stdin", default)
    else:
        yield _read_text(b"".join([*seen, stream.read()]), "stdin", "stdin", default)


def _read_text(content: bytes, where: str, name: str, default: DefaultDate) -> GivenArticle | Refusal:
    try:
        text = _text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Refusal(where, f"is not UTF-8 text (at byte {error.start})", len(content))
    except _RefusedError as error:
        return Refusal(where, str(error), len(content))
    return GivenArticle(
        article=Article(text=text, published_date=default.day),
        carried={"id": name},
        date_assumed=default.assumed,
        where=where,
        size=len(content),
    )


def _read_lines(
    lines: Iterator[bytes] | BinaryIO, name: str, default: DefaultDate
) -> Iterator[GivenArticle | Refusal]:
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_BOM) if number == 1 else line
        if not content.strip():
            continue
        where = f"{name}:{number}"
        try:
            yield _read_record(_parse(content), where, len(line), default)
        except _RefusedError as error:
            yield Refusal(where, str(error), len(line))


def _read_record(record: dict[str, Any], where: str, size: int, default: DefaultDate) -> GivenArticle:
    given_date = record.get("published_date")
    article = Article(
        text=_text(record.get("text")),
        published_date=default.day if given_date is None else _date(given_date),
        **{name: _optional(record, name) for name in _OPTIONAL},
    )
    return GivenArticle(
        article=article,
        carried={"id": where} | {name: value for name, value in record.items() if name != "text"},
        date_assumed=given_date is None and default.assumed,
        where=where,
        size=size,
    )


def _parse(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode(), parse_constant=_no_constant)
        json.dumps(record, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _RefusedError(f"is not JSON: {error.msg} at column {error.colno}") from None
    except UnicodeEncodeError:
        raise _RefusedError("holds a lone surrogate, which is no character") from None
    except UnicodeDecodeError as error:
        raise _RefusedError(f"is not UTF-8 (at byte {error.start} of the line)") from None
    except RecursionError:
        raise _RefusedError("is nested too deeply") from None
    except ValueError as error:
        raise _RefusedError(f"is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise _RefusedError(f"is a JSON {type(record).__name__}; each line should be an object with a text")
    return record


def _no_constant(name: str) -> None:
    raise _RefusedError(f"is not JSON: {name} is no JSON number")


def _text(value: object) -> str:
    if value is None:
        raise _RefusedError('lacks "text"')
    if not isinstance(value, str):
        raise _RefusedError(f'"text" is of type {type(value).__name__}; it should be a string')
    if not value.strip():
        raise _RefusedError("the text is empty")
    if "\0" in value:
        raise _RefusedError(f"the text holds a NUL (at character {value.index(chr(0))})")
    return value


def _date(value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]  # what is no string raises TypeError
    except (TypeError, ValueError):
        raise _RefusedError(
            f'"published_date" is {value!r:.40}; it should be a date such as 2017-10-26'
        ) from None


def _optional(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise _RefusedError(f'"{name}" is of type {type(value).__name__}; it should be a string or null')
    return value
