"""Brings the schema of a database up to date: plain SQL, applied in order, never undone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from glob import escape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import yoyo
from psycopg.conninfo import conninfo_to_dict

from store.pool import StoreUnavailable

# One number for all processes of all versions: "decamero" in ASCII.
_LOCK_KEY = int.from_bytes(b"decamero")

_TRY_LOCK = "SELECT pg_try_advisory_lock(%s)"
_LOCK_PAUSE_SECONDS = 0.1

_LEDGER = "SELECT to_regclass('_yoyo_migration') AS ledger"

_APPLIED = "SELECT migration_id FROM _yoyo_migration"


def migrate(database_url: str) -> list[str]:
    """Apply what is missing and give its ids, in order; waits while another process does the same.

    Each migration is one transaction unless its file says otherwise, so one that was interrupted is applied
    anew.

    Raises:
        StoreUnavailable: the database cannot be reached.
        psycopg.Error: a migration failed; those before it stay applied.
    """
    with _connection(database_url) as connection:
        _await_lock(connection)
        return _apply(_yoyo_url(database_url))


def pending(database_url: str) -> list[str]:
    """The ids that ``migrate`` would apply now, in order. Changes nothing and waits for nobody.

    Raises:
        StoreUnavailable: the database cannot be reached.
    """
    with _connection(database_url) as connection:
        [(ledger,)] = connection.execute(_LEDGER)
        applied = {row[0] for row in connection.execute(_APPLIED)} if ledger else set()
    return [path.stem for path in sorted(migrations_dir().glob("*.sql")) if path.stem not in applied]


def migrations_dir() -> Path:
    """Where the SQL files are: inside the package when installed, beside it in a checkout.

    Raises:
        FileNotFoundError: in neither place; the installation is incomplete.
    """
    package = Path(str(files("store")))
    for candidate in (package / "migrations", package.parent / "migrations"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no migrations in {package} nor beside it; install decameron anew")


@contextmanager
def _connection(database_url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    try:
        opened = psycopg.connect(database_url, autocommit=True)
    except psycopg.OperationalError as error:
        raise StoreUnavailable.because(error) from error
    with closing(opened):
        yield opened


def _await_lock(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Take the lock, asking again and again.

    A statement that waited for it would hold a snapshot, and an index that the lock's holder builds
    concurrently waits for the end of every snapshot: each would wait for the other.
    """
    while not next(connection.execute(_TRY_LOCK, (_LOCK_KEY,)))[0]:
        time.sleep(_LOCK_PAUSE_SECONDS)


def _apply(yoyo_url: str) -> list[str]:
    with yoyo.get_backend(yoyo_url) as backend:
        # Its own lock is a row that outlives a killed process; under ours, any such row is stale.
        backend.break_lock()
        missing = backend.to_apply(yoyo.read_migrations(escape(str(migrations_dir()))))
        with backend.lock():
            backend.apply_migrations(missing)
        return [migration.id for migration in missing]


def _yoyo_url(database_url: str) -> str:
    """The same database as yoyo would have it: every parameter in the query, where it mangles none."""
    parameters = {name: str(value) for name, value in conninfo_to_dict(database_url).items()}
    return f"postgresql+psycopg:///?{urlencode(parameters)}"
