"""Dyads: who dealt with whom, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from api.blueprint import Blueprint
from api.cursors import scope_of
from api.event_parameters import event_filter_of
from api.paging import LINK_HEADER, cursor_refused, page_answer, place_after
from api.query_examples import DYAD_PAGE
from api.schemas.dyads import DyadPageSchema
from api.schemas.event_query import DyadQuerySchema
from api.services import current_services
from store.dyads import DyadKeyset, list_dyads
from store.event_filter_json import filter_to_json
from store.pool import statements

blueprint = Blueprint("dyads", __name__, url_prefix="/v1", description="Dyads: ordered pairs of actors")


@blueprint.operation(
    "GET",
    "/dyads",
    scope="read",
    query=DyadQuerySchema,
    answer=DyadPageSchema,
    example=DYAD_PAGE,
    headers=LINK_HEADER,
)
def read_dyads(query: dict[str, Any]) -> Response:
    """Read dyads.

    Gives the pairs of source and target that the events of a filter have, with the number of events, the
    first and last day, and the mean goldstein. Events without a target make no pair; at the level of
    countries, nor do those whose source or target belongs to none.
    """
    event_filter = event_filter_of(query)
    level, sort, limit = query["level"], query["sort"], query["limit"]
    scope = scope_of("dyads", [filter_to_json(event_filter), level, sort])
    after = _keyset(place_after(query.get("cursor"), scope, values=3))
    with statements(current_services().pool) as conn:
        rows = list_dyads(conn, event_filter, level=level, sort=sort, after=after, limit=limit + 1)
    page = rows[:limit]
    return page_answer(page, scope, _position(page[-1]) if len(rows) > limit else None)


def _position(row: dict[str, Any]) -> list[str]:
    return [row["source"], row["target"], str(row["event_count"])]


def _keyset(position: Sequence[str]) -> DyadKeyset | None:
    if not position:
        return None
    source, target, count = position
    if not (count.isascii() and count.isdigit() and len(count) < 19) or "\0" in source + target:
        raise cursor_refused("stands for no place in this list; take it as it is from 'next' of a page")
    return DyadKeyset(source, target, int(count))
