"""Ways up the dependency tree, and where two of them meet."""

from coders.pairs.paths import meeting_of, verb_above, way_up
from tests.coders.parses import parse

SENTENCE = parse(
    "Iran/nsubj/1 condemned/ROOT/1 the/det/3 killing/dobj/1/NOUN of/prep/3 men/pobj/4 by/agent/3 Iraq/pobj/6"
)


def test_a_way_goes_up_to_the_root():
    assert way_up(SENTENCE, 5) == (5, 4, 3, 1)
    assert way_up(SENTENCE, 1) == (1,)


def test_two_ways_meet_at_the_lowest_token_above_both():
    meeting = meeting_of(way_up(SENTENCE, 0), way_up(SENTENCE, 5))
    assert (meeting.token, meeting.from_source, meeting.from_target) == (1, (0,), (5, 4, 3))
    meeting = meeting_of(way_up(SENTENCE, 7), way_up(SENTENCE, 5))
    assert (meeting.token, meeting.from_source, meeting.from_target) == (3, (7, 6), (5, 4))


def test_one_below_the_other_meets_it_there():
    meeting = meeting_of(way_up(SENTENCE, 3), way_up(SENTENCE, 5))
    assert (meeting.token, meeting.from_source, meeting.from_target) == (3, (), (5, 4))


def test_two_roots_meet_at_the_first_ones():
    two = parse("Iran/nsubj/1 spoke/ROOT/1 Iraq/nsubj/3 listened/ROOT/3")
    assert meeting_of(way_up(two, 0), way_up(two, 2)).token == 1


def test_the_verb_above():
    assert verb_above(SENTENCE, 5) == 1
    assert verb_above(SENTENCE, 1) == 1
    nominal = parse("talks/ROOT/0/NOUN with/prep/0 Iraq/pobj/1")
    assert verb_above(nominal, 2) == 0
