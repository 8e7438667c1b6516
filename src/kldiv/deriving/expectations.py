"""Expectations E_p[T(X)] as lemmas: carried to a standard distribution, and read off its generating functional."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

import sympy as sp

from kldiv.algebra.conditions import strongest
from kldiv.algebra.exact import exact
from kldiv.deriving.functionals.reading import Infinite
from kldiv.deriving.strategies.absolute import by_splitting
from kldiv.deriving.strategies.antiderivative import by_antiderivative
from kldiv.deriving.strategies.circle import cosine_under_von_mises, mean_of_von_mises
from kldiv.deriving.strategies.few_outcomes import one_outcome, two_outcomes
from kldiv.deriving.strategies.mixture import by_mixture
from kldiv.deriving.strategies.own import log_of_logistic, log_of_one_plus, log_quadratic_under_cauchy
from kldiv.deriving.strategies.transport import by_monomials
from kldiv.distributions.base import Distribution
from kldiv.distributions.nodes import expectation_under
from kldiv.distributions.standard import STANDARDS
from kldiv.proof.chain import Chain
from kldiv.proof.record import Lemma, Sentence, Words
from kldiv.proof.statements import Refused


class NoLemma(LookupError):
    """No strategy evaluates this expectation in closed form; where it is one, it is the node itself."""

    def __init__(self, said: str, expectation: sp.Expr | None = None) -> None:
        super().__init__(said)
        self.expectation = expectation


class Diverges(ArithmeticError):
    """A statistic is not integrable, whatever the parameters; the reason may be shown.

    It speaks of the statistic's size: a mean of both signs, such as Cauchy's, is not infinite but has no value.
    """

    def __init__(self, distribution: str, statistic: sp.Expr, x: sp.Symbol) -> None:
        size = (statistic if statistic.is_nonnegative else sp.Abs(statistic)).xreplace({x: sp.Symbol("X")})
        infinite = f" is infinite under the {distribution} distribution, whatever its parameters"
        super().__init__(f"E[{size}]{infinite}")
        grows = "$-\\log q(X)$ grows at least like "
        self.reason = Sentence(grows, size, ", and the expectation of ", size, f"{infinite}.")


def find_expectation(distribution: Distribution, statistic: sp.Expr, x: sp.Symbol, index: str = "p") -> Lemma:
    """Derive the expectation of a statistic under a distribution.

    Args:
        distribution: the distribution of X.
        statistic: an expression in x.
        x: the variable.
        index: what the distribution is called.

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
    return _find(type(distribution), tuple(distribution.parameters.values()), statistic, x, index)  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def _find(kind: type[Distribution], values: tuple[sp.Expr, ...], statistic: sp.Expr, x: sp.Symbol, index: str) -> Lemma:
    distribution: Distribution = kind.from_parameters(dict(zip((p.name for p in kind.spec), values, strict=True)))
    if distribution.standard is None:
        raise NoLemma(f"the {distribution.name} distribution is carried from no standard one")
    standard = STANDARDS[distribution.standard]
    left = expectation_under(distribution, statistic, x, index)
    for strategy in STRATEGIES:
        chain = Chain(left)
        try:
            described = strategy(chain, distribution, standard)
        except Infinite:
            raise Diverges(distribution.name, statistic, x) from None
        except (Refused, NoLemma):
            continue  # this way does not lead there; another may
        if described:
            found = chain.lemma(
                lemma_id(distribution, statistic, x),
                f"An expectation under the {distribution.name} distribution",
                described,
            )
            return replace(found, conditions=tuple(strongest(chain.conditions)))
    raise NoLemma(f"no lemma for E[{statistic}] under the {distribution.name} distribution", left)


def lemma_id(distribution: Distribution, statistic: sp.Expr, x: sp.Symbol) -> str:
    """Name a lemma by its distribution and statistic, the same in every run."""
    text = exact(statistic.xreplace({x: sp.Symbol("x")}), order=None)
    values = "".join(exact(v, order=None) for v in distribution.parameters.values())
    return f"mean-{distribution.slug}-{hashlib.sha256((text + values).encode()).hexdigest()[:8]}"


#: Tried in order; each returns a sentence on how it went, or None.
STRATEGIES: tuple[Callable[..., Words | None], ...] = (
    one_outcome,
    by_monomials,
    by_mixture,
    partial(by_splitting, find=find_expectation),
    by_antiderivative,
    two_outcomes,
    log_quadratic_under_cauchy,
    cosine_under_von_mises,
    mean_of_von_mises,
    log_of_logistic,
    log_of_one_plus,
)
