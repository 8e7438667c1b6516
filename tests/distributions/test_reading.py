"""What becomes of arrays that are handed over: taken as they are, written to by nobody."""

import random

import numpy as np
import pytest

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

NUMBERS = sorted(slug for slug, kind in DISTRIBUTIONS.items() if kind.variate == UNIVARIATE and slug != "categorical")


class Tensor:
    """What shares its memory with the array that NumPy makes of it, as PyTorch's do."""

    def __init__(self, values):
        self.values = np.array(values, dtype=float)

    def __array__(self, dtype=None, copy=None):
        return self.values if dtype is None else self.values.astype(dtype)


OTHERS = [np.arange(3), np.arange(3, dtype=np.float32), np.arange(3, dtype=">f8"), [0, 1, 2], Tensor([0, 1, 2])]


def test_an_array_of_floats_is_taken_as_it_is():
    loc = np.linspace(-1, 1, 5)
    taken = kldiv.Normal(loc, 1).parameters["loc"]
    assert np.shares_memory(taken, loc)
    assert loc.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        taken[0] = 7.0


@pytest.mark.parametrize("given", OTHERS, ids=lambda given: str(getattr(given, "dtype", type(given).__name__)))
def test_anything_else_is_read_into_an_array_of_its_own(given):
    taken = kldiv.Normal(given, 1).parameters["loc"]
    assert taken.dtype == np.float64
    assert taken.tolist() == [0.0, 1.0, 2.0]
    assert not np.shares_memory(taken, np.asarray(given))


def test_logits_and_probabilities_stay_the_same_distribution():
    logits = np.array([0.0, 1.0])
    made = kldiv.Bernoulli(logits=logits)
    logits += 5
    assert made.logits.tolist() == [0.0, 1.0]
    assert made.probs[0] == 0.5


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")  # some entropies have no closed form
@pytest.mark.parametrize("slug", NUMBERS)
def test_nothing_is_written_to_what_was_given(slug):
    kind, rng = DISTRIBUTIONS[slug], random.Random(slug)
    drawn = [kind.draw(rng) for _ in range(4)]
    ours = {name: np.array([float(one[name]) for one in drawn]) for name in drawn[0]}
    theirs = {name: value[::-1].copy() for name, value in ours.items()}
    if kind.shared:
        theirs[kind.shared] = ours[kind.shared]
    before = [value.tobytes() for side in (ours, theirs) for value in side.values()]
    p, q = kind(**ours), kind(**theirs)
    for measure in (kldiv.kl_divergence, kldiv.cross_entropy, kldiv.evaluate):
        measure(p, q)
    kldiv.entropy(p)
    assert [value.tobytes() for side in (ours, theirs) for value in side.values()] == before
