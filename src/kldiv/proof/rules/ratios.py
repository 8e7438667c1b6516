"""Rules about logarithms of ratios."""

from __future__ import annotations

import sympy as sp

from kldiv.proof.kernel import rule
from kldiv.proof.statements import Refused


@rule("open-log", "Open one logarithm", "$\\log(ab) = \\log a + \\log b$ for positive $a$ and $b$, $\\log e^a = a$.")
def open_log(expression: sp.Basic, inside: sp.Expr) -> sp.Basic:
    """Open the logarithm of one product or quotient of positive parts, wherever it stands."""
    logarithm = sp.log(inside)
    if not expression.has(logarithm):
        raise Refused(f"open-log: log({inside}) does not occur")
    return expression.xreplace({logarithm: sp.expand_log(logarithm, deep=True)})


@rule("prime-logs", "Collect by primes", "The logarithm of a whole number is the sum of those of its prime factors.")
def prime_logs(expression: sp.Basic) -> sp.Expr:
    """Write exact logarithms by those of primes, and collect them."""
    return sp.expand_log(sp.expand_mul(expression), deep=True, factor=True)
