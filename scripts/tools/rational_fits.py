"""Fit the rational functions of the kernels' gamma and Bessel functions: `python -m scripts.tools.rational_fits`.

Each function is fitted to fifty digits on s = 1/y in an interval from 0 on, by least squares of the relative error,
linearised and weighted anew until it settles. Printed are the coefficients of the numerator and of the denominator,
and the largest relative error.
"""

from __future__ import annotations

from collections.abc import Callable

import mpmath

POINTS, ROUNDS = 60, 12
Function = Callable[[mpmath.mpf], mpmath.mpf]


def _stirling(y: mpmath.mpf) -> mpmath.mpf:
    return (y - 0.5) * mpmath.log(y) - y + mpmath.log(2 * mpmath.pi) / 2


def _ratio(y: mpmath.mpf) -> mpmath.mpf:
    return mpmath.besseli(1, y) / mpmath.besseli(0, y)


#: What binet.py holds, on [0, 1] and of degree 8.
GAMMA: dict[str, Function] = {
    "curvature": lambda s: (mpmath.psi(1, 1 / s) - s) / s**2,
    "rest": lambda s: (mpmath.loggamma(1 / s) - _stirling(1 / s)) / s,
    "slope": lambda s: (-mpmath.log(s) - s / 2 - mpmath.psi(0, 1 / s)) / s**2,
}
#: What bessel.py holds, on [0, 1/20] and of degree 5.
BESSEL: dict[str, Function] = {
    "value": lambda s: mpmath.log(mpmath.besseli(0, 1 / s) * mpmath.exp(-1 / s) * mpmath.sqrt(2 * mpmath.pi / s)) / s,
    "slope": lambda s: (1 - s / 2 - _ratio(1 / s)) / s**2,
    "curvature": lambda s: (1 - s * _ratio(1 / s) - _ratio(1 / s) ** 2) / s**2,
}


def fitted(function: Function, degree: int, largest: float) -> tuple[list[float], list[float], float]:
    """Fit one function.

    Args:
        function: positive, to be evaluated with ninety digits.
        degree: of numerator and denominator.
        largest: the upper end of the interval.

    Returns:
        The coefficients of the numerator and of the denominator, from the constant on, and the relative error.
    """
    points = [(1 - mpmath.cos(mpmath.pi * (2 * k + 1) / (2 * POINTS))) / 2 for k in range(POINTS)]
    scale = mpmath.mpf(largest)
    with mpmath.workdps(90):
        values = [function(s * scale) for s in points]
    weights = [mpmath.mpf(1)] * POINTS
    found: list[tuple[mpmath.mpf, list[mpmath.mpf], list[mpmath.mpf]]] = []
    for _ in range(ROUNDS):
        rows, right = mpmath.matrix(POINTS, 2 * degree + 1), mpmath.matrix(POINTS, 1)
        for k, (s, value, weight) in enumerate(zip(points, values, weights, strict=True)):
            for power in range(degree + 1):
                rows[k, power] = weight / value * s**power
                if power:
                    rows[k, degree + power] = -weight * s**power
            right[k] = weight
        solved = list(mpmath.qr_solve(rows, right)[0])
        top, bottom = solved[: degree + 1], [mpmath.mpf(1), *solved[degree + 1 :]]
        below = [mpmath.polyval(bottom[::-1], s) for s in points]
        above = [mpmath.polyval(top[::-1], s) for s in points]
        error = max(abs(a / b / value - 1) for a, b, value in zip(above, below, values, strict=True))
        found.append((error, top, bottom))
        weights = [1 / abs(b) for b in below]
    error, top, bottom = min(found, key=lambda one: one[0])
    top, bottom = ([part / scale**power for power, part in enumerate(side)] for side in (top, bottom))
    return list(map(float, top)), list(map(float, bottom)), float(error)


def main() -> None:
    """Print what the kernels hold."""
    with mpmath.workdps(50):
        for functions, degree, largest in ((GAMMA, 8, 1), (BESSEL, 5, 1 / 20)):
            for name, function in functions.items():
                top, bottom, error = fitted(function, degree, largest)
                print(f"{name}: relative error {error:.1e}\n  {top}\n  {bottom}")


if __name__ == "__main__":
    main()
