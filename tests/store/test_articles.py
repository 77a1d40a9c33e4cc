from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from store.articles import get_article, submit_articles
from store.events import replace_for_article
from store.jobs import get_job
from store.pool import transaction
from store.queue import claim_articles, count_queued, fail_claim

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}


def claim(conn, size=1):
    return claim_articles(conn, worker="w", batch_size=size, lease_seconds=10)


def test_an_article_is_stored_queued_and_put_in_a_job(conn, make_article):
    article = make_article(language="en", external_id="x-1")
    submission = submit_articles(conn, [article])
    [receipt] = submission.receipts
    assert receipt.known is False
    stored = get_article(conn, receipt.article_id)
    assert {name: stored[name] for name in type(article).__slots__} == {
        name: getattr(article, name) for name in type(article).__slots__
    }
    assert (stored["state"], stored["error"], stored["event_count"]) == ("queued", None, 0)
    assert stored["sightings"] == []
    assert stored["job_id"] == submission.job_id
    assert "identity_hash" not in stored
    assert abs(stored["received_at"] - datetime.now(UTC)) < timedelta(minutes=1)
    assert stored["received_at"].tzinfo.utcoffset(None) == timedelta(0)
    assert count_queued(conn) == 1


def test_an_unknown_article_is_none(conn):
    assert get_article(conn, uuid4()) is None


def test_a_submission_of_nothing_is_refused(conn):
    with pytest.raises(ValueError, match="at least one article"):
        submit_articles(conn, [])


def test_the_same_text_date_and_language_again_is_a_sighting(conn, make_article):
    article = make_article()
    [first] = submit_articles(conn, [article]).receipts
    again = type(article)(article.text, article.published_date, "Other", "https://x.org", "Other", None, "7")
    submission = submit_articles(conn, [again])
    [second] = submission.receipts
    assert (second.article_id, second.known) == (first.article_id, True)
    stored = get_article(conn, first.article_id)
    assert (stored["publisher"], stored["title"]) == ("Example", "Offensive")
    [sighting] = stored["sightings"]
    assert sighting.pop("seen_at").tzinfo is not None
    assert sighting == {"publisher": "Other", "url": "https://x.org", "external_id": "7"}
    assert stored["job_id"] == submission.job_id
    assert count_queued(conn) == 1


@pytest.mark.parametrize("fields", [{"published_date": date(2017, 10, 27)}, {"language": "en"}])
def test_another_date_or_language_is_another_article(conn, make_article, fields):
    article = make_article()
    other = make_article(text=article.text, **fields)
    one, two = submit_articles(conn, [article, other]).receipts
    assert one.article_id != two.article_id
    assert (one.known, two.known) == (False, False)


def test_a_text_twice_in_one_submission_is_one_article_in_the_job(conn, make_article):
    article, other = make_article(), make_article()
    submission = submit_articles(conn, [article, other, article])
    assert [receipt.known for receipt in submission.receipts] == [False, False, True]
    assert submission.receipts[0].article_id == submission.receipts[2].article_id
    assert get_job(conn, submission.job_id)["total"] == 2
    assert len(get_article(conn, submission.receipts[0].article_id)["sightings"]) == 1


def test_a_job_of_known_and_finished_articles_is_done_at_once(conn, make_article, make_event, coded):
    article = make_article()
    submit_articles(conn, [article])
    [held] = claim(conn)
    replace_for_article(conn, held, coded(make_event()), **VERSIONS)
    submission = submit_articles(conn, [article])
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["total"], job["done"], job["counts"]) == ("done", 1, 1, {"coded": 1})
    assert job["finished_at"] is not None
    assert count_queued(conn) == 0


def test_a_job_with_a_known_article_in_hand_waits_for_it(conn, make_article, coded):
    article = make_article()
    first = submit_articles(conn, [article])
    [held] = claim(conn)
    second = submit_articles(conn, [article])
    assert get_job(conn, second.job_id)["state"] == "running"
    assert get_job(conn, second.job_id)["counts"] == {"coding": 1}
    replace_for_article(conn, held, coded(), **VERSIONS)
    for submission in (first, second):
        assert get_job(conn, submission.job_id)["state"] == "done"
        assert get_job(conn, submission.job_id)["counts"] == {"no_events": 1}


