"""Gives each event its place: of the places that its sentence names, the one that belongs to it.

A place is a capitalised name that the gazetteer knows and that stands where places stand: behind a
preposition of place, behind "the city of" and its like, or as the object of a deed ("shelled Kharkiv").
Which one belongs to an event is read off the dependency tree: what hangs on its trigger or the trigger's
arguments, then what stands in its clause, then the rest of the sentence. Failing that, the place of the
nearest earlier sentence, or of the dateline, is inferred. An actor's name is no place ("Damascus said"),
and neither is an adjective ("the Syrian border").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from coders.gazetteer.index import Candidate, Gazetteer
from coders.gazetteer.mentions import PlaceMention, dateline_mentions, find_place_mentions
from coders.gazetteer.namesakes import Evidence, choose, gather_evidence
from coders.grammar.clauses import CLAUSES, clause_of, head_of_span, stands_above
from coders.models import Document, Event, Place, Sentence, Token

_WAYS = ("attached", "argument", "clause", "above", "below", "sentence")
_BELOW_TRIGGER = frozenset({"pobj", "prep", "dobj", "obj", "attr", "agent", "appos", "conj", "nsubjpass"})
_DEEDS = frozenset({"04", "06", "07", "08", "14", "15", "17", "18", "19", "20"})
_SEATED = frozenset({"base", "headquarter"})
_WIDE = frozenset({"country", "area", "water"})
_NO_ADJECTIVES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Choice:
    rule: str
    mention: PlaceMention
    place: Candidate


def locate_events(
    document: Document,
    events: tuple[Event, ...],
    gazetteer: Gazetteer,
    adjectives: Mapping[str, str] = _NO_ADJECTIVES,
) -> tuple[Event, ...]:
    """The events with their place, and the explanation's place rule, span and alternatives.

    ``adjectives`` gives countries (alpha-3) by adjective or demonym in small letters ("iraqi": "IRQ"); they
    help to choose among namesakes. ``place_rule`` says how the name hangs on the event: ``attached`` to the
    trigger, to an ``argument``, in its ``clause``, in one ``above`` or ``below`` it or elsewhere in the
    ``sentence``; ``inferred:story`` and ``inferred:dateline`` where the sentence names none. An event for
    which there is none at all has no place and the rule ``none``. ``place_alternatives`` are the namesakes
    that were not chosen, "name, region, country", three at most.
    """
    if not events:
        return ()
    mentions = tuple(find_place_mentions(sentence, gazetteer) for sentence in document.sentences)
    dateline = dateline_mentions(document, gazetteer)
    evidence = gather_evidence(document, mentions, dateline, events, adjectives)
    return tuple(_placed(event, _choose(document, event, mentions, dateline, evidence)) for event in events)


def _choose(
    document: Document,
    event: Event,
    mentions: tuple[tuple[PlaceMention, ...], ...],
    dateline: tuple[PlaceMention, ...],
    evidence: Evidence,
) -> _Choice | None:
    own = document.sentences[event.sentence_index]
    stated = list(_stated(own, event, mentions[own.index], evidence))
    if stated:
        return min(stated, key=lambda choice: choice[:3])[3]
    for index in range(own.index - 1, -1, -1):
        usable = (each for each in mentions[index] if _happens_there(document.sentences[index], each))
        inferred = list(_known(usable, "inferred:story", evidence, index))
        if inferred:
            return min(inferred, key=lambda choice: choice.place.kind in _WIDE)
    return next(_known(dateline, "inferred:dateline", evidence, None), None)


def _stated(
    sentence: Sentence, event: Event, mentions: tuple[PlaceMention, ...], evidence: Evidence
) -> Iterator[tuple[bool, int, int, _Choice]]:
    """The places of the event's own sentence, each after what ranks it: the least is best."""
    trigger = head_of_span(sentence, event.trigger_span)
    for mention in mentions:
        if not _may_place(mention, event):
            continue
        way = _way(sentence, trigger, mention)
        if way is None:
            continue
        for choice in _known((mention,), way, evidence, sentence.index):
            far = way in ("above", "below", "sentence")
            rank = 2 * _WAYS.index(way) + (choice.place.kind in _WIDE and not far)
            yield far, rank, abs(mention.first - trigger.index), choice


def _known(
    mentions: Iterator[PlaceMention] | tuple[PlaceMention, ...],
    rule: str,
    evidence: Evidence,
    index: int | None,
) -> Iterator[_Choice]:
    for mention in mentions:
        place = choose(mention, evidence.of(index))
        if place is not None:
            yield _Choice(rule, mention, place)


def _happens_there(sentence: Sentence, mention: PlaceMention) -> bool:
    """Whether what a sentence tells happens at a place in it, and not only somebody has his seat there."""
    return mention.standing in ("locative", "object") and sentence.tokens[mention.anchor].lemma not in _SEATED


def _may_place(mention: PlaceMention, event: Event) -> bool:
    """Whether the name stands where the event may have happened, and is nobody's who takes part in it."""
    if mention.standing == "locative":
        return True
    return mention.standing == "object" and event.event_root_code in _DEEDS


def _way(sentence: Sentence, trigger: Token, mention: PlaceMention) -> str | None:
    """How a mention hangs on an event's trigger; None where it places only who reports the event."""
    anchor = sentence.tokens[mention.anchor]
    if anchor.index == trigger.index:
        return "attached"
    above = anchor
    while above.head != above.index and above.dep in _BELOW_TRIGGER:
        above = sentence.head(above)
        if above.index == trigger.index:
            return "argument"
    own, other = clause_of(sentence, trigger), clause_of(sentence, anchor)
    if own.index == other.index:
        return "clause"
    if stands_above(sentence, own, other):
        return "above" if stands_above(sentence, own, other, through=CLAUSES - {"ccomp"}) else None
    return "below" if stands_above(sentence, other, own) else "sentence"


def _placed(event: Event, choice: _Choice | None) -> Event:
    if choice is None:
        explanation = replace(event.explanation, place_rule="none", place_span=None, place_alternatives=())
        return replace(event, place=None, explanation=explanation)
    place = choice.place
    others = (_described(each) for each in choice.mention.candidates if each != place)
    explanation = replace(
        event.explanation,
        place_rule=choice.rule,
        place_span=choice.mention.span,
        place_alternatives=tuple(dict.fromkeys(others))[:3],
    )
    return replace(
        event,
        place=Place(
            name=place.name,
            country=place.country,
            admin1=place.admin1,
            latitude=place.latitude,
            longitude=place.longitude,
            geonames_id=place.geonames_id,
        ),
        explanation=explanation,
    )


def _described(candidate: Candidate) -> str:
    return ", ".join(part for part in (candidate.name, candidate.admin1, candidate.country) if part)
