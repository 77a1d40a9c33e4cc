"""What stands around the verb in a pattern of a verb file, as demands of the codebook's own kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coders.codebook.model import PatternSlot
from coders.codebook.patterns import PREPOSITIONS

_BRACKETS = re.compile(r"[(){}]")
_WORD = re.compile(r"[A-Z][A-Z'.-]*")
_AUXILIARIES = frozenset(
    "AM ARE BE BEEN BEING DID DO DOES HAD HAS HAVE IS MAY MIGHT SHALL SHOULD WAS WERE WILL WOULD COULD CAN "
    "&AUXVERB1 &AUXVERB2 &AUXVERB3 &TOBEVERB TO".split()
)
_PASSIVE = frozenset("WAS WERE BEEN BEING IS ARE BE &AUXVERB1 &TOBEVERB".split())
_ARTICLES = frozenset("A AN THE ITS HIS HER THEIR".split())
_NEGATIONS = frozenset("NOT NO NEVER NONE".split())
_ANYWHERE = frozenset("against at for from in of on over to toward towards with".split())
_MOST_WORDS = 2


class UnreadablePattern(ValueError):  # noqa: N818 -- the reason of a refused line, not a failure
    """A pattern that cannot be said in the codebook's own way; the message is the reason."""


@dataclass(frozen=True, slots=True)
class WordSets:
    """The sets of words that a file declares, by name."""

    words: Mapping[str, frozenset[str]]

    def members(self, name: str) -> frozenset[str]:
        """The members as lemmas; of those with several words the last two, as a noun with its modifier.

        Raises:
            UnreadablePattern: there is no set of that name.
        """
        key = name.removeprefix("&").rstrip("_")
        if key not in self.words:
            raise UnreadablePattern("a set of words that is not declared")
        return frozenset(lemma for word in self.words[key] for lemma in _lemmas(word.split("_")))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The demands of a pattern, and which side its subject is."""

    subject: Literal["source", "target"]
    slots: tuple[PatternSlot, ...]


@dataclass(slots=True)
class _Reading:
    sets: WordSets
    slots: list[PatternSlot] = field(default_factory=list)
    preposition: str | None = None
    words: list[frozenset[str]] = field(default_factory=list)
    has_target: bool = False
    both: bool = False


def read_surroundings(text: str, sets: WordSets) -> Surroundings:
    """What ``text``, a pattern without its dash and code, demands.

    Raises:
        UnreadablePattern: it has no verb, a word before it, an infinitive, a negation, or a phrase too long.
    """
    before, star, after = _BRACKETS.sub(" ", text).partition("*")
    if not star:
        raise UnreadablePattern("the pattern has no *")
    if before.endswith("_") or after.startswith("_"):
        raise UnreadablePattern("a word that is joined to the verb")
    turned = _subject_is_target(before.split())
    reading = _Reading(sets)
    for token in after.split():
        _read_token(reading, token, passive=turned == "passive")
    _end_phrase(reading)
    if turned == "passive":
        reading.slots.append(PatternSlot("target", frozenset(), frozenset()))
    elif turned == "active" and reading.has_target:
        raise UnreadablePattern("the target stands in it twice")
    elif turned is None and not reading.has_target:
        reading.slots.append(PatternSlot("target", _ANYWHERE, frozenset(), optional=True))
    return Surroundings("target" if turned == "active" else "source", tuple(reading.slots))


def _subject_is_target(before: list[str]) -> Literal["passive", "active"] | None:
    """Whether the target stands before the verb: as what a passive verb is done to, or as the subject."""
    rest = [
        token
        for token in before
        if token.rstrip("_") not in _AUXILIARIES and token not in ("^", "$", "%", "+")
    ]
    if _NEGATIONS.intersection(rest):
        raise UnreadablePattern("a negation: what a verb means with one is a rule")
    if rest:
        raise UnreadablePattern("a word before the verb")
    if "+" not in before:
        return None
    later = before[before.index("+") + 1 :]
    return "passive" if _PASSIVE.intersection(token.rstrip("_") for token in later) else "active"


def _read_token(reading: _Reading, token: str, *, passive: bool) -> None:
    plain = token.strip("_")
    small = plain.lower()
    if (
        plain in ("^", "")
        or plain in _ARTICLES
        or plain in ("&AUXVERB1", "&AUXVERB2", "&AUXVERB3", "&TOBEVERB")
    ):
        return
    if plain in ("+", "$", "%"):
        _read_actor(reading, plain, passive=passive)
    elif plain in _NEGATIONS:
        raise UnreadablePattern("a negation: what a verb means with one is a rule")
    elif plain.startswith("&PREPOSIT"):
        _end_phrase(reading)
        reading.preposition = "|".join(sorted(reading.sets.members(plain) & PREPOSITIONS))
    elif small in PREPOSITIONS:
        _read_preposition(reading, small)
    elif plain.startswith("&"):
        reading.words.append(reading.sets.members(plain))
    elif "&" in plain:
        raise UnreadablePattern("a set of words that is joined to a word")
    else:
        _read_word(reading, plain)


def _read_actor(reading: _Reading, sign: str, *, passive: bool) -> None:
    _end_phrase(reading, before_actor=True)
    prepositions = _taken(reading)
    if sign == "$" and passive:
        return  # "by" its source: the plain active
    filler: Literal["source", "target"] = "source" if sign == "$" else "target"
    if filler == "target":
        if reading.has_target:
            raise UnreadablePattern("the target stands in it twice")
        reading.has_target = True
    reading.slots.append(PatternSlot(filler, prepositions, frozenset()))


def _read_preposition(reading: _Reading, preposition: str) -> None:
    _end_phrase(reading)
    if reading.preposition is not None:  # "out of": the first is the verb's own
        reading.slots.append(PatternSlot("particle", frozenset(), frozenset(reading.preposition.split("|"))))
    reading.preposition = preposition


def _read_word(reading: _Reading, word: str) -> None:
    if reading.preposition == "to" and not reading.words and "_" not in word:
        raise UnreadablePattern("an infinitive, or a noun after to, which cannot be told apart")
    parts = word.split("_")
    if not all(_WORD.fullmatch(part) for part in parts):
        raise UnreadablePattern("a word with other signs than letters")
    reading.words.append(frozenset(_lemmas([part.lower() for part in parts])))


def _end_phrase(reading: _Reading, *, before_actor: bool = False) -> None:
    """Words that follow each other are one noun with its modifier."""
    if not reading.words:
        return
    if len(reading.words) > _MOST_WORDS:
        raise UnreadablePattern("a phrase of more than two words")
    *modifiers, nouns = reading.words
    if modifiers:
        nouns = frozenset(
            f"{one.split('-')[-1]}-{noun.split('-')[-1]}" for one in modifiers[0] for noun in nouns
        )
    reading.words = []
    reading.slots.append(PatternSlot("words", _taken(reading), nouns))
    if before_actor and not reading.slots[-1].prepositions and not reading.has_target:
        reading.preposition = "|".join(sorted(_ANYWHERE | {"by"}))


def _taken(reading: _Reading) -> frozenset[str]:
    prepositions = frozenset(reading.preposition.split("|")) if reading.preposition else frozenset[str]()
    reading.preposition = None
    return prepositions


def _lemmas(words: list[str]) -> set[str]:
    """A word as it is and without its plural's ending; of several words the last two, joined."""
    words = [word for word in words if word]
    if not words:
        return set()
    head = f"{words[-2]}-" if len(words) > 1 else ""
    last = words[-1]
    singular = {last.removesuffix("s")} if last.endswith("s") and not last.endswith("ss") else set()
    if last.endswith("ies"):
        singular = {last.removesuffix("ies") + "y"}
    return {f"{head}{each}" for each in ({last} | singular)}
