from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.problems import UNAVAILABLE
from api.services import services_of
from decameron.embedded.stack import Servers
from decameron.settings import Settings, SettingsError
from tests.api.documented import Documented
from workers.broker import BrokerUrlError


def test_the_index_leads_to_everything(client: FlaskClient, documented: Documented) -> None:
    answer = client.get("/")
    documented.check(answer, "GET", "/")
    statuses = {name: client.options(link).status_code for name, link in answer.json["links"].items()}
    assert set(statuses.values()) == {200}, statuses


def test_it_is_alive_and_ready(client: FlaskClient, documented: Documented) -> None:
    alive, ready = client.get("/healthz"), client.get("/readyz")
    documented.check(alive, "GET", "/healthz")
    documented.check(ready, "GET", "/readyz")
    assert alive.json == {"status": "ok"}
    assert ready.json == {"status": "ready", "checks": {"database": "ok", "schema": "ok", "broker": "ok"}}


def test_without_its_servers_it_is_alive_but_not_ready(app_without_servers: Flask) -> None:
    client = app_without_servers.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == UNAVAILABLE.uri
    assert answer.headers["Retry-After"] == "5"
    checks = answer.json["checks"]
    assert "the database cannot serve" in checks["database"]
    assert "cannot be reached" in checks["broker"]
    assert "the database cannot serve" in answer.json["detail"]


@pytest.fixture
def empty_database(servers: Servers) -> Iterator[str]:
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE unmigrated")
    yield psycopg.conninfo.make_conninfo(servers.database_url, dbname="unmigrated")
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE unmigrated WITH (FORCE)")


def test_a_database_without_its_schema_is_not_ready(servers: Servers, empty_database: str) -> None:
    app = create_app(Settings(database_url=empty_database, broker_url=servers.broker_url))
    with services_of(app).pool:
        answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["database"] == answer.json["checks"]["broker"] == "ok"
    assert "migrations are missing: 0001_articles" in answer.json["checks"]["schema"]
    assert "run decameron migrate" in answer.json["checks"]["schema"]


@pytest.mark.parametrize(
    ("settings", "error", "names"),
    [
        (Settings(broker_url="redis://localhost"), SettingsError, "DECAMERON_DATABASE_URL"),
        (Settings(database_url="postgresql:///x"), SettingsError, "DECAMERON_BROKER_URL"),
        (Settings(database_url="postgresql:///x", broker_url="amqp://x"), BrokerUrlError, "redis://"),
    ],
)
def test_an_app_that_names_no_servers_does_not_start(
    settings: Settings, error: type[Exception], names: str
) -> None:
    with pytest.raises(error, match=names):
        create_app(settings)


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/v1/events", "/v1/openapi.json"])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content_type) == (get.status_code, get.content_type)
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1/events", {"GET", "HEAD", "OPTIONS"}), ("/v1/articles", {"GET", "HEAD", "POST", "OPTIONS"})],
)
def test_options_tells_the_methods(client: FlaskClient, path: str, allowed: set[str]) -> None:
    answer = client.options(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert "html" not in (answer.content_type or "")
