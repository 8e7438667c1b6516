"""Gradients where p and q nearly agree, for whole arrays: the second derivative times the way between the two.

The gradient of D(p || q) in q is 0 at q = p. So it is the integral, along the segment from p to q, of the second
derivative in q times q - p, in which nothing cancels. Gauss's rule takes the integral, twice, to tell its own error.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

from kldiv.answers.differentiated import Place, differentiable, forms_of
from kldiv.answers.floats import EPS, Array, Rounded, RoundedWalker
from kldiv.answers.formulas import Kind, symbols_of
from kldiv.values.walking import Unsupported

#: Points of the two rules.
FEWER, MORE = 6, 9


def near_gradient(kind: Kind, place: Place, values: dict[sp.Symbol, Array]) -> tuple[Array, Array] | None:
    """Integrate a row of the second derivatives from the other distribution to the one that is differentiated in.

    Args:
        kind: the class of both distributions.
        place: the parameter to differentiate in.
        values: arrays of one shape for the symbols of both.

    Returns:
        The derivatives and a bound on their errors; None if a second derivative is not known.

    Example:
        >>> from kldiv.distributions import Poisson
        >>> letters = [symbols_of(Poisson, index)["rate"] for index in "pq"]
        >>> at = dict(zip(letters, (np.array(2.0), np.array(2.0 + 1e-9)), strict=True))
        >>> value, error = near_gradient(Poisson, ("q", "rate"), at)
        >>> bool(error < 1e-14 * value), round(float(value) * 1e9, 6)
        (True, 0.5)
    """
    index, _ = place
    moving, fixed = symbols_of(kind, index), symbols_of(kind, "p" if index == "q" else "q")
    entries = {name: forms_of(kind, kind, (place, (index, name))) for name in differentiable(kind)}
    if not all(entries.values()):
        return None
    way = {name: values[moving[name]] - values[fixed[name]] for name in entries}
    try:
        with np.errstate(all="ignore"):
            found, rough = (_integral(moving, fixed, entries, way, values, count) for count in (MORE, FEWER))
            return found.value, found.error + np.abs(found.value - rough.value)
    except Unsupported:
        return None


def _integral(
    moving: dict[str, sp.Symbol],
    fixed: dict[str, sp.Symbol],
    entries: dict[str, tuple[sp.Expr, ...]],
    way: dict[str, Array],
    values: dict[sp.Symbol, Array],
    count: int,
) -> Rounded:
    """Apply Gauss's rule with so many points."""
    points, weights = np.polynomial.legendre.leggauss(count)
    value, error = np.zeros(()), np.zeros(())
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        at = {symbol: Rounded(number, 0 * number) for symbol, number in values.items()}
        for name, step in way.items():
            here = values[fixed[name]] + point * step
            at[moving[name]] = Rounded(here, EPS * np.abs(here))
        walker = RoundedWalker(at)
        for name, forms in entries.items():
            slope = walker.value(forms[0])
            term = weight * slope.value * way[name]
            value = value + term
            error = error + np.abs(weight * way[name]) * slope.error + 4 * EPS * np.abs(term)
    return Rounded(value, error)
