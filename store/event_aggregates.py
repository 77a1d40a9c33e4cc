"""Events counted and measured by time and by code: the country-month tables of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from psycopg import sql

from store.event_filter import EventFilter, where
from store.pool import Connection

Period = Literal["day", "week", "month", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)

# The fields of the event record, besides the period, that events may be counted by.
TEXT_KEYS = (
    *(f"{side}_{part}" for side in ("source", "target") for part in ("code", "country", "group")),
    *("event_code", "event_root_code", "plover_type", "plover_mode", "plover_context"),
    *("scope", "attributed_to_code", "place_country", "admin1", "publisher"),
    *("event_date_basis", "event_date_precision", "profile", "coder_version", "codebook_version"),
)
KEYS = (*PERIODS, *TEXT_KEYS, "quad_class", "background")

MEASURES: Mapping[str, sql.SQL] = {
    "count": sql.SQL("count(*)"),
    "mean_goldstein": sql.SQL("avg(events.goldstein)"),
    "sum_goldstein": sql.SQL("sum(events.goldstein)"),
    "mean_confidence": sql.SQL("avg(events.confidence_permille)::float8 / 1000"),
}
# What stands in a gap; a mean of nothing is null.
_OF_NOTHING = {"count": sql.SQL("0"), "sum_goldstein": sql.SQL("0")}


KeyValue = date | str | int | bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What to count by (``KEYS``, of which one period at the most) and what to measure (``MEASURES``).

    ``fill`` gives a row for every period, from the filter's first event_date to its last or else from that
    of the first event to that of the last, and every combination of the other keys that is found at all.

    Raises:
        ValueError: there is more than one period, or none to fill.
    """

    by: tuple[str, ...]
    measures: tuple[str, ...] = ("count",)
    fill: bool = False

    def __post_init__(self) -> None:
        periods = [key for key in self.by if key in PERIODS]
        if len(periods) > 1:
            raise ValueError(f"has {' and '.join(periods)}; one of {', '.join(PERIODS)} is enough")
        if self.fill and not periods:
            raise ValueError(f"has none of {', '.join(PERIODS)}; only gaps in time can be filled")

    @property
    def period(self) -> Period | None:
        """The one of ``by`` that is a period."""
        return next((key for key in self.by if key in PERIODS), None)


_GROUPED = sql.SQL("SELECT {keys}, {measures} FROM events WHERE {condition} GROUP BY {numbers}")

_PERIOD = sql.SQL("date_trunc({}, events.event_date::timestamp)::date")

# Never null, so that rows can be put in order and told apart; no field is ever an empty text.
_TEXT = sql.SQL("coalesce(events.{}, '')")
_PLAIN = sql.SQL("events.{}")

_LIST = sql.SQL("""
WITH grouped AS ({rows})
SELECT {fields} FROM grouped WHERE {after} ORDER BY {order} LIMIT %(limit)s
""")

_FILLED = sql.SQL("""
WITH found AS ({rows}),
edges AS (
    SELECT coalesce(date_trunc({period}, %(first)s::date::timestamp)::date, min({key})) AS first,
        coalesce(date_trunc({period}, %(last)s::date::timestamp)::date, max({key})) AS last
    FROM found),
periods AS (SELECT generate_series(first::timestamp, last::timestamp, {step})::date AS {key} FROM edges),
others AS ({others})
SELECT {keys}, {measures} FROM periods CROSS JOIN others LEFT JOIN found USING ({keys})
""")


