"""What frames a sentence as no news of public affairs."""

import pytest

from coders.grammar.frames import dated_long_past, is_long_past, is_no_news
from tests.coders.parses import parse

NO_NEWS = {
    "a game": "Brazil/nsubj/1 beat/ROOT/1 the/det/4 Swiss/amod/4 goalkeeper/dobj/1/NOUN/goalkeeper",
    "a work as the place": (
        "In/prep/4 the/det/2 film/pobj/0/NOUN/film troops/nsubj/4/NOUN/troop attack/ROOT/4 Iran/dobj/4"
    ),
    "a work that tells": "The/det/1 opera/nsubj/2/NOUN/opera tells/ROOT/2/VERB/tell of/prep/2 war/pobj/3",
    "a work of which somebody is part": (
        "The/det/1 novel/poss/3/NOUN/novel ~'s/case/1 hero/nsubj/4/NOUN/hero attacked/ROOT/4 Iran/dobj/4"
    ),
}


@pytest.mark.parametrize("line", NO_NEWS.values(), ids=NO_NEWS)
def test_no_news(line):
    assert is_no_news(parse(line))


def test_a_work_that_something_is_done_to_is_news():
    assert not is_no_news(parse("Iran/nsubj/1 banned/ROOT/1/VERB/ban the/det/3 film/dobj/1/NOUN/film"))


def test_strikers_are_workers():
    striking = "Police/nsubj/1 attacked/ROOT/1 strikers/dobj/1/NOUN/striker/NNS"
    assert not is_no_news(parse(striking))


def test_a_year_of_long_ago_dates_what_it_stands_with_and_what_stands_below():
    sentence = parse(
        "Mongols/nsubj/1 captured/ROOT/1/VERB/capture Baghdad/dobj/1 in/prep/1/ADP/in 1258/pobj/3/NUM/1258 "
        "killing/advcl/1/VERB/kill scholars/dobj/5/NOUN/scholar"
    )
    dated = dated_long_past(sentence)
    assert is_long_past(sentence, sentence.tokens[1], dated)
    assert is_long_past(sentence, sentence.tokens[5], dated)


def test_it_does_not_date_what_stands_above():
    sentence = parse(
        "France/nsubj/1 honoured/ROOT/1/VERB/honour soldiers/dobj/1/NOUN/soldier "
        "killed/acl/2/VERB/kill in/prep/3/ADP/in 1916/pobj/4/NUM/1916"
    )
    assert not is_long_past(sentence, sentence.tokens[1], dated_long_past(sentence))


def test_a_year_of_our_time_dates_nothing_as_long_past():
    sentence = parse(
        "Iraq/nsubj/1 invaded/ROOT/1/VERB/invade it/dobj/1 in/prep/1/ADP/in 1990/pobj/3/NUM/1990"
    )
    assert not dated_long_past(sentence)
