from __future__ import annotations

from uuid import uuid4

import pytest

from store.articles import submit_articles
from store.events import replace_for_article
from store.jobs import get_job
from store.queue import claim_articles, fail_claim, release_claims

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}


def claim(conn, size=1):
    return claim_articles(conn, worker="w", batch_size=size, lease_seconds=10)


def test_an_unknown_job_is_none(conn):
    assert get_job(conn, uuid4()) is None


def test_a_job_goes_from_queued_to_running_to_done(conn, make_article, make_event, coded):
    submission = submit_articles(conn, [make_article(), make_article()])
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["total"], job["done"], job["counts"]) == ("queued", 2, 0, {"queued": 2})
    assert (job["started_at"], job["finished_at"], job["errors"]) == (None, None, [])
    assert set(job["article_ids"]) == {receipt.article_id for receipt in submission.receipts}

    [first] = claim(conn)
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["counts"]) == ("running", {"queued": 1, "coding": 1})
    assert job["started_at"] is not None

    replace_for_article(conn, first, coded(make_event()), **VERSIONS)
    [second] = claim(conn)
    replace_for_article(conn, second, coded(), **VERSIONS)
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["done"], job["counts"]) == ("done", 2, {"coded": 1, "no_events": 1})
    assert job["finished_at"] >= job["started_at"] >= job["created_at"]
    assert set(job) == {
        "job_id", "state", "total", "done", "counts", "created_at", "started_at", "finished_at", "errors",
        "article_ids",
    }  # fmt: skip


def test_a_job_with_one_failure_among_others_is_done_and_tells_the_error(conn, make_article, coded):
    submission = submit_articles(conn, [make_article(), make_article()])
    first, second = claim(conn, 2)
    fail_claim(conn, first, error="the parser gave up", max_attempts=1)
    replace_for_article(conn, second, coded(), **VERSIONS)
    job = get_job(conn, submission.job_id)
    assert (job["state"], job["counts"]) == ("done", {"failed": 1, "no_events": 1})
    assert job["errors"] == [{"article_id": first.article_id, "error": "the parser gave up"}]


def test_a_job_whose_articles_all_failed_has_failed(conn, make_article):
    submission = submit_articles(conn, [make_article()])
    [held] = claim(conn)
    fail_claim(conn, held, error="no", max_attempts=1)
    assert get_job(conn, submission.job_id)["state"] == "failed"


def test_only_twenty_errors_are_told_and_no_ids_of_a_large_job(conn, make_article):
    submission = submit_articles(conn, [make_article() for _ in range(25)])
    for held in claim(conn, 25):
        fail_claim(conn, held, error="no", max_attempts=1)
    job = get_job(conn, submission.job_id)
    assert len(job["errors"]) == 20
    assert "article_ids" not in job


def test_an_article_handed_back_counts_as_queued(conn, make_article):
    submission = submit_articles(conn, [make_article()])
    [held] = claim(conn)
    release_claims(conn, [held.lease_token])
    assert get_job(conn, submission.job_id)["counts"] == {"queued": 1}


def test_a_job_grows_with_what_is_submitted_to_it(conn, make_article):
    article, other = make_article(), make_article()
    first = submit_articles(conn, [article])
    second = submit_articles(conn, [other, article], job_id=first.job_id)
    assert second.job_id == first.job_id
    assert [receipt.known for receipt in second.receipts] == [False, True]
    job = get_job(conn, first.job_id)
    assert (job["state"], job["total"], job["counts"]) == ("queued", 2, {"queued": 2})


def test_a_job_that_had_ended_is_open_again_when_it_grows(conn, make_article, coded):
    job_id = submit_articles(conn, [make_article()]).job_id
    [held] = claim(conn)
    replace_for_article(conn, held, coded(), **VERSIONS)
    assert get_job(conn, job_id)["finished_at"] is not None
    submit_articles(conn, [make_article()], job_id=job_id)
    job = get_job(conn, job_id)
    assert (job["state"], job["done"], job["finished_at"]) == ("running", 1, None)
    [held] = claim(conn)
    replace_for_article(conn, held, coded(), **VERSIONS)
    job = get_job(conn, job_id)
    assert (job["state"], job["done"], job["counts"]) == ("done", 2, {"no_events": 2})


@pytest.mark.parametrize("already_running", [True, False])
def test_a_job_that_grows_by_what_is_finished_counts_it_as_done(conn, make_article, coded, already_running):
    finished = make_article()
    submit_articles(conn, [finished])
    [held] = claim(conn)
    replace_for_article(conn, held, coded(), **VERSIONS)
    job_id = submit_articles(conn, [make_article()]).job_id
    if already_running:
        claim(conn)
    submit_articles(conn, [finished], job_id=job_id)
    job = get_job(conn, job_id)
    assert (job["total"], job["done"], job["counts"]["no_events"]) == (2, 1, 1)
    assert job["state"] == ("running" if already_running else "queued")
