"""A filtered page of events: ``python -m bench.page``, on what ``bench.make_events`` made."""

from __future__ import annotations

import http.client
import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

import orjson
import psycopg
from flask import Flask
from psycopg import sql
from psycopg.rows import dict_row
from werkzeug.test import EnvironBuilder

from api.app import create_app
from api.services import services_of
from bench.options import give, options
from bench.report import Measurement, Report
from bench.servers import api_on, servers_at
from bench.turns import medians_in_turns
from decameron.embedded.stack import Servers
from decameron.settings import Settings
from store.event_rows import RECORD
from workers.json_logs import write_json_logs

ABOUT = "A filtered page of 100 events"
CLIENTS = 8
_PAGE = 100
_LONGEST_PAGE = 10_000
_DEEP_FILTER = "event_root_code=04"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: of the API, and of the database itself."""

    name: str
    query: str
    condition: sql.SQL


QUESTIONS = (
    Question(
        "a country's fights since 2015",
        "source_country=IRQ&event_root_code=19&event_date_from=2015-01-01",
        sql.SQL("source_country = 'IRQ' AND event_root_code = '19' AND event_date >= '2015-01-01'"),
    ),
    Question(
        "one country to another",
        "source_country=USA&target_country=CHN",
        sql.SQL("source_country = 'USA' AND target_country = 'CHN'"),
    ),
    Question(
        "protests of one year",
        "event_root_code=14&event_date_from=2020-01-01&event_date_to=2020-12-31",
        sql.SQL("event_root_code = '14' AND event_date BETWEEN '2020-01-01' AND '2020-12-31'"),
    ),
    Question("everything", "", sql.SQL("true")),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds of one client, requests of each of several, the page far down."""

    rounds: int
    requests: int
    deep_page: int


FULL = Size(rounds=300, requests=500, deep_page=10_000)
SMALL = Size(rounds=5, requests=10, deep_page=20)


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options(ABOUT, arguments)
    with servers_at(chosen.place) as servers:
        found = measure(servers, SMALL if chosen.small else FULL, judged=not chosen.small)
    give(Report.of("page", ABOUT, found, small=chosen.small), chosen)


def measure(servers: Servers, size: Size, *, judged: bool) -> list[Measurement]:
    """All measurements of this bench; ``judged`` says whether the promises are held against them."""
    with _app(servers) as app, psycopg.connect(servers.database_url, row_factory=dict_row) as connection:
        found = [_against_floor(app, connection, each, size, judged=judged) for each in QUESTIONS]
        found.append(_far_down(app, size, judged=judged))
    with api_on(servers) as url:
        found += _many_clients(url, size, judged=judged)
    return found


@contextmanager
def _app(servers: Servers) -> Iterator[Flask]:
    app = create_app(Settings(database_url=servers.database_url, broker_url=servers.broker_url))
    with _logs_that_nobody_reads(), services_of(app).pool:
        yield app


@contextmanager
def _logs_that_nobody_reads() -> Iterator[None]:
    """Log as the API does when it serves, for that is part of its time."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        write_json_logs("info")
        try:
            yield
        finally:
            root.handlers = handlers
            root.setLevel(level)


_BARE = sql.SQL("""
SELECT {} FROM events LEFT JOIN sentences USING (event_id)
WHERE retracted_at IS NULL AND {} ORDER BY event_date, events.event_id LIMIT {}
""")


def _against_floor(
    app: Flask,
    connection: psycopg.Connection[dict[str, object]],
    question: Question,
    size: Size,
    *,
    judged: bool,
) -> Measurement:
    """The server's time for the page, against bare SQL and orjson, taken in turns."""
    statement = _BARE.format(RECORD, question.condition, sql.Literal(_PAGE))

    def bare() -> None:
        orjson.dumps({"items": connection.execute(statement).fetchall(), "next": None})
        connection.commit()

    served, floor = medians_in_turns(lambda: _get(app, f"{question.query}&limit={_PAGE}"), bare, size.rounds)
    return Measurement(
        what=f"the server's time: {question.name}",
        value=served * 1000,
        unit="ms",
        floor=floor * 1000,
        floor_is="bare SQL and orjson",
        wanted="at most 2 times the floor",
        kept=served <= 2 * floor if judged else None,
    )


