"""Text in, parsed Documents out: offsets, datelines, pieces. The parser is the real one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coders.parse_sentences import MAX_PIECE, load_parser, parse_sentences


@pytest.fixture(scope="module")
def parser():
    return load_parser()


def test_spans_are_those_of_the_stored_text(parser):
    text = "BAGHDAD (Agency) - Iraq’s army 🚀 attacked Rawa.\n\nIt won.  Nobody\nfled."
    [document] = parse_sentences(parser, [text])
    assert text[: document.dateline_end] == "BAGHDAD (Agency) - "
    assert [s.text for s in document.sentences] == [
        "Iraq’s army 🚀 attacked Rawa.",
        "It won.",
        "Nobody\nfled.",
    ]
    for sentence in document.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert [text[slice(*token.span)] for token in sentence.tokens] == [t.text for t in sentence.tokens]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("KYIV, Ukraine (AP) — Russia attacked.", "KYIV, Ukraine (AP) — "),
        ("LONDON - Britain said so.", "LONDON - "),
        ("WASHINGTON, Nov 3 (Reuters) - The House met.", "WASHINGTON, Nov 3 (Reuters) - "),
        ("U.S. officials - in a first - met.", ""),
        ("NATO officials - in a first - met.", ""),
        ("Cairo: Egypt said so.", ""),
    ],
)
def test_a_dateline_belongs_to_no_sentence(parser, text, dateline):
    [document] = parse_sentences(parser, [text])
    assert text[: document.dateline_end] == dateline


def test_documents_come_in_order_empty_ones_included(parser):
    texts = ["", "Iraq won.", "  \n ", "Iran lost.", ""]
    documents = list(parse_sentences(parser, texts))
    assert [document.text for document in documents] == texts
    assert [len(document.sentences) for document in documents] == [0, 1, 0, 1, 0]


def test_a_word_without_end_is_cut_into_bounded_pieces(parser):
    text = "x" * (MAX_PIECE * 3 + 5)
    [document] = parse_sentences(parser, [text])
    assert "".join(sentence.text for sentence in document.sentences) == text
    assert max(len(sentence.text) for sentence in document.sentences) <= MAX_PIECE


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_gives_a_tree_of_its_own_words(parser, texts):
    for text, document in zip(texts, parse_sentences(parser, texts), strict=True):
        for sentence in document.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
            roots = [token for token in sentence.tokens if token.head == token.index]
            assert roots
            assert {t.index for root in roots for t in sentence.subtree(root)} == set(
                range(len(sentence.tokens))
            )
