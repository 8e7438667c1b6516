"""From counts, histograms and samples to a divergence: what has to be divided, what is biased, and by how much."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np
from scipy.stats import entropy

from scripts.examples.categorical import P
from scripts.examples.display import Numbers, number, power_of_ten, whole, words
from scripts.examples.second_route import agreed, divergence_sum, exact, in_bits
from scripts.examples.sums import divergence

FIRST, SECOND = (5, 3, 2), (12, 8, 0)
ADDED = ("1", "1/2", "1/100", "1/1000000")
SIZES = (10, 100)
CELLS, WANTED = 21, "0.01"
ONES = 1000
X, Y = (1, 2, 2, 3), (1, 1, 2, 3)
RUNS, DRAWS, NEIGHBOURS = 400, 200, 1
BINS = (2, 4, 8, 16, 32, 64, 128)


def shares(counts: tuple[int, ...], added: Fraction = Fraction(0)) -> list[Fraction]:
    """Divide counts by their sum, after adding the same to each.

    Example:
        >>> [str(v) for v in shares((5, 3, 2))]
        ['1/2', '3/10', '1/5']
    """
    total = sum(counts) + len(counts) * added
    return [(c + added) / total for c in counts]


def _counts() -> Numbers:
    out: Numbers = {}
    for name, counts in (("first", FIRST), ("second", SECOND)):
        out[f"counted.{name}"] = words(", ".join(str(c) for c in counts))
        for animal, count in zip(("dog", "cat", "fox"), counts, strict=True):
            share = Fraction(count, sum(counts))
            out[f"counted.{name}.{animal}"] = number(float(share), "", None, f"{count}/{sum(counts)}")
    first, second = shares(FIRST), shares(SECOND)
    out["counted.forward.nats"] = number(float(divergence_sum(first, second)), "nats")
    reverse = agreed("SciPy divides", entropy(SECOND, FIRST), divergence_sum(second, first))
    out["counted.reverse.nats"] = number(reverse, "nats", 4, "0.6*log(0.6/0.5) + 0.4*log(0.4/0.3)")
    for k, added in enumerate(ADDED, start=1):
        smooth = shares(SECOND, Fraction(added))
        value = float(divergence_sum(first, smooth))
        agreed("added to the counts", entropy(FIRST, [c + float(Fraction(added)) for c in SECOND]), value)
        extra = float(Fraction(added))
        written = f"{extra:f}".rstrip("0").rstrip(".")
        total = f"(20 + 3*{written})"
        how = " + ".join(f"{p}*log({p}*{total}/({c} + {written}))" for p, c in zip(P, SECOND, strict=True))
        out[f"counted.added.{k}"] = number(extra, "", None) if k < 4 else power_of_ten(extra)
        out[f"counted.added.{k}.nats"] = number(value, "nats", 4, how)
    return out


def _ones() -> Numbers:
    """The entropy of an array of ones, taken for a sample of a constant."""
    value = agreed("ones", entropy(np.ones(ONES), base=2), math.log2(ONES))
    return {
        "counted.ones.bits": number(value, "bits", 2, "log2(1000)"),
    }


def outcomes(n: int, k: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which n animals may fall into k kinds.

    Example:
        >>> list(outcomes(1, 2))
        [(0, 1), (1, 0)]
    """
    if k == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in outcomes(n - first, k - 1):
            yield (first, *rest)


@cache
def bias(n: int, p: tuple[str, ...]) -> float:
    """Return the exact average of D(seen‖p) over everything that n draws from p may show, in nats.

    Args:
        n: the number of draws.
        p: the truth.

    Returns:
        The average, which would be zero if the estimate were right on average.
    """
    logs = [math.log(float(Fraction(v))) for v in p]
    total = 0.0
    for counts in outcomes(n, len(p)):
        mass = math.lgamma(n + 1) + sum(c * log - math.lgamma(c + 1) for c, log in zip(counts, logs, strict=True))
        seen = sum(c / n * (math.log(c / n) - log) for c, log in zip(counts, logs, strict=True) if c)
        total += math.exp(mass) * seen
    return total


def _bias() -> Numbers:
    out: Numbers = {}
    for n in SIZES:
        out[f"counted.bias.{n}.count"] = number(n, "", None)
        out[f"counted.bias.{n}.nats"] = number(bias(n, P), "nats", 4)
        out[f"counted.bias.{n}.rule.nats"] = number(2 / (2 * n), "nats", None, f"(3 - 1)/(2*{n})")
    enough = (CELLS - 1) / (2 * float(WANTED))
    out["counted.cells"] = number(CELLS, "", None)
    out["counted.wanted.nats"] = number(float(WANTED), "nats", None)
    out["counted.enough"] = number(enough, "", None, f"({CELLS} - 1)/(2*{WANTED})")
    out["counted.enough.doubled"] = number(2 * enough, "", None)
    return out


