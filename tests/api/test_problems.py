from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import Gone

from api import problems
from api.app import MOST_BODY_BYTES
from api.problem_examples import PROBLEM_EXAMPLES
from api.problems import PROBLEM_TYPES, ProblemType
from api.scopes import needs
from store.pool import QueryTooLong
from tests.api.documented import Documented

ARTICLE = {"text": "Troops marched.", "published_date": "2017-10-26"}


def assert_problem(answer: Any, problem_type: ProblemType, detail: str) -> None:
    assert answer.content_type == "application/problem+json"
    assert answer.status_code == problem_type.status
    assert answer.json["type"] == problem_type.uri
    assert answer.json["title"] == problem_type.title
    assert answer.json["status"] == problem_type.status
    assert detail in answer.json["detail"]
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "The body is empty"),
        (b" \n", "The body is empty"),
        (b"{", "line 1, column 2"),
        (b'{"text": "a"\n "b": 1}', "line 2, column 2"),
        (b'{"text": "a",}', "The body is not JSON"),
        (b"text=a", "The body is not JSON"),
        (b'{"text": "\xff"}', "The body is not UTF-8: see its byte 10"),
        ('{"text": "a"}'.encode("utf-16"), "not UTF-8"),
        (b'{"text": NaN}', "NaN is no JSON number"),
        (b'{"text": "a", "text": "b"}', "has the field 'text' twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": ' + b"9" * 5_000 + b"}", "not JSON that can be read"),
        (b'{"text": "a\nb"}', "The body is not JSON"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_400_says_where_the_body_breaks(
    client: FlaskClient, documented: Documented, body: bytes, detail: str
) -> None:
    answer = client.post("/v1/articles", data=body, content_type="application/json")
    assert_problem(answer, problems.MALFORMED, detail)
    documented.check(answer, "POST", "/v1/articles")


def test_a_byte_order_mark_is_no_error(client: FlaskClient) -> None:
    body = json.dumps(ARTICLE).encode("utf-8-sig")
    assert client.post("/v1/articles", data=body, content_type="application/json").status_code == 202


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v2/events",
        "/v1/events/",
        "/v1/jobs/7",
        "/v1/articles/not-a-uuid/events",
        "/v1/jobs/%00",
        "/static/x.css",
        "/<script>",
    ],
)
def test_404_says_where_to_look(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), problems.NOT_FOUND, "/v1/openapi.json lists all that there is")


