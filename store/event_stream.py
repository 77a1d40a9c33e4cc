"""All events that a filter means, as a stream of text that PostgreSQL writes: nothing is kept in memory.

One COPY is one statement: what it gives is of one moment, whatever changes meanwhile.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import ClientCursor, sql

from store.copy_out import copy_out
from store.event_filter import EventFilter, where
from store.event_order import Sort, order_by
from store.event_rows import RECORD_FIELDS
from store.pool import Connection

Layout = Literal["csv", "csv_rows", "tsv", "ndjson"]

LIST_SEPARATOR = "|"

_PLAIN = (
    "event_id event_number article_id publisher url published_date event_date event_date_basis "
    "event_date_precision source_code source_country source_group source_name source_start source_end "
    "target_code target_country target_group target_name target_start target_end event_code event_root_code "
    "quad_class goldstein plover_type plover_mode plover_context scope attributed_to_code attributed_to_name "
    "place_name admin1 place_country latitude longitude geonames_id sentence_index trigger_start trigger_end "
    "profile coder_version codebook_version change_seq"
).split()

# What comes from a text or from whoever sent it; codes, ids and versions are letters and digits of ours.
_FREE_TEXT = frozenset(
    "publisher url source_name target_name attributed_to_name place_name admin1 sentence".split()
)

_LIST = sql.SQL("array_to_string(events.{}, {})")
_MOMENT = sql.SQL("""to_char(events.{}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""")  # the connection is in UTC

CELLS: Mapping[str, sql.Composable] = {
    **{name: sql.Identifier("events", name) for name in _PLAIN},
    **{
        name: _LIST.format(sql.Identifier(name), sql.Literal(LIST_SEPARATOR))
        for name in ("source_roles", "target_roles")
    },
    **{name: _MOMENT.format(sql.Identifier(name)) for name in ("coded_at", "retracted_at")},
    "background": sql.SQL("events.background::text"),
    "confidence": sql.SQL("events.confidence_permille / 1000.0::float8"),
    "sentence": sql.Identifier("sentences", "sentence"),
}

# Tab, carriage return, and + - = @: a spreadsheet takes a cell that begins so for a formula.
_GUARDED = sql.SQL("CASE WHEN ascii({0}) IN (9, 13, 43, 45, 61, 64) THEN '''' || {0} ELSE {0} END")


@dataclass(frozen=True, slots=True)
class EventSelection:
    """Which events to stream, and how.

    ``columns`` are names of ``CELLS``, or fields of the event record where the layout is ``ndjson``. Without
    an ``order`` they come as the database finds them, which is fastest; ``most`` caps their number.
    ``guard`` puts an apostrophe before a free text that a spreadsheet would take for a formula.
    """

    event_filter: EventFilter
    columns: Sequence[str]
    order: Sort | None = None
    most: int | None = None
    guard: bool = False


_COPY: dict[Layout, sql.SQL] = {
    "csv": sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, HEADER)"),
    "csv_rows": sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv)"),
    "tsv": sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT text, NULL '', HEADER)"),
    # JSON has no control characters: with these as quote and delimiter nothing is ever quoted
    "ndjson": sql.SQL(
        r"COPY (SELECT row_to_json(record) FROM ({}) AS record) "
        r"TO STDOUT WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
    ),
}


def stream_events(
    conn: Connection, selection: EventSelection, layout: Layout, *, block_bytes: int = 1 << 17
) -> Generator[bytes, None, None]:
    """The events as blocks of whole lines in UTF-8, each ended by a line feed; an empty one says: go on.

    The connection must be the caller's alone, and in autocommit. Closing the iterator cancels the statement.

    Raises:
        store.pool.StoreUnavailable: the database cannot serve; what was given is not the whole.
    """
    statement, parameters = _statement(selection, layout)
    text = ClientCursor(conn).mogrify(statement, parameters)
    return copy_out(conn, text.encode(), block_bytes=block_bytes)


_ROWS = sql.SQL("""
SELECT {cells} FROM events LEFT JOIN sentences USING (event_id) WHERE {condition} {order} {most}
""")
_NOTHING = sql.SQL("")


def _statement(selection: EventSelection, layout: Layout) -> tuple[sql.Composed, dict[str, Any]]:
    condition = where(selection.event_filter)
    as_json = layout == "ndjson"
    cells = [RECORD_FIELDS[name] if as_json else _cell(name, selection) for name in selection.columns]
    rows = _ROWS.format(
        cells=sql.SQL(", ").join(cells),
        condition=condition.expression,
        order=order_by(selection.order) if selection.order else _NOTHING,
        most=sql.SQL("LIMIT {}").format(sql.Literal(selection.most)) if selection.most else _NOTHING,
    )
    return _COPY[layout].format(rows), dict(condition.parameters)


def _cell(name: str, selection: EventSelection) -> sql.Composable:
    cell = CELLS[name]
    guarded = _GUARDED.format(cell) if selection.guard and name in _FREE_TEXT else cell
    return sql.SQL("{} AS {}").format(guarded, sql.Identifier(name))


_COUNT = sql.SQL("SELECT count(*) AS number FROM (SELECT FROM events WHERE {} LIMIT {}) AS found")


def count_events_up_to(conn: Connection, event_filter: EventFilter, most: int) -> int:
    """How many events a filter means, but ``most`` where they are more."""
    condition = where(event_filter)
    query = _COUNT.format(condition.expression, sql.Literal(most))
    [row] = conn.execute(query, condition.parameters)
    return int(row["number"])
