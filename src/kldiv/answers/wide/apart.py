"""Formulas written so that what cancels is gone before numbers come in.

Large shapes make log Gamma(x) and psi(x) large and their sum small. By Stirling, log Gamma(x) is
(x - 1/2) log x - x + log(2 pi)/2 and a small rest, psi(x) is log x - 1/(2x) less a small rest: written so, multiplied
out, what cancels does so in symbols. log(x + y) is written log x + log(1 + y/x). Differences of square roots, sines,
arcs and logarithms are written without one.

Each way of writing is an identity, and good somewhere; which is good where, the bounds of `walker` say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from typing import Any

import sympy as sp

from kldiv.answers.wide.written import (
    SMALL_PARTS,
    AngleBetween,
    AngleRest,
    LogOnePlus,
    LogRest,
    LogScaledI,
    LowerBeta,
    LowerGamma,
    NearOne,
    Psi,
    Rest,
    Shortfall,
    SincRest,
    SlopeRest,
    TrigammaGap,
)

#: Of so many arguments of gamma functions each part is tried as the largest.
MOST = 3
#: Functions whose products are multiplied out in a first attempt, with the other factors left as they are.
LEADING = (sp.gamma, sp.exp)


@cache
def forms(formula: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return other ways to write a formula."""
    base = formula.xreplace({e: Psi(*e.args) for e in formula.atoms(sp.polygamma)})
    base = base.replace(lambda e: isinstance(e, sp.Add), _without_differences)
    base = base.replace(sp.lowergamma, lambda s, x: sp.gamma(s) * LowerGamma(s, x))
    base = base.replace(sp.betainc_regularized, _below)
    found = [base, sp.Add(*(_one_exponential(t) for part in sp.Add.make_args(base) for t in _distributed(part)))]
    for variant in (base, *_variants(base)):
        multiplied = _each(variant, *LEADING, *(() if variant == base else (sp.log, *SMALL_PARTS)))
        found += [multiplied, *_by_stirling(multiplied)]
    near, back = _from_one(base)
    if back:
        multiplied = _each(near, sp.log, LogRest)
        found += [form.xreplace(back) for form in (multiplied, *_by_stirling(multiplied))]
    return tuple(dict.fromkeys(f for f in found if f != formula))


def _from_one(base: sp.Expr) -> tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]:
    """Write letters with log(x) and log(1 - x) by what they are short of 1; return what to put back in the end."""
    letters = [e.args[0] for e in base.atoms(sp.log) if e.args[0].is_Symbol and base.has(sp.log(1 - e.args[0]))]
    short = {x: sp.Dummy(x.name, positive=True) for x in sorted(letters, key=str)}
    logs = {sp.log(x): LogRest(-y) - y for x, y in short.items()} | {sp.log(1 - x): sp.log(y) for x, y in short.items()}
    return base.xreplace(logs).xreplace({x: 1 - y for x, y in short.items()}), {y: 1 - x for x, y in short.items()}


def _variants(base: sp.Expr) -> Iterator[sp.Expr]:
    """Write some functions as what is large in them, and a small rest."""
    if base.has(sp.expint):
        near = base.replace(_is_order_one, _near_one)
        yield near
        shares = [p for p in near.atoms(sp.Pow) if p.exp == -1 and (p.base - 1).is_Symbol]
        if shares:
            yield sp.expand_mul(_each(near, sp.log, NearOne).xreplace({p: 1 - (p.base - 1) * p for p in shares}))
    if any(map(_is_one_more, base.atoms(sp.log))):
        yield base.replace(_is_one_more, _far_from_one)
        yield base.replace(_is_one_more, lambda e: e.args[0] - 1 + LogRest(e.args[0] - 1))
    if base.has(AngleBetween):
        yield base.replace(AngleBetween, lambda x, y, change: change + AngleRest(x, y, change))
    if base.has(sp.besseli):
        yield base.replace(_is_bessel_ratio, _short_of_one).replace(_is_log_bessel, _log_bessel)
    if any(e.args[0] == 1 for e in base.atoms(Psi)):
        yield base.replace(lambda e: isinstance(e, Psi) and e.args[0] == 1, _near_basel)


