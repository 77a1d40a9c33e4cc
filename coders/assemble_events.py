"""Joins what was decided of each pair into event records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coders.article_identity import article_identity
from coders.codebook.codebook import Codebook
from coders.event_identity import event_id
from coders.models import (
    ActorMention,
    Article,
    Document,
    Event,
    EventActor,
    Explanation,
    Scope,
)
from coders.pairs.models import Classification

GOLDSTEIN_SCALE = "icews"


def assemble_events(
    document: Document,
    classifications: Iterable[Classification],
    codebook: Codebook,
    article: Article,
) -> tuple[Event, ...]:
    """The events of a document, in the order of the text; dated when published until they are dated."""
    identity = article_identity(article.text, article.published_date, article.language)
    return tuple(
        _event(document, identity, classification, codebook, article.published_date)
        for classification in classifications
    )


def _event(
    document: Document,
    identity: bytes,
    classification: Classification,
    codebook: Codebook,
    published_date: date,
) -> Event:
    pair, code = classification.pair, classification.event_code
    source, target = pair.source, pair.target
    entry = codebook.event_codes[code]
    trigger_span = pair.sentence.tokens[pair.trigger].span
    claimed = classification.attributed_to
    return Event(
        event_id=event_id(identity, source.span, trigger_span, target.span if target else None, code),
        sentence_index=pair.sentence.index,
        sentence=document.sentences[pair.sentence.index].text,
        trigger_span=trigger_span,
        source=_actor(source),
        target=_actor(target) if target else None,
        event_code=code,
        event_root_code=code[:2],
        quad_class=entry.quad_class,
        goldstein=entry.goldstein[GOLDSTEIN_SCALE],
        plover_type=entry.plover_type,
        plover_mode=entry.plover_mode,
        plover_context=entry.plover_context,
        scope=_scope(source, target),
        event_date=published_date,
        event_date_basis="published",
        event_date_precision="day",
        confidence=classification.confidence,
        attributed_to_code=claimed.code if claimed else None,
        attributed_to_name=claimed.name if claimed else None,
        background=classification.background,
        place=None,
        explanation=_explanation(classification),
    )


def _actor(mention: ActorMention) -> EventActor:
    return EventActor(
        code=mention.code,
        country=mention.country,
        group=mention.group,
        roles=mention.roles,
        name=mention.name,
        span=mention.span,
    )


def _scope(source: ActorMention, target: ActorMention | None) -> Scope:
    if target is None or source.country == target.country:
        return "domestic"
    return "international"


def _explanation(classification: Classification) -> Explanation:
    source, target = classification.pair.source, classification.pair.target
    match = classification.pair.verdict.match if classification.pair.verdict else None
    return Explanation(
        pattern_id=match.pattern_id if match else None,
        classification_rule=classification.decided_by,
        modality=classification.modality,
        source_entries=source.entries,
        target_entries=target.entries if target else (),
        source_inferred_from=source.inferred_from,
        target_inferred_from=target.inferred_from if target else None,
        features=(*(match.features if match else ()), *classification.features),
        alternatives=classification.alternatives,
    )
