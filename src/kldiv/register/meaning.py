"""What a statement says, apart from how it is written: the same formula, tidier, has the same content hash.

A divergence is a function of the parameters of two distributions. It is evaluated at exact rational points which
depend on nothing but the names of the distributions and of their parameters; its values to 25 digits, and where it is
infinite, are its canonical form. A statement that is not such a function, such as an identity with sums in it, is
hashed as a structure, with the names of quantities replaced by what they stand for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.algebra.quantities import unfold
from kldiv.distributions.base import Distribution, Parameter
from kldiv.distributions.points import holds, numbers
from kldiv.precision import digit_precision
from kldiv.proof.record import Lemma, Record
from kldiv.values.at_point import choose, value_at

#: Digits of a value that count, and digits that are carried to be sure of them.
DIGITS, CARRIED = 25, 90

#: How many points inside the conditions are used, how many outside, and how many draws are tried.
INSIDE, OUTSIDE, DRAWS = 3, 1, 600

Point = dict[sp.Symbol, Fraction]


def content_hash(form: Any) -> str:
    """Hash plain data, however its keys are ordered.

    Example:
        >>> content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
        True
    """
    text = json.dumps(form, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint(derivation: Record) -> str:
    """Hash what a derivation states: both sides and when they are equal, not the way there."""
    kept = vars(derivation)  # a page, its citations and its files all print it, so it is computed once
    if "_fingerprint" not in kept:
        kept["_fingerprint"] = content_hash(form_of(derivation))
    return str(kept["_fingerprint"])


def form_of(derivation: Record) -> dict[str, Any]:
    """Give the canonical form of a statement.

    Args:
        derivation: any derivation.

    Returns:
        Plain data: the kind, and either values at points or the structure.
    """
    distributions = dict(zip(("p", "q"), derivation.distributions or (None, None), strict=True))
    if all(_is_plain(distribution) for distribution in distributions.values()):
        values = [[said(at, distributions), value] for at, value in _values(derivation, distributions)]  # type: ignore[arg-type]
        if values:
            slugs = [distribution.slug for distribution in derivation.distributions]
            return {"kind": derivation.kind, "distributions": slugs, "values": values}
    parts = (derivation.left, derivation.result, *sorted(derivation.assumptions, key=str))
    return {"kind": derivation.kind, "structure": [structure(part) for part in parts]}


def _values(derivation: Record, distributions: dict[str, Distribution]) -> Iterator[tuple[Point, str]]:
    """The value at each point; where the conditions fail, what is claimed there."""
    left = {True: INSIDE, False: OUTSIDE if derivation.assumptions else 0}
    open_scope = [c for c in derivation.scope if not isinstance(c, sp.Eq)]
    for at in points(distributions):
        inside = all(holds(c, at) for c in derivation.assumptions)
        if left[inside] and all(holds(c, at) for c in open_scope):
            yield at, digits(derivation.result, at) if inside else str(derivation.otherwise)
            left[inside] -= 1
        if not any(left.values()):
            return


def digits(expression: sp.Basic, at: Point) -> str:
    """Write the value of an expression to the digits that count."""
    if expression in (sp.oo, sp.nan, sp.zoo):
        return str(expression)
    with digit_precision(CARRIED):
        value = value_at(expression, at, CARRIED)
        return "0" if abs(value) < mpmath.mpf(10) ** -60 else mpmath.nstr(value, DIGITS)


def _is_plain(distribution: Any) -> bool:
    """Whether each parameter is a number or an expression in numbers: no matrix, no list of symbols."""
    if not isinstance(distribution, Distribution):
        return False
    values = distribution.parameters.values()
    return all(
        isinstance(v, sp.Expr) and not v.atoms(sp.Indexed, sp.MatrixSymbol) and not getattr(v, "is_Matrix", False)
        for v in values
    )


def points(distributions: dict[str, Distribution]) -> Iterator[Point]:
    """Draw points inside the domains of some distributions, the same ones for ever.

    Args:
        distributions: the distributions by their index, "p" or "q".

    Yields:
        A value for each symbol.
    """
    for number in range(DRAWS):
        at: Point = {}
        for index, distribution in distributions.items():
            for parameter in distribution.spec:
                for symbol in sorted(distribution.parameters[parameter.name].free_symbols - set(at), key=str):
                    at[symbol] = _draw(f"{index} {distribution.slug} {parameter.name} {number}", parameter)
        suits = all(_suits(symbol, value) for symbol, value in at.items())
        if suits and all(_allows(distribution, at) for distribution in distributions.values()):
            yield at


def _draw(seed: str, parameter: Parameter) -> Fraction:
    """A number inside a domain; this function must never change, since published hashes rest on it."""
    noise = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
    contains = parameter.domain.contains
    if not bool(contains(1.5)) and bool(contains(2.0)):
        return Fraction(1 + noise % 7) if not bool(contains(-2.0)) else Fraction(noise % 15 - 7)
    if not bool(contains(1.5)):
        return Fraction(2 + noise % 16, 19)
    if not bool(contains(-2.0)):
        return Fraction(4 + noise % 41, 11)
    return Fraction(noise % 59 - 29, 13)


def _suits(symbol: sp.Symbol, value: Fraction) -> bool:
    """Whether a value has the sign that a symbol of the reader's own is assumed to have."""
    return not ((symbol.is_positive and value <= 0) or (symbol.is_nonnegative and value < 0))


