"""The events of pairs of actors that somebody has marked: what the one does to the other, if anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from coders.models import (
    ActorMention,
    Document,
    Event,
    EventActor,
    Sentence,
    Span,
)
from coders.pairs.models import CandidatePair


@dataclass(frozen=True, slots=True)
class GivenPair:
    """Two spans of a text; ``target`` is None where nobody is acted upon."""

    source: Span
    target: Span | None


def with_given_actors(
    document: Document, mentions: Sequence[ActorMention], pairs: Sequence[GivenPair]
) -> tuple[ActorMention, ...]:
    """The mentions, and one for each given span where none was found; its code is "", as nobody knows it."""
    found = list(mentions)
    for pair in pairs:
        for span in (pair.source, pair.target):
            if span is not None and not any(_overlap(span, mention.span) for mention in found):
                found += _mention_at(document, span)
    return tuple(sorted(found, key=lambda mention: (mention.sentence_index, mention.first)))


def concerned(candidates: Sequence[CandidatePair], pairs: Sequence[GivenPair]) -> tuple[CandidatePair, ...]:
    """The candidates that one of the pairs may mean, and those between which the rules find an event.

    A pair may mean a candidate of its source, and of its target or nobody.
    """
    return tuple(
        each
        for each in candidates
        if each.rule_code is not None or any(_may_mean(pair, each) for pair in pairs)
    )


def _may_mean(pair: GivenPair, candidate: CandidatePair) -> bool:
    if not _overlap(pair.source, _own_span(candidate.sentence, candidate.source)):
        return False
    if candidate.target is None:
        return True
    return pair.target is not None and _overlap(pair.target, _own_span(candidate.sentence, candidate.target))


def _own_span(sentence: Sentence, mention: ActorMention) -> Span:
    return sentence.span_of(mention.first, mention.last)


def choose_for_pairs(events: Sequence[Event], pairs: Sequence[GivenPair]) -> tuple[Event | None, ...]:
    """The event of each pair, in their order; None where none was found.

    Best is one that was found between the two; next, one that the source does to somebody whom the text does
    not name so, or that is done to the target. The actors of the pair are then its actors.
    """
    return tuple(_event_of(events, pair) for pair in pairs)


def _event_of(events: Sequence[Event], pair: GivenPair) -> Event | None:
    def by_source(event: Event) -> bool:
        return _overlap(pair.source, event.source.span)

    def to_target(event: Event) -> bool:
        if pair.target is None or event.target is None:
            return pair.target is None and event.target is None
        return _overlap(pair.target, event.target.span)

    ways: tuple[Callable[[Event], bool], ...] = (
        lambda event: by_source(event) and to_target(event),
        by_source,
        to_target,
    )
    for fits in ways:
        fitting = [event for event in events if fits(event)]
        if fitting:
            best = max(fitting, key=lambda event: event.confidence)
            return replace(best, source=_at(best.source, pair.source), target=_target_of(best, pair.target))
    return None


def _target_of(event: Event, span: Span | None) -> EventActor | None:
    if span is None:
        return None
    return _at(event.target or EventActor("", None, None, (), "", span), span)


def _at(actor: EventActor, span: Span) -> EventActor:
    """The actor, if it stands there, and else somebody unknown, where the pair has it."""
    return (
        replace(actor, span=span) if _overlap(actor.span, span) else EventActor("", None, None, (), "", span)
    )


def _mention_at(document: Document, span: Span) -> list[ActorMention]:
    for sentence in document.sentences:
        tokens = [token for token in sentence.tokens if _overlap((token.start, token.end), span)]
        if tokens:
            first, last = tokens[0].index, tokens[-1].index
            text = document.text[span[0] : span[1]]
            head = _head(sentence, first, last)
            return [ActorMention(sentence.index, first, last, head, span, text, text, "", None, None, (), ())]
    return []


def _head(sentence: Sentence, first: int, last: int) -> int:
    for at in range(last, first - 1, -1):
        above = sentence.tokens[at].head
        if above == at or not first <= above <= last:
            return at
    return last


def _overlap(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])
