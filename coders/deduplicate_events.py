"""One event once: what an article says twice, or one sentence in two words, is one event."""

from __future__ import annotations

from collections.abc import Iterable

from coders.models import Event


def deduplicate_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events without repetitions, in the order of the text.

    In one sentence, of two events of the same pair and root the one with the more specific code stays, and
    an event without a target goes where the same source has one of that root with a target; in the article,
    of the same pair, code and date the surest stays, and of equals the first.
    """
    specific = _with_target_of_sentence(_most_specific_of_sentence(tuple(events)))
    best: dict[tuple[object, ...], Event] = {}
    for event in specific:
        key = (*_pair(event), event.event_code, event.event_date)
        if key not in best or event.confidence > best[key].confidence:
            best[key] = event
    kept = {event.event_id for event in best.values()}
    once: dict[object, Event] = {event.event_id: event for event in specific if event.event_id in kept}
    return tuple(once.values())


def _most_specific_of_sentence(events: tuple[Event, ...]) -> tuple[Event, ...]:
    best: dict[tuple[object, ...], Event] = {}
    for event in events:
        key = (event.sentence_index, *_pair(event), event.event_root_code)
        if key not in best or _specificity(event) > _specificity(best[key]):
            best[key] = event
    kept = {id(event) for event in best.values()}
    return tuple(event for event in events if id(event) in kept)


def _with_target_of_sentence(events: tuple[Event, ...]) -> tuple[Event, ...]:
    aimed = {_deed(event) for event in events if event.target is not None}
    return tuple(event for event in events if event.target is not None or _deed(event) not in aimed)


def _deed(event: Event) -> tuple[object, ...]:
    return (event.sentence_index, event.source.code, event.source.name, event.event_root_code)


def _pair(event: Event) -> tuple[object, ...]:
    target = event.target
    return (event.source.code, event.source.name, target and target.code, target and target.name)


def _specificity(event: Event) -> tuple[int, float]:
    return len(event.event_code.rstrip("0")), event.confidence
