"""Divergences between two distributions of one family as sums of parts none of which is negative.

Each function takes an arithmetic (see `arithmetic`) and the two distributions' parameters. What it says holds of
symbols too: answers/proved_forms.py runs it on them and shows that it is the derived formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]
Form = Callable[[Any, Values, Values], Any]

#: The forms, by the slug of a family.
FORMS: dict[str, Form] = {}


def form(*families: str) -> Callable[[Form], Form]:
    """Register a form for families whose divergences it gives."""

    def add(function: Form) -> Form:
        FORMS.update(dict.fromkeys(families, function))
        return function

    return add


@form("normal", "log-normal", "logit-normal")
def normal(f: Any, p: Values, q: Values) -> Any:
    """One share for the scales, one for the means."""
    shift = f.difference(p["loc"], q["loc"], q["scale"])
    half = f.number(1, 2)
    return half * f.square_excess(p["scale"], q["scale"]) + half * shift * shift


@form("laplace")
def laplace(f: Any, p: Values, q: Values) -> Any:
    """One share for the scales, one for the locations."""
    shift = abs(f.difference(p["loc"], q["loc"], p["scale"]))
    return f.exp_excess(-shift, shift) * (p["scale"] / q["scale"]) + f.ratio_excess(p["scale"], q["scale"])


@form("poisson")
def poisson(f: Any, p: Values, q: Values) -> Any:
    """The share of one mass."""
    return f.mass(p["rate"], q["rate"])


def _two_masses(f: Any, p: Any, q: Any) -> Any:
    """The shares of two outcomes. The difference is taken once: 1 - p and 1 - q are rounded."""
    change = q - p
    return f.mass(p, q, change) + f.mass(1 - p, 1 - q, -change)


@form("bernoulli")
def bernoulli(f: Any, p: Values, q: Values) -> Any:
    """The shares of the outcomes 1 and 0."""
    return _two_masses(f, p["probs"], q["probs"])


@form("binomial")
def binomial(f: Any, p: Values, q: Values) -> Any:
    """As often the shares of one trial."""
    trial = _two_masses(f, p["probs"], q["probs"])
    return f.shared(p["total_count"], q["total_count"], p["total_count"] * trial)


@form("geometric")
def geometric(f: Any, p: Values, q: Values) -> Any:
    """The shares of one trial, as often as there are trials on average."""
    one, other = p["probs"], q["probs"]
    return f.ratio_excess(other, one) + f.mass(1 - one, 1 - other, one - other) / one


@form("negative-binomial")
def negative_binomial(f: Any, p: Values, q: Values) -> Any:
    """The shares of one trial, as often as there are trials on average."""
    trials = p["total_count"] / (1 - p["probs"])
    return f.shared(p["total_count"], q["total_count"], trials * _two_masses(f, p["probs"], q["probs"]))


def _gamma(f: Any, p: Values, q: Values, rate: str) -> Any:
    """One share for the means, one for the shapes."""
    a, b = p["concentration"], q["concentration"]
    return b * f.mean_excess(a, p[rate], b, q[rate]) + f.gamma_gap(a, b)


@form("gamma", "inverse-gamma", "exp-gamma")
def gamma(f: Any, p: Values, q: Values) -> Any:
    """One share for the means, one for the shapes."""
    return _gamma(f, p, q, "rate")


@form("exp-inverse-gamma")
def exp_inverse_gamma(f: Any, p: Values, q: Values) -> Any:
    """As of the gamma distribution, whose rate is a scale here."""
    return _gamma(f, p, q, "scale")


@form("beta", "beta-prime")
def beta(f: Any, p: Values, q: Values) -> Any:
    """The shares of the mean and of its complement, those of both shapes, less that of their sum."""
    a, b = p["concentration1"], p["concentration0"]
    c, d = q["concentration1"], q["concentration0"]
    first, second = c - a, d - b
    one, other = a + b, c + d
    turn, ratio = f.turn(a, b, c, d, first, second) / one, other / one
    # a (c + d) / (a + b) is where the mean of p would have the first shape of q
    means = f.shifted_excess(turn, c, a * ratio, c) + f.shifted_excess(-turn, d, b * ratio, d)
    apart = means + (f.gamma_gap(a, c, first) + f.gamma_gap(b, d, second))
    together = f.gamma_gap(one, other, first + second)
    return f.vouched(apart - together, 16 * f.eps * (apart + together))


@form("chi2", "chi")
def chi_squared(f: Any, p: Values, q: Values) -> Any:
    """The share of the shapes, which are half the degrees of freedom."""
    return f.log_gamma_excess(p["df"] / 2, q["df"] / 2)


@form("exponential")
def exponential(f: Any, p: Values, q: Values) -> Any:
    """The share of the rates."""
    return f.ratio_excess(q["rate"], p["rate"])


@form("half-normal")
def half_normal(f: Any, p: Values, q: Values) -> Any:
    """The share of the scales."""
    return f.number(1, 2) * f.square_excess(p["scale"], q["scale"])


@form("rayleigh")
def rayleigh(f: Any, p: Values, q: Values) -> Any:
    """The share of the scales, twice that of half a normal distribution."""
    return f.square_excess(p["scale"], q["scale"])


@form("maxwell")
def maxwell(f: Any, p: Values, q: Values) -> Any:
    """The share of the scales, once for each of three coordinates."""
    return f.number(3, 2) * f.square_excess(p["scale"], q["scale"])


@form("kumaraswamy")
def kumaraswamy(f: Any, p: Values, q: Values) -> Any:
    """The share of the outer shapes, where the inner one is shared."""
    share = f.ratio_excess(q["concentration0"], p["concentration0"])
    return f.shared(p["concentration1"], q["concentration1"], share)


@form("pareto")
def pareto(f: Any, p: Values, q: Values) -> Any:
    """The share of the exponents, and that of where they begin."""
    further = q["alpha"] * f.log_quotient(p["scale"], q["scale"])
    return f.ratio_excess(q["alpha"], p["alpha"]) + f.within(p["scale"] >= q["scale"], further)


@form("uniform")
def uniform(f: Any, p: Values, q: Values) -> Any:
    """How much wider q is than p, from what it has more at either end."""
    below, above = p["low"] - q["low"], q["high"] - p["high"]
    return f.within((below >= 0) & (above >= 0), f.log1p((below + above) / (p["high"] - p["low"])))


@form("discrete-uniform")
def discrete_uniform(f: Any, p: Values, q: Values) -> Any:
    """How many more outcomes q has than p."""
    below, above = p["low"] - q["low"], q["high"] - p["high"]
    return f.within((below >= 0) & (above >= 0), f.log1p((below + above) / (p["high"] - p["low"] + 1)))


@form("log-uniform")
def log_uniform(f: Any, p: Values, q: Values) -> Any:
    """How much wider q is than p in the logarithm."""
    inside = (p["low"] >= q["low"]) & (q["high"] >= p["high"])
    more = f.log_quotient(p["low"], q["low"]) + f.log_quotient(q["high"], p["high"])
    return f.within(inside, f.log1p(more / f.log_quotient(p["high"], p["low"])))


@form("cauchy")
def cauchy(f: Any, p: Values, q: Values) -> Any:
    """The distance of two points in the upper half-plane."""
    return f.half_plane(p["loc"] - q["loc"], p["scale"], q["scale"])


@form("half-cauchy")
def half_cauchy(f: Any, p: Values, q: Values) -> Any:
    """The distance of two scales."""
    return f.half_plane(0 * p["scale"], p["scale"], q["scale"])


@form("inverse-gaussian")
def inverse_gaussian(f: Any, p: Values, q: Values) -> Any:
    """One share for the concentrations, one for the means."""
    shift = f.difference(p["loc"], q["loc"], q["loc"])
    apart = f.sqrt(q["concentration"] / p["loc"]) * shift
    return f.number(1, 2) * (f.ratio_excess(q["concentration"], p["concentration"]) + apart * apart)


@form("lindley")
def lindley(f: Any, p: Values, q: Values) -> Any:
    """Twice the share of the rates, less a smaller one."""
    a, b = p["rate"], q["rate"]
    return 2 * f.ratio_excess(b, a) - f.shifted_excess(b - a, a + 1, b + 1)


def _extreme(f: Any, ratio_of: tuple[Any, Any], shift: Any) -> Any:
    """What Gumbel's, Weibull's and Frechet's distributions have in common, for a ratio of scales and a shift."""
    one, other = ratio_of
    ratio, wider = one / other, (one - other) / other
    rise = f.digamma(2) * wider + f.log_gamma_excess(2, 1 + ratio, wider)
    lift = shift + rise
    value = f.exp_excess(lift) + f.log_gamma_excess(1, ratio, wider)
    return f.vouched(value, f.eps * (2 * abs(shift) + 16 * abs(rise) + abs(lift)) * abs(f.expm1(lift)))


