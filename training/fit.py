"""Fits a model to examples: the loss, the schedule, and what it says of examples afterwards."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Batch, Dropping, batch_of, orders
from training.examples import SentenceExample
from training.labels import Labels
from training.together import share_gradients

_WARM_UP = 0.06  # of all steps
_OF_ROOT, _OF_CODE = 1.0, 0.5  # what a right root and a right code are worth
_OF_NEAREST = 0.3  # what the root of an event near a pair is worth, should the pair have one
_OF_GATE = 0.5  # what it is worth to know whether a sentence tells of any event
_OF_EVENT = 1.5  # what a pair with an event is worth, one without being 1
_DROPPED_RULES, _DROPPED_FEATURES = 0.15, 0.15
_CLIP = 1.0

Scores = Callable[[Sequence[int], Batch], Tensor]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: ``rates`` gives each group of parameters its learning rate."""

    epochs: int
    sentences: int
    rates: tuple[tuple[tuple[nn.Parameter, ...], float], ...]
    seed: int


def fit(
    model: nn.Module,
    score: Scores,
    examples: Sequence[SentenceExample],
    labels: Labels,
    schedule: Schedule,
    after_epoch: Callable[[int], None],
) -> None:
    """Train ``model``; ``score`` gives the scores of the examples of those numbers, which are the batch."""
    random = Random(schedule.seed)  # noqa: S311  # no secret
    torch.manual_seed(schedule.seed)
    dropping = Dropping(_DROPPED_RULES, _DROPPED_FEATURES, random)
    wanted = [torch.tensor([labels.number(code) for code in each.codes]) for each in examples]
    nearest = [torch.tensor([labels.number(code) for code in each.nearest_codes()]) for each in examples]
    eventful = [torch.full((len(each.codes),), float(not each.empty)) for each in examples]
    steps = schedule.epochs * sum(1 for _ in orders(examples, schedule.sentences))
    groups = [{"params": list(parameters), "lr": rate} for parameters, rate in schedule.rates]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (steps * _WARM_UP)) * max(0.0, 1 - step / steps)
    )
    roots = torch.tensor(labels.root_numbers)
    trained = [parameter for parameters, _ in schedule.rates for parameter in parameters]
    for epoch in range(schedule.epochs):
        model.train()
        began, total = time.monotonic(), 0.0
        for numbers in orders(examples, schedule.sentences, random):
            batch = batch_of([examples[number] for number in numbers], dropping)
            scores = score(numbers, batch).float()
            of_labels = scores[:, : len(roots)]
            loss = _loss(of_labels, torch.cat([wanted[number] for number in numbers]), roots)
            near = torch.cat([nearest[number] for number in numbers])
            loss = loss + _OF_NEAREST * _loss_of_nearest(of_labels, near, roots)
            if scores.shape[1] > len(roots):
                tells = torch.cat([eventful[number] for number in numbers])
                loss = loss + _OF_GATE * functional.binary_cross_entropy_with_logits(scores[:, -1], tells)
            optimizer.zero_grad()
            loss.backward()
            share_gradients(trained)
            nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
            optimizer.step()
            slope.step()
            total += loss.item()
        sys.stderr.write(f"epoch {epoch + 1}: loss {total:.1f}, {time.monotonic() - began:.0f} s\n")
        after_epoch(epoch)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model makes of one example: its pairs' probabilities, [pair, label], and that of any event.

    ``tells`` is None where the model does not say.
    """

    pairs: np.ndarray
    tells: float | None


def predict(
    model: nn.Module,
    score: Scores,
    examples: Sequence[SentenceExample],
    labels: Labels,
    sentences: int = 32,
) -> list[Prediction]:
    """What the model makes of each example."""
    model.eval()
    found: list[Prediction | None] = [None] * len(examples)
    with torch.no_grad():
        for numbers in orders(examples, sentences):
            batch = batch_of([examples[number] for number in numbers])
            scores = score(numbers, batch).float()
            sizes = [len(examples[number].codes) for number in numbers]
            for number, own in zip(numbers, scores.split(sizes), strict=True):
                found[number] = _prediction(own, labels)
    return [each for each in found if each is not None]


def _prediction(scores: Tensor, labels: Labels) -> Prediction:
    rows = torch.softmax(scores[:, : len(labels.codes)], -1).numpy()
    gated = scores.shape[1] > len(labels.codes)
    return Prediction(rows, float(torch.sigmoid(scores[0, -1])) if gated else None)


def _loss_of_nearest(scores: Tensor, nearest: Tensor, roots: Tensor) -> Tensor:
    """Cross-entropy of the root that a pair has if it has any, over the pairs of which one is known."""
    known = nearest > 0
    if not bool(known.any()):
        return scores.sum() * 0.0
    of_roots = _logs_of_roots(torch.log_softmax(scores[known, 1:].float(), -1), roots[1:])
    wanted = roots[nearest[known]]
    return -of_roots[torch.arange(len(wanted)), wanted].mean()


def _logs_of_roots(logs: Tensor, roots: Tensor) -> Tensor:
    belongs = torch.zeros(len(roots), int(roots.max()) + 1)
    belongs[torch.arange(len(roots)), roots] = 1.0
    return torch.log(torch.exp(logs) @ belongs + 1e-7)


def _loss(scores: Tensor, wanted: Tensor, roots: Tensor) -> Tensor:
    """Cross-entropy of the code and of the root, whose probability is that of all its codes."""
    logs = torch.log_softmax(scores.float(), -1)
    of_roots = _logs_of_roots(logs, roots)
    rows = torch.arange(len(wanted))
    loss = -_OF_CODE * logs[rows, wanted] - _OF_ROOT * of_roots[rows, roots[wanted]]
    worth = torch.where(wanted > 0, _OF_EVENT, 1.0)
    return (loss * worth).sum() / worth.sum()
