"""One worked use each: a step of training, a reward with a price, a coded file, evidence until it will do."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from scripts.examples.categorical import P, Q
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import Disagreement, agreed, divergence_sum, exact, in_bits
from scripts.examples.sums import cross_entropy, divergence

RUNS, SEED = 20_000, 20
ODDS, SHIFT_NATS = 20, 0.1
REFERENCE, REWARDS, PRICE = ("0.5", "0.3", "0.2"), (0.0, 0.0, 1.0), 1.0


def _step() -> Numbers:
    """One step down the slope of the cross-entropy: each logit moves by what is answered less what is true."""
    p, q = (np.array([float(v) for v in d]) for d in (P, Q))
    logits = np.log(q)
    slope = q - p
    h = 1e-6
    for k in range(3):
        moved = [logits + sign * h * np.eye(3)[k] for sign in (1, -1)]
        losses = [float(np.log(np.exp(m).sum()) - p @ m) for m in moved]
        if abs((losses[0] - losses[1]) / (2 * h) - slope[k]) > 1e-8:
            raise Disagreement("the slope is not answer less label")
    after = np.exp(logits - slope)
    after /= after.sum()
    value = float((p * np.log(p / after)).sum())
    moved_by = ("0.4*exp(0.1)", "0.4*exp(-0.1)", "0.2")
    total = " + ".join(moved_by)
    how = f"0.5*log(0.5/0.4) + 0.3*log(0.3/0.4) - 0.5*0.1 + 0.3*0.1 + log({total})"
    out: Numbers = {}
    for k, animal in enumerate(("dog", "cat", "fox")):
        out[f"uses.slope.{animal}"] = number(round(float(slope[k]), 12), "", None, f"{Q[k]} - {P[k]}")
        out[f"uses.after.{animal}"] = number(float(after[k]), "", 3, f"{moved_by[k]}/({total})")
    out["uses.before.nats"] = divergence("uses.before", P, Q)["uses.before.nats"]
    out["uses.after.nats"] = number(value, "nats", 4, how)
    return out


def _reward() -> Numbers:
    """A model that may answer dog, cat or fox, is paid for foxes, and pays for every nat away from where it began."""
    start = np.array([float(v) for v in REFERENCE])
    best = start * np.exp(np.array(REWARDS) / PRICE)
    total = float(best.sum())
    best /= total
    moved = float((best * np.log(best / start)).sum())
    gained = float(best @ np.array(REWARDS))
    worth = gained - PRICE * moved
    agreed("the best objective", worth, PRICE * math.log(total))
    rng = np.random.default_rng(SEED)
    for other in rng.dirichlet(np.ones(3), 2000):
        if float(other @ np.array(REWARDS)) - PRICE * float((other * np.log(other / start)).sum()) > worth:
            raise ArithmeticError("a better policy was found")
    greedy = -PRICE * math.log(0.2) * 1.0
    weight = "0.2*exp(1)/(0.5 + 0.3 + 0.2*exp(1))"
    return {
        "uses.policy.fox": number(float(best[2]), "", 3, weight),
        "uses.policy.start": number(0.2, "", None),
        "uses.policy.nats": number(moved, "nats", 4),
        "uses.policy.worth": number(worth, "", 4, "log(0.5 + 0.3 + 0.2*exp(1))"),
        "uses.policy.greedy.nats": number(greedy, "nats", 4, "-log(0.2)"),
        "uses.policy.greedy.worth": number(1 - greedy, "", 4, "1 + log(0.2)"),
        "uses.policy.stay.worth": number(0.2, "", None),
        "uses.design.reward": number(PRICE * math.log(4), "", 4, "log((0.5 + 0.3)/0.2)"),
        "uses.design.factor": number(4, "", None, "(0.5 + 0.3)/0.2"),
    }


def _coding() -> Numbers:
    out = cross_entropy("uses.code.q", P, Q) | cross_entropy("uses.code.p", P, P)
    extra = float(in_bits(divergence_sum(exact(P), exact(Q))))
    how = "10000*(0.5*log2(0.5/0.4) + 0.3*log2(0.3/0.4))"
    out["uses.code.file"] = number(10_000, "", None)
    out["uses.code.more.bits"] = number(10_000 * extra, "bits", 0, how)
    out["uses.code.needed.bits"] = number(10_000 * float(out["uses.code.p.bits"]["value"]), "bits", 0)
    return out


@cache
def waiting(odds: float, nats: float) -> tuple[float, float, float]:
    """Gather evidence, observation by observation, until the odds are reached; many times over.

    Each observation is normal with scale one, and the two means are so far apart that one is worth so many nats.

    Args:
        odds: at which one stops.
        nats: the divergence.

    Returns:
        The average number of observations, its standard error, and the average evidence reached.
    """
    shift = math.sqrt(2 * nats)
    rng = np.random.default_rng([SEED, round(1000 * nats), round(odds)])
    evidence, count = np.zeros(RUNS), np.zeros(RUNS)
    going = np.ones(RUNS, dtype=bool)
    while going.any():
        # log p/q at x, for p normal around the shift and q around zero
        evidence[going] += shift * (shift + rng.standard_normal(int(going.sum()))) - shift**2 / 2
        count[going] += 1
        going &= evidence < math.log(odds)
    mean, error, reached = float(count.mean()), float(count.std() / math.sqrt(RUNS)), float(evidence.mean())
    if abs(reached - nats * mean) > 5 * nats * error:
        raise Disagreement("the evidence reached is the divergence times the observations, on average")
    return mean, error, reached


def _testing() -> Numbers:
    out: Numbers = {"uses.odds": number(ODDS, "", None), "uses.odds.log": number(math.log(20), "nats", 4, "log(20)")}
    for name, odds, nats in (("twenty", 20, 0.1), ("hundred", 100, 0.1), ("strong", 20, 1.0)):
        mean, _, reached = waiting(odds, nats)
        least = math.log(odds) / nats
        if not mean > least:
            raise ArithmeticError("the logarithm of the odds over the divergence was to be the least")
        out[f"uses.wait.{name}.odds"] = number(odds, "", None)
        out[f"uses.wait.{name}.nats"] = number(nats, "nats", None)
        out[f"uses.wait.{name}.least"] = number(least, "", 1, f"log({odds})/{nats}")
        out[f"uses.wait.{name}.mean"] = number(mean, "", 1)
        out[f"uses.wait.{name}.reached"] = number(reached, "nats", 2)
    out["uses.wait.hundred.binary"] = number(math.log2(100) / 0.1, "", 1, "log2(100)/0.1")
    out["uses.wait.runs"] = words(f"{RUNS:,}".replace(",", "\u202f"))
    return out


def numbers() -> Numbers:
    """Compute the numbers of the lesson on uses.

    Returns:
        Name -> value, unit and text.
    """
    return _step() | _reward() | _coding() | _testing()
