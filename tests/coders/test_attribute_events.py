"""Who claims a classified event, and whether it is past context."""

import pytest

from coders.attribute_events import attribute_events
from coders.codebook.load import load_codebook
from coders.models import PatternMatch
from coders.pairs.models import CandidatePair, Classification, Verdict
from tests.coders.mentions import mention
from tests.coders.parses import parse

PATTERNS = load_codebook().modality_patterns
SAID = parse("Jordan/nsubj/1 said/ROOT/1/VERB/say Iran/nsubj/3 snubbed/ccomp/1 Iraq/dobj/3")
SINCE = parse("Iran/nsubj/2 has/aux/2 snubbed/ROOT/2 Iraq/dobj/2 since/prep/2 2014/pobj/4")


def told(sentence, trigger, *others, verdict=None):
    iran, iraq = mention(sentence, "Iran", "IRN"), mention(sentence, "Iraq", "IRQ")
    at = next(token.index for token in sentence.tokens if token.text == trigger)
    pair = CandidatePair(sentence, iran, iraq, verdict, "none", None, at, at, (), ())
    [found] = attribute_events(
        [Classification(pair, "125", 0.9, "classifier")], [iran, iraq, *others], PATTERNS
    )
    return found


def test_who_says_it_claims_it():
    jordan = mention(SAID, "Jordan", "JOR")
    found = told(SAID, "snubbed", jordan)
    assert (found.attributed_to, found.modality, found.background) == (jordan, ("say",), False)


def test_nobody_claims_what_the_publisher_tells():
    assert told(SAID, "snubbed").attributed_to is None


def test_what_goes_on_since_a_time_is_background():
    assert told(SINCE, "snubbed").background


@pytest.mark.parametrize("background", [True, False])
def test_where_a_pattern_hit_it_has_told_already(background):
    jordan = mention(SAID, "Jordan", "JOR")
    match = PatternMatch(
        0, "p", 3, (0, 1), "125", None, ("refuse",), (), (), (), attributed_to=jordan, background=background
    )
    found = told(SAID, "snubbed", verdict=Verdict(match, "125", None, "125>125"))
    assert (found.attributed_to, found.modality, found.background) == (jordan, ("refuse",), background)
