from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.problems import NOT_FOUND
from coders.codebook.sources import CodebookSources, load_sources
from decameron.embedded.stack import Servers
from tests.api.codebook_house import OWN_ACTORS, RESOURCES, ZORBLAX, apps_with_entries, write_own_actors
from tests.api.documented import Documented

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SECTION = GUIDE.split("## Read the codebook\n")[1].split("\n## ")[0]


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own_actors(tmp_path_factory.mktemp("entries"))


@pytest.fixture(scope="module")
def client(servers: Servers, entries: Path) -> Iterator[FlaskClient]:
    with apps_with_entries(servers) as make_app:
        yield make_app(entries).test_client()


@pytest.fixture(scope="module")
def version(entries: Path) -> str:
    return load_sources(CodebookSources(entries=entries)).codebook_version


@pytest.mark.parametrize("path", RESOURCES[:-1])
def test_every_resource_is_as_documented_and_says_its_version(
    client: FlaskClient, documented: Documented, version: str, path: str
) -> None:
    answer = client.get(path)
    documented.check(answer, "GET", path)
    assert answer.json["codebook_version"] == version
    assert ".entries-" in version


def test_what_it_holds_is_counted_and_linked(client: FlaskClient) -> None:
    told = client.get("/v1/codebook").json
    assert told["counts"]["event_codes"] == 318
    assert all(re.fullmatch("[a-z_]+", kind) for kind in told["counts"])
    assert sorted(told["links"].values()) == sorted(RESOURCES[1:])


@pytest.mark.parametrize("path", [*RESOURCES, "/v1/codebook/events/190", f"{ZORBLAX}?as_of=2012-01-01"])
def test_what_the_client_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert client.get(path, headers={"If-Match": '"other"'}).status_code == 412


@pytest.mark.parametrize("path", [*RESOURCES, "/v1/codebook/events/190"])
def test_the_etag_changes_with_any_entry(app: Flask, client: FlaskClient, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    of_another = app.test_client().get(path, headers={"If-None-Match": etag})
    assert of_another.status_code == 200


def test_all_event_codes_are_told_in_order(client: FlaskClient) -> None:
    codes = [each["code"] for each in client.get("/v1/codebook/events").json["items"]]
    assert len(codes) == 318
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("root=14,20", lambda each: each["code"][:2] in {"14", "20"}),
        ("quad_class=1", lambda each: each["quad_class"] == 1),
        ("plover_type=PROTEST", lambda each: each["plover_type"] == "PROTEST"),
        ("root=19&quad_class=4", lambda each: each["code"][:2] == "19"),
        ("q=REFUS+intelligence", lambda each: each["code"] == "1214"),
    ],
)
def test_event_codes_are_filtered(
    client: FlaskClient, query: str, holds: Callable[[dict[str, Any]], bool]
) -> None:
    every = client.get("/v1/codebook/events").json["items"]
    told = client.get(f"/v1/codebook/events?{query}").json["items"]
    assert told == [each for each in every if holds(each)]
    assert 0 < len(told) < 318


def test_an_event_code_is_told(client: FlaskClient, documented: Documented) -> None:
    answer = client.get("/v1/codebook/events/1214")
    documented.check(answer, "GET", "/v1/codebook/events/{code}")
    assert answer.json["goldstein_from"] == {"icews": "121", "phoenix": "121"}


@pytest.mark.parametrize(
    ("path", "described", "hint"),
    [
        ("/v1/codebook/events/1999", "/v1/codebook/events/{code}", "text of two to four digits"),
        ("/v1/codebook/events/fight", "/v1/codebook/events/{code}", "such as 19, 190 or 1823"),
        ("/v1/codebook/actors/person:x", "/v1/codebook/actors/{actor_id}", "?q= finds them by name"),
        ("/v1/codebook/actors/a/b%20c", "/v1/codebook/actors/{actor_id}", "'a/b c'"),
    ],
)
def test_what_is_not_there_is_said_with_what_would_be(
    client: FlaskClient, documented: Documented, path: str, described: str, hint: str
) -> None:
    answer = client.get(path)
    documented.check(answer, "GET", described)
    assert answer.json["type"] == NOT_FOUND.uri
    assert hint in answer.json["detail"]


