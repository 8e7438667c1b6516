"""Numbers for the questions on the KL penalty in code: rounding, clamps, and the names of options."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np

from scripts.examples.display import Entry, Numbers, number, power_of_ten, words
from scripts.examples.page_code import ran
from scripts.examples.second_route import agreed, divergence_sum, exact, log

PAGE = "kl-penalty"
#: When the sources were read that the pages quote: the date of the newest commit in the copy.
READ = {"clamp.read": "22 August 2026", "rl.verl.read": "22 August 2026", "rl.trl.read": "24 July 2026"}
CLAMPED = ("0.6", "0.399999", "0.000001"), ("0.5", "0.4", "0.1")
PAIR = ("0.6", "0.3", "0.1"), ("0.4", "0.4", "0.2")


def k3(d: float) -> mp.mpf:
    """Return e**d - d - 1 with fifty digits."""
    with mp.workdps(50):
        return mp.exp(mp.mpf(float(d))) - mp.mpf(float(d)) - 1


def relative_error(found: float, d: float) -> float:
    """Say by what share of itself a computed k3 is off."""
    with mp.workdps(50):
        return float(abs(mp.mpf(float(found)) / k3(d) - 1))


def share(error: float) -> Entry:
    """Write a relative error: in plain digits from one in a hundred on."""
    return number(error, "", 2) if error > 0.01 else power_of_ten(error)


def _cancellation() -> Numbers:
    """Three spellings of k3 in single precision, against fifty digits."""
    names = ran(PAGE, "cancellation")
    out: Numbers = {"k3.rounding": power_of_ten(float(np.finfo(np.float32).eps) / 2)}
    for k, d in enumerate(names["d"], start=1):
        out[f"k3.{k}.d"] = power_of_ten(float(d))
        errors = {name: relative_error(names[name][k - 1], d) for name in ("wrong", "better", "right")}
        if not (errors["right"] < 2e-7 < errors["better"] < errors["wrong"]):
            raise ArithmeticError(f"the spellings of k3 at {d}: {errors}")
        out |= {f"k3.{k}.{name}": share(error) for name, error in errors.items()}
    small = float(names["d"][1])
    out["k3.2.truth"] = power_of_ten(float(k3(small)), "nats")
    out["k3.2.value"] = number(float(names["wrong"][1]), "nats", None)
    tried = np.concatenate([sign * np.geomspace(1e-12, 30, 401) for sign in (1, -1)])
    out["k3.double"] = power_of_ten(max(relative_error(f, d) for f, d in zip(names["k3"](tried), tried, strict=True)))
    return out


def _clamps() -> Numbers:
    """What a clamp from above makes of a divergence that one rare token carries."""
    names = ran(PAGE, "clamps")
    truth = divergence_sum(*(exact(row) for row in CLAMPED))
    right = float(names["right"])
    if abs(right - truth) > 1e-9:
        raise ArithmeticError("the average of k3")
    if min(names["k3"]) < 0 or max(names["k3"]) < 20:
        raise ArithmeticError("the page says that only the upper clamp acts")
    with mp.workdps(30):
        largest = k3(math.log(0.1 / 0.000001))
        lost = mp.mpf("0.000001") * (largest - 10)
    wrong = float(names["wrong"])
    if abs(wrong - (truth - lost)) > 1e-9:
        raise ArithmeticError("the clamped average")
    return {
        "clamp.right": number(right, "nats"),
        "clamp.wrong": number(wrong, "nats"),
        "clamp.largest": number(float(largest), "nats", 0),
    }


def _options() -> Numbers:
    """The averages of the options, over the policy's own tokens."""
    names = ran(PAGE, "abs-full")
    p, q = (exact(row) for row in PAIR)
    truth = divergence_sum(p, q)
    pairs = list(zip(p, q, strict=True))
    mse = mp.fsum(mp.mpf(a.numerator) / a.denominator * log(a / b) ** 2 / 2 for a, b in pairs)
    absolute = mp.fsum(mp.mpf(a.numerator) / a.denominator * abs(log(a / b)) for a, b in pairs)
    values = {
        "full": truth,
        "kl": truth,
        "low_var_kl": truth,
        "mse": mse,
        "absolute": absolute,
        "clamped": (absolute + truth) / 2,
    }
    out = {
        f"penalty.{name.replace('_', '-')}": number(agreed(name, names[name], value), "nats")
        for name, value in values.items()
    }
    out["penalty.ratio"] = number(float(absolute / truth), "", 1)
    mean = (math.log(1.5) + math.log(0.5)) / 2
    return out | {
        "exercise.penalty.kl": number(mean, "nats", how="(log(3/2) + log(1/2))/2"),
        "exercise.penalty.abs": number((math.log(1.5) + math.log(2)) / 2, "nats", how="(log(3/2) + log(2))/2"),
        "exercise.penalty.k3": number(float(k3(-math.log(2))), "nats", how="1/2 + log(2) - 1"),
        "exercise.penalty.k1": number(math.log(2), "nats"),
    }


def numbers() -> Numbers:
    """Compute what the spellings, clamps and options give.

    Returns:
        Name -> value, unit and text.
    """
    return _cancellation() | _clamps() | _options() | {name: words(date) for name, date in READ.items()}
