"""The form in which expectations under a standard distribution are asked for, and the answer to one."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True)
class Monomial:
    """u**power (1-u)**co_power exp(rate u) log(u)**logs log(1-u)**co_logs, all but u constant.

    Attributes:
        power: exponent of u.
        co_power: exponent of 1 - u.
        rate: coefficient of u in the exponential.
        logs: how many factors log(u).
        co_logs: how many factors log(1 - u).
    """

    power: sp.Expr = sp.S.Zero
    co_power: sp.Expr = sp.S.Zero
    rate: sp.Expr = sp.S.Zero
    logs: int = 0
    co_logs: int = 0

    @property
    def is_polynomial(self) -> bool:
        """Whether it is a whole power of u, perhaps times an exponential."""
        return bool(self.power.is_Integer and self.power >= 0 and not (self.co_power or self.logs or self.co_logs))


def monomial_of(term: sp.Expr, u: sp.Symbol) -> tuple[sp.Expr, Monomial] | None:
    """Read a product as coefficient times monomial.

    Args:
        term: a product.
        u: the variable.

    Returns:
        The pair, or None if the term is of another kind.

    Example:
        >>> u, a = sp.symbols("u a", positive=True)
        >>> monomial_of(3 * u**a * sp.log(u), u)[1].logs
        1
    """
    if term == 0:
        return sp.S.Zero, Monomial()
    coefficient, rest = term.as_independent(u, as_Add=False)
    power = co_power = rate = sp.S.Zero
    logs = co_logs = 0
    for factor in sp.Mul.make_args(rest):
        if isinstance(factor, sp.exp):
            slope = sp.cancel(factor.args[0] / u)
            if slope.has(u):
                return None
            rate += slope
            continue
        base, exponent = factor.as_base_exp()
        if exponent.has(u):
            if base.has(u):
                return None
            slope = sp.cancel(exponent / u)
            if slope.has(u):
                return None
            rate += slope * sp.log(base)
        elif base == u:
            power += exponent
        elif base == 1 - u:
            co_power += exponent
        elif base == sp.log(u) and exponent.is_Integer and exponent > 0:
            logs += int(exponent)
        elif base == sp.log(1 - u) and exponent.is_Integer and exponent > 0:
            co_logs += int(exponent)
        elif factor != 1:
            return None
    return coefficient, Monomial(power, co_power, rate, logs, co_logs)
