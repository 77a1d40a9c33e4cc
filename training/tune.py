"""Chooses a model's thresholds and calibrates its probabilities, on examples that it was not trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression

from training.report import Judged, chosen, false_alarms, pair_f1

_MOST_ALARMS = 0.035  # of those that name somebody and tell of no event; one empty one in seven names nobody
_KNOTS = 20
_AS_GOOD = 0.003  # of F1, which is flat around its best
_GIVEN = 0.001  # least probability of an event between two that somebody has marked


@dataclass(frozen=True, slots=True)
class Tuning:
    """Thresholds as ``Weights`` has them; ``knots`` and ``shares`` are the calibration's points."""

    sentence_threshold: float
    pair_threshold: float
    given_threshold: float
    knots: np.ndarray
    shares: np.ndarray


def tune(judged: Judged) -> Tuning:
    """The lowest threshold of sentences that keeps false alarms rare, that of pairs with the best F1 then."""
    of_sentence = min(t for t in np.unique(judged.tells) if false_alarms(judged, t) <= _MOST_ALARMS)
    of_pair = _lowest_of_the_best({t: pair_f1(judged, of_sentence, t) for t in np.arange(0.1, 0.9, 0.02)})
    regression = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    picked = chosen(judged, of_sentence, of_pair)
    probability = judged.root_probability * judged.tells[judged.sentence]
    regression.fit(probability[picked], (judged.root == judged.wanted)[picked])
    bins = np.array_split(np.sort(probability[picked]), _KNOTS)  # of as many events each: most are likely
    knots = np.array([each.mean() for each in bins], dtype=np.float32)
    shares = np.array([_at_least(regression.predict(each).mean(), len(each)) for each in bins])
    shares = np.maximum.accumulate(shares).astype(np.float32)
    return Tuning(float(of_sentence), float(of_pair), _GIVEN, knots, shares)


def _lowest_of_the_best(f1: Mapping[float, float]) -> float:
    """The lowest threshold whose F1 is as good as any's: it finds more, and confidence tells the doubtful."""
    best = max(f1.values())
    return min(threshold for threshold, value in f1.items() if value >= best - _AS_GOOD)


def _at_least(share: float, events: int) -> float:
    """The share less its standard error: what few examples say is to be believed with care."""
    return max(0.0, share - float(np.sqrt(share * (1 - share) / events)))
