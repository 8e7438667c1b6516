"""The forms that numbers are computed by, run on symbols: each is shown to be the derived formula.

The kernels' own lines are run, so what is proved is what computes. `statement` returns both sides, and how it was seen
that they are equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.answers.kernels.forms import FORMS, nested
from kldiv.answers.kernels.registry import KERNELS
from kldiv.arb import arb
from kldiv.distributions import DISTRIBUTIONS
from kldiv.values.balls import settled


class Symbols:
    """What each part of a form is: the functions of `kernels.arithmetic.Arithmetic`, written out."""

    eps = sp.S.Zero
    exp = staticmethod(sp.exp)
    log = staticmethod(sp.log)
    sqrt = staticmethod(sp.sqrt)
    sin = staticmethod(sp.sin)

    def number(self, top: int, bottom: int) -> sp.Expr:
        """Return a fraction."""
        return sp.Rational(top, bottom)

    def expm1(self, x: sp.Expr) -> sp.Expr:
        """Return exp(x) - 1."""
        return sp.exp(x) - 1

    def log1p(self, x: sp.Expr) -> sp.Expr:
        """Return log(1 + x)."""
        return sp.log(1 + x)

    def ratio_excess(self, a: sp.Expr, b: sp.Expr) -> sp.Expr:
        """Return a/b - 1 - log(a/b)."""
        return a / b - 1 - sp.log(a / b)

    def square_excess(self, a: sp.Expr, b: sp.Expr) -> sp.Expr:
        """Return the same of the squares."""
        return a**2 / b**2 - 1 - 2 * sp.log(a / b)

    def shifted_excess(self, change: sp.Expr, start: sp.Expr, end: sp.Expr, weight: sp.Expr = sp.S.One) -> sp.Expr:
        """Return weight (x - log(end / start)) for x = change / start."""
        return weight * (change / start - sp.log(end / start))

    def log_quotient(self, a: sp.Expr, b: sp.Expr) -> sp.Expr:
        """Return log(a/b)."""
        return sp.log(a / b)

    def log_grown(self, change: sp.Expr, start: sp.Expr, end: sp.Expr) -> sp.Expr:
        """Return log(end / start)."""
        return sp.log(end / start)

    def sinh_gap(self, x: sp.Expr, step: sp.Expr) -> sp.Expr:
        """Return L(x + step) - L(x) - step L'(x) for L(x) = log(sinh(x/2) / (x/2)); exp(x/2) may be taken out."""
        t = sp.Dummy("t", real=True)
        value = sp.log((sp.exp(t) - 1) / t) - t / 2
        return value.subs(t, x + step) - value.subs(t, x) - step * value.diff(t).subs(t, x)

    def mass(self, p: sp.Expr, q: sp.Expr, change: sp.Expr | None = None) -> sp.Expr:
        """Return p log(p/q) - p + q."""
        return p * sp.log(p / q) + (q - p if change is None else change)

    def exp_excess(self, y: sp.Expr, size: sp.Expr | None = None) -> sp.Expr:
        """Return exp(y) - 1 - y."""
        return sp.exp(y) - 1 - y

    def coth_excess(self, x: sp.Expr) -> sp.Expr:
        """Return x coth(x/2) - 2."""
        return x * sp.coth(x / 2) - 2

    def half_plane(self, change: sp.Expr, one: sp.Expr, other: sp.Expr) -> sp.Expr:
        """Return log(1 + (change^2 + (one - other)^2) / (4 one other))."""
        return sp.log(1 + (change**2 + (one - other) ** 2) / (4 * one * other))

    def bessel_ratio(self, x: sp.Expr) -> sp.Expr:
        """Return I_1(x) / I_0(x)."""
        return sp.besseli(1, x) / sp.besseli(0, x)

    def bessel_gap(self, a: sp.Expr, b: sp.Expr) -> sp.Expr:
        """Return F(b) - F(a) - (b - a) F'(a) for F = log I_0."""
        return sp.log(sp.besseli(0, b)) - sp.log(sp.besseli(0, a)) - (b - a) * self.bessel_ratio(a)

    def log_gamma_excess(self, a: Any, b: sp.Expr, change: sp.Expr | None = None) -> sp.Expr:
        """Return log Gamma(b) - log Gamma(a) - (b - a) psi(a)."""
        return sp.loggamma(b) - sp.loggamma(a) - (b - a if change is None else change) * sp.digamma(a)

    def gamma_gap(self, a: sp.Expr, b: sp.Expr, change: sp.Expr | None = None) -> sp.Expr:
        """Return the same less b log(b/a) - b + a."""
        return self.log_gamma_excess(a, b, change) - b * sp.log(b / a) + b - a

    def mean_excess(self, a: sp.Expr, rate: sp.Expr, b: sp.Expr, other: sp.Expr) -> sp.Expr:
        """Return m - 1 - log m for m = (a / rate) / (b / other)."""
        return self.ratio_excess(a * other, b * rate)

    def product_difference(self, a: sp.Expr, b: sp.Expr, c: sp.Expr, d: sp.Expr) -> sp.Expr:
        """Return a b - c d."""
        return a * b - c * d

    def turn(self, a: sp.Expr, b: sp.Expr, c: sp.Expr, d: sp.Expr, first: sp.Expr, second: sp.Expr) -> sp.Expr:
        """Return a d - b c."""
        return a * d - b * c

    def digamma(self, at: Any) -> sp.Expr:
        """Return the digamma function."""
        return sp.digamma(at)

    def difference(self, a: sp.Expr, b: sp.Expr, unit: sp.Expr) -> sp.Expr:
        """Return (a - b) / unit."""
        return (a - b) / unit

    def shared(self, one: sp.Expr, other: sp.Expr, value: sp.Expr) -> sp.Expr:
        """Return the value with the shared parameter put in."""
        return value.xreplace({other: one})

    def within(self, inside: sp.Basic, value: sp.Expr) -> sp.Expr:
        """Return the value: where the support of p is not inside that of q both sides are infinite."""
        return value

    def vouched(self, value: sp.Expr, error: sp.Expr) -> sp.Expr:
        """Return the value."""
        return value


