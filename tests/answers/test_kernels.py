"""The kernels against sixty digits, against SciPy, and against the properties that every divergence has."""

from __future__ import annotations

import warnings
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import kldiv
from kldiv.answers.kernels import (
    CROSS_ENTROPIES,
    ENTROPIES,
    KERNELS,
    cross_entropy_kernel,
    divergence_kernel,
    entropy_kernel,
    excess,
)
from kldiv.answers.kernels.registry import BOUNDED
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import array_points, truth

STEPS = [1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12]
FAR = [0.1, 1.0, 10.0]
TOLERANCE = 1e-14


def big(x):
    """The float x, exactly."""
    exact = Fraction(float(x))
    return mpmath.mpf(exact.numerator) / exact.denominator


def parameters(**given):
    return {name: np.asarray(value, dtype=float) for name, value in given.items()}


def normal(p, q):
    return KERNELS["normal", "normal"](parameters(loc=p[0], scale=p[1]), parameters(loc=q[0], scale=q[1]))


def bernoulli(p, q):
    return KERNELS["bernoulli", "bernoulli"](parameters(probs=p), parameters(probs=q))


def categorical(p, q):
    return KERNELS["categorical", "categorical"](parameters(probs=p), parameters(probs=q))


def relative_error(value, truth):
    return float(abs(big(value) - truth) / truth)


@pytest.fixture(autouse=True)
def _many_digits():
    with mpmath.workdps(60):
        yield


@pytest.mark.parametrize("eps", STEPS + FAR)
def test_normal_against_sixty_digits(eps):
    rng = np.random.default_rng(1)
    for _ in range(25):
        m, s = rng.normal(), 10 ** rng.uniform(-3, 3)
        n, t = m + s * eps * rng.normal(), s * np.exp(eps * rng.normal())
        ratio, shift = big(s) / big(t), (big(m) - big(n)) / big(t)
        truth = (ratio**2 - 1 - 2 * mpmath.log(ratio) + shift**2) / 2
        assert relative_error(normal((m, s), (n, t)), truth) < TOLERANCE


@pytest.mark.parametrize("eps", STEPS + FAR)
def test_bernoulli_against_sixty_digits(eps):
    rng = np.random.default_rng(2)
    for _ in range(25):
        p = rng.uniform(0.001, 0.999)
        q = 1 / (1 + (1 - p) / p * np.exp(eps * rng.normal()))
        a, b = big(p), big(q)
        truth = a * mpmath.log(a / b) + (1 - a) * mpmath.log((1 - a) / (1 - b))
        assert relative_error(bernoulli(p, q), truth) < TOLERANCE


@pytest.mark.parametrize("eps", STEPS + FAR)
def test_categorical_against_sixty_digits(eps):
    rng = np.random.default_rng(3)
    for _ in range(15):
        count = rng.integers(2, 20)
        p = rng.dirichlet([0.7] * count)
        q = p * np.exp(eps * rng.normal(size=count))
        q /= q.sum()
        a, b = [big(x) for x in p], [big(x) for x in q]
        # The sums miss 1 by a rounding; the distributions meant are the normalised ones.
        truth = sum(x / sum(a) * mpmath.log(x / sum(a) / (y / sum(b))) for x, y in zip(a, b, strict=True))
        assert relative_error(categorical(p, q), truth) < TOLERANCE


@pytest.mark.parametrize("x", [1e-300, 1e-18, -1e-12, 1e-8, -1e-4, 0.01, -0.49, -0.5, -0.51, 0.69, 1, 1.01, 1e10])
def test_excess_against_sixty_digits(x):
    with mpmath.workdps(700):
        truth = big(x) - mpmath.log1p(big(x))
        if truth < mpmath.mpf("1e-308"):
            assert excess(x) == 0
        else:
            assert relative_error(excess(x), truth) < 2e-15


def test_excess_at_its_ends():
    assert excess(0.0) == 0
    assert excess(-1.0) == np.inf


def test_a_sum_that_misses_one_is_no_divergence():
    p = np.array([0.1] * 10)  # sums to 0.9999999999999999
    assert categorical(p, p) == 0
    assert categorical(p * (1 + 2**-40), p) < 1e-32


