"""Log-densities of distributions on the real line.

Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions; for the logarithms of gamma distributions the
documentation of TensorFlow Probability; Moyal's distribution: Moyal, Phil. Mag. 46 (1955) 263.
"""

from __future__ import annotations

from flint import arb

from kldiv.oracles.known import EXPONENTIAL, FAST, POWER, Known, LogDensity, square, whole_line


def _normal(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log() + (2 * arb.pi()).log() / 2
    return lambda x, _a, _b: -constant - square((x - loc) / scale) / 2


def _laplace(loc: arb, scale: arb) -> LogDensity:
    constant = (2 * scale).log()
    return lambda x, _a, _b: -constant - abs(x - loc) / scale


def _gumbel(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log()

    def at(x: arb, _a: arb, _b: arb) -> arb:
        z = (x - loc) / scale
        return -constant - z - (-z).exp()

    return at


def _logistic(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log()

    def at(x: arb, _a: arb, _b: arb) -> arb:
        z = abs(x - loc) / scale
        return -constant - z - 2 * (-z).exp().log1p()

    return at


def _cauchy(loc: arb, scale: arb) -> LogDensity:
    constant = (arb.pi() * scale).log()
    return lambda x, _a, _b: -constant - square((x - loc) / scale).log1p()


def _student_t(df: arb, loc: arb, scale: arb) -> LogDensity:
    half = (df + 1) / 2
    constant = half.lgamma() - (df / 2).lgamma() - (df * arb.pi()).log() / 2 - scale.log()
    return lambda x, _a, _b: constant - half * (square((x - loc) / scale) / df).log1p()


def _moyal(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log() + (2 * arb.pi()).log() / 2

    def at(x: arb, _a: arb, _b: arb) -> arb:
        z = (x - loc) / scale
        return -constant - (z + (-z).exp()) / 2

    return at


def _exp_gamma(concentration: arb, rate: arb) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    return lambda x, _a, _b: constant + concentration * x - rate * x.exp()


def _exp_inverse_gamma(concentration: arb, scale: arb) -> LogDensity:
    constant = concentration * scale.log() - concentration.lgamma()
    return lambda x, _a, _b: constant - concentration * x - scale * (-x).exp()


def _loc_scale(*parameters: arb) -> tuple[arb, arb]:
    return parameters[-2], parameters[-1]


def _at_loc(*parameters: arb) -> tuple[arb, ...]:
    return (parameters[-2],)


LINE: dict[str, Known] = {
    "normal": Known(whole_line, _normal, _loc_scale, (FAST, FAST)),
    "laplace": Known(whole_line, _laplace, _loc_scale, (EXPONENTIAL, EXPONENTIAL), _at_loc),
    "gumbel": Known(whole_line, _gumbel, _loc_scale, (FAST, EXPONENTIAL)),
    "logistic": Known(whole_line, _logistic, _loc_scale, (EXPONENTIAL, EXPONENTIAL)),
    "cauchy": Known(whole_line, _cauchy, _loc_scale, (POWER, POWER), _at_loc),
    "student-t": Known(whole_line, _student_t, _loc_scale, (POWER, POWER), _at_loc),
    "moyal": Known(whole_line, _moyal, _loc_scale, (FAST, EXPONENTIAL)),
    "exp-gamma": Known(whole_line, _exp_gamma, lambda a, r: ((a / r).log(), 1 / a.sqrt()), (EXPONENTIAL, FAST)),
    "exp-inverse-gamma": Known(
        whole_line, _exp_inverse_gamma, lambda a, s: ((s / a).log(), 1 / a.sqrt()), (FAST, EXPONENTIAL)
    ),
}
