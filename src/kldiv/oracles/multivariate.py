"""D(p || q) in several dimensions from hand-written densities: cubature, and the log-partition function.

A cubature is a list of weights and points that takes expectations under a distribution: Gauss-Hermite along normal
directions, the double-exponential rule along gamma and beta ones. Normal directions enter the log-densities as
squares at most, for which a few points are exact; the others converge to some thirty digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from kldiv.arb import arb, arb_mat
from kldiv.oracles.estimate import PRECISION
from kldiv.oracles.matrices import column, factor_of, gamma_n, matrix, number, quadratic, vector
from kldiv.precision import ball_precision

#: A weight and a point: a column, a matrix, a list of shares, or a pair.
Node = tuple[arb, Any]

#: Steps of the double-exponential rules in a unit; more change nothing above the thirtieth digit. The sphere wants
#: a finer rule.
STEPS, SPHERE_STEPS = 10, 20

#: Working precision in bits: determinants of nearly singular matrices lose many.
BITS = PRECISION + 160

#: Weights below this are left out.
NEGLIGIBLE = 1e-42


def _both_ways(weigh: Callable[[arb], tuple[arb, Any]], steps: int = STEPS) -> Iterator[Node]:
    """Sum a double-exponential rule outwards from the middle until nothing is left."""
    yield weigh(arb(0))
    for sign in (1, -1):
        quiet = 0
        for k in range(1, 400):
            weight, point = weigh(arb(sign * k) / steps)
            quiet = quiet + 1 if weight < NEGLIGIBLE else 0
            if quiet > 3:
                break
            yield weight, point


def gamma_nodes(shape: arb) -> list[Node]:
    """Nodes for a gamma distribution of rate 1, by the logarithm of the variable."""

    def weigh(s: arb) -> Node:
        fall = (-s).exp()
        u = s - fall
        x = u.exp()
        return (1 + fall) / STEPS * (shape * u - x - shape.lgamma()).exp(), x

    return list(_both_ways(weigh))


def beta_nodes(a: arb, b: arb) -> list[Node]:
    """Nodes for a beta distribution; a point is x and 1 - x."""
    total = a.lgamma() + b.lgamma() - (a + b).lgamma()

    def weigh(s: arb) -> Node:
        t = s.sinh() * 2
        x, rest = 1 / (1 + (-t).exp()), 1 / (1 + t.exp())
        return 2 * s.cosh() / STEPS * (a * x.log() + b * rest.log() - total).exp(), (x, rest)

    return list(_both_ways(weigh))


def normal_nodes(count: int) -> list[Node]:
    """Gauss-Hermite nodes, three along each of `count` standard normal directions."""
    root = arb(3).sqrt()
    line = [(arb(2) / 3, arb(0)), (arb(1) / 6, root), (arb(1) / 6, -root)]
    return [_joined(choice) for choice in product(line, repeat=count)]


def _joined(choice: Iterable[Node]) -> Node:
    weight, points = arb(1), []
    for w, point in choice:
        weight *= w
        points.append(point)
    return weight, points


# --- cubatures, distribution by distribution; parameters are nested tuples of rationals ---


def _dirichlet(concentration: Any) -> Iterator[Node]:
    """Stick-breaking: each share is a beta part of what the earlier ones left."""
    shares = vector(concentration)
    lines = [beta_nodes(a, sum(shares[k + 1 :], arb(0))) for k, a in enumerate(shares[:-1])]
    for choice in product(*lines):
        weight, parts = _joined(choice)
        left, point = arb(1), []
        for part, rest in parts:
            point.append(left * part)
            left = left * rest
        yield weight, [*point, left]


def _multivariate_normal(loc: Any, covariance_matrix: Any) -> Iterator[Node]:
    mean, root = column(loc), factor_of(matrix(covariance_matrix))
    for weight, z in normal_nodes(mean.nrows()):
        yield weight, mean + root * column(z)


def _matrix_normal(loc: Any, row_covariance: Any, column_covariance: Any) -> Iterator[Node]:
    mean = matrix(loc)
    rows, columns = factor_of(matrix(row_covariance)), factor_of(matrix(column_covariance)).transpose()
    m, n = mean.nrows(), mean.ncols()
    for weight, z in normal_nodes(m * n):
        yield weight, mean + rows * arb_mat(m, n, z) * columns


def _normal_gamma(loc: Any, precision_matrix: Any, concentration: Any, rate: Any) -> Iterator[Node]:
    mean, root = column(loc), factor_of(matrix(precision_matrix).inv())
    flat = normal_nodes(mean.nrows())
    for weight, g in gamma_nodes(number(concentration)):
        t = g / number(rate)
        for w, z in flat:
            yield weight * w, (mean + root * column(z) * (1 / t.sqrt()), t)


def _bartlett(df: Any, size: Any) -> Iterator[Node]:
    """A triangular matrix with chi variables on its diagonal and normal ones below."""
    n = int(size)
    lines = [gamma_nodes((number(df) - k) / 2) for k in range(n)]
    below = [(arb(1) / 2, arb(1)), (arb(1) / 2, arb(-1))]  # odd powers and squares of a normal variable
    for choice in product(*lines, *([below] * (n * (n - 1) // 2))):
        weight, values = _joined(choice)
        sides = iter(values[n:])
        cells = [(2 * values[j]).sqrt() if k == j else next(sides) if k < j else 0 for j in range(n) for k in range(n)]
        yield weight, arb_mat(n, n, cells)


def _wishart(df: Any, covariance_matrix: Any) -> Iterator[Node]:
    """Bartlett's decomposition."""
    root = factor_of(matrix(covariance_matrix))
    for weight, triangle in _bartlett(df, root.nrows()):
        half = root * triangle
        yield weight, half * half.transpose()


