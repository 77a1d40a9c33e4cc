"""Fills an empty database with made events: ``python -m bench.make_events --events 5000000``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from psycopg import sql
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bench.made_rows import ARTICLE_COLUMNS, EVENT_COLUMNS, SENTENCE_COLUMNS, Lines, made_lines
from bench.options import option_parser, place_of
from bench.servers import servers_at

EVENTS = 5_000_000
SMALL_EVENTS = 20_000
_TABLES = ["articles", "events", "sentences"]


class NotEmptyError(ValueError):
    """The database holds events already."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = option_parser("Fill an empty database with made events.")
    parser.add_argument("--events", type=int, help=f"how many; {EVENTS:,} unless given")
    given = parser.parse_args(arguments)
    events = given.events or (SMALL_EVENTS if given.small else EVENTS)
    with servers_at(place_of(given)) as servers:
        try:
            seconds = make_events(servers.database_url, events)
        except NotEmptyError as error:
            sys.exit(f"{error}; give an empty one, such as another --data-dir")
    print(f"{events:,} events made in {seconds:.0f} s")


def make_events(database_url: str, events: int) -> float:
    """Put so many made events into an empty database, all or none; gives the seconds it took.

    Raises:
        NotEmptyError: there are events in it.
    """
    begun = time.monotonic()
    with psycopg.connect(database_url) as connection, _progress(events) as bar:
        if connection.execute("SELECT 1 FROM events LIMIT 1").fetchone():
            raise NotEmptyError("the database holds events already")
        _relax(connection)
        indexes = _drop_indexes(connection)
        for lines in _ahead(made_lines(events)):
            _copy(connection, "articles", ARTICLE_COLUMNS, lines.articles)
            _copy(connection, "events", EVENT_COLUMNS, lines.events)
            _copy(connection, "sentences", SENTENCE_COLUMNS, lines.sentences)
            bar.advance(TaskID(0), lines.number)
        connection.execute("UPDATE change_counter SET change_seq = %s", (events,))
        _restore_indexes(connection, indexes, bar)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return time.monotonic() - begun


def _ahead(parts: Iterator[Lines]) -> Iterator[Lines]:
    """The same, each made while the one before is copied."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, parts, None)
        while (ready := coming.result()) is not None:
            coming = maker.submit(next, parts, None)
            yield ready


def _relax(connection: psycopg.Connection) -> None:
    """Spare the checks of keys that are right by the way they are made, where this account may."""
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    [(may,)] = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if may:
        connection.execute("SET LOCAL session_replication_role = replica")


_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY 1
"""


def _drop_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop what is quicker built at the end, and give the statements that build it."""
    found = connection.execute(_INDEXES, (_TABLES,)).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in found]


def _restore_indexes(connection: psycopg.Connection, indexes: Sequence[str], bar: Progress) -> None:
    task = bar.add_task("Indexes", total=len(indexes))
    for definition in indexes:
        connection.execute(definition.encode())  # as PostgreSQL itself wrote it
        bar.advance(task)


def _copy(connection: psycopg.Connection, table: str, columns: Sequence[str], lines: str) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        copy.write(lines)


@contextmanager
def _progress(events: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        bar.add_task("Events", total=events)
        yield bar


if __name__ == "__main__":
    main()
