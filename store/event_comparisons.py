"""Conditions of queries, and how they are put together. Pure; touches no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql


@dataclass(frozen=True, slots=True)
class Condition:
    """A boolean expression over ``events``, and the values of its placeholders by name."""

    expression: sql.Composable
    parameters: Mapping[str, Any]


EQUAL = sql.SQL("{} = {}")
EQUAL_ANY = sql.SQL("{} = ANY({})")
AT_LEAST = sql.SQL("{} >= {}")
AT_MOST = sql.SQL("{} <= {}")
LIKE = sql.SQL("{} LIKE {}")
OVERLAPS = sql.SQL("{} && {}::text[]")


def compared(form: sql.SQL, column: str, name: str, value: Any) -> Condition:
    """A column of ``events`` against the value of the placeholder ``name``."""
    expression = form.format(sql.Identifier("events", column), sql.Placeholder(name))
    return Condition(expression, {name: value})


def one_of(column: str, name: str, values: Sequence[Any]) -> Condition:
    """One of the values. One alone is compared with ``=``: its index gives the rows in a page's order."""
    if len(values) == 1:
        return compared(EQUAL, column, name, values[0])
    return compared(EQUAL_ANY, column, name, list(values))


def any_of(parts: Sequence[Condition]) -> Condition:
    return _joined(parts, sql.SQL(" OR "))


def all_of(parts: Sequence[Condition]) -> Condition:
    return _joined(parts, sql.SQL(" AND "))


def _joined(parts: Sequence[Condition], between: sql.SQL) -> Condition:
    if len(parts) == 1:
        return parts[0]
    expression = sql.SQL("({})").format(between.join([part.expression for part in parts]))
    return Condition(expression, {name: value for part in parts for name, value in part.parameters.items()})
