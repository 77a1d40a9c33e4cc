"""Decides which candidate pairs are events, of what code, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from coders.classifier.classifier import Classifier, SentenceOdds
from coders.classifier.inputs import ROOTS, features_of
from coders.classifier.weights import Floats, Weights
from coders.classify_by_rules import classify_by_rules
from coders.pairs.models import CandidatePair, Classification

_SURE_OF_CODE = 0.5  # of a root's probability, that of one code; below it the parent's code is given
_ALTERNATIVES = 3


def classify_events(
    pairs: Sequence[CandidatePair], classifier: Classifier | None
) -> tuple[Classification, ...]:
    """The pairs that are events, in their order.

    Without a classifier the rules decide alone. A classifier weighs what they say with everything else; its
    code is the rules' where the root is the same, else its own, and the root's "not specified" where it can
    tell no more.
    """
    if classifier is None:
        return classify_by_rules(pairs)
    weights = classifier.weights
    return _classified(pairs, classifier, weights.sentence_threshold, weights.pair_threshold)


def classify_given(
    pairs: Sequence[CandidatePair], classifier: Classifier | None
) -> tuple[Classification, ...]:
    """The same for pairs that somebody has marked, and that are likelier events therefore."""
    if classifier is None:
        return classify_by_rules(pairs)
    return _classified(pairs, classifier, 0.0, classifier.weights.given_threshold)


def _classified(
    pairs: Sequence[CandidatePair], classifier: Classifier, of_sentence: float, of_pair: float
) -> tuple[Classification, ...]:
    sentences = [list(group) for _, group in groupby(pairs, key=lambda pair: pair.sentence.index)]
    if not sentences:
        return ()
    return tuple(
        classification
        for inside, odds in zip(sentences, classifier.odds(sentences), strict=True)
        if odds.tells >= of_sentence
        for classification in _chosen(inside, odds, classifier, of_pair)
    )


def _chosen(
    pairs: Sequence[CandidatePair], odds: SentenceOdds, classifier: Classifier, threshold: float
) -> Iterator[Classification]:
    """The events of a sentence that tells of any: its likeliest pair, and all that reach the threshold."""
    weights, rows = classifier.weights, odds.pairs
    by_root = rows @ weights.of_root
    event = 1.0 - by_root[:, 0]
    likely: list[int] = np.flatnonzero(event >= min(threshold, float(event.max()))).tolist()
    roots: list[int] = (by_root[:, 1:].argmax(1) + 1).tolist()
    for number in likely:
        pair, root = pairs[number], roots[number]
        if pair.target is None and _has_target(pairs, number, roots, likely):
            continue
        code, label, decided_by = _code(pair, root, rows[number], weights)
        yield Classification(
            pair=pair,
            event_code=code,
            confidence=round(weights.confidence(odds.tells * float(by_root[number, root])), 3),
            decided_by=decided_by,
            features=classifier.weightiest(features_of([pair])[0], label),
            alternatives=_alternatives(by_root[number], root),
        )


def _has_target(
    pairs: Sequence[CandidatePair], number: int, roots: Sequence[int], likely: Sequence[int]
) -> bool:
    """Whether the same source does the same to somebody who is named."""
    return any(
        pairs[other].target is not None
        and pairs[other].source is pairs[number].source
        and roots[other] == roots[number]
        for other in likely
    )


def _code(pair: CandidatePair, root: int, row: Floats, weights: Weights) -> tuple[str, int, str]:
    """The code, the label that speaks for it, and what decided it."""
    prefix = ROOTS[root - 1]
    inside = np.flatnonzero(weights.of_root[:, root])
    best = int(inside[row[inside].argmax()])
    for code in (pair.rule_code, pair.verdict.event_code if pair.verdict else None):
        if code is not None and code.startswith(prefix) and pair.verdict is not None:
            return code, best, f"rule:{pair.verdict.rule}"
    if row[best] >= _SURE_OF_CODE * row[inside].sum():
        return weights.labels[best], best, "classifier"
    return f"{prefix}0", best, "parent"


def _alternatives(by_root: Floats, chosen: int) -> tuple[str, ...]:
    others = [number for number in by_root.argsort()[::-1] if number not in (0, chosen)]
    return tuple(f"{ROOTS[n - 1]}:{by_root[n]:.2f}" for n in others[:_ALTERNATIVES] if by_root[n] >= 0.01)
