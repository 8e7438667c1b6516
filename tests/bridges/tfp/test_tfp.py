"""The distributions of TensorFlow Probability on JAX, through its own `kl_divergence`."""

from __future__ import annotations

import sys
from pathlib import Path

from tensorflow_probability.substrates.jax import distributions

sys.path.insert(0, str(Path(__file__).parents[1]))
from libraries_on_jax import check


def test_tfp_has_the_pairs_that_it_lacked():
    check(distributions, "tfp", distributions.kl_divergence, 600)
