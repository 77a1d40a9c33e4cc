"""Decides what each PatternMatch is: the pattern's code as the modalities above it change it.

The confidence is the share of events of that kind that held up, set by hand for now: a prior for each way
of matching, multiplied. It orders events; it is not yet calibrated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coders.codebook.codebook import Codebook
from coders.models import ActorMention, Classification, PatternMatch

_BASE = 0.9
_FACTORS = {"nominal": 0.85, "target_contained": 0.85, "target_nearby": 0.8}
_MODALITY_FACTORS = {"plan": 0.75, "warn": 0.85, "halt": 0.85, "fail": 0.8, "deny": 0.9}
_UNDER_ANY_MODALITY = 0.95
_INFERRED = 0.9


def classify_events(matches: Iterable[PatternMatch], codebook: Codebook) -> tuple[Classification, ...]:
    """The matches that are events, with their codes.

    One that a modality makes no event is left out, and so is a word that governs an event: "urged" codes an
    appeal by itself only where what was urged has no code.
    """
    found = tuple(_classified(matches, codebook))
    governing = {(c.match.sentence_index, index) for c in found for index in c.match.governed_by}
    return tuple(c for c in found if (c.match.sentence_index, c.match.trigger) not in governing)


def _classified(matches: Iterable[PatternMatch], codebook: Codebook) -> Iterator[Classification]:
    for match in matches:
        code = _under(match.modality, match.event_code, codebook)
        if code is None:
            continue
        reverse = match.reverse_code and _under(match.modality, match.reverse_code, codebook)
        rule = ">".join((match.event_code, *match.modality, code))
        yield Classification(match, code, reverse, _confidence(match), rule)


def _under(modalities: Iterable[str], code: str, codebook: Codebook) -> str | None:
    current: str | None = code
    for modality in modalities:
        if current is None:
            return None
        current = codebook.code_under(modality, current)
    return current


def _confidence(match: PatternMatch) -> float:
    confidence = _BASE
    for feature in match.features:
        confidence *= _FACTORS.get(feature, 1.0)
    for modality in match.modality:
        if modality not in ("say", "aspect"):
            confidence *= _MODALITY_FACTORS.get(modality, _UNDER_ANY_MODALITY)
    if _any_inferred(match.sources):
        confidence *= _INFERRED
    if _any_inferred(match.targets):
        confidence *= _INFERRED
    return round(confidence, 3)


def _any_inferred(mentions: Iterable[ActorMention]) -> bool:
    return any(mention.inferred_from is not None for mention in mentions)
