"""Actors of the codebook: found by name, page by page, with the role of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.problems import CURSOR
from coders.codebook.sources import CodebookSources, load_sources
from decameron.embedded.stack import Servers
from tests.api.codebook_house import ZORBLAX, apps_with_entries, write_own_actors
from tests.api.documented import Documented


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own_actors(tmp_path_factory.mktemp("entries"))


@pytest.fixture(scope="module")
def client(servers: Servers, entries: Path) -> Iterator[FlaskClient]:
    with apps_with_entries(servers) as make_app:
        yield make_app(entries).test_client()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            "zorblax",
            [
                ("person:test-zorblax", "Zorblax"),
                ("party:test-zorblax-league", "Zorblax League"),
                ("ngo:test-friends", "Friends of Zorblax"),
            ],
        ),
        ("EVA ZÖRBLAX", [("person:test-zorblax", "Éva Zorblax-Nagy")]),
        ("nagy zorblax", [("person:test-zorblax", "Éva Zorblax-Nagy")]),
        ("zorblaxx", []),
    ],
)
def test_actors_are_found_by_name_best_first(
    client: FlaskClient, documented: Documented, typed: str, found: list[tuple[str, str]]
) -> None:
    answer = client.get("/v1/codebook/actors", query_string={"q": typed})
    documented.check(answer, "GET", "/v1/codebook/actors")
    assert [(each["id"], each["matched_name"]) for each in answer.json["items"]] == found


@pytest.mark.parametrize(
    ("as_of", "actor_code"),
    [
        ("2003-12-31", "HUNELI"),
        ("2010-05-28", "HUNOPP"),
        ("2010-05-29", "HUNGOV"),
        ("2014-06-06", "HUNGOV"),
        ("2014-06-07", "HUNELI"),
    ],
)
def test_an_actor_has_the_role_of_the_day(
    client: FlaskClient, documented: Documented, as_of: str, actor_code: str
) -> None:
    one = client.get(f"{ZORBLAX}?as_of={as_of}")
    documented.check(one, "GET", "/v1/codebook/actors/{actor_id}")
    [listed] = client.get(f"/v1/codebook/actors?q=zorblax&kind=person&as_of={as_of}").json["items"]
    assert one.json["as_of"] == as_of
    assert one.json["role"]["actor_code"] == listed["role"]["actor_code"] == actor_code
    assert [role["actor_code"] for role in one.json["roles"]] == ["HUNGOV", "HUNOPP"]
    known = client.get(f"/v1/codebook/actors?country=HUN&role={actor_code[3:]}&as_of={as_of}&limit=10000")
    assert "person:test-zorblax" in {each["id"] for each in known.json["items"]}


def test_without_a_day_it_is_today_and_filters_look_at_all_time(client: FlaskClient) -> None:
    before = datetime.now(UTC).date().isoformat()
    told = client.get("/v1/codebook/actors?q=zorblax&country=HUN&role=GOV").json
    assert told["as_of"] in {before, datetime.now(UTC).date().isoformat()}
    assert [(each["id"], each["role"]["actor_code"]) for each in told["items"]] == [
        ("person:test-zorblax", "HUNELI")
    ]
    assert client.get("/v1/codebook/actors?q=zorblax&role=GOV&as_of=2020-01-01").json["items"] == []


def paged(client: FlaskClient, url: str | None) -> list[str]:
    found: list[str] = []
    while url:
        page = client.get(url.removeprefix("http://localhost"))
        assert page.status_code == 200, page.text
        link = f'<{page.json["next"]}>; rel="next"' if page.json["next"] else None
        assert page.headers.get("Link") == link
        found += [each["id"] for each in page.json["items"]]
        assert len(set(found)) == len(found)
        url = page.json["next"]
    return found


def test_paging_gives_every_actor_once(client: FlaskClient, entries: Path) -> None:
    every = load_sources(CodebookSources(entries=entries)).actors
    assert paged(client, f"/v1/codebook/actors?limit={len(every) // 4}") == sorted(every)


def test_paging_keeps_the_order_of_a_search(client: FlaskClient) -> None:
    whole = [each["id"] for each in client.get("/v1/codebook/actors?q=zorblax").json["items"]]
    assert len(whole) == 3
    assert paged(client, "/v1/codebook/actors?q=zorblax&limit=1") == whole


def test_a_cursor_belongs_to_its_search(client: FlaskClient) -> None:
    following = client.get("/v1/codebook/actors?q=zorblax&limit=1").json["next"]
    cursor = following.partition("cursor=")[2]
    for other in ("q=zorblax+league", "q=zorblax&as_of=2012-01-01", "q=zorblax&kind=person"):
        answer = client.get(f"/v1/codebook/actors?{other}&cursor={cursor}")
        assert (answer.status_code, answer.json["type"]) == (422, CURSOR.uri)
