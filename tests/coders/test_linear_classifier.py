"""The linear classifier: sums of vectors, and what it tells of them."""

import numpy as np
import pytest

from coders.classifier.blend import blend
from coders.classifier.inputs import FEATURES, bucket
from coders.classifier.linear import LinearClassifier, softmax
from coders.classifier.weights import Weights

VECTORS = np.zeros((FEATURES, 2), dtype=np.float32)
VECTORS[bucket("v0=attack/ROOT")] = (3.0, 0.0)
VECTORS[bucket("v0=praise/ROOT")] = (0.0, 3.0)
OUT = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], dtype=np.float32)
CLASSIFIER = LinearClassifier(
    Weights(
        labels=("none", "051", "190"),
        sentence_threshold=0.5,
        pair_threshold=0.5,
        given_threshold=0.0,
        calibration=(np.array([0.0, 1.0], np.float32), np.array([0.0, 1.0], np.float32)),
        arrays={"vectors": VECTORS, "out": OUT, "bias": np.zeros(3, dtype=np.float32)},
    )
)


def test_the_vectors_of_a_pair_are_summed():
    buckets = [[bucket("v0=attack/ROOT")] * 2, [bucket("v0=praise/ROOT")], [bucket("unknown")]]
    assert CLASSIFIER.sums(buckets).tolist() == [[6.0, 0.0], [0.0, 3.0], [0.0, 0.0]]
    assert CLASSIFIER.sums([]).shape == (0, 2)


def test_they_decide():
    rows = CLASSIFIER.of_buckets([[bucket("v0=attack/ROOT")], [bucket("v0=praise/ROOT")]])
    assert rows.argmax(1).tolist() == [1, 2]
    assert rows.sum(1) == pytest.approx([1.0, 1.0])


def test_the_weightiest_features_come_first():
    told = CLASSIFIER.weightiest(["unknown", "v0=praise/ROOT", "v0=attack/ROOT"], 1)
    assert told[0].startswith("v0=attack/ROOT:+")
    assert told[1].startswith("v0=praise/ROOT:-")


def test_probabilities_are_blended_by_their_geometric_mean():
    one, other = softmax(np.log(np.array([[0.5, 0.5]]))), softmax(np.log(np.array([[0.9, 0.1]])))
    [row] = blend(one, other)
    assert row.sum() == pytest.approx(1.0)
    assert 0.5 < row[0] < 0.9
    assert blend(one, one)[0].tolist() == pytest.approx([0.5, 0.5])