def _values_for_probabilities() -> Numbers:
    """Two samples of whole numbers, fed to SciPy as they are, and counted first."""
    printed = float(entropy(X, Y))
    how = " + ".join(f"{a}/8*log(({a}/8)/({b}/7))" for a, b in zip(X, Y, strict=True))
    right = divergence("counted.samples", ("1/4", "1/2", "1/4"), ("1/2", "1/4", "1/4"))
    counts = [[list(s).count(v) for v in (1, 2, 3)] for s in (X, Y)]
    agreed("counted first", entropy(*counts), float(right["counted.samples.nats"]["value"]))
    right["counted.samples.printed"] = number(printed, "", 4, how)
    for name, sample in (("x", X), ("y", Y)):
        right[f"counted.samples.{name}"] = words(", ".join(map(str, sample)))
    return right


@cache
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Draw many pairs of samples: one around zero, one around one, both normal with scale one.

    Returns:
        Two arrays of RUNS rows.
    """
    rng = np.random.default_rng(1951)
    return rng.standard_normal((RUNS, DRAWS)), rng.standard_normal((RUNS, DRAWS)) + 1


@cache
def from_histograms(bins: int, apart: bool) -> float:
    """Average the estimate from histograms of equal bins, with half an observation added to each.

    Args:
        bins: how many, between -3 and 4; the outer ones take all that is beyond.
        apart: whether the two samples' means are one apart, or the same.

    Returns:
        The average over all pairs of samples, in nats.
    """
    edges = np.linspace(-3, 4, bins + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    values = []
    for x, y in zip(*drawn(), strict=True):
        p, q = (np.histogram(s, edges)[0] + 0.5 for s in (x, y if apart else y - 1))
        values.append(float(entropy(p, q)))
    return float(np.mean(values))


def nearest(x: np.ndarray, y: np.ndarray) -> float:
    """Estimate D(p‖q) from two samples on a line by distances to nearest neighbours.

    Args:
        x: drawn from p.
        y: drawn from q.

    Returns:
        The average logarithm of the two distances' ratio, corrected for the sizes, in nats.
    """
    x = np.sort(x)
    gaps = np.diff(x)
    own = np.minimum(np.append(np.inf, gaps), np.append(gaps, np.inf))
    y = np.concatenate([[-np.inf], np.sort(y), [np.inf]])
    place = np.searchsorted(y, x)
    other = np.minimum(x - y[place - 1], y[place] - x)
    return float(np.log(other / own).mean() + math.log((len(y) - 2) / (len(x) - 1)))


@cache
def neighbours() -> tuple[np.ndarray, np.ndarray]:
    """Estimate from every pair of samples: where the divergence is a half, and where it is zero.

    Returns:
        The two rows of estimates.
    """
    x, y = drawn()
    apart = np.array([nearest(a, b) for a, b in zip(x, y, strict=True)])
    same = np.array([nearest(a, b - 1) for a, b in zip(x, y, strict=True)])
    return apart, same


def _continuous() -> Numbers:
    apart, same = neighbours()
    slow = np.abs(drawn()[0][0][:, None] - drawn()[1][0][None, :]).min(1)
    own = np.abs(drawn()[0][0][:, None] - drawn()[0][0][None, :])
    np.fill_diagonal(own, np.inf)
    by_hand = float(np.log(slow / own.min(1)).mean()) + math.log(DRAWS / (DRAWS - 1))
    agreed("every distance", float(apart[0]), by_hand)
    out: Numbers = {
        "counted.draws": whole(DRAWS),
        "counted.runs": whole(RUNS),
        "counted.apart.truth.nats": number(0.5, "nats", None, "1**2/2"),
        "counted.nearest.mean.nats": number(float(apart.mean()), "nats", 2),
        "counted.nearest.spread.nats": number(float(apart.std(ddof=1)), "nats", 2),
        "counted.nearest.same.mean.nats": number(float(same.mean()), "nats", 2),
        "counted.nearest.negative": number(100 * float((same < 0).mean()), "%", 0),
    }
    for bins in BINS:
        out[f"counted.bins.{bins}"] = number(bins, "", None)
        out[f"counted.bins.{bins}.apart.nats"] = number(from_histograms(bins, True), "nats", 3)
        out[f"counted.bins.{bins}.same.nats"] = number(from_histograms(bins, False), "nats", 3)
    return out


def numbers() -> Numbers:
    """Compute the numbers of the lesson on samples, counts and histograms.

    Returns:
        Name -> value, unit and text.
    """
    agreed("bits", float(in_bits(divergence_sum(exact(["1"]), exact(["1"])))), 0.0)
    return _counts() | _ones() | _bias() | _values_for_probabilities() | _continuous()
