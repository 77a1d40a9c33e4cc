from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store.articles import submit_articles
from store.cancel_jobs import cancel_waiting
from store.job_list import JobFilter, list_jobs
from store.jobs import get_job
from store.queue import claim_articles


def listed(conn, limit=100, after=None, **fields):
    return [row["job_id"] for row in list_jobs(conn, JobFilter(**fields), after=after, limit=limit)]


def test_jobs_are_listed_newest_first_as_they_stand(conn, make_article):
    older, newer = (submit_articles(conn, [make_article()]).job_id for _ in range(2))
    claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    rows = list_jobs(conn, JobFilter(), limit=10)
    assert [row["job_id"] for row in rows] == [newer, older]
    for row in rows:
        job = get_job(conn, row["job_id"])
        assert row == {name: job[name] for name in job if name not in {"errors", "article_ids"}}
    assert [row["counts"] for row in rows] == [{"queued": 1}, {"coding": 1}]


def test_pages_of_jobs_join_without_a_gap(conn, make_article):
    ids = [submit_articles(conn, [make_article()]).job_id for _ in range(5)]
    seen, after = [], None
    while page := listed(conn, limit=2, after=after):
        seen += page
        after = page[-1]
        submit_articles(conn, [make_article()])
    assert seen == ids[::-1]


def test_jobs_are_found_by_their_state(conn, make_article):
    cancelled, running, queued = (submit_articles(conn, [make_article()]).job_id for _ in range(3))
    cancel_waiting(conn, cancelled, most=10)
    claim_articles(conn, worker="w", batch_size=1, lease_seconds=10)
    assert listed(conn, state=("cancelled",)) == [cancelled]
    assert listed(conn, state=("running",)) == [running]
    assert listed(conn, state=("queued", "running")) == [queued, running]
    assert listed(conn, state=("queued", "cancelled")) == [queued, cancelled]
    assert listed(conn, state=("failed",)) == []


def test_jobs_are_found_by_when_they_were_made(conn, make_article):
    job_id = submit_articles(conn, [make_article()]).job_id
    made = get_job(conn, job_id)["created_at"]
    instant = timedelta(microseconds=1)
    assert listed(conn, created_at_from=made, created_at_to=made) == [job_id]
    assert listed(conn, created_at_from=made + instant) == []
    assert listed(conn, created_at_to=made - instant) == []
    assert made <= datetime.now(UTC) + timedelta(minutes=1)
