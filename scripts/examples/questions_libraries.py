"""Numbers for the questions on library functions: their documented reductions, written again in NumPy."""

from __future__ import annotations

import math

import numpy as np

import kldiv
from scripts.examples.conformance import data
from scripts.examples.display import Numbers, number, power_of_ten, words
from scripts.examples.page_code import ran
from scripts.examples.second_route import agreed

P = np.array([0.5, 0.3, 0.2])
Q = np.array([0.4, 0.4, 0.2])
ROWS = ((P, Q), (np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2])))
FUZZ = 1e-7  # what Keras clips at
EPSILONS = (1e-3, 1e-6, 1e-9)
SHIFT, DRAWS = 0.1, 100  # two normal distributions this far apart, and an average of so many log-ratios


def torch_terms(first: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the terms of F.kl_div(first, target): target (log target - first), as documented."""
    return np.asarray(target * (np.log(target) - first))


def keras(p: np.ndarray, q: np.ndarray) -> float:
    """Return Keras's loss: both arguments clipped to [1e-7, 1], then the sum."""
    p, q = np.clip(p, FUZZ, 1), np.clip(q, FUZZ, 1)
    return float((p * np.log(p / q)).sum())


def _answer(name: str, case: str, ours: float) -> float:
    """Compare our re-implementation with what the library answered, in single precision."""
    (found,) = (a["values"][case] for a in data()["answers"] if a["name"] == name)
    if abs(float(found) - ours) > 2e-6 * max(1, abs(ours)):
        raise ArithmeticError(f"{name} answered {found}, the documented formula gives {ours}")
    return ours


def numbers() -> Numbers:
    """Compute right and wrong answers for the same two distributions."""
    out: Numbers = {}

    def put(name: str, value: float, digits: int | None = 4) -> None:
        out[f"lib.{name}"] = number(value, "nats", digits)

    right = float(torch_terms(np.log(Q), P).sum())
    put("right", _answer("torch-sum", "plain", right))
    put("mean", _answer("torch-mean", "plain", right / P.size))
    put("swapped-raw", _answer("torch-swapped", "plain", float(torch_terms(P, Q).sum())))
    put("reversed", float(torch_terms(np.log(P), Q).sum()))
    put("self", float(torch_terms(P, P).sum()))
    put("vector-batchmean", right / P.shape[0])
    rows = np.array([torch_terms(np.log(q), p) for p, q in ROWS])
    put("rows.first", rows[0].sum())
    put("rows.second", rows[1].sum())
    put("rows.batchmean", rows.sum() / len(rows))
    put("rows.mean", rows.mean())
    put("keras.q-zero", _answer("keras", "q-zero", keras(np.array([0.4, 0.4, 0.2]), np.array([0.5, 0.5, 0]))))
    zero = keras(np.array([5.0, 3, 2]), np.array([2.0, 2, 1]))
    put("keras.unnormalised", _answer("keras", "unnormalised", zero), None)
    p, q = np.array([5.0, 3, 2]), np.array([2.0, 2, 1])
    generalised = float((p * np.log(p / q) - p + q).sum())
    put("generalised", _answer("scipy-kl-div", "unnormalised", generalised))
    put("sum-of-ratios", _answer("scipy-rel-entr", "unnormalised", generalised + p.sum() - q.sum()))
    out["lib.rows"] = number(len(rows), "", None)
    out["lib.classes"] = number(P.size, "", None)
    return out | _zeros() | _negative()


def _zeros() -> Numbers:
    """What smoothing does to an infinite divergence: it depends on how much is added."""
    out: Numbers = {}
    p, q = ("0.4", "0.4", "0.2"), np.array([0.5, 0.5, 0.0])
    for k, eps in enumerate(EPSILONS, start=1):
        smooth = (q + eps) / (q + eps).sum()
        value = kldiv.kl_divergence(kldiv.Categorical([float(v) for v in p]), kldiv.Categorical(smooth))
        second = sum(float(v) * math.log(float(v) / s) for v, s in zip(p, smooth, strict=True))
        out[f"zeros.smooth.{k}.nats"] = number(agreed("smoothed", value, second), "nats")
        out[f"zeros.smooth.{k}.epsilon"] = power_of_ten(eps)
    names = ran("nan-and-inf", "inf")
    agreed("a zero in q", names["right"], math.inf)
    for k, found in enumerate(names["wrong"], start=1):
        agreed("the page's epsilons", found, out[f"zeros.smooth.{k}.nats"]["value"])
    step = float(out["zeros.smooth.2.nats"]["value"]) - float(out["zeros.smooth.1.nats"]["value"])
    out["zeros.smooth.step.nats"] = number(step, "nats", 2)
    names = ran("nan-and-inf", "nan")
    agreed("a zero in p", names["right"], math.log(0.5 / 0.4))
    if not math.isnan(names["wrong"]):
        raise ArithmeticError("the page says that a zero in p gives nan")
    out["zeros.naive"] = words("nan")
    return out


def _negative() -> Numbers:
    """Three ways to a negative value."""
    sums = float((P * np.log(P / np.array([0.8, 0.6, 0.6]))).sum())
    below = 0.5 * math.erfc(SHIFT * math.sqrt(DRAWS) / 2 / math.sqrt(2))
    normal = kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(SHIFT, 1))
    return {
        "negative.unnormalised": number(sums, "nats"),
        "negative.unnormalised.total": number(2.0, "", None),
        "negative.shift": number(SHIFT, "", None),
        "negative.draws": number(DRAWS, "", None),
        "negative.divergence": number(agreed("shift", normal, SHIFT**2 / 2), "nats", None),
        "negative.share": number(100 * below, "%", 0),
        "negative.share.one": number(100 * 0.5 * math.erfc(SHIFT / 2 / math.sqrt(2)), "%", 0),
    }
