from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.cursors import encode_cursor, scope_of
from api.problems import CURSOR, VALIDATION
from coders.models import EventActor, Explanation
from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented

PATH = "/v1/events"
Submit = Callable[..., dict[str, Any]]

SYRIA = EventActor("SYRMIL", "SYR", None, ("MIL",), "the Syrian army", (0, 12))
TURKEY = EventActor("TURGOV", "TUR", None, ("GOV",), "Ankara", (22, 35))


def walk(client: FlaskClient, url: str) -> list[list[dict[str, Any]]]:
    """All pages from ``url`` on."""
    pages = []
    following: str | None = url
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        following = answer.json["next"]
        expected = f'<{following}>; rel="next"' if following else None
        assert answer.headers.get("Link") == expected
        pages.append(answer.json["items"])
    return pages


@pytest.fixture
def five_hundred(submit: Submit, code_next: CodeNext, make_events: MakeEvents) -> set[str]:
    ids = set()
    for _ in range(5):
        submit()
        events = make_events(100)
        code_next(*events)
        ids |= {str(event.event_id) for event in events}
    return ids


@pytest.mark.parametrize("limit", [7, 100, 250, 500, 10_000])
def test_following_next_gives_every_event_once(
    client: FlaskClient, five_hundred: set[str], limit: int
) -> None:
    pages = walk(client, f"{PATH}?limit={limit}")
    given = [event for page in pages for event in page]
    assert len(given) == 500
    assert {event["event_id"] for event in given} == five_hundred
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert pages[-1], "no page is empty where there are events"
    keys = [(event["event_date"], event["event_id"]) for event in given]
    assert keys == sorted(keys)


def test_events_that_arrive_during_a_walk_disturb_it_not(
    client: FlaskClient, five_hundred: set[str], submit: Submit, code_next: CodeNext, make_events: MakeEvents
) -> None:
    first = client.get(f"{PATH}?limit=200").json
    submit()
    code_next(*make_events(50))
    rest = [event for page in walk(client, first["next"]) for event in page]
    seen = [event["event_id"] for event in first["items"] + rest]
    assert len(seen) == len(set(seen))
    assert five_hundred <= set(seen)


def test_a_page_has_a_hundred_events_by_default(client: FlaskClient, five_hundred: set[str]) -> None:
    assert len(client.get(PATH).json["items"]) == 100


def test_next_keeps_the_filters_and_the_limit(client: FlaskClient, five_hundred: set[str]) -> None:
    following = client.get(f"{PATH}?limit=2&actor_country=IRQ,SYR&event_date_from=2017-10-26").json["next"]
    query = parse_qs(urlsplit(following).query)
    assert query.pop("cursor")
    assert query == {
        "limit": ["2"],
        "actor_country": ["IRQ,SYR"],
        "event_date_from": ["2017-10-26"],
    }


def test_the_limit_may_change_between_pages(client: FlaskClient, five_hundred: set[str]) -> None:
    following = client.get(f"{PATH}?limit=2").json["next"]
    pages = walk(client, following.replace("limit=2", "limit=300"))
    assert sum(map(len, pages)) == 498


def test_no_events_are_an_empty_last_page(client: FlaskClient, documented: Documented) -> None:
    answer = client.get(PATH)
    documented.check(answer, "GET", PATH)
    assert answer.json == {"items": [], "next": None}


def test_what_is_sent_matches_the_schema(
    client: FlaskClient, submit: Submit, code_next: CodeNext, make_events: MakeEvents, documented: Documented
) -> None:
    submit(publisher="Reuters", url="https://example.org/1")
    code_next(*make_events(), *make_events(target=None, place=None, attributed_to_code="SYRGOV"))
    answer = client.get(f"{PATH}?limit=1")
    documented.check(answer, "GET", PATH)
    for event in client.get(PATH).json["items"]:
        one = client.get(f"/v1/events/{event['event_id']}")
        documented.check(one, "GET", "/v1/events/{event_id}")
        assert {name: value for name, value in one.json.items() if name != "explanation"} == event


