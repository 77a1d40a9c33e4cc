"""Finds every name of the dictionaries in a sentence, the longest first, however many names there are.

Names and texts are cut into *pieces*: runs of letters and digits, folded to plain lower case, so that the
tokenizer's habits do not matter ("al-Abadi" is al, abadi; "U.S.-led" is us, led). A name is found by hashing
its pieces: for each piece of the text one look-up says how long the names are that begin with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from coders.codebook.model import Actor, Agent, Country
from coders.models import Token

NameUse = Literal["actor", "country", "seat", "capital", "adjective", "demonym", "agent"]

_PIECE = re.compile(r"[^\W_](?:[^\W_]|[.&](?=[^\W_]))*")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss"})
_HYPHENS = frozenset("-–‐‑")


class Piece(NamedTuple):
    """``capitals``: 0 none, 1 the first letter, 2 all letters. ``hyphen``: joined to the piece before."""

    text: str
    capitals: int
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an entry. ``capitals`` holds what each piece must have at least."""

    use: NameUse
    entry_id: str
    text: str
    capitals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NameHit:
    """Names found at tokens ``first`` to ``last``, all of one spelling.

    ``before`` and ``after`` are the pieces that a hyphen joins to it ("anti", "led"), else "".
    """

    first: int
    last: int
    names: tuple[Name, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All names by their pieces, and by the first piece the lengths that names have, longest first."""

    names: Mapping[str, tuple[Name, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def build(
        cls, countries: Iterable[Country], actors: Iterable[Actor], agents: Iterable[Agent]
    ) -> NameIndex:
        """An index of all names of these entries."""
        names: dict[str, dict[tuple[NameUse, str], Name]] = {}
        lengths: dict[str, set[int]] = {}
        for use, entry_id, text in _all_names(countries, actors, agents):
            pieces = split_pieces(text)
            if not pieces:
                continue
            needed = () if use == "agent" else tuple(each.capitals for each in pieces)
            same = names.setdefault(" ".join(each.text for each in pieces), {})
            known = same.get((use, entry_id))
            if known is None or needed < known.capitals:  # both "NATO" and "Nato": the laxer holds
                same[use, entry_id] = Name(use, entry_id, text, needed)
            lengths.setdefault(pieces[0].text, set()).add(len(pieces))
        return cls(
            {key: tuple(found.values()) for key, found in names.items()},
            {piece: tuple(sorted(found, reverse=True)) for piece, found in lengths.items()},
        )

    def find(self, tokens: Sequence[Token]) -> list[NameHit]:
        """The names in a sentence, left to right, none overlapping, the longest first."""
        line = _PieceLine.of(tokens)
        words, lemmas, lengths = line.words, line.lemmas, self.lengths
        hits: list[NameHit] = []
        at, end = 0, len(words)
        while at < end:
            if words[at] in lengths or lemmas[at] in lengths:
                length, names = self._longest(line, at)
                if length:
                    hits.append(line.hit(at, length, names))
                    at += length
                    continue
            at += 1
        return hits

    def _longest(self, line: _PieceLine, at: int) -> tuple[int, tuple[Name, ...]]:
        word, lemma = line.words[at], line.lemmas[at]
        lengths = self.lengths.get(word, ())
        if lemma != word and lemma in self.lengths:
            lengths = tuple(sorted({*lengths, *self.lengths[lemma]}, reverse=True))
        for length in lengths:
            last = at + length - 1
            if last >= len(line.words):
                continue
            names = tuple(
                name
                for key in line.keys(at, last)
                for name in self.names.get(key, ())
                if line.fits(name, key, at, last)
            )
            if names:
                return length, names
        return 0, ()


@dataclass(frozen=True, slots=True)
class _PieceLine:
    """A sentence as pieces, in columns: a record for each piece would cost more than the search."""

    words: list[str]
    lemmas: list[str]
    capitals: list[int]
    hyphens: list[bool]
    owners: list[int]
    nouns: list[bool]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> _PieceLine:
        line = cls([], [], [], [], [], [])
        words, lemmas, capitals = line.words, line.lemmas, line.capitals
        joined = False
        for token in tokens:
            text = token.text
            if text in _HYPHENS:
                joined = token.index > 0 and tokens[token.index - 1].end == token.start
                continue
            pieces = split_pieces(text)
            for number, piece in enumerate(pieces):
                words.append(piece.text)
                lemmas.append(_singular(token, piece) if len(pieces) == 1 else piece.text)
                capitals.append(piece.capitals)
                line.hyphens.append(
                    piece.hyphen if number else joined and tokens[token.index - 1].end == token.start
                )
                line.owners.append(token.index)
                line.nouns.append(token.pos in ("NOUN", "PROPN", "ADJ"))
            joined = False
        return line

    def keys(self, at: int, last: int) -> Iterator[str]:
        """The spellings to look up: as written, with the last word's lemma, with all lemmas."""
        yield (written := " ".join(self.words[at : last + 1]))
        lemma_last = " ".join([*self.words[at:last], self.lemmas[last]])
        if lemma_last != written:
            yield lemma_last
        lemma_all = " ".join(self.lemmas[at : last + 1])
        if lemma_all not in (written, lemma_last):
            yield lemma_all

    def fits(self, name: Name, key: str, at: int, last: int) -> bool:
        """Whether the text writes the name with its capitals; an agent must be a noun, others as written."""
        if name.use == "agent":
            return self.nouns[last]
        if any(have < need for have, need in zip(self.capitals[at : last + 1], name.capitals, strict=True)):
            return False
        # A lemma of a proper name is the parser's guess; only plurals of demonyms and groups are meant.
        return key == " ".join(self.words[at : last + 1]) or name.use in ("demonym", "actor")

    def hit(self, at: int, length: int, names: tuple[Name, ...]) -> NameHit:
        after = at + length
        return NameHit(
            first=self.owners[at],
            last=self.owners[after - 1],
            names=names,
            before=self.words[at - 1] if at and self.hyphens[at] else "",
            after=self.words[after] if after < len(self.words) and self.hyphens[after] else "",
        )


@lru_cache(maxsize=65536)
def split_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a word or name."""
    plain = text if text.isascii() else _without_accents(text)
    return tuple(
        Piece(
            text=found[0].replace(".", "").lower(),
            capitals=_capitals(found[0]),
            hyphen=plain[found.start() - 1] in _HYPHENS if found.start() else False,
        )
        for found in _PIECE.finditer(plain)
    )


def _singular(token: Token, piece: Piece) -> str:
    """The lemma; of a proper noun's plural the parser gives none ("Iraqis", "Police Officers")."""
    if token.tag != "NNPS":
        return token.lemma.lower()
    word = piece.text
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _capitals(text: str) -> int:
    if not text[0].isupper():
        return 2 if text[0].isdigit() else 0
    return 2 if text.isupper() and len(text) > 1 else 1


def _all_names(
    countries: Iterable[Country], actors: Iterable[Actor], agents: Iterable[Agent]
) -> Iterator[tuple[NameUse, str, str]]:
    for actor in actors:
        for text in (actor.name, *actor.aliases):
            yield "actor", actor.entry_id, text
    for country in countries:
        uses: tuple[tuple[NameUse, tuple[str, ...]], ...] = (
            ("country", (country.name, *country.names)),
            ("seat", country.seats),
            ("capital", country.capitals),
            ("adjective", country.adjectives),
            ("demonym", country.demonyms),
        )
        for use, texts in uses:
            for text in texts:
                yield use, country.code, text
    for agent in agents:
        yield "agent", agent.lemma, agent.lemma