@form("gumbel")
def gumbel(f: Any, p: Values, q: Values) -> Any:
    """One share for where they lie, one for how wide they are."""
    return _extreme(f, (p["scale"], q["scale"]), f.difference(q["loc"], p["loc"], q["scale"]))


@form("weibull")
def weibull(f: Any, p: Values, q: Values) -> Any:
    """Those of the logarithms, which have Gumbel's distribution turned round."""
    shift = q["concentration"] * f.log_quotient(p["scale"], q["scale"])
    return _extreme(f, (q["concentration"], p["concentration"]), shift)


@form("frechet")
def frechet(f: Any, p: Values, q: Values) -> Any:
    """Those of the logarithms, which have Gumbel's distribution."""
    shift = q["concentration"] * f.log_quotient(q["scale"], p["scale"])
    return _extreme(f, (q["concentration"], p["concentration"]), shift)


@form("moyal")
def moyal(f: Any, p: Values, q: Values) -> Any:
    """Half the share of where they lie, and two for how wide they are."""
    shift = f.difference(q["loc"], p["loc"], q["scale"])
    ratio, wider = p["scale"] / q["scale"], (p["scale"] - q["scale"]) / q["scale"]
    bent = f.log_gamma_excess(f.number(3, 2), ratio + f.number(1, 2), wider)
    rise = (f.digamma(f.number(3, 2)) + f.log(f.number(2, 1))) * wider + bent
    lift = shift + rise
    value = f.number(1, 2) * (f.exp_excess(lift) + bent) + f.ratio_excess(p["scale"], q["scale"])
    return f.vouched(value, f.eps * (2 * abs(shift) + 16 * abs(rise) + abs(lift)) * abs(f.expm1(lift)))