def test_an_event_has_its_explanation(
    client: FlaskClient, submit: Submit, code_next: CodeNext, make_events: MakeEvents
) -> None:
    submit()
    [event] = make_events()
    code_next(event)
    explanation = client.get(f"/v1/events/{event.event_id}").json["explanation"]
    assert set(explanation) == {field.name for field in fields(Explanation)}
    assert explanation["pattern_id"] == "attack-190"
    assert explanation["source_entries"][0]["valid_from"] == "1932-10-03"
    assert explanation["date_span"] == [61, 69]


def test_an_event_that_is_not_there_is_404(client: FlaskClient, documented: Documented) -> None:
    unknown = uuid4()
    answer = client.get(f"/v1/events/{unknown}")
    documented.check(answer, "GET", "/v1/events/{event_id}")
    assert answer.status_code == 404
    assert answer.json["detail"] == f"There is no event {unknown}."


@pytest.fixture
def four_kinds(submit: Submit, code_next: CodeNext, make_events: MakeEvents) -> dict[str, str]:
    """Four events by a name of ours: their ids."""
    [fight] = make_events()
    kinds = {
        "iraq fights": fight,
        "syria fights turkey": replace(*make_events(), source=SYRIA, target=TURKEY),
        "turkey talks": replace(
            *make_events(), source=TURKEY, target=None, event_code="0331", event_root_code="03", quad_class=1
        ),
        "syria later": replace(*make_events(), source=SYRIA, event_date=date(2018, 1, 2)),
    }
    submit()
    code_next(*kinds.values())
    return {str(event.event_id): name for name, event in kinds.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("actor_country=IRQ", {"iraq fights"}),
        ("actor_country=TUR", {"syria fights turkey", "turkey talks"}),
        ("source_country=TUR", {"turkey talks"}),
        ("target_country=TUR", {"syria fights turkey"}),
        ("actor_country=IRQ,TUR", {"iraq fights", "syria fights turkey", "turkey talks"}),
        ("source_country=SYR&target_country=TUR", {"syria fights turkey"}),
        ("event_root_code=03", {"turkey talks"}),
        ("event_root_code=03,19&source_country=TUR", {"turkey talks"}),
        ("event_root_code=14", set()),
        ("event_date_from=2018-01-02", {"syria later"}),
        ("event_date_from=2018-01-03", set()),
        ("event_date_to=2017-10-26", {"iraq fights", "syria fights turkey", "turkey talks"}),
        ("event_date_from=2017-10-26&event_date_to=2017-10-26&actor_country=IRQ", {"iraq fights"}),
        ("event_date_from=2017-10-27&event_date_to=2018-12-31", {"syria later"}),
    ],
)
def test_filters(client: FlaskClient, four_kinds: dict[str, str], query: str, names: set[str]) -> None:
    found = [event for page in walk(client, f"{PATH}?{query}&limit=1") for event in page]
    assert {four_kinds[event["event_id"]] for event in found} == names
    assert len(found) == len(names)


