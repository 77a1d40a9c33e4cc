"""Chooses among places of one name: by the countries that sentence and story speak of, and by size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log10

from coders.gazetteer.index import Candidate, PlaceKind
from coders.gazetteer.mentions import PlaceMention
from coders.models import Document, Event, Sentence

_BY_SENTENCE, _BY_STORY, _BY_DESCRIPTION, _BY_MAIN_NAME = 1.7, 1.3, 3.0, 0.5
_LEAST = 3.0
_SIZES: Mapping[PlaceKind, float] = {
    "country": 6.0,
    "disputed_area": 6.0,
    "water": 6.0,
    "area": 5.5,
    "region": 4.8,
    "landform": 5.0,
    "island": 5.0,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The countries (alpha-3) that a sentence and its whole story speak of, apart from the name in doubt."""

    by_sentence: tuple[frozenset[str], ...]
    story: frozenset[str]

    def of(self, index: int | None) -> tuple[frozenset[str], frozenset[str]]:
        """The countries of a sentence, none for the dateline's, and those of the story."""
        return (frozenset() if index is None else self.by_sentence[index], self.story)


def gather_evidence(
    document: Document,
    mentions: Iterable[tuple[PlaceMention, ...]],
    dateline: tuple[PlaceMention, ...],
    events: Iterable[Event],
    adjectives: Mapping[str, str],
) -> Evidence:
    """What countries each sentence speaks of: by name, by adjective, by the actors of its events."""
    of_actors = _countries_of_actors(events)
    by_sentence = tuple(
        _named(of_sentence) | _by_adjective(sentence, adjectives) | of_actors[sentence.index]
        for sentence, of_sentence in zip(document.sentences, mentions, strict=True)
    )
    return Evidence(by_sentence, frozenset().union(_named(dateline), *by_sentence))


def choose(mention: PlaceMention, countries: tuple[frozenset[str], frozenset[str]]) -> Candidate | None:
    """The place that a mention most likely means; None where it is a hamlet that nothing speaks for."""
    best = max(mention.candidates, key=lambda each: _score(mention, each, countries))
    return best if _score(mention, best, countries) >= _LEAST else None


def _score(
    mention: PlaceMention, candidate: Candidate, countries: tuple[frozenset[str], frozenset[str]]
) -> float:
    """On a scale of powers of ten of population: a country named in the sentence outweighs a factor of 50."""
    sentence, story = countries
    score = max(log10(candidate.population + 1), _SIZES.get(candidate.kind, 0.0))
    if candidate.country in sentence:
        score += _BY_SENTENCE
    elif candidate.country in story:
        score += _BY_STORY
    if candidate.main_name:
        score += _BY_MAIN_NAME
    if mention.described == candidate.kind:
        score += _BY_DESCRIPTION
    return score


def _named(mentions: Iterable[PlaceMention]) -> frozenset[str]:
    """Countries by their own names, and those of places that have no namesake abroad."""
    found = set()
    for mention in mentions:
        codes = {each.country for each in mention.candidates if each.kind == "country"} or {
            each.country for each in mention.candidates
        }
        if len(codes) == 1:
            found |= codes
    return frozenset(code for code in found if code)


def _by_adjective(sentence: Sentence, adjectives: Mapping[str, str]) -> frozenset[str]:
    words = (token.text.lower() for token in sentence.tokens)
    return frozenset(adjectives[word] for word in words if word in adjectives)


def _countries_of_actors(events: Iterable[Event]) -> defaultdict[int, frozenset[str]]:
    """The countries of the actors of each sentence's events."""
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for event in events:
        for actor in (event.source, event.target):
            if actor is not None and actor.country:
                found[event.sentence_index] |= {actor.country}
    return found