def _von_mises_fisher(loc: Any, concentration: Any) -> Iterator[Node]:
    """The part along the mean direction by itself; the rest by a cross-polytope's points, exact for linear parts."""
    mean, kappa = column(loc), number(concentration)
    n = mean.nrows()
    # the sphere in the plane across has area 2 pi^((n-1)/2) / Gamma((n-1)/2)
    area = (2 * arb.pi() ** (arb(n - 1) / 2)).log() - (arb(n - 1) / 2).lgamma()
    constant = area + _log_density_von_mises_fisher(loc, concentration)(mean) - kappa

    def weigh(s: arb) -> Node:
        u = 2 * s.sinh()
        t, half = u.tanh(), -2 * (2 * u.cosh()).log() + 2 * arb(2).log()  # log(1 - t^2)
        slope = half + (2 * s.cosh()).log()
        return 1 / arb(SPHERE_STEPS) * (constant + kappa * t + half * (n - 3) / 2 + slope).exp(), (t, (half / 2).exp())

    across = _complement(mean)
    for weight, (t, rest) in _both_ways(weigh, SPHERE_STEPS):
        for side in across:
            for sign in (1, -1):
                yield weight / (2 * len(across)), mean * t + side * (sign * rest)


def _complement(mean: arb_mat) -> list[arb_mat]:
    """Orthonormal vectors across a unit vector, by the reflection that carries it to a coordinate axis."""
    n = mean.nrows()
    mirror = arb_mat(n, 1, [mean[k, 0] - (1 if k == n - 1 else 0) for k in range(n)])
    square = sum((mirror[k, 0] * mirror[k, 0] for k in range(n)), arb(0))
    axes = [arb_mat(n, 1, [1 if j == k else 0 for j in range(n)]) for k in range(n - 1)]
    if not square > 0:
        return axes
    return [axis - mirror * (2 * mirror[k, 0] / square) for k, axis in enumerate(axes)]


# --- log-densities ---


def _log_density_dirichlet(concentration: Any) -> Callable[[Any], arb]:
    shares = vector(concentration)
    constant = sum(shares, arb(0)).lgamma() - sum((a.lgamma() for a in shares), arb(0))
    return lambda x: constant + sum(((a - 1) * part.log() for a, part in zip(shares, x, strict=True)), arb(0))


def _log_density_multivariate_normal(loc: Any, covariance_matrix: Any) -> Callable[[Any], arb]:
    mean, spread = column(loc), matrix(covariance_matrix)
    inverse, constant = spread.inv(), -((2 * arb.pi()).log() * mean.nrows() + spread.det().log()) / 2
    return lambda x: constant - quadratic(inverse, x - mean) / 2


def _log_density_matrix_normal(loc: Any, row_covariance: Any, column_covariance: Any) -> Callable[[Any], arb]:
    mean, rows, columns = matrix(loc), matrix(row_covariance), matrix(column_covariance)
    m, n = mean.nrows(), mean.ncols()
    constant = -((2 * arb.pi()).log() * m * n + n * rows.det().log() + m * columns.det().log()) / 2
    left, right = rows.inv(), columns.inv()

    def at(x: arb_mat) -> arb:
        gap = x - mean
        return constant - (right * gap.transpose() * left * gap).trace() / 2

    return at


