"""The distributions of TensorFlow Probability on JAX, through its own `kl_divergence`."""

from __future__ import annotations

from libraries_on_jax import check
from tensorflow_probability.substrates.jax import distributions


def test_tfp_has_the_pairs_that_it_lacked():
    check(distributions, "tfp", distributions.kl_divergence, 600)
