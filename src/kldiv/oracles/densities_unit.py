"""Log-densities of distributions on a bounded interval.

Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions. Kumaraswamy, J. Hydrol. 46 (1980) 79;
continuous Bernoulli: Loaiza-Ganem and Cunningham, NeurIPS 2019; von Mises: Mardia and Jupp, Directional
Statistics, 3.5.4.
"""

from __future__ import annotations

from flint import arb

from kldiv.oracles.known import FAST, Known, LogDensity, square, unit_interval


def _uniform(low: arb, high: arb) -> LogDensity:
    constant = (high - low).log()
    return lambda _x, _a, _b: -constant


def _log_uniform(low: arb, high: arb) -> LogDensity:
    constant = (high / low).log().log()
    return lambda x, _a, _b: -constant - x.log()


def _beta(concentration1: arb, concentration0: arb) -> LogDensity:
    first, second = concentration1 - 1, concentration0 - 1
    constant = (concentration1 + concentration0).lgamma() - concentration1.lgamma() - concentration0.lgamma()
    return lambda _x, a, b: constant + first * a.log() + second * b.log()


def log_near_one(a: arb, b: arb) -> arb:
    """Return log x for x = a = 1 - b in the unit interval, from whichever is the smaller."""
    return a.log() if a < arb("0.5") else (-b).log1p()


def _kumaraswamy(concentration1: arb, concentration0: arb) -> LogDensity:
    constant = concentration1.log() + concentration0.log()

    def at(_x: arb, a: arb, b: arb) -> arb:
        log_x = log_near_one(a, b)
        rest = -(concentration1 * log_x).expm1()  # 1 - x ** concentration1
        return constant + (concentration1 - 1) * log_x + (concentration0 - 1) * rest.log()

    return at


def _continuous_bernoulli(probs: arb) -> LogDensity:
    tilt = 1 - 2 * probs
    constant = arb(2).log() if probs == arb("0.5") else (2 * tilt.atanh() / tilt).log()
    zero, one = (1 - probs).log(), probs.log()
    return lambda _x, a, b: constant + a * one + b * zero


def _logit_normal(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log() + (2 * arb.pi()).log() / 2

    def at(_x: arb, a: arb, b: arb) -> arb:
        log_a, log_b = a.log(), b.log()
        return -constant - log_a - log_b - square((log_a - log_b - loc) / scale) / 2

    return at


def _von_mises(loc: arb, concentration: arb) -> LogDensity:
    constant = (2 * arb.pi() * concentration.bessel_i(arb(0))).log()
    return lambda x, _a, _b: concentration * (x - loc).cos() - constant


def _middle(low: arb, high: arb) -> tuple[arb, arb]:
    return (low + high) / 2, (high - low) / 2


def _half(*_: arb) -> tuple[arb, arb]:
    return arb("0.5"), arb("0.5")


UNIT: dict[str, Known] = {
    "uniform": Known(lambda low, high: (low, high), _uniform, _middle),
    "log-uniform": Known(lambda low, high: (low, high), _log_uniform, _middle),
    "beta": Known(unit_interval, _beta, _half),
    "kumaraswamy": Known(unit_interval, _kumaraswamy, _half),
    "continuous-bernoulli": Known(unit_interval, _continuous_bernoulli, _half),
    "logit-normal": Known(unit_interval, _logit_normal, _half, (FAST, FAST)),
    "von-mises": Known(
        lambda m, _k: (m - arb.pi(), m + arb.pi()), _von_mises, lambda m, _k: (m, arb.pi()), circular=True
    ),
}
