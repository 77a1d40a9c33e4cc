"""Takes the rules at their word: the pairs between which they find an event.

The confidence is a prior set by hand for each way of matching, multiplied. It orders events; it is not
calibrated.
"""

from __future__ import annotations

from collections.abc import Iterable

from coders.models import PatternMatch
from coders.pairs.models import CandidatePair, Classification

_BASE = 0.9
_FACTORS = {"nominal": 0.85, "target_contained": 0.85, "target_nearby": 0.8}
_MODALITY_FACTORS = {"plan": 0.75, "warn": 0.85, "halt": 0.85, "fail": 0.8, "deny": 0.9}
_UNDER_ANY_MODALITY = 0.95
_INFERRED = 0.9


def classify_by_rules(pairs: Iterable[CandidatePair]) -> tuple[Classification, ...]:
    """The pairs with a code of the rules, in their order."""
    return tuple(
        Classification(
            pair, pair.rule_code, _confidence(pair, pair.verdict.match), f"rule:{pair.verdict.rule}"
        )
        for pair in pairs
        if pair.rule_code is not None and pair.verdict is not None
    )


def _confidence(pair: CandidatePair, match: PatternMatch) -> float:
    confidence = _BASE
    for feature in match.features:
        confidence *= _FACTORS.get(feature, 1.0)
    for modality in match.modality:
        if modality not in ("say", "aspect"):
            confidence *= _MODALITY_FACTORS.get(modality, _UNDER_ANY_MODALITY)
    for mention in (pair.source, pair.target):
        if mention is not None and mention.inferred_from is not None:
            confidence *= _INFERRED
    return round(confidence, 3)
