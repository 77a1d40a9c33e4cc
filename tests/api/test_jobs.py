from __future__ import annotations

from collections.abc import Callable
from threading import Timer
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.services import services_of
from store.pool import Pool, transaction
from store.queue import claim_articles, fail_claim
from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented

PATH = "/v1/jobs/{job_id}"
Submit = Callable[..., dict[str, Any]]


def test_a_job_is_followed_to_its_end(
    client: FlaskClient,
    submit: Submit,
    code_next: CodeNext,
    make_events: MakeEvents,
    documented: Documented,
) -> None:
    job_id = submit()["job_id"]
    queued = client.get(f"/v1/jobs/{job_id}")
    documented.check(queued, "GET", PATH)
    assert (queued.json["state"], queued.json["done"], queued.json["counts"]) == ("queued", 0, {"queued": 1})
    assert queued.headers["Retry-After"] == "1"
    code_next(*make_events())
    done = client.get(f"/v1/jobs/{job_id}")
    documented.check(done, "GET", PATH)
    assert (done.json["state"], done.json["done"], done.json["counts"]) == ("done", 1, {"coded": 1})
    assert done.json["started_at"] <= done.json["finished_at"]
    assert "Retry-After" not in done.headers


def test_a_job_tells_what_failed_and_why(
    client: FlaskClient, submit: Submit, pool: Pool, documented: Documented
) -> None:
    accepted = submit()
    with transaction(pool) as conn:
        [claim] = claim_articles(conn, worker="test", batch_size=1, lease_seconds=60)
    with transaction(pool) as conn:
        assert fail_claim(conn, claim, error="the parser gave up", max_attempts=1)
    answer = client.get(f"/v1/jobs/{accepted['job_id']}")
    documented.check(answer, "GET", PATH)
    assert answer.json["state"] == "failed"
    assert answer.json["errors"] == [{"article_id": accepted["article_id"], "error": "the parser gave up"}]
    article = client.get(f"/v1/articles/{accepted['article_id']}").json
    assert (article["state"], article["error"]) == ("failed", "the parser gave up")


def test_a_job_that_is_not_there_is_404(client: FlaskClient, documented: Documented) -> None:
    unknown = uuid4()
    answer = client.get(f"/v1/jobs/{unknown}")
    documented.check(answer, "GET", PATH)
    assert answer.status_code == 404
    assert answer.json["detail"] == f"There is no job {unknown}."


def test_a_job_is_waited_for(
    client: FlaskClient, submit: Submit, code_next: CodeNext, documented: Documented
) -> None:
    job_id = submit()["job_id"]
    timer = Timer(0.4, code_next)
    timer.start()
    began = monotonic()
    answer = client.get(f"/v1/jobs/{job_id}?wait=20")
    timer.join()
    documented.check(answer, "GET", PATH)
    assert answer.json["state"] == "done"
    assert 0.3 < monotonic() - began < 10


def test_a_job_that_goes_on_is_answered_when_the_time_is_up(client: FlaskClient, submit: Submit) -> None:
    job_id = submit()["job_id"]
    began = monotonic()
    answer = client.get(f"/v1/jobs/{job_id}?wait=1")
    assert answer.json["state"] == "queued"
    assert answer.headers["Retry-After"] == "1"
    assert 1 <= monotonic() - began < 3


def test_where_too_many_wait_the_next_is_answered_at_once(
    app: Flask, client: FlaskClient, submit: Submit
) -> None:
    job_id = submit()["job_id"]
    waiting = services_of(app).waiting
    taken = 0
    try:
        while waiting.acquire(blocking=False):
            taken += 1
        began = monotonic()
        assert client.get(f"/v1/jobs/{job_id}?wait=20").status_code == 200
        assert monotonic() - began < 2
    finally:
        waiting.release(taken)
    assert taken == 8, "every wait before gave its place back"


