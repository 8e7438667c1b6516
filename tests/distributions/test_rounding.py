"""Parameters that meet their conditions but for rounding are mended and say so; what misses by more is refused."""

from __future__ import annotations

import pickle
import warnings

import mpmath
import numpy as np
import pytest

import kldiv
from kldiv.distributions import rounding

DRAWS = 200


def softmax(logits):
    """A softmax as a network takes it, in the type of the logits."""
    weights = np.exp(logits - logits.max())
    return weights / weights.sum(dtype=logits.dtype)


def exactly(p, q):
    """The divergence between two lists of weights, each divided by its sum, in 40 digits."""
    with mpmath.workdps(40):
        one, other = ([mpmath.mpf(float(v)) for v in weights] for weights in (p, q))
        total, other_total = mpmath.fsum(one), mpmath.fsum(other)
        return mpmath.fsum(
            a / total * mpmath.log(a * other_total / (b * total)) for a, b in zip(one, other, strict=True) if a
        )


@pytest.mark.parametrize("as_list", [False, True])
@pytest.mark.parametrize("size", [2, 10, 100, 1000])
def test_a_softmax_of_32_bits_is_never_refused(size, as_list):
    rng = np.random.default_rng(size)
    told = 0
    for draw in range(DRAWS):
        p, q = (softmax((3 * rng.normal(size=size)).astype(np.float32)) for _ in range(2))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            pair = [kldiv.Categorical(v.tolist() if as_list else v) for v in (p, q)]
            value = kldiv.kl_divergence(*pair)
        assert {one.category for one in caught} <= {kldiv.RoundingNotice}
        told += bool(caught)
        assert abs(float(pair[0].probs.sum()) - 1) < 1e-15 * size
        if draw < 5:
            assert value == pytest.approx(float(exactly(p, q)), rel=1e-13)
    assert told > DRAWS / 4, "most sums miss 1, and that is said"


def test_a_vocabulary_is_not_refused_nor_printed():
    rng = np.random.default_rng(0)
    logits = (4 * rng.normal(size=50_257)).astype(np.float32)
    with pytest.warns(kldiv.RoundingNotice):
        kldiv.Categorical(softmax(logits))
    with pytest.raises(ValueError, match=r"got 50257 numbers that sum to 1\.") as caught:
        kldiv.Categorical(softmax(logits.astype(float)) * 1.5)
    assert len(str(caught.value)) <= 300


def test_sixteen_bits():
    rng = np.random.default_rng(1)
    for _ in range(DRAWS):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kldiv.RoundingNotice)
            kldiv.Categorical(softmax(rng.normal(size=50).astype(np.float16)))


def test_sixty_four_bits_say_nothing():
    rng = np.random.default_rng(2)
    for size in (2, 10, 1000, 100_000):
        p = softmax(rng.normal(size=size))
        assert np.array_equal(kldiv.Categorical(p).probs, p)
    assert kldiv.Categorical([0.1] * 10).probs.tolist() == [0.1] * 10


def test_decimals_cut_short_are_taken():
    with pytest.warns(kldiv.RoundingNotice, match="probs sum to 1 only but for rounding"):
        p = kldiv.Categorical([0.33333333, 0.33333333, 0.33333333])
    assert p.probs.tolist() == [1 / 3] * 3


@pytest.mark.parametrize("bad", [[0.5, 0.50001], [0.333, 0.333, 0.333], [1, 2], np.full(10, 0.1001, np.float32)])
def test_more_than_rounding_is_refused(bad):
    with pytest.raises(ValueError, match=r"sum to .*; for counts write Categorical.from_counts\(...\)"):
        kldiv.Categorical(bad)


def test_directions_in_32_bits():
    rng = np.random.default_rng(3)
    for _ in range(DRAWS):
        loc = rng.normal(size=rng.integers(2, 400)).astype(np.float32)
        loc /= np.sqrt((loc * loc).sum())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kldiv.RoundingNotice)
            made = kldiv.VonMisesFisher(loc, 3)
        assert abs(np.linalg.norm(made.loc) - 1) < 1e-14
    with pytest.warns(kldiv.RoundingNotice, match="loc has length 1 only but for rounding"):
        made = kldiv.VonMisesFisher([0.70710678, 0.70710678], 3)
    assert made.loc == pytest.approx([0.5**0.5] * 2, rel=1e-15)


def test_covariances_in_32_bits():
    rng = np.random.default_rng(4)
    for _ in range(DRAWS):
        size = int(rng.integers(2, 8))
        factor = rng.normal(size=(size, 3 * size)).astype(np.float32)
        covariance = factor @ factor.T
        covariance = covariance * (1 + 3e-8 * rng.normal(size=covariance.shape).astype(np.float32))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kldiv.RoundingNotice)
            made = kldiv.MultivariateNormal(np.zeros(size), covariance).covariance_matrix
        assert np.array_equal(made, made.T)
    with pytest.warns(kldiv.RoundingNotice, match="covariance_matrix is symmetric only but for rounding"):
        kldiv.MultivariateNormal([0, 0], [[1.0, 0.5], [0.5000001, 1.0]])
    with pytest.raises(ValueError, match=r"not symmetric, entry 0.5 at index \(0, 1\)"):
        kldiv.MultivariateNormal([0, 0], [[1.0, 0.5], [0.501, 1.0]])


def test_the_notice_is_shown_once_for_a_line_and_points_at_it():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for shift in range(20):
            kldiv.Categorical(softmax(np.arange(5 + shift, dtype=np.float32)))
    assert len(caught) == 1
    assert caught[0].filename == __file__
    again = pickle.loads(pickle.dumps(caught[0].message))
    assert isinstance(again, kldiv.RoundingNotice)
    assert str(again) == str(caught[0].message)


def test_a_tolerance_that_is_too_wide_would_be_seen(monkeypatch):
    monkeypatch.setattr(rounding, "_FLOOR", 1e-2)
    with pytest.warns(kldiv.RoundingNotice):
        kldiv.Categorical([0.333, 0.333, 0.333])


def test_a_masked_value_is_not_taken_for_a_number():
    masked = np.ma.masked_array([1.0, 2.0], [False, True])
    for make in (lambda: kldiv.Normal(masked, 1), lambda: kldiv.Categorical(masked / 2)):
        with pytest.raises(ValueError, match=r"some of it is masked; hand over \.compressed\(\)"):
            make()
    whole = kldiv.Normal(np.ma.masked_array([1.0, 2.0]), 1)
    assert kldiv.kl_divergence(whole, kldiv.Normal(0, 1)).tolist() == [0.5, 2.0]
