"""Finds every name of the dictionaries in a sentence, the longest first, however many names there are.

A name is found by hashing its pieces: for each piece of the text a look-up says whether a name begins there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from coders.codebook.actor_table import ActorTable
from coders.codebook.model import Actor, Agent, Country
from coders.codebook.name_pieces import HYPHENS, Piece, name_key, split_pieces
from coders.models import Token

NameUse = Literal["actor", "country", "seat", "capital", "adjective", "demonym", "agent"]

# A lemma of another name is the parser's guess; plurals of these are meant.
_INFLECTED = frozenset(("demonym", "actor", "agent"))


class Name(NamedTuple):
    """One way to write an entry."""

    use: NameUse
    entry_id: str
    text: str

    @property
    def capitals(self) -> tuple[int, ...]:
        """What each of its pieces must have at least."""
        return tuple(piece.capitals for piece in split_pieces(self.text))


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


class NamedEntries(Protocol):
    """Entries that have names: of one origin, or all together."""

    @property
    def countries(self) -> Mapping[str, Country]: ...
    @property
    def actors(self) -> Mapping[str, Actor]: ...
    @property
    def agents(self) -> Mapping[str, Agent]: ...


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All names by their pieces, with what it takes to know quickly that none begins at a word.

    ``alone`` holds the names of one piece, ``leading`` the first pieces of longer ones; ``lengths`` the
    lengths, longest first, of the names that begin with the two pieces that are its key.
    """

    names: Mapping[str, tuple[Name, ...]]
    alone: Set[str]
    leading: Set[str]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def build(cls, layers: Sequence[NamedEntries]) -> NameIndex:
        """An index of all names of these layers; a name means the entries of the first layer that has it."""
        names: dict[str, tuple[Name, ...]] = {}
        lengths: dict[str, tuple[int, ...]] = {}
        for layer in layers:
            above = frozenset(names)
            for use, entry_id, text in _all_names(layer):
                key = name_key(text)
                if not key or key in above:
                    continue
                name = Name(use, entry_id, text)
                if key in names:
                    names[key] = _with_name(names[key], name)
                    continue
                names[key] = (name,)
                words = key.split(" ")
                if len(words) > 1:
                    beginning = f"{words[0]} {words[1]}"
                    known = lengths.get(beginning, ())
                    if len(words) not in known:
                        lengths[beginning] = tuple(sorted((*known, len(words)), reverse=True))
        return cls(
            names=names,
            alone=frozenset(key for key in names if " " not in key),
            leading=frozenset(key.partition(" ")[0] for key in lengths),
            lengths=lengths,
        )

    def find(self, tokens: Sequence[Token]) -> list[NameHit]:
        """The names in a sentence, left to right, none overlapping, the longest first."""
        line = _read_pieces(tokens)
        words, lemmas, alone, leading = line.words, line.lemmas, self.alone, self.leading
        hits: list[NameHit] = []
        at, end = 0, len(words)
        while at < end:
            word, lemma = words[at], lemmas[at]
            leads = word in leading or lemma in leading
            if leads or word in alone or lemma in alone:
                length, names = self._longest(line, at, self._lengths(line, at) if leads else (1,))
                if length:
                    hits.append(line.hit(at, length, names))
                    at += length
                    continue
            at += 1
        return hits

    def _longest(self, line: _PieceLine, at: int, lengths: tuple[int, ...]) -> tuple[int, tuple[Name, ...]]:
        for length in lengths:
            if at + length <= len(line.words):
                names = self._names(line, at, length)
                if names:
                    return length, names
        return 0, ()

    def _lengths(self, line: _PieceLine, at: int) -> tuple[int, ...]:
        if at + 1 == len(line.words):
            return (1,)
        word, following = line.words[at], line.words[at + 1]
        found = self.lengths.get(f"{word} {following}")
        lemma, lemma_following = line.lemmas[at], line.lemmas[at + 1]
        if found is None and following != lemma_following:
            found = self.lengths.get(f"{word} {lemma_following}")
        if found is None and word != lemma:
            found = self.lengths.get(f"{lemma} {following}") or self.lengths.get(f"{lemma} {lemma_following}")
        return (*found, 1) if found else (1,)

    def _names(self, line: _PieceLine, at: int, length: int) -> tuple[Name, ...]:
        """The names spelled so: as written, with the lemma of the last word, or with that of the first."""
        if length == 1:
            written, inflected = line.words[at], [line.lemmas[at]]
        else:
            words, last = line.words[at : at + length], at + length - 1
            written = " ".join(words)
            inflected = [" ".join([*words[:-1], line.lemmas[last]]), " ".join([line.lemmas[at], *words[1:]])]
        found = [name for name in self.names.get(written, ()) if line.writes(name, at, length)]
        for key in inflected:
            if key != written:
                found += [
                    name
                    for name in self.names.get(key, ())
                    if name.use in _INFLECTED and line.writes(name, at, length)
                ]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _PieceLine:
    """A sentence as pieces, in columns; ``owners`` are the tokens that the pieces are of."""

    words: list[str]
    lemmas: list[str]
    pieces: list[Piece]
    owners: list[Token]
    hyphened: set[int]

    def writes(self, name: Name, at: int, length: int) -> bool:
        """Whether the text writes the name with its capitals; an agent must be a noun or an adjective."""
        if name.use == "agent":
            return self.owners[at + length - 1].pos in ("NOUN", "PROPN", "ADJ")
        return all(
            piece.capitals >= needed
            for piece, needed in zip(self.pieces[at : at + length], name.capitals, strict=True)
        )

    def hit(self, at: int, length: int, names: tuple[Name, ...]) -> NameHit:
        after = at + length
        return NameHit(
            first=self.owners[at].index,
            last=self.owners[after - 1].index,
            names=names,
            before=self.words[at - 1] if at and self._is_hyphened(at) else "",
            after=self.words[after] if after < len(self.words) and self._is_hyphened(after) else "",
        )

    def _is_hyphened(self, at: int) -> bool:
        """Whether a hyphen joins the piece to the one before, within a token or as a token of its own."""
        return at in self.hyphened or self.pieces[at].hyphen


