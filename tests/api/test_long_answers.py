"""Long answers of a process that really serves: what becomes of them when one end is gone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest

from api.result_streams import MOST_AT_ONCE
from decameron.embedded.stack import Servers

Connection = psycopg.Connection[tuple[Any, ...]]

ROWS = 12_000  # more bytes than the sockets on the way hold

_FILL = """
INSERT INTO events (event_id, article_id, published_date, event_date, event_date_basis, event_date_precision,
    source_code, source_name, source_start, source_end, event_code, event_root_code, quad_class, goldstein,
    scope, background, sentence_index, trigger_start, trigger_end, confidence_permille, profile,
    coder_version, codebook_version, coded_at, change_seq, change_reason)
SELECT gen_random_uuid(), gen_random_uuid(), '2017-10-26', '2017-10-26', 'relative', 'day', 'IRQMIL',
    repeat(md5(number::text), 10), 0, 12, '190', '19', 4, -10, 'domestic', false, 0, 13, 21, 870, 'fast',
    'c1', 'b1', now(), number, 'inserted'
FROM generate_series(1, %(rows)s) AS number
"""


@pytest.fixture(scope="module")
def address(servers: Servers) -> Iterator[str]:
    """Where an API process of its own answers, as ``decameron serve`` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = subprocess.Popen(
            [sys.executable, "-m", "decameron", "api", "--fd", str(listener.fileno())],
            env={
                **os.environ,
                "DECAMERON_DATABASE_URL": servers.database_url,
                "DECAMERON_BROKER_URL": servers.broker_url,
            },
            pass_fds=(listener.fileno(),),
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def slow_client(address: str) -> Iterator[httpx.Client]:
    """A client that takes little at a time: what it has not asked for is still to be sent."""
    transport = httpx.HTTPTransport(socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)])
    with httpx.Client(base_url=address, transport=transport, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def database(servers: Servers) -> Iterator[Connection]:
    """A connection beside the API's, to a database with many events."""
    with psycopg.connect(servers.database_url, autocommit=True) as conn:
        conn.execute("TRUNCATE articles, jobs CASCADE")
        conn.execute("SET session_replication_role = replica")  # events without their articles
        conn.execute(_FILL, {"rows": ROWS})
        yield conn
        conn.execute("TRUNCATE events CASCADE")


def backends(database: Connection) -> list[int]:
    """The server processes that a COPY runs in."""
    rows = database.execute(
        "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY (%'"
    )
    return [pid for (pid,) in rows]


def wait_until(condition: Callable[[], bool], within: float = 8.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("name", "coding"), [("csv", "identity"), ("csv", "gzip"), ("ndjson", "gzip"), ("arrow", "identity")]
)
def test_a_whole_result_ends_as_it_should(address: str, database: Connection, name: str, coding: str) -> None:
    answer = httpx.get(
        f"{address}/v1/events?format={name}&fields=event_id", headers={"Accept-Encoding": coding}, timeout=60
    )
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers.get("Content-Encoding", "identity") == coding
    if name != "arrow":
        assert answer.text.count("\n") == ROWS + (name == "csv")
    else:
        assert answer.content.endswith(b"\xff\xff\xff\xff\x00\x00\x00\x00")


@pytest.mark.parametrize(("name", "coding"), [("csv", "identity"), ("csv", "gzip"), ("ndjson", "identity")])
def test_a_stream_that_fails_half_way_does_not_look_whole(
    slow_client: httpx.Client, database: Connection, name: str, coding: str
) -> None:
    headers = {"Accept-Encoding": coding}
    with slow_client.stream("GET", f"/v1/events?format={name}", headers=headers) as answer:
        assert answer.status_code == 200
        raw = answer.iter_raw()
        next(raw)
        [backend] = backends(database)
        database.execute("SELECT pg_terminate_backend(%s)", (backend,))
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            for _ in raw:
                pass


def test_a_client_that_hangs_up_ends_the_query_and_frees_its_place(
    slow_client: httpx.Client, database: Connection
) -> None:
    for _ in range(MOST_AT_ONCE + 1):
        with slow_client.stream("GET", "/v1/events?format=csv") as answer:
            assert answer.status_code == 200
            next(answer.iter_raw(1000))
            assert backends(database) != []
        wait_until(lambda: backends(database) == [])


def test_a_client_that_hangs_up_before_the_first_row_ends_the_query(
    address: str, servers: Servers, database: Connection
) -> None:
    with psycopg.connect(servers.database_url) as other:
        other.execute("LOCK TABLE sentences IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/v1/events?format=csv", timeout=1.0)
        # the lock is still held: nothing but the client's going can have ended it
        wait_until(lambda: backends(database) == [])


def test_a_connection_is_good_for_more_after_a_stream(address: str, database: Connection) -> None:
    with httpx.Client(base_url=address, timeout=60) as client:
        for _ in range(3):
            answer = client.get("/v1/events?format=csv&fields=event_id&limit=10")
            assert answer.text.count("\n") == 11
            assert client.get("/healthz").status_code == 200
