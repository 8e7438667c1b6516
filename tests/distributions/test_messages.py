"""What is said of bad input: at most 300 characters, the argument, the first bad value and its place, what to write."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

import kldiv
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.parsing import parse_distribution

DRAWS = 200
LONGEST = 300
#: What people call parameters.
WORDS = [*"abknp", "alpha", "beta", "cov", "lam", "loc", "mean", "mu", "phi", "scale", "shape", "sigma", "size", "std"]
WORDS += ["tau", "theta", "var", "variance", "zzz", "long" * 200]


def usual(kind):
    return {"probs": [0.25, 0.75]} if kind.slug == "categorical" else kind.draw(random.Random(1))


def bad_value(rng, kind):
    """Something that is a parameter of no distribution."""
    number = rng.choice([np.nan, np.inf, -np.inf, 10**400, 1j, "1", b"1", None, {}, {1, 2}, object(), "x" * 1000, kind])
    size = 10 ** rng.randint(0, 4)
    array = np.zeros(size)
    array[rng.randrange(size)] = rng.choice([np.nan, np.inf])
    shape = [rng.randint(0, 5) for _ in range(rng.randint(1, 4))]
    return rng.choice(
        [
            lambda: number,
            lambda: [number] * size,
            lambda: array,
            lambda: array.tolist(),
            lambda: np.full((2, size), np.nan),
            lambda: np.full(shape, np.nan) if 0 not in shape else [[1], [1, 2]],
            lambda: [[1, 2], [3]],
            lambda: Fraction(10**500, 7),
        ]
    )()


@pytest.mark.parametrize("slug", sorted(DISTRIBUTIONS))
def test_any_bad_value_is_refused_in_a_short_line_that_names_it(slug):
    kind, rng = DISTRIBUTIONS[slug], random.Random(slug)
    names = list(usual(kind))
    for _ in range(DRAWS):
        name, value = rng.choice(names), bad_value(rng, kind)
        if value is None and name in kind.optional():
            continue
        with pytest.raises((ValueError, TypeError), match=f"^{kind.__name__}: ") as caught:
            kind(**{**usual(kind), name: value})
        text = str(caught.value)
        assert len(text) <= LONGEST, text
        assert "\n" not in text
        assert name in text


@pytest.mark.parametrize("slug", sorted(DISTRIBUTIONS))
def test_any_unknown_parameter_is_refused_in_a_short_line(slug):
    kind, rng = DISTRIBUTIONS[slug], random.Random(slug)
    for _ in range(DRAWS):
        given = {rng.choice(WORDS): rng.choice([1, 0.5, "x" * 999, None, [1] * 999, np.ones(9)]) for _ in "123"}
        unknown = [name for name in given if name not in {p.name for p in kind.spec}]
        with pytest.raises((ValueError, TypeError), match=f"^{kind.__name__}: ") as caught:
            kind(**given)
        assert len(str(caught.value)) <= LONGEST
        if unknown and "no parameter" in str(caught.value):
            assert unknown[0][:20] in str(caught.value)


INSTEAD = [
    (lambda: kldiv.Gamma(2, scale=2), "scale is 1/rate, write rate=0.5"),
    (lambda: kldiv.Exponential(scale=4), "scale is 1/rate, write rate=0.25"),
    (lambda: kldiv.Normal(mu=0, sigma=1), "mu is loc here, sigma is scale here"),
    (lambda: kldiv.Normal(mean=0, std=1), "mean is loc here, std is scale here"),
    (lambda: kldiv.Normal(0, variance=4), "variance is the square of scale, write scale=2.0"),
    (lambda: kldiv.Uniform(loc=0, scale=1), "low is loc, high is loc + scale"),
    (lambda: kldiv.NegativeBinomial(mu=5, phi=2), "probs is mu/(mu + dispersion), phi is total_count"),
    (lambda: kldiv.Beta(alpha=1, beta=2), "alpha is concentration1 here, beta is concentration0 here"),
    (lambda: kldiv.Gamma(shape=1, scale=np.ones(3)), "shape is concentration here, scale is 1/rate; its"),
    (lambda: kldiv.MultivariateNormal(mean=[0], cov=[[1]]), "mean is loc here, cov is covariance_matrix here"),
    (lambda: kldiv.Normal(0, sclae=1), "did you mean 'scale'?"),
    (lambda: kldiv.Normal(0, zzz=1), "no parameter 'zzz'; its parameters are loc, scale"),
    (
        lambda: kldiv.Normal("0", "1"),
        "loc must be a finite real number, got the text '0'; write numbers without quotes",
    ),
    (lambda: kldiv.Normal(0, [1, 2, -3]), "scale must be positive, got -3.0 at index 2"),
    (lambda: kldiv.Normal(0, [[1, 2], [0, 1]]), "scale must be positive, got 0.0 at index (1, 0)"),
    (lambda: kldiv.Uniform([0, 1, 2], [1, 1, 3]), "low must be below high at index 1, got low = 1.0, high = 1.0"),
    (lambda: kldiv.Dirichlet([1, 2, -3]), "got [1.0, 2.0, -3.0]: entry -3.0 at index 2"),
    (lambda: kldiv.Dirichlet(np.r_[np.ones(50), 0]), "got an array of shape (51,): entry 0.0 at index 50"),
    (lambda: kldiv.VonMisesFisher([3, 4], 2), "length 5.0; divide by it"),
    (lambda: kldiv.MultivariateNormal([0, 0], [[1, 2], [2, 1]]), "its smallest eigenvalue is -1"),
    (
        lambda: kldiv.MultivariateNormal([0, 0], scale_tril=[[1, 2], [0, 1]]),
        "above the diagonal stands 2.0 at index (0, 1)",
    ),
    (lambda: kldiv.MultivariateNormal([0, 0], [[1, 0, 0], [0, 1, 0]]), "2 rows and 3 columns"),
]


@pytest.mark.parametrize(("make", "said"), INSTEAD)
def test_what_to_write_instead(make, said):
    with pytest.raises((ValueError, TypeError)) as caught:
        make()
    assert said in str(caught.value)


def test_what_is_written_instead_is_the_same_distribution():
    assert kldiv.Gamma(2, rate=0.5).parameters["rate"] == 1 / 2
    p = kldiv.NegativeBinomial(total_count=2, probs=5 / (5 + 2))  # mean mu = 5, variance mu + mu^2/phi
    mean = p.total_count * p.probs / (1 - p.probs)
    assert mean == pytest.approx(5)
    assert mean / (1 - p.probs) == pytest.approx(5 + 5**2 / 2)


NO_DISTRIBUTION = [[0.5, 0.5], (0.5, 0.5), np.ones(1000), np.histogram([1, 2, 3]), {0: 0.5}]


@pytest.mark.parametrize("given", NO_DISTRIBUTION, ids=lambda given: type(given).__name__)
def test_arrays_are_told_how_to_become_distributions(given):
    p = kldiv.Normal(0, 1)
    for call in (
        lambda: kldiv.kl_divergence(given, given),
        lambda: kldiv.kl_divergence(p, given),
        lambda: kldiv.entropy(given),
    ):
        with pytest.raises(TypeError, match="expected a distribution") as caught:
            call()
        text = str(caught.value)
        assert len(text) <= LONGEST
        assert all(
            name in text for name in ("Categorical(...)", "Categorical.from_counts(...)", "kldiv.from_samples(...)")
        )


SHAPES = [
    (kldiv.Normal(np.zeros((2, 3)), 1), kldiv.Normal(np.zeros(2), 1), "loc of p has shape (2, 3), loc of q (2,)"),
    (kldiv.Gamma(1, np.ones(3)), kldiv.Gamma(np.ones(2), 1), "rate of p has shape (3,), concentration of q (2,)"),
    (kldiv.Gamma(np.ones(2), np.ones(3)), kldiv.Gamma(1, 1), "concentration of p has shape (2,), rate of p (3,)"),
    (kldiv.Bernoulli([0.5] * 2), kldiv.Bernoulli([0.5] * 3), "probs of p has shape (2,), probs of q (3,)"),
    (kldiv.Bernoulli(logits=[0, 1]), kldiv.Bernoulli([0.5] * 3), "probs of p has shape (2,), probs of q (3,)"),
    (
        kldiv.Categorical([[0.5, 0.5]] * 2),
        kldiv.Categorical([[0.5, 0.5]] * 3),
        "probs of p has shape (2, 2), probs of q (3, 2)",
    ),
    (kldiv.Normal([0] * 2, 1), kldiv.Laplace([0] * 3, 1), "loc of p has shape (2,), loc of q (3,)"),
    (kldiv.Wishart([3, 4, 5], np.eye(2)), kldiv.Wishart([3, 4], np.eye(2)), "df of p has shape (3,), df of q (2,)"),
    (
        kldiv.MultivariateNormal(np.zeros((2, 2)), np.eye(2)),
        kldiv.MultivariateNormal(np.zeros((3, 2)), np.eye(2)),
        "loc of p has shape (2, 2), loc of q (3, 2): apart from the axes of one draw these cannot",
    ),
]


@pytest.mark.parametrize(("p", "q", "said"), SHAPES, ids=lambda part: getattr(part, "slug", ""))
def test_shapes_are_told_by_the_parameters_names(p, q, said):
    for call in (kldiv.kl_divergence, kldiv.evaluate, kldiv.cross_entropy):
        with pytest.raises(ValueError, match="cannot be broadcast together") as caught:
            call(p, q)
        assert str(caught.value).startswith(said)
        assert "operands" not in str(caught.value)


@pytest.mark.parametrize("name", ["TruncatedNormal", "Mixture", "PlackettLuce", "GEV", "MultivariateStudentT"])
def test_what_is_not_covered_leads_nowhere_else(name):
    with pytest.raises(ValueError, match="unknown distribution") as caught:
        parse_distribution(f"{name}(1, 2)")
    assert str(caught.value).endswith("none of that name is covered; 'kldiv list' shows which are")
