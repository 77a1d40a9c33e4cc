"""An event of the coder as the columns of its row, and a row as the event record that is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from psycopg import sql

from coders.models import Event, EventActor, Place, Span

_SIDE = ("code", "country", "group", "roles", "name", "start", "end")

_SAME_NAME = (
    "event_date",
    "event_date_basis",
    "event_date_precision",
    "event_code",
    "event_root_code",
    "quad_class",
    "goldstein",
    "plover_type",
    "plover_mode",
    "plover_context",
    "scope",
    "attributed_to_code",
    "attributed_to_name",
    "background",
    "sentence_index",
)

# What the coder decides of an event; a difference in any of these is a change of the event.
CODED_COLUMNS = (
    *_SAME_NAME,
    *(f"source_{part}" for part in _SIDE),
    *(f"target_{part}" for part in _SIDE),
    "place_name",
    "admin1",
    "place_country",
    "latitude",
    "longitude",
    "geonames_id",
    "trigger_start",
    "trigger_end",
    "confidence_permille",
)

_NOWHERE = Place(name="", country=None, admin1=None, latitude=None, longitude=None, geonames_id=None)


def coded_columns(event: Event) -> dict[str, Any]:
    """``CODED_COLUMNS``, ``sentence`` and ``explanation`` of an event, as the database gives them back."""
    place = event.place or _NOWHERE
    start, end = event.trigger_span
    return {
        **{name: getattr(event, name) for name in _SAME_NAME},
        **_actor_columns("source", event.source),
        **_actor_columns("target", event.target),
        "place_name": place.name or None,
        "admin1": place.admin1,
        "place_country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames_id": place.geonames_id,
        "trigger_start": start,
        "trigger_end": end,
        # An integer: the last digits of a probability differ from one CPU to another.
        "confidence_permille": round(event.confidence * 1000),
        "sentence": event.sentence,
        "explanation": orjson.loads(orjson.dumps(event.explanation)),
    }


def _actor_columns(side: str, actor: EventActor | None) -> dict[str, Any]:
    if actor is None:
        return dict.fromkeys(f"{side}_{part}" for part in _SIDE)
    span: Span = actor.span
    values = (actor.code, actor.country, actor.group, list(actor.roles), actor.name, *span)
    return {f"{side}_{part}": value for part, value in zip(_SIDE, values, strict=True)}


_SPAN = sql.SQL("CASE WHEN {0} IS NOT NULL THEN ARRAY[{0}, {1}] END AS {2}")


def _span(name: str) -> dict[str, sql.Composable]:
    start, end = (sql.Identifier("events", f"{name}_{edge}") for edge in ("start", "end"))
    return {f"{name}_span": _SPAN.format(start, end, sql.Identifier(f"{name}_span"))}


def _columns(*names: str) -> dict[str, sql.Composable]:
    return {name: sql.Identifier("events", name) for name in names}


def _side(name: str) -> dict[str, sql.Composable]:
    return {**_columns(*(f"{name}_{part}" for part in _SIDE[:5])), **_span(name)}


# The fields of the event record in their order, each as it is selected
# FROM events LEFT JOIN sentences USING (event_id).
RECORD_FIELDS: Mapping[str, sql.Composable] = {
    **_columns("event_id", "event_number", "article_id", "publisher", "url", "published_date"),
    **_columns("event_date", "event_date_basis", "event_date_precision"),
    **_side("source"),
    **_side("target"),
    **_columns("event_code", "event_root_code", "quad_class", "goldstein"),
    **_columns("plover_type", "plover_mode", "plover_context", "scope"),
    **_columns("attributed_to_code", "attributed_to_name", "background"),
    **_columns("place_name", "admin1", "place_country", "latitude", "longitude", "geonames_id"),
    **_columns("sentence_index"),
    **_span("trigger"),
    "confidence": sql.SQL("events.confidence_permille / 1000.0::float8 AS confidence"),
    **_columns("profile", "coder_version", "codebook_version", "coded_at"),
    **_columns("change_seq", "retracted_at"),
    "sentence": sql.SQL("sentences.sentence"),
}

RECORD = sql.SQL(", ").join(RECORD_FIELDS.values())
