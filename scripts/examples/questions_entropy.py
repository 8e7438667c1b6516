"""Numbers for the questions on negative entropy, truncation, the Jensen-Shannon divergence and perplexity."""

from __future__ import annotations

import math

import mpmath as mp

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.page_code import ran
from scripts.examples.second_route import agreed, divergence_sum, exact, integral

PAGE = "entropy-jsd-perplexity"
LOC, SCALE = mp.mpf("0.693481624"), mp.mpf("0.272697151")
PATHWAY = [mp.mpf(k) / 4 for k in range(-4, 5)]  # from -1 to 1, in steps short enough for quadrature
FIRST, SECOND = ("0.99", "0.01"), ("0.01", "0.99")


def truncated_entropy(loc: mp.mpf, scale: mp.mpf, low: mp.mpf, high: mp.mpf) -> mp.mpf:
    """The differential entropy of a normal distribution cut off at two bounds, by quadrature."""
    points = [low + (high - low) * k / 8 for k in range(9)]
    with mp.workdps(30):
        kept = mp.ncdf((high - loc) / scale) - mp.ncdf((low - loc) / scale)
        norm = mp.log(kept * scale * mp.sqrt(2 * mp.pi))

    def integrand(x: mp.mpf) -> mp.mpf:
        log_density = -(((x - loc) / scale) ** 2) / 2 - norm
        return -mp.exp(log_density) * log_density

    return integral(integrand, points)


def _negative_entropy() -> Numbers:
    """A differential entropy below zero, and SciPy's bounds in units of the scale."""
    names = ran(PAGE, "negative-entropy")
    right = truncated_entropy(LOC, SCALE, mp.mpf(-1), mp.mpf(1))
    wrong = truncated_entropy(LOC, SCALE, LOC - SCALE, LOC + SCALE)
    return {
        "entropy.uniform": number(-math.log(10), "nats", how="log(1/10)"),
        "entropy.truncated.right": number(agreed("truncated", names["right"], right), "nats"),
        "entropy.truncated.wrong": number(agreed("other bounds", names["wrong"], wrong), "nats"),
    }


def _truncated() -> Numbers:
    """Two normal distributions cut off at the same bounds."""
    names = ran(PAGE, "truncated")
    with mp.workdps(30):
        kept_p = mp.ncdf(1) - mp.ncdf(-1)
        kept_q = mp.ncdf(mp.mpf(1) / 4) - mp.ncdf(-mp.mpf(3) / 4)

    def integrand(x: mp.mpf) -> mp.mpf:
        log_p = -(x**2) / 2 - mp.log(kept_p)
        log_q = -((x - mp.mpf(1) / 2) ** 2) / 8 - mp.log(2 * kept_q)
        return mp.exp(log_p) / mp.sqrt(2 * mp.pi) * (log_p - log_q)

    plain = agreed("untruncated", names["wrong"], mp.log(2) + mp.mpf(5) / 32 - mp.mpf(1) / 2)
    return {
        "truncated.right": number(agreed("truncated", names["right"], integral(integrand, PATHWAY)), "nats"),
        "truncated.wrong": number(plain, "nats", how="log(2) + (1**2 + 0.5**2)/(2*2**2) - 1/2"),
    }


def _jensen_shannon() -> Numbers:
    """The Jensen-Shannon divergence, its square root, and what swapped arguments give."""
    names = ran(PAGE, "jsd")
    p, q, middle = exact(FIRST), exact(SECOND), exact(["0.5", "0.5"])
    right = agreed("JS", names["right"], (divergence_sum(p, middle) + divergence_sum(q, middle)) / 2)
    wrong = agreed("swapped", names["wrong"], (divergence_sum(middle, p) + divergence_sum(middle, q)) / 2)
    if not right < math.log(2) < wrong:
        raise ArithmeticError("the page says that the swapped value breaks the bound")
    return {
        "jsd.right": number(right, "nats", how="0.99*log(0.99/0.5) + 0.01*log(0.01/0.5)"),
        "jsd.wrong": number(wrong, "nats", how="0.5*log(0.5/0.99) + 0.5*log(0.5/0.01)"),
        "jsd.distance": number(agreed("square root", names["distance"], math.sqrt(right)), "", 4),
        "jsd.bound": number(math.log(2), "nats", how="log(2)"),
        "exercise.jsd.bits": number(1.0, "bits", None, how="log2(2)/2 + log2(2)/2"),
        "exercise.jsd.nats": number(math.log(2), "nats"),
    }


def _perplexity() -> Numbers:
    """Perplexity with the right base, with the wrong one, and averaged too late."""
    names = ran(PAGE, "perplexity")
    bits = (1 + 2 + 3 + 3) / 4
    loss = agreed("loss", names["loss"], bits * mp.log(2))
    return {
        "perplexity.loss": number(loss, "nats", how="(log(2) + log(4) + log(8) + log(8))/4"),
        "perplexity.bits": number(bits, "bits", None, how="(1 + 2 + 3 + 3)/4"),
        "perplexity.right": number(agreed("perplexity", names["right"], 2**bits), "", 3, how="exp(2.25*log(2))"),
        "perplexity.wrong": number(agreed("wrong base", names["wrong"], 2**loss), "", 3),
        "perplexity.also-wrong": number(names["also_wrong"], "", None, how="(2 + 4 + 8 + 8)/4"),
        "exercise.perplexity.right": number(2**3, "", None, how="2**3"),
        "exercise.perplexity.wrong": number(math.exp(3), "", how="exp(3)"),
    }


def _smoothing() -> Numbers:
    """The Jensen-Shannon divergence of the pair whose divergence is infinite."""
    p, q, middle = exact(["0.4", "0.4", "0.2"]), exact(["0.5", "0.5", "0"]), exact(["0.45", "0.45", "0.1"])
    halves = [kldiv.kl_divergence(kldiv.Categorical(a), kldiv.Categorical([0.45, 0.45, 0.1])) for a in (
        [0.4, 0.4, 0.2], [0.5, 0.5, 0.0])]  # fmt: skip
    truth = (divergence_sum(p, middle) + divergence_sum(q, middle)) / 2
    return {"zeros.jensen-shannon.nats": number(agreed("JS", sum(halves) / 2, truth), "nats")}


def numbers() -> Numbers:
    """Compute what right and wrong lines give.

    Returns:
        Name -> value, unit and text.
    """
    return _negative_entropy() | _truncated() | _jensen_shannon() | _perplexity() | _smoothing()
