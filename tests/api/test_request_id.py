from __future__ import annotations

import pytest
import structlog
from flask.testing import FlaskClient


def test_every_answer_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = [
        client.get(path).headers["X-Request-ID"]
        for path in ("/healthz", "/healthz", "/none", "/v1/events?x=1")
    ]
    assert len(set(ids)) == 4
    assert all(len(each) == 32 for each in ids)


def test_a_clients_id_is_kept(client: FlaskClient) -> None:
    assert (
        client.get("/healthz", headers={"X-Request-ID": "run-7.b:2"}).headers["X-Request-ID"] == "run-7.b:2"
    )


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, 'a"b', "ä", "<script>"])
def test_an_id_that_could_do_harm_is_not(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given.encode().decode("latin-1")})
    assert len(answer.headers["X-Request-ID"]) == 32


def test_the_log_has_a_line_for_each_request_with_its_id(client: FlaskClient) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        client.get("/v1/none", headers={"X-Request-ID": "abc"})
    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["request_id"], line["method"], line["path"], line["status"]) == (
        "abc",
        "GET",
        "/v1/none",
        404,
    )
    assert line["milliseconds"] >= 0
