"""Which distributions of the catalogue are others at one value of a parameter: found by comparing densities."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution, Parameter
from kldiv.writing.tex import expression_tex
from scripts.pages.curves import Density

#: Values of a parameter that are tried, and what the other parameter of the special case may be made by.
_VALUES = (1, 2, 0.5, 0)
_LEFT = sp.Symbol("left", positive=True)
_MADE: tuple[sp.Expr, ...] = (_LEFT, 1 / _LEFT, _LEFT / 2, 2 * _LEFT, _LEFT / sp.sqrt(2), 1 - _LEFT)

#: What the parameters that are left are set to, and how closely densities must agree there.
_AT = ((0.3, 0.7), (0.85, 0.45))
_CLOSE = 1e-9


@dataclass(frozen=True)
class SpecialCase:
    """A distribution that another one is, at one value of a parameter.

    Attributes:
        parameter: the name of that parameter.
        value: its value.
        slug: the slug of the distribution that it is.
        made: the name of each parameter that this has, of the one that it is made from, and how.
    """

    parameter: str
    value: float
    slug: str
    made: tuple[tuple[str, str, sp.Expr], ...] = ()

    @property
    def exact(self) -> sp.Rational:
        """The value as a fraction."""
        return sp.Rational(str(self.value))

    def settings(self, one: Distribution, index: str) -> list[str]:
        """The parameters of the case in terms of those of the distribution that it is a case of.

        Args:
            one: that distribution, with letters.
            index: "p" or "q".

        Returns:
            What each is, in Markdown; nothing of those that have the same letter and the same value.
        """
        letters = DISTRIBUTIONS[self.slug].symbolic(index).parameters
        taken = set(map(str, one.parameters.values()))
        said = []
        for name, left, how in self.made:
            value = how.xreplace({_LEFT: one.parameters[left]})
            if str(letters[name]) in taken:  # two letters of two distributions that look alike
                said += [f"`{name}` ${expression_tex(value)}$"] if str(value) != str(letters[name]) else []
            else:
                said += [f"${expression_tex(letters[name])} = {expression_tex(value)}$"]
        return said


@lru_cache(maxsize=128)
def special_cases(slug: str) -> tuple[SpecialCase, ...]:
    """Find the special cases of a univariate distribution.

    Args:
        slug: its slug.

    Returns:
        One for each parameter and value at which it is another distribution of the catalogue, whose parameters are
        those that are left, each perhaps made anew.

    Example:
        >>> special_cases("gamma")
        (SpecialCase(parameter='concentration', value=1, slug='exponential', made=(('rate', 'rate', left),)),)
    """
    kind = DISTRIBUTIONS[slug]
    if kind.variate != UNIVARIATE or len(kind.spec) < 2:
        return ()
    found = []
    for parameter, value in itertools.product(kind.spec, _VALUES):
        others = (other for other in DISTRIBUTIONS.values() if _may_be(kind, other))
        cases = (case for other in others if (case := _case(kind, parameter, value, other)))
        found += list(itertools.islice(cases, 1))
    return tuple(found)


def _may_be(kind: type[Distribution], other: type[Distribution]) -> bool:
    fewer = len(other.spec) == len(kind.spec) - 1
    return other.variate == UNIVARIATE and other.kind == kind.kind and fewer


def _case(
    kind: type[Distribution], parameter: Parameter, value: float, other: type[Distribution]
) -> SpecialCase | None:
    """The case that another distribution is, if it is one."""
    left = [one.name for one in kind.spec if one is not parameter]
    ways = itertools.product(_MADE, repeat=1) if len(other.spec) == 1 else [(_LEFT,) * len(other.spec)]
    for how in ways:
        made = tuple(zip((one.name for one in other.spec), left, how, strict=True))
        case = SpecialCase(parameter.name, value, other.slug, made)
        if all(_agree(kind, case, dict(zip(left, at, strict=False))) for at in _AT):
            return case
    return None


def _agree(kind: type[Distribution], case: SpecialCase, given: dict[str, float]) -> bool:
    """Whether two densities are the same at some points, for these values of the parameters that are left."""
    try:
        whole = kind(**given, **{case.parameter: case.value})
        part = DISTRIBUTIONS[case.slug](**{name: float(how.subs(_LEFT, given[left])) for name, left, how in case.made})
        first, second = Density(whole), Density(part)
        return (first.low, first.high) == (second.low, second.high) and all(
            math.isclose(first(x), second(x), rel_tol=_CLOSE) for x in _points(first)
        )
    except (ValueError, ArithmeticError):
        return False


def _points(density: Density) -> Iterator[float]:
    if density.known.kind == "discrete":
        yield from (float(x) for x in range(4) if density.low <= x <= density.high)
    else:
        yield from (x for x in density.scouts()[60:120:13])
