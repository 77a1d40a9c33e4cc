"""Articles: handing them in, and what became of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, url_for

from api.answers import json_answer
from api.blueprint import Blueprint
from api.examples import ACCEPTED_ARTICLE, ARTICLE, ARTICLE_EVENTS, NEW_ARTICLE
from api.problems import NOT_FOUND, Problem
from api.schemas.articles import AcceptedArticleSchema, ArticleSchema, NewArticleSchema
from api.schemas.events import ArticleEventsSchema
from api.services import current_services
from store.articles import NewArticle, get_article, submit_articles
from store.events import list_article_events
from store.jobs import get_job
from store.pool import transaction

JOB_SECONDS = 1  # how soon it makes sense to ask after a job

blueprint = Blueprint(
    "articles", __name__, url_prefix="/v1", description="Articles: the texts that are coded"
)


@blueprint.operation(
    "POST",
    "/articles",
    body=NewArticleSchema,
    body_example=NEW_ARTICLE,
    status=HTTPStatus.ACCEPTED,
    answer=AcceptedArticleSchema,
    example=ACCEPTED_ARTICLE,
    headers={
        "Location": {"description": "The job", "schema": {"type": "string", "format": "uri-reference"}},
        "Retry-After": {"description": "Seconds until asking makes sense", "schema": {"type": "integer"}},
    },
    links={
        "job": {"operationId": "read_job", "parameters": {"job_id": "$response.body#/job_id"}},
        "article": {
            "operationId": "read_article",
            "parameters": {"article_id": "$response.body#/article_id"},
        },
        "events": {
            "operationId": "read_article_events",
            "parameters": {"article_id": "$response.body#/article_id"},
        },
    },
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def submit_article(body: dict[str, Any]) -> Response:
    """Submit an article.

    Stores the article and queues it to be coded. The same text, published_date and language again is the same
    article: it is coded once, and the answer says that it was known.
    """
    services = current_services()
    with transaction(services.pool) as conn:
        submission = submit_articles(conn, [NewArticle(**body)])
        job = get_job(conn, submission.job_id)
    assert job is not None  # noqa: S101 -- it was made in this transaction
    # The row is committed; where the broker is down, the workers' sweep finds it.
    services.waker.wake()
    [receipt] = submission.receipts
    return json_answer(
        {
            "job_id": submission.job_id,
            "article_id": receipt.article_id,
            "known": receipt.known,
            "state": job["state"],
        },
        HTTPStatus.ACCEPTED,
        {
            "Location": url_for("jobs.read_job", job_id=submission.job_id),
            "Retry-After": str(JOB_SECONDS),
        },
    )


@blueprint.operation(
    "GET",
    "/articles/<uuid:article_id>",
    answer=ArticleSchema,
    example=ARTICLE,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_article(article_id: UUID) -> Response:
    """Read an article.

    Gives the text as it was sent, the state of its coding, and where the same article was seen again.
    """
    with transaction(current_services().pool) as conn:
        article = get_article(conn, article_id)
    if article is None:
        raise _no_article(article_id)
    return json_answer(article)


@blueprint.operation(
    "GET",
    "/articles/<uuid:article_id>/events",
    answer=ArticleEventsSchema,
    example=ARTICLE_EVENTS,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_article_events(article_id: UUID) -> Response:
    """Read the events of an article.

    Gives all of them in the order of the text, with the article's state: no events in an article that is
    queued or failed are not the same as none found.
    """
    with transaction(current_services().pool) as conn:
        article = get_article(conn, article_id)
        events = list_article_events(conn, article_id)
    if article is None:
        raise _no_article(article_id)
    return json_answer({"article_id": article_id, "state": article["state"], "items": events})


def _no_article(article_id: UUID) -> Problem:
    return Problem(NOT_FOUND, f"There is no article {article_id}.")
