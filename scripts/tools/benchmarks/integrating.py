"""Time what a user would otherwise do: SymPy's integrate of p log(p/q), for pairs of one family.

Prints one line of JSON: whether the answer is right, and how long it took beside the derivation.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.nodes import Divergence
from kldiv.derived import derive
from kldiv.distributions.points import points_for
from kldiv.values.at_point import value_at

#: Families whose divergence from themselves is asked for.
FAMILIES = (
    "normal",
    "exponential",
    "gamma",
    "uniform",
    "rayleigh",
    "half-normal",
    "inverse-gamma",
    "chi2",
    "bernoulli",
    "poisson",
    "beta",
    "log-normal",
    "weibull",
    "logistic",
    "cauchy",
    "von-mises",
    "laplace",
    "pareto",
    "gumbel",
    "binomial",
    "geometric",
    "negative-binomial",
)


def ask(slug: str) -> dict[str, Any]:
    """Integrate p log(p/q) for two distributions of a family, and derive it.

    Args:
        slug: the family.

    Returns:
        What came of it: "right", "wrong" or "unevaluated", and both times in seconds.
    """
    start = time.perf_counter()
    found = derive(slug, slug)
    derived = time.perf_counter() - start
    assert isinstance(found.left, Divergence)
    start = time.perf_counter()
    try:
        answer = found.left.as_integral().doit()
    except Exception as error:
        return {"outcome": type(error).__name__, "integrate": time.perf_counter() - start, "derive": derived}
    seconds = time.perf_counter() - start
    return {"outcome": judge(found, answer), "integrate": seconds, "derive": derived}


def judge(found: Any, answer: sp.Expr) -> str:
    """Compare an answer with the derived result at two points."""
    if answer.has(sp.Integral, sp.Sum):
        return "unevaluated"
    p, q = found.distributions
    for at in points_for(p, q, found.assumptions, count=2):
        exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
        try:
            number = sp.N(answer.subs(exact), 20)
            if abs(mpmath.mpf(number) - value_at(found.result, at)) > mpmath.mpf(10) ** -12:
                return "wrong"
        except (TypeError, ValueError, ArithmeticError):
            return "wrong"
    return "right"


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1])))
