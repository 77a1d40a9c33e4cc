"""A pair's look at its sentence, against what can be worked out by hand."""

import numpy as np
import pytest

from coders.classifier.attention import HEADS, attend, gelu, normed

HIDDEN, WIDTH, INNER = 2 * HEADS, 5, 7


def arrays(**changed):
    """All zero, so that nothing is added to a pair, but what a test changes."""
    shapes = {
        "attention_states": (WIDTH, 2 * HIDDEN),
        "attention_query": (HIDDEN, HIDDEN),
        "attention_joined": (HIDDEN, HIDDEN),
        "attention_widen": (HIDDEN, INNER),
        "attention_narrow": (INNER, HIDDEN),
    }
    zero = {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes.items()}
    zero |= {f"{name}_bias": np.zeros(shape[1], dtype=np.float32) for name, shape in shapes.items()}
    for name in ("attention_asked", "attention_done"):
        zero |= {name: np.ones(HIDDEN, np.float32), f"{name}_bias": np.zeros(HIDDEN, np.float32)}
    return zero | changed


def rows(count, width):
    return np.random.default_rng(1).normal(size=(count, width)).astype(np.float32)


def test_what_adds_nothing_changes_nothing():
    pairs = rows(3, HIDDEN)
    assert attend(pairs, rows(4, WIDTH), arrays()) == pytest.approx(pairs)


def test_who_asks_for_nothing_gets_the_mean_of_the_sentence():
    pairs, states = rows(3, HIDDEN), rows(4, WIDTH)
    values = rows(WIDTH, HIDDEN)
    both = np.concatenate([np.zeros((WIDTH, HIDDEN), np.float32), values], axis=1)
    found = attend(pairs, states, arrays(attention_states=both, attention_joined=np.eye(HIDDEN, dtype="f")))
    assert found - pairs == pytest.approx(np.tile((states @ values).mean(0), (3, 1)), abs=1e-5)


def test_who_asks_for_a_word_gets_that_word():
    states = np.eye(WIDTH, dtype=np.float32)[:3]
    keys = np.zeros((WIDTH, HIDDEN), np.float32)
    keys[1] = 50.0  # the second word answers to all heads
    values = np.arange(WIDTH * HIDDEN, dtype=np.float32).reshape(WIDTH, HIDDEN)
    asks = {"attention_query_bias": np.ones(HIDDEN, np.float32)}
    asks["attention_states"] = np.concatenate([keys, values], axis=1)
    asks["attention_joined"] = np.eye(HIDDEN, dtype=np.float32)
    pairs = rows(2, HIDDEN)
    assert attend(pairs, states, arrays(**asks)) - pairs == pytest.approx(
        np.tile(values[1], (2, 1)), abs=1e-3
    )


def test_a_normed_row_has_mean_0_and_variance_1_before_it_is_scaled():
    scaled = {"x": np.full(6, 2.0, np.float32), "x_bias": np.full(6, 3.0, np.float32)}
    found = (normed(rows(2, 6), scaled, "x") - 3) / 2
    assert found.mean(1) == pytest.approx([0, 0], abs=1e-5)
    assert found.var(1) == pytest.approx([1, 1], abs=1e-3)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (1, 0.841345), (-1, -0.158655), (4, 3.999873), (-9, 0)])
def test_gelu_is_x_times_the_share_of_a_normal_distribution_below_x(x, y):
    assert gelu(np.array([x], np.float32)) == pytest.approx([y], abs=1e-5)
