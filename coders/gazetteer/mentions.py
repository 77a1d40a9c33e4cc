"""Finds the place names of a sentence, and whether they stand where places stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coders.gazetteer.fold_name import fold_name
from coders.gazetteer.index import Candidate, Gazetteer
from coders.gazetteer.place_words import (
    ARTICLES,
    CITY_NOUNS,
    CONNECTORS,
    DESCRIPTORS,
    DIRECTIONAL,
    DIRECTIONS,
    LOCATIVE,
    NO_NAMES,
    NO_PLACES,
    PLACE_NOUNS,
    REGION_NOUNS,
    TAKEN,
)
from coders.models import Document, Sentence, Span, Token

Standing = Literal["locative", "object", "other"]
Described = Literal["city", "region"]

_LONGEST = 7
_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_PARTS = frozenset({"compound", "poss", "nmod", "appos", "amod"})
_DATELINE_PART = re.compile(r"[^\W\d_][^/,;()\d–—]*")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name that the gazetteer knows. ``first`` and ``last`` are token indices, both inclusive.

    ``anchor`` is the word that what the name stands in hangs on ("captured" in "captured the town of
    Rawa"). ``standing`` is ``locative`` behind a preposition of place, ``object`` as what is acted on, and
    ``other`` where it names no place of anything ("Damascus said"). ``described`` is what a noun beside it
    says that it is.
    """

    first: int
    last: int
    anchor: int
    span: Span
    text: str
    candidates: tuple[Candidate, ...]
    standing: Standing
    described: Described | None


def find_place_mentions(sentence: Sentence, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The place names of a sentence, left to right; of overlapping ones the longest."""
    found: list[PlaceMention] = []
    taken = -1
    for token in sentence.tokens:
        if not (token.text[0].isupper() or token.text in ARTICLES):
            continue
        if token.index <= taken or not _begins_name(sentence, token):
            continue
        for last in _ends(sentence, token.index):
            candidates = _candidates(sentence, token.index, last, gazetteer)
            if candidates:
                found.append(_mention(sentence, token.index, last, candidates))
                taken = last
                break
    return tuple(found)


def dateline_mentions(document: Document, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places that the dateline names: BAGHDAD and BEIRUT in "BAGHDAD/BEIRUT (Agency) - "."""
    head = document.text[: document.dateline_end].split("(", 1)[0]
    found = []
    for part in _DATELINE_PART.finditer(head):
        name = part[0].strip(" -\n.")
        candidates = gazetteer.lookup(name)
        if candidates and fold_name(name) not in NO_PLACES:
            span = (part.start(), part.start() + len(name))
            found.append(PlaceMention(-1, -1, -1, span, name, candidates, "locative", None))
    return tuple(found)


def _is_name(token: Token) -> bool:
    if not token.text[0].isupper() or token.text.lower() in NO_NAMES:
        return False
    if token.pos == "PROPN":
        return True
    return token.index > 0 and (token.pos in ("NOUN", "X") or token.text == "The")


def _begins_name(sentence: Sentence, token: Token) -> bool:
    if _is_name(token):
        before = sentence.tokens[token.index - 1] if token.index else None
        if before is None or not _is_name(before) or before.text == "The":  # "The Hague" may be one
            return True
        return before.text.lower() in DIRECTIONS | DESCRIPTORS
    following = sentence.tokens[token.index + 1 : token.index + 3]
    return (
        token.text.lower() in ARTICLES
        and len(following) == 2
        and following[0].text == "-"
        and following[1].text[0].isupper()
    )


def _ends(sentence: Sentence, first: int) -> Iterator[int]:
    """Where a name that begins at ``first`` may end, the furthest first; never amid capitalised words."""
    tokens = sentence.tokens
    ends = []
    at = first
    while at < min(first + _LONGEST, len(tokens)):
        token = tokens[at]
        if _is_name(token) or (at > first and token.text[0].isupper() and tokens[at - 1].text == "-"):
            ends.append(at)
        elif token.text.lower() not in CONNECTORS:
            break
        at += 1
    for end in reversed(ends):
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if following is None or not (_is_name(following) and following.text.lower() not in DESCRIPTORS):
            yield end


def _candidates(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    start, end = sentence.span_of(first, last)
    name = sentence.text[start - sentence.start : end - sentence.start]
    if fold_name(name) in NO_PLACES:
        return ()
    found = gazetteer.lookup(name)
    if name.isupper() and len(name) <= 5:  # an abbreviation: UN, EU, AP are villages somewhere
        found = tuple(each for each in found if each.kind == "country")
    return found


def _mention(sentence: Sentence, first: int, last: int, candidates: tuple[Candidate, ...]) -> PlaceMention:
    span = sentence.span_of(first, last)
    tokens = sentence.tokens[first : last + 1]
    head = next((t for t in tokens if not first <= t.head <= last or t.head == t.index), tokens[-1])
    nouns, top = _climb(sentence, head)
    standing, anchor = _standing(sentence, top, nouns, tokens[0], candidates)
    beside = sentence.tokens[last + 1 : last + 2]
    words = [token.text.lower() for token in (*nouns, *beside)]
    return PlaceMention(
        first=first,
        last=last,
        anchor=anchor.index,
        span=span,
        text=sentence.text[span[0] - sentence.start : span[1] - sentence.start],
        candidates=candidates,
        standing=standing,
        described=_described(words),
    )


def _described(words: list[str]) -> Described | None:
    for word in words:
        if word in REGION_NOUNS:
            return "region"
        if word in CITY_NOUNS:
            return "city"
    return None


def _climb(sentence: Sentence, token: Token) -> tuple[list[Token], Token]:
    """The describing nouns above a name ("the town of", "province"), and the topmost word of them all."""
    nouns: list[Token] = []
    while token.head != token.index:
        above = sentence.head(token)
        noun = sentence.head(above) if above.text.lower() == "of" else above
        if token.dep == "conj":
            token = above
        elif token.dep in _PARTS and above.text.lower() in PLACE_NOUNS:
            nouns.append(above)
            token = above
        elif token.dep == "pobj" and above.text.lower() == "of" and noun.text.lower() in PLACE_NOUNS:
            nouns.append(noun)
            token = noun
        else:
            break
    return nouns, token


def _standing(
    sentence: Sentence, top: Token, nouns: list[Token], first: Token, candidates: tuple[Candidate, ...]
) -> tuple[Standing, Token]:
    """How what the name stands in stands, and the word that it hangs on."""
    above = sentence.head(top)
    if top.dep in _OBJECTS:
        return "object", above
    if top.dep != "pobj":
        return "other", above
    preposition, governor = above.text.lower(), sentence.head(above)
    while governor.pos == "ADP" and governor.head != governor.index:  # "from inside Rawa"
        governor = sentence.head(governor)
    if _is_of_a_reporter(sentence, governor):
        return "other", governor
    if preposition in LOCATIVE or (preposition == "of" and (nouns or governor.lemma in TAKEN)):
        return "locative", governor
    if preposition not in DIRECTIONAL:
        return "other", governor
    may_be_person = (
        not nouns
        and preposition != "from"
        and first.text.lower() not in ARTICLES
        and not any(each.kind == "country" for each in candidates)
    )
    return "other" if may_be_person and first.entity == "PERSON" else "locative", governor


def _is_of_a_reporter(sentence: Sentence, token: Token) -> bool:
    """Whether the word stands in "according to a statement of ...": where that was said is not the place."""
    while token.text.lower() != "according":
        if token.head == token.index or token.pos in ("VERB", "AUX"):
            return False
        token = sentence.head(token)
    return True
