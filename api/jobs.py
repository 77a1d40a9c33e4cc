"""Jobs: how far the coding of a submission has come, waiting for its end, and giving it up."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from flask import Response

from api.answers import json_answer
from api.blueprint import Blueprint
from api.cursors import scope_of
from api.examples import JOB, JOB_PAGE
from api.job_waiting import RETRY_AFTER_HEADER, retry_headers, wait_for_job
from api.paging import LINK_HEADER, id_after, page_answer
from api.problems import NOT_FOUND, Problem
from api.schemas.jobs import JobPageSchema, JobQuerySchema, JobSchema, JobWaitSchema
from api.services import Services, current_services
from store.cancel_jobs import BEFORE_ALL, cancel_waiting
from store.job_list import JobFilter, list_jobs
from store.jobs import get_job
from store.pool import statements, transaction

# Articles that are cancelled in one transaction: workers wait for its locks, so not for long.
_CANCELLED_AT_ONCE = 2_000

blueprint = Blueprint("jobs", __name__, url_prefix="/v1", description="Jobs: how far the coding has come")


@blueprint.operation(
    "GET",
    "/jobs",
    scope="read",
    query=JobQuerySchema,
    answer=JobPageSchema,
    example=JOB_PAGE,
    headers=LINK_HEADER,
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def read_jobs(query: dict[str, Any]) -> Response:
    """Read jobs.

    Gives a page of jobs, the newest first. Follow next until it is null.
    """
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    job_filter = JobFilter(**{**query, "state": tuple(sorted(query.get("state", ())))})
    scope = scope_of("jobs", job_filter)
    after = id_after(cursor, scope)
    with statements(current_services().pool) as conn:
        rows = list_jobs(conn, job_filter, after=after, limit=limit + 1)
    page = rows[:limit]
    return page_answer(page, scope, [str(page[-1]["job_id"])] if len(rows) > limit else None)


@blueprint.operation(
    "GET",
    "/jobs/<uuid:job_id>",
    scope="read",
    query=JobWaitSchema,
    answer=JobSchema,
    example=JOB,
    headers=RETRY_AFTER_HEADER,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_job(job_id: UUID, query: dict[str, Any]) -> Response:
    """Read a job.

    Gives its state, how many of its articles are done, and what failed and why. With wait, the answer comes
    when the job has ended, or as it stands when the time is up, or at once where too many wait already.
    """
    return _job_answer(job_id, wait_for_job(current_services(), job_id, query["wait"]))


@blueprint.operation(
    "DELETE",
    "/jobs/<uuid:job_id>",
    scope="ingest",
    answer=JobSchema,
    example=JOB,
    headers=RETRY_AFTER_HEADER,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def cancel_job(job_id: UUID) -> Response:
    """Cancel a job.

    Its articles that wait are cancelled; those that a worker holds at this moment are finished. An article
    that another job waits for as well is coded for that one. Cancelling a job that has ended changes nothing.
    """
    services = current_services()
    _cancel(services, job_id)
    with transaction(services.pool) as conn:
        return _job_answer(job_id, get_job(conn, job_id))


def _cancel(services: Services, job_id: UUID) -> None:
    """Cancel all that waits, and look again: a worker may hand back meanwhile what lies behind."""
    while _cancel_in_turn(services, job_id):
        pass


def _cancel_in_turn(services: Services, job_id: UUID) -> bool:
    """Cancel what waits from the first article to the last; whether there was any."""
    last, after = BEFORE_ALL, cast("UUID | None", BEFORE_ALL)
    while after is not None:
        last = after
        with transaction(services.pool) as conn:
            after = cancel_waiting(conn, job_id, after=after, most=_CANCELLED_AT_ONCE)
    return last != BEFORE_ALL


def _job_answer(job_id: UUID, job: dict[str, Any] | None) -> Response:
    if job is None:
        raise Problem(NOT_FOUND, f"There is no job {job_id}.")
    return json_answer(job, headers=retry_headers(job))
