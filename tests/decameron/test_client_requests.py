"""What the client sends, and when it tries again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from decameron.client import requests
from decameron.client.requests import article_batches, article_json, parameters
from decameron.client.transport import pause_after, retry_after


def response(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("attempt", range(12))
def test_pauses_grow_up_to_a_bound(attempt: int):
    pause = pause_after(response(503), attempt)
    assert 0.125 * 2 ** min(attempt, 6) <= pause <= min(20, 0.25 * 2**attempt)


def test_retry_after_is_kept_and_spread():
    pauses = {pause_after(response(429, Retry_After="8"), attempt) for attempt in range(50)}
    assert min(pauses) >= 8
    assert max(pauses) <= 10
    assert len(pauses) > 1


@pytest.mark.parametrize(
    ("outcome", "again"),
    [
        (response(404), False),
        (response(500), False),
        (response(409), False),
        (response(409, Retry_After="1"), True),
        (httpx.ReadTimeout("slow"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (httpx.UnsupportedProtocol("gopher"), False),
    ],
    ids=str,
)
def test_what_is_tried_again(outcome: Any, again: bool):
    assert (pause_after(outcome, 0) is not None) == again


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("", None),
        ("soon", None),
        (format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True), 0),
    ],
)
def test_retry_after_in_seconds_or_as_a_time(value: str, seconds: float | None):
    assert retry_after(response(503, Retry_After=value)) == seconds


def test_a_time_to_come_is_counted_from_now():
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < retry_after(response(503, Retry_After=then)) <= 90


def test_parameters():
    values = {
        "day": date(2024, 1, 2),
        "codes": ["01", "02"],
        "no": None,
        "yes": True,
        "least": 0.5,
        "few": (),
    }
    assert parameters(values) == {
        "day": "2024-01-02",
        "codes": "01,02",
        "yes": "true",
        "least": "0.5",
        "few": "",
    }


@pytest.mark.parametrize(
    ("article", "line"),
    [
        ({"text": "é", "title": None, "url": float("nan")}, '{"text":"é"}'),
        ({"published_date": datetime(2024, 1, 2, 3, tzinfo=UTC)}, '{"published_date":"2024-01-02"}'),
        ({"text": "\ud800"}, '{"text": "\\ud800"}'),
    ],
)
def test_an_article_as_a_line(article: dict[str, Any], line: str):
    assert article_json(article).decode() == line


def test_what_json_does_not_have_is_refused():
    with pytest.raises(TypeError):
        article_json({"text": object()})


def test_batches_are_bounded_by_number_and_by_bytes(monkeypatch: pytest.MonkeyPatch):
    def sizes(texts: list[str]) -> list[int]:
        return [len(batch) for batch in article_batches({"text": text} for text in texts)]

    assert sizes([]) == []
    assert sizes(["x"] * 5_000) == [5_000]
    assert sizes(["x"] * 5_001) == [5_000, 1]
    monkeypatch.setattr(requests, "BATCH_BYTES", 100)
    assert sizes(["x" * 80, "y" * 80, "z" * 500, "a"]) == [1, 1, 1, 1]
    assert sizes(["x" * 30] * 4) == [2, 2]
