"""What the file of a distribution is made of: parameters, supports, exponential families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from kldiv.distributions.domains import Domain
from kldiv.lazily import sp

#: The value of a parameter: a number, an array of numbers, or a SymPy expression.
Value: TypeAlias = Any


@dataclass(frozen=True)
class Parameter:
    """One parameter of a distribution; as an attribute of the class it gives each object its own value.

    Attributes:
        letter: the mathematical letter, spelled as SymPy spells it.
        domain: the allowed values.
        description: what it does, in a few words.
        name: the name in code, as in torch.distributions: that of the attribute.
        edge: a number at the domain's end that may be given too, though no formula holds there; None if there is none.

    Example:
        >>> from kldiv import Gamma
        >>> Gamma.rate.letter, Gamma.rate.domain.text
        ('beta', 'positive')
    """

    letter: str
    domain: Domain
    description: str
    name: str = ""
    edge: float | None = None

    @property
    def allowed(self) -> str:
        """What may be given, as it completes the sentence "rate must be ..."."""
        return self.domain.text if self.edge is None else f"{self.domain.text}, or {self.edge}"

    def contains(self, value: Any) -> Any:
        """Whether a float may be given, or each float of an array."""
        inside = self.domain.contains(value)
        return inside if self.edge is None else inside | (value == self.edge)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def __get__(self, distribution: Any, owner: type | None = None) -> Any:
        if distribution is None:
            return self
        try:
            return distribution.parameters[self.name]
        except KeyError:
            raise AttributeError(f"{type(distribution).__name__} was made without {self.name}") from None

    def __set__(self, distribution: Any, value: Any) -> None:
        raise AttributeError(
            f"{type(distribution).__name__}: {self.name} cannot be changed; make another distribution instead"
        )


def parameter(letter: str, domain: Domain, description: str, *, default: Any = ..., edge: float | None = None) -> Any:
    """Declare a parameter, in the body of a distribution's class.

    Args:
        letter: the mathematical letter, spelled as SymPy spells it, such as "alpha".
        domain: the allowed values, such as POSITIVE.
        description: what it does, in a few words.
        default: None for a parameter that need not be given, because another says the same (see `choices`).
        edge: a number just outside the domain at which the distribution still is one, such as the rate 0 of a Poisson
            distribution; numbers at it are the limits of those inside.

    Returns:
        The parameter, which takes its name from the attribute.

    Raises:
        ValueError: if the default is anything but None.

    Example:
        >>> from kldiv.distributions import Gamma
        >>> Gamma.rate.letter, Gamma(2, 3).rate
        ('beta', 3)
    """
    if default not in (..., None):
        raise ValueError(f"{letter}: a parameter has no default but None")
    return Parameter(letter, domain, description, edge=edge)


@dataclass(frozen=True)
class Support:
    """Where a distribution puts its mass: an interval, or the whole numbers in one.

    Attributes:
        lower: the lower end, maybe -oo.
        upper: the upper end, maybe oo.
        kind: CONTINUOUS or DISCRETE.

    Example:
        >>> from kldiv import Beta
        >>> Beta(2, 3).support()
        Support(lower=0, upper=1, kind='continuous')
    """

    lower: sp.Expr
    upper: sp.Expr
    kind: str


@dataclass(frozen=True)
class ExponentialFamily:
    """A density written as carrier(x) exp(natural . statistics(x) - log_partition).

    Attributes:
        natural: the natural parameters, expressions in the distribution's own parameters.
        statistics: the sufficient statistics, expressions in x.
        log_partition: the log-partition function, in the distribution's own parameters.
        carrier: what does not depend on the parameters.

    Example:
        >>> from kldiv import Exponential
        >>> Exponential(2).exponential_family(sp.Symbol("x")).statistics
        (x,)
    """

    natural: tuple[sp.Expr, ...]
    statistics: tuple[sp.Expr, ...]
    log_partition: sp.Expr
    carrier: sp.Expr


def joined(inside: sp.Expr) -> sp.Expr:
    """Write a sum as one fraction whose factors are of the form 1 - u, not u - 1."""
    numerator, denominator = sp.fraction(sp.together(inside))
    turned = {s - 1: 1 - s for s in inside.free_symbols}
    sign, below = sp.S.One, sp.S.One
    for factor in sp.Mul.make_args(sp.factor(denominator)):
        base, exponent = factor.as_base_exp()
        if base in turned:
            sign *= (-1) ** exponent
            base = turned[base]
        below *= base**exponent
    if below.could_extract_minus_sign() and below.is_Mul:
        sign, below = -sign, -below
    return sp.factor(sp.expand(sign * numerator)) / below
