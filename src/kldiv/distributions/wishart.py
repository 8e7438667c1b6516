"""The Wishart distribution."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Self

from kldiv.algebra.notation import shortly
from kldiv.distributions.array_domains import LOWER_TRIANGULAR, POSITIVE_DEFINITE
from kldiv.distributions.arrays import ArrayDistribution, region, whole_number
from kldiv.distributions.base import MATRIX, Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.multivariate_normal import draw_triangle, gram
from kldiv.distributions.reading import as_floats, first_bad
from kldiv.lazily import is_array, is_expression, np, sp


class Wishart(ArrayDistribution):
    """The distribution of the sum of `df` outer products z z^T of normal vectors z, continued to all df > n - 1.

    Args:
        df: the degrees of freedom, above n - 1.
        covariance_matrix: the covariance of the vectors, positive definite; the mean is df times it. Or scale_tril.
        scale_tril: a lower triangular factor of it.

    Raises:
        ValueError: if a parameter is outside its domain, or df is not above n - 1.

    Example:
        >>> Wishart(3, covariance_matrix=[[2, 1], [1, 2]]).df
        3
    """

    df: Value = parameter("nu", POSITIVE, "the degrees of freedom, above $n - 1$")
    covariance_matrix: Value = parameter(
        "V", POSITIVE_DEFINITE, "the covariance of the vectors, an $n \\times n$ matrix", default=None
    )
    scale_tril: Value = parameter("L", LOWER_TRIANGULAR, "a factor of that covariance", default=None)

    of_one_entry = "gamma"
    name = "Wishart"
    cases = {
        "InverseWishart": "the inverse of a Wishart, of which the divergences are the same: write each as a Wishart "
        "whose covariance matrix is the inverse of its scale matrix"
    }
    variate = MATRIX
    own_letters = {"T": LOWER_TRIANGULAR}
    definite = True
    choices = ((("covariance_matrix",), ("scale_tril",)),)
    examples = {
        "p": {"df": 3, "covariance_matrix": [[2, 1], [1, 2]], "scale_tril": [[1, 0], [0.5, 2]]},
        "q": {"df": 4, "covariance_matrix": [[1, 0], [0, 1]], "scale_tril": [[1, 0], [0, 1]]},
    }
    elsewhere = {
        "torch": "Wishart({df}, covariance_matrix={covariance_matrix})",
        "tfp": "WishartTriL({df}, scale_tril={scale_tril})",
        "numpyro": "Wishart({df}, scale_matrix={covariance_matrix})",
        "scipy": "wishart(df={df}, scale={covariance_matrix})",
        "julia": "Wishart({df}, {covariance_matrix})",
    }
    trap = "NumPyro calls the degrees of freedom `concentration`, without the factor 2 that the name suggests."

    def _validate_together(self) -> None:
        size = self.size(self.spec[1].name)
        df = self.df
        if size is None or (is_expression(df) and not df.is_number):
            return
        held = as_floats(df) > size - 1
        if not (held.all() if is_array(held) else held):
            shown = first_bad(as_floats(df), ~np.asarray(held)) if is_array(df) else df
            raise ValueError(f"Wishart: df must be above n - 1 = {size - 1}, got {shortly(shown)}")

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution of an n-by-n matrix with a symbol for each parameter."""
        n = whole_number("n")
        return cls.from_parameters(
            {
                "df": sp.Symbol(f"nu_{index}", positive=True),
                "covariance_matrix": sp.MatrixSymbol(f"V_{index}", n, n),
            }
        )

    def covariance(self) -> Any:
        """Return the covariance of the vectors as a matrix expression."""
        factor = self.parameters.get("scale_tril")
        return self.parameters["covariance_matrix"] if factor is None else sp.MatMul(factor, sp.Transpose(factor))

    def plainly(self) -> Self:
        spread = sp.ImmutableMatrix(sp.sympify(self.covariance()).doit())
        return self.from_parameters({"df": self.df, "covariance_matrix": spread})

    def as_number(self) -> Distribution | None:
        name = self.spec[1].name
        if self.size(name) != 1:
            return None
        spread = self.entry(name) ** (2 if name == "scale_tril" else 1)
        return Gamma(self.df / 2, 1 / (2 * spread))

    def variable(self) -> sp.MatrixSymbol:
        return sp.MatrixSymbol("x", *self.covariance().shape)

    def support(self) -> Support:
        return region(r"\{x \in \mathbb{R}^{n \times n} : x \succ 0\}", self.kind)

    def density(self, x: Any) -> sp.Expr:
        from kldiv.algebra.arrays import MultivariateGamma  # a class of SymPy's kind: not before it is needed

        df, spread, n = self.df, self.covariance(), x.shape[0]
        above = sp.Determinant(x) ** ((df - n - 1) / 2) * sp.exp(-sp.Trace(sp.MatMul(sp.Inverse(spread), x)) / 2)
        return above / (2 ** (df * n / 2) * sp.Determinant(spread) ** (df / 2) * MultivariateGamma(n, df / 2))

    def triangle(self) -> sp.MatrixSymbol:
        """Return the letter of the triangular matrix in Bartlett's decomposition."""
        return sp.MatrixSymbol("T", *self.covariance().shape)

    def density_on_diagonal(self, t: Any, k: Any) -> sp.Expr:
        """Return the density of the triangular matrix's diagonal entry k, counted from 0: its square is chi-squared."""
        freedom = self.df - k
        return 2 ** (1 - freedom / 2) * t ** (freedom - 1) * sp.exp(-(t**2) / 2) / sp.gamma(freedom / 2)

    def density_below(self, t: Any) -> sp.Expr:
        """Return the density of each entry below the diagonal, a standard normal one."""
        return sp.exp(-(t**2) / 2) / sp.sqrt(2 * sp.pi)

    def triangle_density(self) -> sp.Expr:
        """Return the density of the triangular matrix, whose entries are independent."""
        t, n = self.triangle(), self.covariance().shape[0]
        k, m = (sp.Symbol(letter, integer=True, nonnegative=True) for letter in "kl")
        diagonal = sp.Product(self.density_on_diagonal(t[k, k], k), (k, 0, n - 1))
        return diagonal * sp.Product(self.density_below(t[k, m]), (m, 0, k - 1), (k, 0, n - 1))

    @classmethod
    def draw(cls, rng: random.Random, size: int = 2) -> dict[str, Any]:
        """Draw small rational parameters."""
        df = size + Fraction(2 * rng.randint(1, 10) + 1, 8)  # never whole: Gamma(1) = Gamma(2) would hide an error
        return {"df": df, "covariance_matrix": gram(draw_triangle(rng, size))}
