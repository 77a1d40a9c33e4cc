"""Who stands where around a verb, construction by construction, on hand-built parses."""

import pytest

from coders.grammar.arguments import arguments_of
from tests.coders.parses import parse

CASES = {
    "active": (
        "Troops/nsubj/1 attacked/ROOT/1 rebels/dobj/1 near/prep/1 Rawa/pobj/3",
        "attacked",
        ["Troops"],
        ["rebels"],
        [("near", "Rawa")],
    ),
    "passive with its agent": (
        "Rebels/nsubjpass/2 were/auxpass/2 attacked/ROOT/2 by/agent/2 troops/pobj/3",
        "attacked",
        ["troops"],
        ["Rebels"],
        [],
    ),
    "passive without an agent": (
        "Rebels/nsubjpass/2 were/auxpass/2 attacked/ROOT/2",
        "attacked",
        [],
        ["Rebels"],
        [],
    ),
    "a second verb takes the first one's subject": (
        "Troops/nsubj/1 entered/ROOT/1 and/cc/1 attacked/conj/1 rebels/dobj/3",
        "attacked",
        ["Troops"],
        ["rebels"],
        [],
    ),
    "an object stands with the last verb for both": (
        "Troops/nsubj/1 attacked/ROOT/1 and/cc/1 killed/conj/1 rebels/dobj/3",
        "attacked",
        ["Troops"],
        ["rebels"],
        [],
    ),
    "infinitive under subject control": (
        "Iran/nsubj/1 planned/ROOT/1 to/aux/3/PART march/xcomp/1/VERB on/prep/3 Rawa/pobj/4",
        "march",
        ["Iran"],
        [],
        [("on", "Rawa")],
    ),
    "infinitive under object control": (
        "Iran/nsubj/1 urged/ROOT/1 Iraq/dobj/1 to/aux/4/PART attack/xcomp/1/VERB rebels/dobj/4",
        "attack",
        ["Iraq"],
        ["rebels"],
        [],
    ),
    "relative pronoun as subject": (
        "Hezbollah/ROOT/0/PROPN ,/punct/0 which/nsubj/3/PRON fought/relcl/0 rebels/dobj/3",
        "fought",
        ["Hezbollah"],
        ["rebels"],
        [],
    ),
    "relative clause with the noun as its object": (
        "rebels/ROOT/0/NOUN whom/dobj/3/PRON/who Iran/nsubj/3 arms/relcl/0",
        "arms",
        ["Iran"],
        ["rebels"],
        [],
    ),
    "participle behind a noun is passive": (
        "offensives/ROOT/0/NOUN waged/acl/0 by/agent/1 Syria/pobj/2",
        "waged",
        ["Syria"],
        ["offensives"],
        [],
    ),
    "a preposition behind a preposition": (
        "Troops/nsubj/1 pulled/ROOT/1 out/prep/1 of/prep/2 Iraq/pobj/3",
        "pulled",
        ["Troops"],
        [],
        [("of", "Iraq"), ("out", "Iraq")],
    ),
}


@pytest.mark.parametrize(("line", "verb", "subjects", "objects", "obliques"), CASES.values(), ids=CASES)
def test_arguments(line, verb, subjects, objects, obliques):
    sentence = parse(line)
    token = next(t for t in sentence.tokens if t.text == verb)
    found = arguments_of(sentence, token)
    assert [t.text for t in found.subjects] == subjects
    assert [t.text for t in found.objects] == objects
    assert sorted((o.preposition, o.token.text) for o in found.obliques) == sorted(obliques)
