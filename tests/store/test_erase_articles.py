from __future__ import annotations

from uuid import uuid4

import pytest

from store.articles import get_article, submit_articles
from store.change_seq import latest_change_seq
from store.erase_articles import erase_article
from store.events import get_event, list_article_events, replace_for_article
from store.jobs import get_job
from store.queue import claim_articles, count_queued

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}


def claim(conn):
    [claimed] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    return claimed


@pytest.fixture
def stored(conn, make_article, make_event, coded):
    """An article that was coded with two events, one of which was retracted since."""
    article = make_article()
    [receipt] = submit_articles(conn, [article]).receipts
    gone, standing = make_event(), make_event()
    replace_for_article(conn, claim(conn), coded(gone, standing), **VERSIONS)
    conn.execute("UPDATE articles SET state = 'queued' WHERE article_id = %s", (receipt.article_id,))
    conn.execute(
        "INSERT INTO queue (article_id, interactive, turn) VALUES (%s, false, 1)", (receipt.article_id,)
    )
    replace_for_article(conn, claim(conn), coded(standing), **VERSIONS)
    return article, receipt.article_id, standing.event_id, gone.event_id


@pytest.mark.parametrize("events", ["keep", "retract"])
def test_text_title_sentences_and_explanations_go_and_the_rest_stays(conn, stored, events):
    _, article_id, standing, gone = stored
    assert erase_article(conn, article_id, events=events)
    article = get_article(conn, article_id)
    assert (article["state"], article["text"], article["title"]) == ("erased", None, None)
    assert (article["publisher"], article["url"]) == ("Example", "https://example.org/1")
    assert article["coder_version"] == "c1"
    for event_id in (standing, gone):
        event = get_event(conn, event_id)
        assert (event["sentence"], event["explanation"]) == (None, None)
    left = conn.execute("SELECT (SELECT count(*) FROM sentences) + (SELECT count(*) FROM explanations) AS n")
    assert left.fetchone() == {"n": 0}


def test_events_that_are_kept_are_told_as_changed(conn, stored):
    _, article_id, standing, gone = stored
    before, gone_before = latest_change_seq(conn), get_event(conn, gone)["change_seq"]
    erase_article(conn, article_id, events="keep")
    [event] = list_article_events(conn, article_id)
    assert (event["event_id"], event["change_seq"]) == (standing, before + 1)
    assert latest_change_seq(conn) == before + 1
    assert get_event(conn, gone)["change_seq"] == gone_before


def test_events_are_retracted_by_no_version_of_a_coder(conn, stored):
    _, article_id, standing, _ = stored
    before = latest_change_seq(conn)
    erase_article(conn, article_id, events="retract")
    assert list_article_events(conn, article_id) == []
    event = get_event(conn, standing)
    assert event["retracted_at"] is not None
    assert event["change_seq"] == latest_change_seq(conn) == before + 1
    query = "SELECT change_reason, retracted_by_coder_version FROM events WHERE event_id = %s"
    reason = {"change_reason": "retracted", "retracted_by_coder_version": None}
    assert conn.execute(query, (standing,)).fetchone() == reason


@pytest.mark.parametrize("events", ["keep", "retract"])
def test_erasing_again_changes_nothing(conn, stored, events):
    _, article_id, _, _ = stored
    erase_article(conn, article_id, events=events)
    before = latest_change_seq(conn), get_article(conn, article_id)
    assert erase_article(conn, article_id, events=events)
    assert (latest_change_seq(conn), get_article(conn, article_id)) == before


def test_events_that_were_kept_may_be_retracted_later(conn, stored):
    _, article_id, standing, _ = stored
    erase_article(conn, article_id, events="keep")
    erase_article(conn, article_id, events="retract")
    assert get_event(conn, standing)["retracted_at"] is not None


def test_an_article_that_waits_leaves_the_queue_and_its_job_ends(conn, make_article):
    submission = submit_articles(conn, [make_article()])
    erase_article(conn, submission.receipts[0].article_id, events="keep")
    assert count_queued(conn) == 0
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["counts"]) == ("done", {"erased": 1})


def test_what_a_worker_holds_comes_to_nothing(conn, make_article, make_event, coded):
    submission = submit_articles(conn, [make_article()])
    held = claim(conn)
    erase_article(conn, held.article_id, events="keep")
    assert replace_for_article(conn, held, coded(make_event()), **VERSIONS) is None
    assert get_article(conn, held.article_id)["state"] == "erased"
    assert list_article_events(conn, held.article_id) == []
    assert get_job(conn, submission.job_id)["counts"] == {"erased": 1}


def test_the_same_text_again_is_known_and_stays_erased(conn, stored):
    article, article_id, _, _ = stored
    erase_article(conn, article_id, events="keep")
    submission = submit_articles(conn, [article])
    assert (submission.receipts[0].article_id, submission.receipts[0].known) == (article_id, True)
    assert get_article(conn, article_id)["text"] is None
    assert get_job(conn, submission.job_id)["counts"] == {"erased": 1}
    assert count_queued(conn) == 0


def test_there_is_nothing_to_erase_of_an_unknown_article(conn):
    assert not erase_article(conn, uuid4(), events="keep")
