"""How lists of events, dyads and aggregates are asked for and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.cursors import encode_cursor, scope_of
from api.problems import CURSOR, VALIDATION
from api.schemas.event_query import EventQuerySchema
from coders.models import EventActor
from store.event_aggregates import Aggregate
from store.event_rows import RECORD_FIELDS
from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented

EVENTS, DYADS, AGGREGATE = "/v1/events", "/v1/dyads", "/v1/events/aggregate"
Submit = Callable[..., dict[str, Any]]

SYRIA = EventActor("SYRMIL", "SYR", None, ("MIL",), "the Syrian army", (0, 12))
TURKEY = EventActor("TURGOV", "TUR", None, ("GOV",), "Ankara", (22, 35))
UNITED_NATIONS = EventActor("IGOUNO", None, "UNO", (), "the United Nations", (0, 12))


@pytest.fixture
def submitted(submit: Submit, code_next: CodeNext, make_events: MakeEvents) -> dict[str, Any]:
    """Four events of one article."""
    [fight, clash, appeal, talk] = make_events(4)
    accepted = submit(publisher="Wire", title="Offensive")
    code_next(
        fight,
        replace(clash, source=SYRIA, target=TURKEY, event_date=date(2018, 1, 2), confidence=0.5),
        replace(
            appeal, source=UNITED_NATIONS, target=SYRIA, event_code="0256", event_root_code="02", quad_class=1
        ),
        replace(
            talk, source=TURKEY, target=None, sentence="Ankara hopes to talk.", confidence=0.25, place=None
        ),
    )
    return accepted


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("actor=SYR", 2), ("source=SYR", 1), ("actor=UNO", 1), ("target=MIL", 1), ("source=IGO*,TUR*", 2),
        ("dyad=SYR-TUR", 1), ("dyad=UNO-SYR,SYR-*", 2), ("source_country=SYR&source_role=MIL", 1),
        ("target_group=IMG", 1), ("actor_code=SYRMIL", 2), ("event_code=025", 1), ("event_code=19,0256", 4),
        ("quad_class=1", 1), ("plover_type=ASSAULT", 4), ("goldstein_to=-9.5", 4), ("goldstein_from=0", 0),
        ("confidence_from=0.5&confidence_to=0.6", 1), ("scope=domestic", 4), ("background=true", 0),
        ("place_country=IRQ&admin1=Anbar", 3), ("bbox=41,34,42,35", 3), ("near=34.37,41.09&radius_km=5", 3),
        ("publisher=Wire", 4), ("coder_version=c1&codebook_version=b1", 4), ("q=hope", 1),
        ("retracted=only", 0),
        ("published_date_from=2017-10-26&published_date_to=2017-10-26", 4), ("attributed_to=*", 0),
        ("coded_at_from=2020-01-01", 4), ("coded_at_to=2020-01-01T00:00:00Z", 0),
    ],
)  # fmt: skip
def test_filters(
    client: FlaskClient, submitted: dict[str, Any], documented: Documented, query: str, number: int
) -> None:
    answer = client.get(f"{EVENTS}?{query}&count=exact")
    documented.check(answer, "GET", EVENTS)
    assert (len(answer.json["items"]), answer.json["count"]) == (number, number)


def test_article_and_job_are_filters_too(
    client: FlaskClient, submitted: dict[str, Any], submit: Submit
) -> None:
    other = submit()
    for name in ("article_id", "job_id"):
        assert len(client.get(f"{EVENTS}?{name}={submitted[name]}").json["items"]) == 4
        assert client.get(f"{EVENTS}?{name}={other[name]}").json["items"] == []
        assert len(client.get(f"{EVENTS}?{name}={other[name]},{submitted[name]}").json["items"]) == 4


@pytest.mark.parametrize(
    ("path", "query", "parameter", "reason"),
    [
        (EVENTS, "source=usa", "source", "write USA"),
        (EVENTS, "source=U.S.", "source", "a country (USA), a role (MIL)"),
        (EVENTS, "dyad=USA", "dyad", "such as USA-CHN"),
        (EVENTS, "dyads=USA-CHN", "dyads", "did you mean dyad?"),
        (EVENTS, "article=1", "article", "did you mean article_id?"),
        (EVENTS, "event_code=1999", "event_code", "no CAMEO code; did you mean 19?"),
        (EVENTS, "event_code=18*", "event_code", "write 18: a code means all below it too"),
        (EVENTS, "quad_class=5", "quad_class", "give 1, 2, 3 or 4"),
        (EVENTS, "goldstein_from=-11", "goldstein_from", "from -10 to 10"),
        (EVENTS, "goldstein_from=nan", "goldstein_from", "from -10 to 10"),
        (EVENTS, "confidence_from=0.9&confidence_to=0.1", "confidence_from", "after confidence_to"),
        (EVENTS, "scope=internal", "scope", "'internal'; did you mean international?"),
        (EVENTS, "background=yes", "background", "true or false"),
        (EVENTS, "bbox=1,2,3", "bbox", "west, south, east, north"),
        (EVENTS, "bbox=1,50,3,40", "bbox", "west, south, east, north"),
        (EVENTS, "near=91,0&radius_km=5", "near", "latitude and longitude"),
        (EVENTS, "near=34,41", "near", "without radius_km"),
        (EVENTS, "radius_km=5", "radius_km", "without near"),
        (EVENTS, "q=%20-", "q", "no word in it"),
        (EVENTS, "coded_at_from=yesterday", "coded_at_from", "2026-11-22T09:30:00Z"),
        (EVENTS, "job_id=7", "job_id", "give an id as it was answered"),
        (EVENTS, "sort=goldstein", "sort", "known are event_date"),
        (EVENTS, "fields=sorce_code", "fields", "did you mean source_code?"),
        (EVENTS, "expand=articles", "expand", "did you mean article?"),
        (EVENTS, "count=all", "count", "known are exact, estimate, none"),
        (EVENTS, "retracted=yes", "retracted", "known are exclude, include, only"),
        (EVENTS, "format=ndjson&cursor=x", "cursor", "for pages of JSON"),
        (DYADS, "level=region", "level", "known are country, code"),
        (DYADS, "fields=source", "fields", "is not a known query parameter"),
        (AGGREGATE, "", "by", "is missing"),
        (AGGREGATE, "by=mnth", "by", "did you mean month?"),
        (AGGREGATE, "by=month,year", "by", "has month and year"),
        (AGGREGATE, "by=event_code&fill=true", "by", "only gaps in time can be filled"),
        (AGGREGATE, "by=month&measure=sum", "measure", "known are count, mean_goldstein"),
        (AGGREGATE, "by=month&fill=1", "fill", "true or false"),
        (AGGREGATE, "by=month&limit=100001", "limit", "from 1 to 100,000"),
    ],
    ids=lambda value: value[:40],
)
def test_a_parameter_that_is_wrong_is_named(
    client: FlaskClient, documented: Documented, path: str, query: str, parameter: str, reason: str
) -> None:
    answer = client.get(f"{path}?{query}")
    documented.check(answer, "GET", path)
    assert answer.json["type"] == VALIDATION.uri
    told = [each for each in answer.json["errors"] if each["parameter"] == parameter]
    assert any(reason in each["detail"] for each in told), answer.json["errors"]


def walk(client: FlaskClient, url: str | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while url:
        page = client.get(url)
        assert page.status_code == 200, page.text
        items += page.json["items"]
        url = page.json["next"]
    return items


@pytest.mark.parametrize("name", ["event_date", "coded_at", "confidence"])
def test_events_come_in_the_order_asked_for(
    client: FlaskClient,
    submitted: dict[str, Any],
    submit: Submit,
    code_next: CodeNext,
    make_events: MakeEvents,
    name: str,
) -> None:
    submit()
    code_next(*make_events(5))
    for sign in ("", "-"):
        items = walk(client, f"{EVENTS}?sort={sign}{name}&limit=2")
        keys = [(item[name], item["event_id"]) for item in items]
        assert keys == sorted(keys, reverse=sign == "-")
        assert len(set(keys)) == 9


def test_fields_are_those_asked_for_in_the_order_asked_for(
    client: FlaskClient, submitted: dict[str, Any]
) -> None:
    items = walk(client, f"{EVENTS}?fields=target_code,source_span&limit=2&sort=-confidence")
    assert [list(item) for item in items] == [["target_code", "source_span"]] * 4
    [whole, *_] = walk(client, EVENTS)
    assert list(whole) == list(RECORD_FIELDS)


def test_an_article_is_told_but_not_its_text(
    client: FlaskClient, submitted: dict[str, Any], documented: Documented
) -> None:
    answer = client.get(f"{EVENTS}?expand=article,sentence&fields=event_code&limit=1")
    documented.check(answer, "GET", EVENTS)
    [item] = answer.json["items"]
    assert list(item) == ["event_code", "sentence", "article"]
    article = item["article"]
    assert (article["article_id"], article["title"]) == (submitted["article_id"], "Offensive")
    assert "text" not in article


def test_a_count_is_of_all_pages(client: FlaskClient, submitted: dict[str, Any]) -> None:
    first = client.get(f"{EVENTS}?limit=3&count=exact").json
    assert (first["count"], client.get(first["next"]).json["count"]) == (4, 4)
    assert client.get(f"{EVENTS}?count=estimate").json["count"] >= 0
    assert "count" not in client.get(f"{EVENTS}?limit=3").json


def test_another_order_has_other_cursors(client: FlaskClient, submitted: dict[str, Any]) -> None:
    following = client.get(f"{EVENTS}?limit=1&sort=confidence").json["next"]
    answer = client.get(following.replace("sort=confidence", "sort=-confidence"))
    assert (answer.status_code, answer.json["type"]) == (422, CURSOR.uri)


def test_dyads(client: FlaskClient, submitted: dict[str, Any], documented: Documented) -> None:
    answer = client.get(DYADS)
    documented.check(answer, "GET", DYADS)
    [pair] = answer.json["items"]
    assert (pair["source"], pair["target"], pair["event_count"]) == ("SYR", "TUR", 1)
    assert client.get(f"{DYADS}?actor=IRQ").json["items"] == []
    codes = walk(client, f"{DYADS}?level=code&limit=1&sort=-event_count")
    assert [(item["source"], item["target"]) for item in codes] == [
        ("IGOUNO", "SYRMIL"), ("IRQMIL", "IMGISI"), ("SYRMIL", "TURGOV"),
    ]  # fmt: skip


def test_the_country_month_table(
    client: FlaskClient, submitted: dict[str, Any], documented: Documented
) -> None:
    query = "by=month,source_country,quad_class&measure=count,mean_goldstein,sum_goldstein"
    answer = client.get(f"{AGGREGATE}?{query}")
    documented.check(answer, "GET", AGGREGATE)
    assert [list(item.values()) for item in answer.json["items"]] == [
        ["2017-10-01", None, 1, 1, -10.0, -10.0],
        ["2017-10-01", "IRQ", 4, 1, -10.0, -10.0],
        ["2017-10-01", "TUR", 4, 1, -10.0, -10.0],
        ["2018-01-01", "SYR", 4, 1, -10.0, -10.0],
    ]
    assert walk(client, f"{AGGREGATE}?{query}&limit=1") == answer.json["items"]
    filled = walk(client, f"{AGGREGATE}?{query}&fill=true&limit=5")
    assert len(filled) == 4 * 4
    assert sum(item["count"] for item in filled) == 4


@pytest.mark.parametrize("position", [["x", "y", "z"], ["a"], ["a", "b", "1\0"], ["a\0", "b", "1"]])
def test_a_forged_cursor_of_dyads_is_refused(client: FlaskClient, position: list[str]) -> None:
    cursor = encode_cursor(scope_of("dyads", [{}, "country", "dyad"]), position)
    answer = client.get(f"{DYADS}?cursor={cursor}")
    assert (answer.status_code, answer.json["type"]) == (422, CURSOR.uri)


def test_a_forged_cursor_of_aggregates_is_refused(client: FlaskClient) -> None:
    cursor = encode_cursor(scope_of("events.aggregate", [{}, Aggregate(("month",))]), ["soon"])
    answer = client.get(f"{AGGREGATE}?by=month&cursor={cursor}")
    assert (answer.status_code, answer.json["type"]) == (422, CURSOR.uri)


NAMES = [field.data_key or name for name, field in EventQuerySchema().fields.items()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from((EVENTS, DYADS, f"{AGGREGATE}?by=week,target_code")),
    query=st.dictionaries(
        st.sampled_from(sorted(set(NAMES) - {"format"})),
        st.text(max_size=20)
        | st.sampled_from(("USA", "IRQ*,MIL", "1,2,3,4", "2017-10-26", "0.5", "true", "*", "%")),
        max_size=4,
    ),
)
def test_no_query_makes_the_service_fail(client: FlaskClient, path: str, query: dict[str, str]) -> None:
    answer = (
        client.get(path, query_string=query)
        if "?" not in path
        else client.get(AGGREGATE, query_string={"by": "week,target_code", **query})
    )
    assert answer.status_code in {200, 422}
