from __future__ import annotations

import pytest

from coders.codebook.load import load_codebook
from coders.codebook.model import Discard
from coders.discard_sentences import discard_sentences
from coders.match_verb_patterns import match_verb_patterns
from coders.resolve_actors import resolve_actors
from tests.coders.parses import real_document
from tests.coders.test_coding_cases import AS_OF

TEXT = "France attacked Spain in the World Cup. Russia attacked Ukraine."


@pytest.fixture(scope="module")
def found():
    codebook = load_codebook()
    document = real_document(TEXT)
    return document, match_verb_patterns(document, resolve_actors(document, codebook, AS_OF), codebook)


@pytest.mark.parametrize(
    ("discards", "sentences"),
    [
        ([], [0, 1]),
        ([Discard("world cup", story=False)], [1]),
        ([Discard("world cup", story=True)], []),
        ([Discard("world", story=False), Discard("ukraine", story=False)], []),
        (
            [
                Discard("world cups", story=True),
                Discard("or", story=True),
                Discard("cup russia", story=False),
            ],
            [0, 1],
        ),
    ],
)
def test_what_has_words_to_discard_gives_nothing(found, discards, sentences):
    document, matches = found
    kept = discard_sentences(document, matches, discards)
    assert [match.sentence_index for match in kept] == sentences
