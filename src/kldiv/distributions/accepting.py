"""How a distribution takes its parameters: each is read, held to its domain, and refused where it is wrong."""

from __future__ import annotations

import numbers
from typing import Any, ClassVar

from kldiv.algebra.notation import shortly
from kldiv.distributions.declarations import Parameter
from kldiv.distributions.other_names import no_parameter
from kldiv.distributions.reading import Unreadable, all_single, as_floats, first_bad
from kldiv.lazily import is_array, is_expression, np, sp


class Accepting:
    """Takes parameters by place or by name; `Distribution` declares which, in `spec`."""

    slug: ClassVar[str]
    spec: ClassVar[tuple[Parameter, ...]]
    spellings: ClassVar[tuple[str, ...]]

    @classmethod
    def optional(cls) -> frozenset[str]:
        """The names of the parameters that may be left out."""
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = self._given(args, kwargs)
        self.is_single = all_single(given)
        self.parameters: dict[str, Any] = {p.name: self._validated(p, given[p.name]) for p in self.spec}
        self._validate_together()

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Put arguments to the names of the parameters; refuse what does not fit, and what is not there."""
        label, names = type(self).__name__, [p.name for p in self.spec]
        if len(args) > len(names):
            raise TypeError(f"{label}: takes {len(names)} parameters ({', '.join(names)}), got {len(args)}")
        given = dict(zip(names, args, strict=False))
        unknown = {key: value for key, value in kwargs.items() if key not in names}
        if unknown:
            raise TypeError(no_parameter(type(self), unknown))
        for key, value in kwargs.items():
            if key in given:
                raise TypeError(f"{label}: {key} given twice")
            given[key] = value
        optional = self.optional()
        given = {key: value for key, value in given.items() if value is not None or key not in optional}
        missing = [n for n in names if n not in given and n not in optional]
        if missing:
            raise TypeError(f"{label}: missing {', '.join(missing)}")
        return given

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        """Check one value against its domain; return it as a number, an array or an expression."""
        if is_expression(value):
            if value.is_number or not isinstance(value, sp.Expr):
                self._refuse_outside(parameter, self._read(parameter, value), value)
            else:
                for fact, expected in parameter.domain.assumptions.items():
                    if getattr(value, f"is_{fact}") is (not expected):
                        raise ValueError(self._refusal(parameter, value))
            return value
        if isinstance(value, (bool, str, bytes)) or value is None or getattr(value, "dtype", "") == "bool":
            raise ValueError(self._refusal(parameter, value))
        read = self._read(parameter, value)
        self._refuse_outside(parameter, read, value)
        return value if isinstance(value, numbers.Real) else read

    def _read(self, parameter: Parameter, value: Any) -> Any:
        """Return a value as a float or an array of floats; refuse it where it is neither."""
        try:
            return as_floats(value)
        except Unreadable as reason:
            said = self._refusal(parameter, value)
            raise ValueError(f"{said}: {reason}" if str(reason) else said) from None

    def _refuse_outside(self, parameter: Parameter, read: Any, shown: Any) -> None:
        """Refuse a float outside the domain, or an array that holds one; then that one is shown."""
        if isinstance(read, float):
            if not parameter.contains(read):
                raise ValueError(self._refusal(parameter, shown))
            return
        with np.errstate(invalid="ignore"):
            if parameter.domain.holds(read):
                return
            inside = parameter.contains(read)
        if not np.all(inside):
            raise ValueError(f"{self._must(parameter)}, got {first_bad(read, ~np.asarray(inside))}")

    def _refusal(self, parameter: Parameter, value: Any) -> str:
        shown = value.tolist() if is_array(value) else value
        if isinstance(shown, (str, bytes)):
            return f"{self._must(parameter)}, got the text {shortly(repr(shown))}; write numbers without quotes"
        return f"{self._must(parameter)}, got {shortly(shown)}"

    def _must(self, parameter: Parameter) -> str:
        return f"{type(self).__name__}: {parameter.name} must be {parameter.allowed}"

    def _validate_together(self) -> None:
        """Check conditions that join several parameters; the default has none."""

    def _require(self, low: Any, high: Any, said: str, *, strict: bool = True) -> None:
        """Refuse unless low < high (or <=) wherever both are numbers."""
        if any(is_expression(v) and not v.is_number for v in (low, high)):
            return
        a, b = as_floats(low), as_floats(high)
        held = a < b if strict else a <= b
        if not (held.all() if is_array(held) else held):
            shown = [shortly(v)[:60] for v in (low, high)]
            if is_array(held):
                bad = tuple(int(i) for i in np.argwhere(~held)[0])
                shown = [repr(float(np.broadcast_to(v, held.shape)[bad])) for v in (a, b)]
                said += f" at index {bad[0] if len(bad) == 1 else bad}"
            raise ValueError(f"{type(self).__name__}: {said}, got low = {shown[0]}, high = {shown[1]}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.parameters.items())})"
