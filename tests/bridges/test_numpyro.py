"""NumPyro's own distributions, through NumPyro's own `kl_divergence`."""

from __future__ import annotations

from libraries_on_jax import check
from numpyro import distributions


def test_numpyro_has_the_pairs_that_it_lacked():
    check(distributions, "numpyro", distributions.kl_divergence, 600)