@pytest.mark.parametrize(
    ("p", "q", "truth"),
    [
        ([1, 0], [0.5, 0.5], np.log(2)),
        ([0.5, 0.5], [1, 0], np.inf),
        ([0, 1, 0], [0, 1, 0], 0),
        ([0.5, 0.5, 0], [0.4, 0.4, 0.2], np.log(1.25)),
        ([1e-320, 1], [0.5, 0.5], np.log(2)),
        ([1, 0], [5e-324, 1], -np.log(5e-324)),
    ],
)
def test_zeros_and_the_smallest_floats(p, q, truth):
    assert categorical(p, q) == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize(
    ("p", "q", "truth"),
    [
        (0, 0, 0),
        (1, 1, 0),
        (0, 1, np.inf),
        (1, 0, np.inf),
        (0.5, 1, np.inf),
        (0, 0.5, np.log(2)),
        (1, 0.25, np.log(4)),
    ],
)
def test_certain_trials(p, q, truth):
    assert bernoulli(p, q) == pytest.approx(truth, rel=1e-15)


def test_normals_of_very_different_scales():
    assert normal((0, 1e-200), (0, 1e200)) == pytest.approx(400 * np.log(10) - 0.5, rel=1e-14)
    assert normal((1.5e308, 1e300), (-1.5e308, 1e308)) == pytest.approx(4.5 + 8 * np.log(10) - 0.5, rel=1e-14)
    assert normal((0, 1e200), (0, 1e-200)) == np.inf  # about 1e800: beyond a float


def test_categorical_agrees_with_scipy():
    rng = np.random.default_rng(4)
    p, q = rng.dirichlet(np.ones(6), size=50), rng.dirichlet(np.ones(6), size=50)
    np.testing.assert_allclose(categorical(p, q), scipy.stats.entropy(p, q, axis=-1), rtol=1e-12)
    np.testing.assert_allclose(categorical(p, q), scipy.special.kl_div(p, q).sum(-1), rtol=1e-12)


def test_entropies_agree_with_scipy():
    rng = np.random.default_rng(5)
    scale, probs, rows = rng.uniform(0.1, 9, 20), rng.uniform(0, 1, 20), rng.dirichlet(np.ones(4), size=20)
    normals = parameters(loc=np.zeros(20), scale=scale)
    np.testing.assert_allclose(ENTROPIES["normal"](normals), scipy.stats.norm(scale=scale).entropy(), rtol=1e-13)
    np.testing.assert_allclose(
        ENTROPIES["bernoulli"](parameters(probs=probs)), scipy.stats.bernoulli(probs).entropy(), rtol=1e-13
    )
    np.testing.assert_allclose(
        ENTROPIES["categorical"](parameters(probs=rows)), scipy.stats.entropy(rows, axis=-1), rtol=1e-13
    )


def test_entropy_of_a_nearly_certain_outcome():
    p = big(1e-20) / (1 + big(1e-20))
    truth = -p * mpmath.log(p) - (1 - p) * mpmath.log1p(-p)
    assert relative_error(ENTROPIES["categorical"](parameters(probs=[1, 1e-20])), truth) < TOLERANCE


def rows_of(count):
    return hnp.arrays(float, count, elements=st.floats(1e-6, 1)).map(lambda a: a / a.sum())


pairs = st.integers(2, 6).flatmap(lambda count: st.tuples(rows_of(count), rows_of(count)))
locs = st.floats(-1e6, 1e6)
scales = st.floats(1e-6, 1e6)
units = st.floats(0, 1)


@given(st.tuples(locs, scales), st.tuples(locs, scales))
def test_normal_is_never_negative(p, q):
    assert normal(p, q) >= 0
    assert normal(p, p) == 0


@given(units, units)
def test_bernoulli_is_never_negative(p, q):
    assert bernoulli(p, q) >= 0
    assert bernoulli(p, p) == 0


@given(*[st.integers(0, 2**20).map(lambda n: n / 2**20)] * 2)  # numbers whose complement is exact
def test_success_and_failure_may_swap(p, q):
    assert bernoulli(1 - p, 1 - q) == pytest.approx(float(bernoulli(p, q)), rel=1e-14)


