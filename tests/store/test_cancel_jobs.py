from __future__ import annotations

import threading
from uuid import uuid4

from store.articles import get_article, submit_articles
from store.cancel_jobs import BEFORE_ALL, cancel_waiting
from store.events import replace_for_article
from store.jobs import get_job
from store.pool import transaction
from store.queue import claim_articles, count_queued

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}


def cancel(conn, job_id, most=100):
    after = BEFORE_ALL
    while after is not None:
        after = cancel_waiting(conn, job_id, after=after, most=most)


def test_a_job_that_waits_is_cancelled(conn, make_article):
    submission = submit_articles(conn, [make_article() for _ in range(5)])
    cancel(conn, submission.job_id, most=2)
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["done"], job["counts"]) == ("cancelled", 5, {"cancelled": 5})
    assert get_article(conn, submission.receipts[0].article_id)["state"] == "cancelled"
    assert count_queued(conn) == 0


def test_what_a_worker_holds_is_finished(conn, make_article, coded):
    job_id = submit_articles(conn, [make_article() for _ in range(3)]).job_id
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    cancel(conn, job_id)
    assert get_job(conn, job_id)["counts"] == {"coding": 1, "cancelled": 2}
    replace_for_article(conn, held, coded(), **VERSIONS)
    job = get_job(conn, job_id)
    assert (job["state"], job["counts"]) == ("done", {"no_events": 1, "cancelled": 2})


def test_an_article_that_another_job_waits_for_is_coded_for_that(conn, make_article, coded):
    article = make_article()
    mine = submit_articles(conn, [article]).job_id
    theirs = submit_articles(conn, [article]).job_id
    cancel(conn, mine)
    assert get_job(conn, mine)["state"] == "cancelled"
    assert get_job(conn, theirs)["counts"] == {"queued": 1}
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    replace_for_article(conn, held, coded(), **VERSIONS)
    assert get_job(conn, theirs)["state"] == "done"
    assert get_job(conn, mine)["counts"] == {"cancelled": 1}


def test_the_last_job_that_waited_takes_the_article_along(conn, make_article):
    article = make_article()
    jobs = [submit_articles(conn, [article]).job_id for _ in range(2)]
    for job_id in jobs:
        cancel(conn, job_id)
    assert count_queued(conn) == 0
    assert {get_job(conn, job_id)["state"] for job_id in jobs} == {"cancelled"}


def test_cancelling_again_or_what_is_not_there_changes_nothing(conn, make_article):
    job_id = submit_articles(conn, [make_article()]).job_id
    cancel(conn, job_id)
    before = get_job(conn, job_id)
    cancel(conn, job_id)
    assert get_job(conn, job_id) == before
    assert cancel_waiting(conn, uuid4(), most=1) is None


def test_a_cancelled_article_that_is_submitted_again_is_coded(conn, make_article):
    article = make_article()
    cancel(conn, submit_articles(conn, [article]).job_id)
    again = submit_articles(conn, [article])
    assert get_job(conn, again.job_id)["state"] == "queued"
    assert count_queued(conn) == 1


def test_claims_and_a_cancellation_at_once_lose_no_article(pool, make_article):
    with transaction(pool) as conn:
        job_id = submit_articles(conn, [make_article() for _ in range(200)]).job_id
    held = []

    def claim_all():
        while True:
            with transaction(pool) as conn:
                claims = claim_articles(conn, worker="w", batch_size=3, lease_seconds=60)
            if not claims:
                return
            held.extend(claims)

    def cancel_all():
        after = BEFORE_ALL
        while after is not None:
            with transaction(pool) as conn:
                after = cancel_waiting(conn, job_id, after=after, most=10)

    threads = [threading.Thread(target=target) for target in (claim_all, claim_all, cancel_all)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with transaction(pool) as conn:
        counts = get_job(conn, job_id)["counts"]
    assert counts.get("coding", 0) == len(held)
    assert counts.get("coding", 0) + counts.get("cancelled", 0) == 200
