"""Everybody at once: what the order of the locks and the change counter promise."""

from __future__ import annotations

import random
import threading
from functools import partial

from store.articles import submit_articles
from store.events import replace_for_article
from store.pool import transaction
from store.queue import claim_articles, fail_claim, free_expired, release_claims

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}

UNTRUE_COUNTS = """
SELECT FROM jobs
WHERE pending > 0 OR total <> (SELECT sum(number::int) FROM jsonb_each_text(counts) AS c (state, number))
"""

EVENTS_AN_ARTICLE = "SELECT DISTINCT count(*) AS number FROM events GROUP BY article_id"


def run_at_once(*works):
    """Run each in a thread and give what they raised."""
    failures = []

    def guarded(work):
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- told by the caller's assertion
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


def claimed(pool, size, lease=60.0):
    with transaction(pool) as conn:
        return claim_articles(conn, worker="w", batch_size=size, lease_seconds=lease)


def changes_since(pool, seq):
    with transaction(pool) as conn:
        query = "SELECT change_seq FROM events WHERE change_seq > %s ORDER BY change_seq"
        return [row["change_seq"] for row in conn.execute(query, (seq,))]


def test_changes_are_numbered_without_a_gap_and_a_reader_misses_none(pool, make_article, make_event, coded):
    """Eight writers, a third of whose transactions roll back, and a reader who follows by change_seq."""
    with transaction(pool) as conn:
        submit_articles(conn, [make_article() for _ in range(160)])
    ended, seen = threading.Semaphore(0), [0]

    def write(seed):
        chance = random.Random(seed)
        for _ in range(20):
            [held] = claimed(pool, 1)
            result = coded(*(make_event() for _ in range(chance.randint(0, 3))))
            if chance.random() < 0.33:
                with pool.connection() as conn, conn.transaction(force_rollback=True):
                    replace_for_article(conn, held, result, **VERSIONS)
            with transaction(pool) as conn:
                replace_for_article(conn, held, result, **VERSIONS)
        ended.release()

    def read():
        for _ in range(8):
            while not ended.acquire(timeout=0.005):
                seen.extend(changes_since(pool, seen[-1]))

    assert run_at_once(read, *(partial(write, seed) for seed in range(8))) == []
    seen.extend(changes_since(pool, seen[-1]))
    assert len(seen) > 100
    assert seen == list(range(len(seen)))
    assert len(changes_since(pool, 0)) == len(seen) - 1


def submit_often(pool, articles, seed):
    chance = random.Random(seed)
    for _ in range(15):
        with transaction(pool) as conn:
            submit_articles(conn, chance.sample(articles, 12), interactive=chance.random() < 0.3)


def work_often(pool, coded_article, seed):
    """Claim, sometimes under a lease that has run out, and end each claim in one of the ways there are."""
    chance = random.Random(seed)
    for _ in range(40):
        for held in claimed(pool, 4, lease=chance.choice([-1.0, 60.0, 60.0])):
            with transaction(pool) as conn:
                end = chance.random()
                if end < 0.1:
                    release_claims(conn, [held.lease_token])
                elif end < 0.3:
                    fail_claim(conn, held, error="odd", max_attempts=2)
                else:
                    replace_for_article(conn, held, coded_article(), **VERSIONS)


def sweep_often(pool):
    for _ in range(60):
        with transaction(pool) as conn:
            free_expired(conn, max_attempts=2)


def test_submitters_workers_and_sweeps_neither_deadlock_nor_lose_an_article(
    pool, make_article, make_event, coded
):
    articles = [make_article() for _ in range(60)]
    submitters = [partial(submit_often, pool, articles, seed) for seed in range(3)]
    workers = [partial(work_often, pool, lambda: coded(make_event()), seed) for seed in range(3)]
    assert run_at_once(*submitters, *workers, *[partial(sweep_often, pool)] * 2) == []
    sweep_often(pool)
    while batch := claimed(pool, 20):
        for held in batch:
            with transaction(pool) as conn:
                replace_for_article(conn, held, coded(make_event()), **VERSIONS)
    with transaction(pool) as conn:
        states = {row["state"] for row in conn.execute("SELECT state FROM articles")}
        assert states <= {"coded", "failed"}
        assert conn.execute("SELECT FROM queue").fetchall() == []
        assert conn.execute(UNTRUE_COUNTS).fetchall() == []
        assert conn.execute(EVENTS_AN_ARTICLE).fetchall() == [{"number": 1}]
