"""Which distribution is another one at some parameters, or a function of a variable of another one.

Each relation is declared once and proved by none of this: `gap` compares the density of the one with that of the
other, carried over, and the build refuses a relation whose densities differ.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Distribution
from scripts.pages.array_relations import SMALLEST, Smallest, gap_of_smallest

x, y = sp.Symbol("x"), sp.Symbol("y")


class WrongRelation(Exception):
    """Two distributions are not related as it was declared."""


@dataclass(frozen=True)
class Relation:
    """A variable of one distribution as a function of a variable of another.

    Attributes:
        source: the slug of the distribution that X follows.
        target: the slug of the distribution that the function of X follows.
        given: the parameters of X by name, in terms of the target's parameters.
        words: what the function is, as in "the exponential of"; "" where it is the variable itself.
        sign: what stands on the map.
        forward: the function of x, with the target's parameters.
        back: a value of x from y, its inverse.
        values: how many values of x, equally likely, give each y.
    """

    source: str
    target: str
    given: Mapping[str, str]
    words: str = ""
    sign: str = "="
    forward: str = "x"
    back: str = "y"
    values: int = 1

    @property
    def special(self) -> bool:
        """Whether the target is nothing but the source at some parameters."""
        return self.forward == "x"

    @cached_property
    def letters(self) -> dict[str, sp.Symbol]:
        """The letters of the target's parameters by name."""
        spec = DISTRIBUTIONS[self.target].spec
        return {p.name: sp.Symbol(p.letter, **p.domain.assumptions) for p in spec}

    def read(self, text: str) -> sp.Expr:
        """Read an expression in x, y and the names of the target's parameters."""
        return sp.sympify(text, locals={**self.letters, "x": x, "y": y})


#: The functions that occur more than once.
_EXP: dict[str, Any] = {"words": "the exponential of", "sign": "exp", "forward": "exp(x)", "back": "log(y)"}
_LOG: dict[str, Any] = {"words": "the logarithm of", "sign": "log", "forward": "log(x)", "back": "exp(y)"}
_RECIPROCAL: dict[str, Any] = {"words": "the reciprocal of", "sign": "1/x", "forward": "1/x", "back": "1/y"}
_MODULUS: dict[str, Any] = {"words": "the absolute value of", "sign": "|x|", "forward": "Abs(x)", "values": 2}
_SCALED: dict[str, Any] = {"words": "a multiple of", "sign": "σx", "forward": "scale*x", "back": "y/scale"}

RELATIONS = (
    Relation("binomial", "bernoulli", {"total_count": "1", "probs": "probs"}),
    Relation("negative-binomial", "geometric", {"total_count": "1", "probs": "1 - probs"}),
    Relation("gamma", "exponential", {"concentration": "1", "rate": "rate"}),
    Relation("gamma", "chi2", {"concentration": "df/2", "rate": "1/2"}),
    Relation("weibull", "exponential", {"scale": "1/rate", "concentration": "1"}),
    Relation("weibull", "rayleigh", {"scale": "sqrt(2)*scale", "concentration": "2"}),
    Relation("student-t", "cauchy", {"df": "1", "loc": "loc", "scale": "scale"}),
    Relation("normal", "log-normal", {"loc": "loc", "scale": "scale"}, **_EXP),
    Relation("normal", "half-normal", {"loc": "0", "scale": "scale"}, **_MODULUS),
    Relation("cauchy", "half-cauchy", {"loc": "0", "scale": "scale"}, **_MODULUS),
    Relation("laplace", "exponential", {"loc": "0", "scale": "1/rate"}, **_MODULUS),
    Relation("gamma", "inverse-gamma", {"concentration": "concentration", "rate": "rate"}, **_RECIPROCAL),
    Relation("gamma", "exp-gamma", {"concentration": "concentration", "rate": "rate"}, **_LOG),
    Relation("inverse-gamma", "exp-inverse-gamma", {"concentration": "concentration", "rate": "scale"}, **_LOG),
    Relation("weibull", "frechet", {"scale": "1/scale", "concentration": "concentration"}, **_RECIPROCAL),
    Relation("frechet", "gumbel", {"scale": "exp(loc)", "concentration": "1/scale"}, **_LOG),
    Relation("uniform", "log-uniform", {"low": "log(low)", "high": "log(high)"}, **_EXP),
    Relation("chi", "maxwell", {"df": "3"}, **_SCALED),
    Relation("chi", "rayleigh", {"df": "2"}, **_SCALED),
    Relation("chi", "half-normal", {"df": "1"}, **_SCALED),
    Relation("chi2", "chi", {"df": "df"}, "the square root of", "√x", "sqrt(x)", "y**2"),
    Relation(
        "normal",
        "logit-normal",
        {"loc": "loc", "scale": "scale"},
        "the logistic function of",
        "logistic",
        "1/(1 + exp(-x))",
        "log(y/(1 - y))",
    ),
    Relation(
        "exponential",
        "pareto",
        {"rate": "alpha"},
        "a multiple of the exponential of",
        "exp",
        "scale*exp(x)",
        "log(y/scale)",
    ),
    Relation(
        "chi2",
        "moyal",
        {"df": "1"},
        "a shifted multiple of the logarithm of",
        "−log",
        "loc - scale*log(x)",
        "exp(-(y - loc)/scale)",
    ),
    Relation(
        "beta",
        "beta-prime",
        {"concentration1": "concentration1", "concentration0": "concentration0"},
        "the odds of",
        "odds",
        "x/(1 - x)",
        "y/(1 + y)",
    ),
    Relation(
        "beta",
        "kumaraswamy",
        {"concentration1": "1", "concentration0": "concentration0"},
        "a power of",
        "power",
        "x**(1/concentration1)",
        "y**concentration1",
    ),
    Relation(
        "beta",
        "uniform",
        {"concentration1": "1", "concentration0": "1"},
        "a shifted multiple of",
        "linear",
        "low + (high - low)*x",
        "(y - low)/(high - low)",
    ),
    Relation(
        "uniform",
        "logistic",
        {"low": "0", "high": "1"},
        "a shifted multiple of the log-odds of",
        "log-odds",
        "loc + scale*log(x/(1 - x))",
        "1/(1 + exp(-(y - loc)/scale))",
    ),
    Relation(
        "half-cauchy",
        "hyperbolic-secant",
        {"scale": "1"},
        "a shifted multiple of the logarithm of",
        "log",
        "loc + scale*log(x)",
        "exp((y - loc)/scale)",
    ),
)


