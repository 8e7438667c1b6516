"""Coins: a fair one, an unfair one, and one between the two."""

from __future__ import annotations

from fractions import Fraction

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits, log

HEADS = {"fair": "0.5", "unfair": "0.99", "biased": "0.9"}
PAIRS = (
    ("fair", "unfair"),
    ("unfair", "fair"),
    ("fair", "fair"),
    ("fair", "biased"),
    ("biased", "unfair"),
)
TOSSES, HEADS_SEEN = 10, 7
LOGARITHMS = tuple(expressions.LOGARITHMS.items())


def faces(heads: str | Fraction) -> list[Fraction]:
    """Return the exact probabilities of heads and tails.

    Args:
        heads: the probability of heads.

    Returns:
        Heads, tails.

    Example:
        >>> faces("0.99")
        [Fraction(99, 100), Fraction(1, 100)]
    """
    return exact([Fraction(heads), 1 - Fraction(heads)])


def distribution(heads: str | Fraction) -> kldiv.Categorical:
    """Return a coin as a distribution of two outcomes, heads first.

    Args:
        heads: the probability of heads.

    Returns:
        The distribution.
    """
    return kldiv.Categorical([float(v) for v in faces(heads)])


def divergence(p: str | Fraction, q: str | Fraction, base: float | None = None) -> float:
    """Compute D(p‖q) of two coins by both routes.

    Args:
        p: heads of the reference.
        q: heads of what stands in for it.
        base: 2 for bits, None for nats.

    Returns:
        The divergence.
    """
    nats = divergence_sum(faces(p), faces(q))
    second = in_bits(nats) if base == 2 else nats
    return agreed(f"coins {p}, {q}", kldiv.kl_divergence(distribution(p), distribution(q), base=base), second)


def log_likelihood(heads: Fraction) -> float:
    """Return the log-likelihood of the tosses that were seen, in nats.

    Args:
        heads: the probability of heads that is supposed.

    Returns:
        The logarithm of the probability of that sequence.
    """
    first, second = faces(heads)
    return float(HEADS_SEEN * log(first) + (TOSSES - HEADS_SEEN) * log(second))


def _pairs() -> Numbers:
    out: Numbers = {}
    for p, q in PAIRS:
        nats = divergence(HEADS[p], HEADS[q])
        digits = 7 if {p, q} == {"fair", "unfair"} else 4
        places = None if nats == 0 else digits
        sums = {u: expressions.divergence(faces(HEADS[p]), faces(HEADS[q]), log) for u, log in LOGARITHMS}
        out[f"coins.{p}-to-{q}.nats"] = number(nats, "nats", places, sums["nats"])
        bits = divergence(HEADS[p], HEADS[q], base=2)
        out[f"coins.{p}-to-{q}.bits"] = number(bits, "bits", None if bits == 0 else 4, sums["bits"])
    for p, q in PAIRS[:2]:
        value = kldiv.cross_entropy(distribution(HEADS[p]), distribution(HEADS[q]))
        second = cross_entropy_sum(faces(HEADS[p]), faces(HEADS[q]))
        how = expressions.cross_entropy(faces(HEADS[p]), faces(HEADS[q]), expressions.NATS)
        out[f"coins.{p}-to-{q}.cross-entropy.nats"] = number(agreed("cross-entropy", value, second), "nats", how=how)
    return out


def _terms() -> Numbers:
    """Split D(unfair‖fair) into its two faces."""
    out: Numbers = {}
    name, ratios, total = "coins.unfair-to-fair", [], 0.0
    for face, p, q in zip(("heads", "tails"), faces(HEADS["unfair"]), faces(HEADS["fair"]), strict=True):
        ratio = float(log(p / q))
        ratios.append(ratio)
        total += float(p) * ratio
        how = f"log({float(p)}/{float(q)})"
        out[f"{name}.ratio.{face}.nats"] = number(ratio, "nats", how=how)
        out[f"{name}.term.{face}.nats"] = number(float(p) * ratio, "nats", how=f"{float(p)}*{how}")
    agreed("the sum of the two faces", divergence(HEADS["unfair"], HEADS["fair"]), total)
    out[f"{name}.plain-average.nats"] = number(sum(ratios) / 2, "nats", how="(log(0.99/0.5) + log(0.01/0.5))/2")
    return out


def _sample() -> Numbers:
    """Seven heads in ten tosses: the gap between two log-likelihoods is ten times a divergence."""
    seen = Fraction(HEADS_SEEN, TOSSES)
    fair, best = log_likelihood(Fraction(1, 2)), log_likelihood(seen)
    per_toss = divergence(seen, HEADS["fair"])
    gap = agreed("tosses times divergence", best - fair, TOSSES * per_toss)
    return {
        "coins.sample.tosses": whole(TOSSES),
        "coins.sample.heads": whole(HEADS_SEEN),
        "coins.sample.fraction": number(float(seen), "", None, f"{HEADS_SEEN}/{TOSSES}"),
        "coins.sample.loglik.fair.nats": number(fair, "nats", how=f"{TOSSES}*log(0.5)"),
        "coins.sample.loglik.best.nats": number(best, "nats", how="7*log(0.7) + 3*log(0.3)"),
        "coins.sample.loglik.gap.nats": number(gap, "nats", how="7*log(0.7/0.5) + 3*log(0.3/0.5)"),
        "coins.sample.divergence.nats": number(per_toss, "nats", how="0.7*log(0.7/0.5) + 0.3*log(0.3/0.5)"),
    }


def numbers() -> Numbers:
    """Compute the numbers of the coins.

    Returns:
        Name -> value, unit and text.
    """
    out = _pairs() | _terms() | _sample()
    for coin, heads in HEADS.items():
        both = faces(heads)
        out[f"coins.{coin}.heads"] = number(float(both[0]), "", None)
        out[f"coins.{coin}.tails"] = number(float(both[1]), "", None)
        value = agreed("entropy", kldiv.entropy(distribution(heads)), cross_entropy_sum(both, both))
        how = expressions.cross_entropy(both, both, expressions.NATS)
        out[f"coins.{coin}.entropy.nats"] = number(value, "nats", how=how)
    detour = sum(out[f"coins.{step}.nats"]["value"] for step in ("fair-to-biased", "biased-to-unfair"))
    direct = out["coins.fair-to-unfair.nats"]["value"]
    if not detour < direct:
        raise ArithmeticError(f"the detour of {detour} nats was to be shorter than {direct} nats")
    out["coins.detour.nats"] = number(
        detour,
        "nats",
        how=" + ".join(expressions.divergence(faces(HEADS[p]), faces(HEADS[q]), "log") for p, q in PAIRS[3:]),
    )
    return out


def fragments() -> dict[str, str]:
    """Write the three comparisons of the post as a table.

    Returns:
        Fragment name -> Markdown.
    """
    rows = ["| data from | approximated by | nats | bits |", "|---|---|--:|--:|"]
    for p, q in PAIRS[:3]:
        first, second = ("a fair coin", "another fair coin") if p == q else (f"the {p} coin", f"the {q} coin")
        rows.append(f"| {first} | {second} | [[n:coins.{p}-to-{q}.nats]] | [[n:coins.{p}-to-{q}.bits]] |")
    return {"coins-table": "\n".join(rows)}