def aggregate_events(
    conn: Connection,
    event_filter: EventFilter,
    aggregate: Aggregate,
    *,
    after: Sequence[KeyValue] | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """A page of rows with the keys and measures asked for, in the order of the keys, beginning ``after``.

    A period is its first day, a week's a Monday. Where events have no value of a key (no target), it is null
    and comes first. ``after`` are the keys of the last row before, as ``read_keys`` gives them.
    """
    condition = where(event_filter)
    grouped = _GROUPED.format(
        keys=_comma(_selected(key) for key in aggregate.by),
        measures=_comma(_named(MEASURES[name], name) for name in aggregate.measures),
        condition=condition.expression,
        numbers=_comma(sql.Literal(number) for number in range(1, len(aggregate.by) + 1)),
    )
    query = _LIST.format(
        rows=_filled(grouped, aggregate) if aggregate.fill else grouped,
        fields=_comma([*map(_told, aggregate.by), *map(sql.Identifier, aggregate.measures)]),
        after=sql.SQL("true") if after is None else _beyond(aggregate.by),
        order=_comma(sql.Identifier("grouped", key) for key in aggregate.by),
    )
    edges = {"first": event_filter.event_date_from, "last": event_filter.event_date_to}
    place = {f"after_{i}": value for i, value in enumerate(after or ())}
    parameters = {**condition.parameters, **(edges if aggregate.fill else {}), **place, "limit": limit}
    return conn.execute(query, parameters, prepare=False).fetchall()


def told_keys(row: Mapping[str, Any], aggregate: Aggregate) -> list[str]:
    """Where a row stands among the rows, as texts."""
    return ["" if row[key] is None else str(row[key]) for key in aggregate.by]


def read_keys(texts: Sequence[str], aggregate: Aggregate) -> list[KeyValue]:
    """The keys that ``told_keys`` gave as texts.

    Raises:
        ValueError: they are no such keys.
    """
    return [_READERS.get(key, _text)(text) for key, text in zip(aggregate.by, texts, strict=True)]


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL")
    return text


def _quad_class(text: str) -> int:
    if text not in {"1", "2", "3", "4"}:
        raise ValueError("no quad class")
    return int(text)


def _flag(text: str) -> bool:
    if text not in {"True", "False"}:
        raise ValueError("neither True nor False")
    return text == "True"


_READERS: Mapping[str, Callable[[str], KeyValue]] = {
    **dict.fromkeys(PERIODS, date.fromisoformat),
    "quad_class": _quad_class,
    "background": _flag,
}


def _filled(grouped: sql.Composed, aggregate: Aggregate) -> sql.Composed:
    period = aggregate.period or PERIODS[0]
    others = [sql.Identifier(key) for key in aggregate.by if key != period]
    return _FILLED.format(
        rows=grouped,
        period=sql.Literal(period),
        key=sql.Identifier(period),
        step=sql.SQL("interval {}").format(sql.Literal(f"1 {period}")),
        others=_DISTINCT.format(_comma(others)) if others else _ONE,
        keys=_comma(map(sql.Identifier, aggregate.by)),
        measures=_comma(_or_nothing(name) for name in aggregate.measures),
    )


_DISTINCT = sql.SQL("SELECT DISTINCT {} FROM found")
_ONE = sql.SQL("SELECT FROM edges")


def _or_nothing(measure: str) -> sql.Composable:
    column = sql.Identifier("found", measure)
    nothing = _OF_NOTHING.get(measure)
    return column if nothing is None else _named(sql.SQL("coalesce({}, {})").format(column, nothing), measure)


def _selected(key: str) -> sql.Composable:
    if key in PERIODS:
        return _named(_PERIOD.format(sql.Literal(key)), key)
    return _named((_TEXT if key in TEXT_KEYS else _PLAIN).format(sql.Identifier(key)), key)


def _told(key: str) -> sql.Composable:
    column = sql.Identifier("grouped", key)
    return _named(sql.SQL("nullif({}, '')").format(column), key) if key in TEXT_KEYS else column


_BEYOND = sql.SQL("({}) > ({})")


def _beyond(keys: Sequence[str]) -> sql.Composed:
    places = [
        sql.SQL("{}::{}").format(sql.Placeholder(f"after_{i}"), _type_of(key)) for i, key in enumerate(keys)
    ]
    return _BEYOND.format(_comma(sql.Identifier("grouped", key) for key in keys), _comma(places))


def _type_of(key: str) -> sql.SQL:
    if key in PERIODS:
        return sql.SQL("date")
    return {"quad_class": sql.SQL("smallint"), "background": sql.SQL("boolean")}.get(key, sql.SQL("text"))


def _named(expression: sql.Composable, name: str) -> sql.Composed:
    return sql.SQL("{} AS {}").format(expression, sql.Identifier(name))


def _comma(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
