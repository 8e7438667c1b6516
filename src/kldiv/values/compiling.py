"""SymPy expressions as functions of Arb balls."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.printing.pycode import AbstractPythonCodePrinter

from kldiv.arb import acb, arb


class OneMinusPower(sp.Function):
    """1 - x**exponent for x in (0, 1), given x, 1 - x and the exponent, without cancellation near 1."""

    nargs = 3


class Softplus(sp.Function):
    """log(1 + exp(x)), computed without overflow."""

    nargs = 1


def _softplus(x: arb) -> arb:
    return x + (-x).exp().log1p() if x > 0 else arb(x).exp().log1p()


def _one_minus_power(x: arb, gap: arb, exponent: arb) -> arb:
    if gap < arb("0.5"):
        return -((arb(exponent) * (-arb(gap)).log1p()).expm1())
    return 1 - arb(x) ** arb(exponent)


def _power(base: arb, exponent: arb | int) -> arb:
    return base * base if isinstance(exponent, int) and exponent == 2 else arb(base) ** exponent


def _acb_real(value: acb) -> arb:
    return value.real


#: What the printed code may call.
NAMESPACE: dict[str, Any] = {
    "arb": arb,
    "exp": lambda x: arb(x).exp(),
    "log": lambda x: arb(x).log(),
    "sqrt": lambda x: arb(x).sqrt(),
    "gamma": lambda x: arb(x).gamma(),
    "loggamma": lambda x: arb(x).lgamma(),
    "digamma": lambda x: arb(x).digamma(),
    "polygamma": lambda n, x: _acb_real(acb(x).polygamma(acb(n))),
    "erf": lambda x: arb(x).erf(),
    "erfc": lambda x: arb(x).erfc(),
    "cos": lambda x: arb(x).cos(),
    "sin": lambda x: arb(x).sin(),
    "tan": lambda x: arb(x).tan(),
    "atan": lambda x: arb(x).atan(),
    "sinh": lambda x: arb(x).sinh(),
    "cosh": lambda x: arb(x).cosh(),
    "tanh": lambda x: arb(x).tanh(),
    "besseli": lambda n, x: arb(x).bessel_i(arb(n)),
    "beta": lambda a, b: (arb(a).lgamma() + arb(b).lgamma() - (arb(a) + arb(b)).lgamma()).exp(),
    "factorial": lambda n: (arb(n) + 1).gamma(),
    "binomial": lambda n, k: ((arb(n) + 1).lgamma() - (arb(k) + 1).lgamma() - (arb(n) - arb(k) + 1).lgamma()).exp(),
    "OneMinusPower": _one_minus_power,
    "Softplus": _softplus,
    "power": _power,
}


class _ArbPrinter(AbstractPythonCodePrinter):
    """Python source in which every constant is an exact ball."""

    _default_settings = {**AbstractPythonCodePrinter._default_settings, "allow_unknown_functions": True}

    def _print_Integer(self, expr: sp.Integer) -> str:
        return f"arb({expr.p})"

    def _print_Rational(self, expr: sp.Rational) -> str:
        return f"(arb({expr.p})/{expr.q})"

    def _print_Pi(self, expr: sp.Expr) -> str:
        return "arb.pi()"

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "arb(1).exp()"

    def _print_EulerGamma(self, expr: sp.Expr) -> str:
        return "arb.const_euler()"

    def _print_Catalan(self, expr: sp.Expr) -> str:
        return "arb.const_catalan()"

    def _print_Pow(self, expr: sp.Pow, **_: Any) -> str:
        base, exponent = expr.args
        if exponent == sp.S.Half:
            return f"sqrt({self._print(base)})"
        if exponent.is_Integer:
            return f"power({self._print(base)}, {int(exponent)})"
        return f"power({self._print(base)}, {self._print(exponent)})"

    def _print_Abs(self, expr: sp.Expr) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _print_Function(self, expr: sp.Function) -> str:
        name = type(expr).__name__
        if name not in NAMESPACE:
            raise NotImplementedError(f"no ball arithmetic for {name}")
        return f"{name}({', '.join(self._print(a) for a in expr.args)})"

    _print_log = _print_exp = _print_gamma = _print_loggamma = _print_Function
    _print_polygamma = _print_erf = _print_besseli = _print_Function

    def _print_Piecewise(self, expr: sp.Piecewise) -> str:
        text = "arb('nan')"
        for value, condition in reversed(expr.args):
            text = f"(({self._print(value)}) if ({self._print(condition)}) else {text})"
        return text

    def _print_BooleanTrue(self, expr: sp.Basic) -> str:
        return "True"


@lru_cache(maxsize=4096)
def to_ball_function(expression: sp.Expr, variables: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Compile an expression into a function of Arb balls.

    Args:
        expression: free of integrals and sums; its free symbols are among the variables.
        variables: the arguments, in order.

    Returns:
        A function of as many balls, returning a ball.

    Raises:
        NotImplementedError: if some function has no ball arithmetic here.

    Example:
        >>> x = sp.Symbol("x")
        >>> print(to_ball_function(sp.exp(x) / 3, (x,))(0).str(5, radius=False))
        0.33333
    """
    names = {v: sp.Symbol(f"v{k}") for k, v in enumerate(variables)}
    source = _ArbPrinter().doprint(expression.xreplace(names))
    arguments = ", ".join(str(names[v]) for v in variables)
    return eval(f"lambda {arguments}: {source}", dict(NAMESPACE))
