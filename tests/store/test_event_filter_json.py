from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import orjson
import pytest
from hypothesis import given

from store.actor_terms import ActorTerm, Dyad
from store.event_filter import EventFilter
from store.event_filter_json import filter_from_json, filter_to_json
from tests.store.event_filters import EVENT_FILTERS


@given(EVENT_FILTERS)
def test_a_filter_is_the_same_after_a_way_through_json(event_filter):
    kept = orjson.loads(orjson.dumps(filter_to_json(event_filter)))
    assert filter_from_json(kept) == event_filter


def test_it_reads_as_this():
    event_filter = EventFilter(
        event_date_from=date(2017, 1, 1),
        coded_at_to=datetime(2026, 11, 22, tzinfo=UTC),
        dyad=(Dyad(ActorTerm("country", "USA"), ActorTerm("code", "CHN*")),),
        quad_class=(4, 3),
        article_id=(UUID(int=1),),
        near=(34.5, 41.0),
        radius_km=50,
    )
    assert filter_to_json(event_filter) == {
        "event_date_from": "2017-01-01",
        "coded_at_to": "2026-11-22T00:00:00+00:00",
        "dyad": ["country:USA>code:CHN*"],
        "quad_class": [3, 4],
        "near": [34.5, 41.0],
        "radius_km": 50,
        "article_id": ["00000000-0000-0000-0000-000000000001"],
    }
    assert filter_to_json(EventFilter()) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"actor_contry": ["IRQ"]}, "no field 'actor_contry'"),
        ({"event_date_from": "2017"}, "event_date_from of an event filter is '2017'"),
        ({"actor": ["USA"]}, "write code:, country:, group: or role:"),
        ({"article_id": ["x"]}, "article_id of an event filter"),
        ({"near": [1.0, 2.0]}, "go together"),
    ],
)
def test_what_is_no_filter_is_told(content, message):
    with pytest.raises(ValueError, match=message):
        filter_from_json(content)
