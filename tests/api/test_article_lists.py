from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from api.problems import CURSOR
from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented

Submit = Callable[..., dict[str, Any]]


def paged(client: FlaskClient, url: str | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while url:
        page = client.get(url.removeprefix("http://localhost"))
        assert page.status_code == 200, page.text
        link = f'<{page.json["next"]}>; rel="next"' if page.json["next"] else None
        assert page.headers.get("Link") == link
        items += page.json["items"]
        url = page.json["next"]
    return items


def test_articles_are_listed_page_by_page(
    client: FlaskClient, submit: Submit, documented: Documented
) -> None:
    ids = [submit()["article_id"] for _ in range(5)]
    answer = client.get("/v1/articles?limit=2")
    documented.check(answer, "GET", "/v1/articles")
    assert [each["article_id"] for each in paged(client, "/v1/articles?limit=2")] == ids


def test_filters_of_articles_combine(client: FlaskClient, submit: Submit, code_next: CodeNext) -> None:
    wanted = submit(publisher="Gulf Courier", external_id="x", published_date="2017-10-27")
    code_next()
    submit(publisher="Gulf Courier", external_id="y", published_date="2017-10-27")
    submit(publisher="Gulf Courier", published_date="2017-10-26")
    query = "publisher=Gulf+Courier&state=coded,no_events&published_date_from=2017-10-27"
    [found] = client.get(f"/v1/articles?{query}").json["items"]
    assert found["article_id"] == wanted["article_id"]
    assert len(client.get(f"/v1/articles?job_id={wanted['job_id']}&external_id=x").json["items"]) == 1
    assert client.get(f"/v1/articles?job_id={wanted['job_id']}&external_id=y").json["items"] == []


@pytest.mark.parametrize(
    ("query", "parameter", "reason"),
    [
        ("state=codd", "state", "did you mean coded?"),
        ("state=coded,coded", "state", "twice"),
        ("publishr=x", "publishr", "did you mean publisher?"),
        ("published_date_from=2017", "published_date_from", "YYYY-MM-DD"),
        ("job_id=7", "job_id", "give an id as it was answered"),
        ("limit=0", "limit", "from 1 to 10,000"),
        ("cursor=x", "cursor", "is cut, changed"),
    ],
)
def test_a_parameter_of_the_list_that_is_wrong_is_named(
    client: FlaskClient, documented: Documented, query: str, parameter: str, reason: str
) -> None:
    answer = client.get(f"/v1/articles?{query}")
    documented.check(answer, "GET", "/v1/articles")
    [error] = answer.json["errors"]
    assert error["parameter"].split(".")[0] == parameter
    assert reason in error["detail"]


def test_a_cursor_belongs_to_its_list_and_filters(client: FlaskClient, submit: Submit) -> None:
    for _ in range(2):
        submit(publisher="A")
    following = client.get("/v1/articles?limit=1&publisher=A").json["next"]
    cursor = following.partition("cursor=")[2]
    for other in (f"/v1/articles?cursor={cursor}", f"/v1/jobs?cursor={cursor}"):
        answer = client.get(other)
        assert (answer.status_code, answer.json["type"]) == (422, CURSOR.uri)


def test_articles_are_counted(
    client: FlaskClient, submit: Submit, code_next: CodeNext, documented: Documented
) -> None:
    submit(publisher="A", text="Once.")
    code_next()
    submit(publisher="B", text="Once.")
    submit(publisher="B", published_date="2017-10-27")
    answer = client.get("/v1/articles/aggregate?by=day,publisher")
    documented.check(answer, "GET", "/v1/articles/aggregate")
    told = [
        (each["day"], each["publisher"], each["received"], each["sightings"], each["no_events"])
        for each in answer.json["items"]
    ]
    assert told == [("2017-10-26", "A", 1, 1, 1), ("2017-10-27", "B", 1, 0, 0)]
    assert paged(client, "/v1/articles/aggregate?by=day,publisher&limit=1") == answer.json["items"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "is missing"),
        ("by=", "did you mean"),
        ("by=dya", "did you mean day?"),
        ("by=day,day", "twice"),
        ("by=day,month", "has day and month"),
    ],
)
def test_a_grouping_that_makes_no_sense_is_refused(client: FlaskClient, query: str, reason: str) -> None:
    answer = client.get(f"/v1/articles/aggregate?{query}")
    assert answer.status_code == 422
    assert reason in answer.json["detail"] or query == "by="


@pytest.mark.parametrize(("query", "left"), [("", 2), ("?events=keep", 2), ("?events=retract", 0)])
def test_an_article_is_erased(
    client: FlaskClient,
    submit: Submit,
    code_next: CodeNext,
    make_events: MakeEvents,
    documented: Documented,
    query: str,
    left: int,
) -> None:
    article_id = submit(title="A title")["article_id"]
    events = make_events(2)
    code_next(*events)
    path = f"/v1/articles/{article_id}"
    answer = client.delete(path + query)
    documented.check(answer, "DELETE", "/v1/articles/{article_id}")
    assert (answer.json["state"], answer.json["text"], answer.json["title"]) == ("erased", None, None)
    assert answer.json["event_count"] == left
    assert client.get(path).json == answer.json == client.delete(path + query).json
    assert [each["sentence"] for each in client.get(f"{path}/events").json["items"]] == [None] * left
    event = client.get(f"/v1/events/{events[0].event_id}")
    documented.check(event, "GET", "/v1/events/{event_id}")
    assert event.json["explanation"] is None


def test_what_becomes_of_the_events_is_said_rightly_or_nothing_is_erased(
    client: FlaskClient, submit: Submit, documented: Documented
) -> None:
    article_id = submit()["article_id"]
    answer = client.delete(f"/v1/articles/{article_id}?events=retracted")
    documented.check(answer, "DELETE", "/v1/articles/{article_id}")
    assert answer.json["errors"][0]["detail"] == "has 'retracted'; did you mean retract?"
    assert client.get(f"/v1/articles/{article_id}").json["state"] == "queued"
    unknown = client.delete(f"/v1/articles/{uuid4()}")
    documented.check(unknown, "DELETE", "/v1/articles/{article_id}")
    assert unknown.status_code == 404
