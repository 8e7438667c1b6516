"""Numbers of the twenty questions over the whole path: what is given, what is right, and what common mistakes give."""

from __future__ import annotations

import math
from fractions import Fraction

import kldiv
from scripts.examples.display import Numbers, number, whole, words
from scripts.examples.exercises import both_units, cross_entropy, divergence, surprise
from scripts.examples.second_route import agreed, exact, log

WEATHER, FORECAST = ("0.7", "0.2", "0.1"), ("0.5", "0.3", "0.2")
BENT, FAIR = ("0.7", "0.3"), ("0.5", "0.5")
LABELS = ("0.6", "0.4")


def _given(name: str, value: float) -> Numbers:
    return {f"twenty.{name}": number(value, "", None)}


def _amounts() -> Numbers:
    """Surprise, entropy, units and prices."""
    out = _given("rare.p", 0.05) | surprise("twenty.rare", Fraction("0.05"))
    out |= _given("bent.heads", 0.7) | cross_entropy("twenty.bent.entropy", exact(BENT), exact(BENT))
    plain = float(log(Fraction(10, 7)) + log(Fraction(10, 3))) / 2
    out |= both_units("twenty.bent.plain-average", plain, "(log(1/0.7) + log(1/0.3))/2")
    out |= _given("convert.nats", 2.0)
    converted = agreed("two nats", 2 / math.log(2), 2 * math.log2(math.e))
    out["twenty.convert.bits"] = number(converted, "bits", how="2/log(2)")
    out["twenty.convert.wrong-way"] = number(2 * math.log(2), "bits", how="2*log(2)")
    out |= _given("five.q", 0.9)
    out |= both_units("twenty.five", 5 * float(log(Fraction(10, 9))), "5*log(1/0.9)")
    out |= both_units("twenty.five.one", float(log(Fraction(10, 9))), "log(1/0.9)")
    out |= _given("rain.first", 0.64) | _given("rain.second", 0.16)
    out |= both_units("twenty.rain", float(log(Fraction("0.64") / Fraction("0.16"))), "log(0.64/0.16)")
    return out | _given("rain.ratio", 4.0)


def _averages() -> Numbers:
    """Expectations, and divergences term by term."""
    p, q = exact(WEATHER), exact(FORECAST)
    out: Numbers = {"twenty.weather.p": words(", ".join(WEATHER)), "twenty.weather.q": words(", ".join(FORECAST))}
    out |= divergence("twenty.weather", p, q) | divergence("twenty.weather.reverse", q, p)
    out["twenty.fine"] = number(0.7 * math.log(0.7 / 0.5), "nats", how="0.7*log(0.7/0.5)")
    gain, loss, often = 0.4, 0.9, 0.75
    out |= _given("game.gain", gain) | _given("game.loss", loss) | _given("game.often", often)
    out["twenty.game.average"] = number(often * gain - (1 - often) * loss, "nats", 3, "0.75*0.4 + 0.25*(-0.9)")
    out["twenty.game.plain"] = number((gain - loss) / 2, "nats", 3, "(0.4 + (-0.9))/2")
    out["twenty.game.swapped"] = number((1 - often) * gain - often * loss, "nats", 3, "0.25*0.4 + 0.75*(-0.9)")
    out |= _given("labels.yes", 0.6) | cross_entropy("twenty.labels.entropy", exact(LABELS), exact(LABELS))
    out |= divergence("twenty.labels", exact(LABELS), exact(FAIR))
    out |= divergence("twenty.labels.reverse", exact(FAIR), exact(LABELS))
    return out


def _pairs() -> Numbers:
    """Two coins that are tied, and counts of two shelters."""
    tied, free = exact(["0.4", "0.1", "0.1", "0.4"]), exact(["1/4"] * 4)
    out = _given("tied.same", 0.8) | _given("tied.cell", 0.4) | divergence("twenty.tied", tied, free)
    again = exact(["0.8", "0.2"])
    out |= cross_entropy("twenty.tied.left", again, again)
    gone = out["twenty.tied.bits"]["value"] + out["twenty.tied.left.bits"]["value"]
    agreed("what is gone and what is left", gone, 1.0)
    first, second = (6, 4), (5, 15)
    for name, counts in (("first", first), ("second", second)):
        out[f"twenty.counts.{name}"] = words(" and ".join(str(count) for count in counts))
    p, q = ([Fraction(count, sum(counts)) for count in counts] for counts in (first, second))
    out |= divergence("twenty.counts", p, q) | divergence("twenty.counts.reverse", q, p)
    undivided = sum(a * math.log(a / b) for a, b in zip(first, second, strict=True))
    out["twenty.counts.undivided"] = number(undivided, "nats", how="6*log(6/5) + 4*log(4/15)")
    return out


def _evidence() -> Numbers:
    """Likelihood ratios, coins that were tossed, and odds."""
    out = _given("two-models.p", 0.6) | _given("two-models.q", 0.3)
    ratio = (0.6 / 0.3) ** 2 * (0.4 / 0.7)
    out["twenty.two-models.ratio"] = number(ratio, "", 3, "(0.6/0.3)**2*(0.4/0.7)")
    out["twenty.two-models.added"] = number(2 * 0.6 / 0.3 + 0.4 / 0.7, "", 3, "0.6/0.3 + 0.6/0.3 + 0.4/0.7")
    out["twenty.two-models.inverse"] = number(1 / ratio, "", 3, "(0.3/0.6)**2*(0.7/0.4)")
    out["twenty.tosses"], out["twenty.heads"] = whole(8), whole(6)
    seen, fair = exact(["3/4", "1/4"]), exact(FAIR)
    out |= divergence("twenty.seen", seen, fair) | divergence("twenty.seen.reverse", fair, seen)
    gap = 6 * math.log(0.75) + 2 * math.log(0.25) - 8 * math.log(0.5)
    out |= both_units("twenty.seen.all", gap, "6*log(0.75/0.5) + 2*log(0.25/0.5)")
    agreed("eight tosses", gap, 8 * kldiv.kl_divergence(_categorical(seen), _categorical(fair)))
    out |= _given("odds", 1000.0) | {"twenty.odds.divergence": number(0.05, "nats", None)}
    out["twenty.odds.observations"] = number(math.log(1000) / 0.05, "", 0, "log(1000)/0.05")
    out["twenty.odds.binary"] = number(math.log2(1000) / 0.05, "", 0, "log2(1000)/0.05")
    out["twenty.odds.no-log"] = number(1000 / 0.05, "", None, "1000/0.05")
    return out


def _densities() -> Numbers:
    """Intervals, and a bump that is left out."""
    out: Numbers = {"twenty.interval": whole(3)}
    narrow, wide = kldiv.Uniform(0, 1), kldiv.Uniform(0, 3)
    out |= both_units("twenty.uniform", agreed("uniform", kldiv.kl_divergence(narrow, wide), log(3)), "log(3)")
    out["twenty.uniform.reverse"] = number(kldiv.kl_divergence(wide, narrow), "bits")
    out |= _given("bump.share", 0.7) | both_units("twenty.bump", float(log(Fraction(10, 7))), "log(1/0.7)")
    out |= both_units("twenty.bump.lost", float(log(Fraction(10, 3))), "log(1/0.3)")
    return out


def _categorical(p: list[Fraction]) -> kldiv.Categorical:
    return kldiv.Categorical([float(v) for v in p])


def numbers() -> Numbers:
    """Compute the numbers of the twenty questions.

    Returns:
        Name -> value, unit and text.
    """
    return _amounts() | _averages() | _pairs() | _evidence() | _densities()
