"""Recognises by a surname whom the story has introduced: "Abadi" after "Prime Minister Haider al-Abadi"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coders.actors.phrases import Phrase
from coders.codebook.name_pieces import split_pieces
from coders.models import Sentence, Token

# There a story goes on with the first part of a name: the surname, "Xi" or "Kim", or the only name, "Anwar".
_FIRST_PART = frozenset("BRN CHN HKG IDN KHM KOR LAO MYS PRK SGP THA TWN VNM".split())


def introduce(phrases: Sequence[Phrase]) -> dict[str, Phrase]:
    """The persons of these phrases by the surnames that the story may use from now on."""
    introduced: dict[str, Phrase] = {}
    for phrase in phrases:
        if not phrase.person or phrase.inferred_from == "antecedent":
            continue
        pieces = phrase.person.replace("-", " ").split()
        if phrase.parts.country in _FIRST_PART:
            introduced[_key(pieces[0])] = phrase
        introduced[_key(pieces[-1])] = phrase
        introduced[_key(phrase.person.split()[-1])] = phrase
    return introduced


def recall_persons(
    sentence: Sentence, phrases: Sequence[Phrase], introduced: Mapping[str, Phrase]
) -> list[Phrase]:
    """The sentence's phrases and those that repeat a surname, left to right."""
    if not introduced:
        return list(phrases)
    recalled = [_recognise(phrase, introduced) for phrase in phrases]
    taken = {at for phrase in phrases for at in range(phrase.first, phrase.last + 1)}
    for token in sentence.tokens:
        if token.index in taken or token.pos != "PROPN":
            continue
        known = introduced.get(_key(token.text))
        if known is None or _goes_on(sentence.tokens, token):
            continue
        first = _start_of_name(sentence.tokens, token.index, taken, known.person)
        if first is not None:
            recalled.append(_again(known, first, token.index))
    return sorted(recalled, key=lambda phrase: phrase.first)


def _recognise(phrase: Phrase, introduced: Mapping[str, Phrase]) -> Phrase:
    """A title with a surname ("the Prime Minister Abadi") is whom the story has introduced so."""
    if not phrase.person or not phrase.lacks_country:
        return phrase
    known = introduced.get(_key(phrase.person.split()[-1]))
    if known is None or known.lacks_country:
        return phrase
    return replace(
        phrase, parts=known.parts, entries=(*phrase.entries, *known.entries), inferred_from="antecedent"
    )


def _again(known: Phrase, first: int, last: int) -> Phrase:
    return replace(known, first=first, last=last, head=last, name=known.person, inferred_from="antecedent")


def _goes_on(tokens: Sequence[Token], token: Token) -> bool:
    following = tokens[token.index + 1] if token.index + 1 < len(tokens) else None
    return following is not None and following.pos == "PROPN" and token.dep == "compound"


def _start_of_name(tokens: Sequence[Token], at: int, taken: set[int], person: str) -> int | None:
    """Where the name begins; None where another first name shows that somebody else is meant."""
    own = {_key(part) for part in person.replace("-", " ").split()}
    first = at
    while (
        first
        and first - 1 not in taken
        and (tokens[first - 1].pos == "PROPN" or tokens[first - 1].text == "-")
    ):
        before = tokens[first - 1]
        if (
            before.text != "-"
            and _key(before.text) not in own
            and before.text not in ("Mr.", "Ms.", "Mrs.", "Dr.")
        ):
            return None
        first -= 1
    if first - 1 in taken and tokens[first - 1].head == at:
        return None
    return first


def _key(name: str) -> str:
    return " ".join(piece.text for piece in split_pieces(name))
