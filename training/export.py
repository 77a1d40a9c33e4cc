"""Writes what was learnt into the files that ship."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from training.encoder import vocabulary
from training.labels import Labels
from training.models import SUMMED, EncoderModel, LinearModel, PairAttention
from training.tune import Tuning

_OPSET = 17


def export_linear(model: LinearModel, labels: Labels, tuning: Tuning, folder: Path) -> None:
    """Write ``fast.npz``."""
    _write(
        folder / "fast.npz",
        labels,
        tuning,
        {
            "vectors": model.features.vectors.weight * SUMMED,
            "out": model.out.weight.T,
            "bias": model.out.bias,
        },
    )


def export_encoder(model: EncoderModel, labels: Labels, tuning: Tuning, folder: Path) -> None:
    """Write ``accurate.npz``, ``encoder.onnx`` with weights of eight bits, and ``vocabulary.txt``."""
    model.eval()
    _write(
        folder / "accurate.npz",
        labels,
        tuning,
        {
            "vectors": model.features.vectors.weight * SUMMED,
            "weighed": model.weighed.weight.T,
            "joined": model.joined.weight.T,
            "joined_bias": model.joined.bias,
            "product": model.product.weight.T,
            "evidence": model.evidence.weight,
            "nobody": model.nobody,
            **_of_attention(model.attention),
            "normed": model.normed.weight,
            "normed_bias": model.normed.bias,
            "out": model.out.weight.T,
            "out_bias": model.out.bias,
            "gate": model.gate.weight.T,
            "gate_bias": model.gate.bias,
        },
    )
    words = [piece for piece, _ in sorted(vocabulary().items(), key=lambda each: each[1])]
    (folder / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as directory:
        whole = Path(directory) / "encoder.onnx"
        pieces, roles = torch.ones(2, 9, dtype=torch.long), torch.zeros(2, 9, dtype=torch.long)
        axes = {0: "sentence", 1: "piece"}
        torch.onnx.export(
            model.encoder,
            (pieces, roles),
            whole,
            input_names=["pieces", "roles"],
            output_names=["states"],
            dynamic_axes={"pieces": axes, "roles": axes, "states": axes},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)


def _of_attention(attention: PairAttention) -> dict[str, Tensor]:
    """Its arrays, ``key`` and ``value`` side by side, matrices so that rows are multiplied from the left."""
    key, value = attention.key, attention.value
    arrays = {
        "attention_states": torch.cat([key.weight, value.weight]).T,
        "attention_states_bias": torch.cat([key.bias, value.bias]),
    }
    for name in ("query", "joined", "widen", "narrow"):
        arrays[f"attention_{name}"] = getattr(attention, name).weight.T
        arrays[f"attention_{name}_bias"] = getattr(attention, name).bias
    for name in ("asked", "done"):
        arrays[f"attention_{name}"] = getattr(attention, name).weight
        arrays[f"attention_{name}_bias"] = getattr(attention, name).bias
    return arrays


def _write(file: Path, labels: Labels, tuning: Tuning, arrays: dict[str, Tensor]) -> None:
    stored = {name: array.detach().numpy().astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(
        file,
        allow_pickle=False,
        labels=np.array(labels.codes),
        sentence_threshold=np.float32(tuning.sentence_threshold),
        pair_threshold=np.float32(tuning.pair_threshold),
        given_threshold=np.float32(tuning.given_threshold),
        calibration_from=tuning.knots,
        calibration_to=tuning.shares,
        **stored,
    )
