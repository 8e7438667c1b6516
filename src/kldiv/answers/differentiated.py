"""The partial derivatives of the derived formulas, by differentiating them once for all numbers."""

from __future__ import annotations

import sympy as sp

from kldiv.answers.formulas import Formula, Kind, formula_of, symbols_of
from kldiv.answers.found import CLOSED_FORM, INFINITE
from kldiv.distributions.domains import COUNT, INTEGER
from kldiv.distributions.remembering import remembered

#: One parameter of the two distributions: "p" or "q", and its name.
Place = tuple[str, str]

#: What SymPy leaves in a derivative that it cannot write.
_UNWRITTEN = (sp.Derivative, sp.Subs, sp.meijerg, sp.hyper, sp.Integral, sp.Sum)


def differentiable(kind: Kind) -> list[str]:
    """Return the names of the parameters that vary without a jump: all but the whole numbers.

    Args:
        kind: the class of a distribution.

    Returns:
        The names, in the order of the parameters.

    Example:
        >>> from kldiv.distributions import Binomial
        >>> differentiable(Binomial)
        ['probs']
    """
    return [parameter.name for parameter in kind.spec if parameter.domain not in (COUNT, INTEGER)]


def symbol_at(p: Kind, q: Kind, place: Place) -> sp.Symbol:
    """Return the letter of a parameter in the formula of D(p || q)."""
    index, name = place
    return symbols_of(p if index == "p" else q, index)[name]


@remembered
def partial(p: Kind, q: Kind, places: tuple[Place, ...]) -> sp.Expr | None:
    """Differentiate the formula of D(p || q).

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        places: the parameters to differentiate in, one after another.

    Returns:
        The derivative, in the symbols of the formula; None if there is no formula, if it holds only where two of these
        parameters agree, or if SymPy cannot write its derivative.

    Example:
        >>> from kldiv.distributions import Exponential
        >>> partial(Exponential, Exponential, (("q", "rate"),))
        -1/lambda_q + 1/lambda_p
    """
    formula = formula_of(p, q)
    if formula.kind != CLOSED_FORM or any(is_tied(formula, symbol_at(p, q, place)) for place in places):
        return None
    found = formula.result
    for place in places:
        found = sp.diff(found, symbol_at(p, q, place))
    # at the kink of |x| its factor is 0, or no number is asked of the formula
    found = found.replace(lambda e: isinstance(e, sp.DiracDelta), lambda _: sp.S.Zero)
    found = found.replace(lambda e: e.is_Pow and isinstance(e.base, sp.sign) and e.exp.is_even, lambda _: sp.S.One)
    return None if found.has(*_UNWRITTEN) else found


def is_tied(formula: Formula, symbol: sp.Symbol) -> bool:
    """Whether a formula holds only where a parameter equals another, so that it cannot be moved by itself."""
    return any(isinstance(condition, sp.Eq) and condition.has(symbol) for condition in formula.scope)


@remembered
def forms_of(p: Kind, q: Kind, places: tuple[Place, ...]) -> tuple[sp.Expr, ...]:
    """Return ways to write a derivative that lose digits at different places.

    Args:
        p: the class of the first distribution.
        q: the class of the second.
        places: the parameters to differentiate in.

    Returns:
        None, one or two expressions of the same value.
    """
    found = partial(p, q, places)
    if found is None:
        return ()
    symbols = found.free_symbols
    if found.is_rational_function(*symbols):
        factored = sp.factor(found)
        return (factored,) if factored == found else (factored, found)
    return (found,)


@remembered
def is_smooth(p: Kind, q: Kind) -> bool:
    """Whether p = q is a smooth minimum: two of one family, whose support no parameter moves."""
    if p is not q:
        return False
    formula = formula_of(p, q)
    return formula.kind != INFINITE and not formula.assumptions
