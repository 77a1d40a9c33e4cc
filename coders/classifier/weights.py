"""Reads a classifier's file: the arrays that training wrote, and what they were trained to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from coders.classifier.inputs import ROOTS

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """A classifier's arrays by name, and its labels: ``labels[0]`` is no event, the others codes.

    A sentence is given events if it tells of any with a probability of at least ``sentence_threshold``: the
    likeliest of its pairs, and all that reach ``pair_threshold``. ``given_threshold`` is for pairs that
    somebody has marked. ``calibration`` are points (probability, share that was right), by which the product
    of a sentence's and a root's probability becomes a confidence.
    """

    labels: tuple[str, ...]
    sentence_threshold: float
    pair_threshold: float
    given_threshold: float
    calibration: tuple[Floats, Floats]
    arrays: Mapping[str, Floats] = field(repr=False)

    @cached_property
    def of_root(self) -> Floats:
        """[label, root]: 1 where the label is a code of the root; column 0 is no event."""
        belongs = np.zeros((len(self.labels), len(ROOTS) + 1), dtype=np.float32)
        for number, label in enumerate(self.labels):
            belongs[number, ROOTS.index(label[:2]) + 1 if number else 0] = 1.0
        return belongs

    def confidence(self, probability: float) -> float:
        """The calibrated share of events of that probability that hold up, 0 to 1."""
        return float(np.interp(probability, *self.calibration))


def data_file(name: str) -> Traversable:
    """A file that ships with the classifier."""
    return files("coders.classifier") / "data" / name


def read_weights(file: Traversable) -> Weights:
    """The weights in a file that training wrote, such as ``fast.npz``."""
    with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    return Weights(
        labels=tuple(str(label) for label in arrays.pop("labels")),
        sentence_threshold=float(arrays.pop("sentence_threshold")),
        pair_threshold=float(arrays.pop("pair_threshold")),
        given_threshold=float(arrays.pop("given_threshold")),
        calibration=(arrays.pop("calibration_from"), arrays.pop("calibration_to")),
        arrays={key: array.astype(np.float32) for key, array in arrays.items()},
    )
