"""Jobs: how far the coding of a submission has come."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import Response

from api.answers import json_answer
from api.articles import JOB_SECONDS
from api.blueprint import Blueprint
from api.examples import JOB
from api.problems import NOT_FOUND, Problem
from api.schemas.jobs import JobSchema
from api.services import current_services
from store.jobs import get_job
from store.pool import transaction

blueprint = Blueprint("jobs", __name__, url_prefix="/v1", description="Jobs: how far the coding has come")


@blueprint.operation(
    "GET",
    "/jobs/<uuid:job_id>",
    answer=JobSchema,
    example=JOB,
    headers={
        "Retry-After": {
            "description": "Seconds until asking again makes sense; absent once the job has ended",
            "schema": {"type": "integer"},
        }
    },
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_job(job_id: UUID) -> Response:
    """Read a job.

    Gives its state, how many of its articles are done, and what failed and why.
    """
    with transaction(current_services().pool) as conn:
        job = get_job(conn, job_id)
    if job is None:
        raise Problem(NOT_FOUND, f"There is no job {job_id}.")
    return json_answer(job, headers={} if job["finished_at"] else {"Retry-After": str(JOB_SECONDS)})
