"""The Dirichlet distribution, with a symbolic number of components."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Self

from kldiv.distributions.array_domains import POSITIVE_VECTOR
from kldiv.distributions.arrays import ArrayDistribution, region, whole_number
from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.beta import Beta
from kldiv.lazily import is_matrix, sp


class Dirichlet(ArrayDistribution):
    """The Dirichlet distribution of K positive shares that sum to one.

    Args:
        concentration: K positive numbers, shape (..., K).

    Raises:
        ValueError: if one of them is not positive.

    Example:
        >>> Dirichlet([1, 2, 3]).concentration
        array([1., 2., 3.])
    """

    concentration: Value = parameter("alpha", POSITIVE_VECTOR, "the concentration of each component")

    name = "Dirichlet"
    of_one_entry = "beta"
    aliases = ("multivariate beta", "Dir")
    examples = {"p": {"concentration": [1, 2, 3]}, "q": {"concentration": [2, 2, 2]}}
    elsewhere = {
        "torch": "Dirichlet({concentration})",
        "tfp": "Dirichlet({concentration})",
        "numpyro": "Dirichlet({concentration})",
        "scipy": "dirichlet(alpha={concentration})",
        "julia": "Dirichlet({concentration})",
        "numpy": "rng.dirichlet({concentration})",
    }

    def _validate_together(self) -> None:
        if (self.size("concentration") or 2) < 2:
            raise ValueError("Dirichlet: concentration must have at least 2 components, got 1")

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution with concentrations alpha_i (beta_i for q), i = 1, ..., K."""
        letter = {"p": "alpha", "q": "beta"}.get(index, f"alpha_{index}")
        return cls.from_parameters({"concentration": sp.IndexedBase(letter, positive=True)[whole_number("i")]})

    def as_number(self) -> Distribution | None:
        """Return the distribution of the first of two shares: the other is what is left of 1."""
        if self.size("concentration") != 2:
            return None
        both = self.concentration
        return Beta(*(both[0], both[1]) if is_matrix(both) else (both[..., 0], both[..., 1]))

    def variable(self) -> sp.IndexedBase:
        return sp.IndexedBase("x", positive=True)

    def support(self) -> Support:
        return region(r"\left\{x : x_i > 0,\ \textstyle\sum_{i=1}^{K} x_i = 1\right\}", self.kind)

    def entries(self) -> tuple[sp.Expr, ...] | None:
        """Return the listed concentrations; None if they are symbols with an index."""
        return None if isinstance(self.concentration, sp.Indexed) else tuple(self.exact().concentration)

    def density(self, x: Any) -> sp.Expr:
        listed = self.entries()
        if listed is None:
            K, i, j = map(whole_number, "Kij")
            a, over = self.concentration.base, (i, 1, K)
            total = sp.gamma(sp.Sum(a[j], (j, 1, K)))
            return total / sp.Product(sp.gamma(a[i]), over) * sp.Product(x[i] ** (a[i] - 1), over)
        parts = [x[k] ** (a - 1) / sp.gamma(a) for k, a in enumerate(listed, 1)]
        return sp.gamma(sp.Add(*listed)) * sp.Mul(*parts)

    @classmethod
    def draw(cls, rng: random.Random, size: int = 3) -> dict[str, Any]:
        """Draw small rational concentrations."""
        return {"concentration": [Fraction(rng.randint(3, 21), 7) for _ in range(size)]}
