"""The sums of a divergence, a cross-entropy and an entropy, written out for a reader to follow."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

BITS, NATS = "log2", "log"
LOGARITHMS = {"bits": BITS, "nats": NATS}


def plain(value: Fraction | str) -> str:
    """Write a probability as a decimal if it is a short one, else as a fraction in brackets.

    Example:
        >>> plain(Fraction(1, 4)), plain(Fraction(1, 3)), plain("0.8"), plain("1")
        ('0.25', '(1/3)', '0.8', '1')
    """
    exact = Fraction(value)
    decimal = f"{float(exact):.12g}"
    return decimal if Fraction(decimal) == exact and len(decimal) <= 6 else f"({exact})"


def divergence(p: Sequence[Fraction | str], q: Sequence[Fraction | str], log: str) -> str:
    """Write D(p‖q) out, without the outcomes that never come; nothing if it is infinite.

    Example:
        >>> divergence(["0.5", "0.5", "0"], ["0.25", "0.75", "0"], BITS)
        '0.5*log2(0.5/0.25) + 0.5*log2(0.5/0.75)'
    """
    terms = [(Fraction(a), Fraction(b)) for a, b in zip(p, q, strict=True) if Fraction(a)]
    if any(b == 0 for _, b in terms):
        return ""
    return " + ".join(f"{plain(a)}*{log}({plain(a)}/{plain(b)})" for a, b in terms)


def cross_entropy(p: Sequence[Fraction | str], q: Sequence[Fraction | str], log: str) -> str:
    """Write H(p, q) out; with p twice, the entropy of p; nothing if it is infinite.

    Example:
        >>> cross_entropy(["1", "0"], ["0.8", "0.2"], NATS)
        '-1*log(0.8)'
    """
    terms = [(Fraction(a), Fraction(b)) for a, b in zip(p, q, strict=True) if Fraction(a)]
    if any(b == 0 for _, b in terms):
        return ""
    return "-" + " - ".join(f"{plain(a)}*{log}({plain(b).strip('()')})" for a, b in terms)
