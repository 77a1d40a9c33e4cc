from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coders.models import EventActor
from store.articles import submit_articles
from store.event_aggregates import KEYS, MEASURES, PERIODS, Aggregate, aggregate_events, read_keys, told_keys
from store.event_filter import EventFilter
from store.events import replace_for_article
from store.queue import claim_articles
from tests.store.event_filters import EVENT_FILTERS

EVERY_EVENT = EventFilter()
VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "fast"}


def actor(country):
    return EventActor(f"{country}GOV", country, None, ("GOV",), country, (0, 3)) if country else None


EVENTS = [
    (date(2017, 10, 2), "IRQ", "SYR", 4, -10.0),
    (date(2017, 10, 29), "IRQ", None, 4, -9.0),
    (date(2017, 12, 31), "IRQ", "SYR", 1, 2.0),
    (date(2018, 1, 1), "USA", "IRQ", 1, 3.5),
]


@pytest.fixture
def stored(conn, make_article, make_event, coded):
    submit_articles(conn, [make_article()])
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
    events = [
        make_event(
            event_date=day,
            source=actor(source),
            target=actor(target),
            quad_class=quad,
            goldstein=goldstein,
            confidence=0.5,
            plover_type=None,
        )
        for day, source, target, quad, goldstein in EVENTS
    ]
    replace_for_article(conn, held, coded(*events), **VERSIONS)
    return conn


def rows(conn, by, measures=("count",), *, event_filter=EVERY_EVENT, fill=False):
    aggregate = Aggregate(tuple(by.split(",")), measures, fill=fill)
    return [tuple(row.values()) for row in aggregate_events(conn, event_filter, aggregate, limit=100)]


OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    date(2017, 10, 1),
    date(2017, 11, 1),
    date(2017, 12, 1),
    date(2018, 1, 1),
)


def test_the_country_month_table(stored):
    assert rows(stored, "month,source_country,quad_class", ("count", "mean_goldstein", "sum_goldstein")) == [
        (OCTOBER, "IRQ", 4, 2, -9.5, -19.0),
        (DECEMBER, "IRQ", 1, 1, 2.0, 2.0),
        (JANUARY, "USA", 1, 1, 3.5, 3.5),
    ]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("day", [day for day, *_ in EVENTS]),
        ("week", [date(2017, 10, 2), date(2017, 10, 23), date(2017, 12, 25), date(2018, 1, 1)]),
        ("month", [OCTOBER, DECEMBER, JANUARY]),
        ("year", [date(2017, 1, 1), date(2018, 1, 1)]),
    ],
)
def test_a_period_is_told_by_its_first_day(stored, period, days):
    assert [day for day, _ in rows(stored, period)] == days


def test_events_without_a_value_are_counted_under_null_and_first(stored):
    assert rows(stored, "target_country") == [(None, 1), ("IRQ", 1), ("SYR", 2)]


def test_what_is_wanted_by_nothing_at_all_is_counted_as_one(stored):
    assert rows(stored, "plover_type", ("count", "mean_confidence")) == [(None, 4, 0.5)]


def test_gaps_are_filled_between_the_first_and_the_last_event(stored):
    assert rows(stored, "source_country,month", ("count", "mean_goldstein"), fill=True) == [
        ("IRQ", OCTOBER, 2, -9.5),
        ("IRQ", NOVEMBER, 0, None),
        ("IRQ", DECEMBER, 1, 2.0),
        ("IRQ", JANUARY, 0, None),
        ("USA", OCTOBER, 0, None),
        ("USA", NOVEMBER, 0, None),
        ("USA", DECEMBER, 0, None),
        ("USA", JANUARY, 1, 3.5),
    ]


def test_gaps_are_filled_from_the_first_to_the_last_day_asked_for(stored):
    wide = EventFilter(
        event_date_from=date(2017, 9, 30), event_date_to=date(2018, 2, 1), source_country=("USA",)
    )
    assert rows(stored, "month", ("count", "sum_goldstein"), event_filter=wide, fill=True) == [
        (date(2017, 9, 1), 0, 0.0),
        (OCTOBER, 0, 0.0),
        (NOVEMBER, 0, 0.0),
        (DECEMBER, 0, 0.0),
        (JANUARY, 1, 3.5),
        (date(2018, 2, 1), 0, 0.0),
    ]


def test_null_keys_are_filled_too(stored):
    assert rows(stored, "year,target_country", fill=True) == [
        (date(2017, 1, 1), None, 1),
        (date(2017, 1, 1), "IRQ", 0),
        (date(2017, 1, 1), "SYR", 2),
        (date(2018, 1, 1), None, 0),
        (date(2018, 1, 1), "IRQ", 1),
        (date(2018, 1, 1), "SYR", 0),
    ]


@pytest.mark.parametrize("fill", [False, True])
@pytest.mark.parametrize(
    "by", ["month,target_country,quad_class,background", "day,plover_type,event_code", "target_code,week"]
)
def test_pages_give_every_row_once(stored, by, fill):
    aggregate = Aggregate(tuple(by.split(",")), tuple(MEASURES), fill=fill)
    whole = aggregate_events(stored, EventFilter(), aggregate, limit=1000)
    after, found = None, []
    while page := aggregate_events(stored, EventFilter(), aggregate, after=after, limit=3):
        found += page
        after = read_keys(told_keys(page[-1], aggregate), aggregate)
    assert found == whole
    assert len(whole) >= 3


AGGREGATES = st.builds(
    lambda period, others, measures, fill: Aggregate(
        (*period, *others), tuple(measures), fill=fill and bool(period)
    ),
    st.lists(st.sampled_from(PERIODS), max_size=1),
    st.lists(
        st.sampled_from([key for key in KEYS if key not in PERIODS]), min_size=1, max_size=4, unique=True
    ),
    st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, unique=True),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENT_FILTERS, AGGREGATES)
def test_every_aggregate_is_a_query_that_the_database_runs(conn, event_filter, aggregate):
    assert aggregate_events(conn, event_filter, aggregate, limit=10) == []


@pytest.mark.parametrize(
    ("by", "fill", "message"),
    [(("day", "month"), False, "has day and month"), (("quad_class",), True, "only gaps in time")],
)
def test_what_makes_no_sense_is_told(by, fill, message):
    with pytest.raises(ValueError, match=message):
        Aggregate(by, fill=fill)


@pytest.mark.parametrize(
    ("by", "texts"),
    [
        (("month",), ["x"]),
        (("quad_class",), ["5"]),
        (("background",), ["maybe"]),
        (("admin1",), ["\0"]),
        (("month", "admin1"), ["2017-01-01"]),
    ],
)
def test_keys_that_are_none_are_told(by, texts):
    with pytest.raises(ValueError, match=r"isoformat|quad class|neither|NUL|shorter"):
        read_keys(texts, Aggregate(by))
