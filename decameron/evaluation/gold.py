"""Sentences with their events, as a person coded them: JSON Lines, one sentence a line.

::

    {"id": "a", "text": "…", "date": "2017-10-26", "partial": false, "events": [
        {"source": {"text": "Iraqi forces", "span": [0, 12], "code": "IRQMIL"}, "target": {…},
         "code": "190", "root": "19", "plover": "ASSAULT", "quad": 4, "date": "2017-10-26",
         "place": {"country": "IRQ", "latitude": 34.38, "longitude": 41.0}}]}

Of an event all but the source may be missing or null: what is not there is not scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from coders.models import Span

_NOBODY = "---"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class GoldError(ValueError):
    """A line that is no gold sentence; the message says which line, and what would be right."""


@dataclass(frozen=True, slots=True)
class GoldActor:
    """Who acts or is acted upon. ``absent`` says outright that nobody is there."""

    text: str | None = None
    span: Span | None = None
    code: str | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Where an event happened; a country has no coordinates."""

    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event as it should be coded; ``quad`` is the quad class, ``day`` when it happened."""

    source: GoldActor
    target: GoldActor
    code: str | None = None
    root: str | None = None
    plover: str | None = None
    quad: int | None = None
    day: date | None = None
    place: GoldPlace | None = None


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A text with its events. ``partial`` says that it may hold others that nobody wrote down."""

    sentence_id: str
    text: str
    day: date | None
    partial: bool
    events: tuple[GoldEvent, ...]


def read_gold(lines: Iterable[bytes], name: str = "gold") -> Iterator[GoldSentence]:
    """The sentences of a gold file.

    Raises:
        GoldError: a line is no JSON, lacks its text, or has a field of another kind.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            record = orjson.loads(line)
            yield _sentence(record, number)
        except orjson.JSONDecodeError as error:
            raise GoldError(f"{place}: no JSON ({error}); each line is one sentence") from None
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise GoldError(
                f"{place}: {type(error).__name__} {error}; a sentence has text and events"
            ) from None


def _sentence(record: Mapping[str, Any], number: int) -> GoldSentence:
    return GoldSentence(
        sentence_id=str(record.get("id", number)),
        text=str(record["text"]),
        day=_day(record.get("date")),
        partial=bool(record.get("partial")),
        events=tuple(_event(each) for each in record["events"]),
    )


def _event(record: Mapping[str, Any]) -> GoldEvent:
    code = record.get("code")
    root = record.get("root") or (str(code)[:2] if code else None)
    quad = record.get("quad")
    return GoldEvent(
        source=_actor(record.get("source")),
        target=_actor(record.get("target")),
        code=str(code) if code else None,
        root=str(root) if root else None,
        plover=str(record["plover"]).upper() if record.get("plover") else None,
        quad=int(quad) if quad is not None else None,
        day=_day(record.get("date")),
        place=_place(record.get("place")),
    )


def _place(record: Mapping[str, Any] | None) -> GoldPlace | None:
    if not record:
        return None
    latitude, longitude = record.get("latitude"), record.get("longitude")
    return GoldPlace(
        country=record.get("country") or None,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
    )


def _actor(record: Mapping[str, Any] | None) -> GoldActor:
    if not record:
        return GoldActor()
    code = record.get("code") or ""
    span = record.get("span")
    return GoldActor(
        text=record.get("text") or None,
        span=(int(span[0]), int(span[1])) if span else None,
        code=None if code.startswith(_NOBODY) else code or None,
        absent=code == _NOBODY,
    )


def _day(given: str | None) -> date | None:
    if not given:
        return None
    compact = _COMPACT.fullmatch(given)
    return date(*map(int, compact.groups())) if compact else date.fromisoformat(given)
