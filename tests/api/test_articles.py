from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.problems import VALIDATION
from api.services import services_of
from store.pool import Pool
from tests.api.conftest import TEXT, CodeNext, MakeEvents
from tests.api.documented import Documented

Submit = Callable[..., dict[str, Any]]


def errors_of(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == VALIDATION.uri
    return {each["pointer"]: each["detail"] for each in answer.json["errors"]}


def test_an_article_is_accepted_as_a_job(client: FlaskClient, documented: Documented) -> None:
    answer = client.post("/v1/articles", json={"text": TEXT, "published_date": "2017-10-26"})
    documented.check(answer, "POST", "/v1/articles")
    assert answer.status_code == 202
    assert answer.json["state"] == "queued"
    assert answer.json["known"] is False
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json['job_id']}"
    assert answer.headers["Retry-After"] == "1"
    assert client.get(answer.headers["Location"]).json["article_ids"] == [answer.json["article_id"]]


def test_every_field_comes_back_as_it_was_sent(client: FlaskClient, documented: Documented) -> None:
    sent = {
        "text": "  Ünïcode 𐍈 \r\n text.\n",
        "published_date": "2017-10-26",
        "title": "A title",
        "url": "https://example.org/1?a=b",
        "publisher": "Reuters",
        "language": "en",
        "external_id": "x/1",
    }
    article_id = client.post("/v1/articles", json=sent).json["article_id"]
    answer = client.get(f"/v1/articles/{article_id}")
    documented.check(answer, "GET", "/v1/articles/{article_id}")
    assert {name: answer.json[name] for name in sent} == sent
    assert answer.json["sightings"] == []


@pytest.mark.parametrize("name", ["title", "url", "publisher", "language", "external_id"])
def test_an_optional_field_may_be_null(client: FlaskClient, submit: Submit, name: str) -> None:
    article_id = submit(**{name: None})["article_id"]
    assert client.get(f"/v1/articles/{article_id}").json[name] is None


def test_the_same_article_again_is_a_sighting(
    client: FlaskClient, submit: Submit, code_next: CodeNext, documented: Documented
) -> None:
    first = submit(text=TEXT, publisher="Reuters")
    code_next()
    again = submit(text=TEXT, publisher="Gulf Courier", url="https://courier.example.org/1")
    assert again["known"] is True
    assert again["article_id"] == first["article_id"]
    assert again["state"] == "done"
    answer = client.get(f"/v1/articles/{first['article_id']}")
    documented.check(answer, "GET", "/v1/articles/{article_id}")
    assert answer.json["publisher"] == "Reuters"
    assert [each["publisher"] for each in answer.json["sightings"]] == ["Gulf Courier"]
    assert answer.json["job_id"] == again["job_id"]


