from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.services import services_of
from decameron.embedded.stack import Servers
from decameron.settings import Settings

PAGE = {"Origin": "https://app.example.org"}
ARTICLE = {"text": "Troops marched.", "published_date": "2017-10-26"}


@pytest.fixture(scope="module")
def listing(servers: Servers) -> Iterator[Flask]:
    """An app that lists two origins."""
    made = create_app(
        Settings(
            database_url=servers.database_url,
            broker_url=servers.broker_url,
            cors_origins="https://app.example.org, http://localhost:3000",
        )
    )
    with services_of(made).pool:
        yield made


def test_unless_configured_there_is_none_of_it(client: FlaskClient) -> None:
    for answer in (
        client.get("/v1/events", headers=PAGE),
        client.options("/v1/events", headers={**PAGE, "Access-Control-Request-Method": "GET"}),
    ):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert "Origin" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/v1/events", "/v1/nothing", "/v1/events?limit=x"])
def test_a_listed_page_reads_answers_and_problems(listing: Flask, path: str) -> None:
    answer = listing.test_client().get(path, headers=PAGE)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    assert "Origin" in answer.headers["Vary"]
    assert "X-Request-ID" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://app.example.org.evil.example", None]
)
def test_another_page_does_not(listing: Flask, origin: str | None) -> None:
    answer = listing.test_client().get("/v1/events", headers={"Origin": origin} if origin else {})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"], "a cache must not give one page's answer to another"


def test_a_preflight_tells_methods_and_headers(listing: Flask) -> None:
    asked = {
        **PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = listing.test_client().options("/v1/articles", headers=asked)
    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert {"Authorization", "Content-Type"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )
    assert answer.headers["Access-Control-Max-Age"] == "600"


def test_a_listed_page_may_write_to_an_open_api(listing: Flask) -> None:
    client = listing.test_client()
    assert client.post("/v1/articles", json=ARTICLE, headers=PAGE).status_code in (200, 202)
    evil = client.post("/v1/articles", json=ARTICLE, headers={"Origin": "https://evil.example"})
    assert evil.status_code == 403
