from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from backports import zstd
from flask import Flask, Response
from flask.testing import FlaskClient

from api.compression import SMALLEST_BYTES, register_compression

BODY = b'{"sentence": "Iraqi forces attacked."}' * 100
UNPACK = {"gzip": gzip.decompress, "zstd": zstd.decompress}


class Blocks:
    """A stream that knows whether it was closed."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks = iter(blocks)
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._blocks

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def app() -> Flask:
    made = Flask("compression", static_folder=None)
    register_compression(made)
    made.add_url_rule("/json", "json", lambda: Response(BODY, content_type="application/json"))
    made.add_url_rule("/small", "small", lambda: Response(b"{}", content_type="application/json"))
    made.add_url_rule("/binary", "binary", lambda: Response(BODY, content_type="application/octet-stream"))
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def coding_for(client: FlaskClient, accepted: str | None, path: str = "/json") -> str | None:
    answer = client.get(path, headers={} if accepted is None else {"Accept-Encoding": accepted})
    coding = answer.headers.get("Content-Encoding")
    assert UNPACK.get(coding or "", bytes)(answer.data) == (b"{}" if path == "/small" else BODY)
    assert answer.headers["Content-Length"] == str(len(answer.data))
    return coding


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("zstd;q=0, *", "gzip"),
        ("*", "zstd"),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0, gzip;q=0.1", "gzip"),
    ],
)
def test_the_coding_is_the_one_the_client_likes_best(
    client: FlaskClient, accepted: str | None, coding: str | None
) -> None:
    assert coding_for(client, accepted) == coding


def test_what_is_small_is_sent_as_it_is_and_still_varies(client: FlaskClient) -> None:
    assert len(b"{}") < SMALLEST_BYTES
    assert coding_for(client, "gzip", "/small") is None
    assert "Accept-Encoding" in client.get("/small").vary


def test_what_does_not_shrink_is_left_alone(client: FlaskClient) -> None:
    answer = client.get("/binary", headers={"Accept-Encoding": "gzip"})
    assert answer.data == BODY
    assert "Accept-Encoding" not in answer.vary


def test_head_says_what_get_would(client: FlaskClient) -> None:
    wish = {"Accept-Encoding": "zstd"}
    get, head = client.get("/json", headers=wish), client.head("/json", headers=wish)
    assert head.data == b""
    for name in ("Content-Encoding", "Content-Length", "Vary"):
        assert head.headers[name] == get.headers[name]


def test_an_etag_of_other_bytes_is_weak(app: Flask) -> None:
    def tagged() -> Response:
        response = Response(BODY, content_type="application/json")
        response.set_etag("a")
        return response

    app.add_url_rule("/tagged", "tagged", tagged)
    client = app.test_client()
    assert client.get("/tagged").headers["ETag"] == '"a"'
    assert client.get("/tagged", headers={"Accept-Encoding": "gzip"}).headers["ETag"] == 'W/"a"'


@pytest.mark.parametrize("coding", UNPACK)
def test_a_stream_is_packed_as_it_flows_and_closed(app: Flask, coding: str) -> None:
    blocks = Blocks([BODY, b"", BODY])
    app.add_url_rule("/stream", "stream", lambda: Response(blocks, content_type="text/csv"))
    answer = app.test_client().get("/stream", headers={"Accept-Encoding": coding}, buffered=False)
    assert answer.headers["Content-Encoding"] == coding
    assert "Content-Length" not in answer.headers
    assert UNPACK[coding](answer.data) == BODY + BODY
    answer.close()
    assert blocks.closed


def test_a_stream_that_nobody_reads_is_closed(app: Flask) -> None:
    blocks = Blocks([BODY])
    app.add_url_rule("/stream", "stream", lambda: Response(blocks, content_type="text/csv"))
    app.test_client().get("/stream", headers={"Accept-Encoding": "gzip"}, buffered=False).close()
    assert blocks.closed


def test_a_stream_that_fails_has_no_end(app: Flask) -> None:
    def failing() -> Iterator[bytes]:
        yield BODY
        raise ConnectionError

    app.add_url_rule("/stream", "stream", lambda: Response(failing(), content_type="text/csv"))
    answer = app.test_client().get("/stream", headers={"Accept-Encoding": "gzip"}, buffered=False)
    with pytest.raises(ConnectionError):
        _ = answer.data
