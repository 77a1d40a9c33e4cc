"""Refuses what cannot be an event: somebody acting on himself, and what private people do to one another."""

from __future__ import annotations

from collections.abc import Iterable

from coders.codebook.actors import PRIMARY_ROLES
from coders.models import ActorMention
from coders.pairs.models import Classification

_PROTEST = "14"  # is public whoever protests
_PUBLIC = PRIMARY_ROLES | {"PTY", "LEG", "REF", "LAB", "HRI"}


def refuse_events(classifications: Iterable[Classification]) -> tuple[Classification, ...]:
    """The classifications but those that cannot be events."""
    return tuple(each for each in classifications if _may_act(each))


def _may_act(classification: Classification) -> bool:
    """Whether two different parties, one of them public, take part; whoever protests does so in public."""
    source, target = classification.pair.source, classification.pair.target
    if target is not None and _same(source, target):
        return False
    if classification.event_code.startswith(_PROTEST) or _is_public(source):
        return True
    return target is not None and _is_public(target)


def _is_public(mention: ActorMention) -> bool:
    """Whether somebody acts in public affairs: for a state or a group of his own, or by what he is.

    A director whom an actress sues is in none, though the story be from France; and whoever was given by a
    span alone, without a code, was marked as an actor.
    """
    own_country = mention.country is not None and mention.inferred_from is None
    return not mention.code or own_country or bool(mention.group) or not _PUBLIC.isdisjoint(mention.roles)


def _same(one: ActorMention, other: ActorMention) -> bool:
    """The same entity never acts on itself; two entities may share a code, and two a noun's words."""
    overlap = (
        one.sentence_index == other.sentence_index and one.first <= other.last and other.first <= one.last
    )
    return one.code == other.code and (overlap or one.name == other.name)
