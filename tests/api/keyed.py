"""A database of its own for tests with keys: the first key locks an app's door for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql

from api.app import create_app
from api.services import services_of
from decameron.embedded.stack import Servers
from decameron.settings import Settings
from store.key_text import KeyText
from store.keys import insert_key, revoke_key
from store.migrate import migrate
from store.pool import Pool, open_pool, transaction


@dataclass(frozen=True, slots=True)
class KeyedHouse:
    """Makes apps and keys on one database, and closes the apps at the end."""

    url: str
    broker_url: str
    pool: Pool
    closing: ExitStack

    def app(self, **settings: Any) -> Flask:
        given = {"database_url": self.url, "broker_url": self.broker_url, **settings}
        made = create_app(Settings(**given))
        self.closing.enter_context(services_of(made).pool)
        return made

    def key(self, *scopes: Any, **fields: Any) -> KeyText:
        with transaction(self.pool) as conn:
            return insert_key(conn, scopes, **fields)

    def revoke(self, key: KeyText) -> None:
        with transaction(self.pool) as conn:
            assert revoke_key(conn, key.key_id) is not None

    def forget_all(self) -> None:
        with transaction(self.pool) as conn:
            conn.execute("TRUNCATE api_keys")


@contextmanager
def keyed_house(servers: Servers, name: str) -> Iterator[KeyedHouse]:
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = psycopg.conninfo.make_conninfo(servers.database_url, dbname=name)
    try:
        migrate(url)
        with ExitStack() as closing, open_pool(url, max_size=2) as pool:
            yield KeyedHouse(url, servers.broker_url, pool, closing)
    finally:
        with psycopg.connect(servers.database_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def bearer(key: object) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
