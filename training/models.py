"""The two classifiers of pairs: one linear on features, one that reads the sentence as well."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from coders.classifier.inputs import EVIDENCE, FEATURES
from training.batches import Batch
from training.encoder import WIDTH, Encoder

RANK, HIDDEN = 48, 384
HEADS, INNER = 6, 768  # of a pair's attention to its sentence
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


class PairAttention(nn.Module):
    """Each pair asks the words of its sentence for what bears on it: a "not", a "calls for", another verb."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.done = nn.LayerNorm(HIDDEN), nn.LayerNorm(HIDDEN)
        self.query, self.joined = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.key, self.value = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
        self.widen, self.narrow = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.dropout = nn.Dropout(0.1)

    def forward(self, pairs: Tensor, states: Tensor, batch: Batch) -> Tensor:
        """``pairs`` are [pair, hidden], ``states`` [sentence, piece, width]."""
        sentences, length, _ = states.shape

        def heads(projected: Tensor) -> Tensor:
            split = projected.view(sentences, length, HEADS, HIDDEN // HEADS)
            return split.transpose(1, 2)[batch.sentence]

        query = self.query(self.asked(pairs)).view(-1, HEADS, 1, HIDDEN // HEADS)
        key, value = heads(self.key(states)), heads(self.value(states))
        outside = (batch.pieces == 0).float()[batch.sentence][:, None, None, :] * -1e4
        scores = query @ key.transpose(-1, -2) / (HIDDEN // HEADS) ** 0.5 + outside
        attention = self.dropout(torch.softmax(scores.float(), -1)).to(value.dtype)
        found = self.joined((attention @ value).reshape(len(pairs), HIDDEN))
        pairs = pairs + self.dropout(found)
        wide = nn.functional.gelu(self.widen(self.done(pairs)))
        out: Tensor = pairs + self.dropout(self.narrow(wide))
        return out


class EncoderModel(nn.Module):
    """The encoder's vectors of both mentions, of what joins them, of the trigger; and the features.

    With these a pair asks its sentence once more before its labels are scored.

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
        self.attention = PairAttention()
        self.normed = nn.LayerNorm(HIDDEN)
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
        pairs = self.attention(nn.functional.gelu(hidden), states, batch)
        scores = self.out(self.dropout(self.normed(pairs)))
        inside = (batch.pieces > 0)[:, :, None].float()
        average = (states.float() * inside).sum(1) / inside.sum(1)
        gate = self.gate(self.dropout(torch.cat([states[:, 0].float(), average], -1)))
        return torch.cat([scores, gate[batch.sentence]], -1)
