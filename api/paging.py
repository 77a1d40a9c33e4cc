"""Pages of a list: the place that a cursor stands for, and the way to the next page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request

from api.answers import json_answer
from api.cursors import CursorError, CursorScope, decode_cursor, encode_cursor
from api.problems import CURSOR, FieldError, Problem

LINK_HEADER = {
    "Link": {"description": "The next page, rel=next, where there is one", "schema": {"type": "string"}}
}


def place_after(cursor: str | None, scope: CursorScope, *, values: int) -> tuple[str, ...]:
    """The sort values of the row that a page goes on after; none where it is the first page.

    Raises:
        Problem: the cursor is none of this list's, or does not have as many ``values``.
    """
    if cursor is None:
        return ()
    try:
        position = decode_cursor(cursor, scope)
    except CursorError as error:
        raise cursor_refused(str(error)) from None
    if len(position) != values:  # whole, but not of our making
        raise cursor_refused("stands for no place in this list; take it as it is from 'next' of a page")
    return position


def id_after(cursor: str | None, scope: CursorScope) -> UUID | None:
    """The id that a page goes on after, in a list that is sorted by ids.

    Raises:
        Problem: the cursor is none of this list's.
    """
    position = place_after(cursor, scope, values=1)
    try:
        return UUID(position[0]) if position else None
    except ValueError:
        raise cursor_refused(
            "stands for no place in this list; take it as it is from 'next' of a page"
        ) from None


def cursor_refused(reason: str) -> Problem:
    return Problem(CURSOR, f"cursor {reason}", (FieldError("parameter", "cursor", reason),))


def page_answer(
    items: Sequence[Any],
    scope: CursorScope,
    following: Sequence[str] | None,
    told: Mapping[str, Any] | None = None,
) -> Response:
    """A page as JSON; ``following`` are the sort values of its last row, None where it is the last page.

    ``told`` is what else the page says.
    """
    if following is None:
        return json_answer({"items": items, "next": None, **(told or {})})
    query = request.args.to_dict() | {"cursor": encode_cursor(scope, following)}
    url = f"{request.base_url}?{urlencode(query, safe=',')}"
    return json_answer(
        {"items": items, "next": url, **(told or {})}, headers={"Link": f'<{url}>; rel="next"'}
    )
