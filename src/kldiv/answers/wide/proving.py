"""That a formula written otherwise is the formula: what is written is put back, SymPy reduces the difference to 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from kldiv.answers.wide import written

#: What each function that `apart` writes stands for.
MEANINGS: Mapping[type[sp.Function], Callable[..., sp.Expr]] = {
    written.Rest: lambda x: sp.loggamma(x) - ((x - sp.S.Half) * sp.log(x) - x + sp.log(2 * sp.pi) / 2),
    written.SlopeRest: lambda x: sp.log(x) - 1 / (2 * x) - written.Psi(0, x),
    written.LogOnePlus: lambda x: sp.log(sp.factor(1 + x)),
    written.LogRest: lambda x: sp.log(sp.factor(1 + x)) - x,
    written.NearOne: lambda x: sp.exp(x) * sp.expint(1, x) + sp.EulerGamma + sp.log(x),
    written.AngleBetween: lambda x, y, _: sp.atan(x) - sp.atan(y),
    written.AngleRest: lambda x, y, _: sp.atan(x) - sp.atan(y) - (x - y),
    written.SincRest: lambda x: 1 - sp.sin(x) / x,
    written.LowerGamma: lambda s, x: sp.lowergamma(s, x) / sp.gamma(s),
    written.LowerBeta: lambda a, b, x, _: sp.betainc_regularized(a, b, 0, x),
    written.TrigammaGap: lambda x: sp.pi**2 / 6 - written.Psi(1, 1 + x),
    written.Shortfall: lambda x: x * (1 - sp.besseli(1, x) / sp.besseli(0, x)),
    written.LogScaledI: lambda x: sp.log(sp.besseli(0, x)) - x,
}

#: The last argument of these is known from the others: a form has it beside them, with its digits. What stands there is
#: not put back, but it computes, so it is held to this.
KNOWN: Mapping[type[sp.Function], Callable[..., sp.Expr]] = {
    written.AngleBetween: lambda x, y: x - y,
    written.AngleRest: lambda x, y: x - y,
    written.LowerBeta: lambda _a, _b, x: 1 - x,
}


def is_the_same(form: sp.Expr, formula: sp.Expr) -> bool:
    """Tell whether SymPy finds that a form is a formula.

    Args:
        form: one of those that `apart.forms` returns.
        formula: the formula.

    Returns:
        False where it does not find it, which is no proof of the contrary.
    """
    if not all(_is_known(node) for node in form.atoms(*KNOWN)):
        return False
    letters = _without_roots(formula)
    one, other = (_in_cases(_put_back(e).xreplace(letters)) for e in (form, formula))
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(condition == same and _is_zero(piece - own) for (piece, condition), (own, same) in pairs)


def _is_known(node: sp.Function) -> bool:
    *others, last = node.args
    return bool(sp.cancel(KNOWN[node.func](*others) - last) == 0)


def _without_roots(formula: sp.Expr) -> dict[sp.Symbol, sp.Expr]:
    """Letters of which a root is taken, as squares of others; and those that an angle holds, as twice others."""
    roots = {p.base for p in formula.atoms(sp.Pow) if p.base.is_Symbol and p.exp.is_Rational and p.exp.q == 2}
    angles = {s for e in formula.atoms(sp.sin) for s in e.free_symbols}
    letters: dict[sp.Symbol, sp.Expr] = {s: sp.Dummy(s.name, positive=True) ** 2 for s in roots}
    return letters | {s: 2 * sp.Dummy(s.name, real=True) for s in angles}


def _put_back(form: sp.Expr) -> sp.Expr:
    form = form.xreplace({e: written.Psi(*e.args) for e in form.atoms(sp.polygamma)})
    there = {node.func for node in form.atoms(sp.Function)}
    for function, meaning in MEANINGS.items():
        form = form.replace(function, meaning) if function in there else form
    if form.has(written.Psi):
        form = form.replace(lambda e: isinstance(e, written.Psi) and (e.args[1] - 1).is_Symbol, _one_less)
    if not form.has(sp.betainc_regularized):
        return form
    # I_x(1, b) is 1 - (1 - x)^b
    return form.replace(
        lambda e: isinstance(e, sp.betainc_regularized) and e.args[0] == 1,
        lambda e: 1 - sp.cancel(1 - e.args[3]) ** e.args[1],
    )


def _one_less(e: written.Psi) -> sp.Expr:
    order, x = e.args[0], e.args[1] - 1
    return written.Psi(order, x) + (-1) ** order * sp.factorial(order) / x ** (order + 1)


def _in_cases(form: sp.Expr) -> list[tuple[sp.Expr, Any]]:
    """List the pieces of a formula with their conditions, the rest of it in each."""
    cases = sorted(form.atoms(sp.Piecewise), key=sp.default_sort_key)
    if not cases:
        return [(form, sp.true)]
    return [(form.xreplace({cases[0]: piece}), condition) for piece, condition in cases[0].args]


def _is_zero(difference: sp.Expr) -> bool:
    for way in (sp.expand, _parts, _in_one_fraction):
        difference = sp.expand(way(difference))
        if difference == 0:
            return True
    return False


def _parts(e: sp.Expr) -> sp.Expr:
    """Write logarithms of products as sums, exponents alike, and gamma functions of x + 1 as ones of x."""
    e = e.replace(sp.log, _log_of_product)
    e = e.replace(sp.exp, lambda x: sp.exp(sp.expand(sp.radsimp(x))))
    e = e.replace(sp.gamma, lambda x: sp.expand_func(sp.gamma(sp.expand(x))))
    e = e.replace(lambda x: isinstance(x, (sp.sin, sp.cos)), lambda x: sp.expand_trig(x.func(sp.expand(x.args[0]))))
    squares = {
        p: (1 - sp.cos(p.base.args[0]) ** 2) for p in e.atoms(sp.Pow) if isinstance(p.base, sp.sin) and p.exp == 2
    }
    e = e.xreplace(squares)
    return sp.powsimp(sp.expand(e), force=True)


def _log_of_product(x: sp.Expr) -> sp.Expr:
    total = sp.S.Zero
    for part, share in zip(sp.fraction(sp.together(x)), (1, -1), strict=True):
        total += share * _log_of_factors(sp.factor(sp.expand(part)))
    return total


def _log_of_factors(e: sp.Expr) -> sp.Expr:
    """Add up the logarithms of factors, differences with the sign that SymPy takes out; a sign that is left stays."""
    total, sign = sp.S.Zero, sp.S.One
    for factor in sp.Mul.make_args(e):
        base, exponent = factor.as_base_exp()
        if base.is_Add and base.could_extract_minus_sign():
            base, sign = -base, sign * (-1) ** exponent
        if factor.is_Rational:
            sign *= factor
        else:
            total += sp.expand_log(exponent * sp.log(base), force=True)
    return total + sp.log(sign)


def _in_one_fraction(e: sp.Expr) -> sp.Expr:
    numerator = sp.expand(sp.numer(sp.together(e)))
    return _parts(numerator)