@pytest.mark.parametrize("wait", ["61", "-1", "1.5", "x", ""])
def test_a_wait_is_a_minute_at_most(client: FlaskClient, documented: Documented, wait: str) -> None:
    answer = client.get(f"/v1/jobs/{uuid4()}?wait={wait}")
    documented.check(answer, "GET", PATH)
    assert answer.status_code == 422
    assert "whole seconds from 0 to 60" in answer.json["errors"][0]["detail"]


def test_a_job_is_cancelled(client: FlaskClient, documented: Documented) -> None:
    articles = [{"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26"} for _ in range(3)]
    job_id = client.post("/v1/articles", json=articles).json["job_id"]
    answer = client.delete(f"/v1/jobs/{job_id}")
    documented.check(answer, "DELETE", PATH)
    assert (answer.json["state"], answer.json["counts"]) == ("cancelled", {"cancelled": 3})
    assert "Retry-After" not in answer.headers
    assert client.delete(f"/v1/jobs/{job_id}").json == answer.json == client.get(f"/v1/jobs/{job_id}").json
    assert client.get("/v1/articles?state=cancelled").json["items"][0]["state"] == "cancelled"


def test_a_job_of_which_a_worker_holds_an_article_goes_on(
    client: FlaskClient, pool: Pool, documented: Documented
) -> None:
    articles = [{"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26"} for _ in range(2)]
    job_id = client.post("/v1/articles", json=articles).json["job_id"]
    with transaction(pool) as conn:
        claim_articles(conn, worker="test", batch_size=1, lease_seconds=60)
    answer = client.delete(f"/v1/jobs/{job_id}")
    documented.check(answer, "DELETE", PATH)
    assert (answer.json["state"], answer.json["counts"]) == ("running", {"coding": 1, "cancelled": 1})
    assert answer.headers["Retry-After"] == "1"


def test_a_job_that_is_not_there_cannot_be_cancelled(client: FlaskClient, documented: Documented) -> None:
    answer = client.delete(f"/v1/jobs/{uuid4()}")
    documented.check(answer, "DELETE", PATH)
    assert answer.status_code == 404


def test_jobs_are_listed_newest_first(
    client: FlaskClient, submit: Submit, code_next: CodeNext, documented: Documented
) -> None:
    ids = [submit()["job_id"] for _ in range(3)]
    code_next()
    first = client.get("/v1/jobs?limit=2")
    documented.check(first, "GET", "/v1/jobs")
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    second = client.get(first.json["next"].removeprefix("http://localhost"))
    assert [each["job_id"] for each in first.json["items"] + second.json["items"]] == ids[::-1]
    assert second.json["next"] is None
    assert [each["job_id"] for each in client.get("/v1/jobs?state=done").json["items"]] == ids[:1]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("created_at_from=2020-01-01", 1),
        ("created_at_to=2020-01-01", 0),
        ("created_at_from={today}&created_at_to={today}", 1),
        ("created_at_from={now}&created_at_to={now}", 1),
        ("created_at_from=2020-01-01T00:00:00Z", 1),
        ("created_at_from=2020-01-01T00:00:00%2B02:00", 1),
        ("created_at_from=9000-01-01", 0),
    ],
)
def test_jobs_are_found_by_when_they_were_made(
    client: FlaskClient, submit: Submit, query: str, number: int
) -> None:
    made = client.get(f"/v1/jobs/{submit()['job_id']}").json["created_at"]
    answer = client.get(f"/v1/jobs?{query.format(now=made, today=made[:10])}")
    assert len(answer.json["items"]) == number


@pytest.mark.parametrize(
    "moment", ["yesterday", "2020-13-01", "2020-01-01T00:00:00", "9999-12-31", "2020", ""]
)
def test_a_moment_that_is_none_is_named(client: FlaskClient, documented: Documented, moment: str) -> None:
    answer = client.get(f"/v1/jobs?created_at_to={moment}")
    documented.check(answer, "GET", "/v1/jobs")
    if moment != "9999-12-31":
        assert [each["parameter"] for each in answer.json["errors"]] == ["created_at_to"]
