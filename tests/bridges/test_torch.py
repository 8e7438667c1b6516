"""PyTorch's own distributions, through PyTorch's own `kl_divergence`."""

from __future__ import annotations

import math
import random

import pytest
import torch
from torch.distributions import kl_divergence
from torch_parts import CLASSES, DOUBLE, OURS, drawn, finite_pair, theirs_of

import kldiv
import kldiv.torch
from kldiv.answers.formulas import formula_of
from kldiv.bridges.native import native


@pytest.fixture(autouse=True)
def _taken_back():
    yield
    kldiv.torch.unregister()


def lacking():
    with kldiv.torch.register() as made:
        return list(made.added)


LACKING = lacking()
CLOSED = [pair for pair in LACKING if formula_of(OURS[pair[0]], OURS[pair[1]]).kind == "closed form"]
INFINITE = [pair for pair in LACKING if formula_of(OURS[pair[0]], OURS[pair[1]]).kind == "infinite"]
UNDECIDED = [pair for pair in LACKING if pair not in CLOSED and pair not in INFINITE]
NAMES = [f"{p.__name__}-{q.__name__}" for p, q in CLOSED]


def test_it_lacked_hundreds_of_pairs_and_has_them_now():
    assert len(LACKING) > 350
    assert len(CLOSED) > 90
    assert len(LACKING) == len(set(LACKING))
    gamma, weibull = torch.distributions.Gamma(2.0, 1.0), torch.distributions.Weibull(1.0, 1.0)
    with pytest.raises(NotImplementedError):
        kl_divergence(gamma, weibull)
    with kldiv.torch.register():
        assert kl_divergence(gamma, weibull).item() == pytest.approx(0.42278433)
    with pytest.raises(NotImplementedError):
        kl_divergence(gamma, weibull)


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize(("P", "Q"), CLOSED, ids=NAMES)
def test_value_and_gradient_are_ours(P, Q):
    p, q, rng = OURS[P], OURS[Q], random.Random(f"{P}{Q}")
    with kldiv.torch.register():
        for _ in range(3):
            one, other = finite_pair(p, q, rng)
            first, given = theirs_of(P, one, grad=True)
            second, others = theirs_of(Q, other, grad=True)
            value = kl_divergence(first, second)
            assert value.dtype is DOUBLE
            # PyTorch's trigamma function has nine digits
            assert value.item() == pytest.approx(kldiv.kl_divergence(p(**one), q(**other)), rel=1e-8, abs=1e-12)
            value.backward()
            wanted = kldiv.kl_divergence_grad(p(**one), q(**other))
            for tensors, slopes in ((given, wanted.p), (others, wanted.q)):
                for name, slope in slopes.items():
                    assert tensors[name].grad is None or not tensors[name].grad.isnan(), name
                    found = 0.0 if tensors[name].grad is None else tensors[name].grad.item()
                    assert found == pytest.approx(slope, rel=1e-7, abs=1e-9), name


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize(("P", "Q"), UNDECIDED[::9], ids=str)
def test_where_no_formula_is_known_it_is_the_integral(P, Q):
    p, q = OURS[P], OURS[Q]
    with kldiv.torch.register():
        one, other = finite_pair(p, q, random.Random(f"{P}{Q}"))
        first, given = theirs_of(P, one, grad=True)
        second, others = theirs_of(Q, other, grad=True)
        value = kl_divergence(first, second)
        value.backward()
    assert value.item() == pytest.approx(kldiv.kl_divergence(p(**one), q(**other)))
    wanted = kldiv.kl_divergence_grad(p(**one), q(**other))
    for tensors, slopes in ((given, wanted.p), (others, wanted.q)):
        for name, slope in slopes.items():
            assert tensors[name].grad.item() == slope


@pytest.mark.parametrize(("P", "Q"), INFINITE, ids=str)
def test_what_is_infinite_is_infinite(P, Q):
    rng = random.Random(0)
    with kldiv.torch.register():
        first, _ = theirs_of(P, drawn(OURS[P], rng))
        second, _ = theirs_of(Q, drawn(OURS[Q], rng))
        assert kl_divergence(first, second).item() == math.inf


def test_a_batch_is_broadcast_and_keeps_its_kind():
    loc = torch.zeros(3, 1, dtype=torch.float32, requires_grad=True)
    scale = torch.ones(4, dtype=torch.float32, requires_grad=True)
    with kldiv.torch.register():
        value = kl_divergence(torch.distributions.Uniform(-torch.ones(4), scale), torch.distributions.Cauchy(loc, 2.0))
        assert value.shape == (3, 4)
        assert value.dtype is torch.float32
        value.sum().backward()
    assert loc.grad.shape == (3, 1)
    assert scale.grad.shape == (4,)
    assert not loc.grad.isnan().any()


