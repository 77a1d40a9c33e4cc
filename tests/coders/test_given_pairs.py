"""What the coder makes of pairs of spans that somebody has marked."""

from __future__ import annotations

import os
from datetime import date

import pytest

from coders.given_pairs import GivenPair
from coders.load_coder import load_coder
from coders.models import Article
from decameron.gazetteer_file import default_gazetteer_dir, ensure_gazetteer


@pytest.fixture(scope="module")
def coder():
    folder = default_gazetteer_dir(os.environ, is_root=os.getuid() == 0)
    return load_coder(gazetteer=ensure_gazetteer(folder), profile="fast")


def coded(coder, text, *pairs):
    def span(words):
        return None if words is None else (text.index(words), text.index(words) + len(words))

    events = coder.code_pairs(
        Article(text, date(2017, 10, 26)), [GivenPair(span(source), span(target)) for source, target in pairs]
    )
    return [
        event
        and (
            event.event_code,
            text[slice(*event.source.span)],
            text[slice(*event.target.span)] if event.target else None,
        )
        for event in events
    ]


TEXT = "The Borduvian army attacked Syldavian villagers and praised France, a spokesman said."


def test_actors_that_no_dictionary_knows_are_those_of_the_pair(coder):
    assert coded(coder, TEXT, ("Borduvian army", "Syldavian villagers"), ("Borduvian army", "France")) == [
        ("190", "Borduvian army", "Syldavian villagers"),
        ("051", "Borduvian army", "France"),
    ]


def test_events_come_in_the_order_of_the_pairs_and_none_is_told(coder):
    pairs = [("France", "Syldavian villagers"), ("Borduvian army", "France")]
    assert [event and event[0] for event in coded(coder, TEXT, *pairs)][1] == "051"
    assert coded(coder, "Paris is in France and Rome in Italy.", ("France", "Italy")) == [None]


def test_a_pair_may_have_no_target(coder):
    [event] = coded(coder, "Students protested on Monday.", ("Students", None))
    assert event == ("141", "Students", None)