def gap(relation: Relation, points: int = 6) -> float:
    """Compare the density of the target with that of the source, carried over, at parameters drawn at random.

    Args:
        relation: any relation.
        points: how many values, each at parameters of its own.

    Returns:
        The largest relative difference.
    """
    rng = random.Random(f"{relation.source} to {relation.target}")
    target, source = DISTRIBUTIONS[relation.target], DISTRIBUTIONS[relation.source]
    worst = 0.0
    for _ in range(points):
        drawn = {name: sp.Rational(str(value)) for name, value in target.draw(rng).items()}
        at = {letter: drawn[name] for name, letter in relation.letters.items()}
        given = {name: relation.read(text).subs(at) for name, text in relation.given.items()}
        value = _inside(target.from_parameters(drawn), rng)
        back = relation.read(relation.back)
        slope = sp.S.One if target.kind == DISCRETE else sp.Abs(sp.diff(back, y))
        carried = relation.values * source.from_parameters(given).density(back.subs(at).subs(y, value))
        carried *= slope.subs(at).subs(y, value)
        wanted = target.from_parameters(drawn).density(value)
        returned = relation.read(relation.forward).subs(x, back).subs(at).subs(y, value)
        worst = max(worst, _apart(carried, wanted), _apart(returned, value))
    return worst


def _inside(distribution: Distribution, rng: random.Random) -> sp.Rational:
    """A value in the support, not far from its finite end."""
    support = distribution.support()
    low, high = support.lower, support.upper
    if support.kind == DISCRETE:
        return sp.Integer(low + rng.randint(0, 1))
    part = sp.Rational(rng.randint(1, 9), 10)
    if low.is_finite and high.is_finite:
        return sp.nsimplify(low + part * (high - low))
    return sp.nsimplify(low + 2 * part) if low.is_finite else 4 * part - 2


def _apart(one: sp.Expr, other: sp.Expr) -> float:
    first, second = (complex(sp.N(value, 30)) for value in (one, other))
    return abs(first - second) / (abs(second) or 1.0)


#: Densities that are equal differ by no more than this.
SAME = 1e-9


def checked() -> tuple[Relation | Smallest, ...]:
    """Return every relation, each tried.

    Raises:
        WrongRelation: if one does not hold.
    """
    apart: list[tuple[Relation | Smallest, float]] = [(relation, gap(relation)) for relation in RELATIONS]
    apart += [(relation, gap_of_smallest(relation)) for relation in SMALLEST]
    for relation, found in apart:
        if not found < SAME:
            raise WrongRelation(f"{relation.target} is not what is said of {relation.source}: {found:.1e}")
    return RELATIONS + SMALLEST
