from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import redis
from flask.testing import FlaskClient

from api.app import create_app
from api.services import services_of
from coders.models import CodedArticle, Event
from decameron.embedded.stack import Servers
from decameron.settings import Settings
from tests.api.conftest import TEXT, MakeEvents
from tests.api.documented import Documented
from workers import ask
from workers.asked_text import AskedText, answer_key, text_key
from workers.broker import TEXTS
from workers.code_text import coded_record

StartAnswering = Callable[..., list[AskedText]]


class Versions:
    """What the answer says of the coder that made it."""

    profile = "fast"
    coder_version = "c1"
    codebook_version = "b1"


@pytest.fixture
def broker(servers: Servers) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(servers.broker_url)
    client.delete(TEXTS)
    yield client
    client.delete(TEXTS)


@pytest.fixture
def answer(broker: redis.Redis) -> StartAnswering:
    """Take the next text from the broker as a worker would, and answer with the events given, or a record."""

    def start(*events: Event, record: dict[str, Any] | None = None) -> list[AskedText]:
        taken: list[AskedText] = []
        coded = CodedArticle("coded" if events else "no_events", "en", events)
        told = coded_record(coded, Versions()) if record is None else record  # type: ignore[arg-type]

        def work() -> None:
            _, message = broker.blpop([TEXTS], timeout=5)
            ticket = orjson.loads(orjson.loads(message)["headers"]["argsrepr"].replace("'", '"')[1:-2])
            taken.append(AskedText.from_bytes(broker.getdel(text_key(ticket))))
            broker.rpush(answer_key(ticket), orjson.dumps(told))

        threading.Thread(target=work, daemon=True).start()
        return taken

    return start


def test_a_text_is_answered_with_its_events_as_documented(
    client: FlaskClient, documented: Documented, answer: StartAnswering, make_events: MakeEvents
) -> None:
    taken = answer(*make_events(2))
    told = client.post("/v1/code?as_of=2017-10-26", json={"text": TEXT, "language": "en"})
    assert told.status_code == 200, told.text
    documented.check(told, "POST", "/v1/code")
    assert told.headers["Cache-Control"] == "no-store"
    assert [str(each.as_of) for each in taken] == ["2017-10-26"]
    assert (taken[0].text, taken[0].language) == (TEXT, "en")
    assert (told.json["state"], told.json["as_of"], told.json["as_of_assumed"]) == (
        "coded",
        "2017-10-26",
        False,
    )
    assert [event["explanation"]["pattern_id"] for event in told.json["events"]] == ["attack-190"] * 2


def test_without_a_day_it_is_today_and_the_answer_says_so(
    client: FlaskClient, documented: Documented, answer: StartAnswering
) -> None:
    taken = answer()
    told = client.post("/v1/code", json={"text": TEXT})
    documented.check(told, "POST", "/v1/code")
    assert told.json["as_of_assumed"] is True
    assert told.json["as_of"] == str(taken[0].as_of) == str(datetime.now(UTC).date())
    assert (told.json["state"], told.json["events"]) == ("no_events", [])


@pytest.mark.parametrize(
    ("query", "body", "at", "detail"),
    [
        ("", {}, {"pointer": "#/text"}, "is missing"),
        ("", {"text": " "}, {"pointer": "#/text"}, "blank"),
        ("", {"text": "x" * 20_001}, {"pointer": "#/text"}, "20,001 characters; 20,000 is the most"),
        ("", {"text": "x", "as_of": "2020-01-01"}, {"pointer": "#/as_of"}, "not a known field"),
        ("", {"text": "x", "language": "English"}, {"pointer": "#/language"}, "BCP 47"),
        ("?profile=slow", {"text": "x"}, {"parameter": "profile"}, "known are fast, accurate"),
        ("?as_of=yesterday", {"text": "x"}, {"parameter": "as_of"}, "YYYY-MM-DD"),
        ("?asof=2020-01-01", {"text": "x"}, {"parameter": "asof"}, "did you mean as_of?"),
    ],
)
def test_what_is_wrong_is_named(
    client: FlaskClient,
    broker: redis.Redis,
    query: str,
    body: dict[str, Any],
    at: dict[str, str],
    detail: str,
) -> None:
    told = client.post(f"/v1/code{query}", json=body)
    assert told.status_code == 422
    [error] = told.json["errors"]
    assert at.items() <= error.items()
    assert detail in error["detail"]
    assert broker.llen(TEXTS) == 0, "a refused text is sent to nobody"


def test_a_text_of_just_the_most_characters_is_taken(client: FlaskClient, answer: StartAnswering) -> None:
    taken = answer()
    assert client.post("/v1/code", json={"text": "é" * 20_000}).status_code == 200
    assert len(taken[0].text) == 20_000


def test_overload_is_told_with_when_to_come_again(
    client: FlaskClient, documented: Documented, broker: redis.Redis
) -> None:
    broker.rpush(TEXTS, *["waiting"] * ask.MOST_WAITING)
    told = client.post("/v1/code", json={"text": TEXT})
    assert told.status_code == 503
    assert told.headers["Retry-After"] == "2"
    assert told.json["type"] == "urn:decameron:problem:unavailable"
    assert "8 texts wait" in told.json["detail"]
    documented.check(told, "POST", "/v1/code")


def test_a_broker_that_is_away_is_told(servers: Servers) -> None:
    app = create_app(
        Settings(database_url=servers.database_url, broker_url="unix:///nonexistent/broker.sock")
    )
    with services_of(app).pool:
        told = app.test_client().post("/v1/code", json={"text": TEXT})
    assert told.status_code == 503
    assert "broker" in told.json["detail"]


def test_a_text_that_cannot_be_coded_is_told_and_never_logged(
    client: FlaskClient, answer: StartAnswering, caplog: pytest.LogCaptureFixture
) -> None:
    answer(record={})
    told = client.post("/v1/code", json={"text": "secret words"})
    assert told.status_code == 500
    assert "could not be coded" in told.json["detail"]
    assert "secret" not in caplog.text
