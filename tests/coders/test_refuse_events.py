"""What cannot be an event, whoever found it."""

from dataclasses import replace

from coders.pairs.models import CandidatePair, Classification
from coders.refuse_events import refuse_events
from tests.coders.mentions import mention
from tests.coders.parses import parse

SENTENCE = parse("Iran/nsubj/1 sued/ROOT/1 Iraq/dobj/1 with/prep/1 widow/pobj/3 baker/pobj/3")
IRAN, IRAQ = mention(SENTENCE, "Iran", "IRN"), mention(SENTENCE, "Iraq", "IRQ")
WIDOW, BAKER = (
    mention(SENTENCE, words, "FRACVL", roles=("CVL",), inferred_from="story_place")
    for words in ("widow", "baker")
)


def kept(source, target, code="115"):
    pair = CandidatePair(SENTENCE, source, target, None, "none", None, 1, 1, (), ())
    return bool(refuse_events([Classification(pair, code, 0.9, "classifier")]))


def test_two_parties_of_which_one_is_public():
    assert kept(IRAN, IRAQ)
    assert kept(WIDOW, IRAQ)
    assert kept(IRAN, WIDOW)
    assert kept(IRAN, None)


def test_private_people_make_no_event():
    assert not kept(WIDOW, BAKER)
    assert not kept(WIDOW, None)


def test_but_whoever_protests_does_so_in_public():
    assert kept(WIDOW, None, "141")


def test_nobody_acts_on_himself():
    assert not kept(IRAN, IRAN)
    assert not kept(IRAN, replace(IRAN, first=4, last=4))
    assert kept(IRAN, replace(IRAN, first=4, last=4, name="another"))
