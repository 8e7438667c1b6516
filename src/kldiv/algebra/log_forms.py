"""Ways to write logarithms, exponentials and powers otherwise, each keeping the value.

A logarithm in a result is real, so what it is taken of is positive, and two of them may be joined.
"""

from __future__ import annotations

from math import gcd, lcm

import sympy as sp

from kldiv.algebra.letters import is_rational
from kldiv.algebra.size import size


def gather_logarithms(expression: sp.Expr) -> sp.Expr:
    """Write c log a + c log b as c log(a b), and c log a - c log b as c log(a/b)."""
    if not isinstance(expression, sp.Add):
        return expression
    groups: dict[sp.Expr, list[tuple[sp.Rational, sp.Expr]]] = {}
    rest = []
    for term in expression.args:
        coefficient, log = term.as_independent(sp.log, as_Add=False)
        if not isinstance(log, sp.log) or log.args[0].has(sp.gamma):
            rest.append(term)
            continue
        number, key = coefficient.as_coeff_Mul()
        if isinstance(key, sp.Add):
            content, key = key.primitive()
            number *= content
            if key.could_extract_minus_sign():
                number, key = -number, -key
        groups.setdefault(key, []).append((number, log.args[0]))
    return sp.Add(*rest, *(_joined(key, logs) for key, logs in groups.items()))


#: No power in a logarithm is higher.
HIGH = 4


def _joined(key: sp.Expr, logs: list[tuple[sp.Rational, sp.Expr]]) -> sp.Expr:
    """Join the logarithms with one coefficient up to a number: those of equal numbers, or all if that is shorter."""
    if len(logs) == 1:
        return key * logs[0][0] * sp.log(logs[0][1])
    groups: dict[sp.Rational, sp.Expr] = {}
    for number, inside in logs:
        groups[abs(number)] = groups.get(abs(number), sp.S.One) * inside ** sp.sign(number)
    by_number = sp.Add(*(key * _log(number, inside) for number, inside in groups.items()))
    # A power of a letter is whole; a number may stand below a root.
    letters = [number for number, inside in logs if not inside.is_number] or [number for number, _ in logs]
    found = [by_number]
    if len(groups) > 1:
        for common in dict.fromkeys((_common(letters), _common([number for number, _ in logs]), sp.S.One)):
            powers = [(number / common, inside) for number, inside in logs]
            if all(abs(n) <= HIGH and (n.q == 1 or (n.q == 2 and i.is_number)) for n, i in powers):
                found.append(key * _log(common, sp.Mul(*(inside**power for power, inside in powers))))
    return min(found, key=size)


def _common(numbers: list[sp.Rational]) -> sp.Rational:
    return sp.Rational(gcd(*(n.p for n in numbers)), lcm(*(n.q for n in numbers)))


def _log(number: sp.Rational, inside: sp.Expr) -> sp.Expr:
    """A multiple of a logarithm; what would be that of 1/a is -log a."""
    return min((number * sp.log(inside), -number * sp.log(1 / inside)), key=size)


def take_powers_out(expression: sp.Expr) -> sp.Expr:
    """Write log(a**n) as n log a and log(1/a) as -log a, for a positive a."""
    if not isinstance(expression, sp.log):
        return expression
    inside = expression.args[0]
    factors = [f.as_base_exp() for f in sp.Mul.make_args(inside)]
    exponents = [exponent for _, exponent in factors]
    if not all(e.is_Integer for e in exponents):
        return expression
    if len(factors) == 1 and isinstance(inside, sp.Rational) and inside.p == 1:
        return -sp.log(inside.q)
    common = gcd(*(int(e) for b, e in factors if not b.is_Rational))
    if all(e < 0 for e in exponents):
        common = -common
    if common in (0, 1) or (common % 2 == 0 and not all(b.is_positive for b, _ in factors)):
        return expression
    taken = [_root(b**e, common) for b, e in factors]
    if None in taken:
        return expression
    return common * sp.log(sp.Mul(*(t for t in taken if t is not None)))


def _root(power: sp.Expr, degree: int) -> sp.Expr | None:
    """The root of a power, None if it is none of a letter or of a whole number."""
    base, exponent = power.as_base_exp()
    if not power.is_Rational:
        return base ** (exponent / degree)
    found = power ** sp.Rational(1, degree)
    return found if found.is_Rational else None


def turn_one_way(expression: sp.Expr) -> sp.Expr:
    """Write log(b/a) as -log(a/b) where both are met, so that they can be joined."""
    found: dict[sp.Expr, sp.Expr] = {}
    table: dict[sp.Basic, sp.Basic] = {}
    for log in sorted(expression.atoms(sp.log), key=lambda log: (log.args[0].is_Add, sp.default_sort_key(log))):
        inside = log.args[0]
        if is_rational(inside) and inside.free_symbols:
            if (other := sp.factor(1 / inside)) in found:
                table[log] = -found[other]
            else:
                found[sp.factor(inside)] = log
    return expression.xreplace(table) if table else expression


def join_powers(expression: sp.Expr) -> sp.Expr:
    """Write exp(a) exp(b) as exp(a + b), and a**k b**k as (a b)**k for positive letters."""
    if not isinstance(expression, sp.Mul):
        return expression
    exponents: list[sp.Expr] = []
    powers: dict[sp.Expr, list[sp.Pow]] = {}
    rest = []
    for factor in expression.args:
        base, exponent = factor.as_base_exp()
        number, letters = exponent.as_coeff_Mul()
        is_whole = number.is_Integer or base.is_number
        if isinstance(factor, sp.exp):
            exponents.append(factor.args[0])
        elif isinstance(factor, sp.Pow) and not exponent.is_number and base.is_positive and is_whole:
            powers.setdefault(letters, []).append(factor)
        else:
            rest.append(factor)
    joined = [sp.exp(sp.Add(*exponents))] if exponents else []
    for exponent, bases in powers.items():
        if len(bases) == 1:
            rest += bases
            continue
        base = sp.Mul(*(f.base ** f.exp.as_coeff_Mul()[0] for f in bases))
        joined.append((1 / base) ** -exponent if sp.fraction(base)[0] == 1 else base**exponent)
    return sp.Mul(*rest, *joined)


def turn_logarithms(expression: sp.Expr) -> sp.Expr:
    """Write (a - 1) log(m/n) as (1 - a) log(n/m), the way people do."""
    if not isinstance(expression, sp.Mul):
        return expression
    coefficient, log = expression.as_independent(sp.log, as_Add=False)
    less_one = [f for f in sp.Mul.make_args(coefficient) if isinstance(f, sp.Add) and _is_less_one(f)]
    if not isinstance(log, sp.log) or not less_one or not log.args[0].is_Mul:
        return expression
    numerator, denominator = sp.fraction(log.args[0])
    return sp.Mul(coefficient / less_one[0], sp.Add(*(-t for t in less_one[0].args)), sp.log(denominator / numerator))


def _is_less_one(factor: sp.Add) -> bool:
    """Whether a sum is of the form a - 1."""
    return len(factor.args) == 2 and sp.S.NegativeOne in factor.args