def test_a_submission_wakes_the_workers(app: Flask, submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    waker, stored_at_wake = services_of(app).waker, []

    def wake(*, interactive: bool = False) -> bool:
        with services_of(app).pool.connection() as connection:
            stored_at_wake.append(connection.execute("SELECT count(*) FROM queue").fetchone())
        return False

    monkeypatch.setattr(type(waker), "wake", lambda _, **given: wake(**given))
    submit()
    assert stored_at_wake == [{"count": 1}], "the article is to be committed before the workers wake"


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"text": None}, "#/text", "is null"),
        ({"text": ...}, "#/text", "is missing"),
        ({"text": ""}, "#/text", "is empty or blank"),
        ({"text": " \n"}, "#/text", "is empty or blank"),
        ({"text": 7}, "#/text", "is a number; a string is expected"),
        ({"text": True}, "#/text", "is true or false; a string is expected"),
        ({"text": ["a"]}, "#/text", "is a list; a string is expected"),
        ({"text": "a\0b"}, "#/text", "has a NUL character at 1"),
        ({"text": "a\ud800b"}, "#/text", "half of a surrogate pair"),
        ({"text": "x" * 1_000_001}, "#/text", "1,000,000 is the most"),
        ({"published_date": ...}, "#/published_date", "is missing"),
        ({"published_date": None}, "#/published_date", "is null"),
        ({"published_date": "yesterday"}, "#/published_date", "YYYY-MM-DD"),
        ({"published_date": "2017-10-26T10:00:00Z"}, "#/published_date", "give the date alone: 2017-10-26"),
        ({"published_date": 20171026}, "#/published_date", "is a number"),
        ({"title": ""}, "#/title", "leave an optional field out"),
        ({"url": "example.org"}, "#/url", "give an absolute URL"),
        ({"language": "English"}, "#/language", "BCP 47"),
        ({"publisher": "x\0"}, "#/publisher", "has a NUL character"),
        ({"external_id": 5}, "#/external_id", "is a number"),
        ({"txt": "a"}, "#/txt", "is not a known field; did you mean text?"),
        ({"publishedDate": "2017-10-26"}, "#/publishedDate", "did you mean published_date?"),
        ({"zzz": 1}, "#/zzz", "known are text, published_date"),
        ({"a/b~c": 1}, "#/a~1b~0c", "is not a known field"),
        ({"\ud800": 1}, "#/'\\ud800'", "is not a known field"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_field_that_is_wrong_is_named(
    client: FlaskClient, documented: Documented, change: dict[str, Any], pointer: str, reason: str
) -> None:
    article = {"text": TEXT, "published_date": "2017-10-26"} | change
    sent = {name: value for name, value in article.items() if value is not ...}
    answer = client.post("/v1/articles", data=json.dumps(sent), content_type="application/json")
    documented.check(answer, "POST", "/v1/articles")
    assert list(errors_of(answer)) == [pointer]
    assert reason in errors_of(answer)[pointer]


def test_all_that_is_wrong_is_told_at_once(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json={"text": "", "published_date": "x", "lang": "en"})
    assert set(errors_of(answer)) == {"#/text", "#/published_date", "#/lang"}


@pytest.mark.parametrize("body", ['"text"', "7", "null", "true"])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/v1/articles", data=body, content_type="application/json")
    assert errors_of(answer) == {"#": "is not a JSON object; send one article as an object"}


def test_nothing_of_a_refused_article_is_stored(client: FlaskClient, pool: Pool) -> None:
    client.post("/v1/articles", json={"text": TEXT, "published_date": "2017-10-26", "zzz": 1})
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == {"count": 0}


def test_a_text_of_a_million_characters_is_taken(client: FlaskClient, submit: Submit) -> None:
    text = "𐍈" * 999_999 + "x"
    assert client.get(f"/v1/articles/{submit(text=text)['article_id']}").json["text"] == text


def test_the_events_of_an_article_come_with_its_state(
    client: FlaskClient,
    submit: Submit,
    code_next: CodeNext,
    make_events: MakeEvents,
    documented: Documented,
) -> None:
    article_id = submit()["article_id"]
    path = f"/v1/articles/{article_id}/events"
    waiting = client.get(path)
    documented.check(waiting, "GET", "/v1/articles/{article_id}/events")
    assert waiting.json == {"article_id": article_id, "state": "queued", "items": []}
    events = make_events(4)
    code_next(*events)
    answer = client.get(path)
    documented.check(answer, "GET", "/v1/articles/{article_id}/events")
    assert answer.json["state"] == "coded"
    assert {each["event_id"] for each in answer.json["items"]} == {str(each.event_id) for each in events}


@pytest.mark.parametrize("state", ["no_events", "unsupported_language"])
def test_an_article_without_events_says_why(
    client: FlaskClient, submit: Submit, code_next: CodeNext, state: str
) -> None:
    article_id = submit()["article_id"]
    code_next(state=state)
    assert client.get(f"/v1/articles/{article_id}/events").json["state"] == state


@pytest.mark.parametrize("path", ["/v1/articles/{}", "/v1/articles/{}/events"])
def test_an_article_that_is_not_there_is_404(client: FlaskClient, documented: Documented, path: str) -> None:
    unknown = uuid4()
    answer = client.get(path.format(unknown))
    documented.check(answer, "GET", path.format("{article_id}"))
    assert answer.status_code == 404
    assert str(unknown) in answer.json["detail"]


def test_ids_are_of_version_7(submit: Submit) -> None:
    assert UUID(submit()["article_id"]).version == 7
