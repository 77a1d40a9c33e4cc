"""One event once: what an article says twice, or one sentence in two words, is one event."""

from __future__ import annotations

from collections.abc import Iterable

from coders.models import Event


def deduplicate_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events without repetitions, in the order of the text.

    In one sentence, of two events of the same pair of codes and the same root the one with the more specific
    code stays, and an event without a target goes where the same source has one of its code, or of a finer
    one, with a target; in the article, of the same pair, code and date the surest stays, and of equals the
    first.
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
        codes = (event.source.code, event.target and event.target.code)
        key = (event.sentence_index, *codes, event.event_root_code)
        if key not in best or _specificity(event) > _specificity(best[key]):
            best[key] = event
    kept = {id(event) for event in best.values()}
    return tuple(event for event in events if id(event) in kept)


def _with_target_of_sentence(events: tuple[Event, ...]) -> tuple[Event, ...]:
    aimed = [event for event in events if event.target is not None]
    return tuple(e for e in events if e.target is not None or not any(_tells_more(a, e) for a in aimed))


def _tells_more(aimed: Event, bare: Event) -> bool:
    return (
        aimed.sentence_index == bare.sentence_index
        and (aimed.source.code, aimed.source.name) == (bare.source.code, bare.source.name)
        and aimed.event_code.startswith(bare.event_code.rstrip("0"))
    )


def _pair(event: Event) -> tuple[object, ...]:
    target = event.target
    return (event.source.code, event.source.name, target and target.code, target and target.name)


def _specificity(event: Event) -> tuple[int, float]:
    return len(event.event_code.rstrip("0")), event.confidence
