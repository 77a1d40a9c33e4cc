"""A text coded while its client waits: through HTTP, the broker and the worker that is kept free for it."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

PUBLISHED = "2017-10-26"


def code(server, text, **query):
    return server.http.post("/v1/code", json={"text": text}, params=query)


def test_it_gives_what_a_stored_article_would_have_and_stores_nothing(server, sample_text):
    answer = code(server, sample_text, as_of=PUBLISHED)
    assert answer.status_code == 200, answer.text
    coded = answer.json()
    assert (coded["state"], coded["language"], coded["as_of_assumed"]) == ("coded", "en", False)
    assert server.http.get("/v1/events").json()["items"] == []

    submitted = server.submit(sample_text, PUBLISHED)
    server.wait_for_job(submitted["job_id"])
    stored = {event["event_id"]: event for event in server.events_of(submitted["article_id"])}
    assert {event["event_id"] for event in coded["events"]} == set(stored)
    for event in coded["events"]:
        explanation = event.pop("explanation")
        assert {name: stored[event["event_id"]][name] for name in event} == event
        kept = server.http.get(f"/v1/events/{event['event_id']}").json()
        assert kept["explanation"] == explanation


def test_the_longest_text_is_answered(server, sample_text):
    answer = code(server, (f"{sample_text}\n\n" * 10)[:20_000], as_of=PUBLISHED)
    assert answer.status_code == 200, answer.text
    assert answer.json()["events"]


def test_bulk_work_does_not_keep_a_waiting_client_waiting(server, sample_text):
    for number in range(60):
        server.submit(f"{sample_text}\n\nCopy {number}.", PUBLISHED)
    took = []
    for _ in range(10):
        begun = time.monotonic()
        answer = code(server, sample_text, as_of=PUBLISHED)
        took.append(time.monotonic() - begun)
        assert answer.status_code == 200, answer.text
    assert statistics.median(took) < 2


def test_more_clients_than_can_be_served_are_all_told_within_the_bound(server, sample_text):
    long = (f"{sample_text}\n\n" * 10)[:20_000]

    def timed(_: int):
        begun = time.monotonic()
        answer = code(server, long, as_of=PUBLISHED)
        return answer, time.monotonic() - begun

    with ThreadPoolExecutor(24) as clients:
        told = list(clients.map(timed, range(24)))
    assert {answer.status_code for answer, _ in told} == {200, 503}
    for answer, seconds in told:
        assert seconds < 7
        if answer.status_code == 503:
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.headers["Content-Type"] == "application/problem+json"
    assert code(server, sample_text, as_of=PUBLISHED).status_code == 200


def test_nothing_of_the_text_is_logged(server):
    word = "Xylophonistan"
    assert code(server, f"{word} attacked Iraq on Monday.").status_code == 200
    assert code(server, f"{word} attacked Iraq.", as_of="soon").status_code == 422
    for log in (server.data_dir / "logs").glob("*.log"):
        assert word not in log.read_text(errors="replace"), log.name


def test_without_a_worker_it_is_told_within_the_bound(server, sample_text):
    work = [each for each in server.workers() if each.ppid() == server.process.pid]
    for process in work:
        process.suspend()
        for child in process.children(recursive=True):
            child.suspend()
    try:
        begun = time.monotonic()
        answer = code(server, sample_text)
        assert time.monotonic() - begun < 6.5
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        assert server.http.get("/healthz").status_code == 200
    finally:
        for process in work:
            process.resume()
            for child in process.children(recursive=True):
                child.resume()
