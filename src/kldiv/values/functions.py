"""The one table of functions and constants: what evaluators, printers and glossaries know of each.

To make a function known everywhere, add a row. A row names Arb's, NumPy's and SciPy's functions without importing
any of them: whoever wants numbers does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import methodcaller
from typing import Any

from kldiv.arb import acb, arb

#: Beyond such shapes Arb's incomplete beta function takes seconds, or hours.
LARGEST_SHAPE = 300


class Unsupported(ValueError):
    """A formula holds something that an arithmetic cannot evaluate."""


@dataclass(frozen=True)
class Known:
    """What is known of a function; a constant is one of no arguments.

    Attributes:
        name: the name of SymPy's class.
        ball: the function of Arb's balls.
        code: NumPy's and SciPy's name for it, with {0}, {1} for the arguments; what is not `np.` is `scipy.special`'s.
            An argument stands between commas or brackets of its own.
        variants: better code for one value of one argument: triples of its place, its value, the code.
        ulps: the error of that code relative to its value, in units of the last place. The libraries' documented
            errors are a few; the figures here leave room.
        floor: a further absolute error, in the same units: the relative one is worse near a zero.
        words: what a reader is told of it, or for each first argument what is.
        lacks: why there is no code, or why there are no words.
    """

    name: str
    ball: Callable[..., Any]
    code: str | None
    variants: tuple[tuple[int, int, str], ...] = ()
    ulps: float = 2
    floor: float = 0
    words: str | Mapping[int, str] | None = None
    lacks: str = ""


def known(name: str) -> Known:
    """Look a function up.

    Args:
        name: the name of SymPy's class.

    Returns:
        Its row.

    Raises:
        Unsupported: if it has none.

    Example:
        >>> known("loggamma").code
        'gammaln({0})'
    """
    if name not in FUNCTIONS:
        raise Unsupported(f"the function {name} is not in the table of functions")
    return FUNCTIONS[name]


def special_names(code: str) -> list[str]:
    """List the functions of `scipy.special` that a piece of code calls.

    Example:
        >>> special_names("(gammainc({0}, np.abs({1}))*gamma({0}))")
        ['gamma', 'gammainc']
    """
    return sorted(set(re.findall(r"(?<![\w.])([a-z]\w*)\(", code)))


def _log(x: Any) -> Any:
    return arb("-inf") if x.is_zero() else x.log()


def _step(x: Any, at_zero: Any) -> Any:
    if x > 0 or x < 0:
        return arb(1 if x > 0 else 0)
    return at_zero if x.is_zero() else arb("nan")


def _polygamma(order: Any, x: Any) -> Any:
    if order == 0:
        return x.digamma()
    return acb(x).polygamma(acb(order)).real


def _up_to(largest: float, function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Refuse orders beyond which Arb may take seconds, or hours."""

    def limited(order: Any, x: Any) -> Any:
        if not abs(order) < largest:
            raise Unsupported(f"no ball for an order beyond {largest:g}")
        return function(order, x)

    return limited


def _beta_between(a: Any, b: Any, low: Any, high: Any) -> Any:
    return _beta_below(a, b, high) - _beta_below(a, b, low)


def _beta_below(a: Any, b: Any, x: Any) -> Any:
    """Return the regularised incomplete beta function, near 1 by its reflection, where Arb is slow."""
    if not (a < LARGEST_SHAPE and b < LARGEST_SHAPE):
        raise Unsupported("no incomplete beta function of such large shapes")
    rest = 1 - x
    if not rest < 0.5:
        return x.beta_lower(a, b, regularized=1)
    if rest > 0:
        return 1 - rest.beta_lower(b, a, regularized=1)
    return 1 - arb(0).union(arb(rest.abs_upper()).beta_lower(b, a, regularized=1))  # x may be 1


def _one_minus_power(x: Any, gap: Any, exponent: Any) -> Any:
    if gap < 0.5:
        return -((exponent * (-gap).log1p()).expm1())
    return 1 - x**exponent


def _multivariate_gamma(n: int, a: Any) -> Any:
    product = arb.pi() ** (arb(n * (n - 1)) / 4)
    for k in range(n):
        product *= (a - arb(k) / 2).gamma()
    return product


def _elementary(name: str, code: str, ball: Callable[..., Any] | None = None, ulps: float = 2) -> Known:
    return Known(name, ball or methodcaller(name), code, ulps=ulps, lacks="words: every reader knows it")


GAMMA = "$\\Gamma$ is the gamma function"
ERF = "$\\operatorname{erf}$ is the error function, $\\operatorname{erfc} = 1 - \\operatorname{erf}$"

