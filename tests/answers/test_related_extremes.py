"""Pairs that are far apart and alike at once: parameters that are huge or tiny, but equal, in proportion or nearly so.

Terms that are large then cancel in ways that neither independent extremes nor small changes of one pair show. The truth
is what ball arithmetic makes of the derived formula.
"""

import math
import random
from fractions import Fraction

import numpy as np
import pytest

import kldiv
from kldiv.answers.kernels.forms import INSIDE_GAMMA
from kldiv.answers.kernels.registry import KERNELS
from kldiv.answers.single import divergence_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

FAMILIES = sorted(s for s, k in DISTRIBUTIONS.items() if k.variate == UNIVARIATE and (s, s) in KERNELS)
PAIRS = 80


def related(kind, rng):
    """Two lists of parameters: q's are those of p, times powers of one number, some of them changed a little more."""
    drawn = {name: float(value) for name, value in kind.draw(rng).items()}
    size, factor = (10.0 ** rng.uniform(-18, 18) for _ in range(2))
    factor = rng.choice([factor, factor ** (1 / 6), factor**0.01, 1.0])
    change = 1 + rng.choice([-1, 0, 1]) * 10.0 ** -rng.choice([rng.uniform(0, 16), rng.uniform(0.5, 1.6)])
    p = {name: value * rng.choice([1.0, size]) for name, value in drawn.items()}
    powers = rng.choice([(1, 1), (1, -1), (0, 1), (1, 0)])
    q = {name: value * factor ** powers[k % 2] * rng.choice([1.0, change]) for k, (name, value) in enumerate(p.items())}
    if kind.shared:
        q[kind.shared] = p[kind.shared]
    return p, q


def pairs(kind, rng):
    found = []
    while len(found) < PAIRS:
        p, q = related(kind, rng)
        try:
            found.append((kind(**p), kind(**q)))
        except ValueError:  # a scale beyond the largest float, a probability beyond 1
            continue
    return found


def exact(p, q):
    values = ({name: Fraction(float(v)) for name, v in one.parameters.items()} for one in (p, q))
    return float(divergence_of(type(p), next(values), type(q), next(values)).value)


def worst(asked):
    errors = [0.0]
    for p, q in asked:
        value, wanted = kldiv.kl_divergence(p, q), exact(p, q)
        if value != wanted and wanted > 1e-290:
            errors.append(abs(value / wanted - 1) if math.isfinite(wanted) else math.inf)
    return max(errors)


@pytest.mark.parametrize("slug", FAMILIES)
def test_within_a_family(slug):
    assert worst(pairs(DISTRIBUTIONS[slug], random.Random(slug))) < 1e-13


@pytest.mark.parametrize("slug", FAMILIES)
def test_arrays_say_the_same(slug):
    kind = DISTRIBUTIONS[slug]
    asked = pairs(kind, random.Random(slug))
    one, other = (
        kind(**{own.name: np.array([float(d.parameters[own.name]) for d in side]) for own in kind.spec})
        for side in zip(*asked, strict=True)
    )
    found = kldiv.kl_divergence(one, other)
    for value, (p, q) in zip(found, asked, strict=True):
        assert value == pytest.approx(kldiv.kl_divergence(p, q), rel=1e-13)


def with_mean(slug, mean, rng):
    if slug == "gamma":
        shape = 10.0 ** rng.uniform(-8, 18)
        return kldiv.Gamma(shape, shape / mean)
    return kldiv.Exponential(1 / mean) if slug == "exponential" else kldiv.Chi2(mean)


@pytest.mark.parametrize(("p", "q"), [(p, q) for p in INSIDE_GAMMA for q in INSIDE_GAMMA if p != q])
def test_equal_means_in_two_families(p, q):
    rng, asked = random.Random(p + q), []
    for _ in range(PAIRS):
        mean = 10.0 ** rng.uniform(-8, 20)
        near = mean * (1 + rng.choice([-1, 0, 1]) * 10.0 ** -rng.uniform(0.5, 16))
        asked.append((with_mean(p, mean, rng), with_mean(q, near, rng)))
    assert worst(asked) < 1e-13
