"""Clauses that complement a word, and where in them an actor may stand."""

from coders.grammar.complements import complement_of, places_in_clause
from tests.coders.parses import parse

REFUSED = (
    "Hungary/nsubj/1 refused/ROOT/1/VERB/refuse to/aux/3/PART/to/TO meet/xcomp/1/VERB/meet/VB "
    "envoys/dobj/3/NOUN/envoy of/prep/4/ADP/of Poland/pobj/5"
)
DEMANDED = (
    "Kenya/nsubj/1 demanded/ROOT/1/VERB/demand that/mark/4/SCONJ/that Uganda/nsubj/4 "
    "withdraw/ccomp/1/VERB/withdraw/VBP from/prep/4/ADP/from Sudan/pobj/5"
)
READY = (
    "Iran/nsubj/1 is/ROOT/1/AUX/be ready/acomp/1/ADJ/ready to/aux/4/PART/to/TO "
    "work/xcomp/2/VERB/work/VB with/prep/4/ADP/with Oman/pobj/5"
)


def complement(line, kind, at=1):
    sentence = parse(line)
    found = complement_of(sentence, sentence.tokens[at], kind)
    return found and found.text


def test_an_infinitive():
    assert complement(REFUSED, "to") == "meet"
    assert complement(REFUSED, "that") is None


def test_a_finite_clause():
    assert complement(DEMANDED, "that") == "withdraw"
    assert complement(DEMANDED, "to") is None


def test_it_may_hang_on_a_predicate():
    assert complement(READY, "to") == "work"


def test_subject_and_object_stand_before_what_follows():
    sentence = parse(DEMANDED)
    assert [t.text for t in places_in_clause(sentence, sentence.tokens[4])] == ["Uganda", "Sudan"]
    sentence = parse(REFUSED)
    assert [t.text for t in places_in_clause(sentence, sentence.tokens[3])] == ["envoys"]
