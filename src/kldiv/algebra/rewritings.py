"""The fixed list of ways to write an expression otherwise, each keeping its value.

Each works on the topmost node of what it is given; `algebra/shortest.py` tries them on every part of an expression.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import gcd, lcm

import sympy as sp

from kldiv.algebra.fractions import short_fraction
from kldiv.algebra.size import size

#: A sum or a product of more parts is not written as one fraction.
MANY = 16

#: What a reader looks for first in a sum.
LEADING = (sp.log, sp.loggamma, sp.polygamma)

Rewriting = Callable[[sp.Expr], sp.Expr]


@lru_cache(maxsize=1 << 16)
def is_rational(expression: sp.Basic) -> bool:
    """Whether an expression is made of letters and numbers by addition, multiplication and whole powers."""
    if isinstance(expression, sp.Pow):
        return bool(expression.exp.is_Integer) and is_rational(expression.base)
    if isinstance(expression, (sp.Add, sp.Mul)):
        return all(map(is_rational, expression.args))
    return isinstance(expression, (sp.Symbol, sp.Rational, sp.NumberSymbol))


def split(term: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Split a term into its rational factor and the rest."""
    factors = sp.Mul.make_args(term)
    rest = [f for f in factors if not is_rational(f)]
    return sp.Mul(*(f for f in factors if is_rational(f))), sp.Mul(*rest)


# --- logarithms, exponentials and powers ---


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


# --- sums ---


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
    opened = []
    for term in sp.Add.make_args(expression):
        coefficient, kernel = split(term)
        for part in sp.Add.make_args(sp.expand_mul(kernel, deep=False)):
            more, single = split(part)
            is_log = isinstance(single, sp.log) or single == 1
            opened += sp.Add.make_args(sp.expand(coefficient * more)) if is_log and single == 1 else ()
            if single != 1:
                outside = sp.expand(coefficient * more) if is_log else coefficient * more
                opened += [c * single for c in (sp.Add.make_args(outside) if is_log else (outside,))]
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
            if not _is_below(factor) or not any(map(has_bar, shared)):  # no fraction within a fraction
                found.append(sp.Add(*(t for t in expression.args if t not in terms), factor * sp.Add(*shared)))
    return min(found, key=size)


def _is_below(factor: sp.Expr) -> bool:
    return isinstance(factor, sp.Pow) and factor.exp.could_extract_minus_sign()


def has_bar(term: sp.Expr) -> bool:
    """Whether a term is a fraction, by more than a number."""
    return any(_is_below(f) and not f.is_number for f in sp.Mul.make_args(term))


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


# --- rational functions ---


def hidden(expression: sp.Expr) -> tuple[sp.Expr, dict[sp.Basic, sp.Basic]]:
    """Put letters for all that is not rational, so that polynomials can be made of it; and the way back."""
    found: dict[sp.Basic, sp.Basic] = {}

    def put(node: sp.Expr) -> sp.Expr:
        if is_rational(node):
            return node
        if isinstance(node, (sp.Add, sp.Mul)) or (isinstance(node, sp.Pow) and node.exp.is_Integer):
            return node.func(*map(put, node.args))
        return found.setdefault(node, sp.Symbol(f"hidden{len(found)}"))

    inside = put(expression)
    return inside, {letter: node for node, letter in found.items()}


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
