from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given

from store.actor_terms import ActorTerm, Dyad
from store.event_filter import EventFilter, where
from tests.store.event_filters import EVENT_FILTERS, EVERY_FIELD

USA, CHN, MIL = ActorTerm("country", "USA"), ActorTerm("country", "CHN"), ActorTerm("role", "MIL")
STANDING = "events.retracted_at IS NULL"


def test_the_filters_that_are_tried_have_every_field():
    assert {field.name for field in fields(EventFilter)} == EVERY_FIELD


@given(EVENT_FILTERS)
def test_values_are_parameters_and_never_in_the_sql(event_filter):
    condition = where(event_filter)
    text = condition.expression.as_string(None)
    assert "«" not in text
    assert "»" not in text
    assert set(re.findall(r"%\((\w+)\)s", text)) == set(condition.parameters)


def squeezed(event_filter):
    text = where(event_filter).expression.as_string(None)
    return re.sub(r"\s+", " ", text.replace('"', "")).removesuffix(f" AND {STANDING}")


CASES = [
    (EventFilter(), STANDING, {}),
    (EventFilter(retracted="include"), "true", {}),
    (EventFilter(retracted="only"), "events.retracted_at IS NOT NULL", {}),
    (
        EventFilter(source_country=("IRQ",)),
        "events.source_country = %(source_country)s",
        {"source_country": "IRQ"},
    ),
    (
        EventFilter(event_root_code=("19", "18")),
        "events.event_root_code = ANY(%(event_root_code)s)",
        {"event_root_code": ["18", "19"]},
    ),
    (
        EventFilter(event_date_from=date(2017, 1, 1), target_country=("SYR",)),
        "events.event_date >= %(event_date_from)s AND events.target_country = %(target_country)s",
        {"event_date_from": date(2017, 1, 1), "target_country": "SYR"},
    ),
    (
        EventFilter(actor_country=("USA",), article_id=(UUID(int=1),)),
        "(events.source_country = %(actor_country)s OR events.target_country = %(actor_country)s)"
        " AND events.article_id = %(article_id)s",
        {"actor_country": "USA", "article_id": UUID(int=1)},
    ),
    (
        EventFilter(source=(MIL, USA)),
        "(events.source_country = %(source_term_country)s"
        " OR events.source_roles && %(source_term_role)s::text[])",
        {"source_term_country": "USA", "source_term_role": ["MIL"]},
    ),
    (
        EventFilter(target_code=("IRQ*", "SYRMIL")),
        "(events.target_code = %(target_code)s OR events.target_code LIKE %(target_code_0)s)",
        {"target_code": "SYRMIL", "target_code_0": "IRQ%"},
    ),
    (
        EventFilter(dyad=(Dyad(USA, CHN),)),
        "(events.source_country = %(dyad_0_source_term_country)s"
        " AND events.target_country = %(dyad_0_target_term_country)s)",
        {"dyad_0_source_term_country": "USA", "dyad_0_target_term_country": "CHN"},
    ),
    (
        EventFilter(event_code=("18",)),
        "events.event_root_code = %(event_code_root)s",
        {"event_code_root": "18"},
    ),
    (
        EventFilter(event_code=("182",)),
        "left(events.event_code, 3) = %(event_code_branch)s",
        {"event_code_branch": "182"},
    ),
    (
        EventFilter(event_code=("1823",)),
        "(left(events.event_code, 3) = %(event_code_above)s AND events.event_code = %(event_code)s)",
        {"event_code_above": "182", "event_code": "1823"},
    ),
    (
        EventFilter(confidence_from=0.29, confidence_to=0.8734),
        "events.confidence_permille >= %(confidence_from)s"
        " AND events.confidence_permille <= %(confidence_to)s",
        {"confidence_from": 290, "confidence_to": 873},
    ),
]


@pytest.mark.parametrize(("event_filter", "text", "parameters"), CASES)
def test_a_filter_reads_as_its_condition(event_filter, text, parameters):
    assert squeezed(event_filter) == text
    assert where(event_filter).parameters == parameters


def test_fields_of_one_name_do_not_share_a_placeholder():
    both = EventFilter(source=(USA,), source_country=("CHN",))
    assert sorted(where(both).parameters.values()) == ["CHN", "USA"]


def test_what_means_the_same_is_equal():
    assert EventFilter(quad_class=(4, 3, 4)) == EventFilter(quad_class=(3, 4))


def test_a_circle_needs_its_radius():
    with pytest.raises(ValueError, match="go together"):
        EventFilter(near=(34.0, 41.0))
