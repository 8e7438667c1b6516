"""SymPy expressions as JavaScript expressions.

Elementary functions are those of `Math`. Special functions are methods of an object `f`, which whoever runs the code
provides:

    f.lgamma(x), f.gamma(x), f.digamma(x), f.polygamma(n, x)     log Gamma, Gamma, its logarithmic derivatives
    f.gammainc(a, x), f.gammaincc(a, x)                          incomplete gamma, lower and upper, regularised
    f.betainc(a, b, x)                                           incomplete beta, regularised
    f.besseli(n, x), f.besselk(n, x)                             modified Bessel functions
    f.expint(n, x), f.ei(x)                                      exponential integrals
    f.erf(x), f.erfc(x), f.binomial(n, k)

Names stand here and not in the table of functions of `kldiv.values`: no check depends on JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import sympy as sp

from kldiv.writing.formula_printer import Language, written

JAVASCRIPT = Language(
    name="JavaScript",
    functions={
        "Pi": "Math.PI",
        "Exp1": "Math.E",
        "EulerGamma": "0.5772156649015329",
        "Catalan": "0.915965594177219",
        "Abs": "Math.abs({0})",
        "sign": "Math.sign({0})",
        "Heaviside": "({0} > 0 ? 1 : {0} < 0 ? 0 : {1})",
        "Min": lambda *several: _call("Math.min", several),
        "Max": lambda *several: _call("Math.max", several),
        "floor": "Math.floor({0})",
        "ceiling": "Math.ceil({0})",
        "exp": "Math.exp({0})",
        "log": "Math.log({0})",
        "sin": "Math.sin({0})",
        "cos": "Math.cos({0})",
        "tan": "Math.tan({0})",
        "cot": "(1/Math.tan({0}))",
        "asin": "Math.asin({0})",
        "acos": "Math.acos({0})",
        "atan": "Math.atan({0})",
        "sinh": "Math.sinh({0})",
        "cosh": "Math.cosh({0})",
        "tanh": "Math.tanh({0})",
        "sech": "(1/Math.cosh({0}))",
        "coth": "(1/Math.tanh({0}))",
        "factorial": "f.gamma({0} + 1)",
        "binomial": "f.binomial({0}, {1})",
        "gamma": "f.gamma({0})",
        "loggamma": "f.lgamma({0})",
        "digamma": "f.digamma({0})",
        "polygamma": lambda order, _: "f.digamma({1})" if order == 0 else "f.polygamma({0}, {1})",
        "beta": "Math.exp(f.lgamma({0}) + f.lgamma({1}) - f.lgamma({0} + ({1})))",
        "lowergamma": "(f.gammainc({0}, {1})*f.gamma({0}))",
        "uppergamma": "(f.gammaincc({0}, {1})*f.gamma({0}))",
        "betainc_regularized": lambda _a, _b, low, _high: (
            "f.betainc({0}, {1}, {3})" if low == 0 else "(f.betainc({0}, {1}, {3}) - f.betainc({0}, {1}, {2}))"
        ),
        "besseli": "f.besseli({0}, {1})",
        "besselk": "f.besselk({0}, {1})",
        "expint": "f.expint({0}, {1})",
        "Ei": "f.ei({0})",
        "erf": "f.erf({0})",
        "erfc": "f.erfc({0})",
        "Softplus": "(Math.max({0}, 0) + Math.log1p(Math.exp(-Math.abs({0}))))",
        "OneMinusPower": "(-Math.expm1(({2})*Math.log1p(-({1}))))",
    },
    power="({0}**{1})",  # in brackets, since JavaScript refuses -x**2
    root="Math.sqrt({0})",
    choice="({0} ? {1} : {2})",
    equal="===",
    infinity="Infinity",
)


def javascript(expression: sp.Basic, names: Mapping[sp.Basic, str]) -> str:
    """Print one expression of real numbers, or a condition, as a JavaScript expression.

    Args:
        expression: without sums, vectors and matrices.
        names: what each symbol is called in the code.

    Returns:
        The code, without brackets around it.

    Raises:
        NotImplementedError: if the expression holds a sum, or anything else that is not in the table.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> javascript(-(x**2) / 2 + sp.loggamma(x + 1) / sp.sqrt(x), {x: "x"})
        '-1/2*(x**2) + f.lgamma(x + 1)/Math.sqrt(x)'
        >>> javascript(sp.Piecewise((sp.log(x), x > 1), (sp.oo, True)), {x: "p.rate"})
        'p.rate > 1 ? Math.log(p.rate) : Infinity'
    """
    return written(expression, JAVASCRIPT, names)


def special_functions(code: str) -> list[str]:
    """List the special functions that code calls.

    Args:
        code: JavaScript that `javascript` printed.

    Example:
        >>> special_functions("f.lgamma(x) - Math.log(f.gamma(x))")
        ['gamma', 'lgamma']
    """
    return sorted(set(re.findall(r"\bf\.(\w+)\(", code)))


def _call(name: str, arguments: tuple[sp.Basic, ...]) -> str:
    return f"{name}({', '.join(f'{{{k}}}' for k in range(len(arguments)))})"