def _by_stirling(formula: sp.Expr) -> Iterator[sp.Expr]:
    """Write gamma functions by Stirling, with each part of an argument in turn as the largest."""
    gammas = [f for f in formula.atoms(sp.loggamma, Psi) if isinstance(f, sp.loggamma) or f.args[0] == 0]
    arguments = sorted({f.args[-1] for f in gammas if f.args[-1].free_symbols}, key=sp.default_sort_key)
    sums = [x for x in arguments if sp.expand(x).is_Add]
    if not arguments or len(sums) > MOST:
        return
    for parts in product(*(sp.expand(x).args for x in sums)):
        leading = dict(zip(sums, parts, strict=True))
        there: dict[Any, Any] = {}
        for x in arguments:
            log = _log(x, leading)
            there[sp.loggamma(x)] = (x - sp.S.Half) * log - x + sp.log(2 * sp.pi) / 2 + Rest(x)
            there[Psi(0, x)] = log - 1 / (2 * x) - SlopeRest(x)
        yield _each(formula.xreplace(there), sp.log, Rest, SlopeRest, LogOnePlus)


def _log(x: sp.Expr, leading: dict[sp.Expr, sp.Expr]) -> sp.Expr:
    if x not in leading:
        return sp.expand_log(sp.log(x))
    main = leading[x]
    return sp.expand_log(sp.log(main)) + LogOnePlus(sp.expand((x - main) / main))