def test_where_it_is_infinite_slopes_elsewhere_stay_finite():
    """A mask that comes after the formula would give nan: 0 times an infinite slope."""
    low = torch.tensor([-1.0, 0.0, 1.0], dtype=DOUBLE, requires_grad=True)
    rate = torch.ones(3, dtype=DOUBLE, requires_grad=True)
    with kldiv.torch.register():
        p = torch.distributions.Uniform(low, low + 2)
        value = kl_divergence(p, torch.distributions.Weibull(rate, torch.full((3,), 0.5, dtype=DOUBLE)))
        assert value.isinf().tolist() == [True, False, False]
        value[1:].sum().backward(retain_graph=True)
        assert low.grad.isfinite().all()
        assert rate.grad.isfinite().all()
        assert rate.grad[0] == 0
        value.masked_fill(value.isinf(), 0).sum().backward()
        assert rate.grad.isfinite().all()


def test_at_the_ends_of_a_probability_and_in_a_hole():
    with kldiv.torch.register():
        probs = torch.tensor([0.0, 1.0, 0.25], dtype=DOUBLE, requires_grad=True)
        rate = torch.tensor(0.25, dtype=DOUBLE, requires_grad=True)
        value = kl_divergence(torch.distributions.Bernoulli(probs), torch.distributions.Geometric(rate))
        wanted = [kldiv.kl_divergence(kldiv.Bernoulli(v), kldiv.Geometric(0.25)) for v in (0, 1, 0.25)]
        assert value.tolist() == pytest.approx(wanted)
        value.sum().backward()
        assert probs.grad.tolist()[:2] == [-math.inf, math.inf]
        assert rate.grad.isfinite()
        hole = torch.tensor(0.5, dtype=DOUBLE, requires_grad=True)
        normal = torch.distributions.Normal(torch.tensor(0.0, dtype=DOUBLE), 1.0)
        value = kl_divergence(torch.distributions.ContinuousBernoulli(hole), normal)
        value.backward()
        wanted = kldiv.kl_divergence_grad(kldiv.ContinuousBernoulli(0.5), kldiv.Normal(0, 1)).p["probs"]
        assert hole.grad.item() == pytest.approx(wanted)


def test_native_pairs_can_be_differentiated_twice():
    with kldiv.torch.register():
        shape = torch.tensor(2.0, dtype=DOUBLE, requires_grad=True)
        value = kl_divergence(torch.distributions.Gamma(shape, 1.0), torch.distributions.Weibull(1.0, 1.5))
        (slope,) = torch.autograd.grad(value, shape, create_graph=True)
        (second,) = torch.autograd.grad(slope, shape)
    wanted = kldiv.kl_divergence_hessian(kldiv.Gamma(2, 1), kldiv.Weibull(1, 1.5)).matrix[0, 0]
    assert second.item() == pytest.approx(wanted)


def test_the_gradient_of_their_own_pairs_agrees_with_ours():
    rng = random.Random(4)
    for ours, theirs in CLASSES:
        if ours.variate != "univariate" or (theirs, theirs) in LACKING or formula_of(ours, ours).kind != "closed form":
            continue
        one, other = finite_pair(ours, ours, rng)
        first, given = theirs_of(theirs, one, grad=True)
        second, others = theirs_of(theirs, other, grad=True)
        kl_divergence(first, second).backward()
        wanted = kldiv.kl_divergence_grad(ours(**one), ours(**other))
        for tensors, slopes in ((given, wanted.p), (others, wanted.q)):
            for name, slope in slopes.items():
                if name != ours.shared:
                    assert tensors[name].grad.item() == pytest.approx(slope, rel=1e-6, abs=1e-9), (ours.name, name)


def test_registering_twice_and_taking_back_leaves_what_was_there():
    from torch.distributions.kl import _KL_REGISTRY

    before = dict(_KL_REGISTRY)
    kldiv.torch.register()
    kldiv.torch.register(accurate=True)
    assert len(_KL_REGISTRY) > len(before)
    kldiv.torch.unregister()
    assert dict(_KL_REGISTRY) == before


def test_most_pairs_are_computed_where_their_tensors_are():
    natives = 0
    for p, q in CLOSED:
        try:
            native(OURS[p], OURS[q], "torch")
            natives += 1
        except NotImplementedError:
            continue
    assert natives >= len(CLOSED) - 15


def test_on_the_device_of_the_tensors():
    """No other device than this one is needed: on "meta" nothing can be moved without notice."""
    with kldiv.torch.register():
        scale = torch.ones(2, device="meta")
        p = torch.distributions.Normal(scale, scale, validate_args=False)
        code = native(kldiv.Normal, kldiv.Laplace, "torch").compiled()
        assert code(p.loc, p.scale, scale, scale).device.type == "meta"
