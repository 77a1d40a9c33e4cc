"""The two classifiers of pairs: one linear on features, one that reads the sentence as well."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from coders.classifier.inputs import EVIDENCE, FEATURES
from training.batches import Batch
from training.encoder import WIDTH, Encoder

RANK, HIDDEN = 48, 384
SUMMED = 0.3  # of how many features' vectors one is worth when a pair has about sixty


class FeatureSum(nn.Module):
    """The sum of the vectors of a pair's features."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(FEATURES, width, mode="sum")
        nn.init.normal_(self.vectors.weight, std=0.02)

    def forward(self, batch: Batch) -> Tensor:
        summed: Tensor = self.vectors(batch.features, batch.features_begin) * SUMMED
        return summed


class LinearModel(nn.Module):
    """Each feature has a vector of ``RANK`` numbers; their sum, times a matrix, is the labels' scores."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.features = FeatureSum(RANK)
        self.out = nn.Linear(RANK, labels)

    def forward(self, batch: Batch) -> Tensor:
        scores: Tensor = self.out(self.features(batch))
        return scores


class EncoderModel(nn.Module):
    """The encoder's vectors of both mentions, of what joins them, of the trigger; and the features.

    The last column of its scores is not of a label: whether the sentence tells of any event at all.
    """

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.nobody = nn.Parameter(torch.zeros(WIDTH))
        self.joined = nn.Linear(5 * WIDTH, HIDDEN)
        self.product = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.evidence = nn.Embedding(EVIDENCE, HIDDEN)
        nn.init.normal_(self.evidence.weight, std=0.1)
        self.features = FeatureSum(RANK)
        self.weighed = nn.Linear(RANK, HIDDEN, bias=False)
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(HIDDEN, labels)
        self.gate = nn.Linear(2 * WIDTH, 1)

    def forward(self, batch: Batch, lower: Tensor) -> Tensor:
        states = self.encoder.upper(lower, batch.roles, batch.pieces)
        flat = states.reshape(-1, WIDTH).float()

        def mean(indices: Tensor, begin: Tensor) -> Tensor:
            return nn.functional.embedding_bag(indices, flat, begin, mode="mean")

        source = mean(batch.source, batch.source_begin)
        target = mean(batch.target, batch.target_begin)
        target = torch.where(batch.has_target[:, None], target, self.nobody)
        path = mean(batch.path, batch.path_begin)
        whole = states[:, 0][batch.sentence].float()
        parts = torch.cat([source, target, path, flat[batch.trigger], whole], -1)
        hidden = self.joined(self.dropout(parts)) + self.product(source * target)
        hidden = hidden + self.evidence(batch.evidence) + self.weighed(self.features(batch))
        scores = self.out(self.dropout(nn.functional.gelu(hidden)))
        inside = (batch.pieces > 0)[:, :, None].float()
        average = (states.float() * inside).sum(1) / inside.sum(1)
        gate = self.gate(self.dropout(torch.cat([states[:, 0].float(), average], -1)))
        return torch.cat([scores, gate[batch.sentence]], -1)
