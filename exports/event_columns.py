"""The event record as the flat columns of a table: their names, their order and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "texts", "date", "time", "int16", "int32", "int64", "number", "flag"]

LIST_SEPARATOR = "|"  # no role has it, and no spreadsheet of any country parts cells by it


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``texts`` are several texts in one cell; ``time`` is a moment in UTC."""

    name: str
    kind: Kind


def _columns(kind: Kind, names: str) -> list[Column]:
    return [Column(name, kind) for name in names.split()]


def _side(name: str) -> list[Column]:
    return [
        *_columns("text", f"{name}_code {name}_country {name}_group"),
        Column(f"{name}_roles", "texts"),
        Column(f"{name}_name", "text"),
        *_columns("int32", f"{name}_start {name}_end"),
    ]


# A span is two columns, code points [start, end) of the article's text.
EVENT_COLUMNS: tuple[Column, ...] = (
    Column("event_id", "text"),
    Column("event_number", "int64"),
    *_columns("text", "article_id publisher url"),
    *_columns("date", "published_date event_date"),
    *_columns("text", "event_date_basis event_date_precision"),
    *_side("source"),
    *_side("target"),
    *_columns("text", "event_code event_root_code"),
    Column("quad_class", "int16"),
    Column("goldstein", "number"),
    *_columns("text", "plover_type plover_mode plover_context scope attributed_to_code attributed_to_name"),
    Column("background", "flag"),
    *_columns("text", "place_name admin1 place_country"),
    *_columns("number", "latitude longitude"),
    Column("geonames_id", "int64"),
    *_columns("int32", "sentence_index trigger_start trigger_end"),
    Column("confidence", "number"),
    *_columns("text", "profile coder_version codebook_version"),
    Column("coded_at", "time"),
    Column("change_seq", "int64"),
    Column("retracted_at", "time"),
    Column("sentence", "text"),
)

_BY_NAME = {column.name: column for column in EVENT_COLUMNS}


def columns_of(fields: Iterable[str]) -> tuple[Column, ...]:
    """The columns of some of the record's fields, in the order given: ``x_span`` becomes two.

    Raises:
        KeyError: the record has no such field.
    """
    return tuple(_BY_NAME[name] for field in fields for name in _flat_names(field))


def _flat_names(field: str) -> tuple[str, ...]:
    if field.endswith("_span"):
        part = field.removesuffix("_span")
        return (f"{part}_start", f"{part}_end")
    return (field,)
