"""The generating functionals of continuous standard distributions, each a lemma, from the defining integral."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.deriving.functionals.rules import collect_powers, complete_square, reflect, tilt
from kldiv.distributions.standard import STANDARDS, StandardDistribution, variable
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem
from kldiv.proof.literature import integrals  # noqa: F401 - registers the integrals that have a name
from kldiv.proof.record import Lemma
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as sums
from kldiv.proof.theorems import THEOREMS
from kldiv.values.at_point import at_points
from kldiv.values.drawing import draw_points

#: Letters of the functionals: exponents, a rate, where a partial expectation stops, and shapes.
S, T = sp.symbols("s t", real=True)
EDGE = sp.Symbol("w", positive=True)
POINT = sp.Symbol("w", real=True)
SHAPE_A, SHAPE_B, RATE = sp.symbols("a b r", positive=True)
MEAN, CONCENTRATION = sp.Symbol("m", positive=True), sp.Symbol("c", positive=True)
SHARE = sp.Symbol("pi", positive=True)


def standard_expectation(standard: StandardDistribution, body: sp.Expr, u: sp.Symbol, *shapes: sp.Expr) -> Expectation:
    """Write the expectation of a statistic under a standard distribution."""
    ends = standard.lower(*shapes), standard.upper(*shapes)
    return Expectation(body, u, *ends, standard.density(u, *shapes), "", standard.kind)


def begin(slug: str, body: sp.Expr, *shapes: sp.Expr, upper: sp.Expr | None = None) -> Chain:
    """Begin with the expectation of a monomial under a standard distribution, up to a point if one is given."""
    standard = STANDARDS[slug]
    whole = standard_expectation(standard, body, variable(standard), *shapes)
    return Chain(whole if upper is None else whole.below(upper))


def instance(chain: Chain, name: str, **letters: sp.Expr) -> None:
    """Bring the integral to the form of a theorem, which algebra shows to be equal, and put its value in."""
    statement = THEOREMS[name].statement
    assert statement is not None
    table = {symbol: letters[symbol.name] for symbol in _letters(statement.left) if symbol.name in letters}
    left = statement.put(table).left
    node = next(iter(chain.expression.atoms(type(left))))
    chain.apply(collect_powers, node, left)
    chain.apply(general.theorem, ByTheorem(name, tuple(table.items())))


def by_integral(chain: Chain, name: str, **letters: sp.Expr) -> None:
    """Write the expectation out, take constants out, and put in the value of the integral that is left."""
    chain.apply(sums.write_out)
    chain.apply(sums.split_sum)
    instance(chain, name, **letters)


def _letters(left: sp.Expr) -> list[sp.Symbol]:
    return sorted(left.free_symbols, key=str)


def closed(chain: Chain, name: str, title: str, strategy: str, *facts: sp.Basic) -> Lemma:
    """Close a functional as a lemma, evaluated at letters of its own; facts are what its letters satisfy besides."""
    for fact in facts:
        if fact not in chain.conditions:
            chain.conditions.append(fact)
    letters = (*chain.start.free_symbols, *chain.expression.free_symbols)
    points = at_points(draw_points(letters, chain.conditions, count=3, seed=name))
    return chain.lemma(name, title, strategy, cases=tuple(points))


@lru_cache(maxsize=1)
def normal() -> Lemma:
    """E[e^(sZ)] of a standard normal variable."""
    z = variable(STANDARDS["normal"])
    chain = begin("normal", sp.exp(S * z))
    chain.apply(sums.write_out)
    chain.apply(complete_square, z)
    chain.apply(sums.split_sum)
    instance(chain, "gaussian-integral", m=S)
    words = "Complete the square; what is left is the Gaussian integral."
    return closed(chain, "functional-normal", "The moment generating function of the normal distribution", words)


@lru_cache(maxsize=1)
def normal_below() -> Lemma:
    """E[e^(sZ); Z <= w]."""
    z = variable(STANDARDS["normal"])
    chain = begin("normal", sp.exp(S * z), upper=POINT)
    chain.apply(sums.write_out)
    chain.apply(complete_square, z)
    chain.apply(sums.split_sum)
    instance(chain, "gaussian-integral-below", m=S, x=POINT)
    words = "Complete the square; what is left is the error function."
    return closed(chain, "functional-normal-below", "The same up to a point: the normal distribution", words)


@lru_cache(maxsize=1)
def gamma() -> Lemma:
    """E[U^s e^(tU)] of a gamma variable."""
    u = variable(STANDARDS["gamma"])
    chain = begin("gamma", u**S * sp.exp(T * u), SHAPE_A)
    by_integral(chain, "gamma-integral", w=SHAPE_A + S, c=1 - T)
    words = "The density carries the power and the exponential along; what is left is Euler's integral."
    return closed(chain, "functional-gamma", "Powers and exponentials of a gamma variable", words)


@lru_cache(maxsize=1)
def gamma_below() -> Lemma:
    """E[U^s e^(tU); U <= w]."""
    u = variable(STANDARDS["gamma"])
    chain = begin("gamma", u**S * sp.exp(T * u), SHAPE_A, upper=EDGE)
    by_integral(chain, "lower-gamma-integral", w=SHAPE_A + S, c=1 - T, w_0=EDGE)
    words = "As for the whole integral, which here is incomplete."
    return closed(chain, "functional-gamma-below", "The same up to a point: a gamma variable", words)


@lru_cache(maxsize=1)
def exponential_log_below() -> Lemma:
    """E[log U; U <= w] of an exponential variable."""
    chain = begin("gamma", sp.log(variable(STANDARDS["gamma"])), sp.S.One, upper=EDGE)
    chain.apply(sums.write_out)
    instance(chain, "logarithm-below", w_0=EDGE)
    words = "By parts, with the exponential integral."
    return closed(chain, "functional-exponential-log-below", "The mean logarithm below a point: exponential", words)


@lru_cache(maxsize=1)
def beta() -> Lemma:
    """E[U^s (1-U)^t] of a beta variable."""
    u = variable(STANDARDS["beta"])
    chain = begin("beta", u**S * (1 - u) ** T, SHAPE_A, SHAPE_B)
    by_integral(chain, "beta-integral", a=SHAPE_A + S, b=SHAPE_B + T)
    words = "The density carries both powers along; what is left is Euler's integral."
    return closed(chain, "functional-beta", "Powers of a beta variable and of its complement", words)


@lru_cache(maxsize=1)
def beta_below() -> Lemma:
    """E[U^s (1-U)^t; U <= w]."""
    u = variable(STANDARDS["beta"])
    chain = begin("beta", u**S * (1 - u) ** T, SHAPE_A, SHAPE_B, upper=EDGE)
    by_integral(chain, "lower-beta-integral", a=SHAPE_A + S, b=SHAPE_B + T, w_0=EDGE)
    words = "As for the whole integral, which here is incomplete."
    return closed(chain, "functional-beta-below", "The same up to a point: a beta variable", words)


@lru_cache(maxsize=1)
def uniform() -> Lemma:
    """E[e^(sU)] of a uniform variable."""
    s = sp.Symbol("s", real=True, nonzero=True)
    chain = begin("uniform", sp.exp(s * variable(STANDARDS["uniform"])))
    chain.apply(sums.write_out)
    chain.apply(sums.integrate)
    words = "An exponential is its own antiderivative, up to a factor."
    return closed(chain, "functional-uniform", "The moment generating function of the uniform distribution", words)


@lru_cache(maxsize=1)
def tilted() -> Lemma:
    """E[e^(sX)] of a uniform variable tilted by an exponential, the continuous Bernoulli."""
    x = variable(STANDARDS["tilted-uniform"])
    chain = begin("tilted-uniform", sp.exp(S * x), SHARE)
    chain.apply(tilt, SHARE)
    chain.apply(sums.write_out)
    chain.apply(sums.split_sum)
    (node,) = chain.expression.atoms(sp.Integral)
    exponent = sp.log(SHARE) - sp.log(1 - SHARE) + S
    chain.apply(collect_powers, node, sp.Integral(sp.exp(exponent * x), *node.limits))
    chain.apply(sums.integrate)
    words = "The density is an exponential on the unit interval."
    title = "The moment generating function of the continuous Bernoulli distribution"
    return closed(chain, "functional-tilted", title, words, sp.Gt(1, SHARE))


@lru_cache(maxsize=1)
def tilted_below() -> Lemma:
    """E[e^(sX); X <= w]."""
    x = variable(STANDARDS["tilted-uniform"])
    chain = begin("tilted-uniform", sp.exp(S * x), SHARE, upper=EDGE)
    chain.apply(tilt, SHARE)
    chain.apply(sums.write_out)
    chain.apply(sums.split_sum)
    (node,) = chain.expression.atoms(sp.Integral)
    exponent = sp.log(SHARE) - sp.log(1 - SHARE) + S
    chain.apply(collect_powers, node, sp.Integral(sp.exp(exponent * x), *node.limits))
    chain.apply(sums.integrate)
    words = "The density is an exponential on the unit interval."
    title = "The same up to a point: a continuous Bernoulli variable"
    return closed(chain, "functional-tilted-below", title, words, sp.Gt(1, SHARE), sp.Gt(1, EDGE))


@lru_cache(maxsize=1)
def inverse_gaussian() -> Lemma:
    """E[X^s] of an inverse Gaussian variable."""
    x = variable(STANDARDS["inverse-gaussian"])
    chain = begin("inverse-gaussian", x**S, MEAN, CONCENTRATION)
    by_integral(
        chain,
        "bessel-k-integral",
        m=S - sp.Rational(1, 2),
        a=CONCENTRATION / (2 * MEAN**2),
        b=CONCENTRATION / 2,
    )
    words = "The density carries the power along; what is left is an integral for the Bessel function."
    return closed(chain, "functional-inverse-gaussian", "Powers of an inverse Gaussian variable", words)


@lru_cache(maxsize=1)
def inverse_gaussian_exponential() -> Lemma:
    """E[e^(tX)] of an inverse Gaussian variable, for t up to and including its rate."""
    x = variable(STANDARDS["inverse-gaussian"])
    chain = begin("inverse-gaussian", sp.exp(T * x), MEAN, CONCENTRATION)
    rate = CONCENTRATION / (2 * MEAN**2)
    by_integral(chain, "inverse-gaussian-integral", m=rate - T, b=CONCENTRATION / 2)
    root = sp.sqrt(CONCENTRATION**2 - 2 * CONCENTRATION * MEAN**2 * T)
    chain.apply(general.rewrite, sp.exp((CONCENTRATION - root) / MEAN))
    words = "The exponential joins that of the density, which may fall no slower than a power."
    title = "The moment generating function of the inverse Gaussian distribution"
    return closed(chain, "functional-inverse-gaussian-exponential", title, words)


@lru_cache(maxsize=1)
def inverse_gaussian_log() -> Lemma:
    """E[log X] of an inverse Gaussian variable."""
    x = variable(STANDARDS["inverse-gaussian"])
    chain = begin("inverse-gaussian", sp.log(x), MEAN, CONCENTRATION)
    by_integral(chain, "bessel-k-logarithm", a=CONCENTRATION / (2 * MEAN**2), b=CONCENTRATION / 2)
    chain.apply(general.tidy)
    words = "The integral for the Bessel function, differentiated in its order."
    return closed(chain, "functional-inverse-gaussian-log", "The mean logarithm of an inverse Gaussian variable", words)


@lru_cache(maxsize=2)
def tilted_log(mirrored: bool = False) -> Lemma:
    """E[log X], or E[log(1 - X)], of a continuous Bernoulli variable."""
    x = variable(STANDARDS["tilted-uniform"])
    chain = begin("tilted-uniform", sp.log(1 - x) if mirrored else sp.log(x), SHARE)
    slope = sp.log(SHARE) - sp.log(1 - SHARE)
    chain.apply(tilt, SHARE)
    chain.apply(sums.write_out)
    chain.apply(sums.split_sum)
    if mirrored:
        chain.apply(reflect)
    instance(chain, "tilted-logarithm", theta=-slope if mirrored else slope)
    if mirrored:
        chain.apply(general.rewrite, tilted_log().value.xreplace({SHARE: 1 - SHARE}))
    name = "functional-tilted-log" + ("-mirrored" if mirrored else "")
    title = "The mean logarithm of a continuous Bernoulli variable" + (", mirrored" if mirrored else "")
    return closed(chain, name, title, "By parts, with the exponential integral.", sp.Gt(1, SHARE))


def tilted_log_mirrored() -> Lemma:
    """E[log(1 - X)] of a continuous Bernoulli variable."""
    return tilted_log(mirrored=True)
