"""Events counted and measured by time and by code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from api.blueprint import Blueprint
from api.cursors import scope_of
from api.event_parameters import event_filter_of
from api.paging import LINK_HEADER, cursor_refused, page_answer, place_after
from api.query_examples import AGGREGATE_PAGE
from api.schemas.event_aggregates import AggregatePageSchema
from api.schemas.event_query import AggregateQuerySchema
from api.services import current_services
from store.event_aggregates import Aggregate, KeyValue, aggregate_events, read_keys, told_keys
from store.event_filter_json import filter_to_json
from store.pool import statements

blueprint = Blueprint("event_aggregates", __name__, url_prefix="/v1", description="Events counted")


@blueprint.operation(
    "GET",
    "/events/aggregate",
    scope="read",
    query=AggregateQuerySchema,
    answer=AggregatePageSchema,
    example=AGGREGATE_PAGE,
    headers=LINK_HEADER,
)
def aggregate_by(query: dict[str, Any]) -> Response:
    """Count and measure events.

    Gives a row for each combination of the keys in by that events have, in the order of the keys: the
    country-month table is by=month,source_country. A period is told by its first day, a week by its Monday.
    """
    event_filter, limit = event_filter_of(query), query["limit"]
    aggregate = Aggregate(tuple(query["by"]), tuple(query.get("measure", ("count",))), fill=query["fill"])
    scope = scope_of("events.aggregate", [filter_to_json(event_filter), aggregate])
    after = _keys(place_after(query.get("cursor"), scope, values=len(aggregate.by)), aggregate)
    with statements(current_services().pool) as conn:
        rows = aggregate_events(conn, event_filter, aggregate, after=after, limit=limit + 1)
    page = rows[:limit]
    return page_answer(page, scope, told_keys(page[-1], aggregate) if len(rows) > limit else None)


def _keys(position: Sequence[str], aggregate: Aggregate) -> list[KeyValue] | None:
    try:
        return read_keys(position, aggregate) if position else None
    except ValueError:  # whole, but not of our making
        raise cursor_refused(
            "stands for no place in this list; take it as it is from 'next' of a page"
        ) from None
