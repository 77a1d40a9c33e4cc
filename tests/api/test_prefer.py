from __future__ import annotations

from collections.abc import Callable
from threading import Timer
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.prefer import Preferences, read_preferences
from api.services import services_of
from tests.api.conftest import CodeNext
from tests.api.documented import Documented

PATH = "/v1/articles"


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (None, Preferences()),
        ("", Preferences()),
        ("wait=10", Preferences(wait_seconds=10)),
        ("respond-async, wait=10", Preferences(True, 10)),
        ("Respond-Async,WAIT = 5", Preferences(True, 5)),
        ('wait="7"', Preferences(wait_seconds=7)),
        ("wait=7; foo=bar, handling=lenient", Preferences(wait_seconds=7)),
        ("wait=100000", Preferences(wait_seconds=60)),
        ("wait=2, wait=3", Preferences(wait_seconds=2)),
        ("wait=-1", Preferences()),
        ("wait=soon", Preferences()),
        ("wait", Preferences()),
        ("=;,,=", Preferences()),
    ],
)
def test_preferences_are_read_and_what_is_odd_passed_over(header: str | None, asked: Preferences) -> None:
    assert read_preferences(header) == asked


def post(client: FlaskClient, prefer: str, sent: Any = None) -> Any:
    article = {"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26"}
    return client.post(PATH, json=sent or article, headers={"Prefer": prefer})


def coded_soon(code_next: CodeNext) -> Callable[[], None]:
    timer = Timer(0.4, code_next)
    timer.start()
    return timer.join


def test_a_client_that_waits_gets_the_job_when_it_has_ended(
    client: FlaskClient, code_next: CodeNext, documented: Documented
) -> None:
    join = coded_soon(code_next)
    began = monotonic()
    answer = post(client, "respond-async, wait=20")
    join()
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 200
    assert monotonic() - began < 10
    assert answer.headers["Preference-Applied"] == "wait=20"
    assert answer.json["state"] == answer.json["job"]["state"] == "done"
    assert answer.json["job"]["article_ids"] == [answer.json["article_id"]]


def test_a_job_that_does_not_end_in_time_is_answered_as_queued(
    client: FlaskClient, documented: Documented
) -> None:
    answer = post(client, "respond-async, wait=1")
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert answer.headers["Location"].endswith(answer.json["job_id"])


def test_several_articles_can_be_waited_for(
    client: FlaskClient, code_next: CodeNext, documented: Documented
) -> None:
    join = coded_soon(code_next)
    answer = post(client, "wait=20", [{"text": "Once.", "published_date": "2017-10-26"}, {}])
    join()
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 200
    assert (answer.json["accepted"], answer.json["refused"]) == (1, 1)
    assert answer.json["job"]["state"] == "done"


def test_nobody_holds_a_connection_while_waiting(
    app: Flask, client: FlaskClient, code_next: CodeNext
) -> None:
    pool = services_of(app).pool
    job_id = post(client, "").json["job_id"]
    held: list[int] = []

    def look() -> None:
        with pool.connection():
            stats = pool.get_stats()
            held.append(stats["pool_size"] - stats["pool_available"] - 1)

    timers = [Timer(0.6 + number / 37, look) for number in range(9)]
    for timer in timers:
        timer.start()
    answer = client.get(f"/v1/jobs/{job_id}?wait=1")
    for timer in timers:
        timer.join()
    assert answer.json["state"] == "queued"
    assert sorted(held)[len(held) // 2] == 0
