"""Takes in names that no dictionary has: of people, of bodies, and of places that stand for their country."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from coders.actors.phrases import Phrase, text_of
from coders.actors.read_names import Element, head_of
from coders.codebook.compose_code import CodeParts
from coders.models import EntryUse, Sentence, Token

CountryOfPlace = Callable[[str], str | None]
"""The alpha-3 code of a place's country; "" of a place that is of none, such as a sea; None of no place."""

_ACTED_UPON = frozenset(("nsubjpass", "dobj", "pobj", "dative"))
_PARTIES = _ACTED_UPON | {"nsubj", "poss"}
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december ramadan christmas easter eid".split()
)
_LOCATIVE = frozenset(
    "in at near on from to into across inside outside around through throughout over".split()
)
_TITLES = frozenset("mr mrs ms dr mr. mrs. ms. dr. sir dame lord lady sheikh father".split())
_JOINING = frozenset("- al bin ibn van von de der da del ul".split())


def name_strangers(
    sentence: Sentence,
    elements: Sequence[Element],
    phrases: Sequence[Phrase],
    country_of_place: CountryOfPlace,
) -> list[Phrase]:
    """The sentence's phrases and those that unknown names make, left to right.

    A name is a run of capitalised proper nouns. That of a place, where a party stands, is its country's
    ("captured Mosul"), but for one that only says where in a country that the sentence names ("Sudan ... from
    Darfur"). Any other that is acted upon ("arrested Nasser Haddad") is of nobody yet: the story
    may say of which country. A stranger who acts is none: nobody knows for whom.
    """
    spans = [*((e.first, e.last) for e in elements), *((p.first, p.last) for p in phrases)]
    taken = {at for first, last in spans for at in range(first, last + 1)}
    named = {phrase.parts.country for phrase in phrases}
    found = [
        stranger
        for first, last in _names(sentence.tokens, taken)
        if (stranger := _stranger(sentence, first, last, country_of_place)) is not None
        and not (
            stranger.parts.country in named and _is_somewhere(sentence, _stands_as(sentence, first, last))
        )
    ]
    return sorted([*phrases, *found], key=lambda phrase: phrase.first) if found else list(phrases)


def _names(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns, first and last token inclusive."""
    at = 0
    while at < len(tokens):
        if at in taken or not _is_name(tokens[at]):
            at += 1
            continue
        first = last = at
        while at + 1 < len(tokens) and at + 1 not in taken and _goes_on(tokens, at + 1):
            at += 1
            last = at if _is_name(tokens[at]) else last
        at += 1
        if tokens[first].text.lower() in _TITLES and first < last:
            first += 1
        yield first, last


def _is_name(token: Token) -> bool:
    return token.pos == "PROPN" and token.text[0].isupper() and token.text.lower() not in _CALENDAR


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    if _is_name(tokens[at]):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].text.lower() in _JOINING and following is not None and _is_name(following)


def _stands_as(sentence: Sentence, first: int, last: int) -> Token:
    """The token of which the name has its place in the clause: its own head, or the first of a list."""
    token = sentence.tokens[head_of(sentence, first, last)]
    while token.dep == "conj":
        token = sentence.head(token)
    return token


def _stranger(sentence: Sentence, first: int, last: int, country_of_place: CountryOfPlace) -> Phrase | None:
    stands_as = _stands_as(sentence, first, last)
    if stands_as.dep not in _PARTIES:
        return None
    head = head_of(sentence, first, last)
    name = text_of(sentence, first, last)
    country = country_of_place(name)
    if country is not None:
        entry = EntryUse(f"place:{name}", "place", name)
        return Phrase(first, last, head, "country", name, CodeParts(country), (entry,)) if country else None
    if stands_as.dep not in _ACTED_UPON or _is_somewhere(sentence, stands_as):
        return None
    return Phrase(first, last, head, "person", name, CodeParts(), (), person=name)


def _is_somewhere(sentence: Sentence, token: Token) -> bool:
    return token.dep == "pobj" and sentence.head(token).lemma in _LOCATIVE
