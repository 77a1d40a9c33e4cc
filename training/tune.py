"""Chooses a model's thresholds and calibrates its probabilities, on examples that it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression

from training.report import Judged, false_alarms, pair_f1

_MOST_ALARMS = 0.025  # of sentences without an event
_KNOTS = np.linspace(0.0, 1.0, 21)
_GIVEN = 0.005  # least probability of an event between two that somebody has marked
_ASKED = 0.1  # pairs that are likelier events than this are what is calibrated


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
    of_sentence = min(t for t in np.arange(0.05, 0.99, 0.01) if false_alarms(judged, t) <= _MOST_ALARMS)
    lower = np.arange(0.1, of_sentence + 0.01, 0.01)
    of_pair = max(lower, key=lambda t: pair_f1(judged, t, of_sentence))
    regression = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    asked = judged.found & (judged.event > _ASKED)
    regression.fit(judged.root_probability[asked], (judged.root == judged.wanted)[asked])
    shares = regression.predict(_KNOTS)
    return Tuning(
        float(of_sentence), float(of_pair), _GIVEN, _KNOTS.astype(np.float32), shares.astype(np.float32)
    )