def test_an_article_that_failed_is_queued_anew_when_submitted_again(conn, make_article, coded):
    article = make_article()
    first = submit_articles(conn, [article])
    [held] = claim(conn)
    assert fail_claim(conn, held, error="boom", max_attempts=1)
    second = submit_articles(conn, [article])
    [receipt] = second.receipts
    assert receipt.known
    stored = get_article(conn, receipt.article_id)
    assert (stored["state"], stored["error"]) == ("queued", None)
    [again] = claim(conn)
    assert again.attempts == 1
    replace_for_article(conn, again, coded(), **VERSIONS)
    assert get_job(conn, first.job_id)["state"] == "failed"
    assert get_job(conn, first.job_id)["errors"] == [{"article_id": receipt.article_id, "error": "boom"}]
    assert get_job(conn, second.job_id)["state"] == "done"


def test_a_waiting_article_is_hurried_when_submitted_again_interactively(conn, make_article):
    submit_articles(conn, [make_article() for _ in range(5)])
    wanted = make_article()
    [receipt] = submit_articles(conn, [wanted]).receipts
    submit_articles(conn, [make_article()])
    submit_articles(conn, [wanted], interactive=True)
    [held] = claim(conn, 3)
    assert held.article_id == receipt.article_id


def test_submissions_of_the_same_texts_at_once_all_succeed_and_store_each_once(pool, make_article):
    articles = [make_article() for _ in range(20)]
    orders = [articles, articles[::-1], articles[10:] + articles[:10], articles[::2] + articles[1::2]]
    submissions, failures = [], []
    start = threading.Barrier(len(orders))

    def submit(order):
        try:
            start.wait(10)
            with transaction(pool) as conn:
                submissions.append((order, submit_articles(conn, order)))
        except Exception as error:  # noqa: BLE001 -- told by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=submit, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    with transaction(pool) as conn:
        assert conn.execute("SELECT count(*) AS n FROM articles").fetchone() == {"n": 20}
        assert conn.execute("SELECT count(*) AS n FROM sightings").fetchone() == {"n": 60}
        assert count_queued(conn) == 20
    ids = [
        {article.text: receipt.article_id for article, receipt in zip(order, each.receipts, strict=True)}
        for order, each in submissions
    ]
    assert all(one == ids[0] for one in ids)
    assert sum(not receipt.known for _, each in submissions for receipt in each.receipts) == 20


def test_a_job_made_while_its_article_ends_does_not_wait_for_ever(pool, make_article, coded):
    article = make_article()
    with transaction(pool) as conn:
        submit_articles(conn, [article])
    with transaction(pool) as conn:
        [held] = claim(conn)
    made = []

    def submit():
        with transaction(pool) as conn:
            made.append(submit_articles(conn, [article]))

    with transaction(pool) as conn:
        replace_for_article(conn, held, coded(), **VERSIONS)
        thread = threading.Thread(target=submit)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the submission should wait for the article's transaction"
    thread.join(10)
    with transaction(pool) as conn:
        assert get_job(conn, made[0].job_id)["state"] == "done"


def test_a_rolled_back_submission_leaves_no_trace(pool, make_article):
    with pytest.raises(psycopg.errors.DivisionByZero), transaction(pool) as conn:  # noqa: PT012 -- it fails as a whole
        submit_articles(conn, [make_article()])
        conn.execute("SELECT 1 / 0")
    with transaction(pool) as conn:
        for table in ("articles", "jobs", "job_articles", "queue"):
            assert conn.execute(f"SELECT FROM {table}").fetchall() == []


def test_a_thousand_articles_are_submitted_within_two_seconds(pool, make_article):
    articles = [
        make_article(text=f"{number} " + "Troops moved to the border. " * 100) for number in range(1000)
    ]
    began = time.monotonic()
    with transaction(pool) as conn:
        submission = submit_articles(conn, articles)
    assert time.monotonic() - began < 2
    assert len({receipt.article_id for receipt in submission.receipts}) == 1000
