"""The event filter in the parameters of a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from store.event_filter import EventFilter

_NAMES = frozenset(field.name for field in fields(EventFilter))


def event_filter_of(query: Mapping[str, Any]) -> EventFilter:
    """The filter that validated parameters make, whatever else they ask for."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in query.items()
        if name in _NAMES
    }
    return EventFilter(**given)