def _log_density_normal_gamma(loc: Any, precision_matrix: Any, concentration: Any, rate: Any) -> Callable[[Any], arb]:
    mean, precision, a, b = column(loc), matrix(precision_matrix), number(concentration), number(rate)
    n = mean.nrows()
    constant = a * b.log() - a.lgamma() + (precision.det().log() - n * (2 * arb.pi()).log()) / 2

    def at(point: Any) -> arb:
        x, t = point
        return constant + (a - 1 + arb(n) / 2) * t.log() - t * (b + quadratic(precision, x - mean) / 2)

    return at


def _log_density_wishart(df: Any, covariance_matrix: Any) -> Callable[[Any], arb]:
    nu, spread = number(df), matrix(covariance_matrix)
    n, inverse = spread.nrows(), spread.inv()
    constant = -(nu * n * arb(2).log() + nu * spread.det().log()) / 2 - gamma_n(n, nu / 2)
    return lambda x: constant + (nu - n - 1) * x.det().log() / 2 - (inverse * x).trace() / 2


def _log_density_bartlett(df: Any, size: Any) -> Callable[[Any], arb]:
    """Independent entries: chi ones on the diagonal, standard normal ones below."""
    freedoms = [number(df) - k for k in range(int(size))]
    constant = -sum((((f / 2 - 1) * arb(2).log() + (f / 2).lgamma()) for f in freedoms), arb(0))
    constant -= arb(int(size) * (int(size) - 1)) / 4 * (2 * arb.pi()).log()

    def at(t: arb_mat) -> arb:
        squares = sum((t[j, k] * t[j, k] for j in range(t.nrows()) for k in range(j + 1)), arb(0))
        return constant + sum(((f - 1) * t[k, k].log() for k, f in enumerate(freedoms)), arb(0)) - squares / 2

    return at


def _log_density_von_mises_fisher(loc: Any, concentration: Any) -> Callable[[Any], arb]:
    mean, kappa = column(loc), number(concentration)
    half = arb(mean.nrows()) / 2
    constant = (half - 1) * kappa.log() - half * (2 * arb.pi()).log() - kappa.bessel_i(half - 1).log()
    return lambda x: constant + kappa * (mean.transpose() * x)[0, 0]


CUBATURES: dict[str, Callable[..., Iterator[Node]]] = {
    "dirichlet": _dirichlet,
    "multivariate-normal": _multivariate_normal,
    "matrix-normal": _matrix_normal,
    "normal-gamma": _normal_gamma,
    "bartlett": _bartlett,
    "wishart": _wishart,
    "von-mises-fisher": _von_mises_fisher,
}
LOG_DENSITIES: dict[str, Callable[..., Callable[[Any], arb]]] = {
    "dirichlet": _log_density_dirichlet,
    "multivariate-normal": _log_density_multivariate_normal,
    "matrix-normal": _log_density_matrix_normal,
    "normal-gamma": _log_density_normal_gamma,
    "bartlett": _log_density_bartlett,
    "wishart": _log_density_wishart,
    "von-mises-fisher": _log_density_von_mises_fisher,
}

#: Parameters in the order of the distribution's own drawing, as nested tuples of rationals.
Values = tuple[Any, ...]


@lru_cache(maxsize=128)
def cubature(slug: str, values: Values) -> tuple[Node, ...]:
    """Return weights and points that take expectations under a distribution.

    Args:
        slug: the distribution.
        values: its parameters.

    Returns:
        The nodes; the weights sum to one as far as the rule is exact.
    """
    with ball_precision(BITS):
        return tuple(CUBATURES[slug](*values))


def divergence_by_cubature(slug: str, p: Values, q: Values) -> arb:
    """Take the expectation of log p - log q under p.

    Args:
        slug: the distribution of both.
        p: the parameters of p.
        q: the parameters of q.

    Returns:
        The divergence in nats to about thirty digits.

    Example:
        >>> zero, one = ((0,), ((1,),)), ((1,), ((1,),))
        >>> print(divergence_by_cubature("multivariate-normal", zero, one).str(10, radius=False))
        0.5000000000
    """
    with ball_precision(BITS):
        first, second = LOG_DENSITIES[slug](*p), LOG_DENSITIES[slug](*q)
        return sum((w * (first(x) - second(x)) for w, x in cubature(slug, p)), arb(0))
