"""NumPyro's own distributions, through NumPyro's own `kl_divergence`."""

from __future__ import annotations

import sys
from pathlib import Path

from numpyro import distributions

sys.path.insert(0, str(Path(__file__).parent))
from libraries_on_jax import check


def test_numpyro_has_the_pairs_that_it_lacked():
    check(distributions, "numpyro", distributions.kl_divergence, 600)
