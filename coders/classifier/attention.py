"""What a pair reads in its sentence: one step of attention over the encoder's vectors."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coders.classifier.linear import softmax
from coders.classifier.weights import Floats

HEADS = 6
_SMALL = 1e-5


def attend(pairs: Floats, states: Floats, arrays: Mapping[str, Floats]) -> Floats:
    """``pairs`` [pair, hidden] after each has asked the words of its sentence, ``states`` [piece, width]."""
    hidden = pairs.shape[1]
    query = _heads(_linear(normed(pairs, arrays, "attention_asked"), arrays, "attention_query"))
    keys_and_values = _linear(states, arrays, "attention_states")
    key, value = _heads(keys_and_values[:, :hidden]), _heads(keys_and_values[:, hidden:])
    scores = query @ key.transpose(0, 2, 1) / np.float32((hidden // HEADS) ** 0.5)
    attention = softmax(scores.reshape(-1, len(states))).reshape(scores.shape)
    found = (attention @ value).transpose(1, 0, 2).reshape(pairs.shape)
    pairs = pairs + _linear(found, arrays, "attention_joined")
    wide = gelu(_linear(normed(pairs, arrays, "attention_done"), arrays, "attention_widen"))
    out: Floats = pairs + _linear(wide, arrays, "attention_narrow")
    return out


def normed(rows: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    """Each row with mean 0 and variance 1, scaled and shifted by the arrays of that name."""
    centred = rows - rows.mean(1, keepdims=True)
    scale = 1 / np.sqrt((centred**2).mean(1, keepdims=True) + np.float32(_SMALL))
    found: Floats = (centred * scale * arrays[name] + arrays[f"{name}_bias"]).astype(np.float32)
    return found


def gelu(values: Floats) -> Floats:
    """The Gaussian error linear unit; the error function as Abramowitz and Stegun 7.1.26 have it."""
    values = values.astype(np.float32)
    x = np.abs(values) * np.float32(2**-0.5)
    t = 1 / (1 + np.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1 - series * np.exp(-x * x))
    activated: Floats = (0.5 * values * (1 + erf)).astype(np.float32)
    return activated


def _linear(rows: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    found: Floats = rows @ arrays[name] + arrays[f"{name}_bias"]
    return found


def _heads(rows: Floats) -> Floats:
    """[row, hidden] as [head, row, hidden / heads]."""
    return rows.reshape(len(rows), HEADS, -1).transpose(1, 0, 2)
