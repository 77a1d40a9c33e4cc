"""Events: lists of them, page by page, and one with its explanation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request

from api.answers import json_answer
from api.blueprint import Blueprint
from api.cursors import CursorError, CursorScope, decode_cursor, encode_cursor, scope_of
from api.examples import EVENT_PAGE, EXPLAINED_EVENT
from api.problems import CURSOR, NOT_FOUND, FieldError, Problem
from api.schemas.events import EventPageSchema, EventQuerySchema, ExplainedEventSchema
from api.services import current_services
from store.event_filter import EventFilter
from store.events import Keyset, get_event, list_events
from store.pool import transaction

blueprint = Blueprint("events", __name__, url_prefix="/v1", description="Events: who did what to whom")


@blueprint.operation(
    "GET",
    "/events",
    query=EventQuerySchema,
    answer=EventPageSchema,
    example=EVENT_PAGE,
    headers={
        "Link": {"description": "The next page, rel=next, where there is one", "schema": {"type": "string"}}
    },
    problems=(HTTPStatus.SERVICE_UNAVAILABLE,),
)
def read_events(query: dict[str, Any]) -> Response:
    """Read events.

    Gives a page of events by event_date and event_id. Follow next until it is null: every event that was
    there all along comes exactly once, whatever arrives meanwhile.
    """
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    event_filter = _event_filter(query)
    scope = scope_of("events", event_filter)
    after = None if cursor is None else _keyset(cursor, scope)
    with transaction(current_services().pool) as conn:
        rows = list_events(conn, event_filter, after=after, limit=limit + 1)
    page = rows[:limit]
    following = _next_url(scope, page[-1]) if len(rows) > limit else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return json_answer({"items": page, "next": following}, headers=headers)


@blueprint.operation(
    "GET",
    "/events/<uuid:event_id>",
    answer=ExplainedEventSchema,
    example=EXPLAINED_EVENT,
    problems=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
def read_event(event_id: UUID) -> Response:
    """Read an event and why it was coded.

    Gives the event, retracted or not, with the pattern, the dictionary entries and the rules that made it.
    """
    with transaction(current_services().pool) as conn:
        event = get_event(conn, event_id)
    if event is None:
        raise Problem(NOT_FOUND, f"There is no event {event_id}.")
    return json_answer(event)


def _event_filter(query: Mapping[str, Any]) -> EventFilter:
    """The filter with its values sorted, so that the same wish gives the same cursor."""
    values: dict[str, Any] = {
        name: tuple(sorted(set(value))) if isinstance(value, list) else value for name, value in query.items()
    }
    return EventFilter(**values)


def _keyset(cursor: str, scope: CursorScope) -> Keyset:
    try:
        event_date, event_id = decode_cursor(cursor, scope)
        return Keyset(date.fromisoformat(event_date), UUID(event_id))
    except CursorError as error:
        raise _refused(str(error)) from None
    except ValueError:  # whole, but not of our making
        raise _refused("stands for no place in this list; take it as it is from 'next' of a page") from None


def _refused(reason: str) -> Problem:
    return Problem(CURSOR, f"cursor {reason}", (FieldError("parameter", "cursor", reason),))


def _next_url(scope: CursorScope, last: Mapping[str, Any]) -> str:
    cursor = encode_cursor(scope, [last["event_date"].isoformat(), str(last["event_id"])])
    query = request.args.to_dict() | {"cursor": cursor}
    return f"{request.base_url}?{urlencode(query, safe=',')}"
