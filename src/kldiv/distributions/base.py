"""What every distribution declares: parameters with domains, support, density, transport from a standard one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from kldiv.algebra.notation import CONTINUOUS, DISCRETE, parameter_symbol
from kldiv.distributions.accepting import Accepting
from kldiv.distributions.declarations import ExponentialFamily, Parameter, Support, Value, joined, parameter
from kldiv.distributions.describing import described, signature_of, slug_of
from kldiv.distributions.domains import as_exact
from kldiv.distributions.registry import PACKAGE, refuse_taken, register
from kldiv.lazily import is_array, is_expression, sp
from kldiv.oracles.known import Known

if TYPE_CHECKING:
    from kldiv.distributions.tails import End

__all__ = [
    "CONTINUOUS",
    "DISCRETE",
    "MATRIX",
    "MULTIVARIATE",
    "UNIVARIATE",
    "Distribution",
    "ExponentialFamily",
    "Parameter",
    "Support",
    "Value",
    "parameter",
]

UNIVARIATE = "univariate"
MULTIVARIATE = "multivariate"
MATRIX = "matrix"


@dataclass_transform(field_specifiers=(parameter,))
class Distribution(Accepting):
    """A probability distribution: numbers, arrays or SymPy expressions for parameters.

    A subclass declares its parameters, `support` and `density`. What else it may declare is below; CONTRIBUTING.md
    says what a distribution of this package must bring. A class outside of it works all the same, in `derive`,
    `evaluate` and the rest, and is not registered.

    NumPy's array of floats is held as it is, not copied, and never written to: whoever changes it afterwards changes
    the distribution, and nothing then checks it again.

    Example:
        >>> from kldiv import Exponential
        >>> Exponential(3).density(sp.Symbol("x"))
        3*exp(-3*x)
    """

    #: The name in addresses, ids and files; by default the class's name, such as "inverse-gamma".
    slug: ClassVar[str]
    #: The name as in a sentence, such as "inverse gamma"; by default the slug in words.
    name: ClassVar[str]
    #: The name as in a heading; by default the name with a capital.
    title: ClassVar[str]
    #: Further names that it is known by, each of which finds it.
    aliases: ClassVar[tuple[str, ...]] = ()
    #: Distributions with a name of their own that are this one at some parameters: name -> what they are here.
    cases: ClassVar[Mapping[str, str]] = {}
    kind: ClassVar[str] = CONTINUOUS
    #: What one draw is: UNIVARIATE for a number, MULTIVARIATE for a vector, MATRIX for a matrix. Distributions are only
    #: compared with distributions of the same variate, and outside the univariate ones with distributions of the same
    #: family.
    variate: ClassVar[str] = UNIVARIATE
    spec: ClassVar[tuple[Parameter, ...]] = ()
    #: The standard distribution that `transport` carries to this one (a name in distributions/standard.py), or None.
    standard: ClassVar[str | None] = None
    #: Whether `transport` falls as the standard variable rises.
    transport_decreases: ClassVar[bool] = False
    #: Whether the support is a whole circle, cut open only to be written as an interval.
    circular: ClassVar[bool] = False
    #: Whether every parameter was given in single precision; numbers then come out in single precision too.
    is_single: bool = False
    #: Whether there are finitely many outcomes, so that sums over them end.
    finite: ClassVar[bool] = False
    #: The parameter that two of this class must have in common for their divergence to have a closed form, or "".
    shared: ClassVar[str] = ""
    #: Why no Fisher information is derived from the divergence between two of this class; "" if it is.
    without_fisher: ClassVar[str] = ""
    #: What the oracle knows: the log-density in ball arithmetic, from the literature. It must not use `density`.
    oracle: ClassVar[Known | None] = None
    #: What other libraries call it: library -> a call that makes one. Our parameters stand in braces, so that a
    #: library which asks for a scale where a rate is given here shows the conversion.
    elsewhere: ClassVar[Mapping[str, str]] = {}
    #: The slug of the family that this one is where a draw has one entry only, as two shares are a beta distribution.
    of_one_entry: ClassVar[str] = ""
    #: Further names under which parameters may be given, such as "logits".
    spellings: ClassVar[tuple[str, ...]] = ()
    #: What is easily mistaken between libraries, in Markdown; "" if there is nothing.
    trap: ClassVar[str] = ""
    #: Where the divergence between two of this class has been published: bibliography keys with locators.
    sources: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        super().__init_subclass__()
        inherited = {name: p for base in reversed(cls.__mro__) for name, p in vars(base).items()}
        cls.spec = tuple(p for p in inherited.values() if isinstance(p, Parameter))
        own = vars(cls)
        cls.aliases, cls.cases = own.get("aliases", ()), own.get("cases", {})
        if "slug" not in own:
            cls.slug = slug_of(cls.__name__)
        if "name" not in own:
            cls.name = cls.slug.replace("-", " ")
        if "title" not in own:
            cls.title = cls.name[:1].upper() + cls.name[1:]
        if abstract:
            return
        cls.__doc__ = described(cls.__doc__, cls.spec)
        cls.__signature__ = signature_of(cls.spec, cls.optional(), cls.spellings)  # type: ignore[attr-defined]
        if cls.__module__.startswith(f"{PACKAGE}."):
            register(cls)
        else:
            refuse_taken(cls)

    @property
    def is_symbolic(self) -> bool:
        """Whether some parameter is an expression with symbols in it."""
        return any(is_expression(v) and not v.is_number for v in self.parameters.values())

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution with a fresh symbol for each parameter, indexed "p" or "q"."""
        return cls.from_parameters(
            {p.name: parameter_symbol(p.letter, index, **p.domain.assumptions) for p in cls.spec}
        )

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> Self:
        """Make the distribution without validating anything."""
        distribution = cls.__new__(cls)
        distribution.parameters = parameters
        return distribution

    def with_parameter(self, name: str, value: Any) -> Self:
        """Return the same distribution with one parameter replaced by an expression."""
        return self.from_parameters({**self.parameters, name: value})

    def exact(self) -> Self:
        """Return the same distribution with every number turned into an exact SymPy number; refuse arrays of them."""
        for name, value in self.parameters.items():
            if is_array(value) and value.ndim:
                raise ValueError(
                    f"{type(self).__name__}: one distribution is needed, but {name} has shape {value.shape}"
                )
        return self.from_parameters({name: as_exact(value) for name, value in self.parameters.items()})

    def symbols(self) -> tuple[sp.Symbol, ...]:
        """Return the free symbols of the parameters, in the order of the parameters."""
        found: dict[sp.Symbol, None] = {}
        for value in self.parameters.values():
            if is_expression(value):
                found.update(dict.fromkeys(sorted(value.free_symbols, key=str)))
        return tuple(found)

    def variable(self) -> sp.Basic:
        """Return the symbol x of an outcome, with what the support says of it."""
        if self.kind == DISCRETE:
            return sp.Symbol("x", integer=True)
        positive = bool(self.support().lower.is_nonnegative)
        return sp.Symbol("x", positive=True) if positive else sp.Symbol("x", real=True)

    @classmethod
    def optional(cls) -> frozenset[str]:
        """Return the names of the parameters that need not be given."""
        return frozenset()

    @classmethod
    def known(cls) -> Known | None:
        """Return what the oracle is told of this distribution."""
        return None if cls.oracle is None else replace(cls.oracle, kind=cls.kind, circular=cls.circular)

    @classmethod
    def missing(cls) -> list[str]:
        """Return what a distribution of the package must bring and this one does not, as it is written in the file."""
        wanted = ["support", "density"] if cls.variate != UNIVARIATE else ["support", "density", "tails"]
        lacking = [f"{name}()" for name in wanted if getattr(cls, name) is getattr(Distribution, name)]
        if cls.variate == UNIVARIATE and cls.oracle is None:
            lacking.append("oracle")
        return lacking if cls.spec else ["parameters", *lacking]

    def support(self) -> Support:
        """Return where the distribution puts its mass."""
        raise NotImplementedError(f"{type(self).__name__}: its class has no support()")

    def tails(self) -> tuple[End, End] | None:
        """Return how -log(density) behaves at the lower and at the upper end; None if that is not known."""
        return None

    def survival(self, x: sp.Expr) -> sp.Expr | None:
        """Return the chance of more than x, for x in the support; None where it is not written."""
        return None

    def density(self, x: sp.Expr) -> sp.Expr:
        """Return the density (or mass function) at x, a SymPy expression valid on the support."""
        raise NotImplementedError(f"{type(self).__name__}: its class has no density()")

    def transport(self, u: sp.Expr) -> sp.Expr:
        """Return the value of this distribution as a function of its standard distribution's variable u."""
        raise NotImplementedError(f"{type(self).__name__}: its class has no transport()")

    def carry(self, body: sp.Expr, x: sp.Symbol, image: sp.Expr) -> sp.Expr:
        """Put the image of the transport in place of x, joining fractions inside logarithms."""
        carried = body.subs(x, image)
        return carried.replace(
            lambda node: isinstance(node, sp.log) and node.args[0].is_Add, lambda node: sp.log(joined(node.args[0]))
        )

    def inverse(self, x: sp.Expr) -> sp.Expr:
        """Return the standard variable as a function of this distribution's value, where that is one to one."""
        raise NotImplementedError(f"{type(self).__name__}: its class has no inverse()")

    def exponential_family(self, x: sp.Expr) -> ExponentialFamily | None:
        """Return the exponential-family form, or None where there is none."""
        return None

    def regular(self) -> Distribution:
        """Return this distribution, or where its formula is 0/0 at these numbers an equal one written without."""
        return self

    def as_number(self) -> Distribution | None:
        """Return the distribution of the one number that a draw holds, or None if it holds more."""
        return self if self.variate == UNIVARIATE else None

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
        return tuple(dict.fromkeys(e for e in parts if is_expression(e) and e.free_symbols))

    def positive_on_support(self, x: sp.Expr) -> tuple[sp.Expr, ...]:
        """Return expressions that are positive for x inside the support and parameters in their domains."""
        parts = [f(self.parameters[p.name]) for p in self.spec for f in p.domain.positive]
        support = self.support()
        if support.lower not in (-sp.oo, 0):
            parts.append(x - support.lower)
        if support.upper != sp.oo:
            parts.append(support.upper - x)
        return tuple(part for part in parts if is_expression(part) and part.free_symbols)

    @classmethod
    def draw(cls, rng: random.Random) -> dict[str, Fraction]:
        """Draw small random rational parameters inside their domains."""
        return {p.name: p.domain.draw(rng) for p in cls.spec}
