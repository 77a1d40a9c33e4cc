"""The client against a real HTTP server whose answers are written down beforehand."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from datetime import date
from typing import Any

import pytest

from decameron import Client, DecameronProblem, DecameronUnreachable
from decameron.client import Job, Receipt, requests
from tests.decameron.scripted_service import Answer, Script, job, problem


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
