"""Events: lists of them, page by page or whole, and one with its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from api.answers import json_answer
from api.blueprint import Blueprint
from api.event_formats import MEDIA_TYPES, answer_in_format, chosen_format
from api.event_formats_described import DESCRIBED
from api.event_page import PageWish, event_page
from api.event_parameters import event_filter_of
from api.examples import EVENT_PAGE, EXPLAINED_EVENT
from api.paging import LINK_HEADER
from api.problems import NOT_FOUND, VALIDATION, FieldError, Problem
from api.schemas.event_query import DEFAULT_ROWS, MOST_ROWS, EventQuerySchema
from api.schemas.events import EventPageSchema, ExplainedEventSchema
from api.services import current_services
from store.event_rows import RECORD_FIELDS
from store.event_stream import EventSelection
from store.events import get_event
from store.pool import statements

blueprint = Blueprint("events", __name__, url_prefix="/v1", description="Events: who did what to whom")

_OF_PAGES = ("cursor", "count", "expand")


@blueprint.operation(
    "GET",
    "/events",
    scope="read",
    query=EventQuerySchema,
    answer=EventPageSchema,
    example=EVENT_PAGE,
    headers=LINK_HEADER,
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
    media_types=tuple(MEDIA_TYPES.values()),
    described=DESCRIBED,
)
def read_events(query: dict[str, Any]) -> Response:
    """Read events.

    As JSON, gives a page. Follow next until it is null: every event that was there all along comes exactly
    once, whatever arrives meanwhile. In any other format, gives all events that the filter means.
    """
    name = chosen_format(query.get("format"))
    if name != "json":
        return answer_in_format(_whole(query), name)
    answer = event_page(current_services().pool, event_filter_of(query), _wish(query))
    answer.vary.add("Accept")
    return answer


@blueprint.operation(
    "GET",
    "/events/<uuid:event_id>",
    scope="read",
    answer=ExplainedEventSchema,
    example=EXPLAINED_EVENT,
    cacheable=True,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_event(event_id: UUID) -> Response:
    """Read an event and why it was coded.

    Gives the event, retracted or not, with the pattern, the dictionary entries and the rules that made it.
    """
    with statements(current_services().pool) as conn:
        event = get_event(conn, event_id)
    if event is None:
        raise Problem(NOT_FOUND, f"There is no event {event_id}.")
    return json_answer(event)


def _told_fields(query: dict[str, Any]) -> Sequence[str]:
    fields = query.get("told_fields", RECORD_FIELDS)
    return list(dict.fromkeys((*fields, *(["sentence"] if "sentence" in query.get("expand", ()) else []))))


def _wish(query: dict[str, Any]) -> PageWish:
    """What kind of page is asked for.

    Raises:
        Problem: 422, a page of so many events is not given.
    """
    limit = query.get("limit", DEFAULT_ROWS)
    if limit > MOST_ROWS:
        raise _refused(
            "limit", f"is '{limit}'; give a whole number from 1 to {MOST_ROWS:,} where the format is JSON"
        )
    return PageWish(
        sort=query["sort"],
        fields=_told_fields(query),
        limit=limit,
        cursor=query.get("cursor"),
        with_article="article" in query.get("expand", ()),
        count=query["count"],
    )


def _whole(query: dict[str, Any]) -> EventSelection:
    """The whole result that is asked for; in order only where one is asked for, as order costs.

    Raises:
        Problem: 422, a parameter is given that means something for pages alone.
    """
    for name in _OF_PAGES:
        if name in request.args:
            raise _refused(name, "is for pages of JSON; leave it out, as this format gives the whole result")
    ordered = "sort" in request.args or "limit" in query
    return EventSelection(
        event_filter_of(query),
        _told_fields(query),
        order=query["sort"] if ordered else None,
        most=query.get("limit"),
        guard=query["guard"],
    )


def _refused(name: str, reason: str) -> Problem:
    return Problem(VALIDATION, f"{name} {reason}", (FieldError("parameter", name, reason),))
