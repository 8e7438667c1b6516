"""What other languages call the functions that a formula may hold.

These names stand here and not in the table of functions of `kldiv.values`, which the checks depend on: how a formula is
written in Julia cannot change whether it is true. A function that is not in a language's table is one that it lacks,
in its standard library and in the packages named here; a formula with it is not written in that language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import sympy as sp

from kldiv.writing.formula_printer import Language, Template, lacking
from kldiv.writing.javascript import JAVASCRIPT

#: Elementary functions that every language here calls the same, but for what stands before the name.
_SAME = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")


def _elementary(before: str = "") -> dict[str, Template]:
    return {name: f"{before}{name}({{0}})" for name in _SAME}


def _whole_order(name: str, language: str, code: str) -> Callable[..., str]:
    """Make code for a function whose order must be a whole number there."""

    def chosen(order: sp.Expr, _: sp.Expr) -> str:
        if not order.is_Integer:
            raise lacking(name, language, "of such an order")
        return code

    return chosen


def _by_order(name: str, language: str, codes: Mapping[int, str], other: str = "") -> Callable[..., str]:
    """Make code for a function that has names of its own for some orders."""

    def chosen(order: sp.Expr, *_: sp.Expr) -> str:
        code = codes.get(int(order), other) if order.is_Integer else other
        if not code:
            raise lacking(name, language, "of such an order")
        return code

    return chosen


def _from_zero(from_zero: str, between: str) -> Callable[..., str]:
    """Make code for the incomplete beta function, which is a difference unless it begins at 0."""
    return lambda _a, _b, low, _high: from_zero if low == 0 else between


#: Numbers inside formulas for torch, whose functions take tensors alone.
_NUMBERS = Language(
    name="Python",
    functions={
        **_elementary("math."),
        "Pi": "math.pi",
        "Exp1": "math.e",
        "EulerGamma": "0.5772156649015329",
        "Abs": "abs({0})",
        "gamma": "math.gamma({0})",
        "loggamma": "math.lgamma({0})",
        "erf": "math.erf({0})",
        "erfc": "math.erfc({0})",
        "atan": "math.atan({0})",
    },
    power="{0}**{1}",
    root="math.sqrt({0})",
    choice="({1} if {0} else {2})",
)

TORCH = Language(
    name="PyTorch",
    functions={
        **_elementary("torch."),
        "Abs": "torch.abs({0})",
        "sign": "torch.sign({0})",
        "atan": "torch.atan({0})",
        "gamma": "torch.exp(torch.lgamma({0}))",
        "factorial": "torch.exp(torch.lgamma({0} + 1))",
        "loggamma": "torch.lgamma({0})",
        "polygamma": _by_order("polygamma", "PyTorch", {0: "torch.digamma({1})"}, "torch.polygamma({0}, {1})"),
        "lowergamma": "(torch.special.gammainc({0}, {1})*torch.exp(torch.lgamma({0})))",
        "uppergamma": "(torch.special.gammaincc({0}, {1})*torch.exp(torch.lgamma({0})))",
        "besseli": _by_order("besseli", "PyTorch", {0: "torch.special.i0({1})", 1: "torch.special.i1({1})"}),
        "erf": "torch.erf({0})",
        "erfc": "torch.erfc({0})",
    },
    power="{0}**{1}",
    root="torch.sqrt({0})",
    choice="torch.where({0}, {1}, {2})",
    conjunction=" & ",
    disjunction=" | ",
    infinity="torch.inf",
    nan="torch.nan",
    numbers=_NUMBERS,
)

_JSP = "jsp."
JAX = Language(
    name="JAX",
    functions={
        **_elementary("jnp."),
        "Pi": "jnp.pi",
        "Exp1": "jnp.e",
        "EulerGamma": "jnp.euler_gamma",
        "Abs": "jnp.abs({0})",
        "sign": "jnp.sign({0})",
        "atan": "jnp.arctan({0})",
        "gamma": f"{_JSP}gamma({{0}})",
        "factorial": f"{_JSP}gamma({{0}} + 1)",
        "loggamma": f"{_JSP}gammaln({{0}})",
        "polygamma": _by_order("polygamma", "JAX", {0: f"{_JSP}digamma({{1}})"}, f"{_JSP}polygamma({{0}}, {{1}})"),
        "lowergamma": f"({_JSP}gammainc({{0}}, {{1}})*{_JSP}gamma({{0}}))",
        "uppergamma": f"({_JSP}gammaincc({{0}}, {{1}})*{_JSP}gamma({{0}}))",
        "betainc_regularized": _from_zero(
            f"{_JSP}betainc({{0}}, {{1}}, {{3}})",
            f"({_JSP}betainc({{0}}, {{1}}, {{3}}) - {_JSP}betainc({{0}}, {{1}}, {{2}}))",
        ),
        "besseli": _by_order("besseli", "JAX", {0: f"{_JSP}i0({{1}})", 1: f"{_JSP}i1({{1}})"}),
        "expint": _whole_order("expint", "JAX", f"{_JSP}expn({{0}}, {{1}})"),
        "Ei": f"{_JSP}expi({{0}})",
        "erf": f"{_JSP}erf({{0}})",
        "erfc": f"{_JSP}erfc({{0}})",
    },
    power="{0}**{1}",
    root="jnp.sqrt({0})",
    choice="jnp.where({0}, {1}, {2})",
    conjunction=" & ",
    disjunction=" | ",
    infinity="jnp.inf",
    nan="jnp.nan",
)

R = Language(
    name="R",
    functions={
        **_elementary(),
        "Pi": "pi",
        "Exp1": "exp(1)",
        "EulerGamma": "(-digamma(1))",
        "Abs": "abs({0})",
        "sign": "sign({0})",
        "atan": "atan({0})",
        "gamma": "gamma({0})",
        "factorial": "factorial({0})",
        "binomial": "choose({0}, {1})",
        "beta": "beta({0}, {1})",
        "loggamma": "lgamma({0})",
        "polygamma": _by_order("polygamma", "R", {0: "digamma({1})", 1: "trigamma({1})"}, "psigamma({1}, {0})"),
        "lowergamma": "(pgamma({1}, {0})*gamma({0}))",
        "uppergamma": "(pgamma({1}, {0}, lower.tail = FALSE)*gamma({0}))",
        "betainc_regularized": _from_zero("pbeta({3}, {0}, {1})", "(pbeta({3}, {0}, {1}) - pbeta({2}, {0}, {1}))"),
        "besseli": "besselI({1}, {0})",
        "besselk": "besselK({1}, {0})",
        "expint": _by_order(
            "expint", "R", {1: "expint::expint_E1({1})"}, "(({1})^({0} - 1)*expint::gammainc(1 - ({0}), {1}))"
        ),
        "Ei": "expint::expint_Ei({0})",
        "erf": "(2*pnorm(sqrt(2)*({0})) - 1)",
        "erfc": "(2*pnorm(sqrt(2)*({0}), lower.tail = FALSE))",
    },
    power="{0}^{1}",
    root="sqrt({0})",
    choice="ifelse({0}, {1}, {2})",
    conjunction=" & ",
    disjunction=" | ",
)

JULIA = Language(
    name="Julia",
    functions={
        **_elementary(),
        "Pi": "pi",
        "Exp1": "exp(1)",
        "EulerGamma": "Base.MathConstants.eulergamma",
        "Abs": "abs({0})",
        "sign": "sign({0})",
        "atan": "atan({0})",
        "gamma": "gamma({0})",
        "factorial": "gamma({0} + 1)",
        "beta": "beta({0}, {1})",
        "loggamma": "loggamma({0})",
        "polygamma": _by_order("polygamma", "Julia", {0: "digamma({1})", 1: "trigamma({1})"}, "polygamma({0}, {1})"),
        "lowergamma": "(gamma_inc({0}, {1})[1]*gamma({0}))",
        "uppergamma": "(gamma_inc({0}, {1})[2]*gamma({0}))",
        "betainc_regularized": _from_zero(
            "beta_inc({0}, {1}, {3})[1]", "(beta_inc({0}, {1}, {3})[1] - beta_inc({0}, {1}, {2})[1])"
        ),
        "besseli": "besseli({0}, {1})",
        "besselk": "besselk({0}, {1})",
        "expint": "expint({0}, {1})",
        "Ei": "expinti({0})",
        "erf": "erf({0})",
        "erfc": "erfc({0})",
    },
    power="{0}^{1}",
    root="sqrt({0})",
    choice="({0} ? {1} : {2})",
)

STAN = Language(
    name="Stan",
    functions={
        **_elementary(),
        "Pi": "pi()",
        "Exp1": "e()",
        "EulerGamma": "(-digamma(1))",
        "Abs": "abs({0})",
        "atan": "atan({0})",
        "gamma": "tgamma({0})",
        "factorial": "tgamma({0} + 1)",
        "loggamma": "lgamma({0})",
        "polygamma": _by_order("polygamma", "Stan", {0: "digamma({1})", 1: "trigamma({1})"}),
        "lowergamma": "(gamma_p({0}, {1})*tgamma({0}))",
        "uppergamma": "(gamma_q({0}, {1})*tgamma({0}))",
        "betainc_regularized": _from_zero(
            "inc_beta({0}, {1}, {3})", "(inc_beta({0}, {1}, {3}) - inc_beta({0}, {1}, {2}))"
        ),
        "besseli": _whole_order("besseli", "Stan", "modified_bessel_first_kind({0}, {1})"),
        "besselk": _whole_order("besselk", "Stan", "modified_bessel_second_kind({0}, {1})"),
        "erf": "erf({0})",
        "erfc": "erfc({0})",
    },
    power="{0}^{1}",
    root="sqrt({0})",
    choice="({0} ? {1} : {2})",
    infinity="positive_infinity()",
    nan="not_a_number()",
    integer="{0}.0",
)

#: JavaScript with the functions of stdlib-js, which has no Bessel functions and no exponential integrals.
STDLIB = replace(
    JAVASCRIPT,
    functions={
        **{k: v for k, v in JAVASCRIPT.functions.items() if "f." not in str(v) and not callable(v)},
        "gamma": "gamma({0})",
        "factorial": "gamma({0} + 1)",
        "loggamma": "gammaln({0})",
        "polygamma": _by_order(
            "polygamma", "JavaScript", {0: "digamma({1})", 1: "trigamma({1})"}, "polygamma({0}, {1})"
        ),
        "lowergamma": "(gammainc({1}, {0})*gamma({0}))",
        "uppergamma": "(gammainc({1}, {0}, true, true)*gamma({0}))",
        "betainc_regularized": _from_zero(
            "betainc({3}, {0}, {1})", "(betainc({3}, {0}, {1}) - betainc({2}, {0}, {1}))"
        ),
        "erf": "erf({0})",
        "erfc": "erfc({0})",
    },
)
