"""The von Mises-Fisher distribution on the sphere."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Self

from kldiv.distributions.array_domains import UNIT_VECTOR
from kldiv.distributions.arrays import ArrayDistribution, region, whole_number
from kldiv.distributions.base import Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.lazily import sp


class VonMisesFisher(ArrayDistribution):
    """The von Mises-Fisher distribution of a direction, a vector of length 1 in dimension n >= 2.

    Args:
        loc: the mean direction, a vector of length 1, shape (..., n).
        concentration: how concentrated, positive; towards 0 the distribution becomes uniform on the sphere.

    Raises:
        ValueError: if a parameter is outside its domain.

    Example:
        >>> VonMisesFisher([0.6, 0.8], 2).concentration
        2
    """

    loc: Value = parameter("mu", UNIT_VECTOR, "the mean direction")
    concentration: Value = parameter("kappa", POSITIVE, "how concentrated, positive; 0 for uniform", edge=0)

    name = "von Mises–Fisher"
    title = "von Mises–Fisher"
    aliases = ("vMF", "Langevin")
    examples = {
        "p": {"loc": [0.6, 0.8, 0], "concentration": 2},
        "q": {"loc": [0, 1, 0], "concentration": 5},
    }
    elsewhere = {
        "tfp": "VonMisesFisher({loc}, {concentration})",
        "scipy": "vonmises_fisher(mu={loc}, kappa={concentration})",
        "julia": "VonMisesFisher({loc}, {concentration})",
    }

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution with a symbol for each parameter, in dimension n."""
        loc = sp.MatrixSymbol(f"mu_{index}", whole_number("n"), 1)
        return cls.from_parameters({"loc": loc, "concentration": sp.Symbol(f"kappa_{index}", positive=True)})

    def variable(self) -> sp.MatrixSymbol:
        return sp.MatrixSymbol("x", self.loc.shape[0], 1)

    def support(self) -> Support:
        return region(r"\{x \in \mathbb{R}^n : \lVert x \rVert = 1\}", self.kind)

    def density(self, x: Any) -> sp.Expr:
        n, kappa = x.shape[0], self.concentration
        total = (2 * sp.pi) ** (n / sp.Integer(2)) * sp.besseli(n / sp.Integer(2) - 1, kappa)
        along = sp.Trace(sp.MatMul(sp.Transpose(self.loc), x))
        return kappa ** (n / sp.Integer(2) - 1) / total * sp.exp(kappa * along)

    @classmethod
    def draw(cls, rng: random.Random, size: int = 3) -> dict[str, Any]:
        """Draw a rational direction, by stereographic projection, and a concentration."""
        plane = [Fraction(rng.randint(-6, 6), 3) for _ in range(size - 1)]
        square = sum((v * v for v in plane), Fraction(0))
        return {
            "loc": [*(2 * v / (square + 1) for v in plane), (square - 1) / (square + 1)],
            "concentration": Fraction(rng.randint(3, 21), 7),
        }
