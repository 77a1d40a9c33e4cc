from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import article_submission
from api.problems import KEY_IN_USE, KEY_REUSED, MALFORMED
from store.pool import Pool, StoreUnavailable
from tests.api.documented import Documented

PATH = "/v1/articles"


def article() -> dict[str, Any]:
    return {"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26"}


def post(client: FlaskClient, key: str, sent: Any, **headers: str) -> TestResponse:
    return client.post(PATH, json=sent, headers={"Idempotency-Key": key, **headers})


def sightings(pool: Pool) -> int:
    with pool.connection() as connection:
        [row] = connection.execute("SELECT count(*) AS number FROM sightings")
    return int(row["number"])


@pytest.fixture
def key() -> str:
    return f'"{uuid4()}"'


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(
    client: FlaskClient, pool: Pool, documented: Documented, key: str
) -> None:
    sent = article()
    first, again = post(client, key, sent), post(client, key, sent)
    documented.check(again, "POST", PATH)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    for name in ("Location", "Retry-After", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert sightings(pool) == 0


def test_quotes_around_a_key_are_no_part_of_it(client: FlaskClient, key: str) -> None:
    sent = article()
    assert post(client, key, sent).data == post(client, key.strip('"'), sent).data


def test_a_stream_is_answered_once_too(client: FlaskClient, pool: Pool, key: str) -> None:
    body = "\n".join(json.dumps(article()) for _ in range(3))
    options: dict[str, Any] = {"content_type": "application/x-ndjson", "headers": {"Idempotency-Key": key}}
    first, again = client.post(PATH, data=body, **options), client.post(PATH, data=body, **options)
    assert (again.status_code, again.data) == (202, first.data)
    assert len(first.text.splitlines()) == 3
    assert sightings(pool) == 0


def test_the_key_with_another_body_is_refused(client: FlaskClient, documented: Documented, key: str) -> None:
    post(client, key, article())
    answer = post(client, key, article())
    documented.check(answer, "POST", PATH)
    assert (answer.status_code, answer.json["type"]) == (422, KEY_REUSED.uri)


def test_a_request_that_was_refused_may_be_mended(client: FlaskClient, key: str) -> None:
    assert post(client, key, {"text": "x"}).status_code == 422
    assert post(client, key, article()).status_code == 202


def test_a_request_that_failed_may_be_sent_again(
    client: FlaskClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise StoreUnavailable("gone")

    sent = article()
    with monkeypatch.context() as patch:
        patch.setattr(article_submission, "submit_articles", fail)
        assert post(client, key, sent).status_code == 503
    answer = post(client, key, sent)
    assert (answer.status_code, answer.json["known"]) == (202, False)


def test_the_same_at_once_is_done_once(app: Flask, pool: Pool, documented: Documented, key: str) -> None:
    sent = article()
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: post(app.test_client(), key, sent), range(12)))
    for answer in answers:
        documented.check(answer, "POST", PATH)
        assert answer.status_code in {202, 409}
    assert len({answer.data for answer in answers if answer.status_code == 202}) == 1
    assert {answer.json["type"] for answer in answers if answer.status_code == 409} <= {KEY_IN_USE.uri}
    assert all("Retry-After" in answer.headers for answer in answers)
    assert sightings(pool) == 0


@pytest.mark.parametrize("key", ['""', " ", "é", "x" * 256])
def test_what_is_no_key_is_refused(client: FlaskClient, documented: Documented, key: str) -> None:
    answer = post(client, key, article())
    documented.check(answer, "POST", PATH)
    assert (answer.status_code, answer.json["type"]) == (400, MALFORMED.uri)
    assert "printable ASCII" in answer.json["detail"]
