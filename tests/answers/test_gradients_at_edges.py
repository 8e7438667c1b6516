"""Gradients at the ends of ranges, by logits, across spaces, and where there is none."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from mpmath import mp, mpf

import kldiv
from kldiv import Bernoulli, Categorical, Geometric, MultivariateNormal, Normal, Poisson, kl_divergence_grad


def test_at_the_certain_geometric_distribution_the_limit_is_taken():
    found = kl_divergence_grad(Geometric([1, 0.5]), Geometric([0.25, 0.25]))
    assert found.p["probs"][0] == math.inf
    assert found.p["probs"][1] == pytest.approx(-4 * math.log(0.5 / 0.75), rel=1e-14)  # -log((1-a)/(1-b)) / a^2
    assert found.q["probs"] == pytest.approx([-4, -4 + 1 / 0.75], rel=1e-14)  # -1/b + (1-a)/a/(1-b)
    same = kl_divergence_grad(Geometric(1), Geometric(1))
    assert (same.p, same.q) == ({"probs": -math.inf}, {"probs": -1.0})  # log(1/b) from b = 1 inwards


INFINITE = [
    (Poisson(1), Poisson(0)),
    (Geometric(0.5), Geometric(1)),
    (Bernoulli(0.5), Bernoulli(0)),
    (Bernoulli(logits=0.5), Bernoulli(0)),
    (Categorical([0.5, 0.5]), Categorical([0, 1])),
    (Categorical(logits=[0, 1.0]), Categorical([0, 1])),
]


@pytest.mark.parametrize(("p", "q"), INFINITE, ids=repr)
def test_an_infinite_divergence_has_no_gradient(p, q):
    with pytest.raises(ValueError, match="the divergence is infinite here, so it has no derivatives"):
        kl_divergence_grad(p, q)


#: p is certain of one outcome: D = -log q there, whose derivatives are written out by hand.
CERTAIN = [
    (Poisson(0), Geometric(0.25), {"rate": -math.inf}, {"probs": -4.0}),
    (Geometric(1), Poisson(2), {"probs": math.inf}, {"rate": 1.0}),
    (Bernoulli(1), Geometric(0.25), {"probs": math.inf}, {"probs": -4 + 1 / 0.75}),
    (kldiv.Binomial(3, 0), Poisson(2), {"probs": -math.inf}, {"rate": 1.0}),
    (kldiv.Binomial(3, 1), kldiv.Binomial(4, 0.25), {"probs": math.inf}, {"probs": -12 + 1 / 0.75}),
    (Bernoulli(0), Poisson(0), {"probs": math.inf}, {"rate": 1.0}),
    (Poisson(0), Bernoulli(0.25), {"rate": math.inf}, {"probs": 1 / 0.75}),  # two events are impossible under q
    (
        kldiv.NegativeBinomial(3, 0),
        kldiv.NegativeBinomial(2, 0.25),
        {"total_count": 0.0, "probs": -math.inf},
        {"total_count": -math.log(0.75), "probs": 2 / 0.75},
    ),
]


@pytest.mark.parametrize(("p", "q", "of_p", "of_q"), CERTAIN, ids=repr)
def test_of_one_certain_outcome_the_limits_are_taken(p, q, of_p, of_q):
    found = kl_divergence_grad(p, q)
    assert found.p == of_p
    assert found.q == pytest.approx(of_q, rel=1e-14)


def test_among_others_it_is_nan():
    found = kl_divergence_grad(Poisson([1, 1]), Poisson([0, 2]))
    assert np.isnan([found.p["rate"][0], found.q["rate"][0]]).all()
    assert found.q["rate"][1] == 0.5
    with pytest.raises(ValueError, match="infinite here"):
        kldiv.kl_divergence_hessian(Poisson(2), Poisson(0))


@pytest.mark.parametrize(("a", "b"), [(800, 0.4), (40, 41), (-40, -41), (0.3, 0.4), (0.3, -500), (0.3, 0.3 + 1e-12)])
def test_logits_keep_their_digits_in_gradients(a, b):
    trial = kl_divergence_grad(Bernoulli(logits=a), Bernoulli(logits=b))
    labels = kl_divergence_grad(Categorical(logits=[0.0, a]), Categorical(logits=[0.0, b]))
    with mp.workdps(400):
        p, q = ([1 / (1 + mp.exp(mpf(x))), 1 / (1 + mp.exp(-mpf(x)))] for x in (a, b))
        logs = [mp.log(x / y) for x, y in zip(p, q, strict=True)]
        mean = mp.fsum(x * log for x, log in zip(p, logs, strict=True))
        assert trial.p["probs"] == pytest.approx(float(mpf(a) - mpf(b)), rel=1e-14)
        assert trial.q["probs"] == pytest.approx(float(p[0] / q[0] - p[1] / q[1]), rel=1e-13)
        assert labels.p["probs"] == pytest.approx([float(log - mean) for log in logs], rel=1e-13, abs=1e-300)
        assert labels.q["probs"] == pytest.approx(
            [float(1 - x / y) for x, y in zip(p, q, strict=True)], rel=1e-12, abs=1e-300
        )


@pytest.mark.parametrize("p", [0.0, 0.5, 1.0])
def test_logits_and_probabilities_meet_at_the_ends(p):
    q = Bernoulli(0.25)
    by_logits = kl_divergence_grad(Bernoulli(logits=np.log(p) - np.log1p(-p) if 0 < p < 1 else (2 * p - 1) * np.inf), q)
    by_probs = kl_divergence_grad(Bernoulli(p), q)
    assert by_logits.p["probs"] == pytest.approx(by_probs.p["probs"], rel=1e-15)
    assert by_logits.q["probs"] == pytest.approx(by_probs.q["probs"], rel=1e-14)


def test_what_cannot_be_done_names_the_parameters():
    for function in (kl_divergence_grad, kldiv.kl_divergence_hessian):
        with pytest.raises(ValueError, match=r"loc of p has shape \(2,\), loc of q \(3,\)"):
            function(Normal([1, 2], 1), Normal([1, 2, 3], 1))
        with pytest.raises(ValueError, match=r"write it as Normal\(...\)"):
            function(MultivariateNormal([1], [[2]]), Normal(0, 1))


def test_what_is_beyond_the_largest_float_keeps_its_sign():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = kl_divergence_grad(Normal(0, 1), Normal(1e200, 1e-200))
    assert found.p == {"loc": -math.inf, "scale": math.inf}  # (m - n) / t^2 and s / t^2 - 1 / s
    assert found.q == {"loc": math.inf, "scale": -math.inf}
    assert kl_divergence_grad(Poisson(1e300), Poisson(1e-300)).q == {"rate": -math.inf}


@pytest.mark.parametrize(("a", "b"), [(40, 41), (-40, 3), (0.5, -300), (0.3, 0.3)])
def test_logits_keep_their_digits_in_hessians(a, b):
    found = kldiv.kl_divergence_hessian(Bernoulli(logits=[a, a]), Bernoulli(logits=b), base=2).matrix * math.log(2)
    with mp.workdps(400):
        p, q = ([1 / (1 + mp.exp(mpf(x))), 1 / (1 + mp.exp(-mpf(x)))] for x in (a, b))
        across = -1 / (q[0] * q[1])
        wanted = [[1 / (p[0] * p[1]), across], [across, p[0] / q[0] ** 2 + p[1] / q[1] ** 2]]
        assert found[0] == pytest.approx(np.array(wanted, dtype=float), rel=1e-13)
    assert found.shape == (2, 2, 2)
    edge = kldiv.kl_divergence_hessian(Bernoulli(logits=-math.inf), Bernoulli(0.25)).matrix
    assert edge == pytest.approx(kldiv.kl_divergence_hessian(Bernoulli(0), Bernoulli(0.25)).matrix, rel=1e-14)
