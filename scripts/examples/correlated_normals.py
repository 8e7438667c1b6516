"""Two measurements that go together, and a belief that they are independent."""

from __future__ import annotations

import math
from fractions import Fraction

import kldiv
from kldiv.oracles.multivariate import divergence_by_cubature
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed

RHO = Fraction(4, 5)
CLOSE = Fraction(99, 100)
THIRDS = Fraction(1, 10)  # of any two of three

Rows = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]


def correlated(rho: Fraction) -> Rows:
    """Return the covariance of two measurements of variance one.

    Args:
        rho: their correlation.

    Returns:
        The rows of the matrix.
    """
    return ((Fraction(1), rho), (rho, Fraction(1)))


def divergence(p: Rows, q: Rows) -> float:
    """Compute the divergence between two centred normal vectors by both routes.

    Args:
        p: the covariance of the data.
        q: the covariance that is believed.

    Returns:
        D(p‖q) in nats.
    """
    first, second = (kldiv.MultivariateNormal([0, 0], [[float(v) for v in row] for row in rows]) for rows in (p, q))
    zero = (Fraction(0), Fraction(0))
    truth = divergence_by_cubature("multivariate-normal", (zero, p), (zero, q))
    return agreed("two measurements", kldiv.kl_divergence(first, second), float(truth))


def along(variance: Fraction) -> float:
    """Return the divergence between normal distributions of this variance and of variance one, by both routes."""
    value = kldiv.kl_divergence(kldiv.Normal(0, math.sqrt(variance)), kldiv.Normal(0, 1))
    return agreed("one direction", value, (float(variance) - 1 - math.log(variance)) / 2)


def three_together(rho: Fraction, count: int = 3) -> tuple[float, float]:
    """Divergences between a vector whose entries all have one correlation and one of independent entries.

    Args:
        rho: the correlation of any two entries.
        count: how many entries there are.

    Returns:
        What it costs to overlook the correlation, and to believe in it where there is none, in nats.
    """
    rows = [[1.0 if i == j else float(rho) for j in range(count)] for i in range(count)]
    here, nothing = [0.0] * count, [[float(i == j) for j in range(count)] for i in range(count)]
    together, apart = kldiv.MultivariateNormal(here, rows), kldiv.MultivariateNormal(here, nothing)
    variances = [1 + (count - 1) * rho, *[1 - rho] * (count - 1)]  # along the directions that are independent
    return (
        agreed("overlooked", kldiv.kl_divergence(together, apart), sum(along(v) for v in variances)),
        agreed("imagined", kldiv.kl_divergence(apart, together), sum(along(1 / v) for v in variances)),
    )


def numbers() -> Numbers:
    """Compute the numbers of the example.

    Returns:
        Name -> value, unit and text.
    """
    independent = correlated(Fraction(0))
    out: Numbers = {
        "correlated.rho": number(float(RHO), "", None),
        "correlated.close.rho": number(float(CLOSE), "", None),
    }
    for name, rho in (("", RHO), ("close.", CLOSE)):
        pair = correlated(rho)
        out[f"correlated.{name}forward.nats"] = number(divergence(pair, independent), "nats")
        out[f"correlated.{name}reverse.nats"] = number(divergence(independent, pair), "nats")
    parts = {"along": 1 + RHO, "across": 1 - RHO}
    for name, variance in parts.items():
        out[f"correlated.{name}.variance"] = number(float(variance), "", None)
        out[f"correlated.{name}.nats"] = number(along(variance), "nats")
    overlooked, imagined = three_together(THIRDS)
    out |= {
        "correlated.three.rho": number(float(THIRDS), "", None),
        "correlated.three.overlooked.nats": number(overlooked, "nats", 5),
        "correlated.three.imagined.nats": number(imagined, "nats", 5),
    }
    total = sum(along(v) for v in parts.values())
    agreed("the two directions together", out["correlated.forward.nats"]["value"], total)
    return out
