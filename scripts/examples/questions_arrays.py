"""Numbers for the questions on shapes, rates, singular matrices and missing pairs."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np

import kldiv
from scripts.examples.display import Numbers, number, power_of_ten, whole
from scripts.examples.page_code import ran
from scripts.examples.second_route import agreed

PAGE = "arrays-and-shapes"
JITTERS = (1e-3, 1e-6, 1e-9)
POINTS, LENGTH, NOISE = 20, 0.2, 0.01  # of the smooth random function, and its rival's variance


def _batch() -> Numbers:
    """One number a row, and the two ways to lose that."""
    names = ran(PAGE, "batch")
    rows = [agreed("a row", found, square) for found, square in zip(names["right"], (0.625, 2.0), strict=True)]
    return {
        "batch.right.1": number(rows[0], "nats", None, how="1**2/2 + 0**2/2 + 0.5**2/2"),
        "batch.right.2": number(rows[1], "nats", None, how="2**2/2"),
        "batch.right.mean": number(sum(rows) / 2, "nats", how="(0.625 + 2)/2"),
        "batch.wrong": number(agreed("mean", names["wrong"], sum(rows) / 6), "nats", None, how="(0.625 + 2)/6"),
        "batch.also-wrong": number(agreed("sum", names["also_wrong"], sum(rows)), "nats", None, how="0.625 + 2"),
    }


def _rates() -> Numbers:
    """Scales passed as rates: between exponential distributions, the other direction."""
    names = ran(PAGE, "rate-or-scale")
    right = agreed("rates", names["right"], mp.log(4) - mp.mpf(3) / 4)
    wrong = agreed("scales for rates", names["wrong"], 3 - mp.log(4))
    agreed("the other direction", wrong, kldiv.kl_divergence(kldiv.Exponential(0.5), kldiv.Exponential(2)))
    agreed("the mean", names["same"].mean(), 2.0)
    for shape in (0.5, 3.0):  # of gamma distributions too, if the shapes are equal
        back = kldiv.kl_divergence(kldiv.Gamma(shape, 0.5), kldiv.Gamma(shape, 2))
        agreed("gamma", kldiv.kl_divergence(kldiv.Gamma(shape, 1 / 0.5), kldiv.Gamma(shape, 1 / 2)), shape * right)
        agreed("gamma, turned over", back, shape * wrong)
    failure = kldiv.kl_divergence(kldiv.Exponential(0.5), kldiv.Exponential(0.25))
    swapped = kldiv.kl_divergence(kldiv.Exponential(2), kldiv.Exponential(4))
    return {
        "rate.right": number(right, "nats", how="log(2/0.5) + 0.5/2 - 1"),
        "rate.wrong": number(wrong, "nats", how="log(0.5/2) + 2/0.5 - 1"),
        "rate.mean.rate": number(2 / 4, "", None, how="2/4"),
        "rate.mean.scale": number(2 * 4, "", None, how="2*4"),
        "exercise.failure.right": number(
            agreed("failure", failure, mp.log(2) - mp.mpf(1) / 2), "nats", how="log(2) + 1/2 - 1"
        ),
        "exercise.failure.swapped": number(agreed("failure", swapped, 1 - mp.log(2)), "nats"),
        "exercise.code.sum": number(1.0, "nats", None, how="1**2/2 + 1**2/2"),
        "exercise.code.mean": number(0.25, "nats", None, how="(1**2/2 + 1**2/2)/4"),
    }


def smooth_function(jitter: float) -> np.ndarray:
    """Return the covariance of a smooth random function at equally spaced points, with something added."""
    at = np.linspace(0, 1, POINTS)
    return np.asarray(np.exp(-((at[:, None] - at) ** 2) / (2 * LENGTH**2)) + jitter * np.eye(POINTS))


def from_noise(covariance: np.ndarray) -> mp.mpf:
    """Compute D(N(0, NOISE)‖N(0, covariance)) with 80 digits, by a Cholesky factor."""
    with mp.workdps(80):
        rows = [[mp.mpf(float(value)) for value in row] for row in covariance]
        factor = mp.cholesky(mp.matrix(rows))
        trace = mp.mpf(0)
        for column in range(POINTS):
            solved = [mp.mpf(0)] * POINTS
            for i in range(column, POINTS):
                known = mp.fsum(factor[i, k] * solved[k] for k in range(column, i))
                solved[i] = ((1 if i == column else 0) - known) / factor[i, i]
            trace += mp.fsum(value**2 for value in solved)
        noise = mp.mpf(NOISE)
        log_det = 2 * mp.fsum(mp.log(factor[i, i]) for i in range(POINTS))
        return (noise * trace - POINTS + log_det - POINTS * mp.log(noise)) / 2


def in_floats(covariance: np.ndarray) -> float:
    """Compute the same as most programs do, in floating point by a Cholesky factor."""
    factor = np.linalg.cholesky(covariance)
    trace = (np.linalg.solve(factor, np.eye(POINTS)) ** 2).sum()
    return float(NOISE * trace - POINTS + 2 * np.log(np.diag(factor)).sum() - POINTS * math.log(NOISE)) / 2


def _jitter() -> Numbers:
    """What jitter makes of infinity, and what a nearly singular matrix costs in digits."""
    out: Numbers = {"jitter.points": whole(POINTS)}
    for k, (jitter, found) in enumerate(zip(JITTERS, ran(PAGE, "singular")["found"], strict=True), start=1):
        size = mp.mpf(jitter)
        by_hand = size - mp.log((2 + size) * size) / 2
        if abs(found - by_hand) > 1e-6:  # to 1 + 1e-9 seven digits of the jitter are left
            raise ArithmeticError("the divergence of a nearly singular normal distribution")
        out[f"jitter.{k}.size"] = power_of_ten(jitter)
        out[f"jitter.{k}.nats"] = number(float(found), "nats", 2)
    out["jitter.step"] = number(math.log(1000) / 2, "nats", 2, how="log(1000)/2")
    for k, jitter in enumerate((1e-6, 1e-14), start=1):
        covariance = smooth_function(jitter)
        p = kldiv.MultivariateNormal(np.zeros(POINTS), covariance_matrix=NOISE * np.eye(POINTS))
        q = kldiv.MultivariateNormal(np.zeros(POINTS), covariance_matrix=covariance)
        truth = from_noise(covariance)
        agreed("a nearly singular matrix", kldiv.kl_divergence(p, q), truth)
        out[f"jitter.error.{k}"] = power_of_ten(abs(float(in_floats(covariance) / truth - 1)))
        out[f"jitter.error.size.{k}"] = power_of_ten(jitter)
    return out


def _missing_pair() -> Numbers:
    """An exponential and a Laplace distribution: the formula, draws, and the other order."""
    names = ran(PAGE, "not-implemented")
    right = agreed("exponential to Laplace", names["right"], mp.log(4) - mp.mpf(1) / 2)
    if abs(names["sampled"] - right) > 4 * names["error"]:
        raise ArithmeticError("the average of the draws is too far from the formula")
    return {
        "missing-pair.right": number(right, "nats", how="log(4) - 1/2"),
        "missing-pair.wrong": number(agreed("the other order", names["wrong"], math.inf), "nats"),
        "missing-pair.sampled": number(float(names["sampled"]), "nats"),
        "missing-pair.error": number(float(names["error"]), "nats"),
    }


def numbers() -> Numbers:
    """Compute what right and wrong lines give.

    Returns:
        Name -> value, unit and text.
    """
    return _batch() | _rates() | _jitter() | _missing_pair()
