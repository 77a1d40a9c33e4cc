"""Articles: handing them in, what became of them, and taking them out again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, request

from api.answers import MEDIA_TYPE, json_answer
from api.article_stream import NDJSON, submit_stream
from api.article_submission import submit_json
from api.auth import current_caller
from api.blueprint import Blueprint
from api.cursors import scope_of
from api.event_formats import result_files
from api.examples import (
    ARTICLE,
    ARTICLE_COUNTS,
    ARTICLE_EVENTS,
    ARTICLE_PAGE,
    ERASED_ARTICLE,
)
from api.idempotency import HEADER, answer_once, keyed_request
from api.paging import LINK_HEADER, id_after, page_answer, place_after
from api.prefer import read_preferences
from api.problems import NOT_FOUND, UNSUPPORTED_MEDIA_TYPE, Problem
from api.request_parser import read_json, refuse_encoded, whole_body
from api.schemas.articles import (
    ArticleCountsPageSchema,
    ArticleCountsQuerySchema,
    ArticlePageSchema,
    ArticleQuerySchema,
    ArticleSchema,
    EraseQuerySchema,
)
from api.schemas.events import ArticleEventsSchema
from api.schemas.parsing import shown
from api.schemas.submissions import AcceptedArticleSchema
from api.services import Services, current_services
from api.submission_described import DESCRIBED
from store.article_counts import count_articles
from store.article_filter import ArticleFilter
from store.article_list import list_articles
from store.articles import get_article
from store.erase_articles import erase_article
from store.events import list_article_events
from store.pool import statements, transaction

blueprint = Blueprint(
    "articles", __name__, url_prefix="/v1", description="Articles: the texts that are coded"
)


@blueprint.operation(
    "POST",
    "/articles",
    scope="ingest",
    status=HTTPStatus.ACCEPTED,
    answer=AcceptedArticleSchema,
    example=None,
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
    problems=(HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
    media_types=(MEDIA_TYPE, NDJSON),
    described=DESCRIBED,
)
def submit_article() -> Response:
    """Submit an article, or many.

    Stores what is sent and queues it to be coded, as one job. The same text, published_date and language
    again is the same article: it is coded once, and the answer says that it was known. Of several articles,
    one that is wrong is refused by itself and the others are taken; the request is refused where none can be.
    """
    services = current_services()
    if request.mimetype not in {MEDIA_TYPE, NDJSON}:
        raise Problem(
            UNSUPPORTED_MEDIA_TYPE,
            f"Content-Type is {shown(request.content_type or '')}; send {MEDIA_TYPE} or {NDJSON}.",
            headers={"Accept": f"{MEDIA_TYPE}, {NDJSON}"},
        )
    refuse_encoded(request)
    if HEADER not in request.headers:
        return _submit(services)
    caller = current_caller()
    keyed = keyed_request(request, whole_body(request), owner=caller.key_id if caller else "")
    return answer_once(services.pool, keyed, lambda: _submit(services))


def _submit(services: Services) -> Response:
    preferences = read_preferences(request.headers.get("Prefer"))
    if request.mimetype == MEDIA_TYPE:
        return submit_json(services, read_json(whole_body(request)), preferences)
    if HEADER in request.headers:  # the body was read to tell it from others
        return submit_stream(services, BytesIO(whole_body(request)), preferences)
    request.max_content_length = sys.maxsize  # None would mean the limit of all others
    return submit_stream(services, request.stream, preferences)


@blueprint.operation(
    "GET",
    "/articles",
    scope="read",
    query=ArticleQuerySchema,
    answer=ArticlePageSchema,
    example=ARTICLE_PAGE,
    headers=LINK_HEADER,
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def read_articles(query: dict[str, Any]) -> Response:
    """Read articles.

    Gives a page of articles without their texts, in the order they were received. Follow next until it is
    null: every article that was there all along comes exactly once, whatever arrives meanwhile.
    """
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    article_filter = _article_filter(query)
    scope = scope_of("articles", article_filter)
    after = id_after(cursor, scope)
    with statements(current_services().pool) as conn:
        rows = list_articles(conn, article_filter, after=after, limit=limit + 1)
    page = rows[:limit]
    return page_answer(page, scope, [str(page[-1]["article_id"])] if len(rows) > limit else None)


@blueprint.operation(
    "GET",
    "/articles/aggregate",
    scope="read",
    query=ArticleCountsQuerySchema,
    answer=ArticleCountsPageSchema,
    example=ARTICLE_COUNTS,
    headers=LINK_HEADER,
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def read_article_counts(query: dict[str, Any]) -> Response:
    """Count articles.

    Gives how many articles were received and what became of them, by day of publication, publisher and so on:
    what counts of events are to be divided by, so that a trend does not measure the volume of news.
    """
    limit, cursor, by = query.pop("limit"), query.pop("cursor", None), query.pop("by")
    article_filter = _article_filter(query)
    scope = scope_of("articles/aggregate", [by, article_filter])
    after = place_after(cursor, scope, values=len(by))
    with statements(current_services().pool) as conn:
        rows = count_articles(conn, article_filter, by=by, after=after, limit=limit + 1)
    page = rows[:limit]
    following = [page[-1][name] or "" for name in by] if len(rows) > limit else None
    return page_answer(page, scope, following)


@blueprint.operation(
    "GET",
    "/articles/<uuid:article_id>",
    scope="read",
    answer=ArticleSchema,
    example=ARTICLE,
    cacheable=True,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_article(article_id: UUID) -> Response:
    """Read an article.

    Gives the text as it was sent, the state of its coding, and where the same article was seen again.
    """
    with statements(current_services().pool) as conn:
        article = get_article(conn, article_id)
    if article is None:
        raise _no_article(article_id)
    return json_answer(article)


@blueprint.operation(
    "DELETE",
    "/articles/<uuid:article_id>",
    scope="admin",
    query=EraseQuerySchema,
    answer=ArticleSchema,
    example=ERASED_ARTICLE,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def delete_article(article_id: UUID, query: dict[str, Any]) -> Response:
    """Erase an article.

    Takes away its text and title, and the sentences and explanations of its events, for good; the events are
    kept without them, or retracted. That the article was here stays known: the same text again is not stored.
    Erasing it again changes nothing, but that events which were kept may be retracted.
    """
    with transaction(current_services().pool) as conn:
        if not erase_article(conn, article_id, events=query["events"]):
            raise _no_article(article_id)
        article = get_article(conn, article_id)
    result_files().forget()
    return json_answer(article)


@blueprint.operation(
    "GET",
    "/articles/<uuid:article_id>/events",
    scope="read",
    answer=ArticleEventsSchema,
    example=ARTICLE_EVENTS,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_article_events(article_id: UUID) -> Response:
    """Read the events of an article.

    Gives all of them in the order of the text, with the article's state: no events in an article that is
    queued or failed are not the same as none found.
    """
    with statements(current_services().pool) as conn:
        article = get_article(conn, article_id)
        events = list_article_events(conn, article_id)
    if article is None:
        raise _no_article(article_id)
    return json_answer({"article_id": article_id, "state": article["state"], "items": events})


def _article_filter(query: Mapping[str, Any]) -> ArticleFilter:
    """The filter with its states sorted, so that the same wish gives the same cursor."""
    return ArticleFilter(**{**query, "state": tuple(sorted(query.get("state", ())))})


def _no_article(article_id: UUID) -> Problem:
    return Problem(NOT_FOUND, f"There is no article {article_id}.")
