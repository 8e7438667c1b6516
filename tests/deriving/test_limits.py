"""What the divergence tends to where a parameter runs to an end of its domain."""

from __future__ import annotations

import math
import random

import pytest
import sympy as sp

from kldiv.answers.formulas import formula_of
from kldiv.answers.found import CLOSED_FORM
from kldiv.answers.measures import evaluate
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

#: Parameters that stretch a distribution, or its logarithm, or its mean.
STRETCHING = ("scale", "rate")


def whole(slug: str) -> bool:
    """Whether there is a formula for all parameters; the logistic one is for equal scales."""
    found = formula_of(DISTRIBUTIONS[slug], DISTRIBUTIONS[slug])
    in_part = found.assumptions or any(isinstance(condition, sp.Eq) for condition in found.scope)
    return found.kind == CLOSED_FORM and not in_part


STRETCHED = [
    (slug, name)
    for slug, distribution in DISTRIBUTIONS.items()
    for name in STRETCHING
    if distribution.variate == UNIVARIATE
    and name in {parameter.name for parameter in distribution.spec}
    and whole(slug)
]


def test_most_distributions_can_be_stretched():
    assert len(STRETCHED) >= 15


@pytest.mark.parametrize("factor", [1e-3, 1e3], ids=["shrunk", "stretched"])
@pytest.mark.parametrize(("slug", "name"), STRETCHED, ids=[f"{slug}-{name}" for slug, name in STRETCHED])
def test_it_grows_without_end_as_the_other_distribution_is_shrunk_or_stretched(slug, name, factor):
    drawn = {key: float(value) for key, value in DISTRIBUTIONS[slug].draw(random.Random(f"limit {slug}")).items()}
    p, seen = DISTRIBUTIONS[slug](**drawn), []
    for power in (1, 2, 3):
        answer = evaluate(p, DISTRIBUTIONS[slug](**{**drawn, name: drawn[name] * factor**power}))
        assert answer.method in {"closed form", "infinite"}
        seen.append(answer.value)
    # The slowest growth is that of a logarithm: as much again for each power of ten.
    assert seen[0] > 0.5
    assert seen[1] > 1.2 * seen[0] or seen[1] == math.inf
    assert seen[2] > 1.2 * seen[1] or seen[2] == math.inf


@pytest.mark.parametrize("slug", ["normal", "laplace", "gumbel", "cauchy", "moyal"])
def test_it_grows_without_end_as_the_other_distribution_moves_away(slug):
    p = DISTRIBUTIONS[slug](loc=0, scale=1)
    near, far, further = (evaluate(p, DISTRIBUTIONS[slug](loc=shift, scale=1)).value for shift in (2, 10, 100))
    assert near > 0.1
    assert 1.5 * near < far
    assert 1.5 * far < further


@pytest.mark.parametrize("slug", ["normal", "laplace", "gumbel", "cauchy", "exponential", "poisson"])
def test_it_vanishes_as_the_other_distribution_comes_near(slug):
    drawn = {key: float(value) for key, value in DISTRIBUTIONS[slug].draw(random.Random(f"near {slug}")).items()}
    name = next(name for name in STRETCHING if name in drawn)
    near = [
        evaluate(DISTRIBUTIONS[slug](**drawn), DISTRIBUTIONS[slug](**{**drawn, name: drawn[name] * (1 + e)})).value
        for e in (1e-2, 1e-4)
    ]
    # By halves of squares: a hundredth of the distance, a ten-thousandth of the divergence.
    assert near[1] == pytest.approx(near[0] / 1e4, rel=0.05)
