"""Exercises of the first half of the path: right answers, what common mistakes give instead, and a few designs."""

from __future__ import annotations

import math
from fractions import Fraction

from scipy.optimize import brentq, minimize_scalar

from scripts.examples import expressions
from scripts.examples.categorical import P, Q, divergence
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import agreed, log
from scripts.examples.sums import divergence as both_units

TOWN, COIN = ("0.6", "0.4"), ("0.5", "0.5")
SECOND = ("0.25", "0.25", "0.5")  # another forecast for dog, cat and fox
UP, DOWN = 5 / 4, 3 / 4  # p/q for a dog and for a cat


def computing() -> Numbers:
    """A camera in town, and an owl that takes half of the forecast."""
    out = both_units("exercise.town", TOWN, COIN) | both_units("exercise.town-back", COIN, TOWN)
    nats = out["exercise.town.nats"]["value"]
    out["exercise.town.decimal"] = number(nats / math.log(10), "", how=expressions.divergence(TOWN, COIN, "log10"))
    out["exercise.town.multiplied"] = number(
        nats * math.log(2), "bits", how="(0.6*log(0.6/0.5) + 0.4*log(0.4/0.5))*log(2)"
    )
    left = brentq(lambda s: math.log(1 / s) - math.log(2), 0.01, 0.99, xtol=1e-15)
    owl = 1 - agreed("what is left to the others", left, 0.5)
    out["exercise.owl"] = number(round(owl, 12), "", None, "1 - 1/2")
    for name, value, how in (
        ("p", 0.6, ""),
        ("other", 0.4, ""),
        ("ratio.dog", 1.2, "0.6/0.5"),
        ("ratio.cat", 0.8, "0.4/0.5"),
    ):
        out[f"exercise.town.{name}"] = number(value, "", None, how)
    out["exercise.owl.nat"] = number(1 - math.exp(-1), "", how="1 - exp(-1)")
    return out


def zeros() -> Numbers:
    """A row whose p is zero, and one whose q is."""
    never, fox = ("1", "0"), ("0.8", "0.2")
    out: Numbers = {}
    cases = {"never": (never, ("0.9", "0.1"), "0*log(1)"), "fox": (fox, ("1", "0"), "")}
    for name, (p, q, how) in cases.items():
        a, b = float(p[1]), float(q[1])
        whole_sum = both_units("zeros", p, q)["zeros.nats"]["value"]
        others = float(p[0]) * math.log(float(p[0]) / float(q[0]))
        term = math.inf if whole_sum == "inf" else round(whole_sum - others, 9)
        out[f"zeros.{name}.p"], out[f"zeros.{name}.q"] = number(a, "", None), number(b, "", None)
        out[f"zeros.{name}.term"] = number(term, "nats", None, how)
    return out


def prices() -> Numbers:
    """A price of three bits, and of half a bit."""
    half = brentq(lambda q: -math.log2(q) - 0.5, 0.1, 1.0, xtol=1e-15)
    return {
        "prediction.halved.bits": number(1, "bits", None, "log2(1/0.5)"),
        "exercise.snow": number(3, "bits", None, "-log2(1/8)"),
        "exercise.snow.nats": number(3 * math.log(2), "nats", how="-log(1/8)"),
        "exercise.half-bit": number(agreed("half a bit", half, 1 / math.sqrt(2)), "", how="1/sqrt(2)"),
        "exercise.half-bit.midway": number(0.75, "", None, "(1 + 0.5)/2"),
    }


def surprises() -> Numbers:
    """Three outcomes whose entropy is one bit and a half."""

    def entropy(second: float) -> float:
        return -sum(w * math.log2(w) for w in (0.5, second, 0.5 - second))

    top = minimize_scalar(lambda s: -entropy(s), bounds=(0.01, 0.49), method="bounded", options={"xatol": 1e-9})
    agreed("the largest of them", entropy(0.25), -top.fun)
    return {
        "exercise.one-and-a-half": number(0.25, "", None, "0.5/2"),
        "exercise.one-and-a-half.third": number(1 / 3, "", how="1/3"),
        "surprise.three-even.bits": number(math.log2(3), "bits", how="log2(3)"),
    }


def evidence() -> Numbers:
    """Runs of dogs and of cats, and sixteen pictures that speak for nobody."""
    thirty = UP**15 * DOWN**9
    cats = math.log(100) / math.log(1 / DOWN)
    if not (1 / DOWN) ** math.ceil(cats) > 100 > (1 / DOWN) ** math.floor(cats):
        raise ArithmeticError("a cat more or less would do")
    dogs = min(range(17), key=lambda d: abs(d * math.log(UP) + (16 - d) * math.log(DOWN)))
    agreed("nine dogs and seven cats", dogs, round(16 * math.log(1 / DOWN) / math.log(UP / DOWN)))
    left = dogs * math.log2(UP) + (16 - dogs) * math.log2(DOWN)
    return {
        "exercise.thirty.ratio": number(thirty, "", 4, "1.25**15*0.75**9"),
        "exercise.thirty.added": number(3 * UP**5 * DOWN**3, "", 4, "3*1.25**5*0.75**3"),
        "exercise.cats.pictures": whole(math.ceil(cats)),
        "exercise.cats.exact": number(cats, "", 2, "log(100)/log(0.4/0.3)"),
        "exercise.cats.short": whole(math.floor(cats)),
        "exercise.sixteen": whole(16),
        "exercise.sixteen.dogs": whole(dogs),
        "exercise.sixteen.cats": whole(16 - dogs),
        "exercise.sixteen.even": whole(8),
        "exercise.sixteen.left.bits": number(left, "bits", how="9*log2(1.25) + 7*log2(0.75)"),
        "exercise.dogs-in-a-row.ratio": number(UP**3, "", 4, "1.25*1.25*1.25"),
        "exercise.dogs-in-a-row.added": number(3 * UP, "", None, "1.25 + 1.25 + 1.25"),
        "exercise.cats-in-a-row.bits": number(2 * math.log2(DOWN), "bits", how="2*log2(0.3/0.4)"),
        "exercise.cats-in-a-row.nats": number(2 * math.log(DOWN), "nats", how="2*log(0.3/0.4)"),
        "exercise.cats-in-a-row.ratio": number(DOWN**2, "", None, "0.75*0.75"),
        "exercise.one-bit": number(0.25, "", None, "0.5/2"),
        "exercise.one-bit.against": number(1, "", None, "0.5*2"),
    }


