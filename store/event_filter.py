"""Which events are meant: a filter as the condition of a query. Pure; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql


@dataclass(frozen=True, slots=True)
class EventFilter:
    """All that is given must hold; of several values of one field, any.

    Dates are inclusive. Countries are ISO 3166 alpha-3 codes, ``actor_country`` on either side;
    ``event_root_code`` has two digits. An empty filter means every event.
    """

    event_date_from: date | None = None
    event_date_to: date | None = None
    actor_country: tuple[str, ...] = ()
    source_country: tuple[str, ...] = ()
    target_country: tuple[str, ...] = ()
    event_root_code: tuple[str, ...] = ()
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A boolean expression over ``events``, and the values of its placeholders by name."""

    expression: sql.Composable
    parameters: Mapping[str, Any]


_CONDITIONS: Mapping[str, sql.SQL] = {
    "event_date_from": sql.SQL("events.event_date >= {value}"),
    "event_date_to": sql.SQL("events.event_date <= {value}"),
    "actor_country": sql.SQL("(events.source_country = {value} OR events.target_country = {value})"),
    "source_country": sql.SQL("events.source_country = {value}"),
    "target_country": sql.SQL("events.target_country = {value}"),
    "event_root_code": sql.SQL("events.event_root_code = {value}"),
    "article_id": sql.SQL("events.article_id = {value}"),
}


def where(event_filter: EventFilter) -> Condition:
    """The filter as a condition; values are parameters, never part of the SQL."""
    given = {
        field.name: _alone(value)
        for field in fields(event_filter)
        if (value := getattr(event_filter, field.name)) not in (None, ())
    }
    conditions: list[sql.Composable] = [
        _CONDITIONS[name].format(value=_operand(name, value)) for name, value in given.items()
    ]
    return Condition(sql.SQL(" AND ").join(conditions or [sql.SQL("true")]), given)


def _alone(value: Any) -> Any:
    """A list of several values, or the one: with ``=`` its index gives the rows in the order of the page."""
    if not isinstance(value, tuple):
        return value
    return value[0] if len(value) == 1 else list(value)


def _operand(name: str, value: Any) -> sql.Composable:
    placeholder = sql.Placeholder(name)
    return sql.SQL("ANY({})").format(placeholder) if isinstance(value, list) else placeholder
