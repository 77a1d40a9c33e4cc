"""What classify_events asks of a classifier, and how the one of a profile is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Protocol

from coders.classifier.linear import LinearClassifier
from coders.classifier.weights import Floats, Weights, data_file, read_weights
from coders.models import Profile
from coders.pairs.models import CandidatePair

FILES: Mapping[Profile, tuple[str, ...]] = MappingProxyType(
    {"fast": (), "accurate": ("fast.npz", "accurate.npz", "encoder.onnx", "vocabulary.txt")}
)
"""What each profile's classifier is read from."""


class ClassifierMissingError(ValueError):
    """The files of a profile's classifier are not in this installation; the message says what makes them."""


@dataclass(frozen=True, slots=True)
class SentenceOdds:
    """What a classifier makes of one sentence.

    ``tells`` is the probability that it tells of any event, ``pairs`` those of its pairs' labels, [pair,
    label], should it tell of one.
    """

    tells: float
    pairs: Floats


class Classifier(Protocol):
    """Gives sentences and their pairs the probabilities of events."""

    @property
    def weights(self) -> Weights:
        """Its labels, threshold and calibration."""

    def odds(self, sentences: Sequence[Sequence[CandidatePair]]) -> list[SentenceOdds]:
        """What it makes of each sentence, given as its pairs."""

    def weightiest(self, features: Sequence[str], label: int) -> tuple[str, ...]:
        """The features that spoke most for a label or against it, as ``name=value:weight``."""


@cache
def load_classifier(profile: Profile) -> Classifier | None:
    """The classifier of a profile, read once in a process; None where the rules alone decide.

    Raises:
        ClassifierMissingError: its files are not in this installation.
    """
    missing = [name for name in FILES[profile] if not data_file(name).is_file()]
    if missing:
        raise ClassifierMissingError(
            f"the profile {profile} needs {', '.join(missing)}, which this installation lacks; "
            "python -m training.train --out coders/classifier/data makes them in a checkout"
        )
    if profile == "fast":
        return None
    from coders.classifier.encoder import load_encoder_classifier  # the fast profile needs no runtime for it

    return load_encoder_classifier(LinearClassifier(read_weights(data_file("fast.npz"))))