def _allows(distribution: Distribution, at: Point) -> bool:
    try:
        type(distribution)(**numbers(distribution, at))
    except ValueError:
        return False
    return True


def said(at: Point, distributions: dict[str, Distribution]) -> dict[str, str]:
    """A point by the names of the parameters in code, which are more lasting than letters."""
    table = {}
    for index, distribution in distributions.items():
        for name, value in distribution.parameters.items():
            exact = value.subs({s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()})
            table[f"{index}.{name}"] = str(exact)
    return table


def structure(expression: sp.Basic) -> str:
    """Write an expression exactly, without what differs from run to run."""
    whole = unfold(expression)
    dummies = sorted(whole.atoms(sp.Dummy), key=lambda d: (d.name, d.dummy_index))
    names = {d: sp.Symbol(f"_{d.name}{k}") for k, d in enumerate(dummies)}
    return exact(whole.xreplace(names), order=None)


def lemma_fingerprint(lemma: Lemma, distribution: Distribution | None) -> str:
    """Hash what a lemma states; its id already fixes the distribution and the statistic.

    Args:
        lemma: any lemma.
        distribution: the distribution of the expectation, if it is one.

    Returns:
        The hash.
    """
    if _is_plain(distribution) and lemma.id.startswith("mean-"):
        found = _lemma_values(lemma, distribution)  # type: ignore[arg-type]
        if found:
            return content_hash({"kind": "lemma", "values": found})
    parts = (lemma.left, lemma.value, *sorted(lemma.conditions, key=str))
    return content_hash({"kind": "lemma", "structure": [structure(part) for part in parts]})


def _lemma_values(lemma: Lemma, distribution: Distribution) -> list[Any]:
    strange = set().union(*(e.free_symbols for e in (lemma.value, *lemma.conditions)))
    found: list[Any] = []
    for number, at in enumerate(points({"p": distribution})):
        for symbol in sorted(strange - set(at), key=str):  # a parameter of q that the statistic holds
            noise = int(hashlib.sha256(f"{symbol} {number}".encode()).hexdigest(), 16)
            at[symbol] = Fraction(1 + noise % 5) if symbol.is_integer else Fraction(4 + noise % 41, 11)
        if all(holds(c, at) for c in lemma.conditions):
            try:
                value = digits(lemma.value, at)
            except (TypeError, ValueError, ZeroDivisionError):
                continue  # not a real number: the pair that uses the lemma asks for more than its conditions do
            if "nan" not in value:
                found.append(
                    [{str(s): str(at[s]) for s in sorted(strange | distribution_symbols(distribution), key=str)}, value]
                )
        if len(found) == INSIDE:
            break
    return found


def distribution_symbols(distribution: Distribution) -> set[sp.Symbol]:
    """The symbols among the parameters of a distribution."""
    return set().union(*(v.free_symbols for v in distribution.parameters.values()))


#: Numbers at which a domain is probed, so that its meaning is hashed and not its wording.
PROBES = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


def distribution_fingerprint(kind: type[Distribution]) -> str:
    """Hash what a distribution is: its parameters with their domains, its support and its density."""
    distribution = kind.symbolic("p")
    form: dict[str, Any] = {"kind": "distribution", "variate": kind.variate, "parameters": []}
    for parameter in kind.spec:
        inside = [bool(parameter.domain.contains(v)) for v in PROBES]  # none of them is a list or a matrix
        form["parameters"].append([parameter.name, inside])
    if _is_plain(distribution):
        form["values"] = [
            [said(at, {"p": distribution}), *_distribution_at(distribution, at)]
            for at in islice(points({"p": distribution}), INSIDE)
        ]
    else:
        form["structure"] = parameter_shapes(distribution)
    return content_hash(form)


def parameter_shapes(distribution: Distribution) -> list[str]:
    """The names of the parameters and what kind of thing each is."""
    return [f"{name}: {type(value).__name__}" for name, value in distribution.parameters.items()]


def _distribution_at(distribution: Distribution, at: Point) -> list[str]:
    """Both ends of the support and the density at three outcomes inside it."""
    exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}
    support = distribution.support()
    low, high = (sp.nsimplify(end.subs(exact)) for end in (support.lower, support.upper))
    if distribution.kind == "discrete":
        start = low if low.is_finite else sp.Integer(-1)
        outcomes = [start + k for k in range(3) if not bool(start + k > high)]
    elif low.is_finite and high.is_finite:
        outcomes = [low + (high - low) * sp.Rational(k, 7) for k in (1, 3, 6)]
    elif low.is_finite or high.is_finite:
        outcomes = [low + sp.Rational(k, 3) if low.is_finite else high - sp.Rational(k, 3) for k in (1, 4, 10)]
    else:
        outcomes = [sp.Rational(k, 3) for k in (-4, 1, 5)]
    x = sp.Symbol("x", integer=True) if distribution.kind == "discrete" else sp.Symbol("x", real=True)
    density = distribution.density(x)
    return [str(low), str(high), *(digits(choose(density.subs(x, o), at), at) for o in outcomes)]
