"""The client against a real HTTP server whose answers are written down beforehand."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from decameron import Client, DecameronProblem, DecameronUnreachable
from decameron.client import Job, Receipt, requests
from decameron.client.requests import article_batches, article_json, parameters
from decameron.client.transport import pause_after, retry_after

PROBLEM = "application/problem+json"


@dataclass
class Answer:
    content: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """The answers to give, one for each request, and the requests that came. The last goes on for ever."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def will(self, *answers: Answer) -> None:
        self.answers = list(answers)


@pytest.fixture
def script() -> Iterator[Script]:
    told = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.requests.append(Request(self.command, parts.path, query, dict(self.headers), body))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.send_response(answer.status)
            headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.body))}
            for name, value in (headers | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _serve  # noqa: N815 -- the names the library looks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        told.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def client(script: Script) -> Iterator[Client]:
    with Client(script.url, key="dcm_secret") as made:
        yield made


def job(state: str, done: int = 0, total: int = 2, **more: Any) -> dict[str, Any]:
    return {
        "job_id": "j1",
        "state": state,
        "total": total,
        "done": done,
        "counts": {},
        "errors": [],
        "created_at": "2026-11-22T09:30:00Z",
        "started_at": None,
        "finished_at": None,
        **more,
    }


def problem(status: int, **more: Any) -> Answer:
    content = {
        "type": "urn:decameron:problem:busy",
        "title": "Busy",
        "status": status,
        "detail": "no",
        **more,
    }
    return Answer(content, status, media_type=PROBLEM)


def test_importing_decameron_loads_neither_httpx_nor_a_table_library():
    code = (
        "import sys, decameron; assert not {'httpx', 'rich'} & set(sys.modules)\n"
        "decameron.Client; assert not {'pandas', 'polars', 'pyarrow', 'flask', 'spacy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_key_goes_along_and_is_not_shown(client: Client, script: Script):
    script.will(Answer({"event_id": "e1"}))
    assert client.event("e1") == {"event_id": "e1"}
    assert script.requests[0].headers["Authorization"] == "Bearer dcm_secret"
    assert "secret" not in repr(client)


def test_without_a_key_none_is_sent(script: Script):
    script.will(Answer({}))
    with Client(script.url) as client:
        client.article("a1")
    assert "Authorization" not in script.requests[0].headers


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://localhost", ""])
def test_an_address_that_is_none_is_refused_at_once(url: str):
    with pytest.raises(ValueError, match="such as http://127"):
        Client(url)


def test_submit(client: Client, script: Script):
    script.will(Answer({"job_id": "j1", "article_id": "a1", "known": False, "state": "queued"}, 202))
    receipt = client.submit("Iraq praised Iran.", date(2024, 5, 14), publisher="Wire", title=None)
    assert receipt == Receipt(0, "accepted", "a1", "j1")
    assert json.loads(script.requests[0].body) == {
        "text": "Iraq praised Iran.",
        "published_date": "2024-05-14",
        "publisher": "Wire",
    }


def test_a_request_that_is_tried_again_keeps_its_idempotency_key(client: Client, script: Script):
    accepted = Answer({"job_id": "j1", "article_id": "a1", "known": True, "state": "queued"}, 202)
    script.will(problem(503), problem(409), accepted)
    script.answers[1].headers["Retry-After"] = "0"
    assert client.submit("A text.", "2024-05-14").status == "known"
    client.submit("A text.", "2024-05-14")
    keys = [request.headers["Idempotency-Key"] for request in script.requests]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def lines(*records: dict[str, Any]) -> Answer:
    content = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    return Answer(content, 202, media_type="application/x-ndjson")


def test_submit_many_numbers_its_receipts_through_all_batches(
    client: Client, script: Script, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(requests, "BATCH_ARTICLES", 2)
    script.will(
        lines(
            {"line": 1, "status": "accepted", "article_id": "a1", "job_id": "j1"},
            {"line": 2, "status": "refused", "problem": {"detail": "#/text is missing"}},
        ),
        lines({"line": 1, "status": "known", "article_id": "a1", "job_id": "j2"}),
    )
    given = iter([{"text": "one"}, {}, {"text": "one"}, {"text": "never read"}])
    receipts = client.submit_many(given)
    assert next(receipts) == Receipt(0, "accepted", "a1", "j1")
    assert next(receipts) == Receipt(1, "refused", None, None, "#/text is missing")
    assert len(script.requests) == 1, "the second batch is sent when it is needed"
    assert next(receipts) == Receipt(2, "known", "a1", "j2")
    assert script.requests[0].body == b'{"text":"one"}\n{}\n'
    assert script.requests[0].headers["Content-Type"] == "application/x-ndjson"


def test_wait_polls_until_the_job_has_ended(client: Client, script: Script):
    script.will(
        Answer(job("queued")), Answer(job("running", done=1)), Answer(job("done", 2, news="passed over"))
    )
    assert client.wait("j1") == Job.from_json(job("done", 2))
    assert [request.query for request in script.requests] == [{}, {"wait": "2"}, {"wait": "2"}]


def test_a_service_that_answers_at_once_is_not_asked_in_a_rush(client: Client, script: Script):
    script.will(Answer(job("running")), Answer(job("running")), Answer(job("done", 2)))
    begun = time.monotonic()
    client.wait("j1")
    assert 0.45 < time.monotonic() - begun < 5


def test_wait_gives_up_when_told_to(client: Client, script: Script):
    script.will(Answer(job("running", done=1)))
    begun = time.monotonic()
    with pytest.raises(TimeoutError, match="job j1 is running, 1 of 2"):
        client.wait("j1", timeout=0.2)
    assert time.monotonic() - begun < 5


def test_waiting_for_all_asks_once_for_each_job_and_not_for_the_refused(client: Client, script: Script):
    script.will(Answer(job("done", 2)))
    receipts = [Receipt(0, "accepted", "a1", "j1"), Receipt(1, "refused", None, None, "no"), "j1"]
    assert [each.state for each in client.wait_for_all(receipts)] == ["done"]
    assert len(script.requests) == 1


@pytest.mark.parametrize(("options", "drawn"), [("", True), (", progress=False", False)])
def test_a_terminal_gets_a_progress_bar(script: Script, options: str, drawn: bool):
    script.will(Answer(job("running", done=1)), Answer(job("done", 2)))
    code = f"from decameron import Client; Client({script.url!r}).wait('j1'{options})"
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    try:
        subprocess.run([sys.executable, "-c", code], stderr=theirs, env=environ, check=True)
        os.write(theirs, b"end")  # so that there is something to read in any case
        shown = os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert ("Coding" in shown and "1/2" in shown) == drawn


def test_the_job_of_a_refused_article_is_told_to_be_none(client: Client):
    with pytest.raises(ValueError, match="was refused and has no job: no text"):
        client.job(Receipt(1, "refused", None, None, "no text"))


def page(script: Script, ids: range, cursor: str | None) -> Answer:
    following = cursor and f"http://another.example/v1/events?actor_country=IRQ,SYR&limit=9&cursor={cursor}"
    return Answer({"items": [{"event_id": number} for number in ids], "next": following})


def test_events_follow_next_with_the_key_sent_to_nobody_else(client: Client, script: Script):
    script.will(page(script, range(3), "c1"), page(script, range(3, 5), None))
    read = [event["event_id"] for event in client.events(actor_country=["IRQ", "SYR"])]
    assert read == [0, 1, 2, 3, 4]
    assert [request.query for request in script.requests] == [
        {"actor_country": "IRQ,SYR", "limit": "1000"},
        {"actor_country": "IRQ,SYR", "limit": "1000", "cursor": "c1"},
    ]


def test_limit_bounds_all_events_and_not_a_page(client: Client, script: Script):
    script.will(page(script, range(1000), "c1"), page(script, range(5), "c2"))
    assert len(list(client.events(limit=1005))) == 1005
    assert [request.query["limit"] for request in script.requests] == ["1000", "5"]
    assert list(client.events(limit=0)) == []


def test_tables(client: Client, script: Script):
    pa = pytest.importorskip("pyarrow", reason="tables need pyarrow")
    pandas = pytest.importorskip("pandas", reason="the data frame needs pandas")
    table = pa.table({"event_code": ["010"], "event_date": [date(2017, 10, 26)]})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    script.will(Answer(sink.getvalue().to_pybytes(), media_type="application/vnd.apache.arrow.stream"))
    assert client.to_arrow(limit=5, event_root_code="01") == table
    assert script.requests[0].query == {"event_root_code": "01", "limit": "5", "format": "arrow"}
    frame = client.to_pandas()
    assert frame.event_code[0] == "010"
    assert pandas.api.types.is_datetime64_any_dtype(frame.event_date)
    assert script.requests[1].query == {"format": "arrow"}


def test_code_sends_what_is_given(client: Client, script: Script):
    script.will(Answer({"events": []}))
    assert client.code("A text.", as_of=date(2024, 1, 2)) == {"events": []}
    assert script.requests[0].path == "/v1/code"
    assert script.requests[0].query == {"as_of": "2024-01-02"}
    assert json.loads(script.requests[0].body) == {"text": "A text."}


def test_a_problem_is_raised_with_all_that_it_says(client: Client, script: Script):
    errors = [{"parameter": "limit", "detail": "is 0"}, {"pointer": "#/text", "detail": "is missing"}]
    script.will(problem(422, errors=errors, request_id="r1", nearest="limit"))
    with pytest.raises(DecameronProblem, match=r"Busy \(422\): no") as caught:
        client.article("a1")
    assert caught.value.type == "urn:decameron:problem:busy"
    assert (caught.value.title, caught.value.detail, caught.value.request_id) == ("Busy", "no", "r1")
    assert [(each.parameter, each.pointer) for each in caught.value.errors] == [
        ("limit", None),
        (None, "#/text"),
    ]
    assert caught.value.extra == {"nearest": "limit"}
    assert len(script.requests) == 1, "what is refused is not tried again"


def test_the_answer_of_somebody_in_between_is_a_problem_too(client: Client, script: Script):
    script.will(Answer(b"<h1>Gone\n fishing</h1>", 403, media_type="text/html"))
    with pytest.raises(DecameronProblem, match="Gone fishing") as caught:
        client.article("a1")
    assert (caught.value.type, caught.value.status) == ("about:blank", 403)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_tried_again(client: Client, script: Script, status: int):
    busy = problem(status)
    busy.headers["Retry-After"] = "0"
    script.will(busy, busy, Answer({"event_id": "e1"}))
    assert client.event("e1") == {"event_id": "e1"}
    assert len(script.requests) == 3


def test_patience_ends_before_a_pause_that_would_exceed_it(script: Script):
    busy = problem(503)
    busy.headers["Retry-After"] = "30"
    script.will(busy)
    with Client(script.url, patience=20) as client, pytest.raises(DecameronProblem, match="503"):
        client.event("e1")
    assert len(script.requests) == 1


def test_nobody_there():
    refused = pytest.raises(DecameronUnreachable, match=r"http://127\.0\.0\.1:9/v1/events/e1: .*refused")
    with Client("http://127.0.0.1:9", patience=0.3) as client, refused:
        client.event("e1")


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
