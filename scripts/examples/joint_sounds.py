"""Animals and sounds: a joint distribution, its marginals, and what one tells of the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import numpy as np

import kldiv
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits
from scripts.examples.sums import cross_entropy, divergence

ANIMALS, SOUNDS = ("dog", "cat", "fox"), ("bark", "quiet")
#: Rows are animals, columns barking and quiet; their sums are the running example's p.
BARKS = (("0.4", "0.1"), ("0", "0.3"), ("0.1", "0.1"))
PURRS = (("0", "0.5"), ("0.3", "0"), ("0", "0.2"))
BY_HAND = (("0.4", "0.1"), ("0.1", "0.4"))
BROKEN = (("0.5", "0.2"), ("0.1", "0.2"))
COPY = (("1/2", "0"), ("0", "1/2"))
SEEN = 20

Table = Sequence[Sequence[str]]


def marginals(table: Table) -> tuple[list[Fraction], list[Fraction]]:
    """Add up the rows and the columns.

    Example:
        >>> [float(v) for v in marginals(BARKS)[1]]
        [0.5, 0.5]
    """
    cells = [[Fraction(v) for v in row] for row in table]
    return [sum(row, Fraction(0)) for row in cells], [sum(column, Fraction(0)) for column in zip(*cells, strict=True)]


def _text(value: Fraction) -> str:
    return f"{float(value):.12g}"


def information(name: str, table: Table) -> Numbers:
    """Enter the mutual information of a table, three ways: as a divergence, and as two differences of entropies.

    Args:
        name: without the unit.
        table: the joint probabilities.

    Returns:
        Two entries.
    """
    rows, columns = marginals(table)
    joint = [v for row in table for v in row]
    product = [_text(a * b) for a in rows for b in columns]
    out = divergence(name, joint, product)
    in_entropies = (
        cross_entropy_sum(rows, rows) + cross_entropy_sum(columns, columns)
        - cross_entropy_sum(exact(joint), exact(joint))
    )  # fmt: skip
    agreed(name, float(out[f"{name}.nats"]["value"]), in_entropies)
    return out


def _cells() -> Numbers:
    """Every cell of the table: joint, product, ratio, logarithm and what it adds."""
    out: Numbers = {}
    rows, columns = marginals(BARKS)
    for animal, row, a in zip(ANIMALS, BARKS, rows, strict=True):
        out[f"joint.{animal}"] = number(float(a), "", None, f"{row[0]} + {row[1]}")
        for sound, cell, b in zip(SOUNDS, row, columns, strict=True):
            name, joint = f"joint.{animal}.{sound}", Fraction(cell)
            out[name] = number(float(joint), "", None)
            out[f"{name}.product"] = number(float(a * b), "", None, f"{_text(a)}*{_text(b)}")
            if joint:
                log = math.log2(joint / (a * b))
                digits = None if round(log, 12).is_integer() else 4
                out[f"{name}.ratio"] = number(float(joint / (a * b)), "", None, f"{cell}/{_text(a * b)}")
                out[f"{name}.log"] = number(log, "bits", digits, f"log2({cell}/{_text(a * b)})")
                out[f"{name}.term"] = number(
                    float(joint) * log, "bits", None if digits is None else 4, f"{cell}*log2({cell}/{_text(a * b)})"
                )
    for sound, b, cells in zip(SOUNDS, columns, zip(*BARKS, strict=True), strict=True):
        out[f"joint.{sound}"] = number(float(b), "", None, " + ".join(cells))
    return out


def _conditional() -> Numbers:
    """The animal after the sound was heard: what is left of its entropy, and how far the belief has moved."""
    rows, columns = marginals(BARKS)
    prior = [_text(v) for v in rows]
    out = cross_entropy("joint.animal.entropy", prior, prior)
    left, moved = 0.0, 0.0
    for sound, b, cells in zip(SOUNDS, columns, zip(*BARKS, strict=True), strict=True):
        after = [_text(Fraction(c) / b) for c in cells]
        out[f"joint.after.{sound}"] = words(", ".join(after))
        out |= cross_entropy(f"joint.after.{sound}.entropy", after, after)
        out |= divergence(f"joint.after.{sound}.moved", after, prior)
        left += float(b) * float(out[f"joint.after.{sound}.entropy.bits"]["value"])
        moved += float(b) * float(out[f"joint.after.{sound}.moved.bits"]["value"])
    value = float(information("joint.barks", BARKS)["joint.barks.bits"]["value"])
    agreed("entropy less what is left", float(out["joint.animal.entropy.bits"]["value"]) - left, value)
    agreed("the average move", moved, value)

    def halves(what: str) -> str:
        first, second = (out[f"joint.after.{sound}.{what}.bits"]["text"] for sound in SOUNDS)
        return f"0.5*{first} + 0.5*{second}"

    out["joint.left.bits"] = number(left, "bits", 4, halves("entropy"))
    out["joint.moved.bits"] = number(moved, "bits", 4, halves("moved"))
    return out


@cache
def average_by_chance(n: int) -> float:
    """Return the exact average, in nats, of the mutual information that n pairs seem to have where there is none.

    Two fair coins that know nothing of each other are tossed n times; the four counts give the estimate.

    Args:
        n: the number of pairs.

    Returns:
        The average over everything that may be seen.
    """
    total = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            for c in range(n + 1 - a - b):
                cells = np.array([[a, b], [c, n - a - b - c]]) / n
                outer = cells.sum(1)[:, None] * cells.sum(0)
                there = cells > 0
                seen = float((cells[there] * np.log(cells[there] / outer[there])).sum())
                ways = math.lgamma(n + 1) - sum(math.lgamma(v + 1) for v in (a, b, c, n - a - b - c))
                total += math.exp(ways - n * math.log(4)) * seen
    return total


def _exercises() -> Numbers:
    out = information("joint.by-hand", BY_HAND) | information("joint.broken", BROKEN) | information("joint.copy", COPY)
    table = np.array([[float(v) for v in row] for row in BROKEN])
    rows, columns = table.sum(1), table.sum(0)
    printed = float((table * np.log2(table / (rows * columns))).sum())
    how = "0.5*log2(0.5/0.42) + 0.2*log2(0.2/0.12) + 0.1*log2(0.1/0.42) + 0.2*log2(0.2/0.12)"
    out["joint.broken.printed"] = number(printed, "", 4, how)
    out["joint.chance.count"] = number(SEEN, "", None)
    out["joint.chance.nats"] = number(average_by_chance(SEEN), "nats", 4)
    out["joint.chance.rule.nats"] = number(1 / (2 * SEEN), "nats", None, f"(2 - 1)*(2 - 1)/(2*{SEEN})")
    # A correlated pair of normal variables: the divergence from independence has a closed form.
    value = -math.log(1 - 0.8**2) / 2
    pair = kldiv.kl_divergence(
        kldiv.MultivariateNormal([0, 0], [[1, 0.8], [0.8, 1]]), kldiv.MultivariateNormal([0, 0], [[1, 0], [0, 1]])
    )
    out["joint.normal.correlation"] = number(0.8, "", None)
    out["joint.normal.nats"] = number(agreed("correlated", pair, value), "nats", 4, "-log(1 - 0.8**2)/2")
    return out


def numbers() -> Numbers:
    """Compute the numbers of the lesson on mutual information.

    Returns:
        Name -> value, unit and text.
    """
    out = (
        _exercises() | _cells() | _conditional() | information("joint.barks", BARKS) | information("joint.purrs", PURRS)
    )
    rows, columns = marginals(PURRS)
    for sound, share in zip(("purr", "silent"), columns, strict=True):
        out[f"joint.{sound}"] = number(float(share), "", None)
    silent = [_text(Fraction(row[1]) / columns[1]) for row in PURRS]
    out |= cross_entropy("joint.silent.entropy", ("5/7", "0", "2/7"), ("5/7", "0", "2/7"))
    left = float(columns[1]) * float(out["joint.silent.entropy.bits"]["value"])
    agreed("purring", float(out["joint.animal.entropy.bits"]["value"]) - left, float(out["joint.purrs.bits"]["value"]))
    if abs(float(silent[0]) - 5 / 7) > 1e-9:
        raise ArithmeticError("five sevenths of the silent ones were to be dogs")
    out["joint.purrs.left.bits"] = number(left, "bits", 4, f"0.7*{out['joint.silent.entropy.bits']['text']}")
    agreed("both sums", float(sum(rows)), float(sum(columns)))
    own = float(in_bits(divergence_sum(exact(["1/2", "0", "0", "1/2"]), exact(["1/4"] * 4))))
    agreed("a copy", float(out["joint.copy.bits"]["value"]), own)
    return out