@given(pairs)
def test_categorical_is_never_negative_and_vanishes_only_at_home(pair):
    p, q = pair
    assert categorical(p, q) >= 0
    assert categorical(p, p) == 0
    distance = np.abs(p - q).sum()
    assert categorical(p, q) >= distance**2 / 2 * (1 - 1e-9) - 1e-30  # Pinsker's inequality


@given(pairs, pairs)
def test_independent_parts_add_up(first, second):
    together = [np.outer(a, b).ravel() for a, b in zip(first, second, strict=True)]
    total = categorical(*first) + categorical(*second)
    assert categorical(*together) == pytest.approx(float(total), rel=1e-9, abs=1e-14)


@given(pairs, st.randoms(use_true_random=False))
def test_the_names_of_outcomes_do_not_matter(pair, random):
    order = list(range(len(pair[0])))
    random.shuffle(order)
    assert categorical(pair[0][order], pair[1][order]) == pytest.approx(float(categorical(*pair)), rel=1e-12)


@given(pairs)
def test_cross_entropy_is_entropy_and_divergence(pair):
    p, q = (parameters(probs=row) for row in pair)
    whole = CROSS_ENTROPIES["categorical", "categorical"](p, q)
    assert whole == pytest.approx(float(ENTROPIES["categorical"](p) + categorical(*pair)), rel=1e-13)


@given(units, pairs)
def test_a_trial_is_two_outcomes(p, pair):
    row = pair[1]
    across = KERNELS["bernoulli", "categorical"](parameters(probs=p), parameters(probs=row))
    padded = np.zeros(len(row))
    padded[:2] = 1 - p, p
    assert across == pytest.approx(float(categorical(padded, row)), rel=1e-12)
    back = KERNELS["categorical", "bernoulli"](parameters(probs=row), parameters(probs=p))
    assert back == (np.inf if len(row) > 2 else pytest.approx(float(categorical(row, padded)), rel=1e-12))


def test_nothing_is_registered_twice():
    for register in (divergence_kernel("normal", "normal"), cross_entropy_kernel("normal", "normal")):
        with pytest.raises(ValueError, match=r"normal, normal: .* registered already"):
            register(lambda p, q: p["loc"])
    with pytest.raises(ValueError, match="normal: an entropy kernel is registered already"):
        entropy_kernel("normal")(lambda p: p["loc"])


@pytest.mark.parametrize("slug", ["dirichlet", "categorical", "von-mises-fisher"])
@pytest.mark.parametrize("which", array_points.SETS)
def test_arrays_have_their_digits(slug, which):
    p, q = array_points.drawn(slug, which, 60)
    kind = DISTRIBUTIONS[slug]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = kldiv.kl_divergence(kind(**p), kind(**q))
    compared = 0
    for k, value in enumerate(values.tolist()):
        sides = [{name: one[k] for name, one in side.items()} for side in (p, q)]
        right = truth.settled(lambda sides=sides: truth.ARRAYS[slug](*sides))
        if right is not None and float(right) > 1e-290:
            assert truth.relative_error(value, right) < 1e-13, sides
            compared += 1
    assert compared > 20


@pytest.mark.parametrize("small", [1e-4, 1e-8, 1e-12])
@pytest.mark.parametrize(("one", "other"), [(0.15, 0.41), (0.45216553466005943, 4.932733956979178)])
def test_a_small_share_that_stays_as_it_is_costs_no_digits(small, one, other):
    """The gaps of the gamma functions cancel there; what the kernel's bound does not vouch for goes to balls."""
    shapes = [small, one], [small, other]
    found = kldiv.kl_divergence(*map(kldiv.Dirichlet, shapes))
    with mpmath.workdps(60):
        a, c = ([mpmath.mpf(value) for value in given] for given in shapes)
        mean = mpmath.digamma(sum(a))
        truth = mpmath.loggamma(sum(a)) - mpmath.loggamma(sum(c))
        for x, y in zip(a, c, strict=True):
            truth += mpmath.loggamma(y) - mpmath.loggamma(x) + (x - y) * (mpmath.digamma(x) - mean)
        assert abs(found / truth - 1) < 1e-15
    value, bound = BOUNDED["dirichlet", "dirichlet"](*({"concentration": np.array(given)} for given in shapes))
    assert abs(value - float(truth)) <= bound
