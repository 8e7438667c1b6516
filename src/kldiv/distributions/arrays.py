"""What distributions of vectors and matrices have in common: parameters that are arrays, some of them alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from kldiv.algebra.notation import shortly
from kldiv.distributions.array_domains import POSITIVE_DEFINITE, UNIT_VECTOR, VECTORS
from kldiv.distributions.array_reasons import why_refused
from kldiv.distributions.base import MULTIVARIATE, Distribution, Parameter, Support
from kldiv.distributions.domains import POSITIVE, REAL, Domain, as_exact
from kldiv.distributions.reading import all_single
from kldiv.distributions.rounding import made_symmetric, of_unit_length
from kldiv.lazily import is_array, is_expression, is_matrix, np, sp

#: Domains whose conditions are met but for rounding, and what is done then.
_MENDED = ((UNIT_VECTOR, of_unit_length), (POSITIVE_DEFINITE, made_symmetric))
#: Arrays of more entries than this are shown in messages by their shape.
_MAX_SHOWN = 9


def whole_number(letter: str) -> sp.Symbol:
    """Return a positive whole number as a symbol: the dimension n, a second one m, or an index."""
    return sp.Symbol(letter, integer=True, positive=True)


@dataclass(frozen=True)
class Region(Support):
    """A support in more than one dimension.

    Attributes:
        shown: the region in TeX.
    """

    shown: str = ""

    @property
    def tex(self) -> str:
        """The region in TeX."""
        return self.shown


def region(tex: str, kind: str) -> Region:
    """Make a support from its TeX."""
    return Region(-sp.oo, sp.oo, kind, tex)


def square_root(value: Any) -> Any:
    """Return the square root of an expression, or of each number of an array."""
    return sp.sqrt(value) if is_expression(value) else np.sqrt(value)


class ArrayDistribution(Distribution, abstract=True):
    """A distribution with vectors and matrices for parameters.

    Of each group in `choices` exactly one alternative is given; an alternative is one parameter, or several that
    belong together.
    """

    variate: ClassVar[str] = MULTIVARIATE
    choices: ClassVar[tuple[tuple[tuple[str, ...], ...], ...]] = ()
    #: Parameters, for "p" and for "q", that show how the distribution is called.
    examples: ClassVar[dict[str, dict[str, Any]]]
    #: Letters of matrices that its derivation brings in, with their domains.
    own_letters: ClassVar[dict[str, Domain]] = {}
    #: Whether every draw is a positive definite matrix.
    definite: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = self._given(args, kwargs)
        for group in self.choices:
            _refuse_unless_one(type(self).__name__, group, given)
        self.is_single = all_single(given)
        self._keep({p.name: self._validated(p, given[p.name]) for p in self.spec if p.name in given})
        self._validate_together()

    @classmethod
    def optional(cls) -> frozenset[str]:
        """Return the names of the parameters that another may be given instead of."""
        return frozenset(name for group in cls.choices for choice in group for name in choice)

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy is made of the parameters: their domains hold functions, which cannot be copied."""
        return _with_parameters, (type(self), self.parameters), {"is_single": self.is_single}

    def _keep(self, parameters: dict[str, Any]) -> None:
        self.parameters = parameters
        self.spec = tuple(p for p in type(self).spec if p.name in parameters)  # type: ignore[misc]

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        if is_expression(value) and isinstance(value, (sp.Indexed, sp.MatrixExpr)):
            return value
        if parameter.domain in (REAL, POSITIVE):  # one number for each distribution of a batch
            return super()._validated(parameter, value)
        if isinstance(value, (str, bytes, bool)) or _is_statement(value):
            raise ValueError(self._refusal(parameter, value))
        if _holds_expressions(value):
            return self._explicit(parameter, value)
        array = self._read(parameter, value)
        if not isinstance(array, float) and array.ndim and array.size and np.isfinite(array).all():
            for domain, mend in _MENDED:
                if parameter.domain is domain:
                    array = mend(type(self).__name__, parameter.name, value, array)
        if not parameter.domain.contains(array):
            raise ValueError(self._refusal(parameter, array))
        return array

    def _explicit(self, parameter: Parameter, value: Any) -> sp.ImmutableMatrix:
        """Turn nested lists that hold expressions into a matrix; one without symbols is validated as numbers."""
        try:
            made = sp.ImmutableMatrix(value)
        except (TypeError, ValueError):
            raise ValueError(self._refusal(parameter, value)) from None
        made = made.applyfunc(as_exact)
        if not made.free_symbols:
            numbers = self._read(parameter, made.tolist())
            flat = not is_matrix(value) and np.ndim(np.asarray(value, dtype=object)) == 1
            if not parameter.domain.contains(numbers[:, 0] if flat or made.shape[1] == 1 != made.shape[0] else numbers):
                raise ValueError(self._refusal(parameter, numbers))
        return made

    def _refusal(self, parameter: Parameter, value: Any) -> str:
        must = self._must(parameter)
        if isinstance(value, (str, bytes)):
            return f"{must}, got the text {shortly(repr(value))}; write numbers without quotes"
        if not is_array(value):
            return f"{must}, got {shortly(value)}"
        shown = f"an array of shape {value.shape}" if value.size > _MAX_SHOWN else shortly(value.tolist())
        why = why_refused(parameter.domain, value)
        return f"{must}, got {shown}" + (f": {why}" if why else "")

    def _refuse_mismatch(self, sizes: dict[str, int | None]) -> None:
        """Refuse parameters whose dimensions differ; None is a dimension that is not a number."""
        known = {name: size for name, size in sizes.items() if size is not None}
        if len(set(known.values())) > 1:
            said = " but ".join(f"{name} has dimension {size}" for name, size in known.items())
            raise ValueError(f"{type(self).__name__}: {said}")

    def size(self, name: str, axis: int = -1) -> int | None:
        """Return the length of a parameter along an axis; None if it is absent, a symbol, or not an array."""
        value: Any = self.parameters.get(name)
        if is_matrix(value):
            return int(value.shape[0] if value.shape[1] == 1 else value.shape[axis])
        return int(value.shape[axis]) if is_array(value) and value.ndim else None

    @property
    def is_symbolic(self) -> bool:
        """Whether some parameter is an expression with symbols in it."""
        return any(is_expression(v) and bool(v.free_symbols) for v in self.parameters.values())

    @property
    def is_general(self) -> bool:
        """Whether the parameters are symbols for whole arrays, of a dimension that is a symbol."""
        return any(
            is_expression(v) and isinstance(v, (sp.Indexed, sp.MatrixExpr)) and not is_matrix(v)
            for v in self.parameters.values()
        )

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> Self:
        """Make the distribution without validating anything."""
        distribution = cls.__new__(cls)
        distribution._keep(parameters)
        return distribution

    def with_parameter(self, name: str, value: Any) -> Self:
        """Return the same distribution with one parameter replaced by an expression."""
        return self.from_parameters({**self.parameters, name: value})

    def exact(self) -> Self:
        """Return the same distribution with every array turned into an exact matrix; a batch has no exact form."""
        exact = {}
        for name, value in self.parameters.items():
            if is_array(value):
                exact[name] = self._exact_array(name, value)
            else:
                exact[name] = value if is_expression(value) or is_matrix(value) else as_exact(value)
        return self.from_parameters(exact)

    def _exact_array(self, name: str, value: np.ndarray) -> Any:
        if value.ndim == 0:
            return as_exact(value)
        parameter = next(p for p in self.spec if p.name == name)
        column = parameter.domain in VECTORS
        if value.ndim != (1 if column else 2):
            raise ValueError(f"{type(self).__name__}: one distribution is needed, but {name} has shape {value.shape}")
        rows = [[v] for v in value] if column else value
        return sp.ImmutableMatrix([[as_exact(v) for v in row] for row in rows])

    def entry(self, name: str) -> Any:
        """Return the one entry of a parameter of size 1, over a batch as an array; an expression if it is one."""
        value: Any = self.parameters[name]
        if is_matrix(value):
            return value[0]
        axes = 1 if next(p for p in self.spec if p.name == name).domain in VECTORS else 2
        return value[(..., *(0,) * axes)]

    def plainly(self) -> Self:
        """Return the same distribution given by those parameters that the one in symbols has."""
        return self

    def stands_for(self, index: str) -> dict[sp.Basic, Any]:
        """Return what each symbol of the distribution in symbols stands for here, the dimensions included."""
        found: dict[sp.Basic, Any] = {}
        given = self.plainly().parameters
        for name, letter in type(self).symbolic(index).parameters.items():
            value = given[name]
            if isinstance(letter, sp.Indexed):
                found |= {letter.base: tuple(value), whole_number("K"): sp.Integer(len(value))}
            elif isinstance(letter, sp.MatrixSymbol):
                sides = zip(letter.shape, value.shape, strict=True)
                found |= {letter: value} | {s: sp.Integer(v) for s, v in sides if isinstance(s, sp.Symbol)}
            else:
                found[letter] = value
        return found

    def variable(self) -> sp.Basic:
        """Return the letter for a draw, of a shape that fits."""
        raise NotImplementedError