_ROWS = (
    _elementary("Pi", "np.pi", lambda: arb.pi(), ulps=1),
    _elementary("Exp1", "np.e", lambda: arb(1).exp(), ulps=1),
    _elementary("Abs", "np.abs({0})", abs, ulps=0),
    _elementary("sign", "np.sign({0})", methodcaller("sgn"), ulps=0),
    _elementary("Heaviside", "np.heaviside({0}, {1})", _step, ulps=0),
    Known(
        "Min",
        lambda *several: reduce(lambda a, b: a.min(b), several),
        None,
        lacks="code: of any number of arguments, SymPy's printer has it; words: every reader knows it",
    ),
    Known(
        "Max",
        lambda *several: reduce(lambda a, b: a.max(b), several),
        None,
        lacks="code: of any number of arguments, SymPy's printer has it; words: every reader knows it",
    ),
    _elementary("exp", "np.exp({0})"),
    _elementary("log", "np.log({0})", _log),
    _elementary("sin", "np.sin({0})"),
    _elementary("cos", "np.cos({0})"),
    _elementary("tan", "np.tan({0})", ulps=4),
    _elementary("cot", "(1/np.tan({0}))", ulps=4),
    _elementary("atan", "np.arctan({0})"),
    _elementary("sinh", "np.sinh({0})"),
    _elementary("cosh", "np.cosh({0})"),
    _elementary("tanh", "np.tanh({0})"),
    _elementary("coth", "(1/np.tanh({0}))", ulps=4),
    _elementary("factorial", "gamma({0} + 1)", lambda n: (n + 1).gamma(), ulps=16),
    _elementary(
        "binomial",
        "binom({0}, {1})",
        lambda n, k: ((n + 1).lgamma() - (k + 1).lgamma() - (n - k + 1).lgamma()).exp(),
        ulps=64,
    ),
    Known("gamma", methodcaller("gamma"), "gamma({0})", ulps=16, words=GAMMA),
    Known("loggamma", methodcaller("lgamma"), "gammaln({0})", ulps=8, floor=8, words=GAMMA),
    Known(
        "polygamma",
        _polygamma,
        "polygamma({0}, {1})",
        ((0, 0, "digamma({1})"),),
        ulps=8,
        floor=8,
        words={
            0: "$\\psi$ is the digamma function, the derivative of $\\log\\Gamma$",
            1: "$\\psi_1$ is the trigamma function, the derivative of $\\psi$",
        },
    ),
    Known(
        "digamma",
        methodcaller("digamma"),
        "digamma({0})",
        ulps=8,
        floor=8,
        lacks="words: SymPy makes it polygamma at once",
    ),
    Known(
        "beta",
        lambda a, b: (a.lgamma() + b.lgamma() - (a + b).lgamma()).exp(),
        "beta({0}, {1})",
        ulps=64,
        lacks="words: no result holds it, but densities do",
    ),
    Known(
        "EulerGamma",
        lambda: arb.const_euler(),
        "np.euler_gamma",
        ulps=1,
        words="$\\gamma$ is the Euler–Mascheroni constant",
    ),
    Known(
        "Catalan",
        lambda: arb.const_catalan(),
        "0.915965594177219015",
        ulps=1,
        lacks="words: no result holds it",
    ),
    Known(
        "lowergamma",
        _up_to(2e4, lambda s, x: x.gamma_lower(s)),
        "(gammainc({0}, {1})*gamma({0}))",  # SciPy's is the regularised one
        ulps=64,
        words="$\\gamma(a, x)$ is the lower incomplete gamma function",
    ),
    Known(
        "uppergamma",
        _up_to(1e7, lambda s, x: x.gamma_upper(s)),
        "(gammaincc({0}, {1})*gamma({0}))",
        ulps=64,
        words="$\\Gamma(a, x)$ is the upper incomplete gamma function",
    ),
    Known(
        "betainc_regularized",
        _beta_between,
        "(betainc({0}, {1}, {3}) - betainc({0}, {1}, {2}))",
        ((2, 0, "betainc({0}, {1}, {3})"),),
        ulps=64,
        floor=8,
        words="$I_x(a, b)$ is the regularised incomplete beta function",
    ),
    Known(
        "besseli",
        _up_to(1e6, lambda n, x: x.bessel_i(n)),
        "iv({0}, {1})",
        ulps=64,
        words="$I_n$ is the modified Bessel function of the first kind",
    ),
    Known(
        "besselk",
        _up_to(1e6, lambda n, x: x.bessel_k(n)),
        "kv({0}, {1})",
        ulps=1024,
        words="$K_n$ is the modified Bessel function of the second kind",
    ),
    Known(
        "expint",
        _up_to(1e6, lambda s, x: x.expint(s)),
        "expn({0}, {1})",
        ((0, 1, "exp1({1})"),),
        ulps=16,
        words="$\\mathrm{E}_n$ is the exponential integral",
    ),
    Known(
        "Ei",
        methodcaller("ei"),
        "expi({0})",
        ulps=16,
        floor=16,
        words="$\\operatorname{Ei}$ is the exponential integral",
    ),
    Known("erf", methodcaller("erf"), "erf({0})", ulps=4, words=ERF),
    Known("erfc", methodcaller("erfc"), "erfc({0})", ulps=8, words=ERF),
    Known(
        "MultivariateGamma",
        lambda n, a: _multivariate_gamma(round(float(n)), a),
        None,
        words="$\\Gamma_n$ is the multivariate gamma function",
        lacks="code: SciPy has its logarithm alone, and that of single numbers",
    ),
    Known(
        "Softplus",
        lambda x: x + (-x).exp().log1p() if x > 0 else x.exp().log1p(),
        "np.logaddexp(0, {0})",
        ulps=4,
        lacks="words: it stands in integrands alone",
    ),
    Known("OneMinusPower", _one_minus_power, None, lacks="code and words: it stands in integrands alone"),
    Known("LogBelowOne", lambda x, gap: (-gap).log1p() if gap < 0.5 else x.log(), None, lacks="code, words: as above"),
)

#: By the names of SymPy's classes; in the order in which a glossary explains them.
FUNCTIONS: dict[str, Known] = {row.name: row for row in _ROWS}
