"""The fixed list of ways to write an expression otherwise, each keeping its value.

Each works on the topmost node of what it is given; `algebra/shortest.py` tries them on every part of an expression.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from kldiv.algebra.fractions import short_fraction
from kldiv.algebra.letters import has_bar, hidden, is_below, is_rational, split
from kldiv.algebra.log_forms import gather_logarithms, join_powers, take_powers_out, turn_logarithms
from kldiv.algebra.size import size

#: A sum or a product of more parts is not written as one fraction.
MANY = 16

#: What a reader looks for first in a sum.
LEADING = (sp.log, sp.loggamma, sp.polygamma)

Rewriting = Callable[[sp.Expr], sp.Expr]


def gather_terms(expression: sp.Expr) -> sp.Expr:
    """Join the terms with the same function, their coefficients into one."""
    if not isinstance(expression, sp.Add):
        return expression
    gathered: dict[tuple[sp.Expr, bool], list[sp.Expr]] = {}
    for term in expression.args:
        coefficient, kernel = split(term)
        gathered.setdefault((kernel, kernel.is_number and coefficient.is_number), []).append(coefficient)
    if len(gathered) in (1, len(expression.args)):
        return expression
    return sp.Add(*(_coefficient(parts) * kernel for (kernel, _), parts in gathered.items()))


def _coefficient(parts: list[sp.Expr]) -> sp.Expr:
    return short_fraction(sp.Add(*parts)) if len(parts) > 1 else parts[0]


def gather_factors(expression: sp.Expr) -> sp.Expr:
    """Write c f + c g as c (f + g), and c f - c g as c (f - g)."""
    if not isinstance(expression, sp.Add):
        return expression
    shared: dict[sp.Expr, list[tuple[int, sp.Expr]]] = {}
    rest = []
    for term in expression.args:
        coefficient, kernel = split(term)
        if kernel == 1 or coefficient in (1, -1):
            rest.append(term)
            continue
        sign = -1 if coefficient.could_extract_minus_sign() else 1
        shared.setdefault(sp.expand(sign * coefficient), []).append((sign, kernel))
    if all(len(kernels) == 1 for kernels in shared.values()):
        return expression
    return sp.Add(*rest, *(c * sp.Add(*(sign * kernel for sign, kernel in ks)) for c, ks in shared.items()))


def multiply_out_and_gather(expression: sp.Expr) -> sp.Expr:
    """Multiply out, and join what belongs to one function."""
    if not isinstance(expression, sp.Add) or all(map(is_rational, expression.args)):
        return expression
    opened = []
    for term in expression.args:
        coefficient, kernel = split(term)
        opened += [coefficient * k for k in sp.Add.make_args(sp.expand_mul(kernel, deep=False))]
    return gather_terms(sp.Add(*opened)) if len(opened) > len(expression.args) else expression


def multiply_out_logarithms(expression: sp.Expr) -> sp.Expr:
    """Multiply out all the way to the logarithms, which are then gathered by what stands before them."""
    opened: list[sp.Expr] = []
    for term in sp.Add.make_args(expression):
        coefficient, kernel = split(term)
        for part in sp.Add.make_args(sp.expand_mul(kernel, deep=False)):
            more, single = split(part)
            outside = coefficient * more
            if isinstance(single, sp.log) or single == 1:
                outside = sp.expand(outside)
                opened += [c * single for c in sp.Add.make_args(outside)]
            else:
                opened.append(outside * single)
    return gather_logarithms(sp.Add(*opened))


def share_factor_of_a_kind(expression: sp.Expr) -> sp.Expr:
    """Write a shared factor in front, but let logarithms and their like stand by themselves."""
    if not isinstance(expression, sp.Add):
        return expression
    special = [t for t in expression.args if any(isinstance(f, LEADING) for f in sp.Mul.make_args(t))]
    others = [t for t in expression.args if t not in special]
    return sp.Add(*(share_factor(sp.Add(*terms)) for terms in (special, others)))


def share_factor(expression: sp.Expr) -> sp.Expr:
    """Write a factor that several terms of a sum share, above or below the bar, in front of them."""
    if not isinstance(expression, sp.Add):
        return expression
    holding: dict[sp.Expr, list[tuple[sp.Expr, sp.Expr]]] = {}
    for term in expression.args:
        for factor in sp.Mul.make_args(term):
            base, exponent = factor.as_base_exp()
            if not base.is_number:
                side = -1 if exponent.could_extract_minus_sign() else 1
                holding.setdefault(base**side, []).append((term, side * exponent))
    found = [expression]
    for base, held in holding.items():
        if len(held) > 1:
            terms, exponents = zip(*held, strict=True)
            factor = base ** (min(exponents) if all(e.is_Integer for e in exponents) else 1)
            shared = [t / factor for t in terms]
            if not is_below(factor) or not any(map(has_bar, shared)):  # no fraction within a fraction
                found.append(sp.Add(*(t for t in expression.args if t not in terms), factor * sp.Add(*shared)))
    return min(found, key=size)


def gather_differences(expression: sp.Expr) -> sp.Expr:
    """Write a f(x) + b f(y) - (a + b) f(z) as a (f(x) - f(z)) + b (f(y) - f(z)), for the digamma function f."""
    if not isinstance(expression, sp.Add):
        return expression
    single = {k: c for c, k in map(split, expression.args) if isinstance(k, sp.polygamma) and k.args[0] == 0}
    if len(single) < 3:
        return expression
    found = []
    for last, coefficient in single.items():
        others = {k: c for k, c in single.items() if k != last}
        if sp.expand(sp.Add(coefficient, *others.values())) == 0:
            rest = [t for t in expression.args if split(t)[1] not in single]
            found.append(sp.Add(*rest, *(c * (k - last) for k, c in others.items())))
    return min(found, key=size, default=expression)


def shorten_fraction(expression: sp.Expr) -> sp.Expr:
    """Write a rational function shortly, with letters for all in it that is not rational."""
    if not isinstance(expression, (sp.Add, sp.Mul)) or len(expression.args) > MANY or not expression.has(sp.Add):
        return expression
    inside, back = hidden(expression)
    found = short_fraction(inside).xreplace(back)
    return found if size(found) < size(expression) else expression


def shorten_rational_terms(expression: sp.Expr) -> sp.Expr:
    """Write the terms of a sum shortly that are rational, and leave the others."""
    if not isinstance(expression, sp.Add):
        return expression
    rational = [t for t in expression.args if is_rational(t)]
    if len(rational) < 2 or len(rational) == len(expression.args) or not any(t.has(sp.Add) for t in rational):
        return expression
    others = [t for t in expression.args if not is_rational(t)]
    total = sp.Add(*rational)
    found = (short_fraction(total, True), -short_fraction(-total, True))
    return min((sp.Add(*others, made) for made in found), key=size)


def turn_signs(expression: sp.Expr) -> sp.Expr:
    """Write (-a - b) c as -(a + b) c."""
    if not isinstance(expression, sp.Mul):
        return expression
    turned = [f for f in expression.args if isinstance(f, sp.Add) and all(t.could_extract_minus_sign() for t in f.args)]
    rest = [f for f in expression.args if f not in turned]
    return sp.Mul((-1) ** len(turned), *rest, *(-f for f in turned))


#: What is tried on a sum that a reader takes term by term: fractions of several terms stay apart.
ON_TERMS: tuple[Rewriting, ...] = (
    take_powers_out,
    join_powers,
    turn_signs,
    gather_terms,
    shorten_rational_terms,
    gather_logarithms,
    gather_factors,
    multiply_out_and_gather,
    gather_differences,
    share_factor_of_a_kind,
)

#: What is tried on what stands inside: in a bracket, a fraction, a function.
REWRITINGS: tuple[Rewriting, ...] = (shorten_fraction, *ON_TERMS, share_factor)

#: What is preferred where it is just as short.
PREFERRED = (gather_differences, join_powers, shorten_rational_terms, turn_logarithms)
