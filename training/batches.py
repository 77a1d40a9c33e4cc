"""Puts examples together into the tensors of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from coders.classifier.inputs import MENTIONED
from training.examples import SentenceExample

_SORTED_TOGETHER = 30  # batches; sentences of like length go together so that little is padding


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences and their pairs. ``pieces`` and ``roles`` are [sentence, piece]; all else is by pair.

    ``source``, ``target`` and ``path`` are numbers of pieces, counted through all sentences of the batch;
    each pair's begin at the number that ``..._begin`` has for it.
    """

    pieces: Tensor
    roles: Tensor
    sentence: Tensor
    source: Tensor
    source_begin: Tensor
    target: Tensor
    target_begin: Tensor
    has_target: Tensor
    path: Tensor
    path_begin: Tensor
    trigger: Tensor
    evidence: Tensor
    features: Tensor
    features_begin: Tensor


@dataclass(frozen=True, slots=True)
class Dropping:
    """What is left out at random while training: the rules' word on a sentence, and single features."""

    rules: float
    features: float
    random: Random


def orders(
    examples: Sequence[SentenceExample], size: int, shuffled: Random | None = None
) -> Iterator[list[int]]:
    """The numbers of the examples of each batch; shuffled, or by length."""
    order = list(range(len(examples)))
    span = size * _SORTED_TOGETHER if shuffled else len(order)
    if shuffled:
        shuffled.shuffle(order)
    batches = [
        chunk[at : at + size]
        for start in range(0, len(order), max(span, 1))
        for chunk in [sorted(order[start : start + span], key=lambda k: len(examples[k].words.pieces))]
        for at in range(0, len(chunk), size)
    ]
    if shuffled:
        shuffled.shuffle(batches)
    yield from batches


def batch_of(examples: Sequence[SentenceExample], dropping: Dropping | None = None) -> Batch:
    """The tensors of these examples."""
    length = max(len(each.words.pieces) for each in examples)
    pieces = torch.zeros(len(examples), length, dtype=torch.long)
    roles = torch.zeros(len(examples), length, dtype=torch.long)
    columns: dict[str, list[int]] = {name: [] for name in Batch.__slots__}
    for number, example in enumerate(examples):
        words, offset = example.words, number * length
        silent = dropping is not None and dropping.random.random() < dropping.rules
        pieces[number, : len(words.pieces)] = torch.tensor(words.pieces)
        of_pieces = torch.tensor(words.roles)
        roles[number, : len(words.roles)] = of_pieces.clamp(max=MENTIONED) if silent else of_pieces
        for pair, features in zip(words.pairs, example.features, strict=True):
            columns["sentence"].append(number)
            columns["trigger"].append(offset + pair.trigger)
            columns["evidence"].append(0 if silent else pair.evidence)
            columns["has_target"].append(pair.target is not None)
            target = pair.target or (0, 1)
            kept = features
            if dropping is not None:
                kept = tuple(each for each in features if dropping.random.random() >= dropping.features)
            for name, numbers in (
                ("source", range(offset + pair.source[0], offset + pair.source[1])),
                ("target", range(offset + target[0], offset + target[1])),
                ("path", (offset + at for at in pair.path)),
                ("features", kept),
            ):
                columns[f"{name}_begin"].append(len(columns[name]))
                columns[name].extend(numbers)
    tensors = {name: torch.tensor(numbers, dtype=torch.long) for name, numbers in columns.items()}
    tensors["has_target"] = tensors["has_target"].bool()
    return Batch(**{**tensors, "pieces": pieces, "roles": roles})
