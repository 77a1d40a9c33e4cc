from __future__ import annotations

from datetime import date, timedelta

import pytest

from coders.models import EventActor
from store.articles import submit_articles
from store.dyads import DYAD_SORTS, LEVELS, DyadKeyset, list_dyads
from store.event_filter import EventFilter
from store.events import replace_for_article
from store.queue import claim_articles

VERSIONS = {"coder_version": "c1", "codebook_version": "b1", "profile": "fast"}
FIRST = date(2017, 10, 1)


def actor(code, country):
    return EventActor(code, country, None, (), code, (0, 3)) if code else None


PAIRS = [
    ("USAGOV", "USA", "CHNGOV", "CHN"), ("USAMIL", "USA", "CHN", "CHN"), ("USA", "USA", "CHNGOV", "CHN"),
    ("CHNGOV", "CHN", "USAGOV", "USA"), ("IRQ", "IRQ", "IRQ", "IRQ"), ("IRQ", "IRQ", None, None),
    ("IMGISI", None, "IRQ", "IRQ"),
]  # fmt: skip


@pytest.fixture
def stored(conn, make_article, make_event, coded):
    submit_articles(conn, [make_article()])
    [held] = claim_articles(conn, worker="w", batch_size=1, lease_seconds=60)
    events = [
        make_event(
            source=actor(source, source_country), target=actor(target, target_country),
            event_date=FIRST + timedelta(day), goldstein=float(day),
        )
        for day, (source, source_country, target, target_country) in enumerate(PAIRS)
    ]  # fmt: skip
    replace_for_article(conn, held, coded(*events), **VERSIONS)
    return conn


def test_dyads_of_countries_are_counted_and_measured(stored):
    assert list_dyads(stored, EventFilter(), limit=10) == [
        {
            "source": source, "target": target, "event_count": count, "mean_goldstein": mean,
            "first_event_date": FIRST + timedelta(first), "last_event_date": FIRST + timedelta(last),
        }
        for source, target, count, mean, first, last in [
            ("CHN", "USA", 1, 3.0, 3, 3), ("IRQ", "IRQ", 1, 4.0, 4, 4), ("USA", "CHN", 3, 1.0, 0, 2),
        ]
    ]  # fmt: skip


def test_dyads_of_codes_have_those_of_no_country_too(stored):
    pairs = [
        (row["source"], row["target"]) for row in list_dyads(stored, EventFilter(), level="code", limit=10)
    ]
    assert sorted(pairs) == sorted((row[0], row[2]) for row in PAIRS if row[2])


def test_the_filters_of_events_hold(stored):
    [row] = list_dyads(
        stored, EventFilter(source_code=("USA*",), event_date_from=FIRST + timedelta(1)), limit=10
    )
    assert (row["event_count"], row["first_event_date"]) == (2, FIRST + timedelta(1))


def test_the_most_come_first_where_asked_for(stored):
    counts = [row["event_count"] for row in list_dyads(stored, EventFilter(), sort="-event_count", limit=10)]
    assert counts == [3, 1, 1]


@pytest.mark.parametrize("sort", DYAD_SORTS)
@pytest.mark.parametrize("level", LEVELS)
def test_pages_give_every_dyad_once(stored, level, sort):
    whole = list_dyads(stored, EventFilter(), level=level, sort=sort, limit=100)
    after, found = None, []
    while page := list_dyads(stored, EventFilter(), level=level, sort=sort, after=after, limit=1):
        found += page
        after = DyadKeyset(page[-1]["source"], page[-1]["target"], page[-1]["event_count"])
    assert found == whole
