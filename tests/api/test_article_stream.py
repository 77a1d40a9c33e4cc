from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psutil
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import article_stream
from api.problems import UNAVAILABLE, VALIDATION
from store.articles import submit_articles
from store.pool import Pool, StoreUnavailable
from tests.api.documented import Documented

PATH = "/v1/articles"
NDJSON = "application/x-ndjson"


def line(**fields: Any) -> bytes:
    return json.dumps(
        {"text": f"Troops marched. {uuid4()}", "published_date": "2017-10-26", **fields}
    ).encode()


def post(client: FlaskClient, *lines: bytes, **options: Any) -> TestResponse:
    return client.post(PATH, data=b"\n".join(lines), content_type=NDJSON, **options)


def told(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.content_type == NDJSON, answer.text
    return [json.loads(each) for each in answer.text.splitlines()]


def test_every_line_is_answered_in_order(client: FlaskClient, documented: Documented) -> None:
    first = line()
    answer = post(client, first, b"{", line(), first, line(text=""), b"")
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 202
    lines = told(answer)
    assert [each["line"] for each in lines] == [1, 2, 3, 4, 5]
    assert [each["status"] for each in lines] == ["accepted", "refused", "accepted", "known", "refused"]
    assert lines[3]["article_id"] == lines[0]["article_id"]
    assert lines[1]["problem"]["detail"].startswith("The line is not JSON: ")
    assert lines[4]["problem"]["errors"][0]["pointer"] == "#/text"
    [job_id] = {each["job_id"] for each in lines if "job_id" in each}
    assert answer.headers["Location"] == f"/v1/jobs/{job_id}"
    assert client.get(answer.headers["Location"]).json["total"] == 2


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[]", "is not a JSON object"),
        (b'{"text": "a", "text": "b"}', "twice"),
        (b'{"text": NaN}', "NaN is no JSON number"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "a\\u0000", "published_date": "2017-10-26"}', "NUL"),
        (b'{"text": "' + b"x" * 8_000_000 + b'"}', "has more than 8,000,000 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_line_never_loses_the_good_ones(client: FlaskClient, sent: bytes, reason: str) -> None:
    lines = told(post(client, line(), sent, line()))
    assert [each["status"] for each in lines] == ["accepted", "refused", "accepted"]
    assert reason in lines[1]["problem"]["detail"]


def test_one_job_has_all_batches(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_stream, "_BATCH_LINES", 3)
    answer = post(client, *(line() for _ in range(10)))
    assert {each["job_id"] for each in told(answer)} == {answer.headers["Location"].rpartition("/")[2]}
    job = client.get(answer.headers["Location"]).json
    assert (job["total"], job["counts"]) == (10, {"queued": 10})


def test_where_no_line_can_be_taken_nothing_is_queued(client: FlaskClient, documented: Documented) -> None:
    answer = post(client, b"{}", b"x")
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 200
    assert [each["status"] for each in told(answer)] == ["refused", "refused"]
    assert "Location" not in answer.headers


@pytest.mark.parametrize("body", [b"", b"\n \r\n"])
def test_a_body_without_a_line_is_refused(client: FlaskClient, documented: Documented, body: bytes) -> None:
    answer = post(client, body)
    documented.check(answer, "POST", PATH)
    assert (answer.status_code, answer.json["type"]) == (422, VALIDATION.uri)


def test_another_type_of_body_is_told_what_is_taken(client: FlaskClient, documented: Documented) -> None:
    answer = client.post(PATH, data=b"{}", content_type="text/plain")
    documented.check(answer, "POST", PATH)
    assert answer.status_code == 415
    assert answer.headers["Accept"] == f"application/json, {NDJSON}"


def test_a_database_that_is_lost_on_the_way_says_how_far_it_came(
    client: FlaskClient, documented: Documented, monkeypatch: pytest.MonkeyPatch
) -> None:
    def submit(*args: Any, job_id: Any) -> Any:
        if job_id:
            raise StoreUnavailable("gone")
        return submit_articles(*args, job_id=job_id)

    monkeypatch.setattr(article_stream, "_BATCH_LINES", 2)
    monkeypatch.setattr(article_stream, "submit_articles", submit)
    answer = post(client, *(line() for _ in range(5)))
    documented.check(answer, "POST", PATH)
    assert (answer.status_code, answer.json["type"]) == (503, UNAVAILABLE.uri)
    assert answer.json["detail"].startswith("The database was lost at line 3; ")
    assert "Retry-After" in answer.headers
    assert client.get(answer.headers["Location"]).json["total"] == 2


class Endless(io.RawIOBase):
    """A body of as many megabytes as are asked for, made while it is read."""

    def __init__(self, megabytes: int) -> None:
        self._left = megabytes * 1_000
        self._text = b"x" * 950
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._left and len(self._rest) < len(buffer):
            number = b"%09d" % self._left
            self._rest += b'{"text": "%b", "published_date": "2017-10-26"}\n' % (number + self._text)
            self._left -= 1
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def test_a_body_larger_than_any_other_is_taken_in_constant_memory(
    app: Flask, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def body(megabytes: int) -> dict[str, Any]:
        return {"wsgi.input_terminated": True, "wsgi.input": io.BufferedReader(Endless(megabytes))}

    def grown(megabytes: int) -> int:
        before = psutil.Process().memory_info().rss
        answer = app.test_client().post(PATH, content_type=NDJSON, environ_overrides=body(megabytes))
        assert answer.status_code == 202, answer.text
        assert sum(1 for _ in answer.response) > 0
        return psutil.Process().memory_info().rss - before

    app.config["MAX_CONTENT_LENGTH"], limit = 1_000_000, app.config["MAX_CONTENT_LENGTH"]
    try:
        grown(2)
        assert grown(12) < 8_000_000
    finally:
        app.config["MAX_CONTENT_LENGTH"] = limit


def test_an_answer_is_spooled_until_the_body_has_ended(client: FlaskClient) -> None:
    """The first byte of the answer comes after the last of the body, or common clients would deadlock."""
    read: list[bytes] = []

    def body() -> Iterator[bytes]:
        for _ in range(3):
            read.append(line() + b"\n")
            yield read[-1]

    class Body(io.RawIOBase):
        chunks = body()

        def readinto(self, buffer: Any) -> int:
            chunk = next(self.chunks, b"")
            buffer[: len(chunk)] = chunk
            return len(chunk)

    answer = client.post(
        PATH,
        content_type=NDJSON,
        environ_overrides={"wsgi.input_terminated": True, "wsgi.input": Body()},
        buffered=False,
    )
    assert len(read) == 3
    assert len(told(answer)) == 3
