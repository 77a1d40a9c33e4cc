"""Articles by the thousand into the real thing, as common clients send them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx

from tests.acceptance.conftest import Server

LINES = 20_000


def body(padding: str) -> Iterator[bytes]:
    for number in range(LINES):
        if number % 1_000 == 999:
            yield b"no json\n"
        else:
            article = {"text": f"{number} {padding}", "published_date": "2017-10-26", "language": "xx"}
            yield json.dumps(article).encode() + b"\n"


def test_a_stream_larger_than_any_body_is_answered_line_by_line(server: Server) -> None:
    """In chunks, without a length, and with answers enough to fill what lies between client and server."""
    padding = "Der Minister sprach. " * 175
    answer = httpx.post(
        server.http.base_url.join("/v1/articles"),
        content=body(padding),
        headers={"Content-Type": "application/x-ndjson"},
        timeout=120,
    )
    assert LINES * len(padding) > 70_000_000
    assert answer.status_code == 202, answer.text[:500]
    lines = [json.loads(line) for line in answer.iter_lines()]
    assert [line["line"] for line in lines] == list(range(1, LINES + 1))
    assert [line["line"] for line in lines if line["status"] == "refused"] == list(
        range(1_000, LINES + 1, 1_000)
    )
    job = server.http.get(answer.headers["Location"]).json()
    assert job["total"] == LINES - LINES // 1_000
    cancelled = server.http.delete(answer.headers["Location"], timeout=60).json()
    # What the workers held when it was cancelled, two batches at most, may be handed back and is coded then.
    assert cancelled["counts"].get("queued", 0) <= 32
    assert cancelled["counts"]["cancelled"] > 0
    ended = server.http.get(f"{answer.headers['Location']}?wait=20", timeout=30).json()
    assert ended["finished_at"] is not None
