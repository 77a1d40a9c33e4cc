"""What the pipeline's rules say of a word, its part of speech and its lemma, asked for once.

The rules look at a word, its tag and its dependency, and for a few words at the one beside it. To run them on
every word of every text takes as long as the parse, and nearly every word has been met before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray
from spacy.attrs import DEP, TAG  # type: ignore[import-not-found]  # ships no types
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token as SpacyToken

Column = NDArray[numpy.uint64]

MOST_KNOWN = 200_000

Met = tuple[int, ...]
"""A word as the rules see it, in ids of the vocabulary: the word, its tag, its dependency (0 where no rule
asks for it); and where a rule looks beside it the word before and the word after, 0 for none."""

_VERB_LEMMAS = MappingProxyType(
    {
        **dict.fromkeys(("staged", "staging", "stages"), "stage"),
        **dict.fromkeys(("waged", "waging", "wages"), "wage"),
        **dict.fromkeys(("raped", "raping"), "rape"),
        **dict.fromkeys(("fined", "fining"), "fine"),
        **dict.fromkeys(("sniped", "sniping"), "snipe"),
        **dict.fromkeys(("caned", "caning"), "cane"),
        "cordoned": "cordon",
        "decreed": "decree",
        "deregistered": "deregister",
        "jeered": "jeer",
        "petitioned": "petition",
        "reoccupied": "reoccupy",
        "retook": "retake",
        "slew": "slay",
        "spat": "spit",
        "waterboarded": "waterboard",
    }
)
_NOUN_LEMMAS = MappingProxyType({"bases": "base", "taxes": "tax", "media": "media"})


def _ids(words: str) -> frozenset[int]:
    return frozenset(get_string_id(word) for word in words.split())


_STOP = ","  # stands in no rule of two words
_EXPLETIVE = get_string_id("expl")  # "there" in "there were": after it "were" is no auxiliary
_LEADING = _ids("let gon got")  # the rules read what follows by these: "let's", "gonna", "gotta"
_LED = _ids("ai gon c'm y y'")  # and these by what follows: "ain't", "c'mon", "y'all"
# A dependency is asked for where it is one of these, or the word's tag or the word itself is.
_ASKED_DEPS = _ids("aux auxpass")
_ASKED_TAGS = _ids("CC DT IN WDT")
_ASKED_WORDS = _ids("do does did 'd have has had")


class WordForm(NamedTuple):
    """A word, what it is, and whether it is but white space."""

    text: str
    lemma: str
    pos: str
    tag: str
    is_space: bool


class Words(NamedTuple):
    """Words that follow one another, in columns of ids; ``small`` are the words in small letters."""

    words: Column
    small: Column
    tags: Column
    deps: Column


def met(words: Words, begins: Container[int]) -> list[Met]:
    """The words as the rules see them; ``begins`` says where a text begins."""
    asked = (
        _are_in(words.deps, _ASKED_DEPS)
        | _are_in(words.tags, _ASKED_TAGS)
        | _are_in(words.small, _ASKED_WORDS)
    )
    deps = numpy.where(asked, words.deps, 0)
    found: list[Met] = list(zip(words.words.tolist(), words.tags.tolist(), deps.tolist(), strict=True))
    for at, before in _leaders(words):
        if at < len(found) and at not in begins:
            found[at] = (*found[at][:3], before, 0)
    small = words.small
    for at in numpy.flatnonzero(_are_in(small, _LED)).tolist():
        if at + 1 < len(found) and at + 1 not in begins:
            before = found[at][3] if len(found[at]) > 3 else 0
            found[at] = (*found[at][:3], before, int(small[at + 1]))
    return found


def _leaders(words: Words) -> Iterator[tuple[int, int]]:
    """The places of words that are read by the word before them, each with what that is."""
    for at in numpy.flatnonzero(_are_in(words.small, _LEADING)).tolist():
        yield at + 1, int(words.small[at])
    for at in numpy.flatnonzero(words.deps == _EXPLETIVE).tolist():
        yield at + 1, _EXPLETIVE


def _are_in(column: Column, ids: Iterable[int]) -> NDArray[Any]:
    return numpy.isin(column, numpy.array(list(ids), dtype=column.dtype))


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of words met so far, at most ``MOST_KNOWN``; other words are learned when they are met."""

    language: Language
    known: dict[Met, WordForm] = field(default_factory=dict)

    def learn(self, met: Iterable[Met]) -> None:
        """Have the rules say what those of the words are that are not known yet."""
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        unknown = list(set(met).difference(self.known))
        if unknown:
            self.known.update(zip(unknown, self._read(unknown), strict=True))

    def _read(self, unknown: Sequence[Met]) -> list[WordForm]:
        """Run the rules over the words in a line, each between what must stand beside it, or a comma."""
        strings = self.language.vocab.strings
        words, tags, deps = [], [], []
        for word, tag, dep, before, after in (each if len(each) > 3 else (*each, 0, 0) for each in unknown):
            words += [strings[before] or _STOP, strings[word], strings[after] or _STOP]
            tags += [strings[_STOP], tag, strings[_STOP]]
            deps += [before if before == _EXPLETIVE else 0, dep, 0]
        line = SpacyDoc(self.language.vocab, words=words)
        line.from_array([TAG, DEP], numpy.array([tags, deps], dtype="uint64").T.copy())  # type: ignore[arg-type]
        for name in ("attribute_ruler", "lemmatizer"):
            line = self.language.get_pipe(name)(line)
        return [_form(line[at]) for at in range(1, len(line), 3)]


def _form(token: SpacyToken) -> WordForm:
    return WordForm(token.text, _lemma(token), token.pos_, token.tag_, token.is_space)


def _lemma(token: SpacyToken) -> str:
    """The model's lemma, lower case, but for words that it is known to get wrong."""
    known = _VERB_LEMMAS if token.pos_ in ("VERB", "AUX") else _NOUN_LEMMAS
    return known.get(token.lower_) or token.lemma_.lower()