def _below(a: sp.Expr, b: sp.Expr, _low: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Write the incomplete beta function from 0 with 1 - x beside x, where nothing is subtracted any more."""
    rest = sp.cancel(1 - x)
    return 1 - rest**b if a == 1 else LowerBeta(a, b, x, rest)


# --- near 0 and far from 1 ---


def _is_order_one(e: Any) -> bool:
    """Whether it is a product with exp(x) E_1(x)."""
    return isinstance(e, sp.Mul) and any(isinstance(f, sp.exp) and sp.expint(1, f.args[0]) in e.args for f in e.args)


def _near_one(e: sp.Mul) -> sp.Expr:
    (x,) = (f.args[0] for f in e.args if isinstance(f, sp.exp) and sp.expint(1, f.args[0]) in e.args)
    others = sp.Mul(*(f for f in e.args if f not in (sp.exp(x), sp.expint(1, x))))
    return others * (NearOne(x) - sp.EulerGamma - sp.expand_log(sp.log(x)))


def _is_one_more(e: Any) -> bool:
    """Whether it is log(1 + x) or log(1 - x) of one letter."""
    return isinstance(e, sp.log) and isinstance(e.args[0], sp.Add) and _is_letter(e.args[0] - 1)


def _is_letter(e: sp.Expr) -> bool:
    return bool(e.is_Symbol or (-e).is_Symbol)


def _far_from_one(e: sp.log) -> sp.Expr:
    x = e.args[0] - 1
    return sp.log(x) + LogOnePlus(1 / x) if x.is_Symbol else e


def _near_basel(e: Psi) -> sp.Expr:
    x = e.args[1] - 1
    return sp.pi**2 / 6 - TrigammaGap(x) if x.is_Symbol else e


def _is_bessel_ratio(e: Any) -> bool:
    """Whether it is a product with I_1(x)/I_0(x)."""
    ones = [f.args[1] for f in e.args if isinstance(f, sp.besseli) and f.args[0] == 1] if isinstance(e, sp.Mul) else []
    return len(ones) == 1 and 1 / sp.besseli(0, ones[0]) in e.args


def _short_of_one(e: sp.Mul) -> sp.Expr:
    (x,) = (f.args[1] for f in e.args if isinstance(f, sp.besseli) and f.args[0] == 1)
    others = sp.Mul(*(f for f in e.args if f not in (sp.besseli(1, x), 1 / sp.besseli(0, x))))
    return others * (1 - Shortfall(x) / x)


def _is_log_bessel(e: Any) -> bool:
    return isinstance(e, sp.log) and e.has(sp.besseli)


def _log_bessel(e: sp.log) -> sp.Expr:
    several = e.atoms(sp.besseli)
    scaled = min(several, key=sp.default_sort_key)
    rest, power = e.args[0].as_independent(scaled)
    if len(several) > 1 or scaled.args[0] != 0 or power not in (scaled, 1 / scaled):
        return e
    x = scaled.args[1]
    return sp.log(rest) + (1 if power == scaled else -1) * (x + LogScaledI(x))


# --- products multiplied out ---


def _distributed(term: sp.Expr) -> list[sp.Expr]:
    """Multiply out the sums in a product that hold an exponential or a gamma function, and no others."""
    sums = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.Add) and f.has(*LEADING)]
    if not sums:
        return [term]
    others = sp.Mul(*(f for f in sp.Mul.make_args(term) if f != sums[0]))
    return [deeper for part in sums[0].args for deeper in _distributed(others * part)]


def _each(formula: sp.Expr, *functions: Any) -> sp.Expr:
    """Multiply out each term that holds one of some functions or none at all; do not touch what is in a function."""
    several = (_out(t) if t.has(*functions) or _is_linear(t) else t for t in sp.Add.make_args(formula))
    return sp.Add(*(_one_exponential(part) for t in several for part in sp.Add.make_args(t)))


def _is_linear(term: sp.Expr) -> bool:
    """Whether no function is in it, and no power of a sum."""
    return not term.atoms(sp.Function) and not any(p.base.is_Add for p in term.atoms(sp.Pow))


def _out(term: sp.Expr) -> sp.Expr:
    cases = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.Piecewise)]
    if cases:
        others = sp.Mul(*(f for f in sp.Mul.make_args(term) if f not in cases[:1]))
        return sp.Piecewise(*((sp.expand_mul(others * piece), condition) for piece, condition in cases[0].args))
    return term if term.has(sp.Piecewise) else sp.expand_mul(term)


def _one_exponential(term: sp.Expr) -> sp.Expr:
    """Write exp(x) exp(y) as exp(x + y)."""
    exponentials = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.exp)]
    if len(exponentials) < 2:
        return term
    others = (f for f in term.args if f not in exponentials)
    return sp.Mul(*others, sp.exp(sp.expand(sum(f.args[0] for f in exponentials))))


# --- differences ---


def _without_differences(total: sp.Add) -> sp.Expr:
    """Join the terms of a sum that may cancel."""
    terms = list(total.args)
    for one, other in permutations(total.args, 2):
        joined = _joined(one, other) if one in terms and other in terms else None
        if joined is not None:
            terms.remove(one)
            terms.remove(other)
            terms.append(joined)
    return total if terms == list(total.args) else sp.Add(*terms)


def _joined(one: sp.Expr, other: sp.Expr) -> sp.Expr | None:
    """Add two terms in a better way than to add them, if there is one."""
    if isinstance(one, sp.sin) and isinstance(-other, sp.sin):
        x, y = one.args[0], (-other).args[0]
        change = sp.expand(x - y)
        return change * sp.cos(sp.expand(x + y) / 2) * (1 - SincRest(change / 2))
    if isinstance(one, sp.atan) and isinstance(-other, sp.atan):
        x, y = one.args[0], (-other).args[0]
        return AngleBetween(x, y, sp.factor(x - y))
    if isinstance(one, Psi) and one.args[0] == 0 and other == 1 / one.args[1]:
        return Psi(0, one.args[1] + 1)
    if any(p.exp == sp.S.Half and p.base.is_Add for p in one.atoms(sp.Pow)) and not one.atoms(sp.Function):
        squares = sp.expand(one**2 - other**2)
        return None if squares.is_Add else squares / (one - other)
    return _logarithms(one, other)


def _logarithms(one: sp.Expr, other: sp.Expr) -> sp.Expr | None:
    """Return (u + v) log x + v log(1 + (y - x)/x) for u log x + v log y, where u + v is simpler than both."""
    logs = [[f for f in sp.Mul.make_args(term) if isinstance(f, sp.log)] for term in (one, other)]
    if not all(len(found) == 1 for found in logs):
        return None
    (first,), (second,) = logs
    x, y = first.args[0], second.args[0]
    if not any(p.base.is_Add for p in y.atoms(sp.Pow)):
        return None
    u, v = one / first, other / second
    both = sp.expand(u + v)
    if sp.count_ops(both) >= min(map(sp.count_ops, (u, v))) + 1:
        return None
    return both * first + v * LogOnePlus(_gap(x, y) / x)


def _gap(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    """Return y - x without what is in both; differences within are not multiplied out."""
    factored = sp.factor(y - x)
    if factored.is_Mul:
        return factored
    squared = {p.base for p in (y - x).atoms(sp.Pow) if p.base.is_Add}
    letters = {e: sp.Dummy() for e in squared if any(t.could_extract_minus_sign() for t in e.args)}
    return sp.expand((y - x).subs(letters)).xreplace({letter: e for e, letter in letters.items()})
