"""Numbers of the path: surprises, a small classifier of cats and dogs, and estimates from few pictures."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, cross_entropy_sum, exact, in_bits

# Eight animals: weight in kilograms, and the share of labellers who said "dog".
WEIGHTS = np.array([3.0, 4.0, 4.5, 6.0, 5.5, 9.0, 14.0, 25.0])
LABELS = np.array([0.0, 0.0, 0.1, 0.2, 0.9, 1.0, 1.0, 1.0])
STEPS, RATE = 200, 0.5
SIZES = (10, 100, 1000)
# The labellers' doubt: two animals are disputed one to nine, one animal two to eight, the other five not at all.
FLOOR = "(-2*(0.1*log2(0.1) + 0.9*log2(0.9)) - 0.2*log2(0.2) - 0.8*log2(0.8))/8"


def features() -> np.ndarray:
    """Return a constant and the centred logarithm of the weight."""
    logs = np.log(WEIGHTS)
    return np.stack([np.ones_like(logs), logs - logs.mean()], axis=1)


def answers(w: np.ndarray) -> np.ndarray:
    """Return the classifier's probability of a dog for each animal."""
    return np.asarray(1 / (1 + np.exp(-features() @ w)))


def losses(w: np.ndarray) -> tuple[float, float]:
    """Return the average cross-entropy and the average divergence, in bits."""
    q = answers(w)
    cross = -(LABELS * np.log2(q) + (1 - LABELS) * np.log2(1 - q)).mean()
    pairs = zip(LABELS, q, strict=True)
    kl = [kldiv.kl_divergence(kldiv.Bernoulli(float(p)), kldiv.Bernoulli(float(v)), base=2) for p, v in pairs]
    return float(cross), float(np.mean(kl))


@cache
def training() -> list[tuple[float, float]]:
    """Train by gradient descent and return both losses before each step and at the end."""
    w, path = np.zeros(2), []
    for _ in range(STEPS + 1):
        path.append(losses(w))
        w = w - RATE * features().T @ (answers(w) - LABELS) / len(LABELS)
    return path


def expected_gap(n: int, p: float) -> float:
    """Return the exact average of D(seen‖p) for n tosses of a coin, in nats."""
    total = 0.0
    for k in range(n + 1):
        log_mass = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        log_mass += k * math.log(p) + (n - k) * math.log(1 - p)
        f = k / n
        gap = (f * math.log(f / p) if f else 0) + ((1 - f) * math.log((1 - f) / (1 - p)) if f < 1 else 0)
        total += math.exp(log_mass) * gap
    return total


def numbers() -> Numbers:
    """Compute the numbers of the path."""
    out: Numbers = {}
    for name, p in (("half", 0.5), ("quarter", 0.25), ("rare", 0.01), ("sure", 1.0)):
        out[f"surprise.{name}.p"] = number(p, "", None)
        bits = -math.log2(p)
        out[f"surprise.{name}.bits"] = number(bits, "bits", None if bits.is_integer() else 2, f"-log2({p})")
    decent = ("0.8", "0.2")
    own = kldiv.entropy(kldiv.Categorical([0.8, 0.2]), base=2)
    out["surprise.decent.entropy.bits"] = number(
        agreed("decent", own, in_bits(cross_entropy_sum(exact(decent), exact(decent)))),
        "bits",
        how="-0.8*log2(0.8) - 0.2*log2(0.2)",
    )
    out["surprise.decent.cat.bits"] = number(-math.log2(0.2), "bits", how="-log2(0.2)")
    # Dog, dog, cat: what the decent network and the undecided one make of three pictures.
    ratio = (0.8 / 0.5) ** 2 * (0.2 / 0.5)
    out["ratio.dog"] = number(0.8 / 0.5, "", None)
    out["ratio.cat"] = number(0.2 / 0.5, "", None)
    out["ratio.three"] = number(ratio, "", 3)
    out["ratio.dog.bits"] = number(math.log2(0.8 / 0.5), "bits")
    out["ratio.cat.bits"] = number(math.log2(0.2 / 0.5), "bits")
    out["ratio.three.bits"] = number(
        agreed("three pictures", math.log2(ratio), 2 * math.log2(1.6) + math.log2(0.4)), "bits"
    )
    path = training()
    entropies = [kldiv.entropy(kldiv.Bernoulli(float(p)), base=2) for p in LABELS]
    floor = float(np.mean(entropies))
    for cross, kl in path:
        agreed("cross-entropy less divergence", cross - kl, floor)
    out["classifier.animals"] = number(len(LABELS), "", None)
    out["classifier.steps"] = number(STEPS, "", None)
    out["classifier.floor.bits"] = number(floor, "bits", how=FLOOR)
    for name, (cross, kl) in (("start", path[0]), ("end", path[-1])):
        out[f"classifier.{name}.cross-entropy.bits"] = number(cross, "bits")
        out[f"classifier.{name}.bits"] = number(kl, "bits")
    drops = [path[0][k] - path[-1][k] for k in (0, 1)]
    out["classifier.drop.bits"] = number(agreed("both fall alike", drops[0], drops[1]), "bits")
    for n in SIZES:
        out[f"samples.n{n}"] = number(n, "", None)
        out[f"samples.n{n}.average.nats"] = number(expected_gap(n, 0.8), "nats", 5)
        out[f"samples.n{n}.rule.nats"] = number(1 / (2 * n), "nats", 5, f"1/(2*{n})")
    out["samples.none.ten"] = number(100 * 0.8**10, "%", 0)
    out["samples.p"] = number(0.8, "", None)
    return out
