from __future__ import annotations

import threading
from uuid import uuid4

import psycopg
import pytest

from store.articles import get_article, submit_articles
from store.events import list_article_events, replace_for_article
from store.jobs import get_job
from store.pool import transaction
from store.queue import (
    any_queued,
    claim_articles,
    count_queued,
    extend_leases,
    fail_claim,
    free_expired,
    release_claims,
)

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}
EXPIRED = -1.0  # seconds: a lease that has ended when it begins


def claim(conn, size=1, lease=10.0, worker="w"):
    return claim_articles(conn, worker=worker, batch_size=size, lease_seconds=lease)


def submitted(conn, articles, **options):
    return [receipt.article_id for receipt in submit_articles(conn, articles, **options).receipts]


def test_an_empty_queue_gives_nothing(conn):
    assert claim(conn) == []
    assert count_queued(conn) == 0


def test_a_claim_has_what_the_coder_needs(conn, make_article):
    article = make_article(language="en")
    [article_id] = submitted(conn, [article])
    assert any_queued(conn)
    [held] = claim(conn)
    assert (held.article_id, held.attempts) == (article_id, 1)
    for name in ("text", "published_date", "title", "url", "publisher", "language"):
        assert getattr(held, name) == getattr(article, name)
    assert get_article(conn, article_id)["state"] == "coding"
    assert (claim(conn), count_queued(conn), any_queued(conn)) == ([], 0, False)


def test_articles_of_one_job_are_claimed_in_the_order_of_submission(conn, make_article):
    ids = submitted(conn, [make_article() for _ in range(30)])
    assert [held.article_id for held in claim(conn, 30)] == ids


def test_interactive_articles_go_first_and_apart(conn, make_article):
    bulk = submitted(conn, [make_article() for _ in range(3)])
    waited_for = submitted(conn, [make_article()], interactive=True)
    assert [held.article_id for held in claim(conn, 8)] == waited_for
    assert [held.article_id for held in claim(conn, 8)] == bulk


def test_a_small_job_does_not_wait_for_a_large_one(conn, make_article):
    large = submitted(conn, [make_article() for _ in range(200)])
    served = [held.article_id for held in claim(conn, 50)]
    assert served == large[:50]
    small = submitted(conn, [make_article() for _ in range(5)])
    served = [held.article_id for held in claim(conn, 12)]
    assert set(small) <= set(served), "a batch is spread over the jobs"
    assert len(set(served) & set(large)) == 7


def test_a_stream_of_small_jobs_does_not_starve_a_large_one(conn, make_article):
    large = set(submitted(conn, [make_article() for _ in range(40)]))
    served = []
    for _ in range(40):
        submitted(conn, [make_article()])
        submitted(conn, [make_article()])
        served += [held.article_id for held in claim(conn)]  # one served for each two that come
    assert len(large & set(served)) >= 5


def test_two_workers_never_hold_the_same_article(pool, make_article):
    with transaction(pool) as conn:
        ids = submitted(conn, [make_article() for _ in range(10)])
    with transaction(pool) as one, transaction(pool) as two:
        first = {held.article_id for held in claim(one, 6)}
        second = {held.article_id for held in claim(two, 6)}  # does not wait for the first
    assert (len(first), len(second)) == (6, 4)
    assert first | second == set(ids)


def test_many_workers_drain_the_queue_each_article_once(pool, make_article):
    with transaction(pool) as conn:
        ids = submitted(conn, [make_article() for _ in range(60)])
        ids += submitted(conn, [make_article() for _ in range(20)])
    taken: list = []

    def work():
        while True:
            with transaction(pool) as conn:
                held = claim(conn, 7)
            if not held:
                return
            taken.extend(each.article_id for each in held)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # A claim may find all rows locked for a moment: what is left is there for the next.
    with transaction(pool) as conn:
        taken += [each.article_id for each in claim(conn, 80)]
    assert sorted(taken) == sorted(ids)


def test_a_claim_rolled_back_counts_no_attempt(pool, make_article):
    with transaction(pool) as conn:
        submitted(conn, [make_article()])
    with pytest.raises(psycopg.errors.DivisionByZero), transaction(pool) as conn:  # noqa: PT012 -- it fails as a whole
        claim(conn)
        conn.execute("SELECT 1 / 0")
    with transaction(pool) as conn:
        assert [held.attempts for held in claim(conn)] == [1]


def test_a_heartbeat_keeps_what_is_held_and_tells_what_is_lost(conn, make_article):
    submitted(conn, [make_article(), make_article()])
    first, second = claim(conn, 2, EXPIRED)
    stranger = uuid4()
    assert extend_leases(conn, [first.lease_token, stranger], lease_seconds=60) == {first.lease_token}
    assert free_expired(conn, max_attempts=3).requeued == [second.article_id]
    assert extend_leases(conn, [second.lease_token], lease_seconds=60) == set()