def expectations() -> Numbers:
    """Another forecast, and the share of dogs at which two forecasts are even."""
    ratios = [float(log(Fraction(a) / Fraction(b))) for a, b in zip(P, SECOND, strict=True)]
    plain, swapped = sum(ratios) / 3, sum(float(w) * r for w, r in zip(SECOND, ratios, strict=True))
    out = both_units("exercise.second", P, SECOND)
    for animal, a, b, ratio in zip(("dog", "cat", "fox"), P, SECOND, ratios, strict=True):
        out[f"exercise.second.{animal}.q"] = number(float(b), "", None)
        out[f"exercise.second.{animal}.nats"] = number(ratio, "nats", how=f"log({a}/{b})")
    out["exercise.second.plain.nats"] = number(plain, "nats", how="(log(0.5/0.25) + log(0.3/0.25) + log(0.2/0.5))/3")
    how = "0.25*log(0.5/0.25) + 0.25*log(0.3/0.25) + 0.5*log(0.2/0.5)"
    out["exercise.second.swapped.nats"] = number(swapped, "nats", how=how)
    even = brentq(lambda w: w * math.log(UP) + (1 - w) * math.log(DOWN), 0, 1, xtol=1e-15)
    share = agreed("even", even, math.log(1 / DOWN) / math.log(UP / DOWN))
    out["exercise.even.share"] = number(share, "", how="log(0.4/0.3)/(log(0.5/0.4) + log(0.4/0.3))")
    out["exercise.even.other"] = number(1 - share, "", how="log(0.5/0.4)/(log(0.5/0.4) + log(0.4/0.3))")
    plain_how = "(log(0.5/0.4) + log(0.3/0.4) + log(0.2/0.2))/3"
    for animal, ratio in (("dog", UP), ("cat", DOWN)):
        how = {"dog": "log(0.5/0.4)/3", "cat": "log(0.3/0.4)/3"}[animal]
        out[f"table.third.{animal}.nats"] = number(math.log(ratio) / 3, "nats", how=how)
    out["table.plain-average.nats"] = number((math.log(UP) + math.log(DOWN)) / 3, "nats", how=plain_how)
    under_q = -divergence(Q, P)
    how = "0.4*log(0.5/0.4) + 0.4*log(0.3/0.4) + 0.2*log(0.2/0.2)"
    out["table.under-q.nats"] = number(under_q, "nats", how=how)
    out["expectation.die"] = number(sum(range(1, 7)) / 6, "", None, "(1 + 2 + 3 + 4 + 5 + 6)/6")
    return out


def totals() -> Numbers:
    """After how many pictures the expected evidence is for odds of a hundred, and the best share for the cat."""
    per_picture = divergence(P, Q)
    exactly, binary = math.log(100) / per_picture, math.log2(100) / per_picture

    def rest(cat: float) -> float:
        return 0.3 * math.log(0.3 / cat) + 0.2 * math.log(0.2 / (0.6 - cat))

    best = minimize_scalar(rest, bounds=(0.01, 0.59), method="bounded", options={"xatol": 1e-10})
    if abs(best.x - 0.36) > 1e-6:
        raise ArithmeticError(f"the best share of the cat was to be 0.36, and is {best.x}")
    out = both_units("exercise.best", P, ("0.4", "0.36", "0.24"))
    out["exercise.best.cat"] = number(0.36, "", None, "0.6*0.3/(0.3 + 0.2)")
    out["exercise.best.fox"] = number(0.24, "", None, "0.6*0.2/(0.3 + 0.2)")
    out["exercise.best.left"] = number(0.6, "", None, "1 - 0.4")
    out["exercise.total.odds"] = whole(100)
    out["exercise.total.exact"] = number(exactly, "", 1, f"log(100)/({expressions.divergence(P, Q, 'log')})")
    out["exercise.total.pictures"] = whole(math.ceil(exactly))
    out["exercise.total.binary"] = number(binary, "", 0, f"log2(100)/({expressions.divergence(P, Q, 'log')})")
    out["exercise.total.nats"] = number(math.log(100), "nats", how="log(100)")
    out["exercise.hundred.nats"] = number(100 * per_picture, "nats", how=f"100*({expressions.divergence(P, Q, 'log')})")
    return out


def units() -> Numbers:
    """A loss that knows nothing of three outcomes, and a code for three symbols."""
    return {
        "exercise.nothing.nats": number(math.log(3), "nats", how="log(3)"),
        "exercise.code-three.bits": number(0.5 * 1 + 0.25 * 2 + 0.25 * 2, "bits", None, "0.5*1 + 0.25*2 + 0.25*2"),
        "exercise.code-three.plain": number(5 / 3, "bits", how="(1 + 2 + 2)/3"),
        "exercise.code-three.same": number(2, "bits", None, "0.5*2 + 0.25*2 + 0.25*2"),
        "exercise.code-three.kraft": number(1, "", None, "2**-1 + 2**-2 + 2**-2"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the exercises.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {}
    for part in (computing, zeros, prices, surprises, evidence, expectations, totals, units):
        out |= part()
    return out
