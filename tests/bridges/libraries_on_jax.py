"""What is asked of NumPyro and of TensorFlow Probability on JAX alike."""

from __future__ import annotations

import math
import random

import jax
import pytest

import kldiv
import kldiv.jax
from kldiv.answers.formulas import formula_of
from kldiv.answers.found import INFINITE
from kldiv.bridges.native import native

jax.config.update("jax_enable_x64", True)


def made_by(module, kind, theirs, library, values):
    """Make one of a library's distributions from the line of code that this package shows for it."""
    line = kind.elsewhere[library].format(**{name: f"array({value!r})" for name, value in values.items()})
    found = eval(line, {**vars(module), "array": jax.numpy.array})
    if theirs.__name__.endswith("Logits"):
        logits = math.log(values["probs"]) - math.log1p(-values["probs"])
        found = theirs(**{**{k: jax.numpy.array(v) for k, v in values.items() if k != "probs"}, "logits": logits})
    return found


def finite_pair(p, q, rng):
    for _ in range(2000):
        one, other = ({name: float(v) for name, v in kind.draw(rng).items()} for kind in (p, q))
        if p is q and p.shared:
            other[p.shared] = one[p.shared]
        if math.isfinite(kldiv.kl_divergence(p(**one), q(**other))):
            return one, other
    raise AssertionError(f"no parameters for {p.slug}, {q.slug}")


def check(module, library, kl_divergence, least):
    """Register, ask for every third pair that was added, and take it back."""
    ours = {theirs: kind for kind, theirs in kldiv.jax.classes(library)}
    example = (made_by(module, k, t, library, v) for k, t, v in (
        (kldiv.Gamma, module.Gamma, {"concentration": 2.0, "rate": 1.0}),
        (kldiv.Weibull, module.Weibull, {"scale": 1.0, "concentration": 1.0}),
    ))  # fmt: skip
    example = list(example)
    with pytest.raises(NotImplementedError):
        kl_divergence(*example)
    with kldiv.jax.register(library) as made:
        assert len(made.added) >= least
        assert all("\n" not in reason for reason in made.refused.values())
        rng = random.Random(0)
        for one, other in made.added[::3]:
            p, q = ours[one], ours[other]
            if library == "tfp" and "jsp.exp" in native(p, q, "jax").source:
                continue  # in the JAX that this release of TFP needs, expn and expi fail in double precision
            if formula_of(p, q).kind == INFINITE:
                first, second = ({n: float(v) for n, v in k.draw(rng).items()} for k in (p, q))
            else:
                first, second = finite_pair(p, q, rng)
            pair = made_by(module, p, one, library, first), made_by(module, q, other, library, second)
            wanted = kldiv.kl_divergence(p(**first), q(**second))
            assert float(kl_divergence(*pair)) == pytest.approx(wanted, rel=1e-6, abs=1e-9), (p.slug, q.slug)
        assert float(jax.jit(lambda: kl_divergence(*example))()) == pytest.approx(0.42278433509)
    with pytest.raises(NotImplementedError):
        kl_divergence(*example)