@dataclass(frozen=True)
class Statement:
    """That a form is the derived formula.

    Attributes:
        form: what the kernel computes.
        formula: what was derived.
        simplified: whether SymPy reduces their difference to 0.
        points: at how many random points the two agree to sixty digits.
    """

    form: sp.Expr
    formula: sp.Expr
    simplified: bool
    points: int


def proved_families() -> tuple[str, ...]:
    """Return the families whose numbers come from a form."""
    return tuple(slug for slug in FORMS if (slug, slug) in KERNELS)


def statement(slug: str, count: int = 20) -> Statement:
    """Show that the form of a family is its derived formula.

    Args:
        slug: the family.
        count: at how many points both are compared.

    Returns:
        The two, and what the comparison found.

    Example:
        >>> statement("exponential").simplified
        True
    """
    kind = DISTRIBUTIONS[slug]
    p, q = symbols_of(kind, "p"), symbols_of(kind, "q")
    formula = formula_of(kind, kind)
    form = FORMS[slug](Symbols(), p, q)
    equal = {c.lhs: c.rhs for c in formula.scope if isinstance(c, sp.Eq)}
    one, other = (sp.sympify(side).xreplace(equal) for side in (form, formula.result))
    rng = random.Random(slug)
    agreed = sum(_agree(one, other, rng, kind) for _ in range(count))
    return Statement(form, formula.result, _vanishes(one - other), agreed)


def in_balls(slug: str, at: Mapping[sp.Symbol, Fraction]) -> arb | None:
    """Evaluate a form in ball arithmetic, at exact parameters; None where that gives no digits."""
    kind = DISTRIBUTIONS[slug]
    return settled(sp.sympify(FORMS[slug](Symbols(), symbols_of(kind, "p"), symbols_of(kind, "q"))), at)


def nested_statement(p: str, q: str) -> bool:
    """Whether the form of a pair inside the gamma family is the pair's own derived formula."""
    one, other = DISTRIBUTIONS[p], DISTRIBUTIONS[q]
    form = nested(p, q)(Symbols(), symbols_of(one, "p"), symbols_of(other, "q"))
    return _vanishes(form - formula_of(one, other).result)


def _agree(form: sp.Expr, formula: sp.Expr, rng: random.Random, kind: Any) -> bool:
    """Whether both have the same value to sixty digits at parameters drawn at random."""
    drawn = {index: kind.draw(rng) for index in "pq"}
    while drawn["p"] == drawn["q"]:  # of a sum that is 0 no digit can be proved
        drawn["q"] = kind.draw(rng)
    at = {s: drawn[index][name] for index in "pq" for name, s in symbols_of(kind, index).items()}
    values = [settled(side, {s: Fraction(v) for s, v in at.items()}) for side in (form, formula)]
    one, other = values
    return one is not None and other is not None and bool(one.overlaps(other))


def _vanishes(difference: sp.Expr) -> bool:
    """Whether SymPy reduces an expression to 0, once every gamma function is written by its logarithm."""
    gathered = sp.expand_log(difference, force=True).replace(sp.log, lambda x: sp.log(sp.factor(sp.together(x))))
    written = sp.expand(gathered.replace(sp.gamma, lambda x: sp.exp(sp.loggamma(x))), power_exp=False)
    written = sp.expand_log(sp.expand_func(written.replace(sp.loggamma, _lowered)), force=True)
    one_way = written.replace(sp.log, lambda x: sp.expand_log(sp.log(sp.factor(sp.together(x))), force=True))
    one_way = one_way.replace(sp.log, _turned)
    ways: tuple[Callable[[sp.Expr], sp.Expr], ...] = (
        sp.expand,
        lambda e: sp.cancel(e.rewrite(sp.exp)),
        lambda e: sp.expand_log(sp.simplify(e), force=True),
        lambda e: sp.simplify(e.rewrite(sp.exp)),
    )
    return any(way(e) == 0 for way in ways for e in (one_way, written))


def _turned(x: sp.Expr) -> sp.Expr:
    """Return log x, for -y as log y + i pi: what is left of these must drop out."""
    return sp.log(-x) + sp.I * sp.pi if x.could_extract_minus_sign() else sp.log(x)


def _lowered(x: sp.Expr) -> sp.Expr:
    """Return log Gamma(x), for x = 1 + y as log y + log Gamma(y)."""
    constant, rest = x.as_coeff_Add()
    return sp.log(rest) + sp.loggamma(rest) if constant == 1 and rest != 0 else sp.loggamma(x)
