"""What is asked of the pipeline by word and by sentence is what it says of whole texts. The real model."""

import pytest
import spacy

from coders.parse_sentences import MODEL, load_parser, parse_sentences
from coders.parsing import word_forms

# Each rule that looks at a dependency or at the word beside, and words that spaCy's vocabulary lacks.
TEXT = """There were talks. There's hope, but there is no deal, and it was all that they have had.
Let's go, they said; LET'S not. We ain't gonna leave, you gotta know, y'all c'mon. He got ta go.
He doesn't do that, which did harm; the U.S. has had to do it. That was then, but this is what it does.
Since Monday the army has been shelling Zorgtown, as if  two   spaces were none.\tA tab too.

Anglo-Zorgic forces' Zorgers zorgified themselves while everyone's watching "them" there."""


@pytest.fixture(scope="module")
def parser():
    return load_parser()


@pytest.fixture(scope="module")
def pipeline():
    return spacy.load(MODEL)


def words_of(parser, text):
    [document] = parse_sentences(parser, [text])
    return [token for sentence in document.sentences for token in sentence.tokens]


@pytest.mark.parametrize("text", TEXT.split("\n\n"))
def test_words_are_what_the_whole_pipeline_says(parser, pipeline, text):
    for _ in range(2):  # not known before, and known
        found = [(t.text, t.lemma, t.pos, t.tag, t.dep) for t in words_of(parser, text)]
        assert found == [
            (t.text, t.lemma_.lower(), t.pos_, t.tag_, t.dep_) for t in pipeline(text) if not t.is_space
        ]


def test_a_word_at_the_end_of_a_text_does_not_lead_the_next_text(parser):
    apart = list(parse_sentences(parser, ["They let", "'s go"]))
    assert apart[1].sentences == next(parse_sentences(parser, ["'s go"])).sentences


def test_words_known_are_bounded(monkeypatch, pipeline):
    monkeypatch.setattr(word_forms, "MOST_KNOWN", 5)
    parser = load_parser()
    words = "Iraqi troops attacked the last pocket that militants still control.".split()
    for word in words:
        assert [token.text for token in words_of(parser, f"{word} fell")] == [
            token.text for token in pipeline(f"{word} fell")
        ]
        assert len(parser.forms.known) <= 5 + 3


def test_named_entities_are_those_of_the_sentence(parser):
    tokens = words_of(parser, "It  rained.  Jordan Peele met\nMichael Jordan in Jordan on Friday.")
    assert [(token.text, token.entity) for token in tokens if token.entity] == [
        ("Jordan", "PERSON"),
        ("Peele", "PERSON"),
        ("Michael", "PERSON"),
        ("Jordan", "PERSON"),
        ("Jordan", "GPE"),
        ("Friday", "DATE"),
    ]