@pytest.mark.parametrize(
    ("query", "parameter", "reason"),
    [
        ("actor_contry=IRQ", "actor_contry", "did you mean actor_country?"),
        ("country=IRQ", "country", "is not a known query parameter"),
        ("Limit=5", "Limit", "did you mean limit?"),
        ("page=2", "page", "is not a known query parameter"),
        ("limit=0", "limit", "is '0'; give a whole number from 1 to 10,000"),
        ("limit=10001", "limit", "from 1 to 10,000"),
        ("limit=ten", "limit", "from 1 to 10,000"),
        ("limit=", "limit", "from 1 to 10,000"),
        ("limit=1&limit=2", "limit", "is given 2 times"),
        ("actor_country=IRQ&actor_country=SYR", "actor_country", "several values parted by commas"),
        ("actor_country=", "actor_country", "has no value or too many"),
        ("actor_country=IRQ,,SYR", "actor_country", "alpha-3"),
        ("actor_country=irq", "actor_country", "write IRQ"),
        ("source_country=Iraq", "source_country", "alpha-3"),
        ("target_country=IRQ;SYR", "target_country", "alpha-3"),
        ("actor_country=" + ",".join(["IRQ"] * 251), "actor_country", "give 1 to 250"),
        ("event_root_code=4", "event_root_code", "write 04"),
        ("event_root_code=190", "event_root_code", "its root is 19"),
        ("event_date_from=2017", "event_date_from", "YYYY-MM-DD"),
        ("event_date_to=2017-10-26T00:00", "event_date_to", "give the date alone"),
        ("event_date_from=2018-01-01&event_date_to=2017-01-01", "event_date_from", "after event_date_to"),
        ("event_date_from=%00", "event_date_from", "YYYY-MM-DD"),
        ("actor_country=%ff%fe", "actor_country", "alpha-3"),
        ("%ed%a0%80=1", "%ED%A0%80", "is not a known query parameter"),
    ],
    ids=lambda value: value[:40],
)
def test_a_parameter_that_is_wrong_is_named(
    client: FlaskClient, documented: Documented, query: str, parameter: str, reason: str
) -> None:
    answer = client.get(f"{PATH}?{query}")
    documented.check(answer, "GET", PATH)
    assert answer.json["type"] == VALIDATION.uri
    assert any(each["parameter"] == parameter and reason in each["detail"] for each in answer.json["errors"])


@pytest.mark.parametrize("path", ["/v1/articles/{}", "/v1/articles/{}/events", "/v1/events/{}"])
def test_where_there_are_no_parameters_one_is_refused(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path.format(uuid4())}?expand=1")
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error == {"parameter": "expand", "detail": "is not known: there is no query parameter here"}


def cursor_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["cursor"][0]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("cursor={}&actor_country=SYR", "belongs to other filters"),
        ("cursor={}x", "is cut, changed or not of this service"),
        ("cursor=", "is cut, changed or not of this service"),
        ("cursor=eyJhIjoxfQ", "is cut, changed or not of this service"),
    ],
)
def test_a_cursor_that_is_wrong_is_told_so(
    client: FlaskClient, five_hundred: set[str], documented: Documented, query: str, reason: str
) -> None:
    cursor = cursor_of(client.get(f"{PATH}?limit=1").json["next"])
    answer = client.get(f"{PATH}?{query.format(cursor)}")
    documented.check(answer, "GET", PATH)
    assert answer.status_code == 422
    assert answer.json["type"] == CURSOR.uri
    assert answer.json["errors"][0]["parameter"] == "cursor"
    assert reason in answer.json["errors"][0]["detail"]


def test_the_order_of_values_makes_no_other_list(client: FlaskClient, five_hundred: set[str]) -> None:
    cursor = cursor_of(client.get(f"{PATH}?limit=1&actor_country=IRQ,SYR").json["next"])
    assert client.get(f"{PATH}?limit=1&actor_country=SYR,IRQ&cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    "position", [[], ["x"], ["2017-10-26", "x"], ["x", str(uuid4())], ["2017-10-26", str(uuid4()), "y"]]
)
def test_a_forged_cursor_is_refused(client: FlaskClient, position: list[str]) -> None:
    cursor = encode_cursor(scope_of("events", [{}, "event_date"]), position)
    answer = client.get(f"{PATH}?cursor={cursor}")
    assert answer.status_code == 422
    assert "stands for no place in this list" in answer.json["detail"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(st.sampled_from(["cursor", "limit", "actor_country", "x"]), st.text(max_size=60))
)
def test_no_query_makes_the_service_fail(client: FlaskClient, query: dict[str, str]) -> None:
    assert client.get(PATH, query_string=query).status_code in {200, 422}


def test_a_cursor_is_safe_in_a_url(client: FlaskClient, five_hundred: set[str]) -> None:
    cursor = cursor_of(client.get(f"{PATH}?limit=1").json["next"])
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
