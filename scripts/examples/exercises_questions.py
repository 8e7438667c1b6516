"""Numbers of the exercises that end the answers to readers' questions."""

from __future__ import annotations

import math

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.exercises import EVEN, FAIR, QUARTER, THREE, both_units, cross_entropy, divergence
from scripts.examples.second_route import agreed, exact, log


def _normal() -> Numbers:
    """A VAE's term, by the package and by hand."""
    right = agreed("one unit away", kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(0, 1)), 0.5)
    squared = (1 + 1 - 1 - math.log(1)) / 1
    return {
        "exercise.vae.nats": number(right, "nats", how="(1**2 + 1**2 - 1 - log(1**2))/2"),
        "exercise.vae.doubled": number(squared, "nats", how="1**2 + 1**2 - 1 - log(1**2)"),
    }


def _estimators() -> Numbers:
    """What k1 and k3 say of one token, given twice the reference's probability."""
    ratio = QUARTER[0] / FAIR[0]
    return {
        "exercise.k3.policy": number(float(FAIR[0]), "", None),
        "exercise.k3.reference": number(float(QUARTER[0]), "", None),
        "exercise.k3.k1": number(float(log(1 / ratio)), "nats", how="log(0.5/0.25)"),
        "exercise.k3.nats": number(float(ratio) - 1 - float(log(ratio)), "nats", how="0.25/0.5 - 1 - log(0.25/0.5)"),
        "exercise.k3.without-log": number(float(ratio) - 1, "nats", how="0.25/0.5 - 1"),
    }


def _cauchy() -> Numbers:
    """Two Cauchy distributions of scale one, two apart: the logarithm of two."""
    p, q = kldiv.Cauchy(0, 1), kldiv.Cauchy(2, 1)
    found = agreed("two Cauchy distributions", kldiv.kl_divergence(p, q), log(2))
    # The distance not squared: (4 + 2) / 4.
    return {
        "exercise.cauchy.nats": number(found, "nats", how="log(((1 + 1)**2 + 2**2)/(4*1*1))"),
        "exercise.cauchy.unsquared": number(math.log(1.5), "nats", how="log(((1 + 1)**2 + 2)/(4*1*1))"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the exercises.

    Returns:
        Name -> value, unit and text.
    """
    with_zero, without = exact(["1/2", "1/2", 0]), THREE
    out = divergence("exercise.zero-in-p", with_zero, without)
    out["exercise.zero-in-p.reverse.bits"] = number(math.inf, "bits")
    out |= divergence("exercise.soft-labels", THREE, EVEN) | cross_entropy("exercise.soft-labels.loss", THREE, EVEN)
    out |= cross_entropy("exercise.soft-labels.entropy", THREE, THREE)
    out |= both_units(
        "exercise.call.mean",
        kldiv.kl_divergence(kldiv.Categorical([0.5, 0.5]), kldiv.Categorical([0.25, 0.75])) / 2,
        "(0.5*log(0.5/0.25) + 0.5*log(0.5/0.75))/2",
    )
    return out | _normal() | _estimators() | _cauchy()
