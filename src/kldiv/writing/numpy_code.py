"""A derived formula as a NumPy function, to read and to run."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any

import sympy as sp

from kldiv.distributions.base import Distribution
from kldiv.proof.record import Record
from kldiv.writing.numpy_printer import NumPySource

#: A repeated part with at least this many operations gets a name.
SHARED_FROM = 3


def numpy_source(derivation: Record) -> str:
    """Write a closed form as the source of a Python function.

    Args:
        derivation: one of kind "closed form".

    Returns:
        A module's text: imports and one function, named after the pair, that broadcasts by NumPy's rules.

    Raises:
        ValueError: if the derivation has no closed form.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> print(numpy_source(derive("exponential", "exponential")).rpartition('"' * 3)[2].strip())
        rate_p, rate_q = map(np.float64, (rate_p, rate_q))
            return np.log(rate_p/rate_q) - 1 + rate_q/rate_p
    """
    if derivation.kind != "closed form":
        raise ValueError(f"{derivation.id}: there is no closed form to write as code")
    p, q = derivation.distributions
    names = argument_names(derivation, p, q)
    printer = NumPySource()
    renamed = {symbol: sp.Symbol(name, **symbol.assumptions0) for symbol, name in names.items()}
    shared, result = _shared_parts(without_overflow(derivation.result).xreplace(renamed), set(names.values()))
    conditions = [c.xreplace(renamed) for c in derivation.assumptions if derivation.otherwise == sp.oo]
    conditions = [c for c in conditions if not c.has(sp.Sum)]
    scope = [c.xreplace(renamed) for c in derivation.scope]
    arguments = list(dict.fromkeys(names.values()))
    lines = _docstring(p, q, names, *([printer.doprint(c) for c in given] for given in (conditions, scope)))
    if arguments:
        left, right = ", ".join(arguments), "".join(f"{a}, " for a in arguments).removesuffix(" ")
        left, right = (f"{left},", right) if len(arguments) == 1 else (left, right.removesuffix(","))
        lines.append(f"{left} = map(np.float64, ({right}))")
    for symbol, part in shared:
        lines += printer.assignment(f"{symbol} =", part)
    if conditions or scope or result.has(sp.Piecewise):
        lines += printer.assignment("result =", result)
        value = "result"
        for held, other in ((conditions, "np.inf"), (scope, "np.nan")):
            if held:
                value = f"np.where({printer.doprint(sp.And(*held))}, {value}, {other})"
        lines.append(f"return {value}[()]")
    else:
        lines += printer.assignment("return", result)
    imports = "import numpy as np\n"
    if printer.special:
        imports += f"from scipy.special import {', '.join(sorted(printer.special))}\n"
    body = "\n".join(f"    {line}".rstrip() for line in lines)
    head = f'@np.errstate(all="ignore")\ndef {function_name(p, q)}({", ".join(arguments)}):'
    return f"{imports}\n\n{head}\n{body}\n"


def numpy_function(derivation: Record) -> Callable[..., Any]:
    """Compile what `numpy_source` writes.

    Args:
        derivation: one of kind "closed form".

    Returns:
        The function.

    Raises:
        ValueError: if the derivation has no closed form.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> float(numpy_function(derive("exponential", "exponential"))(rate_p=2, rate_q=4))
        0.30685281944005...
    """
    space: dict[str, Any] = {}
    exec(compile(numpy_source(derivation), f"<{derivation.id}>", "exec"), space)
    p, q = derivation.distributions
    found: Callable[..., Any] = space[function_name(p, q)]
    return found


def argument_names(derivation: Record, p: Distribution, q: Distribution) -> dict[sp.Basic, str]:
    """Name the symbols after the parameters that they stand for, in the order of the parameters."""
    names: dict[sp.Basic, str] = {}
    for distribution, index in ((p, "p"), (q, "q")):
        own = type(distribution).symbolic(index).parameters
        for parameter, value in distribution.parameters.items():
            if isinstance(value, sp.Indexed):
                names[value.base.label] = f"{parameter}_{index}"
            elif value == own[parameter] or own[parameter] in _free(derivation.scope):
                names[own[parameter]] = f"{parameter}_{index}"
            elif isinstance(value, sp.Basic):
                for symbol in sorted(value.free_symbols, key=str):
                    names.setdefault(symbol, _identifier(str(symbol)))
    return names


def _free(conditions: tuple[sp.Basic, ...]) -> set[sp.Basic]:
    return set().union(*(c.free_symbols for c in conditions)) if conditions else set()


def _identifier(text: str) -> str:
    name = re.sub(r"\W", "_", text)
    return f"{name}_" if keyword.iskeyword(name) or not name.isidentifier() else name


def function_name(p: Distribution, q: Distribution) -> str:
    """Name the function of a pair."""
    return f"kl_{p.slug}_{q.slug}".replace("-", "_")


def _shared_parts(result: sp.Expr, taken: set[str]) -> tuple[list[tuple[sp.Symbol, sp.Expr]], sp.Expr]:
    """Name what occurs more than once and is more than a name itself."""
    if result.has(sp.Sum):
        return [], result
    names = sp.numbered_symbols("t", start=1, exclude=[sp.Symbol(name) for name in taken])
    parts, (rest,) = sp.cse(result, symbols=sp.numbered_symbols("_part"), order="canonical")
    small: dict[sp.Symbol, sp.Expr] = {}
    kept: list[tuple[sp.Symbol, sp.Expr]] = []
    for symbol, part in parts:
        part = part.xreplace(small)
        if part.count_ops() < SHARED_FROM:
            small[symbol] = part
        else:
            small[symbol] = next(names)
            kept.append((small[symbol], part))
    rest = rest.xreplace(small)
    for cases in sorted(rest.atoms(sp.Piecewise), key=sp.default_sort_key):
        if not any(cases in other.atoms(sp.Piecewise) - {other} for other in rest.atoms(sp.Piecewise)):
            name = next(names)
            kept.append((name, cases))
            rest = rest.xreplace({cases: name})
    return kept, rest


def without_overflow(expression: sp.Expr) -> sp.Expr:
    """Use SciPy's functions that neither overflow nor trip over 0 log 0.

    exp(x) K(n, x) and log I(n, x) go through the scaled Bessel functions, x log(... x ...) through xlogy.
    """
    if expression.has(sp.Sum):
        return expression
    kve, ive = sp.Function("kve"), sp.Function("ive")

    def product(e: sp.Expr) -> sp.Expr:
        for bessel in e.atoms(sp.besselk):
            if bessel in e.args and sp.exp(bessel.args[1]) in e.args:
                rest = [a for a in e.args if a not in (bessel, sp.exp(bessel.args[1]))]
                return sp.Mul(*rest, kve(*bessel.args))
        return e

    def logarithm(e: sp.Expr) -> sp.Expr:
        powers = [a for a in sp.Mul.make_args(e.args[0]) if isinstance(a, sp.exp)]
        return sp.log(e.args[0] / sp.Mul(*powers)) + sp.Add(*(a.args[0] for a in powers))

    def zero_log_zero(e: sp.Expr) -> sp.Expr:
        for log in [a for a in e.args if isinstance(a, sp.log)]:
            inside = log.args[0]
            for factor in e.args:
                if factor != log and (factor.is_Symbol or factor.is_Add) and inside.has(factor, -factor):
                    return sp.Mul(*(a for a in e.args if a not in (log, factor))) * xlogy(factor, inside)
        return e

    xlogy = sp.Function("xlogy")
    expression = expression.replace(lambda e: e.is_Mul and e.has(sp.besselk), product)
    expression = expression.replace(sp.besseli, lambda n, x: ive(n, x) * sp.exp(x))
    expression = expression.replace(lambda e: isinstance(e, sp.log) and e.has(ive), logarithm)
    return expression.replace(lambda e: e.is_Mul and e.has(sp.log), zero_log_zero)


def _docstring(
    p: Distribution, q: Distribution, names: dict[sp.Basic, str], conditions: list[str], scope: list[str]
) -> list[str]:
    def shown(distribution: Distribution, index: str) -> str:
        own = type(distribution).symbolic(index).parameters
        values = []
        for parameter, value in distribution.parameters.items():
            fixed = own[parameter] not in names and not isinstance(value, sp.Indexed)
            values.append(f"{parameter}={value}" if fixed else f"{parameter}_{index}")
        return f"{type(distribution).__name__}({', '.join(values)})"

    lines = ['"""Return D(p || q) in nats, where', ""]
    lines += [f"    p = {shown(p, 'p')},", f"    q = {shown(q, 'q')}.", ""]
    if conditions:
        lines.append(f"Infinite unless {' and '.join(conditions)}.".replace("np.", ""))
    if scope:
        lines.append(f"The formula holds only for {' and '.join(scope)}; elsewhere: nan.".replace("np.", ""))
    return [*lines, "Arguments broadcast by NumPy's rules.", '"""']