@pytest.mark.parametrize(
    ("path", "parameter", "hint"),
    [
        ("/v1/codebook?q=x", "q", "there is no query parameter here"),
        ("/v1/codebook/events?rot=14", "rot", "did you mean root?"),
        ("/v1/codebook/events?root=1", "root", "write 01"),
        ("/v1/codebook/events?quad_class=5", "quad_class", "give 1, 2, 3 or 4"),
        ("/v1/codebook/events?q=--", "q", "which has no word in it"),
        ("/v1/codebook/actors?asof=2012-01-01", "asof", "did you mean as_of?"),
        ("/v1/codebook/actors?as_of=2012", "as_of", "YYYY-MM-DD"),
        ("/v1/codebook/actors?kind=persn", "kind", "did you mean person?"),
        ("/v1/codebook/actors?country=fra", "country", "write FRA"),
        ("/v1/codebook/actors?role=gov", "role", "write GOV"),
        ("/v1/codebook/actors?q=" + "x" * 101, "q", "100 is the most"),
        ("/v1/codebook/actors?limit=0", "limit", "from 1 to 10,000"),
        ("/v1/codebook/actors?cursor=x", "cursor", "is cut, changed"),
        ("/v1/codebook/roles?kind=rol", "kind", "did you mean role?"),
        ("/v1/codebook/countries?name=x", "name", "is not a known query parameter"),
        ("/v1/codebook/download?format=csv", "format", "there is no query parameter here"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(
    client: FlaskClient, documented: Documented, path: str, parameter: str, hint: str
) -> None:
    answer = client.get(path)
    documented.check(answer, "GET", path.partition("?")[0])
    [error] = answer.json["errors"]
    assert (answer.status_code, error["parameter"].split(".")[0]) == (422, parameter)
    assert hint in error["detail"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("kremlin", "RUS"), ("Côte d'Ivoire", "CIV"), ("COTE D IVOIRE", "CIV"), ("iraqi", "IRQ")],
)
def test_countries_are_found_by_what_they_are_called(client: FlaskClient, typed: str, code: str) -> None:
    found = client.get("/v1/codebook/countries", query_string={"q": typed}).json["items"]
    assert code in {each["code"] for each in found}
    assert all(each["matched_name"] for each in found)


def test_roles_are_filtered_by_kind(client: FlaskClient) -> None:
    every = client.get("/v1/codebook/roles").json["items"]
    roles = client.get("/v1/codebook/roles?kind=role").json["items"]
    assert "GOV" in {each["code"] for each in roles}
    assert roles == [each for each in every if each["kind"] == "role"]


def test_the_whole_is_a_file_with_the_version_in_its_name(
    client: FlaskClient, documented: Documented, version: str
) -> None:
    answer = client.get("/v1/codebook/download")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="codebook-{version}.json"'
    whole = answer.json
    assert whole["codebook_version"] == version
    assert {each["id"] for each in OWN_ACTORS} <= {each["id"] for each in whole["actors"]}
    schema = documented.response("GET", "/v1/codebook/download", 200)["content"]["application/json"]["schema"]
    some = {name: value[:20] if isinstance(value, list) else value for name, value in whole.items()}
    documented.check_value(some, schema)


def test_the_document_tells_of_its_name_and_of_both_headers_of_pages(documented: Documented) -> None:
    assert set(documented.response("GET", "/v1/codebook/actors", 200)["headers"]) == {"ETag", "Link"}
    headers = documented.response("GET", "/v1/codebook/download", 200)["headers"]
    assert set(headers) == {"Content-Disposition", "ETag"}


@pytest.mark.parametrize("path", re.findall(r"http://127\.0\.0\.1:8000(/[^\s']*)", SECTION))
def test_what_the_guide_asks_is_answered(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.json.get("items") != []


def test_the_guide_shows_what_is_answered(client: FlaskClient) -> None:
    [shown] = re.findall(r"```json\n(.*?)```", SECTION, flags=re.DOTALL)
    told = client.get("/v1/codebook/events/1214").json
    assert {**json.loads(shown), "codebook_version": told["codebook_version"]} == told


def test_the_guide_names_every_parameter(documented: Documented) -> None:
    for path in (name for name in documented.document["paths"] if name.startswith("/v1/codebook")):
        for parameter in documented.operation("GET", path).get("parameters", ()):
            assert parameter["in"] != "query" or f"`{parameter['name']}`" in SECTION, (path, parameter)
