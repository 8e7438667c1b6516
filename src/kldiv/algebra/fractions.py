"""Short forms of rational functions: factored, divided term by term, squares completed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.polys.fields import FracElement, field
from sympy.polys.rings import PolyElement

from kldiv.algebra.polynomials import by_powers, irreducible, root_of
from kldiv.algebra.size import size

#: More letters, or a numerator of more terms, and a rational function is left as it is.
LETTERS = 7
TERMS = 40

#: A polynomial of more terms is not gathered.
MANY = 20


#: By so much a fraction must be shorter before terms that stood apart are written as one.
GAIN = 3


@lru_cache(maxsize=1 << 15)
def short_fraction(expression: sp.Expr, apart: bool = False) -> sp.Expr:
    """Find a short form of a rational function.

    Args:
        expression: made of letters and numbers by addition, multiplication and whole powers.
        apart: whether several fractions are rather left apart than written as one.

    Returns:
        An equal expression that is not longer.

    Example:
        >>> a, b, m = sp.symbols("a b m")
        >>> short_fraction((a**2 - a * m + b**2 - b * m + 2 * m**2 - (a + b) * m) / (b - a))
        ((a - m)**2 + (b - m)**2)/(-a + b)
    """
    if not expression.has(sp.Add) or is_plain(expression):
        return expression
    letters = sorted(expression.atoms(sp.Symbol, sp.NumberSymbol), key=_name)
    if not 0 < len(letters) <= LETTERS:
        return expression
    space, symbols = space_of(len(letters))
    whole = _value(expression, dict(zip(letters, space.gens, strict=True)), space)
    if len(whole.numer) > TERMS or len(whole.denom) > TERMS:
        return expression
    *others, one = _forms(whole)
    best = min(others, key=size, default=one)
    if size(one) + (GAIN if apart and isinstance(best, sp.Add) else 1) <= size(best):
        best = one
    best = best.xreplace(dict(zip(symbols, letters, strict=True)))
    best = turned_as_in(expression, best)
    return best if size(best) <= size(expression) else expression


def is_plain(expression: sp.Expr) -> bool:
    """Whether an expression is a sum of letters and numbers, which has no shorter form."""
    if not isinstance(expression, sp.Add):
        return False
    letters = [term.as_coeff_Mul()[1] for term in expression.args if not term.is_Rational]
    return all(letter.is_Symbol for letter in letters)


def _name(letter: sp.Expr) -> str:
    return letter.name if isinstance(letter, sp.Symbol) else str(letter)


@lru_cache(maxsize=LETTERS)
def space_of(number: int) -> tuple[Any, tuple[sp.Symbol, ...]]:
    """The fractions in so many letters, and the letters."""
    symbols = tuple(sp.Symbol(f"letter{k}") for k in range(number))
    return field(symbols, sp.ZZ)[0], symbols


def turned_as_in(expression: sp.Expr, found: sp.Expr) -> sp.Expr:
    """Turn the factors of each product, two by two, so that they read 1 - a and not a - 1 where they did before."""
    known = expression.atoms(sp.Add)
    terms = []
    for term in sp.Add.make_args(found):
        factors = [f.as_base_exp() for f in sp.Mul.make_args(term)]
        odd = [k for k, (base, power) in enumerate(factors) if power % 2 and base.is_Add]
        turned = [k for k in odd if factors[k][0] not in known and -factors[k][0] in known]
        if len(turned) % 2:  # another factor takes the sign, if it is one that nobody knows
            free = [k for k in odd if k not in turned and factors[k][0] not in known]
            turned = turned + free[:1] if free else turned[:-1]
        for k in turned:
            factors[k] = (-factors[k][0], factors[k][1])
        terms.append(sp.Mul(*(base**power for base, power in factors)) if turned else term)
    return sp.Add(*terms)


def _value(expression: sp.Expr, letters: dict[sp.Basic, Any], space: Any) -> Any:
    if expression in letters:
        return letters[expression]
    if isinstance(expression, sp.Rational):
        return space(expression.p) / space(expression.q)
    if isinstance(expression, sp.Pow):
        return _value(expression.base, letters, space) ** int(expression.exp)
    parts = [_value(part, letters, space) for part in expression.args]
    total = parts[0]
    for part in parts[1:]:
        total = total + part if isinstance(expression, sp.Add) else total * part
    return total


def _forms(whole: FracElement) -> Iterator[sp.Expr]:
    """Ways to write a fraction: as one, term by term after the powers of a letter, or with a square completed."""
    if len(whole.numer) == 1 or not whole.numer:
        yield _one_bar(whole)
        return
    if len(whole.denom) == 1 or len(whole.numer) <= 4:
        front, rest = _front(whole)
        yield _one_bar(front) * _terms(rest)
        yield _terms(whole)
    space, top = whole.field, whole.numer
    entire, rest = top.div(whole.denom) if len(whole.denom) == 1 else (top.ring.zero, top)
    if entire and rest:
        yield _one_bar(space(rest) / whole.denom) + _split(space(entire))
    if halves := _halved(top, whole.denom):
        yield sp.Add(*(_one_bar(space(half) / whole.denom) for half in halves))
    for place, letter in enumerate(top.ring.symbols):
        parts = by_powers(top, place)
        if len(parts) > 1 and len(whole.denom) > 1 and len(top) > 2:
            yield sp.Add(*(_one_bar(space(part) / whole.denom) for part in parts.values()))
        if len(parts) > 2 and len(top) > 3:
            highest = parts[max(parts)]
            yield _one_bar(space(highest) / whole.denom) + _one_bar(space(top - highest) / whole.denom)
        if set(parts) == {0, 1, 2} and not whole.denom.degree(top.ring.gens[place]):
            lead, half, rest = _square(parts, place)
            front = lead / whole.denom
            if len(front.numer) == 1:
                yield _one_bar(front) * ((letter + _split(half)) ** 2 + _split(rest / lead))
    yield _one_bar(whole)


def _halved(top: PolyElement, under: PolyElement) -> list[PolyElement]:
    """The terms of a numerator that the letters below do not divide, and the others."""
    ((letters, _),) = under.items() if len(under) == 1 else ((None, None),)
    if letters is None or not any(letters):
        return []
    whole = {m: c for m, c in top.items() if all(a >= b for a, b in zip(m, letters, strict=True))}
    rest = {m: c for m, c in top.items() if m not in whole}
    return [top.ring(rest), top.ring(whole)] if whole and rest else []


def _front(whole: FracElement) -> tuple[FracElement, FracElement]:
    """What all terms of the numerator share, and the rest."""
    number, top = whole.numer.primitive()
    shared = whole.field(whole.numer.ring({tuple(map(min, zip(*top.monoms(), strict=True))): number}))
    return shared, whole / shared


def _square(parts: dict[int, PolyElement], place: int) -> tuple[FracElement, FracElement, FracElement]:
    """a, b/2a and c - b**2/4a."""
    x = parts[2].ring.gens[place]
    space = space_of(parts[2].ring.ngens)[0]
    lead, slope = (space(parts[power].exquo(x**power)) for power in (2, 1))
    half = slope / (2 * lead)
    return lead, half, space(parts.get(0, parts[2].ring.zero)) - lead * half**2


def _one_bar(whole: FracElement) -> sp.Expr:
    """A fraction with numerator and denominator factored, and squares completed."""
    number, above = _factors(whole.numer)
    under, below = _factors(whole.denom)
    factors = [*((f, -k) for f, k in below), *((f, k) for f, k in above)]
    if number < 0:  # (a - b) turned round needs no minus sign
        for k, (factor, power) in enumerate(factors):
            if power % 2 and isinstance(factor, sp.Add) and any(t.could_extract_minus_sign() for t in factor.args):
                factors[k], number = (-factor, power), -number
                break
    return sp.Mul(sp.Rational(number, under), *(f**k for f, k in factors))


@lru_cache(maxsize=1 << 14)
def _factors(polynomial: PolyElement) -> tuple[int, list[tuple[sp.Expr, int]]]:
    """The number in front, and each factor in a short form with its power."""
    number, factors = irreducible(polynomial)
    for (one, power), (other, same) in combinations(factors, 2):
        if power == same and len(one) == len(other) == len(one * other) == 2:  # (a - b) (a + b) is a**2 - b**2
            factors = [f for f in factors if f not in ((one, power), (other, power))] + [(one * other, power)]
            break
    return number, [(_short(factor), power) for factor, power in factors]


@lru_cache(maxsize=1 << 14)
def _short(polynomial: PolyElement) -> sp.Expr:
    """A short form of a polynomial: as it is, gathered by a letter, or with a square completed.

    Which letter is decided before the parts are made short in their turn.
    """
    plain = polynomial.as_expr()
    if not 4 <= len(polynomial) <= MANY:
        return plain
    ways = [
        *(way for place in range(polynomial.ring.ngens) if (way := _gathered(polynomial, place))),
        *(way for place in range(polynomial.ring.ngens) if (way := _squared(polynomial, place))),
    ]
    tried = min(ways, key=lambda way: size(way[0]), default=(plain, ()))
    made = sp.Add(tried[1][0], *map(_split, tried[1][1:])) if tried[1] else plain
    return min((plain, tried[0], made), key=size)


#: A way to write a polynomial: a first form; what of it stays, and the parts that may be made shorter.
Way = tuple[sp.Expr, tuple[Any, ...]]


def _gathered(polynomial: PolyElement, place: int) -> Way | None:
    """By the powers of a letter."""
    parts = by_powers(polynomial, place)
    if not 1 < len(parts) < len(polynomial):
        return None
    return sp.Add(*map(_front_and_rest, parts.values())), (sp.S.Zero, *parts.values())


def _front_and_rest(polynomial: PolyElement) -> sp.Expr:
    number, rest = polynomial.primitive()
    shared = tuple(map(min, zip(*rest.monoms(), strict=True)))
    inside = {tuple(m - s for m, s in zip(monomial, shared, strict=True)): c for monomial, c in rest.items()}
    letters = (letter**power for letter, power in zip(polynomial.ring.symbols, shared, strict=True) if power)
    return sp.Mul(int(number), *letters, polynomial.ring(inside).as_expr())


def _squared(polynomial: PolyElement, place: int) -> Way | None:
    """With a square completed."""
    parts = by_powers(polynomial, place)
    if set(parts) != {0, 1, 2} or len(parts[2]) != 1:
        return None
    letter = polynomial.ring.symbols[place]
    lead, half, rest = _square(parts, place)
    squares = [_one_bar(lead) * (letter + _split(half)) ** 2]
    root = root_of(lead.numer)
    if root and root != 1:
        squares.append((root.as_expr() * letter + _split(half * root)) ** 2)
    square = min(squares, key=size)
    if not rest:
        return square, (square,)
    return square + _front_and_rest(rest.numer) / rest.denom.as_expr(), (square, rest)


def _split(whole: FracElement | PolyElement) -> sp.Expr:
    if isinstance(whole, PolyElement):
        whole = space_of(whole.ring.ngens)[0](whole)
    return min((_one_bar(whole), _terms(whole)), key=size)


def _terms(whole: FracElement) -> sp.Expr:
    """Term by term."""
    if len(whole.denom) > 1:
        ring = whole.numer.ring
        return sp.Add(*(_one_bar(whole.field(ring({m: c})) / whole.denom) for m, c in whole.numer.items()))
    ((under, number),) = whole.denom.items()
    letters = whole.numer.ring.symbols
    terms = []
    for monomial, coefficient in whole.numer.items():
        powers = (letter ** (m - u) for letter, m, u in zip(letters, monomial, under, strict=True) if m != u)
        terms.append(sp.Mul(sp.Rational(int(coefficient), int(number)), *powers))
    return sp.Add(*terms)
