from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import CodeNext, MakeEvents
from tests.api.documented import Documented


@pytest.fixture(params=["article", "event"])
def url(
    request: pytest.FixtureRequest,
    submit: Callable[..., Any],
    code_next: CodeNext,
    make_events: MakeEvents,
) -> str:
    article_id = submit(text="Troops marched. " * 100)["article_id"]
    [event] = make_events(1)
    code_next(event)
    return f"/v1/articles/{article_id}" if request.param == "article" else f"/v1/events/{event.event_id}"


def test_what_the_client_has_is_not_sent_again(client: FlaskClient, url: str) -> None:
    first = client.get(url)
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(url, headers={"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert client.get(url, headers={"If-None-Match": '"other"'}).data == first.data


def test_a_packed_answer_is_known_by_its_weak_etag(client: FlaskClient, url: str) -> None:
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    etag = packed.headers["ETag"]
    assert etag.startswith("W/")
    again = client.get(url, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_head_has_the_etag_too(client: FlaskClient, url: str) -> None:
    get, head = client.get(url), client.head(url)
    assert (head.data, head.headers["ETag"]) == (b"", get.headers["ETag"])
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_another_state_than_wished_is_refused(client: FlaskClient, url: str) -> None:
    etag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"If-Match": etag}).status_code == 200
    other = client.get(url, headers={"If-Match": '"other"'})
    assert (other.status_code, other.json["type"]) == (412, "urn:decameron:problem:precondition-failed")


def test_the_etag_changes_with_the_answer(client: FlaskClient, submit: Callable[..., Any]) -> None:
    text = "Troops marched."
    url = f"/v1/articles/{submit(text=text)['article_id']}"
    before = client.get(url).headers["ETag"]
    submit(text=text, publisher="Another")
    after = client.get(url, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before


def test_a_problem_is_not_kept(client: FlaskClient) -> None:
    missing = client.get("/v1/events/0196a1c2-7b1d-7f02-8a6e-2b9d4c7e1f10")
    assert missing.status_code == 404
    assert "ETag" not in missing.headers


def test_the_document_tells_of_it(documented: Documented) -> None:
    for path in ("/v1/articles/{article_id}", "/v1/events/{event_id}"):
        operation = documented.operation("GET", path)
        assert {"304", "412"} <= set(operation["responses"])
        assert "If-None-Match" in {parameter["name"] for parameter in operation["parameters"]}
        assert "ETag" in operation["responses"]["200"]["headers"]
