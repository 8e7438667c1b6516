"""PyTorch's distributions where one of this package is expected."""

from __future__ import annotations

import pytest
import torch

import kldiv
import kldiv.torch
from kldiv.answers.foreign import as_known
from kldiv.arb import arb
from kldiv.values.known import known_of

GIVEN = {
    "Bernoulli": {"probs": 0.25}, "Beta": {"concentration1": 2.0, "concentration0": 3.0},
    "Binomial": {"total_count": 4, "probs": 0.25}, "Cauchy": {"loc": 1.0, "scale": 2.0}, "Chi2": {"df": 3.0},
    "ContinuousBernoulli": {"probs": 0.25}, "Exponential": {"rate": 2.0}, "Gamma": {"concentration": 2.0, "rate": 3.0},
    "Geometric": {"probs": 0.25}, "Gumbel": {"loc": 1.0, "scale": 2.0}, "HalfCauchy": {"scale": 2.0},
    "HalfNormal": {"scale": 2.0}, "InverseGamma": {"concentration": 2.0, "rate": 3.0},
    "Kumaraswamy": {"concentration1": 2.0, "concentration0": 3.0}, "Laplace": {"loc": 1.0, "scale": 2.0},
    "LogNormal": {"loc": 1.0, "scale": 2.0}, "NegativeBinomial": {"total_count": 3.0, "probs": 0.25},
    "Normal": {"loc": 1.0, "scale": 2.0}, "Pareto": {"scale": 1.0, "alpha": 2.0}, "Poisson": {"rate": 3.0},
    "StudentT": {"df": 3.0, "loc": 1.0, "scale": 2.0}, "Uniform": {"low": -1.0, "high": 2.0},
    "VonMises": {"loc": 1.0, "concentration": 2.0}, "Weibull": {"scale": 2.0, "concentration": 3.0},
}  # fmt: skip
VECTORS = {"Categorical", "Dirichlet", "MultivariateNormal", "Wishart"}


def made(name):
    return getattr(torch.distributions, name)(
        **{k: torch.tensor(v, dtype=torch.float64) for k, v in GIVEN[name].items()}
    )


def test_every_class_is_tried():
    assert {theirs.__name__ for _, theirs in kldiv.torch.classes()} == set(GIVEN) | VECTORS


@pytest.mark.parametrize("name", GIVEN)
def test_the_density_is_the_same(name):
    torch.manual_seed(0)
    theirs = made(name)
    ours = as_known(theirs)
    values, known = [arb(float(v)) for v in ours.parameters.values()], known_of(ours)
    low, high = (arb(end) for end in known.ends(*values))
    for x in theirs.sample((5,)).double():
        at = arb(float(x))
        wanted = theirs.log_prob(x).item()
        assert float(known.log_density(*values)(at, at - low, high - at)) == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def test_vectors_batches_and_slopes_too():
    normal = torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2))
    other = torch.distributions.MultivariateNormal(torch.ones(2), 2 * torch.eye(2))
    assert kldiv.kl_divergence(normal, other) == pytest.approx(torch.distributions.kl_divergence(normal, other).item())
    wishart = torch.distributions.Wishart(torch.tensor(3.0), torch.eye(2))
    assert kldiv.kl_divergence(wishart, wishart) == 0
    shares = torch.distributions.Categorical(torch.tensor([[0.25, 0.75], [0.5, 0.5]], dtype=torch.float64))
    assert kldiv.kl_divergence(shares, shares).tolist() == [0, 0]
    scale = torch.ones(3, dtype=torch.float64, requires_grad=True)
    assert kldiv.entropy(torch.distributions.Normal(0.0, scale)).shape == (3,)
    with pytest.raises(ValueError, match=r"^torch.distributions.Independent: kldiv has no such distribution$"):
        kldiv.entropy(torch.distributions.Independent(torch.distributions.Normal(torch.zeros(2), torch.ones(2)), 1))
