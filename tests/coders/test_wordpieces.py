"""Words cut into pieces as the encoder's vocabulary has them."""

from hypothesis import given
from hypothesis import strategies as st

from coders.classifier.wordpieces import LONGEST_WORD, WordPieces

PIECES = "[PAD] [UNK] [CLS] [SEP] attack ##ed ##s el cafe ' s . u - 5 ##0 to".split()
WORDS = WordPieces({piece: number for number, piece in enumerate(PIECES)})


def pieces(word):
    return [PIECES[number] for number in WORDS.split(word)]


def test_the_longest_piece_first_and_continuations_marked():
    assert pieces("attacked") == ["attack", "##ed"]
    assert pieces("50") == ["5", "##0"]


def test_small_letters_without_accents():
    assert pieces("CAFÉ") == ["cafe"]


def test_punctuation_stands_alone():
    assert pieces("U.S.") == ["u", ".", "s", "."]
    assert pieces("el-50") == ["el", "-", "5", "##0"]


def test_what_cannot_be_cut_is_unknown():
    assert pieces("xyz") == ["[UNK]"]
    assert pieces("a" * (LONGEST_WORD + 1)) == ["[UNK]"]
    assert pieces("\u0301") == ["[UNK]"]


def test_a_sentence_begins_and_ends_and_knows_where_each_word_begins():
    numbers, begins = WORDS.split_all(["attacked", "to"], longest=20)
    assert [PIECES[number] for number in numbers] == ["[CLS]", "attack", "##ed", "to", "[SEP]"]
    assert begins == [1, 3]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=30), st.integers(4, 20))
def test_a_long_sentence_is_cut_off_and_its_words_stay_inside(words, longest):
    numbers, begins = WORDS.split_all(words, longest)
    assert len(numbers) <= longest
    assert len(begins) == len(words)
    assert all(0 < begin < len(numbers) or not words for begin in begins)
