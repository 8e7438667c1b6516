"""What the tasks at the end of the notebooks come to: the solutions' numbers, worked out apart from the notebooks."""

from __future__ import annotations

import math

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number, power_of_ten, whole
from scripts.examples.exercises import divergence
from scripts.examples.second_route import agreed, exact

FAIR, BENT, UNFAIR = exact(["0.5", "0.5"]), exact(["0.8", "0.2"]), exact(["0.99", "0.01"])
THOUSAND = math.log(1000)


def chance_of_misleading(heads: float, wanted: float, most: int) -> float:
    """Return how often a fair coin brings evidence for another one, within a number of tosses.

    Args:
        heads: the other coin's probability of heads.
        wanted: the evidence, in nats.
        most: the number of tosses.

    Returns:
        The probability, by adding up all ways; they stop where the evidence is there.
    """
    gain, loss = math.log(heads / 0.5), math.log((1 - heads) / 0.5)
    waiting, reached = {0: 1.0}, 0.0  # how many tails there were -> how likely that is, with nothing reached yet
    for toss in range(1, most + 1):
        ahead: dict[int, float] = {}
        for tails, chance in waiting.items():
            for more in (0, 1):
                ahead[tails + more] = ahead.get(tails + more, 0.0) + chance / 2
        waiting = {}
        for tails, chance in ahead.items():
            if (toss - tails) * gain + tails * loss >= wanted:
                reached += chance
            else:
                waiting[tails] = chance
    return reached


def _coins() -> Numbers:
    """Another unfair coin, a third one, and evidence that misleads."""
    out = divergence("notebook.coins.fair", FAIR, BENT) | divergence("notebook.coins.bent", BENT, FAIR)
    for name, p, q in (("fair", FAIR, BENT), ("bent", BENT, FAIR)):
        first, second = (kldiv.Categorical([float(v) for v in coin]) for coin in (p, q))
        per_toss = kldiv.kl_divergence(first, second)
        how = f"log(1000)/({expressions.divergence(p, q, 'log')})"
        out[f"notebook.coins.{name}.tosses"] = number(THOUSAND / per_toss, "", 1, how)
    level = math.log(0.5 / 0.01) / (math.log(0.99 / 0.5) + math.log(0.5 / 0.01))
    drift = level * math.log(0.5 / 0.99) + (1 - level) * math.log(0.5 / 0.01)
    agreed("neither up nor down", drift + 1, 1.0)
    how = "log(0.5/0.01)/(log(0.99/0.5) + log(0.5/0.01))"
    out["notebook.coins.level"] = number(level, "", 4, how)
    out["notebook.coins.middle"] = number((0.5 + 0.99) / 2, "", 4, "(0.5 + 0.99)/2")
    misled = chance_of_misleading(0.99, THOUSAND, 400)
    if not 0 < misled < 1e-3:
        raise ArithmeticError(f"misled with probability {misled}, which the bound forbids")
    out["notebook.coins.misled"] = power_of_ten(misled)
    out["notebook.coins.run"] = whole(math.ceil(THOUSAND / math.log(0.99 / 0.5)))
    return out


def _elbo() -> Numbers:
    """Less noise, a faster climb, and a scale that is held."""
    out: Numbers = {}
    for name, noise in (("whole", 1.0), ("half", 0.5)):
        variance = 2.0**2 + noise**2
        value = -(1.5**2) / variance / 2 - math.log(2 * math.pi * variance) / 2
        how = f"-(1.5**2)/(2*{variance:g}) - log(2*pi*{variance:g})/2"
        out[f"notebook.elbo.{name}.nats"] = number(value, "nats", how=how)
    rise = out["notebook.elbo.half.nats"]["value"] - out["notebook.elbo.whole.nats"]["value"]
    out["notebook.elbo.rise.nats"] = number(rise, "nats")
    # The slope in the location is w x - (w**2 + 1) m: a step of rate r multiplies the way that is left by 1 - 5 r.
    out["notebook.elbo.rate"] = number(2 / 5, "", None, "2/(2**2 + 1)")
    # Near the end, with t = log scale, the slope is 1 - 5 exp(2 t): a step multiplies by 1 - 2 r.
    out["notebook.elbo.rate.scale"] = number(1.0, "", None, "2/2")
    held = kldiv.kl_divergence(kldiv.Normal(0.6, 1), kldiv.Normal(0.6, 0.2**0.5))
    how = "(1/0.2 - 1 - log(1/0.2))/2"
    out["notebook.elbo.held.nats"] = number(agreed("held", held, (5 - 1 - math.log(5)) / 2), "nats", how=how)
    return out


def _gaussians() -> Numbers:
    """Equal scales, and a distribution that has moved away."""
    equal = kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(2, 1))
    out = {"notebook.gaussians.equal.nats": number(equal, "nats", None, "(1 - 2)**2/(2*1)")}
    far = kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(5, 0.5))
    how = "log(0.5/1) + (1**2 + (1 - 5)**2)/(2*0.5**2) - 0.5"
    out["notebook.gaussians.far.nats"] = number(far, "nats", how=how)
    # With z = x - 1 the log-ratio is 1.5 z**2 - 16 z and a constant; z is standard normal.
    spread = math.sqrt(1.5**2 * 2 + 16**2)
    out["notebook.gaussians.far.spread.nats"] = number(spread, "nats", how="sqrt(2*1.5**2 + 16**2)")
    out["notebook.gaussians.far.hundred.nats"] = number(spread / 10, "nats", 2, "sqrt(2*1.5**2 + 16**2)/10")
    return out


def _estimators() -> Numbers:
    """A reference that gives one token next to nothing."""
    policy, reference = [0.6, 0.3, 0.1], [0.4, 0.6 - 1e-9, 1e-9]
    truth = sum(p * math.log(p / q) for p, q in zip(policy, reference, strict=True))
    d = [math.log(q / p) for p, q in zip(policy, reference, strict=True)]
    kinds = {"k1": [-v for v in d], "k2": [v * v / 2 for v in d], "k3": [math.expm1(v) - v for v in d]}
    out = {"notebook.estimators.truth.nats": number(truth, "nats", 2)}
    for name, values in kinds.items():
        mean = sum(p * v for p, v in zip(policy, values, strict=True))
        deviation = math.sqrt(sum(p * (v - mean) ** 2 for p, v in zip(policy, values, strict=True)))
        out[f"notebook.estimators.{name}.mean.nats"] = number(mean, "nats", 2)
        out[f"notebook.estimators.{name}.deviation.nats"] = number(deviation, "nats", 2)
    agreed("k3 is unbiased", out["notebook.estimators.k3.mean.nats"]["value"], truth)
    return out


def numbers() -> Numbers:
    """Compute the numbers of the solutions.

    Returns:
        Name -> value, unit and text.
    """
    return _coins() | _elbo() | _gaussians() | _estimators()
