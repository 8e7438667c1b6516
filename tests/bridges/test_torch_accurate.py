"""PyTorch's own pairs on request: through NumPy, with the digits that they lose near p = q."""

from __future__ import annotations

import pytest
import torch
from torch.distributions import kl_divergence
from torch_parts import DOUBLE, OURS, theirs_of

import kldiv
import kldiv.torch

ACCURATE = [
    (torch.distributions.Normal, {"loc": 0.0, "scale": 1.0}, {"loc": 1e-9, "scale": 1.0}),
    (torch.distributions.Gamma, {"concentration": 2.5, "rate": 1.0}, {"concentration": 2.5 + 1e-10, "rate": 1.0}),
    (
        torch.distributions.Beta,
        {"concentration1": 2.0, "concentration0": 3.0},
        {"concentration1": 2.0, "concentration0": 3 + 1e-9},
    ),
    (torch.distributions.Poisson, {"rate": 3.0}, {"rate": 3 + 1e-9}),
]


@pytest.mark.parametrize(("theirs", "one", "other"), ACCURATE)
def test_on_request_what_it_has_keeps_its_digits(theirs, one, other):
    ours, wanted = OURS[theirs], kldiv.kl_divergence(OURS[theirs](**one), OURS[theirs](**other))
    first, _ = theirs_of(theirs, one)
    second, given = theirs_of(theirs, other, grad=True)
    own = kl_divergence(first, second).item()
    assert theirs is torch.distributions.Normal or abs(own - wanted) > 1e-3 * wanted
    with kldiv.torch.register(accurate=True) as made:
        assert (theirs, theirs) in made.replaced
        value = kl_divergence(first, second)
        assert value.item() == wanted
        value.backward()
    for name, slope in kldiv.kl_divergence_grad(ours(**one), ours(**other)).q.items():
        assert given[name].grad.item() == slope
    assert kl_divergence(first, second).item() == own


def test_tensors_that_change_before_the_derivatives_are_asked_for_change_nothing():
    x = torch.tensor([1.0, 2.0], dtype=DOUBLE, requires_grad=True)
    target, one = torch.zeros(2, dtype=DOUBLE), torch.ones(2, dtype=DOUBLE)
    with kldiv.torch.register(accurate=True):
        value = kl_divergence(torch.distributions.Normal(x, one), torch.distributions.Normal(target, one)).sum()
    target.add_(5.0)  # such as a moving average
    value.backward()
    assert x.grad.tolist() == [1.0, 2.0]


def test_on_request_vectors_too():
    torch.manual_seed(0)
    root = torch.randn(5, 3, 3, dtype=DOUBLE)
    spread = (root @ root.mT + torch.eye(3)).requires_grad_()
    loc = torch.randn(3, dtype=DOUBLE, requires_grad=True)
    normals = torch.distributions.MultivariateNormal
    shares = torch.tensor([[0.2, 0.3, 0.5], [0.6, 0.2, 0.2]], dtype=DOUBLE, requires_grad=True)
    cases = {
        "normal": (
            lambda: (normals(loc, spread), normals(torch.zeros(3, dtype=DOUBLE), torch.eye(3, dtype=DOUBLE))),
            [loc, spread],
        ),
        "dirichlet": (
            lambda: (torch.distributions.Dirichlet(shares), torch.distributions.Dirichlet(shares[1])),
            [shares],
        ),
        "categorical": (
            lambda: (torch.distributions.Categorical(shares), torch.distributions.Categorical(shares[0])),
            [shares],
        ),
    }
    for name, (make, inputs) in cases.items():
        own = kl_divergence(*make())
        slopes = torch.autograd.grad(own.sum(), inputs)
        with kldiv.torch.register(accurate=True):
            value = kl_divergence(*make())
            ours = torch.autograd.grad(value.sum(), inputs)
        assert value.shape == own.shape, name
        assert torch.allclose(value, own, rtol=1e-9), name
        for mine, slope in zip(ours, slopes, strict=True):
            assert torch.allclose(mine, slope, rtol=1e-8, atol=1e-12), name


def test_on_request_wisharts_have_the_slope_in_p_that_pytorch_takes_for_none():
    df, spread = torch.tensor(4.5, dtype=DOUBLE, requires_grad=True), 2 * torch.eye(3, dtype=DOUBLE)
    p = torch.distributions.Wishart(df, spread)
    q = torch.distributions.Wishart(torch.tensor(5.0, dtype=DOUBLE), torch.eye(3, dtype=DOUBLE))
    own = kl_divergence(p, q)
    assert torch.autograd.grad(own, df, allow_unused=True) == (None,)
    with kldiv.torch.register(accurate=True):
        value = kl_divergence(p, q)
        (slope,) = torch.autograd.grad(value, df)
    assert value.item() == pytest.approx(own.item())
    wanted = kldiv.kl_divergence_grad(kldiv.Wishart(4.5, spread.tolist()), kldiv.Wishart(5, torch.eye(3).tolist()))
    assert slope.item() == pytest.approx(wanted.p["df"])
