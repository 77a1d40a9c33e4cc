from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyarrow import parquet

from api import event_formats
from api.result_files import ErasedMeanwhile, ResultFiles
from exports.event_columns import EVENT_COLUMNS
from tests.api.conftest import CodeNext, MakeEvents

PATH = "/v1/events"
COLUMNS = [column.name for column in EVENT_COLUMNS]
EVENTS = 150


@pytest.fixture(autouse=True)
def _no_files_of_other_tests(app: Flask) -> None:
    with app.app_context():
        event_formats.result_files().forget()


@pytest.fixture
def events(submit: Callable[..., Any], code_next: CodeNext, make_events: MakeEvents) -> set[str]:
    """More than a page of them."""
    submit()
    made = make_events(EVENTS)
    code_next(*made)
    return {str(event.event_id) for event in made}


def file_url(client: FlaskClient, query: str = "format=parquet", **headers: str) -> str:
    answer = client.get(f"{PATH}?{query}", headers=headers)
    assert answer.status_code == 303
    assert answer.data == b""
    assert "Content-Type" not in answer.headers
    return urlsplit(answer.headers["Location"]).path


def test_a_file_is_read_in_ranges(client: FlaskClient, events: set[str]) -> None:
    url = file_url(client)
    whole = client.get(url)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Length"] == str(len(whole.data))
    assert not whole.headers["ETag"].startswith("W/")
    head = client.head(url)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Accept-Ranges"):
        assert head.headers[name] == whole.headers[name]
    for asked, expected in (
        ("bytes=0-3", b"PAR1"),
        ("bytes=-4", b"PAR1"),
        ("bytes=10-19", whole.data[10:20]),
    ):
        part = client.get(url, headers={"Range": asked, "Accept-Encoding": "gzip, zstd"})
        assert (part.status_code, part.data) == (206, expected)
        assert part.headers["Content-Range"].endswith(f"/{len(whole.data)}")
        assert "Content-Encoding" not in part.headers


def test_a_file_is_conditional(client: FlaskClient, events: set[str]) -> None:
    url = file_url(client)
    etag = client.head(url).headers["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(url, headers={"Range": "bytes=0-3", "If-Range": etag}).status_code == 206
    assert client.get(url, headers={"Range": "bytes=0-3", "If-Range": '"other"'}).status_code == 200
    other = client.get(url, headers={"If-Match": '"other"'})
    assert (other.status_code, other.json["type"]) == (412, "urn:decameron:problem:precondition-failed")


def test_a_range_beyond_the_end_is_said_to_be(client: FlaskClient, events: set[str]) -> None:
    answer = client.get(file_url(client), headers={"Range": "bytes=9999999-"})
    assert (answer.status_code, answer.json["type"]) == (416, "urn:decameron:problem:range")
    assert answer.headers["Content-Range"].startswith("bytes */")


def test_the_same_wish_is_the_same_file_until_something_changes(
    client: FlaskClient,
    events: set[str],
    submit: Callable[..., Any],
    code_next: CodeNext,
    make_events: MakeEvents,
) -> None:
    first = file_url(client)
    assert file_url(client) == first
    assert file_url(client, "format=parquet&fields=event_id") != first
    submit()
    code_next(*make_events(1))
    # a range goes on with what the reader saw first; a new reader gets what there is now
    assert file_url(client, Range="bytes=0-3") == first
    second = file_url(client)
    assert second != first
    assert parquet.read_metadata(io.BytesIO(client.get(second).data)).num_rows == EVENTS + 1


def test_no_file_outlives_what_was_erased(client: FlaskClient, events: set[str]) -> None:
    url = file_url(client)
    article_id = client.get("/v1/articles").json["items"][0]["article_id"]
    assert client.delete(f"/v1/articles/{article_id}").status_code == 200
    assert client.get(url).status_code == 404
    assert file_url(client) != url


def test_a_file_that_is_made_while_something_is_erased_is_not_kept(tmp_path: Path) -> None:
    files, other = ResultFiles(tmp_path), ResultFiles(tmp_path)

    def write(path: Path) -> None:
        path.write_bytes(b"PAR1")
        other.forget()

    with pytest.raises(ErasedMeanwhile):
        files.make("0" * 16, 1, write)
    assert not list(tmp_path.glob("*.parquet"))


def test_processes_share_their_files(tmp_path: Path) -> None:
    name = ResultFiles(tmp_path).make("0" * 16, 1, lambda path: path.write_bytes(b"PAR1"))
    assert ResultFiles(tmp_path).path(name).read_bytes() == b"PAR1"
    assert ResultFiles(tmp_path).newest("0" * 16) == name


@pytest.mark.parametrize("name", ["x", "0" * 16 + "-1-" + "0" * 32 + ".parquet", "..%2f..%2fetc%2fpasswd"])
def test_a_file_that_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/v1/files/{name}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_parquet_has_a_bound_and_says_so(
    client: FlaskClient, events: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_formats, "MOST_PARQUET_ROWS", EVENTS - 1)
    answer = client.get(f"{PATH}?format=parquet")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "format"
    assert "limit" in answer.json["detail"]
    file_url(client, f"format=parquet&limit={EVENTS - 1}")
    assert client.get(f"{PATH}?format=parquet&limit={EVENTS}").status_code == 422
