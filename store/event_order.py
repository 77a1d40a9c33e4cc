"""The orders in which events are read page by page, and an event's place in one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID

from psycopg import sql

Sort = Literal["event_date", "-event_date", "coded_at", "-coded_at", "confidence", "-confidence"]
SORTS: tuple[Sort, ...] = get_args(Sort)

# Confidence is kept as an integer; as a fraction it would be compared by its last digits.
_COLUMNS = {"event_date": "event_date", "coded_at": "coded_at", "confidence": "confidence_permille"}


@dataclass(frozen=True, slots=True)
class Keyset:
    """The place of an event in the order of a page: the page goes on after it.

    ``value`` is of the column that it is sorted by: a date, a time, or a confidence in thousandths.
    """

    value: date | datetime | int
    event_id: UUID


def sorted_field(sort: Sort) -> str:
    """The field of the event record that an order is by."""
    return sort.removeprefix("-")


def keyset_of(row: Mapping[str, Any], sort: Sort) -> Keyset:
    """The place of an event record, which has ``event_id`` and ``sorted_field(sort)``."""
    value = row[sorted_field(sort)]
    return Keyset(round(value * 1000) if sorted_field(sort) == "confidence" else value, row["event_id"])


_ORDER = {
    False: sql.SQL("ORDER BY {0}, events.event_id"),
    True: sql.SQL("ORDER BY {0} DESC, events.event_id DESC"),
}
_AFTER = {
    False: sql.SQL(" AND ({0}, events.event_id) > (%(after_value)s, %(after_id)s)"),
    True: sql.SQL(" AND ({0}, events.event_id) < (%(after_value)s, %(after_id)s)"),
}


def order_by(sort: Sort) -> sql.Composed:
    """``ORDER BY`` and what follows it; every event has a place of its own."""
    return _ORDER[sort.startswith("-")].format(_column(sort))


def goes_on(sort: Sort, after: Keyset | None) -> sql.Composable:
    """The condition that leaves out all up to ``after``, from its `` AND`` on."""
    return sql.SQL("") if after is None else _AFTER[sort.startswith("-")].format(_column(sort))


def keyset_parameters(after: Keyset | None) -> dict[str, Any]:
    """The values of the placeholders of ``goes_on``."""
    return {} if after is None else {"after_value": after.value, "after_id": after.event_id}


def _column(sort: Sort) -> sql.Composable:
    return sql.Identifier("events", _COLUMNS[sorted_field(sort)])
