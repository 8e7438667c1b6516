"""Expectations E_p[T(X)] as lemmas: carried to a standard law, expanded, and read off its generating functional."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import sympy as sp

from kldiv.algebra.conditions import strongest
from kldiv.algebra.exact import exact
from kldiv.deriving.strategies.absolute import by_splitting
from kldiv.deriving.strategies.antiderivative import by_antiderivative
from kldiv.deriving.strategies.own import (
    cosine_under_uniform,
    cosine_under_von_mises,
    log_of_logistic,
    log_of_one_plus,
    log_quadratic_under_cauchy,
    two_outcomes,
)
from kldiv.deriving.strategies.transport import by_monomials
from kldiv.distributions.base import Law
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.standard import STANDARDS
from kldiv.proof.record import Chain, Lemma

#: Tried in order; each returns a sentence on how it went, or None.
STRATEGIES = (
    by_monomials,
    by_splitting,
    by_antiderivative,
    two_outcomes,
    log_quadratic_under_cauchy,
    cosine_under_von_mises,
    cosine_under_uniform,
    log_of_logistic,
    log_of_one_plus,
)


class NoLemma(LookupError):
    """No strategy evaluates this expectation in closed form."""


class Diverges(ArithmeticError):
    """The expectation is infinite whatever the parameters; the reason may be shown as Markdown."""

    def __init__(self, law: str, statistic: sp.Expr) -> None:
        super().__init__(f"$E[{sp.latex(statistic)}]$ is infinite under the {law} law, whatever its parameters")


def find_expectation(law: Law, statistic: sp.Expr, x: sp.Symbol, index: str = "p") -> Lemma:
    """Derive the expectation of a statistic under a law.

    Args:
        law: the law of X.
        statistic: an expression in x.
        x: the variable.
        index: what the law is called.

    Returns:
        A lemma with its steps and conditions.

    Raises:
        NoLemma: if no strategy reaches it.

    Example:
        >>> from kldiv.distributions.normal import Normal
        >>> x = sp.Symbol("x", real=True)
        >>> find_expectation(Normal.symbolic("p"), x**2, x).value
        mu_p**2 + sigma_p**2
    """
    return _find(type(law), tuple(law.parameters.values()), statistic, x, index)  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def _find(kind: type[Law], values: tuple[sp.Expr, ...], statistic: sp.Expr, x: sp.Symbol, index: str) -> Lemma:
    law = kind.__new__(kind)
    law.parameters = dict(zip((p.name for p in kind.spec), values, strict=True))
    if law.standard is None:
        raise NoLemma(f"{law.name} has no standard law")
    standard = STANDARDS[law.standard]
    left = expectation_under(law, statistic, x, index)
    for strategy in STRATEGIES:
        chain = Chain(left)
        described = strategy(chain, law, standard)
        if described and sp.false in chain.conditions:
            raise Diverges(law.name, statistic.xreplace({x: sp.Symbol("X")}))
        if described:
            return Lemma(
                lemma_id(law, statistic, x),
                f"An expectation under the {law.name} law",
                left,
                chain.expression,
                tuple(strongest(chain.conditions)),
                described,
                tuple(chain.steps),
            )
    raise NoLemma(f"no lemma for E[{statistic}] under {law.name}")


def lemma_id(law: Law, statistic: sp.Expr, x: sp.Symbol) -> str:
    """Name a lemma by its law and statistic, the same in every run."""
    text = exact(statistic.xreplace({x: sp.Symbol("x")}), order=None)
    values = "".join(exact(v, order=None) for v in law.parameters.values())
    return f"mean-{law.slug}-{hashlib.sha256((text + values).encode()).hexdigest()[:8]}"
