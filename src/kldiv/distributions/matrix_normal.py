"""The matrix normal distribution."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Self

from kldiv.distributions.array_domains import ANY_MATRIX, LOWER_TRIANGULAR, POSITIVE_DEFINITE
from kldiv.distributions.arrays import ArrayDistribution, region, square_root, whole_number
from kldiv.distributions.base import MATRIX, Distribution, Support, Value, parameter
from kldiv.distributions.multivariate_normal import MultivariateNormal, draw_triangle, gram
from kldiv.distributions.normal import Normal
from kldiv.lazily import is_expression, is_matrix, sp


class MatrixNormal(ArrayDistribution):
    """The normal distribution of an m-by-n matrix whose rows and columns have covariances of their own.

    The covariance of two entries is that of their rows times that of their columns. The two may be scaled against
    each other without changing the distribution.

    Args:
        loc: the mean, shape (..., m, n).
        row_covariance: among rows, positive definite, shape (..., m, m); or scale_row instead.
        column_covariance: among columns, positive definite, shape (..., n, n); or scale_column instead.
        scale_row: a lower triangular factor of the covariance among rows.
        scale_column: a lower triangular factor of the covariance among columns.

    Raises:
        ValueError: if a parameter is outside its domain or the dimensions differ.

    Example:
        >>> MatrixNormal([[0, 0, 0]], row_covariance=[[1]], scale_column=[[1, 0, 0], [0, 1, 0], [0, 0, 1]]).loc.shape
        (1, 3)
    """

    loc: Value = parameter("M", ANY_MATRIX, "the mean, an $m \\times n$ matrix")
    row_covariance: Value = parameter("U", POSITIVE_DEFINITE, "the covariance among rows", default=None)
    column_covariance: Value = parameter("V", POSITIVE_DEFINITE, "the covariance among columns", default=None)
    scale_row: Value = parameter("A", LOWER_TRIANGULAR, "a factor of the covariance among rows", default=None)
    scale_column: Value = parameter("B", LOWER_TRIANGULAR, "a factor of the covariance among columns", default=None)

    of_one_entry = "normal"
    aliases = ("matrix Gaussian", "matrix-variate normal")
    variate = MATRIX
    choices = ((("row_covariance",), ("scale_row",)), (("column_covariance",), ("scale_column",)))
    examples = {
        "p": {
            "loc": [[0, 1, 0], [1, 0, 0]],
            "row_covariance": [[2, 1], [1, 2]],
            "column_covariance": [[1, 0, 0], [0, 2, 0], [0, 0, 1]],
        },
        "q": {
            "loc": [[0, 0, 0], [0, 0, 0]],
            "row_covariance": [[1, 0], [0, 1]],
            "column_covariance": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        },
    }
    elsewhere = {
        "tfp": "MatrixNormalLinearOperator({loc}, {scale_row}, {scale_column})",
        "numpyro": "MatrixNormal({loc}, scale_tril_row={scale_row}, scale_tril_column={scale_column})",
        "scipy": "matrix_normal(mean={loc}, rowcov={row_covariance}, colcov={column_covariance})",
        "julia": "MatrixNormal({loc}, {row_covariance}, {column_covariance})",
    }

    def _validate_together(self) -> None:
        for side, axis in (("row", -2), ("column", -1)):
            names = (f"{side}_covariance", f"scale_{side}")
            self._refuse_mismatch({"loc": self._sides(axis), **{name: self.size(name) for name in names}})

    def _sides(self, axis: int) -> int | None:
        loc = self.loc
        return None if is_expression(loc) and not is_matrix(loc) else int(loc.shape[axis])

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution of an m-by-n matrix with a symbol for each parameter."""
        m, n = whole_number("m"), whole_number("n")
        return cls.from_parameters(
            {
                "loc": sp.MatrixSymbol(f"M_{index}", m, n),
                "row_covariance": sp.MatrixSymbol(f"U_{index}", m, m),
                "column_covariance": sp.MatrixSymbol(f"V_{index}", n, n),
            }
        )

    def as_number(self) -> Distribution | None:
        if (self._sides(-2), self._sides(-1)) != (1, 1):
            return None
        scale: Any = 1
        for name in ("row_covariance", "scale_row", "column_covariance", "scale_column"):
            if name in self.parameters:
                entry = self.entry(name)
                scale = scale * (square_root(entry) if name.endswith("covariance") else entry)
        return Normal(self.entry("loc"), scale)

    def variable(self) -> sp.MatrixSymbol:
        return sp.MatrixSymbol("x", *self.loc.shape)

    def support(self) -> Support:
        return region(r"\mathbb{R}^{m \times n}", self.kind)

    def covariances(self) -> tuple[Any, Any]:
        """Return the covariances among rows and among columns, as matrix expressions."""

        def one(side: str) -> Any:
            factor = self.parameters.get(f"scale_{side}")
            return self.parameters[f"{side}_covariance"] if factor is None else sp.MatMul(factor, sp.Transpose(factor))

        return one("row"), one("column")

    def plainly(self) -> Self:
        rows, columns = (sp.ImmutableMatrix(sp.sympify(c).doit()) for c in self.covariances())
        return self.from_parameters({"loc": self.loc, "row_covariance": rows, "column_covariance": columns})

    def stacked(self) -> MultivariateNormal:
        """Return the distribution of the columns, set one below the other."""
        from kldiv.algebra.arrays import Vec  # a class of SymPy's kind: not before it is needed

        rows, columns = self.covariances()
        joint = sp.KroneckerProduct(columns, rows)
        return MultivariateNormal.from_parameters({"loc": Vec(self.loc), "covariance_matrix": joint})

    def density(self, x: Any) -> sp.Expr:
        rows, columns = self.covariances()
        gap = sp.MatAdd(x, sp.MatMul(-1, self.loc))
        square = sp.Trace(sp.MatMul(sp.Inverse(columns), sp.Transpose(gap), sp.Inverse(rows), gap))
        m, n = x.shape
        spread = (2 * sp.pi) ** (m * n) * sp.Determinant(rows) ** n * sp.Determinant(columns) ** m
        return sp.exp(-square / 2) / sp.sqrt(spread)

    @classmethod
    def draw(cls, rng: random.Random, rows: int = 2, columns: int = 2) -> dict[str, Any]:
        """Draw small rational parameters."""
        return {
            "loc": [[Fraction(rng.randint(-9, 9), 4) for _ in range(columns)] for _ in range(rows)],
            "row_covariance": gram(draw_triangle(rng, rows)),
            "column_covariance": gram(draw_triangle(rng, columns)),
        }
