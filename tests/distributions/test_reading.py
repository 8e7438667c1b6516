"""What becomes of arrays that are handed over: taken as they are, written to by nobody."""

import random

import numpy as np
import pytest

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

NUMBERS = sorted(slug for slug, kind in DISTRIBUTIONS.items() if kind.variate == UNIVARIATE and slug != "categorical")


def test_an_array_of_floats_is_taken_as_it_is():
    loc = np.linspace(-1, 1, 5)
    taken = kldiv.Normal(loc, 1).parameters["loc"]
    assert np.shares_memory(taken, loc)
    assert loc.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        taken[0] = 7.0


@pytest.mark.parametrize(
    "given", [np.arange(3), np.arange(3, dtype=np.float32), [0, 1, 2], np.arange(3.0).astype(">f8")]
)
def test_anything_else_is_read_into_an_array_of_its_own(given):
    taken = kldiv.Normal(given, 1).parameters["loc"]
    assert taken.dtype == np.float64
    assert taken.tolist() == [0.0, 1.0, 2.0]
    assert not np.shares_memory(taken, np.asarray(given))
    with pytest.raises(ValueError, match="read-only"):
        taken[0] = 7.0


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")  # some entropies have no closed form
@pytest.mark.parametrize("slug", NUMBERS)
def test_nothing_is_written_to_what_was_given(slug):
    kind, rng = DISTRIBUTIONS[slug], random.Random(slug)
    drawn = [kind.draw(rng) for _ in range(4)]
    arrays = {name: np.array([float(one[name]) for one in drawn]) for name in drawn[0]}
    before = {name: value.tobytes() for name, value in arrays.items()}
    shared = {kind.shared: arrays[kind.shared]} if kind.shared else {}
    p, q = kind(**arrays), kind(**{**{name: value.copy() for name, value in arrays.items()}, **shared})
    kldiv.kl_divergence(p, q)
    kldiv.cross_entropy(p, q)
    kldiv.entropy(p)
    assert {name: value.tobytes() for name, value in arrays.items()} == before
