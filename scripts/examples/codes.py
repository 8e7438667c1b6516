"""Four symbols, two codes: what it costs to use the code of the wrong distribution."""

from __future__ import annotations

from fractions import Fraction

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits, log

P = exact(["1/2", "1/4", "1/8", "1/8"])
Q = exact(["1/4"] * 4)
NAMES = "abcd"


def lengths(probabilities: list[Fraction]) -> list[float]:
    """Return the length in bits of the ideal code word of each symbol.

    Args:
        probabilities: of the symbols.

    Returns:
        Minus the binary logarithm of each.

    Example:
        >>> lengths([Fraction(1, 2), Fraction(1, 8)])
        [1.0, 3.0]
    """
    return [float(in_bits(log(1 / p))) for p in probabilities]


def average(code: list[Fraction]) -> float:
    """Return the average length in bits of a code when the symbols follow P.

    Args:
        code: the probabilities that the code was made for.

    Returns:
        The average length.
    """
    return float(sum(float(p) * length for p, length in zip(P, lengths(code), strict=True)))


def numbers() -> Numbers:
    """Compute the numbers of the two codes.

    Returns:
        Name -> value, unit and text.
    """
    p, q = (kldiv.Categorical([float(v) for v in distribution]) for distribution in (P, Q))
    own = agreed("own code", kldiv.entropy(p, base=2), average(P))
    other = agreed("other code", kldiv.cross_entropy(p, q, base=2), average(Q))
    extra = agreed("extra", kldiv.kl_divergence(p, q, base=2), in_bits(divergence_sum(P, Q)))
    agreed("difference of the averages", extra, in_bits(cross_entropy_sum(P, Q) - cross_entropy_sum(P, P)))
    out: Numbers = {}
    for name, a, b in zip(NAMES, P, Q, strict=True):
        out[f"code.p.{name}"], out[f"code.q.{name}"] = number(float(a), "", None), number(float(b), "", None)
    return out | {
        "code.alphabet.p": words(", ".join(str(v) for v in P)),
        "code.alphabet.q": words(", ".join(str(v) for v in Q)),
        "code.p.length.bits": number(own, "bits", None, "0.5*1 + 0.25*2 + 0.125*3 + 0.125*3"),
        "code.q.length.bits": number(other, "bits", None, "0.5*2 + 0.25*2 + 0.125*2 + 0.125*2"),
        "code.extra.bits": number(extra, "bits", None, expressions.divergence(P, Q, "log2")),
    }


def code_words(code: list[Fraction]) -> list[str]:
    """Make code words as long as their symbols are surprising, none the beginning of another.

    Args:
        code: the probabilities that the code is made for, halves of halves, the largest first.

    Returns:
        The words.

    Example:
        >>> code_words([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])
        ['0', '10', '11']
    """
    words_, used = [], Fraction(0)
    for probability, length in zip(code, lengths(code), strict=True):
        words_.append(f"{int(used * 2 ** int(length)):0{int(length)}b}")
        used += probability
    return words_


def fragments() -> dict[str, str]:
    """Write the two codes as a table.

    Returns:
        Fragment name -> Markdown.
    """
    rows = ["| symbol | $p$ | word in the code for $p$ | $q$ | word in the code for $q$ |", "|---|--:|---|--:|---|"]
    for name, own, other in zip(NAMES, code_words(P), code_words(Q), strict=True):
        rows.append(f"| {name} | [[n:code.p.{name}]] | `{own}` | [[n:code.q.{name}]] | `{other}` |")
    return {"code-words": "\n".join(rows)}
