from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coders.models import EventActor
from store.articles import submit_articles
from store.event_filter import EventFilter
from store.event_order import SORTS, Keyset, keyset_of
from store.events import get_event, list_events, replace_for_article
from store.queue import claim_articles
from tests.store.event_filters import EVENT_FILTERS

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "default"}
FIRST = date(2017, 10, 1)


@pytest.fixture
def store_events(conn, make_article, coded):
    def store(*events) -> UUID:
        submit_articles(conn, [make_article()])
        [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
        replace_for_article(conn, held, coded(*events), **VERSIONS)
        return held.article_id

    return store


def actor(country):
    return EventActor(f"{country}GOV", country, None, ("GOV",), country, (0, 3))


def ids(rows):
    return {row["event_id"] for row in rows}


def all_pages(conn, limit, *, sort="event_date", between=lambda: None):
    after, given_rows = None, []
    while page := list_events(conn, EventFilter(), after=after, limit=limit, sort=sort):
        given_rows += page
        after = keyset_of(page[-1], sort)
        between()
    return given_rows


def test_an_unknown_event_is_none(conn):
    assert get_event(conn, uuid4()) is None


def test_each_filter_gives_what_it_says(conn, make_event, store_events):
    attack = make_event(source=actor("IRQ"), target=actor("SYR"), event_date=FIRST)
    visit = make_event(
        source=actor("USA"), target=actor("IRQ"), event_date=FIRST + timedelta(9), event_code="042",
        event_root_code="04", quad_class=1, goldstein=1.9,
    )  # fmt: skip
    protest = make_event(source=actor("SYR"), target=None, event_date=FIRST + timedelta(20))
    article_id = store_events(attack, visit)
    store_events(protest)
    cases = [
        (EventFilter(), {attack, visit, protest}),
        (EventFilter(event_date_from=FIRST + timedelta(9)), {visit, protest}),
        (EventFilter(event_date_to=FIRST + timedelta(9)), {attack, visit}),
        (EventFilter(actor_country=("IRQ",)), {attack, visit}),
        (EventFilter(actor_country=("IRQ", "SYR")), {attack, visit, protest}),
        (EventFilter(source_country=("IRQ",)), {attack}),
        (EventFilter(target_country=("IRQ", "SYR")), {attack, visit}),
        (EventFilter(event_root_code=("04",)), {visit}),
        (EventFilter(article_id=(article_id,)), {attack, visit}),
        (EventFilter(article_id=(article_id,), source_country=("USA",)), {visit}),
        (EventFilter(source_country=("'; DROP TABLE events; --",)), set()),
    ]
    for event_filter, expected in cases:
        found = list_events(conn, event_filter, after=None, limit=100)
        assert ids(found) == {event.event_id for event in expected}, event_filter


def test_retracted_events_are_not_listed(conn, make_event, store_events):
    event = make_event()
    store_events(event)
    conn.execute(
        "UPDATE events SET retracted_at = now(), change_reason = 'retracted', "
        "retracted_by_coder_version = 'c', retracted_by_codebook_version = 'b'"
    )
    assert list_events(conn, EventFilter(), after=None, limit=10) == []
    assert get_event(conn, event.event_id)["retracted_at"] is not None


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_give_every_event_once_in_order(conn, make_event, store_events, limit, sort):
    events = [
        make_event(event_date=FIRST + timedelta(number % 5), confidence=number % 4 / 4)
        for number in range(23)
    ]
    store_events(*events)
    rows = all_pages(conn, limit, sort=sort)
    places = [(row[sort.removeprefix("-")], row["event_id"]) for row in rows]
    assert places == sorted(places, reverse=sort.startswith("-"))
    assert [row["event_id"] for row in rows] == list(dict.fromkeys(row["event_id"] for row in rows))
    assert ids(rows) == {event.event_id for event in events}


def test_pages_stay_right_while_events_arrive(conn, make_event, store_events):
    events = [make_event(event_date=FIRST + timedelta(number % 7)) for number in range(30)]
    store_events(*events)
    arriving = iter(range(12))

    def arrive():
        for number in arriving:
            store_events(make_event(event_date=FIRST + timedelta(number)), make_event(event_date=FIRST))
            return

    rows = all_pages(conn, 4, between=arrive)
    seen = [row["event_id"] for row in rows]
    assert len(seen) == len(set(seen))
    assert {event.event_id for event in events} <= set(seen)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENT_FILTERS, st.none() | st.builds(Keyset, st.dates(), st.uuids()))
def test_every_filter_is_a_query_that_the_database_runs(conn, event_filter, after):
    assert list_events(conn, event_filter, after=after, limit=10) == []


def test_a_page_of_one_country_is_read_from_its_index_in_order(conn, make_event, store_events):
    event = make_event()
    store_events(*(replace(event, event_id=uuid4(), source=actor("IRQ")) for _ in range(3)))
    conn.execute("SET LOCAL enable_seqscan = off")
    plan = conn.execute(
        "EXPLAIN SELECT event_id FROM events WHERE retracted_at IS NULL AND source_country = 'IRQ' "
        "AND (event_date, event_id) > ('2017-01-01', %s) ORDER BY event_date, event_id LIMIT 2",
        (uuid4(),),
    ).fetchall()
    lines = "\n".join(row["QUERY PLAN"] for row in plan)
    assert "events_source_country_idx" in lines
    assert "Sort" not in lines
