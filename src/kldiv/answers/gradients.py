"""Gradients and Hessians of the divergence in the parameters of p and q, from the derived formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import sympy as sp

from kldiv.algebra.notation import unit_name
from kldiv.answers.array_gradients import ARRAY_GRADIENTS, array_gradient
from kldiv.answers.array_hessians import Row, array_hessian
from kldiv.answers.arrays import Mask, Shape, at_edge, exact_values, floats, same_distribution, shape_of
from kldiv.answers.differentiated import Place, differentiable, forms_of, is_smooth, is_tied, partial, symbol_at
from kldiv.answers.floats import Array, RoundedWalker
from kldiv.answers.foreign import as_known
from kldiv.answers.formulas import Kind, formula_of, symbols_of
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.answers.given import require_distributions, shapes_named
from kldiv.answers.kernels.registry import FloatArray
from kldiv.answers.measures import _log_base
from kldiv.answers.near import near_gradient
from kldiv.answers.notices import same_record
from kldiv.answers.slopes import slope_of
from kldiv.answers.univariate import ACCURATE, Table, _conditions, _evaluated
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import as_exact
from kldiv.precision import one_at_a_time


@dataclass(frozen=True)
class Gradient:
    """The partial derivatives of a divergence.

    Attributes:
        p: the derivative in each parameter of p, by its name; a parameter that is a whole number has none.
        q: the derivative in each parameter of q.
        unit: "nats", "bits", ...: what the divergence is measured in.

    Example:
        >>> from kldiv.distributions import Normal
        >>> kl_divergence_grad(Normal(1, 1), Normal(3, 2)).q
        {'loc': 0.5, 'scale': -0.125}
    """

    p: dict[str, Any]
    q: dict[str, Any]
    unit: str

    def __eq__(self, other: object) -> bool:
        """Whether all derivatives and the units agree."""
        return same_record(self, other)


@dataclass(frozen=True)
class Hessian:
    """The second partial derivatives of a divergence.

    Attributes:
        parameters: which parameter stands in each row and column, such as ("p", "loc"); of a vector or a matrix each
            entry has a row, such as ("p", "loc", 0) or ("q", "covariance_matrix", 1, 0), but for those above the
            diagonal of a triangular factor.
        matrix: the derivatives: an array whose last two axes are the rows and columns, or a SymPy matrix.
        unit: "nats", "bits", ...: what the divergence is measured in.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> found = kl_divergence_hessian(Exponential(2), Exponential(2))
        >>> found.parameters
        (('p', 'rate'), ('q', 'rate'))
        >>> found.matrix.tolist()
        [[0.25, -0.25], [-0.25, 0.25]]
        >>> from kldiv.distributions import Dirichlet
        >>> kl_divergence_hessian(Dirichlet([1, 2]), Dirichlet([2, 3])).parameters[2:]
        (('q', 'concentration', 0), ('q', 'concentration', 1))
    """

    parameters: tuple[Row, ...]
    matrix: Any
    unit: str

    def __eq__(self, other: object) -> bool:
        """Whether all derivatives and the units agree."""
        return same_record(self, other)


@one_at_a_time
def kl_divergence_grad(p: Distribution, q: Distribution, base: float | None = None) -> Gradient:
    """Return the gradient of D(p || q) in the parameters of p and of q.

    It is exactly 0 where p and q are the same distribution of one family whose support does not move. At the end of a
    parameter's range it is the limit from within, which may be infinite. Where only an array's entry has an infinite
    divergence, its derivatives are nan.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        The derivatives by parameter: floats, arrays if parameters are arrays, SymPy expressions if they hold symbols.
        Those in probabilities, in a direction or in a covariance matrix move within the probabilities, the sphere and
        the symmetric matrices.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: if the divergence is infinite, if no way leads to a number, if shapes do not fit, or if the base is
            not a positive number other than 1.

    Example:
        >>> from kldiv.distributions import Bernoulli, Gamma, Weibull
        >>> kl_divergence_grad(Bernoulli(0), Bernoulli(0.5))
        Gradient(p={'probs': -inf}, q={'probs': 2.0}, unit='nats')
        >>> kl_divergence_grad(Gamma(2, 1), Weibull(1, 1)).q["scale"]
        -1.0
    """
    p, q = as_known(p), as_known(q)
    require_distributions("kl_divergence_grad", p, q)
    with shapes_named(p, q):
        return _gradient(p, q, base)


@one_at_a_time
def kl_divergence_hessian(p: Distribution, q: Distribution, base: float | None = None) -> Hessian:
    """Return the second derivatives of D(p || q) in the parameters of p and of q.

    At p = q the block of q's parameters is the Fisher information. Each entry of a vector or a matrix has a row of its
    own. For any small change v of all the entries that leaves probabilities probabilities and matrices symmetric,
    v^T H v is the second derivative along v. Probabilities and directions are divided by their sum and length first.

    Args:
        p: the distribution that the data follow.
        q: the distribution that stands in for it.
        base: the base of the logarithm: 2 for bits; None for e, which gives nats.

    Returns:
        The matrix, and which parameter stands in which row and column.

    Raises:
        TypeError: if p or q is not a distribution.
        ValueError: as for `kl_divergence_grad`.

    Example:
        >>> from kldiv.distributions import Poisson
        >>> kl_divergence_hessian(Poisson(2), Poisson(4)).matrix
        array([[ 0.5  , -0.25 ],
               [-0.25 ,  0.125]])
    """
    p, q = as_known(p), as_known(q)
    require_distributions("kl_divergence_hessian", p, q)
    with shapes_named(p, q):
        return _hessian(p, q, base)


def _gradient(p: Distribution, q: Distribution, base: float | None) -> Gradient:
    scale, unit = _log_base(base), unit_name(base)
    parts = None if p.is_symbolic or q.is_symbolic else array_gradient(p, q)
    if parts is not None:
        ours, theirs = parts
        _refuse_infinite(p, q, [*ours.values(), *theirs.values()])
        return Gradient(_in_units(ours, scale), _in_units(theirs, scale), unit)
    places = _places(p, q)
    found = _derivatives(p, q, [(place,) for place in places], base)
    by_place = {place[0]: value for place, value in found.items()}
    ours, theirs = ({name: by_place[at, name] for at, name in places if at == index} for index in "pq")
    return Gradient(ours, theirs, unit)


def _hessian(p: Distribution, q: Distribution, base: float | None) -> Hessian:
    arrays = None if p.is_symbolic or q.is_symbolic else array_hessian(p, q)
    if arrays is not None:
        _refuse_infinite(p, q, [arrays[1]])
        return Hessian(arrays[0], arrays[1] / _log_base(base), unit_name(base))
    places = _places(p, q)
    found = _derivatives(p, q, list(combinations_with_replacement(places, 2)), base)
    rows = [[found.get((a, b), found.get((b, a))) for b in places] for a in places]
    if p.is_symbolic or q.is_symbolic:
        return Hessian(tuple(places), sp.ImmutableMatrix(rows), unit_name(base))
    matrix = np.empty((*shape_of(p, q), len(places), len(places)))
    for row, column in np.ndindex(matrix.shape[-2:]):
        matrix[..., row, column] = rows[row][column]
    return Hessian(tuple(places), matrix, unit_name(base))


def _in_units(parts: dict[str, FloatArray], scale: float) -> dict[str, Any]:
    return {name: _plain(value / scale + 0.0) for name, value in parts.items()}  # 0, not -0


def _refuse_infinite(p: Distribution, q: Distribution, values: Sequence[FloatArray]) -> None:
    """Refuse if there is no derivative anywhere."""
    if values and all(np.size(value) and np.all(np.isnan(value)) for value in values):
        raise ValueError(f"{p.title} against {q.title}: the divergence is infinite here, so it has no derivatives")


def _plain(value: Any) -> Any:
    return float(value) if np.ndim(value) == 0 else value


def _places(p: Distribution, q: Distribution) -> list[Place]:
    """Return the parameters to differentiate in."""
    for one in (p, q):
        if one.variate != UNIVARIATE:
            if (p.slug, q.slug) in ARRAY_GRADIENTS:
                raise ValueError(f"{p.title} against {q.title}: derivatives are known for numbers, not for symbols")
            number = one.as_number() if type(p) is not type(q) else None
            hint = "" if number is None else f"; write it as {type(number).__name__}(...)"
            raise ValueError(
                f"{p.title} against {q.title}: no derivative is known of distributions like {one.name}{hint}"
            )
    ours, theirs = differentiable(type(p)), differentiable(type(q))
    return [*(("p", name) for name in ours), *(("q", name) for name in theirs)]


def _derivatives(
    p: Distribution, q: Distribution, wanted: Sequence[tuple[Place, ...]], base: float | None
) -> dict[tuple[Place, ...], Any]:
    if p.is_symbolic or q.is_symbolic:
        scale = sp.S.One if base is None else sp.log(as_exact(base))
        return {places: _symbolic(p, q, places) / scale for places in wanted}
    find = _numbers(p, q)
    found = {places: find(places) / _log_base(base) for places in wanted}
    _refuse_infinite(p, q, list(found.values()))
    return {places: _plain(value) for places, value in found.items()}


def _symbolic(p: Distribution, q: Distribution, places: tuple[Place, ...]) -> sp.Expr:
    """Put expressions into a derivative."""
    kind = formula_of(type(p), type(q)).kind
    written = partial(type(p), type(q), places)
    names = " and ".join(f"{name} of {index}" for index, name in places)
    if written is None:
        reason = (
            "the divergence is infinite" if kind == INFINITE else f"no formula is known of the derivative in {names}"
        )
        raise ValueError(f"{p.title} against {q.title}: {reason}")
    letters: dict[sp.Symbol, sp.Expr] = {}
    for index, one in (("p", p), ("q", q)):
        letters |= {s: as_exact(one.parameters[name]) for name, s in symbols_of(type(one), index).items()}
    found = written.xreplace(letters)
    if found.has(sp.nan, sp.zoo):
        raise ValueError(f"{p.title} against {q.title}: the derivative in {names} has no value at the edge")
    return found


def _numbers(p: Distribution, q: Distribution) -> Callable[[tuple[Place, ...]], Array]:
    """Return what finds a derivative for all the numbers at once, in floats where a bound on their error allows."""
    first, second = type(p), type(q)
    formula, shape = formula_of(first, second), shape_of(p, q)
    walker = RoundedWalker.at({**floats(p, "p"), **floats(q, "q")})
    with np.errstate(all="ignore"):
        held, violated = _conditions(walker, formula.assumptions, shape)
        inside, _ = _conditions(walker, formula.scope, shape)
    usual = ~(at_edge(p, shape) | at_edge(q, shape))
    same = same_distribution(p, q, shape) & usual & is_smooth(first, second)
    exactly_p, exactly_q = exact_values(p, shape), exact_values(q, shape)

    def find(places: tuple[Place, ...]) -> Array:
        table = Table.empty(shape)
        if p.kind != q.kind:
            table.put(np.full(shape, True), np.nan)
        if formula.kind == INFINITE:
            table.put(usual, np.nan)
        if len(places) == 1:
            table.put(same, 0.0)
        table.put(usual & violated & (formula.otherwise == sp.oo), np.nan)
        tied = any(is_tied(formula, symbol_at(first, second, place)) for place in places)
        if formula.kind == CLOSED_FORM and not tied:
            for form in forms_of(first, second, places):
                value, good = _float_values(walker, form, shape)
                table.put(usual & held & inside & good, value)
            if len(places) == 1 and is_smooth(first, second):
                _fill_near(table, first, places[0], walker, usual & inside)
        for index in map(tuple, np.argwhere(~table.known)):
            table.value[index] = slope_of(first, exactly_p(index), second, exactly_q(index), places)
        return np.asarray(table.value)

    return find


def _float_values(walker: RoundedWalker, form: sp.Expr, shape: Shape) -> tuple[Array, Any]:
    with np.errstate(all="ignore"):
        value, good = _evaluated(walker, form, shape)
    return np.array(value), good


def _fill_near(table: Table, kind: Kind, place: Place, walker: RoundedWalker, usual: Mask) -> None:
    """Fill in what is not known yet where p and q nearly agree."""
    wanted = usual & ~table.known
    if not np.any(wanted):
        return
    values = {s: np.broadcast_to(v.value, wanted.shape)[wanted] for s, v in walker.values.items()}
    found = near_gradient(kind, place, values)
    if found is None:
        return
    value, error = np.full(wanted.shape, np.nan), np.full(wanted.shape, np.inf)
    value[wanted], error[wanted] = found
    table.put(wanted & np.isfinite(value) & (error <= ACCURATE * np.abs(value)), value)
