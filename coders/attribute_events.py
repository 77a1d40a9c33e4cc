"""Tells of each event under what it stands, who claims it, and whether it is past context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coders.codebook.model import ModalityPattern
from coders.grammar.claims import according_to, is_background
from coders.grammar.contexts import contexts_of
from coders.grammar.fillers import MentionsByToken, mentions_by_token
from coders.grammar.parties import CLAIMING, Parties, parties_under
from coders.models import ActorMention, PatternMatch
from coders.pairs.models import Classification


def attribute_events(
    classifications: Iterable[Classification],
    mentions: Sequence[ActorMention],
    patterns: Mapping[str, tuple[ModalityPattern, ...]],
) -> tuple[Classification, ...]:
    """The classifications with what their pattern says of it; where none hit, with what the parse says."""
    by_token = mentions_by_token(mentions)
    return tuple(
        _as_matched(each, each.pair.verdict.match)
        if each.pair.verdict is not None
        else _as_parsed(each, by_token.get(each.pair.sentence.index, {}), patterns)
        for each in classifications
    )


def _as_matched(classification: Classification, match: PatternMatch) -> Classification:
    return replace(
        classification,
        modality=match.modality,
        attributed_to=match.attributed_to,
        background=match.background,
    )


def _as_parsed(
    classification: Classification,
    mentions: MentionsByToken,
    patterns: Mapping[str, tuple[ModalityPattern, ...]],
) -> Classification:
    pair = classification.pair
    trigger = pair.sentence.tokens[pair.trigger]
    governors = contexts_of(pair.sentence, trigger, patterns)
    parties = Parties((pair.source,), (pair.target,) if pair.target is not None else ())
    claims = [governor for governor in governors if governor.modality in CLAIMING]
    parties = parties_under(pair.sentence, parties, claims, mentions)
    parties = according_to(pair.sentence, trigger, parties, mentions)
    return replace(
        classification,
        modality=tuple(governor.modality for governor in governors),
        attributed_to=parties.attributed_to,
        background=is_background(pair.sentence, trigger, governors),
    )
