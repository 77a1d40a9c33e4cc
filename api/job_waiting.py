"""Waiting for a job to end without holding anything but the request's thread."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for

from api.services import Services
from store.jobs import get_job
from store.pool import statements

JOB_SECONDS = 1  # how soon it makes sense to ask after a job

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 0.5

RETRY_AFTER_HEADER = {
    "Retry-After": {
        "description": "Seconds until asking again makes sense; absent once the job has ended",
        "schema": {"type": "integer"},
    }
}


def wait_for_job(services: Services, job_id: UUID, seconds: float) -> dict[str, Any] | None:
    """The job when it has ended, or as it stands after ``seconds``; None where there is no such job.

    A database connection is held only to look. Where as many requests wait as may, this one does not.
    """
    may_wait = seconds > 0 and services.waiting.acquire(blocking=False)
    try:
        return _watch(services, job_id, seconds if may_wait else 0)
    finally:
        if may_wait:
            services.waiting.release()


def _watch(services: Services, job_id: UUID, seconds: float) -> dict[str, Any] | None:
    deadline, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while True:
        with statements(services.pool) as conn:
            job = get_job(conn, job_id)
        left = deadline - time.monotonic()
        if job is None or job["finished_at"] or left <= 0:
            return job
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE)


def retry_headers(job: Mapping[str, Any]) -> dict[str, str]:
    """When to ask again, where the job goes on."""
    return {} if job["finished_at"] else {"Retry-After": str(JOB_SECONDS)}


def queued_headers(job_id: UUID) -> dict[str, str]:
    """Where to follow work that was queued, and when to look."""
    return {"Location": url_for("jobs.read_job", job_id=job_id), "Retry-After": str(JOB_SECONDS)}