def test_a_lease_that_runs_is_not_freed(conn, make_article):
    submitted(conn, [make_article()])
    claim(conn)
    freed = free_expired(conn, max_attempts=3)
    assert (freed.requeued, freed.failed) == ([], [])


def test_an_expired_lease_is_freed_and_the_article_claimed_again(conn, make_article):
    [article_id] = submitted(conn, [make_article()])
    [first] = claim(conn, lease=EXPIRED)
    assert free_expired(conn, max_attempts=3).requeued == [article_id]
    assert get_article(conn, article_id)["state"] == "queued"
    [second] = claim(conn)
    assert (second.article_id, second.attempts) == (article_id, 2)
    assert second.lease_token != first.lease_token


def test_a_late_writer_whose_lease_is_lost_changes_nothing(conn, make_article, make_event, coded):
    [article_id] = submitted(conn, [make_article()])
    [late] = claim(conn, lease=EXPIRED)
    free_expired(conn, max_attempts=3)
    [present] = claim(conn)
    assert replace_for_article(conn, late, coded(make_event()), **VERSIONS) is None
    assert fail_claim(conn, late, error="late", max_attempts=1) is False
    assert release_claims(conn, [late.lease_token]) == 0
    assert get_article(conn, article_id)["state"] == "coding"
    assert list_article_events(conn, article_id) == []
    assert replace_for_article(conn, present, coded(make_event()), **VERSIONS).inserted == 1
    assert replace_for_article(conn, present, coded(), **VERSIONS) is None, "a result is committed once"
    assert len(list_article_events(conn, article_id)) == 1


def test_an_article_tried_before_is_claimed_alone(conn, make_article):
    ids = submitted(conn, [make_article() for _ in range(3)])
    claim(conn, 2, EXPIRED)
    free_expired(conn, max_attempts=3)
    fresh = submitted(conn, [make_article()])
    batches = [[held.article_id for held in claim(conn, 8)] for _ in range(3)]
    assert batches[:2] == [[ids[0]], [ids[1]]]
    assert set(batches[2]) == {ids[2], *fresh}


def test_a_poison_article_fails_after_its_attempts_and_says_why(conn, make_article):
    submission = submit_articles(conn, [make_article()])
    [receipt] = submission.receipts
    for number in range(3):
        assert claim(conn, lease=EXPIRED, worker=f"worker-{number}")
        freed = free_expired(conn, max_attempts=3)
    assert (freed.requeued, freed.failed) == ([], [receipt.article_id])
    stored = get_article(conn, receipt.article_id)
    assert stored["state"] == "failed"
    assert stored["error"] == "no worker survived coding it: 3 attempts, the last by worker-2"
    assert get_job(conn, submission.job_id)["state"] == "failed"
    assert claim(conn) == []


def test_an_error_puts_the_article_back_until_its_attempts_are_used_up(conn, make_article):
    [article_id] = submitted(conn, [make_article()])
    for expected in (False, False, True):
        [held] = claim(conn)
        assert fail_claim(conn, held, error=f"error {held.attempts}", max_attempts=3) is expected
    assert get_article(conn, article_id)["error"] == "error 3"


def test_an_earlier_error_is_told_when_the_last_attempt_kills_the_worker(conn, make_article):
    [article_id] = submitted(conn, [make_article()])
    [held] = claim(conn)
    fail_claim(conn, held, error="odd", max_attempts=2)
    claim(conn, lease=EXPIRED)
    free_expired(conn, max_attempts=2)
    assert get_article(conn, article_id)["error"].endswith("an earlier attempt said: odd")


def test_what_is_handed_back_is_first_again_and_its_attempt_not_counted(conn, make_article):
    ids = submitted(conn, [make_article() for _ in range(4)])
    held = claim(conn, 2)
    assert release_claims(conn, [each.lease_token for each in held]) == 2
    assert get_article(conn, ids[0])["state"] == "queued"
    again = claim(conn, 4)
    assert [each.article_id for each in again] == ids
    assert {each.attempts for each in again} == {1}


def test_two_sweeps_at_once_free_each_article_once(pool, make_article):
    with transaction(pool) as conn:
        ids = submitted(conn, [make_article() for _ in range(5)])
        claim(conn, 5, EXPIRED)
    with transaction(pool) as one, transaction(pool) as two:
        freed = free_expired(one, max_attempts=3).requeued + free_expired(two, max_attempts=3).requeued
    assert sorted(freed) == sorted(ids)
