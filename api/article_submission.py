"""Articles sent as JSON: one object, or an array of them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Response

from api.answers import json_answer
from api.article_reading import read_article_object, refusal, validation_problem
from api.job_waiting import queued_headers, wait_for_job
from api.prefer import Preferences
from api.problems import FieldError, Problem
from api.services import Services
from store.articles import NewArticle, Receipt, Submission, submit_articles
from store.jobs import get_job
from store.pool import transaction

MOST_ARTICLES = 1_000
_ERRORS_TOLD = 100


def submit_json(services: Services, sent: Any, preferences: Preferences) -> Response:
    """Store and queue what was sent, and say what became of it.

    Raises:
        Problem: 422, no part of it can be taken.
    """
    return (_submit_array if isinstance(sent, list) else _submit_object)(services, sent, preferences)


def _submit_object(services: Services, sent: Any, preferences: Preferences) -> Response:
    article = read_article_object(sent)
    if isinstance(article, Problem):
        raise article
    submission = _submit(services, [article])
    [receipt] = submission.receipts
    content = {"article_id": receipt.article_id, "known": receipt.known}
    return _answer(services, submission, content, preferences)


def _submit_array(services: Services, sent: Sequence[Any], preferences: Preferences) -> Response:
    """An array in which one article is wrong is not refused: the others are taken, and each is told of."""
    if not 1 <= len(sent) <= MOST_ARTICLES:
        raise validation_problem([FieldError("pointer", "#", _wrong_length(len(sent)))])
    read = [read_article_object(item, at=f"#/{index}") for index, item in enumerate(sent)]
    articles = [item for item in read if isinstance(item, NewArticle)]
    if not articles:
        problems = [item for item in read if isinstance(item, Problem)]
        raise validation_problem([error for each in problems for error in each.errors][:_ERRORS_TOLD])
    submission = _submit(services, articles)
    receipts = iter(submission.receipts)
    items = [
        {"index": index, **(_refused(item) if isinstance(item, Problem) else taken(next(receipts)))}
        for index, item in enumerate(read)
    ]
    numbers = dict.fromkeys(("accepted", "known", "refused"), 0)
    for item in items:
        numbers[item["status"]] += 1
    return _answer(services, submission, {**numbers, "items": items}, preferences)


def _wrong_length(number: int) -> str:
    if not number:
        return "is an empty array; send at least one article"
    return (
        f"has {number:,} articles; {MOST_ARTICLES:,} is the most that an array may have: "
        "send more as application/x-ndjson, one a line"
    )


def taken(receipt: Receipt) -> dict[str, Any]:
    """What became of an article that was stored, or was there already."""
    return {"status": "known" if receipt.known else "accepted", "article_id": receipt.article_id}


def _refused(problem: Problem) -> dict[str, Any]:
    return {"status": "refused", "problem": refusal(problem)}


def _submit(services: Services, articles: Sequence[NewArticle]) -> Submission:
    with transaction(services.pool) as conn:
        submission = submit_articles(conn, articles)
    # The rows are committed; where the broker is down, the workers' sweep finds them.
    services.waker.wake()
    return submission


def _answer(
    services: Services, submission: Submission, content: dict[str, Any], preferences: Preferences
) -> Response:
    """202 and where to follow the job; 200 with the job where the client waits and it ends in time."""
    job_id = submission.job_id
    if preferences.wait_seconds:
        job = wait_for_job(services, job_id, preferences.wait_seconds)
    else:
        with transaction(services.pool) as conn:
            job = get_job(conn, job_id)
    assert job is not None  # noqa: S101 -- jobs are never deleted
    told = {"job_id": job_id, "state": job["state"], **content}
    if preferences.wait_seconds and job["finished_at"]:
        return json_answer(told | {"job": job}, HTTPStatus.OK, preferences.applied(waited=True))
    headers = queued_headers(job_id) | preferences.applied(waited=False)
    return json_answer(told, HTTPStatus.ACCEPTED, headers)
