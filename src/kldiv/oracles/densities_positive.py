"""Log-densities of distributions on a half line.

Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions; parameters as in torch.distributions,
else as in TensorFlow Probability. Lindley's distribution: Lindley, J. R. Stat. Soc. B 20 (1958) 102.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from kldiv.oracles.known import EXPONENTIAL, FAST, INFINITY, POWER, Known, LogDensity, positive_half, square


def _exponential(rate: arb) -> LogDensity:
    constant = rate.log()
    return lambda x, _a, _b: constant - rate * x


def _gamma(concentration: arb, rate: arb) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    power = concentration - 1
    return lambda x, _a, _b: constant + power * x.log() - rate * x


def _chi2(df: arb) -> LogDensity:
    half = df / 2
    constant = half * arb(2).log() + half.lgamma()
    return lambda x, _a, _b: (half - 1) * x.log() - x / 2 - constant


def _chi(df: arb) -> LogDensity:
    constant = (df / 2 - 1) * arb(2).log() + (df / 2).lgamma()
    return lambda x, _a, _b: (df - 1) * x.log() - square(x) / 2 - constant


def _inverse_gamma(concentration: arb, rate: arb) -> LogDensity:
    constant = concentration * rate.log() - concentration.lgamma()
    power = concentration + 1
    return lambda x, _a, _b: constant - power * x.log() - rate / x


def _weibull(scale: arb, concentration: arb) -> LogDensity:
    shape, centre = (concentration / scale).log(), scale.log()

    def at(x: arb, _a: arb, _b: arb) -> arb:
        z = x.log() - centre
        return shape + (concentration - 1) * z - (concentration * z).exp()

    return at


def _frechet(scale: arb, concentration: arb) -> LogDensity:
    shape, centre = (concentration / scale).log(), scale.log()

    def at(x: arb, _a: arb, _b: arb) -> arb:
        z = x.log() - centre
        return shape - (concentration + 1) * z - (-concentration * z).exp()

    return at


def _rayleigh(scale: arb) -> LogDensity:
    constant = 2 * scale.log()
    return lambda x, _a, _b: x.log() - constant - square(x / scale) / 2


def _maxwell(scale: arb) -> LogDensity:
    constant = (2 / arb.pi()).log() / 2 - 3 * scale.log()
    return lambda x, _a, _b: constant + 2 * x.log() - square(x / scale) / 2


def _pareto(scale: arb, alpha: arb) -> LogDensity:
    constant = alpha.log() + alpha * scale.log()
    return lambda x, _a, _b: constant - (alpha + 1) * x.log()


def _half_normal(scale: arb) -> LogDensity:
    constant = (2 / arb.pi()).log() / 2 - scale.log()
    return lambda x, _a, _b: constant - square(x / scale) / 2


def _half_cauchy(scale: arb) -> LogDensity:
    constant = (2 / (arb.pi() * scale)).log()
    return lambda x, _a, _b: constant - square(x / scale).log1p()


def _log_normal(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log() + (2 * arb.pi()).log() / 2

    def at(x: arb, _a: arb, _b: arb) -> arb:
        y = x.log()
        return -constant - y - square((y - loc) / scale) / 2

    return at


def _lindley(rate: arb) -> LogDensity:
    constant = 2 * rate.log() - rate.log1p()
    return lambda x, _a, _b: constant + x.log1p() - rate * x


def _inverse_gaussian(loc: arb, concentration: arb) -> LogDensity:
    constant = (concentration / (2 * arb.pi())).log() / 2
    return lambda x, _a, _b: constant - 3 * x.log() / 2 - concentration * square((x - loc) / loc) / (2 * x)


Hint = Callable[..., tuple[arb, arb]]


def _around(width: Callable[..., arb]) -> Hint:
    """Take a typical value for the width: from the end at zero, that is how far the mass lies."""
    return lambda *parameters: (width(*parameters), width(*parameters))


def _scale(scale: arb, *_: arb) -> tuple[arb, arb]:
    return scale, scale


POSITIVE: dict[str, Known] = {
    "exponential": Known(positive_half, _exponential, _around(lambda r: 1 / r), (POWER, EXPONENTIAL)),
    "gamma": Known(positive_half, _gamma, _around(lambda a, r: a / r), (POWER, EXPONENTIAL)),
    "chi2": Known(positive_half, _chi2, _around(lambda k: k), (POWER, EXPONENTIAL)),
    "chi": Known(positive_half, _chi, _around(lambda k: k.sqrt()), (POWER, FAST)),
    "inverse-gamma": Known(positive_half, _inverse_gamma, _around(lambda a, r: r / a), (FAST, POWER)),
    "weibull": Known(positive_half, _weibull, _scale, (POWER, FAST)),
    "frechet": Known(positive_half, _frechet, _scale, (FAST, POWER)),
    "rayleigh": Known(positive_half, _rayleigh, _scale, (POWER, FAST)),
    "maxwell": Known(positive_half, _maxwell, _scale, (POWER, FAST)),
    "pareto": Known(lambda s, a: (s, INFINITY), _pareto, lambda s, a: (2 * s, s), (POWER, POWER)),
    "half-normal": Known(positive_half, _half_normal, _scale, (POWER, FAST)),
    "half-cauchy": Known(positive_half, _half_cauchy, _scale, (POWER, POWER)),
    "log-normal": Known(positive_half, _log_normal, _around(lambda m, s: m.exp()), (FAST, FAST)),
    "lindley": Known(positive_half, _lindley, _around(lambda r: (r + 2) / (r * (r + 1))), (POWER, EXPONENTIAL)),
    "inverse-gaussian": Known(positive_half, _inverse_gaussian, _scale, (FAST, EXPONENTIAL)),
}
