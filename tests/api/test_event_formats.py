from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient
from pyarrow import ipc, parquet

from api import event_formats
from api.result_streams import MOST_AT_ONCE
from exports.arrow import arrow_schema
from exports.event_columns import EVENT_COLUMNS
from tests.api.conftest import CodeNext, MakeEvents

PATH = "/v1/events"
COLUMNS = [column.name for column in EVENT_COLUMNS]
EVENTS = 150


@pytest.fixture(autouse=True)
def _no_files_of_other_tests(app: Flask) -> None:
    with app.app_context():
        for path in event_formats.result_files()._directory.iterdir():
            path.unlink()


@pytest.fixture
def events(submit: Callable[..., Any], code_next: CodeNext, make_events: MakeEvents) -> set[str]:
    """More than a page of them."""
    submit()
    made = make_events(EVENTS)
    code_next(*made)
    return {str(event.event_id) for event in made}


def csv_rows(text: str, **how: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), **how))


def arrow_rows(body: bytes) -> list[dict[str, Any]]:
    return ipc.open_stream(io.BytesIO(body)).read_all().to_pylist()


READ: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "csv": lambda body: csv_rows(body.decode()),
    "tsv": lambda body: csv_rows(body.decode(), delimiter="\t", quoting=csv.QUOTE_NONE),
    "ndjson": lambda body: [json.loads(line) for line in body.splitlines()],
    "arrow": arrow_rows,
    "parquet": lambda body: parquet.read_table(io.BytesIO(body)).to_pylist(),
}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("by", ["format", "Accept"])
def test_every_format_gives_the_whole_result(
    client: FlaskClient, events: set[str], name: str, by: str
) -> None:
    if by == "format":
        answer = client.get(f"{PATH}?format={name}", follow_redirects=True)
    else:
        wish = {"Accept": event_formats.MEDIA_TYPES[name]}
        answer = client.get(PATH, headers=wish, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.content_type == CONTENT_TYPES[name]
    assert f"events.{name}" in answer.headers["Content-Disposition"]
    rows = READ[name](answer.data)
    assert len(rows) == EVENTS
    assert {row["event_id"] for row in rows} == events


@pytest.mark.parametrize("name", READ)
def test_filters_fields_order_and_cap_hold_in_every_format(
    client: FlaskClient, events: set[str], name: str
) -> None:
    query = "event_date_to=2017-10-29&fields=event_date,trigger_span&sort=-event_date&limit=4"
    answer = client.get(f"{PATH}?format={name}&{query}", follow_redirects=True)
    rows = READ[name](answer.data)
    assert [str(row["event_date"]) for row in rows] == ["2017-10-29"] * 3 + ["2017-10-28"]
    span = {"trigger_span"} if name == "ndjson" else {"trigger_start", "trigger_end"}
    assert set(rows[0]) == {"event_date"} | span


def test_a_line_of_ndjson_is_an_item_of_json(client: FlaskClient, events: set[str]) -> None:
    [item] = client.get(f"{PATH}?limit=1").json["items"]
    [line] = READ["ndjson"](client.get(f"{PATH}?limit=1&format=ndjson").data)
    assert list(line) == list(item)
    for told in (line, item):
        # Python 3.11 on reads both: one is written by PostgreSQL, which leaves out zeros at the end.
        told["coded_at"] = datetime.fromisoformat(told["coded_at"])
    assert line == item


def test_typed_formats_have_types(client: FlaskClient, events: set[str]) -> None:
    body = client.get(f"{PATH}?format=parquet", follow_redirects=True).data
    assert parquet.read_schema(io.BytesIO(body)).equals(arrow_schema(EVENT_COLUMNS))
    row = READ["parquet"](body)[0]
    assert row["event_date"] == date(2017, 10, 26)
    assert row["source_roles"] == ["MIL"]
    assert row["target_roles"] == ["REB"]
    assert row["event_code"] == "190"
    assert row["background"] is False
    assert row["coded_at"].utcoffset().total_seconds() == 0


@pytest.mark.parametrize("name", READ)
def test_no_events_are_an_empty_table(client: FlaskClient, name: str) -> None:
    answer = client.get(f"{PATH}?format={name}", follow_redirects=True)
    assert answer.status_code == 200
    assert READ[name](answer.data) == []
    if name in ("csv", "tsv"):
        assert answer.text == ("," if name == "csv" else "\t").join(COLUMNS) + "\n"


def test_guard_is_on_unless_switched_off(
    client: FlaskClient, submit: Callable[..., Any], code_next: CodeNext, make_events: MakeEvents
) -> None:
    submit()
    code_next(*make_events(1, sentence='=HYPERLINK("x")'))
    sentences = {
        query: csv_rows(client.get(f"{PATH}?format=csv{query}").text)[0]["sentence"]
        for query in ("", "&guard=true", "&guard=false")
    }
    assert sentences == {
        "": '\'=HYPERLINK("x")',
        "&guard=true": '\'=HYPERLINK("x")',
        "&guard=false": '=HYPERLINK("x")',
    }
    [row] = READ["arrow"](client.get(f"{PATH}?format=arrow").data)
    assert row["sentence"] == '=HYPERLINK("x")'


@pytest.mark.parametrize(
    ("query", "parameter", "says"),
    [
        ("format=xlsx", "format", "csv"),
        ("format=CSV", "format", "csv"),
        ("format=csv&guard=yes", "guard", "true or false"),
        ("format=csv&cursor=abc", "cursor", "leave it out"),
        ("format=csv&count=exact", "count", "leave it out"),
        ("format=csv&fields=event_dat", "fields", "event_date"),
    ],
)
def test_what_means_nothing_is_refused(client: FlaskClient, query: str, parameter: str, says: str) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["parameter"] == parameter
    assert says in error["detail"]


def test_an_unknown_type_is_not_acceptable(client: FlaskClient) -> None:
    answer = client.get(PATH, headers={"Accept": "application/msword"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json["detail"]


def test_anything_is_answered_as_json(client: FlaskClient) -> None:
    for accept in ("*/*", "text/html,*/*;q=0.8", "application/json, text/csv;q=0.5"):
        assert client.get(PATH, headers={"Accept": accept}).content_type == "application/json"
    answer = client.get(PATH, headers={"Accept": "application/json;q=0.5, text/csv"})
    assert answer.mimetype == "text/csv"
    assert {"Accept", "Accept-Encoding"} <= set(answer.vary)


@pytest.mark.parametrize("name", ["csv", "tsv", "ndjson", "arrow"])
def test_head_of_a_stream_has_its_headers_and_takes_no_place(client: FlaskClient, name: str) -> None:
    url = f"{PATH}?format={name}"
    get = client.get(url)
    held = [client.get(url, buffered=False) for _ in range(MOST_AT_ONCE)]
    head = client.head(url)
    for answer in held:
        answer.close()
    assert head.data == b""
    assert head.status_code == get.status_code == 200
    differing = {"Date", "X-Request-ID", "Content-Length"}
    assert {k: v for k, v in head.headers if k not in differing} == {
        k: v for k, v in get.headers if k not in differing
    }


@pytest.mark.parametrize("name", READ)
def test_without_a_database_every_format_is_unavailable(app_without_servers: Flask, name: str) -> None:
    answer = app_without_servers.test_client().get(f"{PATH}?format={name}")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert "Retry-After" in answer.headers


def test_more_long_answers_than_places_are_refused_and_places_come_back(client: FlaskClient) -> None:
    url = f"{PATH}?format=csv"
    held = [client.get(url, buffered=False) for _ in range(MOST_AT_ONCE)]
    refused = client.get(url)
    assert refused.status_code == 503
    assert refused.json["type"] == "urn:decameron:problem:unavailable"
    assert "Retry-After" in refused.headers
    for answer in held:
        answer.close()
    assert client.get(url).status_code == 200


def test_streams_are_compressed_as_the_client_takes_them(client: FlaskClient, events: set[str]) -> None:
    plain = client.get(f"{PATH}?format=csv&sort=event_date")
    assert "Content-Encoding" not in plain.headers
    for coding, unpack in (("gzip", gzip.decompress), ("zstd", zstd.decompress)):
        packed = client.get(f"{PATH}?format=csv&sort=event_date", headers={"Accept-Encoding": coding})
        assert packed.headers["Content-Encoding"] == coding
        assert unpack(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 4
