"""The fast classifier: the features of a pair have vectors, and their sum decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from coders.classifier.inputs import bucket
from coders.classifier.weights import Floats, Weights

_TOLD = 5  # features that an explanation names


@dataclass(frozen=True, slots=True)
class LinearClassifier:
    """Linear in the features, so that the weight of each in a decision can be told exactly."""

    weights: Weights = field(repr=False)

    def of_features(self, features: Sequence[Sequence[str]]) -> Floats:
        """The probabilities of pairs with these features: [pair, label]."""
        return self.of_buckets([[bucket(each) for each in of_pair] for of_pair in features])

    def of_buckets(self, buckets: Sequence[Sequence[int]]) -> Floats:
        """The probabilities of pairs whose features are in these buckets: [pair, label]."""
        return softmax(self.sums(buckets) @ self.weights.arrays["out"] + self.weights.arrays["bias"])

    def sums(self, buckets: Sequence[Sequence[int]]) -> Floats:
        """The sum of the vectors of each pair's features: [pair, rank]."""
        vectors = self.weights.arrays["vectors"]
        if not buckets:
            return np.zeros((0, vectors.shape[1]), dtype=np.float32)
        numbers = np.fromiter(chain.from_iterable(buckets), dtype=np.int64)
        begins = np.cumsum([0, *(len(each) for each in buckets[:-1])])
        summed: Floats = np.add.reduceat(vectors[numbers], begins, axis=0)
        return summed

    def weightiest(self, features: Sequence[str], label: int) -> tuple[str, ...]:
        """The features that spoke most for a label, or against it, as ``name=value:weight``."""
        vectors, out = self.weights.arrays["vectors"], self.weights.arrays["out"]
        column = out[:, label] - out.mean(1)
        told = [(float(vectors[bucket(each)] @ column), each) for each in features]
        told.sort(key=lambda each: -abs(each[0]))
        return tuple(f"{feature}:{weight:+.2f}" for weight, feature in told[:_TOLD])


def softmax(scores: Floats) -> Floats:
    """Scores as probabilities, row by row."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    rows: Floats = raised / raised.sum(1, keepdims=True)
    return rows
