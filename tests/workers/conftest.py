"""Real parts for the tests of this room: a PostgreSQL, a Valkey, and worker processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest

from decameron.embedded.stack import Servers, embedded_servers, held_data_directory
from decameron.embedded.supervisor import Supervisor
from store.articles import NewArticle, submit_articles
from store.migrate import migrate
from store.pool import Pool, open_pool, transaction

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stack:
    """The servers, and the means to break them."""

    servers: Servers
    supervisor: Supervisor

    def pid(self, name: str) -> int:
        [process] = [each.process for each in self.supervisor._children if each.spec.name == name]
        return process.pid

    def kill(self, name: str) -> None:
        """Kill -9; :meth:`revive` starts it again, empty in Valkey's case."""
        [process] = [each.process for each in self.supervisor._children if each.spec.name == name]
        process.kill()
        process.wait()

    def revive(self, name: str) -> None:
        old = self.pid(name)
        wait_until(lambda: self.supervisor.watch() or self.pid(name) != old, seconds=30)


def wait_until(true: Callable[[], Any], *, seconds: float) -> float:
    """Wait for something to come true; how long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"not within {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    home = Path(tempfile.gettempdir()) / f"decameron-workers-{os.getpid()}"
    supervisor = Supervisor(records=None, stopping=Event())
    try:
        with (
            held_data_directory(home, wanted_account=None) as held,
            embedded_servers(held, supervisor, lambda _: None) as servers,
        ):
            migrate(servers.database_url)
            yield Stack(servers, supervisor)
    finally:
        rmtree(home, ignore_errors=True)


@pytest.fixture
def pool(stack: Stack) -> Iterator[Pool]:
    with psycopg.connect(stack.servers.database_url) as connection:
        connection.execute("TRUNCATE articles, jobs, change_counter CASCADE")
        connection.execute("INSERT INTO change_counter (change_seq) VALUES (0)")
    with open_pool(stack.servers.database_url, max_size=4) as opened:
        yield opened


@dataclass
class Worker:
    """A worker process, its log, and what to ask of both."""

    process: subprocess.Popen[bytes]
    log: Path

    def pids(self) -> list[int]:
        """Its children that run and code batches: all but the text worker, which has a child of its own."""
        return [pid for pid in _children(self.process.pid) if not _children(pid)]

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def said(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"] == event]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


StartWorker = Callable[..., Worker]


@pytest.fixture
def start_worker(stack: Stack, pool: Pool, tmp_path: Path) -> Iterator[StartWorker]:
    """Starts workers with the stand-in coder; keywords are settings. All are ended with the test."""
    started: list[Worker] = []

    def start(*, ready: bool = True, **settings: object) -> Worker:
        given = {
            "workers": 2,
            "article_deadline_seconds": 2,
            "lease_seconds": 3,
            "sweep_seconds": 0.5,
        } | settings
        urls = {"database_url": stack.servers.database_url, "broker_url": stack.servers.broker_url}
        environ = {f"DECAMERON_{name.upper()}": str(value) for name, value in (urls | given).items()}
        log = tmp_path / f"worker-{len(started)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.workers.standin_coder"],
                cwd=ROOT,
                env=os.environ | environ,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        worker = Worker(process, log)
        started.append(worker)
        if ready:
            wait_until(lambda: worker.said("worker_ready") or process.poll() is not None, seconds=30)
        assert process.poll() is None, log.read_text()
        return worker

    yield start
    for worker in started:
        if worker.process.poll() is None:
            os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()


class Queue:
    """Submits texts and reads back what became of them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def submit(self, *texts: str) -> list[UUID]:
        with transaction(self._pool) as conn:
            articles = [NewArticle(text=text, published_date=date(2017, 10, 26)) for text in texts]
            return [receipt.article_id for receipt in submit_articles(conn, articles).receipts]

    def rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        with transaction(self._pool) as conn:
            return conn.execute(query, parameters).fetchall()

    def states(self) -> dict[str, str]:
        return {row["text"]: row["state"] for row in self.rows("SELECT text, state FROM articles")}

    def error(self, article_id: UUID) -> str:
        return str(self.rows("SELECT error FROM articles WHERE article_id = %s", article_id)[0]["error"])

    def all_ended(self) -> bool:
        return all(state not in ("queued", "coding") for state in self.states().values())

    def events_by_article(self) -> list[int]:
        query = """
            SELECT count(events.event_id) AS n FROM articles LEFT JOIN events USING (article_id)
            GROUP BY article_id
        """
        return [row["n"] for row in self.rows(query)]


@pytest.fixture
def queue(pool: Pool) -> Queue:
    return Queue(pool)


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Let a process hang for a while: connections to it are taken but not answered."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
