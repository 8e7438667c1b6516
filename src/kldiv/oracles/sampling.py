"""D(p || q) from random draws: a last route, which shares no integral with the others.

Draws come from Python's own generator, carried through the inverse of the distribution function wherever that
has a closed form, else built from the standard library's normal and gamma variates.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import arb

from kldiv.oracles.densities import KNOWN
from kldiv.oracles.estimate import ball_values
from kldiv.oracles.known import DISCRETE
from kldiv.oracles.truth import escapes
from kldiv.precision import ball_precision

#: Bits carried for each log-density: a double's, and some against cancellation.
SAMPLING_PRECISION = 80

Draw = Callable[..., float]


@dataclass(frozen=True)
class Sampled:
    """A mean of random draws.

    Attributes:
        mean: the mean.
        standard_error: its standard deviation, estimated from the same draws.
        count: how many draws.
    """

    mean: float
    standard_error: float
    count: int


def _open_unit(rng: random.Random) -> float:
    """Draw from (0, 1), both ends excluded."""
    while True:
        u = rng.random()
        if u > 0:
            return u


def _exponential(rng: random.Random) -> float:
    return -math.log(_open_unit(rng))


def _gamma(rng: random.Random, shape: float) -> float:
    """Draw a standard gamma; a small shape is raised by one and brought back, so that nothing underflows."""
    if shape < 1:
        return rng.gammavariate(shape + 1, 1) * _open_unit(rng) ** (1 / shape)
    return rng.gammavariate(shape, 1)


def _logit(u: float) -> float:
    return math.log(u) - math.log1p(-u)


def _poisson(rng: random.Random, rate: float) -> int:
    """Count the arrivals of a Poisson process before time `rate`."""
    time, count = _exponential(rng), 0
    while time < rate:
        time, count = time + _exponential(rng), count + 1
    return count


def _geometric(rng: random.Random, probs: float) -> int:
    return math.floor(math.log(_open_unit(rng)) / math.log1p(-probs))


def _binomial(rng: random.Random, n: float, probs: float) -> int:
    return sum(rng.random() < probs for _ in range(int(n)))


def _kumaraswamy(rng: random.Random, a: float, b: float) -> float:
    return float((-math.expm1(math.log(_open_unit(rng)) / b)) ** (1 / a))


def _beta(rng: random.Random, a: float, b: float) -> float:
    first, second = _gamma(rng, a), _gamma(rng, b)
    return first / (first + second)


def _continuous_bernoulli(rng: random.Random, probs: float) -> float:
    u = _open_unit(rng)
    if abs(probs - 0.5) < 1e-9:
        return u
    return math.log1p(u * (2 * probs - 1) / (1 - probs)) / _logit(probs)


def _inverse_gaussian(rng: random.Random, mean: float, shape: float) -> float:
    """Michael, Schucany and Haas (1976): solve a quadratic and choose one of its roots."""
    y = rng.gauss(0, 1) ** 2
    t = mean * y / (2 * shape)
    x = mean / (1 + t + math.sqrt(t * (2 + t)))
    return x if rng.random() <= mean / (mean + x) else mean * mean / x


def _von_mises(rng: random.Random, loc: float, concentration: float) -> float:
    """Draw an angle within pi of loc."""
    angle = rng.vonmisesvariate(0, concentration)
    return loc + (angle if angle <= math.pi else angle - 2 * math.pi)


def _student_t(rng: random.Random, df: float, loc: float, scale: float) -> float:
    return loc + scale * rng.gauss(0, 1) / math.sqrt(2 * _gamma(rng, df / 2) / df)


def _cauchy(rng: random.Random) -> float:
    return math.tan(math.pi * (_open_unit(rng) - 0.5))


def _lindley(rng: random.Random, rate: float) -> float:
    """Mix an exponential with a gamma of shape two."""
    return _gamma(rng, 1 if rng.random() < rate / (1 + rate) else 2) / rate


#: One draw from each distribution, by slug; parameters as in the distribution's own declaration.
DRAWS: dict[str, Draw] = {
    "bernoulli": lambda r, p: float(r.random() < p),
    "binomial": _binomial,
    "geometric": _geometric,
    "poisson": _poisson,
    "negative-binomial": lambda r, n, p: _poisson(r, _gamma(r, n) * p / (1 - p)),
    "discrete-uniform": lambda r, low, high: r.randint(int(low), int(high)),
    "uniform": lambda r, low, high: low + (high - low) * _open_unit(r),
    "log-uniform": lambda r, low, high: low * (high / low) ** _open_unit(r),
    "beta": _beta,
    "kumaraswamy": _kumaraswamy,
    "continuous-bernoulli": _continuous_bernoulli,
    "logit-normal": lambda r, m, s: 1 / (1 + math.exp(-r.gauss(m, s))),
    "exponential": lambda r, rate: _exponential(r) / rate,
    "gamma": lambda r, a, rate: _gamma(r, a) / rate,
    "chi2": lambda r, k: 2 * _gamma(r, k / 2),
    "chi": lambda r, k: math.sqrt(2 * _gamma(r, k / 2)),
    "inverse-gamma": lambda r, a, rate: rate / _gamma(r, a),
    "exp-gamma": lambda r, a, rate: math.log(_gamma(r, a) / rate),
    "exp-inverse-gamma": lambda r, a, s: math.log(s / _gamma(r, a)),
    "weibull": lambda r, s, k: s * _exponential(r) ** (1 / k),
    "frechet": lambda r, s, k: s * _exponential(r) ** (-1 / k),
    "rayleigh": lambda r, s: s * math.sqrt(2 * _exponential(r)),
    "maxwell": lambda r, s: s * math.sqrt(2 * _gamma(r, 1.5)),
    "pareto": lambda r, s, a: s * math.exp(_exponential(r) / a),
    "half-normal": lambda r, s: s * abs(r.gauss(0, 1)),
    "half-cauchy": lambda r, s: s * abs(_cauchy(r)),
    "log-normal": lambda r, m, s: math.exp(r.gauss(m, s)),
    "lindley": _lindley,
    "normal": lambda r, m, s: r.gauss(m, s),
    "laplace": lambda r, m, s: m + s * (_exponential(r) - _exponential(r)),
    "gumbel": lambda r, m, s: m - s * math.log(_exponential(r)),
    "logistic": lambda r, m, s: m + s * _logit(_open_unit(r)),
    "cauchy": lambda r, m, s: m + s * _cauchy(r),
    "student-t": _student_t,
    "moyal": lambda r, m, s: m - 2 * s * math.log(abs(r.gauss(0, 1))),
    "inverse-gaussian": _inverse_gaussian,
    "von-mises": _von_mises,
}


def sampled_divergence(
    p: str,
    p_values: Mapping[str, Any],
    q: str,
    q_values: Mapping[str, Any],
    *,
    count: int = 4000,
    seed: int = 1,
) -> Sampled:
    """Average log(p/q) over draws from p.

    Args:
        p: slug of the distribution of the data.
        p_values: its parameters, exact rationals, in the distribution's order.
        q: slug of the other distribution.
        q_values: its parameters.
        count: how many draws.
        seed: makes the draws the same in every run.

    Returns:
        The mean and its standard error, both infinite where p has mass outside q's support. Where the
        divergence or the variance is infinite the standard error says little.

    Raises:
        KeyError: if the oracle does not know a distribution.

    Example:
        >>> r = sampled_divergence("normal", {"loc": 0, "scale": 1}, "normal", {"loc": 1, "scale": 1})
        >>> abs(r.mean - 0.5) < 4 * r.standard_error < 0.1
        True
    """
    first, second = KNOWN[p], KNOWN[q]
    with ball_precision(SAMPLING_PRECISION):
        a, b = ball_values(list(p_values.values())), ball_values(list(q_values.values()))
        if escapes(first, a, second, b):
            return Sampled(math.inf, math.inf, 0)
        log_p, log_q = first.log_density(*a), second.log_density(*b)
        (low, high), (below, above) = first.ends(*a), second.ends(*b)
        rng, numbers = random.Random(seed), [float(v) for v in a]
        ratios: list[float] = []
        while len(ratios) < count:
            x = arb(DRAWS[p](rng, *numbers))
            if first.kind != DISCRETE and not (low < x and x < high):
                continue  # a float that rounding has put on the end of the support
            ratios.append(float(log_p(x, x - low, high - x) - log_q(x, x - below, above - x)))
    mean = math.fsum(ratios) / count
    variance = math.fsum((r - mean) ** 2 for r in ratios) / (count - 1)
    return Sampled(mean, math.sqrt(variance / count), count)
