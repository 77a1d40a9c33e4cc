"""Conditions of queries: an expression and the values of its placeholders. Pure; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql


@dataclass(frozen=True, slots=True)
class RowCondition:
    """A boolean expression over a table's rows, and the values of its placeholders by name."""

    expression: sql.Composable
    parameters: Mapping[str, Any]


def all_hold(conditions: Mapping[str, sql.Composable], parameters: Mapping[str, Any]) -> RowCondition:
    """The conditions of all parameters that are given: those that are neither None nor empty."""
    given = {name: value for name, value in parameters.items() if value is not None and value not in ([], ())}
    parts = [conditions[name] for name in given]
    return RowCondition(sql.SQL(" AND ").join(parts or [sql.SQL("true")]), given)