def _far_down(app: Flask, size: Size, *, judged: bool) -> Measurement:
    """A page far down against the first."""
    first = f"{_DEEP_FILTER}&limit={_PAGE}"
    deep = _page_query(app, size.deep_page)
    far, near = medians_in_turns(lambda: _get(app, deep), lambda: _get(app, first), size.rounds)
    return Measurement(
        what=f"the server's time: page {size.deep_page:,} of all consultations",
        value=far * 1000,
        unit="ms",
        floor=near * 1000,
        floor_is="its first page",
        wanted="at most 1.5 times the first",
        kept=far <= 1.5 * near if judged else None,
    )


def _page_query(app: Flask, number: int) -> str:
    """The query of the page of that number, found by walking there in long strides of ids alone."""
    rows = (number - 1) * _PAGE
    query = _DEEP_FILTER
    while rows:
        stride = min(rows, _LONGEST_PAGE)
        following = orjson.loads(_get(app, f"{query}&fields=event_id&limit={stride}"))["next"]
        if following is None:
            raise ValueError(f"there are fewer than {number:,} pages of {_DEEP_FILTER}; make more events")
        cursor = dict(part.split("=", 1) for part in urlsplit(following).query.split("&"))["cursor"]
        query = f"{_DEEP_FILTER}&cursor={cursor}"
        rows -= stride
    return f"{query}&limit={_PAGE}"


def _many_clients(url: str, size: Size, *, judged: bool) -> list[Measurement]:
    """What clients see that ask at the same time, over HTTP, while they share the machine with the server.

    Each is a process of its own, so that none waits for another but at the server.
    """
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as clients:
        list(clients.map(_ask, repeat(url), repeat(len(QUESTIONS)), range(CLIENTS)))  # warm
        begun = time.perf_counter()
        asked = clients.map(_ask, repeat(url), repeat(size.requests), range(CLIENTS))
        seconds = [each for one in asked for each in one]
        passed = time.perf_counter() - begun
    p99 = quantiles(seconds, n=100, method="inclusive")[98]
    return [
        Measurement(f"over HTTP, {CLIENTS} clients at once: p50", median(seconds) * 1000, "ms"),
        Measurement(
            f"over HTTP, {CLIENTS} clients at once: p99",
            p99 * 1000,
            "ms",
            wanted="under 50 ms",
            kept=p99 < 0.05 if judged else None,
        ),
        Measurement(f"over HTTP, {CLIENTS} clients at once", len(seconds) / passed, "pages/s"),
    ]


def _ask(url: str, requests: int, start: int) -> list[float]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    seconds = []
    for number in range(requests):
        question = QUESTIONS[(start + number) % len(QUESTIONS)]
        begun = time.perf_counter()
        connection.request("GET", f"/v1/events?{question.query}&limit={_PAGE}")
        answer = connection.getresponse()
        content = answer.read()
        seconds.append(time.perf_counter() - begun)
        if answer.status != http.client.OK:
            raise ValueError(f"{question.query} was answered with {answer.status}: {content[:300]!r}")
    connection.close()
    return seconds


def _get(app: Flask, query: str) -> bytes:
    """The answer of the app itself, with no socket in between."""
    environ = EnvironBuilder("/v1/events", base_url="http://127.0.0.1:8000", query_string=query).get_environ()
    statuses: list[str] = []
    body = app(environ, lambda status, *_: statuses.append(status))  # type: ignore[arg-type]  # nothing here writes
    content = b"".join(body)
    body.close()  # type: ignore[attr-defined]  # werkzeug's has it, and the pool's connection waits for it
    if not statuses[0].startswith("200"):
        raise ValueError(f"{query} was answered with {statuses[0]}: {content[:300]!r}")
    return content


if __name__ == "__main__":
    main()