def _with_parameters(kind: type[ArrayDistribution], parameters: dict[str, Any]) -> ArrayDistribution:
    """Make a distribution again from its parameters."""
    return kind.from_parameters(parameters)


def _is_statement(value: Any) -> bool:
    """Whether a SymPy object is no expression, such as a condition."""
    return is_expression(value) and not isinstance(value, (sp.Expr, sp.MatrixBase, sp.Tuple))


def _holds_expressions(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_holds_expressions(v) for v in value)
    return is_expression(value) or is_matrix(value)


def _refuse_unless_one(label: str, group: Iterable[tuple[str, ...]], given: dict[str, Any]) -> None:
    """Refuse unless exactly one alternative of a group is given, and given whole."""
    choices = list(group)
    touched = [choice for choice in choices if any(name in given for name in choice)]
    if len(touched) != 1:
        wanted = " | ".join(choice[0] if len(choice) == 1 else f"({', '.join(choice)})" for choice in choices)
        got = ", ".join(name for choice in touched for name in choice if name in given) or "none"
        raise ValueError(f"{label}: exactly one of {wanted} is needed, got {got}")
    missing = [name for name in touched[0] if name not in given]
    if missing:
        present = next(name for name in touched[0] if name in given)
        raise ValueError(f"{label}: {present} needs {', '.join(missing)} beside it")
