"""Estimators of the divergence against exact values: `python -m scripts.tools.bench_estimators`."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from kldiv.entries import catalogue

Array = NDArray[np.float64]

#: How far apart the means of two normal distributions of variance one are.
DISTANCES = (0.1, 0.4, 1.0)

COLUMNS = ("estimator", "distance", "exact", "mean", "error/s.e.", "variance", "derived", "error/s.e.")


@dataclass(frozen=True)
class Row:
    """One estimator at one distance; errors are in standard errors."""

    name: str
    distance: float
    exact: float
    mean: float
    mean_error: float
    variance: float
    derived: float
    variance_error: float

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.name,
            f"{self.distance:g}",
            f"{self.exact:.6f}",
            f"{self.mean:.6f}",
            f"{self.mean_error:+.2f}",
            f"{self.variance:.6f}",
            f"{self.derived:.6f}",
            f"{self.variance_error:+.2f}",
        )


def derived(name: str, distance: float) -> float:
    """The value of a derived formula at a distance."""
    result = catalogue()[name].result
    (symbol,) = result.free_symbols
    return float(result.subs(symbol, sp.Float(distance)))


def benchmark(samples: int = 1_000_000, seed: int = 1) -> list[Row]:
    """Compare sample means and variances of k1, k2 and k3 with what was derived.

    Args:
        samples: how many draws for each distance.
        seed: of the random numbers.

    Returns:
        A row for each estimator and distance.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for distance in DISTANCES:
        log_ratio = distance * rng.normal(size=samples) - distance**2 / 2
        value = distance**2 / 2
        made = {
            "k1": (-log_ratio, value),
            "k2": (log_ratio**2 / 2, derived("k2-mean-normal", distance)),
            "k3": (np.expm1(log_ratio) - log_ratio, value),
        }
        for name, (sample, mean) in made.items():
            variance = derived(f"{name}-variance-normal", distance)
            fourth = float(np.mean((sample - mean) ** 4))
            rows.append(
                Row(
                    name,
                    distance,
                    mean,
                    float(sample.mean()),
                    float(sample.mean() - mean) / np.sqrt(variance / samples),
                    float(sample.var()),
                    variance,
                    float(sample.var() - variance) / np.sqrt((fourth - variance**2) / samples),
                )
            )
    return rows


@dataclass(frozen=True)
class MixtureRow:
    """The divergence between two mixtures of normal distributions: by sampling, exactly, and its bounds."""

    estimate: float
    standard_error: float
    exact: float
    lower: float
    upper: float


Mixture = tuple[Array, Array, Array]

#: Pairs of mixtures, each with weights, means and standard deviations.
MIXTURES: tuple[tuple[Mixture, Mixture], ...] = (
    (
        (np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([1.0, 0.5])),
        (np.array([0.5, 0.5]), np.array([-0.5, 1.5]), np.array([1.2, 0.8])),
    ),
    (
        (np.array([0.5, 0.5]), np.array([-2.0, 2.0]), np.array([0.7, 0.7])),
        (np.array([0.8, 0.2]), np.array([-2.0, 2.5]), np.array([1.0, 1.0])),
    ),
)


def log_density(mixture: Mixture, x: Array) -> Array:
    """The logarithm of a mixture's density."""
    weights, means, scales = mixture
    parts = np.log(weights / scales) - ((x[:, None] - means) / scales) ** 2 / 2
    whole: Array = np.logaddexp.reduce(parts, axis=1) - np.log(2 * np.pi) / 2
    return whole


def mixture_table(samples: int = 1_000_000, seed: int = 1) -> list[MixtureRow]:
    """Estimate the divergence between mixtures, with the exact value and bounds.

    The upper bound pairs the components (`mixture-bound`); the lower one keeps only whether x is positive
    (`data-processing`).

    Args:
        samples: how many draws for each pair.
        seed: of the random numbers.

    Returns:
        A row for each pair.
    """
    rng = np.random.default_rng(seed)
    grid = np.linspace(-12, 12, 200_001)
    rows = []
    for p, q in MIXTURES:
        component = rng.choice(len(p[0]), size=samples, p=p[0])
        x = rng.normal(p[1][component], p[2][component])
        k1 = log_density(p, x) - log_density(q, x)
        log_p, log_q = log_density(p, grid), log_density(q, grid)
        exact = np.trapezoid(np.exp(log_p) * (log_p - log_q), grid)
        sides = [
            (np.trapezoid(np.exp(log_p[part]), grid[part]), np.trapezoid(np.exp(log_q[part]), grid[part]))
            for part in (grid <= 0, grid >= 0)
        ]
        normals = np.log(q[2] / p[2]) - 0.5 + (p[2] ** 2 + (p[1] - q[1]) ** 2) / (2 * q[2] ** 2)
        rows.append(
            MixtureRow(
                float(k1.mean()),
                float(k1.std() / np.sqrt(samples)),
                float(exact),
                float(sum(a * np.log(a / b) for a, b in sides)),
                float(p[0] @ (np.log(p[0] / q[0]) + normals)),
            )
        )
    return rows


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000)
    samples = parser.parse_args().samples
    print("  ".join(f"{c:>10}" for c in COLUMNS))
    for row in benchmark(samples):
        print("  ".join(f"{c:>10}" for c in row.cells()))
    print("\nmixtures: lower bound, exact, estimate and its standard error, upper bound (nats)")
    for pair in mixture_table(samples):
        numbers = (pair.lower, pair.exact, pair.estimate, pair.standard_error, pair.upper)
        print(" ".join(f"{number:10.6f}" for number in numbers))


if __name__ == "__main__":
    main()
