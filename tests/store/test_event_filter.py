from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.event_filter import EventFilter, where

WORDS = st.text(min_size=1).map(lambda word: f"«{word}»")  # marks that no SQL of ours has
SEVERAL = st.lists(WORDS, max_size=3).map(tuple)
FILTERS = st.builds(
    EventFilter,
    event_date_from=st.none() | st.dates(),
    event_date_to=st.none() | st.dates(),
    actor_country=SEVERAL,
    source_country=SEVERAL,
    target_country=SEVERAL,
    event_root_code=SEVERAL,
    article_id=st.none() | st.uuids(),
)


@given(FILTERS)
def test_values_are_parameters_and_never_in_the_sql(event_filter):
    condition = where(event_filter)
    text = condition.expression.as_string(None)
    assert "«" not in text
    assert "»" not in text
    for name in condition.parameters:
        assert f"%({name})s" in text
    assert text.count("%(") == len(condition.parameters) + ("actor_country" in condition.parameters)


CASES = [
    (EventFilter(), "true", {}),
    (
        EventFilter(source_country=("IRQ",)),
        "events.source_country = %(source_country)s",
        {"source_country": "IRQ"},
    ),
    (
        EventFilter(event_root_code=("19", "18")),
        "events.event_root_code = ANY(%(event_root_code)s)",
        {"event_root_code": ["19", "18"]},
    ),
    (
        EventFilter(event_date_from=date(2017, 1, 1), target_country=("SYR",)),
        "events.event_date >= %(event_date_from)s AND events.target_country = %(target_country)s",
        {"event_date_from": date(2017, 1, 1), "target_country": "SYR"},
    ),
    (
        EventFilter(actor_country=("USA",), article_id=UUID(int=1)),
        "(events.source_country = %(actor_country)s OR events.target_country = %(actor_country)s)"
        " AND events.article_id = %(article_id)s",
        {"actor_country": "USA", "article_id": UUID(int=1)},
    ),
]


@pytest.mark.parametrize(("event_filter", "text", "parameters"), CASES)
def test_a_filter_reads_as_its_condition(event_filter, text, parameters):
    condition = where(event_filter)
    assert condition.expression.as_string(None).replace('"', "") == text
    assert condition.parameters == parameters
