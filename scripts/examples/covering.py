"""What forward and reverse divergence charge for: leaving out what happens, and straying to what does not."""

from __future__ import annotations

import math

import numpy as np

from scripts.examples import two_bumps
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed
from scripts.examples.sums import divergence

P = ("0.5", "0.3", "0.2", "0")  # dog, cat, fox, wolf: no wolf ever comes
WITHOUT_FOX = ("5/8", "3/8", "0", "0")
WITH_WOLF = ("0.45", "0.27", "0.18", "0.1")
WITHOUT_CAT = ("5/7", "0", "2/7", "0")
APART = (4, 8, 16)
SCALE = two_bumps.SCALES[0]
GRID = np.linspace(-100.0, 100.0, 20001)  # wide: far out the logarithm of the ratio is in the hundreds
STEP = float(GRID[1] - GRID[0])
CENTRE, LEVELS = (0.6, 0.3, 0.1), (0.02, 0.1, 0.3, 0.6)  # of the figure with triangles
BEGIN = (-0.5, 1.0)  # mean and scale that a reader's own fit starts from: between the bumps, nearer to the taller one
FIXED_COIN = 0.8  # of the figure in which the other coin is turned


def _animals() -> Numbers:
    """One stand-in that leaves out the fox, and one that believes in a wolf."""
    out: Numbers = {}
    for name, q, kept, stray in (
        ("without-fox", WITHOUT_FOX, "0.8", None),
        ("with-wolf", WITH_WOLF, None, "0.9"),
        ("without-cat", WITHOUT_CAT, "0.7", None),
    ):
        forward = divergence(f"directions.{name}.forward", P, q)
        reverse = divergence(f"directions.{name}.reverse", q, P)
        finite = reverse if kept else forward
        for entry in finite.values():
            log = math.log if entry["unit"] == "nats" else math.log2
            agreed(name, float(entry["value"]), -log(float(kept or stray or 1)))
        out |= forward | reverse
        out[f"directions.{name}.q"] = words(", ".join(q))
    for name, share in (("fox", "0.8"), ("wolf", "0.9"), ("cat", "0.7")):
        out[f"directions.kept.{name}"] = number(float(share), "", None)
        out[f"directions.price.{name}.nats"] = number(-math.log(float(share)), "nats", 4, f"-log({share})")
    out["directions.p"] = words(", ".join(P[:3]))
    out["directions.wolf"] = number(0.1, "", None)
    return out


def log_bumps(x: np.ndarray, distance: float) -> np.ndarray:
    """Return the log-density of two bumps that stand so far apart."""
    return np.logaddexp(
        *(
            math.log(weight) + two_bumps.log_normal(x, side * distance / 2, SCALE)
            for weight, side in zip(two_bumps.WEIGHTS, (-1, 1), strict=True)
        )
    )


def stand_ins(distance: float) -> dict[str, tuple[float, float]]:
    """Return a normal distribution with the mean and the spread of both bumps, and one that is the taller bump."""
    heavy, light = two_bumps.WEIGHTS
    wide = math.sqrt(SCALE**2 + heavy * light * distance**2)
    return {"wide": ((light - heavy) * distance / 2, wide), "narrow": (-distance / 2, SCALE)}


def both_ways(distance: float, fit: tuple[float, float]) -> tuple[float, float]:
    """Compute D(p‖q) and D(q‖p) on a grid that is wide enough for the tails, and by quadrature.

    Args:
        distance: between the bumps of p.
        fit: mean and standard deviation of q.

    Returns:
        Forward and reverse, in nats.
    """
    log_p, log_q = log_bumps(GRID, distance), two_bumps.log_normal(GRID, *fit)
    grid = [float(np.sum(np.exp(a) * (a - b)) * STEP) for a, b in ((log_p, log_q), (log_q, log_p))]

    nodes, weights = np.polynomial.legendre.leggauss(40)
    other = [0.0, 0.0]
    for low in range(-100, 100, 2):
        x = low + 1 + nodes
        a, b = log_bumps(x, distance), two_bumps.log_normal(x, *fit)
        other[0] += float(weights @ (np.exp(a) * (a - b)))
        other[1] += float(weights @ (np.exp(b) * (b - a)))
    forward, reverse = (agreed("bumps", first, second) for first, second in zip(grid, other, strict=True))
    return forward, reverse


def _bumps() -> Numbers:
    """Both directions for two bumps that move apart, and how much of each fit lies between the bumps."""
    out: Numbers = {}
    cap = -math.log(two_bumps.WEIGHTS[0])
    out["directions.cap.nats"] = number(cap, "nats", 3, f"-log({two_bumps.WEIGHTS[0]})")
    out["directions.share"] = number(two_bumps.WEIGHTS[0], "", None)
    for distance in APART:
        out[f"directions.apart.{distance}"] = number(distance, "", None)
        for name, fit in stand_ins(distance).items():
            forward, reverse = both_ways(distance, fit)
            if name == "narrow" and reverse > cap + 1e-9:
                raise ArithmeticError("leaving out cannot cost more than the logarithm of the share that is kept")
            out[f"directions.apart.{distance}.{name}.reverse.nats"] = number(reverse, "nats", 3)
            out[f"directions.apart.{distance}.{name}.forward.nats"] = number(forward, "nats", 2)
    inside = np.abs(two_bumps.GRID) < 1
    shares = {"target": two_bumps.log_target(two_bumps.GRID)}
    shares |= {way: two_bumps.log_normal(two_bumps.GRID, *fit) for way, fit in two_bumps.fits().items()}
    for name, log_density in shares.items():
        between = 100 * float(np.exp(log_density)[inside].sum()) * two_bumps.STEP
        out[f"directions.between.{name}"] = number(between, "%", 0)
    return out


def numbers() -> Numbers:
    """Compute the numbers of the lesson on the two directions.

    Returns:
        Name -> value, unit and text.
    """
    out = _animals() | _bumps()
    out["directions.centre"] = words(", ".join(map(str, CENTRE)))
    out["directions.levels"] = words(", ".join(map(str, LEVELS)))
    out["directions.begin.loc"], out["directions.begin.scale"] = (number(value, "", None) for value in BEGIN)
    out["directions.fixed-coin"] = number(FIXED_COIN, "", None)
    out |= divergence("directions.coin", ("0.9", "0.1"), ("0.5", "0.5"))
    return out | divergence("directions.coin-back", ("0.5", "0.5"), ("0.9", "0.1"))