@form("logistic")
def logistic(f: Any, p: Values, q: Values) -> Any:
    """The share of the shift, where the scale is shared."""
    return f.shared(p["scale"], q["scale"], f.coth_excess(f.difference(q["loc"], p["loc"], p["scale"])))


@form("continuous-bernoulli")
def continuous_bernoulli(f: Any, p: Values, q: Values) -> Any:
    """The share of the log-odds."""
    one, other = p["probs"], q["probs"]
    change = other - one
    step = f.log_grown(change, one, other) - f.log_grown(-change, 1 - one, 1 - other)
    return f.sinh_gap(f.log_quotient(one, 1 - one), step)


@form("von-mises")
def von_mises(f: Any, p: Values, q: Values) -> Any:
    """One share for the directions, one for the concentrations."""
    change = p["loc"] - q["loc"]
    sine, pull = f.sin(change * f.number(1, 2)), 2 * q["concentration"] * f.bessel_ratio(p["concentration"])
    turn = pull * sine * sine
    value = turn + f.bessel_gap(p["concentration"], q["concentration"])
    # the difference is rounded, and what is left of it on the circle with it
    return f.vouched(value, f.eps * pull * abs(change * sine) + 8 * f.eps * value)


#: Families that lie inside that of the gamma distribution, and its parameters for theirs.
INSIDE_GAMMA: dict[str, Callable[[Any, Values], dict[str, Any]]] = {
    "gamma": lambda f, v: dict(v),
    "exponential": lambda f, v: {"concentration": f.number(1, 1) + 0 * v["rate"], "rate": v["rate"]},
    "chi2": lambda f, v: {"concentration": v["df"] * f.number(1, 2), "rate": f.number(1, 2) + 0 * v["df"]},
}


def nested(p: str, q: str) -> Form:
    """Return the form of two families that lie inside that of the gamma distribution."""
    return lambda f, one, other: _gamma(f, INSIDE_GAMMA[p](f, one), INSIDE_GAMMA[q](f, other), "rate")
