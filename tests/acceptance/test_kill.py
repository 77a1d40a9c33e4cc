"""kill -9 at the worst moment: the article is coded once, not twice, not never."""

import json
import subprocess
import sys
from collections import Counter

import psutil
import pytest

from tests.acceptance.conftest import serving

LEASE_AND_SWEEP = 15.0


@pytest.fixture(scope="module")
def long_text(sample_text) -> str:
    """A text that takes a few seconds to code."""
    return "\n\n".join(f"{sample_text}\n\nThis is part {number}." for number in range(25))


@pytest.fixture(scope="module")
def expected_events(long_text) -> set[str]:
    line = json.dumps({"id": 1, "text": long_text, "published_date": "2024-05-14"})
    command = [sys.executable, "-m", "decameron", "code", "--profile", "fast", "-"]
    coded = subprocess.run(command, input=line, capture_output=True, text=True, check=True).stdout
    return {event["event_id"] for event in json.loads(coded)["events"]}


def _assert_coded_once(server, article_id, expected):
    server.wait_for_state(article_id, "coded", within=LEASE_AND_SWEEP + 60)
    found = Counter(event["event_id"] for event in server.events_of(article_id))
    assert set(found) == expected
    assert set(found.values()) == {1}
    in_list = server.http.get("/v1/events", params={"limit": 10_000}).json()["items"]
    assert Counter(e["event_id"] for e in in_list if e["article_id"] == article_id) == found


def test_kill_9_of_the_child_in_mid_article(long_text, expected_events):
    with serving() as server:
        article_id = server.submit(long_text)["article_id"]
        server.wait_for_state(article_id, "coding")
        parent, *children = sorted(server.workers(), key=lambda each: each.create_time())
        coding = [child for child in children if child.nice() > parent.nice()]
        assert coding, "the children that code queued articles give way to everybody else"
        server.kill(coding)
        _assert_coded_once(server, article_id, expected_events)
        assert parent.is_running()


def test_kill_9_of_the_worker_in_mid_article(long_text, expected_events):
    with serving() as server:
        article_id = server.submit(long_text)["article_id"]
        server.wait_for_state(article_id, "coding")
        server.kill(server.workers())
        _assert_coded_once(server, article_id, expected_events)


def test_kill_9_of_the_whole_tree_in_mid_article(long_text, expected_events):
    with serving() as server:
        before = server.submit("Iraq attacked Iran on Monday, officials said.")
        server.wait_for_job(before["job_id"])
        events_before = server.events_of(before["article_id"])
        article_id = server.submit(long_text)["article_id"]
        server.wait_for_state(article_id, "coding")
        tree = server.tree()
        server.kill(tree)
        server.process.wait(10)
        psutil.wait_procs(tree, timeout=10)
        server.http.close()
        server.process.stdout.close()

        server.start()
        _assert_coded_once(server, article_id, expected_events)
        assert server.events_of(before["article_id"]) == events_before


def test_kill_9_of_the_supervisor_alone(long_text, expected_events):
    with serving() as server:
        article_id = server.submit(long_text)["article_id"]
        server.wait_for_state(article_id, "coding")
        tree = server.tree()
        server.kill(tree[:1])
        server.process.wait(10)
        server.http.close()
        server.process.stdout.close()

        server.start()
        _assert_coded_once(server, article_id, expected_events)
        _, alive = psutil.wait_procs(tree, timeout=10)
        assert not alive
