"""Joins what was decided into event records: every source with every target, both ways where reciprocal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from coders.article_identity import article_identity
from coders.codebook.actors import PRIMARY_ROLES
from coders.codebook.codebook import Codebook
from coders.event_identity import event_id
from coders.models import (
    ActorMention,
    Article,
    Classification,
    Document,
    Event,
    EventActor,
    Explanation,
    Scope,
)

GOLDSTEIN_SCALE = "icews"
_PROTEST = "14"  # is public whoever protests
_PUBLIC = PRIMARY_ROLES | {"PTY", "LEG", "REF", "LAB", "HRI"}


def assemble_events(
    document: Document,
    classifications: Iterable[Classification],
    codebook: Codebook,
    article: Article,
) -> tuple[Event, ...]:
    """The events of a document, in the order of the text; dated when published until they are dated."""
    identity = article_identity(article.text, article.published_date, article.language)
    return tuple(
        _event(document, identity, classification, code, source, target, codebook, article.published_date)
        for classification in classifications
        for code, source, target in _directed(classification)
        if _is_public(source) or (target is not None and _is_public(target)) or code.startswith(_PROTEST)
    )


def _is_public(mention: ActorMention) -> bool:
    """Whether somebody acts in public affairs: for a state or a group of his own, or by what he is.

    A director whom an actress sues is in none, though the story be from France; and whoever was given by a
    span alone, without a code, was marked as an actor.
    """
    own_country = mention.country is not None and mention.inferred_from is None
    return not mention.code or own_country or bool(mention.group) or not _PUBLIC.isdisjoint(mention.roles)


def _directed(
    classification: Classification,
) -> Iterator[tuple[str, ActorMention, ActorMention | None]]:
    match = classification.match
    code, reverse = classification.event_code, classification.reverse_code
    if not match.targets:
        yield from _without_target(classification)
        return
    for source in match.sources:
        for target in match.targets:
            if not _same(source, target):
                yield code, source, target
                if reverse:
                    yield reverse, target, source


def _without_target(
    classification: Classification,
) -> Iterator[tuple[str, ActorMention, ActorMention | None]]:
    sources = classification.match.sources
    if classification.reverse_code is None:
        for source in sources:
            yield classification.event_code, source, None
        return
    for position, one in enumerate(sources):
        for other in sources[position + 1 :]:
            if not _same(one, other):
                yield classification.event_code, one, other
                yield classification.reverse_code, other, one


def _same(one: ActorMention, other: ActorMention) -> bool:
    """The same entity never acts on itself; two entities may share a code, and two a noun's words."""
    overlap = (
        one.sentence_index == other.sentence_index and one.first <= other.last and other.first <= one.last
    )
    return one.code == other.code and (overlap or one.name == other.name)


def _event(
    document: Document,
    identity: bytes,
    classification: Classification,
    code: str,
    source: ActorMention,
    target: ActorMention | None,
    codebook: Codebook,
    published_date: date,
) -> Event:
    match = classification.match
    entry = codebook.event_codes[code]
    claimed = match.attributed_to
    return Event(
        event_id=event_id(identity, source.span, match.trigger_span, target.span if target else None, code),
        sentence_index=match.sentence_index,
        sentence=document.sentences[match.sentence_index].text,
        trigger_span=match.trigger_span,
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
        background=match.background,
        place=None,
        explanation=_explanation(classification, source, target),
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


def _explanation(
    classification: Classification, source: ActorMention, target: ActorMention | None
) -> Explanation:
    match = classification.match
    return Explanation(
        pattern_id=match.pattern_id,
        classification_rule=classification.rule,
        modality=match.modality,
        source_entries=source.entries,
        target_entries=target.entries if target else (),
        source_inferred_from=source.inferred_from,
        target_inferred_from=target.inferred_from if target else None,
        features=match.features,
    )
