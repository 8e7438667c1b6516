"""Three outcomes: the divergence of two categorical distributions, term by term, in both directions."""

from __future__ import annotations

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, divergence_sum, exact, log

P = ("0.5", "0.3", "0.2")
Q = ("0.4", "0.4", "0.2")


def divergence(p: tuple[str, ...], q: tuple[str, ...]) -> float:
    """Compute D(p‖q) in nats by both routes.

    Args:
        p: the reference.
        q: what stands in for it.

    Returns:
        The divergence.
    """
    first, second = (kldiv.Categorical([float(v) for v in distribution]) for distribution in (p, q))
    return agreed("three outcomes", kldiv.kl_divergence(first, second), divergence_sum(exact(p), exact(q)))


def numbers() -> Numbers:
    """Compute the numbers of the three outcomes.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {
        "categorical.example.p": words(", ".join(P)),
        "categorical.example.q": words(", ".join(Q)),
        "categorical.example.nats": number(divergence(P, Q), "nats", how=expressions.divergence(P, Q, "log")),
        "categorical.example.reverse.nats": number(divergence(Q, P), "nats", how=expressions.divergence(Q, P, "log")),
    }
    for k, (p, q) in enumerate(zip(exact(P), exact(Q), strict=True), start=1):
        term = float(p) * float(log(p / q))
        out[f"categorical.example.term.{k}.nats"] = number(
            term, "nats", None if term == 0 else 4, f"{float(p)}*log({float(p)}/{float(q)})"
        )
    return out
