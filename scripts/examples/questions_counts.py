"""Numbers for the questions on counts, scores and samples: from the code of the page, and by a second route."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp
import numpy as np

import kldiv
from scripts.examples.display import Numbers, number, power_of_ten, whole
from scripts.examples.page_code import ran
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits, log

PAGE = "counts-and-samples"
COUNTS = (50, 30, 20), (20, 20, 10)
TEA, MENU = (3, 1), (1, 1)


def shares(counts: tuple[int, ...]) -> list[Fraction]:
    """Divide counts by their sum, exactly."""
    return exact([Fraction(count, sum(counts)) for count in counts])


def raw_sum(p: tuple[int, ...], q: tuple[int, ...]) -> mp.mpf:
    """Sum p log(p/q) over counts as they stand."""
    with mp.workdps(30):
        return mp.fsum(a * log(Fraction(a, b)) for a, b in zip(p, q, strict=True))


def _counts() -> Numbers:
    """Counts as they stand, and divided by their sums."""
    names = ran(PAGE, "counts")
    truth = divergence_sum(*(shares(counts) for counts in COUNTS))
    n, m = (sum(counts) for counts in COUNTS)
    wrong = agreed("raw counts", names["wrong"], raw_sum(*COUNTS))
    agreed("what raw counts give", wrong, n * (truth + log(Fraction(n, m))))
    agreed("by hand", names["by_hand"], truth)
    return {
        "counts.wrong": number(wrong, "nats", 2, how="50*log(50/20) + 30*log(30/20) + 20*log(20/10)"),
        "counts.right": number(
            agreed("counts", names["right"], truth),
            "nats",
            how="0.5*log(0.5/0.4) + 0.3*log(0.3/0.4) + 0.2*log(0.2/0.2)",
        ),
        "counts.total.p": whole(n),
        "counts.total.q": whole(m),
    }


def _scores() -> Numbers:
    """Logits where log-probabilities belong; densities without their factors."""
    names = ran(PAGE, "scores")
    with mp.workdps(30):
        missing = mp.log(2 + mp.e)
        weights = [mp.exp(a) for a in (2, 0, -1)]
        p = [w / mp.fsum(weights) for w in weights]
        q = [mp.exp(b) / (2 + mp.e) for b in (0, 1, 0)]
        truth = mp.fsum(a * mp.log(a / b) for a, b in zip(p, q, strict=True))
    right = agreed("scores", names["right"], truth)
    density = kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(0, 2))
    return {
        "scores.right": number(right, "nats"),
        "scores.wrong": number(agreed("raw scores", names["wrong"], truth - missing), "nats"),
        "scores.missing": number(float(missing), "nats", how="log(exp(0) + exp(1) + exp(0))"),
        "scores.density.wrong": number(density - math.log(2), "nats", 3, how="-1/2 + 1/8"),
        "scores.density.right": number(density, "nats", how="-1/2 + 1/8 + log(2)"),
    }


def _single_precision() -> Numbers:
    """A small divergence over a large vocabulary, in single and in double precision."""
    names = ran(PAGE, "float32")
    p, q = (np.asarray(names[name]) for name in "pq")
    truth = kldiv.kl_divergence(kldiv.Categorical(p), kldiv.Categorical(q))
    right = float(names["right"])
    if abs(right - truth) > 1e-4 * truth:  # a sum of 50,000 terms of either sign
        raise ArithmeticError("the small divergence in double precision")
    if abs(float(names["wrong"]) - truth) < truth:
        raise ArithmeticError("single precision was good enough: the example shows nothing")
    return {
        "float32.miss": power_of_ten(float(names["miss"])),
        "float32.wrong": power_of_ten(float(names["wrong"]), "nats"),
        "float32.right": power_of_ten(truth, "nats"),
    }


def _samples() -> Numbers:
    """Data taken for probabilities; two data sets in cells."""
    names, two = ran(PAGE, "samples"), ran(PAGE, "two-samples")
    truth = agreed("half a unit apart", kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(0.5, 1)), 0.125)
    return {
        "samples.wrong": number(agreed("ones", names["wrong"], mp.log(1000, 2)), "bits", how="log2(1000)"),
        "samples.right": number(agreed("one outcome", names["right"], 0.0), "bits", None),
        "two-samples.truth": number(truth, "nats", None, how="0.5**2/2"),
        "two-samples.wrong": number(float(two["wrong"]), "nats", 3),
        "two-samples.right": number(float(two["right"]), "nats", 3),
    }


def _exercises() -> Numbers:
    """Tea and coffee; four measurements."""
    tea = kldiv.kl_divergence(kldiv.Categorical([0.75, 0.25]), kldiv.Categorical([0.5, 0.5]))
    truth = divergence_sum(shares(TEA), shares(MENU))
    found = agreed("tea", tea, truth)
    wrong = cross_entropy_sum(*[shares((2, 2, 5, 5))] * 2)
    return {
        "exercise.tea.nats": number(found, "nats", how="0.75*log(0.75/0.5) + 0.25*log(0.25/0.5)"),
        "exercise.tea.bits": number(float(in_bits(truth)), "bits"),
        "exercise.tea.raw": number(float(raw_sum(TEA, MENU)), "nats", how="3*log(3/1) + 1*log(1/1)"),
        "exercise.data.wrong": number(float(in_bits(wrong)), "bits"),
        "exercise.data.right": number(float(in_bits(log(2))), "bits", None),
        "exercise.data.four": number(float(in_bits(log(4))), "bits", None),
    }


def numbers() -> Numbers:
    """Compute what right and wrong lines give.

    Returns:
        Name -> value, unit and text.
    """
    return _counts() | _scores() | _single_precision() | _samples() | _exercises()
