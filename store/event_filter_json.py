"""An event filter as JSON, so that it can be kept and read again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from store.actor_terms import ActorTerm, Dyad
from store.event_filter import LISTS, EventFilter

_NAMES = tuple(field.name for field in fields(EventFilter))
_DEFAULTS = EventFilter()


def filter_to_json(event_filter: EventFilter) -> dict[str, Any]:
    """The fields that are given, by name, in the order of the fields; equal filters give equal JSON.

    Dates and times are in ISO 8601, times in UTC; actor terms and dyads as they are written.
    """
    return {
        name: _told(value)
        for name in _NAMES
        if (value := getattr(event_filter, name)) != getattr(_DEFAULTS, name)
    }


def filter_from_json(content: Mapping[str, Any]) -> EventFilter:
    """The filter that ``filter_to_json`` gave.

    Raises:
        ValueError: a field is unknown, or its value is not of its kind; the message names it.
    """
    unknown = sorted(set(content) - set(_NAMES))
    if unknown:
        raise ValueError(f"an event filter has no field {unknown[0]!r}")
    return EventFilter(**{name: _read(name, value) for name, value in content.items()})


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_told(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | ActorTerm | Dyad) else value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        ("event_date_from", "event_date_to", "published_date_from", "published_date_to"), date.fromisoformat
    ),
    **dict.fromkeys(("coded_at_from", "coded_at_to"), datetime.fromisoformat),
    **dict.fromkeys(("actor", "source", "target"), ActorTerm.parse),
    "dyad": Dyad.parse,
    **dict.fromkeys(("article_id", "job_id"), UUID),
}


def _read(name: str, value: Any) -> Any:
    read: Callable[[Any], Any] = _READERS.get(name, _as_it_is)
    try:
        if name in LISTS:
            return tuple(read(each) for each in value)
        return tuple(value) if name in ("bbox", "near") else read(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{name} of an event filter is {value!r}: {error}") from error


def _as_it_is(value: Any) -> Any:
    return value
