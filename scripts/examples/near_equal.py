"""Two nearly equal distributions of three outcomes: what two spellings of the sum return, against the truth."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np

from scripts.examples.display import Numbers, number, power_of_ten, whole, words
from scripts.examples.page_code import ran

PAGE = "accuracy"
DATA = Path(__file__).resolve().parents[2] / "docs" / "data"
CURVES, FORMS = DATA / "accuracy-curves.json", DATA / "accuracy.json"
#: No relative error of this package is larger, says the page.
CLAIMED = 1e-13
#: For no formula do more of its values go to balls.
FEW = 0.01
P = (0.5, 0.3, 0.2)
#: Which way each probability of q goes: the shifts add up to nothing.
SHIFT = (1, -1, -1)
PRECISIONS: dict[str, Any] = {"single": np.float32, "double": np.float64}
#: From where on p and q are not stored alike.
LEAST = {"single": 1e-6, "double": 1e-14}
#: The distances that the page speaks of, and where the explorer begins.
SHOWN = {"single": 1e-4, "double": 1e-8}


def stored(e: float, kind: Any) -> tuple[Any, Any]:
    """Return p and q as a precision stores them."""
    p = np.array(P, dtype=kind)
    return p, (p.astype(float) * (1 + e * np.array(SHIFT))).astype(kind)


def truth(p: Any, q: Any) -> float:
    """Return the divergence of the numbers that are stored, with sixty digits on the way."""
    with mp.workdps(60):
        terms = [mp.mpf(float(a)) * mp.log(mp.mpf(float(a)) / mp.mpf(float(b))) for a, b in zip(p, q, strict=True)]
        return float(mp.fsum(terms) - mp.fsum(map(float, p)) + mp.fsum(map(float, q)))


def plain(p: Any, q: Any) -> Any:
    """The terms of the definition."""
    return p * np.log(p / q)


def steady(p: Any, q: Any) -> Any:
    """The terms that nothing cancels in: the code of the page."""
    return ran(PAGE, "instead")["terms"](p, q)


def distances(name: str) -> Any:
    """Return distances from where p and q are no longer stored alike."""
    return np.geomspace(LEAST[name], 0.5, 60)


def relative_error(terms: Callable[[Any, Any], Any], e: float, kind: Any) -> float:
    """Say by what share of the truth a sum is off; none where p and q are stored alike."""
    p, q = stored(e, kind)
    right = truth(p, q)
    return abs(float(terms(p, q).sum()) / right - 1) if right else 0.0


def numbers() -> Numbers:
    """Return what the page says of these two.

    Raises:
        ArithmeticError: if the page's claims do not hold.
    """
    out: Numbers = {f"near.p.{k}": number(value, digits=None) for k, value in enumerate(P, start=1)}
    for name, kind in PRECISIONS.items():
        e = SHOWN[name]
        p, q = stored(e, kind)
        lost, kept = (relative_error(terms, e, kind) for terms in (plain, steady))
        if not kept < 8 * np.finfo(kind).eps < 1e-3 < lost:
            raise ArithmeticError(f"the sums in {name} precision are off by {lost} and {kept}")
        out |= {
            f"near.{name}.e": power_of_ten(e),
            f"near.{name}.truth": power_of_ten(truth(p, q), "nats", 2),
            f"near.{name}.sum": power_of_ten(float(plain(p, q).sum()), "nats", 2),
            f"near.{name}.lost": number(100 * lost, "%", 0) if lost > 0.01 else power_of_ten(lost),
            f"near.{name}.kept": power_of_ten(max(relative_error(steady, e, kind) for e in distances(name))),
        }
        out |= {f"near.{name}.term.{k}": power_of_ten(float(t), "nats", 5) for k, t in enumerate(plain(p, q), start=1)}
        out[f"near.{name}.eps"] = power_of_ten(float(np.finfo(kind).eps) / 2)
    names = ran(PAGE, "instead")
    if abs(names["right"] / truth(names["p"], names["q"]) - 1) > 1e-14:
        raise ArithmeticError("the code of the page")
    out["near.code.right"] = power_of_ten(float(names["right"]), "nats", 3)
    out["near.code.wrong"] = power_of_ten(float(names["wrong"]), "nats", 3)
    return out | _normal() | _measured() | _exercises()


def _measured() -> Numbers:
    """What the record of everyone's errors says, as the page tells it.

    Raises:
        ArithmeticError: if this package is not as exact as the page claims.
    """
    record = json.loads(CURVES.read_text(encoding="utf-8"))
    largest = max(error for which in record["curves"].values() for one in which.values() for _, error in one["kldiv"])
    if not largest < CLAIMED:
        raise ArithmeticError(f"the record has an error of {largest}, and the page claims {CLAIMED}")
    out = {
        "accuracy.pairs": whole(record["pairs"]),
        "accuracy.date": words(record["date"]),
        "accuracy.worst": power_of_ten(largest),
        "accuracy.claimed": power_of_ten(CLAIMED),
        "accuracy.kldiv": words(record["versions"]["kldiv"]),
    }
    forms = json.loads(FORMS.read_text(encoding="utf-8"))
    rows = forms["rows"]
    far = [row for row in rows if row["which"] == "extreme" and row["id"] not in _alike(rows)]
    if any(row["refused"] or row["worst"] > CLAIMED or row["balls"] > FEW for row in far):
        raise ArithmeticError("the record of extreme parameters has a value that the page says there is none of")
    out |= {
        "accuracy.across.date": words(forms["date"]),
        "accuracy.across.pairs": whole(len(far)),
        "accuracy.across.each": whole(min(row["points"] for row in far)),
        "accuracy.across.worst": power_of_ten(max(row["worst"] for row in far)),
        "accuracy.across.balls": number(100 * sum(row["balls"] for row in far) / len(far), "%", 2),
        "accuracy.across.most": number(100 * max(row["balls"] for row in far), "%", 1),
    }
    called = {"torch": "torch", "tensorflow_probability": "tfp", "scipy": "scipy"}
    return out | {f"accuracy.version.{called[name]}": words(version) for name, version in record["libraries"].items()}


def _alike(rows: list[dict[str, Any]]) -> set[str]:
    """The pairs of one family, which are measured close together as well."""
    return {row["id"] for row in rows if row["which"] == "near"}


def _exercises() -> Numbers:
    """A coin against one that is a tenth of the way from fair to certain."""
    return {
        "exercise.accuracy.coin": number(-0.5 * math.log(0.99), "nats", 5, how="-0.5*log(0.99)"),
        "exercise.accuracy.whole": number(-math.log(0.99), "nats", 5),
        "exercise.accuracy.term": number(-0.5 * math.log(1.1), "nats", how="-0.5*log(1.1)"),
        "exercise.accuracy.unsigned": number(0.5 * math.log(1.1), "nats"),
    }


def _normal() -> Numbers:
    """Two normal distributions, scales a billionth apart, by the package and by the formula as it is written."""
    names = ran(PAGE, "normal")
    scale = names["q"].scale
    with mp.workdps(60):
        r = 1 / mp.mpf(scale)
        exact = float((r**2 - 1) / 2 - mp.log(r))
    if abs(names["right"] / exact - 1) > 1e-14:
        raise ArithmeticError(f"two normal distributions: {names['right']} and not {exact}")
    wrong = float(np.log(scale) + 1 / (2 * scale**2) - 0.5)
    return {
        "near.normal.right": power_of_ten(names["right"], "nats", 3),
        "near.normal.wrong": power_of_ten(wrong, "nats", 3) if wrong else number(0, "nats", None),
    }
