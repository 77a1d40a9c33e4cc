"""The fields that lists of articles and jobs are asked for with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields
from webargs.fields import DelimitedList

from api.schemas.fields import Parsed, limit_field
from api.schemas.parsing import ValueRefused, shown

PAGE_LIMIT = 10_000
_PAGE_DEFAULT = 100
_MOMENT = "give a day such as 2026-11-22 or a time such as 2026-11-22T09:30:00Z"
_ONE_INSTANT = timedelta(microseconds=1)


def page_limit_field(rows: str) -> Parsed:
    return limit_field(f"{rows} in a page", most=PAGE_LIMIT, default=_PAGE_DEFAULT)


def cursor_field() -> fields.Field[Any]:
    return fields.String(metadata={"description": "Where to go on: part of next of the page before"})


def id_field(description: str) -> Parsed:
    return Parsed(_identifier, {"format": "uuid", "description": description})


def choice_field(values: Sequence[str], description: str, *, default: str) -> Parsed:
    described = {"enum": list(values), "description": description}
    return Parsed(partial(_choice, values=values), described, load_default=default)


def choices_field(
    values: Sequence[str],
    description: str,
    *,
    required: bool = False,
    refuse: Callable[..., None] | None = None,
) -> fields.Field[Any]:
    """Values parted by commas, each of which is one of ``values`` and given once.

    ``refuse`` is called with the list and raises ValidationError for one that makes no sense.
    """
    return DelimitedList(
        Parsed(partial(_choice, values=values), {"enum": list(values)}),
        required=required,
        validate=[_each_once, *([refuse] if refuse else [])],
        metadata={"description": description},
        error_messages={"required": "is missing; it has to be given"},
    )


def moment_field(description: str, *, end: bool = False) -> Parsed:
    """A time, or a day: its beginning or, where the field is the ``end`` of a range, its end."""
    parse = partial(_moment, end=end)
    return Parsed(parse, {"examples": ["2026-11-22", "2026-11-22T09:30:00Z"], "description": description})


def seconds_field(description: str, *, most: int) -> Parsed:
    described = {"type": "integer", "minimum": 0, "maximum": most, "description": description}
    return Parsed(partial(_seconds, most=most), described, load_default=0)


def _identifier(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise ValueRefused(f"is {shown(value)}; give an id as it was answered") from None


def _choice(value: str, *, values: Sequence[str]) -> str:
    if value in values:
        return value
    nearest = get_close_matches(value.lower(), values, n=1)
    meant = f"did you mean {nearest[0]}?" if nearest else f"known are {', '.join(values)}"
    raise ValueRefused(f"has {shown(value)}; {meant}")


def _each_once(values: Sequence[str]) -> None:
    if not values:
        raise ValidationError("has no value; leave it out or give at least one")
    if len(set(values)) < len(values):
        raise ValidationError("has a value twice; give each once")


def _moment(value: str, *, end: bool) -> datetime:
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            begin = datetime.combine(date.fromisoformat(value), time.min, UTC)
            return begin + timedelta(days=1) - _ONE_INSTANT if end else begin
        # A plus sign in a URL, if it is not written as %2B, stands for a blank.
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        told = None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueRefused(f"is {shown(value)}; {_MOMENT}") from None
    if told is None:
        raise ValueRefused(f"is {shown(value)}, a time of no zone; write {shown(value + 'Z')} for UTC")
    return told


def _seconds(value: str, *, most: int) -> int:
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) > most:
        raise ValueRefused(f"is {shown(value)}; give whole seconds from 0 to {most}")
    return int(value)