def test_a_doubled_slash_is_404_and_no_redirect(app: Flask) -> None:
    answer = app.test_client().open(environ_overrides={"PATH_INFO": "//v1//events"})
    assert_problem(answer, problems.NOT_FOUND, "There is nothing at /v1//events")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/events", {"GET", "HEAD", "OPTIONS"}),
        ("PUT", "/v1/articles", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("PUT", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/v1/openapi.json", {"GET", "HEAD", "OPTIONS"}),
        ("BREW", "/v1/events", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_405_says_what_is_possible(client: FlaskClient, method: str, path: str, allowed: set[str]) -> None:
    answer = client.open(path, method=method)
    assert_problem(answer, problems.METHOD_NOT_ALLOWED, f"{method} is not possible at {path}")
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", ["/v1/dyads", "/healthz", f"/v1/jobs/{uuid4()}", "/v1/openapi.json"])
@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*;q=0.5", "application/json;q=0"])
def test_406_says_what_there_is(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert_problem(answer, problems.NOT_ACCEPTABLE, "answered as application/json only")


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/*", "text/html, */*;q=0.1", "application/json", ""]
)
def test_what_takes_json_gets_it(client: FlaskClient, accept: str | None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    assert client.get("/v1/events", headers=headers).content_type == "application/json"


def test_an_article_whose_answer_is_not_taken_is_not_stored(client: FlaskClient, pool: Any) -> None:
    assert client.post("/v1/articles", json=ARTICLE, headers={"Accept": "text/html"}).status_code == 406
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == {"count": 0}


def test_413_says_how_much_is_taken(client: FlaskClient, documented: Documented) -> None:
    answer = client.post(
        "/v1/articles",
        json=ARTICLE,
        environ_overrides={"CONTENT_LENGTH": str(MOST_BODY_BYTES + 1)},
    )
    assert_problem(answer, problems.TOO_LARGE, "64,000,000 bytes at most")
    documented.check(answer, "POST", "/v1/articles")


class Endless(io.RawIOBase):
    """A body without a length that ends nowhere near the limit; counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def readinto(self, buffer: Any) -> int:
        self.given += len(buffer)
        assert self.given < 2 * MOST_BODY_BYTES, "reading goes on past the limit"
        buffer[:] = b" " * len(buffer)
        return len(buffer)


def test_413_holds_for_a_body_without_a_length(client: FlaskClient) -> None:
    answer = client.open(
        "/v1/articles",
        method="POST",
        content_type="application/json",
        environ_overrides={"wsgi.input": Endless(), "wsgi.input_terminated": True},
    )
    assert_problem(answer, problems.TOO_LARGE, "64,000,000 bytes at most")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", None, "text/json"]
)
def test_415_says_what_is_taken(
    client: FlaskClient, documented: Documented, content_type: str | None
) -> None:
    answer = client.post("/v1/articles", data=json.dumps(ARTICLE), content_type=content_type)
    assert_problem(answer, problems.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    assert answer.headers["Accept"] == "application/json, application/x-ndjson"
    documented.check(answer, "POST", "/v1/articles")


def test_415_for_an_encoded_body(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json=ARTICLE, headers={"Content-Encoding": "gzip"})
    assert_problem(answer, problems.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding is 'gzip'")
    assert answer.headers["Accept-Encoding"] == "identity"


def test_a_charset_in_the_type_is_no_error(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/articles", data=json.dumps(ARTICLE), content_type="application/json; charset=utf-8"
    )
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/events"),
        ("GET", "/v1/events/{event_id}"),
        ("GET", "/v1/articles/{article_id}"),
        ("GET", "/v1/articles/{article_id}/events"),
        ("GET", "/v1/jobs/{job_id}"),
        ("POST", "/v1/articles"),
    ],
)
def test_503_while_the_database_is_down(
    app_without_servers: Flask, documented: Documented, method: str, path: str
) -> None:
    ids = {name: uuid4() for name in ("event_id", "article_id", "job_id")}
    body = {"json": ARTICLE} if method == "POST" else {}
    answer = app_without_servers.test_client().open(path.format(**ids), method=method, **body)
    assert_problem(answer, problems.UNAVAILABLE, "The database cannot be reached at the moment")
    assert answer.headers["Retry-After"] == "5"
    documented.check(answer, method, path)


def test_503_where_a_query_takes_too_long(app_without_servers: Flask) -> None:
    @needs("public")
    def ask() -> str:
        raise QueryTooLong("canceled")

    app_without_servers.add_url_rule("/ask", view_func=ask)
    answer = app_without_servers.test_client().get("/ask")
    assert_problem(answer, problems.UNAVAILABLE, "Narrow the filter")
    assert answer.headers["Retry-After"] == "5"


@pytest.fixture
def failing(app_without_servers: Flask) -> FlaskClient:
    """An app with views that fail."""

    @needs("public")
    def fail() -> str:
        raise RuntimeError("a secret: hunter2")

    @needs("public")
    def gone() -> str:
        raise Gone

    app_without_servers.add_url_rule("/fail", view_func=fail)
    app_without_servers.add_url_rule("/gone", view_func=gone)
    return app_without_servers.test_client()


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        yield lines


def test_500_tells_the_id_and_the_log_tells_the_rest(failing: FlaskClient, logged: list[Any]) -> None:
    answer = failing.get("/fail")
    request_id = answer.headers["X-Request-ID"]
    assert_problem(answer, problems.INTERNAL, f"in the log under request id {request_id}")
    assert "hunter2" not in answer.text
    [line] = [line for line in logged if line["event"] == "request_failed"]
    assert line["request_id"] == request_id
    assert str(line["exc_info"]) == "a secret: hunter2"


def test_a_status_without_a_type_of_ours_is_a_problem_too(failing: FlaskClient) -> None:
    answer = failing.get("/gone")
    assert answer.status_code == 410
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "urn:decameron:problem:http-410"


def test_every_type_has_an_example_and_is_told_in_the_guide() -> None:
    assert set(PROBLEM_EXAMPLES) == {each.name for each in PROBLEM_TYPES}
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
    assert [each.uri for each in PROBLEM_TYPES if f"`{each.uri}`" not in guide] == []


def test_types_are_the_promised_ones() -> None:
    """A change here breaks clients: add, and never rename."""
    assert {each.uri.removeprefix("urn:decameron:problem:"): int(each.status) for each in PROBLEM_TYPES} == {
        "malformed": 400,
        "unauthenticated": 401,
        "foreign-site": 403,
        "forbidden": 403,
        "not-found": 404,
        "method-not-allowed": 405,
        "not-acceptable": 406,
        "idempotency-key-in-use": 409,
        "precondition-failed": 412,
        "too-large": 413,
        "uri-too-long": 414,
        "unsupported-media-type": 415,
        "range": 416,
        "validation": 422,
        "idempotency-key-reused": 422,
        "cursor": 422,
        "rate-limited": 429,
        "headers-too-large": 431,
        "internal": 500,
        "unavailable": 503,
    }
