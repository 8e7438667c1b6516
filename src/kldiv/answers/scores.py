"""Partial derivatives from the definition: an integral, or a sum, of p times a function of a draw."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.logarithms import expand_logs
from kldiv.algebra.notation import shortly
from kldiv.answers.differentiated import Place
from kldiv.answers.formulas import Kind, Values, point, symbols_of
from kldiv.arb import arb
from kldiv.distributions.base import DISCRETE
from kldiv.oracles.estimate import Estimate, NoConvergence
from kldiv.oracles.quadrature import PRECISION
from kldiv.oracles.truth import expectation_by_quadrature
from kldiv.precision import ball_precision
from kldiv.values.balls import BallWalker, Undecided, ball
from kldiv.values.compiling import Compiler, LogBelowOne, near_one
from kldiv.values.integrating.expectation import expected
from kldiv.values.integrating.integrand import Escapes, Integrand, log_within
from kldiv.values.known import known_of
from kldiv.values.walking import Unsupported

#: The letters for a draw's distances from both ends of the support.
_ENDS = sp.symbols("x_above x_below", positive=True)

#: A sum whose error is larger than this, beside its value, is refused.
ACCURATE = 1e-10


def integrated(p: Kind, p_values: Values, q: Kind, q_values: Values, places: tuple[Place, ...]) -> float:
    """Differentiate D(p || q) under the integral or the sum: an expectation of scores.

    Args:
        p: the class of the first distribution.
        p_values: its parameters by name, exact.
        q: the class of the second.
        q_values: its parameters.
        places: the parameters to differentiate in, one or two.

    Returns:
        The derivative.

    Raises:
        ValueError: if the integral does not settle, or for a second derivative in what moves the support of p.

    Example:
        >>> from kldiv.distributions import Logistic
        >>> round(integrated(Logistic, {"loc": 0, "scale": 1}, Logistic, {"loc": 0, "scale": 2}, (("q", "scale"),)), 12)
        0.331452111671
    """
    support, letters_of_p = p.symbolic("p").support(), symbols_of(p, "p")
    moving = [n for i, n in places if i == "p" and any(e.has(letters_of_p[n]) for e in (support.lower, support.upper))]
    if moving and (len(places) > 1 or p.kind == DISCRETE):
        said = f"no second derivative in {moving[0]}, which moves the support of p"
        raise ValueError(f"{p.title} against {q.title}: {said}")
    try:
        if p.kind == DISCRETE:
            return float(_summed(p, p_values, q, q_values, places).value)
        return _over_the_line(p, p_values, q, q_values, places, moving)
    except (NoConvergence, Unsupported, Undecided, Escapes) as failed:
        said = f"no derivative in {' and '.join(f'{name} of {index}' for index, name in places)} was found"
        raise ValueError(f"{p.title} against {q.title}: {said}: {shortly(failed)}") from None


def _summed(p: Kind, p_values: Values, q: Kind, q_values: Values, places: tuple[Place, ...]) -> Estimate:
    """Add up over whole numbers, of which a narrow rule takes few where they are many."""
    x = sp.Symbol("x_drawn", integer=True)
    statistic = _statistic(p, q, places, x)
    first, second, of_p, of_q = known_of(p), known_of(q), list(p_values.values()), list(q_values.values())

    def integrand() -> Integrand:
        letters = {symbol: ball(number) for symbol, number in point(p, p_values, q, q_values).items()}
        inside = Compiler(letters, (x, *_ENDS)).function(statistic)
        others = [(second, of_q, log_within(first, of_p, second, of_q))]
        return Integrand(first, of_p, lambda at, _: inside((at.x, at.from_low, at.to_high)), others)

    found = expected(integrand)
    if not found.error <= ACCURATE * (abs(found.value) + ACCURATE):
        raise NoConvergence("the error of the best estimate is too large for it to be of use")
    return found


def _over_the_line(
    p: Kind, p_values: Values, q: Kind, q_values: Values, places: tuple[Place, ...], moving: list[str]
) -> float:
    """Integrate, and add what moving ends of the support add."""
    x = sp.Symbol("x_drawn", real=True)
    with ball_precision(PRECISION):
        letters = {symbol: ball(number) for symbol, number in point(p, p_values, q, q_values).items()}
        statistic, at_ends = _statistic(p, q, places, x), arb(0)
        if moving:
            statistic, at_ends = _with_ends(p, q, moving[0], x)
            at_ends = BallWalker(letters).value(at_ends)
        inside = Compiler(letters, (x, *_ENDS)).function(_near_one(p, statistic, x))
        splits = known_of(q).splits(*(ball(v) for v in q_values.values()))
    estimate = expectation_by_quadrature(known_of(p), p_values, lambda *at: inside(at), splits, with_ends=True)
    return float(estimate.value + at_ends)


def _with_ends(p: Kind, q: Kind, name: str, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """Return the function of a draw, and what a moving end adds: how fast it moves times p log(p/q) there."""
    log_p, log_q = log_density(p, "p", x), log_density(q, "q", x)
    symbol, support = symbols_of(p, "p")[name], p.symbolic("p").support()
    added = sp.Integer(0)
    for sign, end in ((-1, support.lower), (1, support.upper)):
        if end.has(symbol):
            there = (sp.exp(log_p) * (log_p - log_q)).subs(x, end)
            added += sign * sp.diff(end, symbol) * there
    return sp.diff(log_p, symbol) * (log_p - log_q + 1), added


def _statistic(p: Kind, q: Kind, places: tuple[Place, ...], x: sp.Symbol) -> sp.Expr:
    """Return that function of a draw whose expectation under p is the derivative of D(p || q)."""
    log_p, log_q = (log_density(kind, index, x) for kind, index in ((p, "p"), (q, "q")))
    symbols = [(index, symbols_of(p if index == "p" else q, index)[name]) for index, name in places]
    of_p = [symbol for index, symbol in symbols if index == "p"]
    of_q = [symbol for index, symbol in symbols if index == "q"]
    scores = [sp.diff(log_p, symbol) for symbol in of_p]
    if of_q:  # the expectation of -log q, whose weight is p
        return -sp.Mul(sp.diff(log_q, *of_q), *scores)
    if len(of_p) == 1:
        return scores[0] * (log_p - log_q)
    both = scores[0] * scores[1]
    return (both + sp.diff(log_p, *of_p)) * (log_p - log_q) + both


def _near_one(p: Kind, statistic: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Write 1 - x, 1 - x**k and log x by the distance from 1, where x alone does not tell them."""
    if p.symbolic("p").support().upper != 1:
        return statistic
    below = _ENDS[1]
    return near_one(statistic, x, below).subs(sp.log(x), LogBelowOne(x, below))


def log_density(kind: Kind, index: str, x: sp.Symbol) -> sp.Expr:
    """Write the logarithm of a density.

    Args:
        kind: the class of a distribution.
        index: "p" or "q", for its letters.
        x: the letter of a draw.

    Returns:
        An expression.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> log_density(Exponential, "q", sp.Symbol("x", positive=True))
        -lambda_q*x + log(lambda_q)
    """
    distribution = kind.symbolic(index)
    return expand_logs(sp.log(distribution.density(x)), distribution.positive_on_support(x))
