"""Pinsker's inequality for K outcomes, from the one for two."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, divergence, i, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as further
from kldiv.values.instances import finite_instances

#: The event on which p exceeds q, as weights 1 and 0.
EVENT = sp.Piecewise((1, p[i] > q[i]), (0, True))
P = Quantity("p(A)", "p(A)", over_outcomes(p[i] * EVENT))
Q = Quantity("q(A)", "q(A)", over_outcomes(q[i] * EVENT))


@identity("pinsker-inequality")
def pinsker_inequality() -> Record:
    """Derive D(p || q) >= (sum |p_i - q_i|)**2 / 2."""
    distance = Quantity(r"\|p - q\|_1", "|p - q|", over_outcomes(sp.Abs(p[i] - q[i])))
    proof = Proof(divergence(p, q))
    proof.compare(
        further.PROCESSING,
        ">=",
        lambda _: P * sp.log(P / Q) + (1 - P) * sp.log((1 - P) / (1 - Q)),
        hypothesis="data processing: only whether the event $A = \\{i : p_i > q_i\\}$ happened is kept",
    )
    proof.compare(
        further.TERMWISE, ">=", lambda _: 2 * (P - Q) ** 2, hypothesis="Pinsker's inequality for two outcomes"
    )
    proof.apply(
        further.REWRITE,
        lambda e: e.xreplace({P: distance / 2 + Q}),
        hypothesis="$p(A) - q(A)$ is half of $\\sum |p_i - q_i|$, since the differences sum to zero",
    )
    return proof.close(
        "pinsker-inequality",
        "Pinsker's inequality",
        instances=finite_instances("p", "q", size=K, sizes=(2, 3, 5, 8)),
        fresh=finite_instances("p", "q", size=K, seed="fresh"),
        assumptions=(total_one(p), total_one(q)),
        references=(("cover2006", "Lemma 11.6.1"), ("csiszar1967", "")),
        notes=(
            "In bits the right side is divided by $\\log 2$. Half of $\\|p - q\\|_1$ is the total variation distance.",
        ),
        uses=(
            "pinsker-binary",
            "data-processing",
        ),
    )
