"""JAX: pure functions under jit, grad and vmap, in double precision."""

from __future__ import annotations

import math
import random

import jax
import jax.numpy as jnp
import pytest

import kldiv
import kldiv.jax
from kldiv.answers.formulas import formula_of, rows
from kldiv.bridges.native import native
from kldiv.distributions import DISTRIBUTIONS

jax.config.update("jax_enable_x64", True)


def writable():
    for name, row in rows().items():
        if row["kind"] == "closed form":
            p, q = next(
                (p, q) for p in DISTRIBUTIONS.values() for q in DISTRIBUTIONS.values() if f"{p.slug}-{q.slug}" == name
            )
            try:
                native(p, q, "jax")
                yield p, q
            except NotImplementedError:
                continue


PAIRS = list(writable())


def finite_pair(p, q, rng):
    formula = formula_of(p, q)
    for _ in range(2000):
        one, other = ({name: float(v) for name, v in kind.draw(rng).items()} for kind in (p, q))
        if p is q and p.shared:
            other[p.shared] = one[p.shared]
        try:
            answer = kldiv.evaluate(p(**one), q(**other))
        except ValueError:
            continue
        if math.isfinite(answer.value) and answer.method == formula.kind:
            return one, other
    raise AssertionError(f"no parameters for {p.slug}, {q.slug}")


def arguments(one, other):
    return {**{f"{k}_p": v for k, v in one.items()}, **{f"{k}_q": v for k, v in other.items()}}


def test_nearly_every_closed_form_is_there():
    closed = sum(row["kind"] == "closed form" for row in rows().values())
    assert len(PAIRS) > 0.97 * closed


@pytest.mark.parametrize(("p", "q"), PAIRS[::5], ids=lambda kind: kind.slug)
def test_value_and_gradient_are_ours(p, q):
    one, other = finite_pair(p, q, random.Random(f"{p.slug}{q.slug}"))
    divergence, given = kldiv.jax.kl_divergence(p, q), arguments(one, other)
    value, slopes = jax.jit(jax.value_and_grad(lambda at: divergence(**at)))(given)
    assert float(value) == pytest.approx(kldiv.kl_divergence(p(**one), q(**other)), rel=1e-8, abs=1e-12)
    wanted = kldiv.kl_divergence_grad(p(**one), q(**other))
    for index, found in (("p", wanted.p), ("q", wanted.q)):
        for name, slope in found.items():
            assert float(slopes[f"{name}_{index}"]) == pytest.approx(slope, rel=1e-6, abs=1e-9), name


def test_it_maps_and_compiles_and_keeps_its_precision():
    divergence = kldiv.jax.kl_divergence("gamma", "weibull")
    shapes = jnp.linspace(1, 3, 5)
    mapped = jax.jit(jax.vmap(lambda a: divergence(a, 1.0, 1.0, 1.5)))(shapes)
    assert mapped.tolist() == pytest.approx(divergence(shapes, 1.0, 1.0, 1.5).tolist())
    assert mapped[0] == pytest.approx(kldiv.kl_divergence(kldiv.Gamma(1, 1), kldiv.Weibull(1, 1.5)))
    single = [jnp.float32(v) for v in (1, 1, 1, 1.5)]
    assert divergence(*single).dtype == jnp.float32
    assert jax.hessian(divergence)(2.0, 1.0, 1.0, 1.5) == pytest.approx(
        kldiv.kl_divergence_hessian(kldiv.Gamma(2, 1), kldiv.Weibull(1, 1.5)).matrix[0, 0]
    )


def test_where_it_is_infinite_slopes_elsewhere_stay_finite():
    divergence = kldiv.jax.kl_divergence("uniform", "weibull")
    low = jnp.array([-1.0, 0.0, 1.0])
    value = divergence(low, low + 2, 1.0, 0.5)
    assert value.tolist()[0] == math.inf
    slopes = jax.grad(
        lambda x: jnp.where(jnp.isinf(divergence(x, x + 2, 1.0, 0.5)), 0, divergence(x, x + 2, 1.0, 0.5)).sum()
    )(low)
    assert bool(jnp.isfinite(slopes).all())


def test_at_the_ends_of_a_probability():
    divergence = kldiv.jax.kl_divergence("bernoulli", "geometric")
    for end in (0.0, 1.0):
        assert float(divergence(end, 0.25)) == pytest.approx(
            kldiv.kl_divergence(kldiv.Bernoulli(end), kldiv.Geometric(0.25))
        )
        wanted = kldiv.kl_divergence_grad(kldiv.Bernoulli(end), kldiv.Geometric(0.25)).q["probs"]
        assert float(jax.grad(divergence, argnums=1)(end, 0.25)) == pytest.approx(wanted)


def test_what_is_infinite_is_infinite_and_what_it_lacks_is_said():
    assert kldiv.jax.kl_divergence("normal", "gamma")(0.0, 1.0, jnp.ones(3), 1.0).tolist() == [math.inf] * 3
    with pytest.raises(NotImplementedError, match=r"^Student's t against Student's t: no closed form is known$"):
        kldiv.jax.kl_divergence("student-t", "student-t")
    with pytest.raises(NotImplementedError, match="a closed form is known for equal scale only"):
        kldiv.jax.kl_divergence("logistic", "logistic")
    with pytest.raises(TypeError, match="the arguments are rate_p, rate_q"):
        kldiv.jax.kl_divergence("poisson", "poisson")(1.0, rate=2.0)
    with pytest.raises(ValueError, match=r"register: the libraries are 'numpyro' and 'tfp', got 'torch'"):
        kldiv.jax.register("torch")
