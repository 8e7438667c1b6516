"""Bessel's function K in long doubles, by the trapezoidal rule, with a bound on its error.

K_n(x) = exp(-x) times the integral over t > 0 of exp(-2 x sinh(t/2)^2) cosh(n t). The integrand is even, positive, and
analytic where the imaginary part of t is below pi/2, so that the rule's error falls as exp(-2 pi a / h) for any a below
pi/2 and a step of h (Trefethen and Weideman 2014, section 5). On the line of imaginary part a it is at most what
belongs to K_n(x cos a), and that is at most exp(x (1 - cos a)) / cos(a)^max(n, 1/2) times K_n(x), for
x^n exp(x) K_n(x) increases with x.
"""

from __future__ import annotations

import numpy as np

from kldiv.answers.long_doubles import LONG, UNIT, Array

#: The step of the rule is at most this, and this over the root of x: the integrand is about so wide.
WIDEST, WIDE = 1 / 16, 0.6
#: The lines on which its error is bounded.
LINES = np.array([0.3, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.5])
#: What is outside has no bound.
MOST_ORDER, LEAST, MOST = 60.0, 1e-12, 700.0
#: Terms this small beside the largest (as a logarithm) are left out.
NEGLIGIBLE = -55.0


def bessel_k(order: Array, x: Array) -> tuple[Array, Array]:
    """Return K of an order at x, and a bound on its error.

    Args:
        order: real numbers.
        x: positive ones, of a shape that broadcasts with that of the orders.

    Returns:
        Long doubles, and bounds, infinite where an order or an x lies outside what this is for.
    """
    n, x = np.broadcast_arrays(np.abs(np.asarray(order, LONG)), np.asarray(x, LONG))
    inside = (n <= MOST_ORDER) & (x >= LEAST) & (x <= MOST)
    n, x = np.where(inside, n, 1), np.where(inside, x, 1)
    step = min(WIDEST, WIDE / float(np.sqrt(x.max(initial=LEAST))))
    total, t, steps, going = np.full(x.shape, LONG(0.5)), LONG(0), 0, np.asarray(True)
    while np.any(going):
        steps += 1
        t += LONG(step)
        fall = -2 * x * np.sinh(t / 2) ** 2
        total = total + np.exp(fall) * np.cosh(n * t)
        # from there on each term is at most exp(-step) times the one before
        going = (fall + n * t > NEGLIGIBLE) | (x * np.sinh(t) < n + 1)
    value = LONG(step) * np.exp(-x) * total
    left_out = 2 * (1 + 1 / step) * np.exp(NEGLIGIBLE)
    error = value * (_of_the_rule(step, n, x) + left_out + 8 * UNIT * (4 + x + n * t) + UNIT * steps)
    return value, np.where(inside, error, np.inf)


def _of_the_rule(step: float, n: Array, x: Array) -> Array:
    """Bound the rule's error relative to the integral: on the best of some lines."""
    beside = LINES.reshape(-1, *(1 for _ in x.shape))
    fallen = 2 * np.pi * beside / step
    grown = x * (1 - np.cos(beside)) - np.maximum(n, 0.5) * np.log(np.cos(beside))
    return np.asarray(np.min(2 * np.exp(grown - fallen) / -np.expm1(-fallen), axis=0))
