"""Events for tests of the stages that come after assembly."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from coders.models import Event, EventActor, Explanation, Sentence, Span
from tests.coders.parses import span_of


def actor(code: str, span: Span, name: str = "") -> EventActor:
    country = code[:3] if len(code) >= 3 else None
    return EventActor(code, country, None, (code[3:6],) if len(code) > 3 else (), name or code, span)


def event(
    sentence: Sentence,
    trigger: str,
    *,
    code: str = "190",
    source: str | None = None,
    source_code: str = "IRQMIL",
    target: str | None = None,
    target_code: str = "SYRMIL",
    modality: tuple[str, ...] = (),
) -> Event:
    """An event whose trigger, source and target are the words of the sentence that are given."""
    return Event(
        event_id=UUID(int=1),
        sentence_index=sentence.index,
        sentence=sentence.text,
        trigger_span=span_of(sentence, trigger),
        source=actor(source_code, span_of(sentence, source) if source else (0, 0)),
        target=actor(target_code, span_of(sentence, target)) if target else None,
        event_code=code,
        event_root_code=code[:2],
        quad_class=4,
        goldstein=-10.0,
        plover_type=None,
        plover_mode=None,
        plover_context=None,
        scope="international",
        event_date=date(1, 1, 1),
        event_date_basis="published",
        event_date_precision="day",
        confidence=1.0,
        attributed_to_code=None,
        attributed_to_name=None,
        background=False,
        place=None,
        explanation=Explanation("pattern", "rule", modality, (), ()),
    )
