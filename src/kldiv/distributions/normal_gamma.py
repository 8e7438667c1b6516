"""The normal-gamma distribution of a mean and a precision."""

from __future__ import annotations

import numbers
import random
from fractions import Fraction
from typing import Any, Self

from kldiv.distributions.array_domains import POSITIVE_DEFINITE, VECTOR
from kldiv.distributions.arrays import ArrayDistribution, region, whole_number
from kldiv.distributions.base import Parameter, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.multivariate_normal import MultivariateNormal, draw_triangle, gram
from kldiv.lazily import is_expression, is_matrix, sp


class NormalGamma(ArrayDistribution):
    """A vector x and a positive number t: t is gamma; given t, x is normal with precision t times a matrix.

    Args:
        loc: the mean of x, shape (..., n); a number stands for a vector of one.
        precision_matrix: the precision of x where t = 1, positive definite; a number stands for a matrix of one.
        concentration: the concentration of t, positive.
        rate: the rate of t, positive.

    Raises:
        ValueError: if a parameter is outside its domain or the dimensions differ.

    Example:
        >>> NormalGamma(0, 1, concentration=2, rate=3).loc
        array([0.])
    """

    loc: Value = parameter("mu", VECTOR, "the mean of $x$")
    precision_matrix: Value = parameter("Lambda", POSITIVE_DEFINITE, "the precision of $x$, in units of $\\tau$")
    concentration: Value = parameter("a", POSITIVE, "the concentration of $\\tau$")
    rate: Value = parameter("b", POSITIVE, "the rate of $\\tau$")

    name = "normal-gamma"
    aliases = ("Gaussian-gamma",)
    examples = {
        "p": {"loc": [0, 1], "precision_matrix": [[2, 1], [1, 2]], "concentration": 2, "rate": 1},
        "q": {"loc": [1, 1], "precision_matrix": [[1, 0], [0, 1]], "concentration": 3, "rate": 2},
    }

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        lists = {"loc": lambda v: [v], "precision_matrix": lambda v: [[v]]}
        whole = isinstance(value, bool) or is_matrix(value) or getattr(value, "is_Matrix", False)
        scalar = isinstance(value, numbers.Number) or (is_expression(value) and isinstance(value, sp.Expr))
        single = scalar or getattr(value, "ndim", None) == 0
        if parameter.name in lists and single and not whole:
            value = lists[parameter.name](value)
        return super()._validated(parameter, value)

    def _validate_together(self) -> None:
        self._refuse_mismatch({name: self.size(name) for name in ("loc", "precision_matrix")})

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution with a symbol for each parameter, in dimension n."""
        n = whole_number("n")
        return cls.from_parameters(
            {
                "loc": sp.MatrixSymbol(f"mu_{index}", n, 1),
                "precision_matrix": sp.MatrixSymbol(f"Lambda_{index}", n, n),
                "concentration": sp.Symbol(f"a_{index}", positive=True),
                "rate": sp.Symbol(f"b_{index}", positive=True),
            }
        )

    def variable(self) -> sp.MatrixSymbol:
        return sp.MatrixSymbol("x", self.loc.shape[0], 1)

    def precision(self) -> sp.Symbol:
        """Return the letter for the second part of a draw."""
        return sp.Symbol("tau", positive=True)

    def support(self) -> Support:
        return region(r"\mathbb{R}^n,\ \tau > 0", self.kind)

    def conditional_density(self, x: Any, t: sp.Expr) -> sp.Expr:
        """Return the density of x given t."""
        gap = sp.MatAdd(x, sp.MatMul(-1, self.loc))
        square = sp.Trace(sp.MatMul(sp.Transpose(gap), self.precision_matrix, gap))
        scale = t ** x.shape[0] * sp.Determinant(self.precision_matrix) / (2 * sp.pi) ** x.shape[0]
        return sp.sqrt(scale) * sp.exp(-t * square / 2)

    def marginal_density(self, t: sp.Expr) -> sp.Expr:
        """Return the density of t."""
        a, b = self.concentration, self.rate
        return b**a * t ** (a - 1) * sp.exp(-b * t) / sp.gamma(a)

    def given_precision(self) -> MultivariateNormal:
        """Return the distribution of x given the precision."""
        scaled = sp.MatMul(self.precision(), self.precision_matrix)
        return MultivariateNormal.from_parameters({"loc": self.loc, "precision_matrix": scaled})

    def of_precision(self) -> Gamma:
        """Return the distribution of the precision by itself."""
        return Gamma(self.concentration, self.rate)

    def density(self, x: Any) -> sp.Expr:
        t = self.precision()
        return self.conditional_density(x, t) * self.marginal_density(t)

    @classmethod
    def draw(cls, rng: random.Random, size: int = 2) -> dict[str, Any]:
        """Draw small rational parameters."""
        return {
            "loc": [Fraction(rng.randint(-9, 9), 4) for _ in range(size)],
            "precision_matrix": gram(draw_triangle(rng, size)),
            "concentration": Fraction(rng.randint(5, 21), 7),
            "rate": Fraction(rng.randint(3, 21), 7),
        }
