"""What every distribution declares: parameters with domains, support, density, transport from a standard one."""

from __future__ import annotations

import numbers
import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import sympy as sp

from kldiv.algebra.nodes import CONTINUOUS, DISCRETE
from kldiv.algebra.notation import parameter_symbol, shortly
from kldiv.distributions.domains import Domain, as_exact
from kldiv.distributions.reading import Unreadable, as_floats

UNIVARIATE = "univariate"
MULTIVARIATE = "multivariate"
MATRIX = "matrix"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a distribution.

    Attributes:
        name: the name in code, as in torch.distributions.
        letter: the mathematical letter, spelled as SymPy spells it.
        domain: the allowed values.
        description: what it does, in a few words.

    Example:
        >>> from kldiv.distributions.domains import POSITIVE
        >>> Parameter("rate", "beta", POSITIVE, "the rate, positive").domain.text
        'positive'
    """

    name: str
    letter: str
    domain: Domain
    description: str

    @property
    def tex(self) -> str:
        """The letter in TeX."""
        return str(sp.latex(sp.Symbol(self.letter)))


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

    @property
    def tex(self) -> str:
        """The support in TeX."""
        low, high = sp.latex(self.lower), sp.latex(self.upper)
        if self.kind == DISCRETE:
            if self.lower == -sp.oo:
                return r"\mathbb{Z}"
            if self.upper == self.lower + 1:
                return rf"\{{{low}, {high}\}}"
            end = r"\dots" if self.upper == sp.oo else rf"\dots, {high}"
            return rf"\{{{low}, {sp.latex(self.lower + 1)}, {end}\}}"
        left = "(" if self.lower == -sp.oo else "["
        right = ")" if self.upper == sp.oo else "]"
        return rf"{left}{low}, {high}{right}"


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


class Distribution:
    """A probability distribution: numbers, arrays or SymPy expressions for parameters.

    Subclasses declare the class attributes and `density`, `support` and, where the engine is to take
    expectations, `standard` and `transport`.

    Example:
        >>> from kldiv import Exponential
        >>> Exponential(3).density(sp.Symbol("x"))
        3*exp(-3*x)
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    kind: ClassVar[str] = CONTINUOUS
    #: What one draw is: UNIVARIATE for a number, MULTIVARIATE for a vector, MATRIX for a matrix. Distributions are only
    #: compared with distributions of the same variate, and outside the univariate ones with distributions of the same
    #: family.
    variate: ClassVar[str] = UNIVARIATE
    spec: ClassVar[tuple[Parameter, ...]]
    #: The standard distribution that `transport` carries to this one (a name in kldiv.expectation), or None.
    standard: ClassVar[str | None] = None
    #: Whether `transport` falls as the standard variable rises.
    transport_decreases: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        names = [p.name for p in self.spec]
        if len(args) > len(names):
            raise TypeError(
                f"{type(self).__name__}: takes {len(names)} parameters ({', '.join(names)}), got {len(args)}"
            )
        given = dict(zip(names, args, strict=False))
        for key, value in kwargs.items():
            if key not in names:
                raise TypeError(
                    f"{type(self).__name__}: no parameter {shortly(repr(key))}; its parameters are {', '.join(names)}"
                )
            if key in given:
                raise TypeError(f"{type(self).__name__}: {key} given twice")
            given[key] = value
        missing = [n for n in names if n not in given]
        if missing:
            raise TypeError(f"{type(self).__name__}: missing {', '.join(missing)}")
        self.parameters: dict[str, Any] = {p.name: self._validated(p, given[p.name]) for p in self.spec}
        self._validate_together()

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        """Check one value against its domain; return it as a number, an array or an expression."""
        if isinstance(value, sp.Basic):
            if value.is_number or not isinstance(value, sp.Expr):
                self._refuse_outside(parameter, self._read(parameter, value), value)
            else:
                for fact, expected in parameter.domain.assumptions.items():
                    if getattr(value, f"is_{fact}") is (not expected):
                        raise ValueError(self._refusal(parameter, value))
            return value
        if isinstance(value, (bool, np.bool_, str, bytes)) or value is None:
            raise ValueError(self._refusal(parameter, value))
        array = self._read(parameter, value)
        self._refuse_outside(parameter, array, value)
        return value if isinstance(value, numbers.Real) else array

    def _read(self, parameter: Parameter, value: Any) -> Any:
        """Return a value as floats; refuse it where it is none."""
        try:
            return as_floats(value)
        except Unreadable as reason:
            said = self._refusal(parameter, value)
            raise ValueError(f"{said}: {reason}" if str(reason) else said) from None

    def _refuse_outside(self, parameter: Parameter, number: Any, shown: Any) -> None:
        with np.errstate(invalid="ignore"):
            inside = parameter.domain.contains(np.asarray(number, dtype=float))
        if not np.all(inside):
            if np.ndim(number) and np.ndim(inside):
                shown = np.asarray(number)[~np.asarray(inside)].flat[0]
            raise ValueError(self._refusal(parameter, shown))

    def _refusal(self, parameter: Parameter, value: Any) -> str:
        shown = value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
        return f"{type(self).__name__}: {parameter.name} must be {parameter.domain.text}, got {shortly(shown)}"

    def _validate_together(self) -> None:
        """Check conditions that join several parameters; the default has none."""

    def _require(self, low: Any, high: Any, said: str, *, strict: bool = True) -> None:
        """Refuse unless low < high (or <=) wherever both are numbers."""
        if any(isinstance(v, sp.Basic) and not v.is_number for v in (low, high)):
            return
        a, b = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        if not np.all(a < b if strict else a <= b):
            raise ValueError(f"{type(self).__name__}: {said}, got low = {shortly(low)}, high = {shortly(high)}")

    def __getattr__(self, name: str) -> Any:
        parameters = self.__dict__.get("parameters", {})
        if name in parameters:
            return parameters[name]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.parameters.items())})"

    @property
    def is_symbolic(self) -> bool:
        """Whether some parameter is an expression with symbols in it."""
        return any(isinstance(v, sp.Basic) and not v.is_number for v in self.parameters.values())

    @classmethod
    def symbolic(cls, index: str) -> Distribution:
        """Return the distribution with a fresh symbol for each parameter, indexed "p" or "q"."""
        distribution = cls.__new__(cls)
        distribution.parameters = {p.name: parameter_symbol(p.letter, index, **p.domain.assumptions) for p in cls.spec}
        return distribution

    def with_parameter(self, name: str, value: Any) -> Distribution:
        """Return the same distribution with one parameter replaced by an expression."""
        distribution = type(self).__new__(type(self))
        distribution.parameters = {**self.parameters, name: value}
        return distribution

    def exact(self) -> Distribution:
        """Return the same distribution with every number turned into an exact SymPy number."""
        distribution = type(self).__new__(type(self))
        distribution.parameters = {name: as_exact(value) for name, value in self.parameters.items()}
        return distribution

    def symbols(self) -> tuple[sp.Symbol, ...]:
        """Return the free symbols of the parameters, in the order of the parameters."""
        found: dict[sp.Symbol, None] = {}
        for value in self.parameters.values():
            if isinstance(value, sp.Basic):
                found.update(dict.fromkeys(sorted(value.free_symbols, key=str)))
        return tuple(found)

    def variable(self) -> sp.Basic:
        """Return the symbol x of an outcome, with what the support says of it."""
        if self.kind == DISCRETE:
            return sp.Symbol("x", integer=True)
        positive = bool(self.support().lower.is_nonnegative)
        return sp.Symbol("x", positive=True) if positive else sp.Symbol("x", real=True)

    def support(self) -> Support:
        """Return where the distribution puts its mass."""
        raise NotImplementedError

    def density(self, x: sp.Expr) -> sp.Expr:
        """Return the density (or mass function) at x, a SymPy expression valid on the support."""
        raise NotImplementedError

    def transport(self, u: sp.Expr) -> sp.Expr:
        """Return the value of this distribution as a function of its standard distribution's variable u."""
        raise NotImplementedError

    def carry(self, body: sp.Expr, x: sp.Symbol, image: sp.Expr) -> sp.Expr:
        """Put the image of the transport in place of x, joining fractions inside logarithms."""
        carried = body.subs(x, image)
        return carried.replace(
            lambda node: isinstance(node, sp.log) and node.args[0].is_Add, lambda node: sp.log(_joined(node.args[0]))
        )

    def inverse(self, x: sp.Expr) -> sp.Expr:
        """Return the standard variable as a function of this distribution's value, where that is one to one."""
        raise NotImplementedError

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily | None:
        """Return the exponential-family form, or None where there is none."""
        return None

    def regular(self) -> Distribution:
        """Return this distribution, or where its formula is 0/0 at these numbers an equal one written without."""
        return self

    def removable(self) -> tuple[sp.Basic, ...]:
        """Return conditions that avoid points where the density is written as a removable 0/0."""
        return ()

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        """Return the shape parameters of the standard distribution, such as the concentration of a gamma."""
        return ()

    def positive_parameters(self) -> tuple[sp.Expr, ...]:
        """Return expressions in the parameters alone that are positive throughout their domains."""
        x = sp.Dummy("x")
        parts = [e for e in self.positive_on_support(x) if not e.has(x)]
        parts += [f(self.parameters[p.name]) for p in self.spec for f in p.domain.positive]
        return tuple(dict.fromkeys(e for e in parts if isinstance(e, sp.Basic) and e.free_symbols))

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        """Return expressions that are positive for x inside the support and parameters in their domains."""
        parts = [f(self.parameters[p.name]) for p in self.spec for f in p.domain.positive]
        support = self.support()
        if support.lower not in (-sp.oo, 0):
            parts.append(x - support.lower)
        if support.upper != sp.oo:
            parts.append(support.upper - x)
        return tuple(part for part in parts if isinstance(part, sp.Basic) and part.free_symbols)

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        """Draw small random rational parameters inside their domains."""
        return {p.name: p.domain.draw(rng) for p in cls.spec}


def _joined(inside: sp.Expr) -> sp.Expr:
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