def _read_pieces(tokens: Sequence[Token]) -> _PieceLine:
    line = _PieceLine([], [], [], [], set())
    words, lemmas, every, owners = line.words, line.lemmas, line.pieces, line.owners
    for token in tokens:
        pieces = split_pieces(token.text)
        if len(pieces) == 1:
            piece = pieces[0]
            words.append(piece.text)
            lemmas.append(_singular(piece.text) if token.tag == "NNPS" else token.lemma.lower())
            every.append(piece)
            owners.append(token)
        elif pieces:
            for piece in pieces:
                words.append(piece.text)
                lemmas.append(piece.text)
                every.append(piece)
                owners.append(token)
        elif token.text in HYPHENS and token.index and tokens[token.index - 1].end == token.start:
            line.hyphened.add(len(words))
    return line


def _singular(word: str) -> str:
    """Of a proper noun's plural the parser gives no lemma ("Iraqis", "Police Officers")."""
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def _with_name(same: tuple[Name, ...], name: Name) -> tuple[Name, ...]:
    """The names of one spelling with one more; of two of an entry, "NATO" and "Nato", the laxer holds."""
    for at, known in enumerate(same):
        if (known.use, known.entry_id) == (name.use, name.entry_id):
            laxer = name if name.capitals < known.capitals else known
            return (*same[:at], laxer, *same[at + 1 :])
    return (*same, name)


def _actor_names(actors: Mapping[str, Actor]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(actors, ActorTable):
        return actors.names()
    return ((actor.entry_id, (actor.name, *actor.aliases)) for actor in actors.values())


def _all_names(layer: NamedEntries) -> Iterator[tuple[NameUse, str, str]]:
    for entry_id, names in _actor_names(layer.actors):
        for text in names:
            yield "actor", entry_id, text
    for country in layer.countries.values():
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
    for agent in layer.agents.values():
        yield "agent", agent.lemma, agent.lemma
