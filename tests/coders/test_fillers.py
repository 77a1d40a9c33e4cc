"""Which actors stand at a word, and which only inside its phrase."""

import pytest

from coders.grammar.fillers import actors_at, actors_within, head_lemmas
from tests.coders.mentions import by_token, mention
from tests.coders.parses import parse

AT = {
    "the word itself": ("Iran/nsubj/1 attacked/ROOT/1", "Iran", ["Iran"], ["Iran"]),
    "those coordinated with it": (
        "Iran/nsubj/3 and/cc/0 Iraq/conj/0/PROPN attacked/ROOT/3",
        "Iran",
        ["Iran", "Iraq"],
        ["Iran", "Iraq"],
    ),
    "behind a number": (
        "hundreds/nsubj/3/NOUN/hundred of/prep/0 soldiers/pobj/1 left/ROOT/3",
        "hundreds",
        ["soldiers"],
        ["soldiers"],
    ),
    "in apposition": (
        "neighbour/nsubj/2/NOUN Iran/appos/0/PROPN attacked/ROOT/2",
        "neighbour",
        ["Iran"],
        ["Iran"],
    ),
    "not a possessor": ("Iran/poss/1/PROPN economy/nsubj/2 grew/ROOT/2", "economy", ["Iran"], []),
}
WITHIN = {
    "a possessor": ("Iran/poss/1/PROPN raid/nsubj/2 failed/ROOT/2", "raid", ["Iran"], ["Iran"]),
    "an adjective": ("Iranian/amod/1 raid/nsubj/2 failed/ROOT/2", "raid", ["Iranian"], ["Iranian"]),
    "behind of, twice": (
        "outskirts/nsubj/5/NOUN of/prep/0 towns/pobj/1 of/prep/2 Iran/pobj/3 burn/ROOT/5",
        "outskirts",
        ["Iran"],
        ["Iran"],
    ),
    "not behind a clause": ("raid/nsubj/3 that/nsubj/2/PRON hit/relcl/0 failed/ROOT/3", "raid", [], []),
}


def _run(function, line, word, actors):
    sentence = parse(line)
    mentions = by_token(*(mention(sentence, actor, "IRN") for actor in actors))
    token = next(t for t in sentence.tokens if t.text == word)
    return [found.text for found in function(sentence, token, mentions)]


@pytest.mark.parametrize(("line", "word", "actors", "expected"), AT.values(), ids=AT)
def test_actors_at(line, word, actors, expected):
    assert _run(actors_at, line, word, actors) == expected


@pytest.mark.parametrize(("line", "word", "actors", "expected"), WITHIN.values(), ids=WITHIN)
def test_actors_within(line, word, actors, expected):
    assert _run(actors_within, line, word, actors) == expected


def test_head_lemmas_look_behind_a_quantity_and_at_conjuncts():
    sentence = parse(
        "launched/ROOT/0 series/dobj/0 of/prep/1 raids/pobj/2/NOUN/raid and/cc/3 strikes/conj/3/NOUN/strike"
    )
    found = [lemma for lemma, _ in head_lemmas(sentence, sentence.tokens[1])]
    assert found == ["series", "raid", "strike"]
