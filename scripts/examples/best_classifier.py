"""The classifier of eight animals at its best: what its curve cannot follow, and what training had not reached."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.optimize import minimize

from scripts.examples.display import Numbers, number
from scripts.examples.learn_path import LABELS, WEIGHTS, answers, features, losses, training
from scripts.examples.second_route import Disagreement


@cache
def best() -> np.ndarray:
    """Find the weights with the least cross-entropy, by Newton's method; there is only one least value.

    Returns:
        The two weights.

    Raises:
        ArithmeticError: if the steps do not die out.
    """
    x, w = features(), np.zeros(2)
    for _ in range(100):
        q = answers(w)
        step = np.linalg.solve(x.T @ (x * (q * (1 - q))[:, None]), x.T @ (q - LABELS))
        w = w - step
        if np.abs(step).max() < 1e-12:
            return w
    raise ArithmeticError("Newton's steps did not die out")


def numbers() -> Numbers:
    """Split what is left of the divergence after training.

    Returns:
        Name -> value, unit and text.
    """
    cross, least = losses(best())
    again = minimize(lambda w: losses(w)[0], np.zeros(2), method="Nelder-Mead",
                     options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 5000})  # fmt: skip
    if abs(again.fun - cross) > 1e-10:
        raise Disagreement(f"Newton's least cross-entropy is {cross}, another search finds {again.fun}")
    left = training()[-1][1]
    if len(set(WEIGHTS)) != len(WEIGHTS):
        raise ArithmeticError("no two animals were to weigh the same")
    out: Numbers = {
        "classifier.best.cross-entropy.bits": number(cross, "bits"),
        "classifier.best.bits": number(least, "bits"),
        "classifier.unfinished.bits": number(left - least, "bits", 4),
    }
    for k, name in ((4, "light"), (3, "heavy")):
        out[f"classifier.{name}.weight"] = number(float(WEIGHTS[k]), "", None)
        out[f"classifier.{name}.label"] = number(float(LABELS[k]), "", None)
        out[f"classifier.{name}.answer"] = number(float(answers(best())[k]), "", 2)
    return out
