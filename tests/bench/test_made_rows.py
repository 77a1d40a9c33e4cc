"""What made events are like, without a database."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.made_rows import ARTICLE_COLUMNS, EVENT_COLUMNS, SENTENCE_COLUMNS, made_lines
from bench.world import World

EVENTS = 30_000


@pytest.fixture(scope="module")
def events() -> list[dict[str, str]]:
    return [
        dict(zip(EVENT_COLUMNS, line.split("\t"), strict=True))
        for lines in made_lines(EVENTS)
        for line in lines.events.splitlines()
    ]


def share(events: list[dict[str, str]], **wanted: str) -> float:
    return sum(all(event[name] == value for name, value in wanted.items()) for event in events) / len(events)


def test_there_are_as_many_as_asked_for_each_its_own(events: list[dict[str, str]]):
    assert len(events) == EVENTS
    assert len({event["event_id"] for event in events}) == EVENTS
    assert sorted(int(event["change_seq"]) for event in events) == list(range(1, EVENTS + 1))


def test_every_line_has_all_columns():
    [lines] = made_lines(10)
    assert lines.number == 10
    texts = (lines.articles, lines.events, lines.sentences)
    for text, columns in zip(texts, (ARTICLE_COLUMNS, EVENT_COLUMNS, SENTENCE_COLUMNS), strict=True):
        assert text.endswith("\n")
        assert {len(line.split("\t")) for line in text.splitlines()} == {len(columns)}


def test_the_same_seed_makes_the_same_and_another_others():
    def made(seed: int) -> list[str]:
        return [lines.events for lines in made_lines(50, seed)]

    assert made(1) == made(1) != made(2)


def test_shares_are_like_those_of_published_datasets(events: list[dict[str, str]]):
    assert 0.24 < share(events, event_root_code="04") < 0.29
    assert share(events, event_root_code="20") < 0.002
    roots = Counter(event["event_root_code"] for event in events)
    assert len(roots) == 20
    domestic = share(events, scope="domestic")
    assert 0.35 < domestic < 0.5
    assert 0.05 < share(events, target_code="\\N") < 0.12
    assert share(events, source_country="USA") > share(events, source_country="GHA") > 0


def test_news_grows_with_the_years(events: list[dict[str, str]]):
    years = Counter(event["published_date"][:4] for event in events)
    assert years["2025"] > 3 * years["2000"] > 0
    assert all(event["event_date"] <= event["published_date"] for event in events)


def test_an_actor_is_a_country_with_a_role_or_a_group():
    world = World(7)
    for _ in range(500):
        source = world.deed().source
        assert (source.country is None) == (source.group is not None)
        assert source.code == (source.group or source.country + source.role)
