"""Draws for distributions: the estimates find the truth within their error, and say that they are estimates."""

from __future__ import annotations

import math
import pickle
import warnings

import numpy as np
import pytest

import kldiv
from kldiv import from_samples

RNG = np.random.default_rng


def normals(rng, size=1500):
    return rng.normal(size=size), rng.normal(1, 1.5, size=size)


CASES = {
    "normals": (lambda rng: tuple(map(from_samples, normals(rng))), kldiv.Normal(0, 1), kldiv.Normal(1, 1.5)),
    "gamma against exponential": (
        lambda rng: (from_samples(rng.gamma(2, size=1500)), kldiv.Exponential(0.5)),
        kldiv.Gamma(2, 1),
        kldiv.Exponential(0.5),
    ),
    "normal against draws": (
        lambda rng: (kldiv.Normal(0, 1), from_samples(normals(rng)[1])),
        kldiv.Normal(0, 1),
        kldiv.Normal(1, 1.5),
    ),
    "vectors": (
        lambda rng: (
            from_samples(rng.normal(size=(1500, 2))),
            from_samples(rng.normal(size=(1500, 2)) * [1, 2] + [1, 0]),
        ),
        kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]]),
        kldiv.MultivariateNormal([1, 0], [[1, 0], [0, 4]]),
    ),
    "vectors against a known one": (
        lambda rng: (
            from_samples(rng.normal(size=(1500, 2))),
            kldiv.MultivariateNormal([1, 0], [[1, 0], [0, 4]]),
        ),
        kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]]),
        kldiv.MultivariateNormal([1, 0], [[1, 0], [0, 4]]),
    ),
    "counts": (
        lambda rng: (from_samples(rng.binomial(4, 0.3, size=2000)), from_samples(rng.binomial(4, 0.4, size=3000))),
        kldiv.Binomial(4, 0.3),
        kldiv.Binomial(4, 0.4),
    ),
    "counts against a known one": (
        lambda rng: (from_samples(rng.binomial(4, 0.3, size=2000)), kldiv.Binomial(4, 0.4)),
        kldiv.Binomial(4, 0.3),
        kldiv.Binomial(4, 0.4),
    ),
    "a known one against counts": (
        lambda rng: (kldiv.Categorical([0.3, 0.7]), from_samples(rng.integers(0, 2, size=2000))),
        kldiv.Categorical([0.3, 0.7]),
        kldiv.Categorical([0.5, 0.5]),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_truth_is_within_the_error(case):
    draw, p, q = CASES[case]
    truth, ratios = kldiv.kl_divergence(p, q), []
    for seed in range(12):
        found = kldiv.evaluate(*draw(RNG(seed)))
        assert found.method == "estimate"
        assert found.error_bound is None
        ratios.append((found.value - truth) / found.standard_error)
    assert max(map(abs, ratios)) < 4
    assert 0.4 < np.sqrt(np.mean(np.square(ratios))) < 2  # neither boasting nor shy


def test_entropies_too():
    for draws, known in (
        (RNG(0).normal(size=3000), kldiv.Normal(0, 1)),
        (RNG(0).normal(size=(3000, 3)), kldiv.MultivariateNormal([0, 0, 0], np.eye(3))),
        (RNG(0).binomial(1, 0.3, size=3000), kldiv.Bernoulli(0.3)),
    ):
        with pytest.warns(kldiv.EstimateNotice) as noticed:
            found = kldiv.entropy(from_samples(draws))
        assert abs(found - kldiv.entropy(known)) < 4 * noticed[0].message.standard_error


def test_it_says_so_in_the_unit_that_was_asked_for():
    p, q = map(from_samples, normals(RNG(1)))
    nats = kldiv.evaluate(p, q)
    bits = kldiv.evaluate(p, q, base=2)
    assert bits.value == pytest.approx(nats.value / math.log(2))
    assert bits.standard_error == pytest.approx(nats.standard_error / math.log(2))
    with pytest.warns(kldiv.EstimateNotice, match=r"^an estimate, its standard error about 0\.0\d+$") as noticed:
        assert kldiv.kl_divergence(p, q, base=2) == bits.value
    assert noticed[0].message.standard_error == bits.standard_error
    assert noticed[0].filename == __file__
    copied = pickle.loads(pickle.dumps(noticed[0].message))
    assert copied.standard_error == bits.standard_error


def test_the_bias_of_counts_is_named():
    found = kldiv.evaluate(from_samples([0, 1, 1, 0, 1] * 20), kldiv.Bernoulli(0.5))
    assert found.remark == "counts give about 0.005 nats too much (Miller-Madow), which is not taken off"


def test_the_same_draws_give_the_same():
    x, y = normals(RNG(2))
    first, again = (kldiv.evaluate(from_samples(x), from_samples(y)) for _ in range(2))
    assert first == again
    other = kldiv.evaluate(from_samples(x, seed=1), from_samples(y))
    assert other.value == first.value
    assert other.standard_error != first.standard_error


def test_the_formula_is_the_published_one():
    """Four draws by hand: the distances are 1, 1, 2, 4 among themselves, 0.5, 0.5, 1.5, 2.5 to the others."""
    x, y = [0.0, 1.0, 3.0, 7.0], [0.5, 10.5, 4.5, 20.0]
    found = kldiv.evaluate(from_samples(x, neighbours=1), from_samples(y, neighbours=1)).value
    own, other = [1, 1, 2, 4], [0.5, 0.5, 1.5, 2.5]
    wanted = sum(math.log(b / a) for a, b in zip(own, other, strict=True)) / 4 + math.log(4 / 3)
    assert found == pytest.approx(wanted)


def test_what_cannot_be_is_infinite():
    x = RNG(3).normal(size=50)
    counts = from_samples(RNG(3).integers(0, 3, size=50))
    for p, q in (
        (from_samples(x), kldiv.Gamma(1, 1)),
        (from_samples(x), kldiv.Poisson(1)),
        (from_samples(x), counts),
        (counts, kldiv.Bernoulli(0.5)),
        (kldiv.Poisson(1), counts),
        (counts, from_samples([0] * 20)),
        (kldiv.Binomial(4, 0.5), counts),
    ):
        found = kldiv.evaluate(p, q)
        assert (found.value, found.method) == (math.inf, "estimate")
        assert found.remark


def test_an_array_is_told_its_way_in():
    for given in (np.zeros(10_000), [0.5, 0.5]):
        with pytest.raises(
            TypeError, match=r"^kl_divergence: expected .*kldiv.from_samples\(...\) for samples"
        ) as said:
            kldiv.kl_divergence(given, given)
        assert len(str(said.value)) < 300


REFUSED = [
    (lambda: from_samples(["a", "b"] * 9), r"^from_samples: x must be an array of numbers"),
    (lambda: from_samples([0.0, 1.0, math.inf, *range(20)]), r"^from_samples: x must be finite, got inf in draw 2$"),
    (lambda: from_samples([0.5] * 20), r"these do; for labels or counts write discrete=True$"),
    (lambda: from_samples([0.5, 0.25]), r"^from_samples: at least 12 draws are needed for 5 neighbours, got 2$"),
    (lambda: from_samples(np.zeros((3, 3, 3))), r"got shape \(3, 3, 3\)$"),
    (
        lambda: kldiv.evaluate(from_samples(RNG(0).normal(size=(50, 2))), from_samples(RNG(0).normal(size=50))),
        r"^from_samples: p has 2 numbers a draw, q has 1$",
    ),
    (
        lambda: kldiv.evaluate(from_samples(RNG(0).normal(size=(50, 2))), kldiv.Normal(0, 1)),
        r"^from_samples: a draw has 2 numbers, one of Normal has 1$",
    ),
    (
        lambda: kldiv.evaluate(from_samples(RNG(0).normal(size=50)), kldiv.Normal([0.0, 1.0], 1)),
        r"^Normal: beside draws it must be a single distribution, its parameters numbers$",
    ),
    (
        lambda: kldiv.evaluate(kldiv.Categorical([[0.5, 0.5]] * 2), from_samples([0, 1] * 8)),
        r"^Categorical: beside draws it must be a single distribution, its parameters numbers$",
    ),
    (
        lambda: kldiv.evaluate(kldiv.Normal([0.0, 1.0], 1), from_samples(RNG(0).normal(size=50))),
        r"^Normal: beside draws it must be a single distribution, its parameters numbers$",
    ),
    (lambda: from_samples(RNG(0).normal(size=50) + 0j), r"^from_samples: x must be an array of numbers"),
    (lambda: from_samples([0.5] * 20, neighbours=2.5), r"neighbours must be a whole number from 1 on, got 2.5$"),
    (lambda: from_samples([0.5] * 20, neighbours=0), r"neighbours must be a whole number from 1 on, got 0$"),
    (lambda: from_samples([0.5] * 20, seed=-1), r"seed must be a whole number from 0 on, got -1$"),
    (
        lambda: kldiv.evaluate(kldiv.Dirichlet([1, 1, 1]), from_samples(RNG(0).normal(size=50))),
        r"^Dirichlet: no draws of it can be made here$",
    ),
]


@pytest.mark.parametrize(("ask", "message"), REFUSED)
def test_what_it_refuses_it_refuses_in_a_line(ask, message):
    with pytest.raises(ValueError, match=message) as refused:
        ask()
    assert len(str(refused.value)) < 200


def test_evaluate_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kldiv.evaluate(from_samples(RNG(0).normal(size=50)), kldiv.Normal(0, 1))


def test_the_argument_that_is_no_distribution_is_named():
    draws, mixture = from_samples(RNG(0).normal(size=50)), kldiv.Mixture([1], [kldiv.Normal(0, 1)])
    with pytest.raises(TypeError, match="for q, got an object of type int"):
        kldiv.kl_divergence(draws, 5)
    with pytest.raises(TypeError, match="for q, got an object of type Mixture"):
        kldiv.evaluate(draws, mixture)
    with pytest.raises(TypeError, match="for p, got an object of type Samples: kl_divergence, evaluate or entropy"):
        kldiv.cross_entropy(draws, kldiv.Normal(0, 1))


def test_a_vector_of_one_entry_is_a_number_beside_draws_too():
    draws = from_samples(RNG(0).normal(size=50))
    one, same = kldiv.MultivariateNormal([0], [[4]]), kldiv.Normal(0, 2)
    assert kldiv.evaluate(one, draws) == kldiv.evaluate(same, draws)
    assert kldiv.evaluate(draws, one) == kldiv.evaluate(draws, same)


def test_errors_stay_positive_where_a_base_below_1_turns_signs():
    draws = from_samples(RNG(0).normal(size=50))
    nats, halves = (kldiv.evaluate(draws, kldiv.Normal(1, 1), base=base) for base in (None, 0.5))
    assert halves.value == -nats.value / np.log(2)
    assert halves.standard_error == nats.standard_error / np.log(2) > 0
