"""Reads CAMEO's event codes from ``data/events.jsonl``: one JSON object a line, one code an object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from coders.codebook.model import EventCode

SCALES = ("icews", "phoenix")
_TEXTS = ("code", "name", "definition", "example")
_TEXTS_OR_NULL = ("parent", "plover_type", "plover_mode", "plover_context")
_REQUIRED = frozenset((*_TEXTS, *_TEXTS_OR_NULL, "quad_class", "goldstein"))
_OPTIONAL = frozenset(("goldstein_from", "plover_from"))


class EventCodeError(ValueError):
    """A line that is no event code; the message begins with ``file:line`` and says what would be right."""


def load_event_codes(lines: Iterable[str], file: str = "events.jsonl") -> dict[str, EventCode]:
    """The event codes by code, in the order of the lines; blank lines are passed over.

    A parent stands before its children. ``file`` is what errors call the source of the lines.

    Raises:
        EventCodeError: a line is malformed, repeats a code, or names a parent or kindred code that is not
            there.
    """
    found: dict[str, EventCode] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event_code = _event_code(_json_object(line))
            _check_place(event_code, found)
        except EventCodeError as error:
            raise EventCodeError(f"{file}:{number}: {error}") from None
        found[event_code.code] = event_code
        numbers[event_code.code] = number
    for event_code in found.values():
        for other in (*event_code.goldstein_from.values(), event_code.plover_from):
            if other is not None and other not in found:
                where = f"{file}:{numbers[event_code.code]}"
                raise EventCodeError(
                    f"{where}: {event_code.code} takes from {other!r}, which is no code here"
                )
    return found


def _json_object(line: str) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise EventCodeError(f"no JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(row, dict):
        raise EventCodeError(f"expected a JSON object, found {type(row).__name__}")
    missing, unknown = _REQUIRED - row.keys(), row.keys() - _REQUIRED - _OPTIONAL
    if missing:
        raise EventCodeError(f"missing: {', '.join(sorted(missing))}")
    if unknown:
        raise EventCodeError(f"unknown: {', '.join(sorted(unknown))}")
    return row


def _event_code(row: Mapping[str, Any]) -> EventCode:
    for key in _TEXTS:
        if not isinstance(row[key], str) or not row[key]:
            raise EventCodeError(f"{key} is {row[key]!r}; it should be a text that is not empty")
    for key in _TEXTS_OR_NULL:
        if row[key] is not None and not isinstance(row[key], str):
            raise EventCodeError(f"{key} is {row[key]!r}; it should be a text or null")
    if row["quad_class"] not in (1, 2, 3, 4):
        raise EventCodeError(f"quad_class is {row['quad_class']!r}; it should be 1, 2, 3 or 4")
    return EventCode(
        code=row["code"],
        name=row["name"],
        definition=row["definition"],
        example=row["example"],
        parent=row["parent"],
        quad_class=row["quad_class"],
        goldstein=_goldstein(row["goldstein"]),
        plover_type=row["plover_type"],
        plover_mode=row["plover_mode"],
        plover_context=row["plover_context"],
        goldstein_from=dict(row.get("goldstein_from", {})),
        plover_from=row.get("plover_from"),
    )


def _goldstein(figures: Any) -> dict[str, float]:
    if not isinstance(figures, dict) or set(figures) != set(SCALES):
        raise EventCodeError(f"goldstein is {figures!r}; it should hold a figure for {' and '.join(SCALES)}")
    for scale, figure in figures.items():
        if not isinstance(figure, int | float) or not -10 <= figure <= 10:
            raise EventCodeError(f"goldstein {scale} is {figure!r}; it should be a number from -10 to 10")
    return {scale: float(figure) for scale, figure in figures.items()}


def _check_place(event_code: EventCode, found: Mapping[str, EventCode]) -> None:
    code, parent = event_code.code, event_code.parent
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        raise EventCodeError(f"code is {code!r}; it should be a text of two to four digits")
    if code in found:
        raise EventCodeError(f"the code {code} stands on an earlier line already")
    expected = code[:-1] if len(code) > 2 else None
    if parent != expected:
        raise EventCodeError(f"the parent of {code} is {parent!r}; it should be {expected!r}")
    if parent is not None and parent not in found:
        raise EventCodeError(f"{code} stands before its parent {parent}, or {parent} is missing")
