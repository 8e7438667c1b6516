"""Numbers of the exercises on the path: the right answers, and what common mistakes give instead."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp

import kldiv
from scripts.examples import cats_and_dogs, coins, expressions
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import DIGITS, agreed, cross_entropy_sum, divergence_sum, exact, in_bits, log

Distribution = list[Fraction]
QUARTER = exact(["1/4", "3/4"])
FAIR = exact(["1/2", "1/2"])
THREE = exact(["1/2", "1/4", "1/4"])
EVEN = exact(["1/3", "1/3", "1/3"])


def _categorical(p: Distribution) -> kldiv.Categorical:
    return kldiv.Categorical([float(v) for v in p])


def both_units(name: str, nats: float, how: str = "") -> Numbers:
    """Enter one amount of information in nats and in bits.

    Args:
        name: without the unit.
        nats: the amount.
        how: the arithmetic in nats; in bits every logarithm is one to base two.

    Returns:
        Two entries.

    Example:
        >>> sorted(both_units("x", math.log(2)))
        ['x.bits', 'x.nats']
    """
    entries: Numbers = {}
    for unit, value in (("nats", nats), ("bits", nats / math.log(2))):
        rounded = round(value, 12)
        entries[f"{name}.{unit}"] = number(
            rounded, unit, None if rounded.is_integer() else 4, how if unit == "nats" else how.replace("log(", "log2(")
        )
    return entries


def divergence(name: str, p: Distribution, q: Distribution) -> Numbers:
    """Enter D(p‖q), computed with the package and by an exact sum."""
    value = kldiv.kl_divergence(_categorical(p), _categorical(q))
    return both_units(name, agreed(name, value, divergence_sum(p, q)), expressions.divergence(p, q, "log"))


def cross_entropy(name: str, p: Distribution, q: Distribution) -> Numbers:
    """Enter H(p, q), computed with the package and by an exact sum."""
    value = kldiv.cross_entropy(_categorical(p), _categorical(q))
    return both_units(name, agreed(name, value, cross_entropy_sum(p, q)), expressions.cross_entropy(p, q, "log"))


def surprise(name: str, probability: Fraction, written: str = "") -> Numbers:
    """Enter the surprise of an event, whose probability may be written as it came about."""
    return both_units(name, float(log(1 / probability)), f"log(1/{written or expressions.plain(probability)})")


def _networks() -> Numbers:
    """Prices, evidence and cross-entropies of the networks that look at dogs and cats."""
    decent, adversarial, undecided = (exact(cats_and_dogs.NETWORKS[n]) for n in ("decent", "adversarial", "undecided"))
    disputed = exact(cats_and_dogs.DISPUTED)
    dog, cat = decent
    out = {"exercise.halved.q": number(float(dog / 2), "", None, "0.8/2")}
    out |= surprise("exercise.halved", dog / 2) | surprise("exercise.ten-dogs", dog**10, "0.8**10")
    out |= surprise("exercise.twenty-dogs", dog**20, "0.8**20")
    out["exercise.twenty-dogs.ratio"] = number(float(1 / dog**20), "", 2, "(1/0.8)**20")
    enough = math.log(100) / math.log(1 / dog)
    out["exercise.hundredfold.exact"] = number(enough, "", 2, "log(100)/log(1/0.8)")
    out["exercise.hundredfold.pictures"] = whole(math.ceil(enough))
    out["exercise.hundredfold.short"] = whole(math.floor(enough))
    if not dog ** math.ceil(enough) < Fraction(1, 100) <= dog ** math.floor(enough):
        raise ArithmeticError("a picture more or less would do")
    for_dog, for_cat = dog / undecided[0], cat / undecided[1]
    out |= both_units("exercise.dog-cat", float(log(for_dog * for_cat)), "log(0.8/0.5) + log(0.2/0.5)")
    out["exercise.three-dogs.ratio"] = number(float(for_dog**3), "", None, "(0.8/0.5)**3")
    out["exercise.three-dogs.added"] = number(float(3 * for_dog), "", None, "3*(0.8/0.5)")
    out |= both_units("exercise.two-cats", float(log(for_cat**2)), "2*log(0.2/0.5)")
    out["exercise.two-cats.ratio"] = number(float(for_cat**2), "", None, "(0.2/0.5)**2")
    out |= divergence("exercise.disputed-undecided", disputed, undecided)
    out |= divergence("exercise.disputed-adversarial", disputed, adversarial)
    out |= cross_entropy("exercise.disputed-adversarial.cross-entropy", disputed, adversarial)
    return out


def _few_outcomes() -> Numbers:
    """Entropies and divergences of distributions with two, three and six outcomes."""
    heads, tails = QUARTER
    out = cross_entropy("exercise.quarter-coin.entropy", QUARTER, QUARTER)
    out |= surprise("exercise.quarter-coin.heads", heads) | surprise("exercise.quarter-coin.tails", tails)
    plain = (log(1 / heads) + log(1 / tails)) / 2
    out |= both_units("exercise.quarter-coin.plain-average", float(plain), "(log(1/0.25) + log(1/0.75))/2")
    die = [Fraction(1, 6)] * 6
    faces = agreed("a die", kldiv.entropy(_categorical(die)), cross_entropy_sum(die, die))
    out |= both_units("exercise.die.entropy", faces, "log(6)")
    out |= divergence("exercise.fair-to-quarter", FAIR, QUARTER) | divergence("exercise.quarter-to-fair", QUARTER, FAIR)
    for face, q in zip(("heads", "tails"), QUARTER, strict=True):
        out |= both_units(f"exercise.fair-to-quarter.{face}", float(log(FAIR[0] / q)) / 2, f"0.5*log(0.5/{float(q)})")
    out |= both_units(
        "exercise.unnormalised", float(log(FAIR[0]) / 2), "0.5*log(0.5/0.5) + 0.5*log(0.5/1)"
    )  # the sum for q = (1/2, 1)
    out |= divergence("exercise.three-to-even", THREE, EVEN) | divergence("exercise.even-to-three", EVEN, THREE)
    truth, model = exact(["0.5", "0.3", "0.2"]), exact(["0.4", "0.4", "0.2"])
    out |= divergence("exercise.three-reverse", model, truth)
    for k, animal in enumerate(("dog", "cat")):
        term = float(model[k]) * float(log(model[k] / truth[k]))
        how = f"{float(model[k])}*log({float(model[k])}/{float(truth[k])})"
        out |= both_units(f"exercise.three-reverse.{animal}", term, how)
    return out


def _coins() -> Numbers:
    """Evidence and detours with the three coins, and a coin that was tossed."""
    fair, unfair, biased = (coins.faces(coins.HEADS[name]) for name in ("fair", "unfair", "biased"))
    out = divergence("exercise.biased-to-fair", biased, fair)
    ratios = [float(log(p / q)) for p, q in zip(biased, fair, strict=True)]
    for face, ratio, p in zip(("heads", "tails"), ratios, biased, strict=True):
        out |= both_units(f"exercise.biased-to-fair.{face}", ratio, f"log({float(p)}/0.5)")
    out |= both_units("exercise.biased-to-fair.plain-average", sum(ratios) / 2, "(log(0.9/0.5) + log(0.1/0.5))/2")
    swapped = sum(float(w) * r for w, r in zip(reversed(biased), ratios, strict=True))
    out |= both_units("exercise.biased-to-fair.swapped", swapped, "0.1*log(0.9/0.5) + 0.9*log(0.1/0.5)")
    out |= cross_entropy("exercise.biased.entropy", biased, biased)
    out |= divergence("exercise.unfair-to-biased", unfair, biased)
    one, two = (kldiv.kl_divergence(_categorical(p), _categorical(q)) for p, q in ((unfair, biased), (biased, fair)))
    direct, other = (coins.divergence(coins.HEADS[p], coins.HEADS[q]) for p, q in coins.PAIRS[1::-1])
    steps = [expressions.divergence(p, q, "log") for p, q in ((unfair, biased), (biased, fair), (unfair, fair))]
    back = expressions.divergence(fair, unfair, "log")
    out |= both_units("exercise.detour-back", one + two, f"{steps[0]} + {steps[1]}")
    saved = f"({steps[2]}) - ({steps[0]}) - ({steps[1]})"
    out |= both_units("exercise.detour-back.saved", direct - one - two, saved)
    out |= both_units("exercise.both-ways.sum", direct + other, f"{steps[2]} + {back}")
    out |= both_units("exercise.both-ways", (direct + other) / 2, f"({steps[2]} + {back})/2")
    seen = coins.faces(Fraction(coins.HEADS_SEEN, coins.TOSSES))
    out |= both_units("exercise.sample.heads", coins.HEADS_SEEN * float(log(biased[0])), "7*log(0.9)")
    total = coins.log_likelihood(biased[0])
    agreed("ten times the cross-entropy", -total, coins.TOSSES * cross_entropy_sum(seen, biased))
    out |= both_units("exercise.sample.loglik", total, "7*log(0.9) + 3*log(0.1)")
    out |= divergence("exercise.sample-to-biased", seen, biased) | divergence("exercise.biased-to-sample", biased, seen)
    gap = coins.log_likelihood(seen[0]) - total
    return out | both_units("exercise.sample.gap", gap, "7*log(0.7/0.9) + 3*log(0.3/0.1)")


def _elsewhere() -> Numbers:
    """Units, codes, uniform distributions and the normal density."""
    adversarial = float(log(5))
    wrong_way = number(adversarial * math.log(2), "bits", how="log(5)*log(2)")
    extra = 0.25 * math.log(2)
    out = {"exercise.units.divided": wrong_way, "exercise.code.extra.nats": number(extra, "nats", how="0.25*log(2)")}
    out["exercise.code.extra.multiplied"] = number(0.25 / math.log(2), "nats", how="0.25/log(2)")
    out["exercise.code.file.bits"] = number(1000 * 0.25, "bits", None, "1000*0.25")
    out["exercise.code.file.whole"] = number(1000 * 2, "bits", None, "1000*2")
    narrow, wide = kldiv.Uniform(0, 1), kldiv.Uniform(0, 4)
    out |= both_units("exercise.uniform", agreed("uniform", kldiv.kl_divergence(narrow, wide), log(4)), "log(4)")
    out["exercise.uniform.high"] = whole(4)
    out["exercise.uniform.reverse.bits"] = number(kldiv.kl_divergence(wide, narrow), "bits")
    out["exercise.no-cat.pictures"] = whole(5)
    out["exercise.no-cat.share"] = number(100 * 0.8**5, "%", 1, "100*0.8**5")
    out["exercise.no-cat.only-cats"] = number(100 * 0.2**5, "%", 3, "100*0.2**5")
    with mp.workdps(DIGITS):
        held = mp.ncdf(mp.mpf("0.005")) - mp.ncdf(mp.mpf("-0.005"))
    out["exercise.interval.probability"] = number(agreed("interval", math.erf(0.005 / math.sqrt(2)), held), "", 6)
    out["exercise.low-peak"] = number(1 / math.sqrt(2 * math.pi) / 2, "", 4, "1/sqrt(2*pi)/2")
    out["exercise.odds"] = whole(100)
    out["exercise.odds.observations"] = number(math.log(100) / 0.1, "", 0, "log(100)/0.1")
    out["exercise.odds.binary"] = number(math.log2(100) / 0.1, "", 0, "log2(100)/0.1")
    out["exercise.forbidden.bits"] = number(
        kldiv.kl_divergence(_categorical(exact([1, 0])), _categorical(exact([0, 1]))), "bits"
    )
    agreed("bits of the adversarial network", adversarial / math.log(2), in_bits(log(5)))
    return out


def numbers() -> Numbers:
    """Compute the numbers of the exercises.

    Returns:
        Name -> value, unit and text.
    """
    return _networks() | _few_outcomes() | _coins() | _elsewhere()
