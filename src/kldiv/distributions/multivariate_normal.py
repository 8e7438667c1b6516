"""The multivariate normal distribution of any dimension, in four parametrisations."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any, Self

from kldiv.distributions.array_domains import ANY_MATRIX, LOWER_TRIANGULAR, POSITIVE_DEFINITE, POSITIVE_DIAGONAL, VECTOR
from kldiv.distributions.arrays import ArrayDistribution, region, square_root, whole_number
from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.normal import Normal
from kldiv.lazily import is_matrix, sp

#: How the spread is given, by the ending that its derivations' ids have.
FORMS = {
    "": ("covariance_matrix",),
    "cholesky": ("scale_tril",),
    "precision": ("precision_matrix",),
    "low-rank": ("cov_factor", "cov_diag"),
}


class MultivariateNormal(ArrayDistribution):
    """The normal distribution of a vector of dimension n.

    Exactly one of covariance_matrix, scale_tril, precision_matrix and (cov_factor, cov_diag) is given.

    Args:
        loc: the mean, shape (..., n).
        covariance_matrix: symmetric and positive definite, shape (..., n, n).
        scale_tril: a lower triangular factor L of the covariance L L^T, with a positive diagonal.
        precision_matrix: the inverse of the covariance.
        cov_factor: a matrix W of shape (..., n, r); the covariance is W W^T plus a diagonal.
        cov_diag: that diagonal, n positive numbers.

    Raises:
        ValueError: if a parameter is outside its domain, dimensions differ, or the spread is not given exactly once.

    Example:
        >>> MultivariateNormal([0, 1], covariance_matrix=[[2, 1], [1, 2]]).loc
        array([0., 1.])
    """

    loc: Value = parameter("mu", VECTOR, "the mean")
    covariance_matrix: Value = parameter("Sigma", POSITIVE_DEFINITE, "the covariance matrix", default=None)
    scale_tril: Value = parameter(
        "L", LOWER_TRIANGULAR, "a factor of the covariance matrix, $L L^{\\mathsf T}$", default=None
    )
    precision_matrix: Value = parameter(
        "Lambda", POSITIVE_DEFINITE, "the inverse of the covariance matrix", default=None
    )
    cov_factor: Value = parameter(
        "W", ANY_MATRIX, "the factor of the low-rank part $W W^{\\mathsf T}$ of the covariance", default=None
    )
    cov_diag: Value = parameter("Psi", POSITIVE_DIAGONAL, "the diagonal part of the covariance", default=None)

    of_one_entry = "normal"
    aliases = ("MVN", "multivariate Gaussian", "MvNormal")
    choices = (tuple(FORMS.values()),)
    examples = {
        "p": {
            "loc": [0, 1],
            "covariance_matrix": [[2, 1], [1, 2]],
            "scale_tril": [[1, 0], [0.5, 2]],
            "precision_matrix": [[2, 1], [1, 2]],
            "cov_factor": [[1], [2]],
            "cov_diag": [1, 1],
        },
        "q": {
            "loc": [1, 1],
            "covariance_matrix": [[1, 0], [0, 3]],
            "scale_tril": [[2, 0], [0, 1]],
            "precision_matrix": [[1, 0], [0, 3]],
            "cov_factor": [[1], [0]],
            "cov_diag": [1, 2],
        },
    }
    elsewhere = {
        "torch": "MultivariateNormal({loc}, {covariance_matrix})",
        "tfp": "MultivariateNormalFullCovariance({loc}, {covariance_matrix})",
        "numpyro": "MultivariateNormal({loc}, {covariance_matrix})",
        "scipy": "multivariate_normal(mean={loc}, cov={covariance_matrix})",
        "julia": "MvNormal({loc}, {covariance_matrix})",
        "numpy": "rng.multivariate_normal({loc}, {covariance_matrix})",
    }
    trap = (
        "The scale of the univariate distribution is a standard deviation; here it is a covariance matrix, or"
        " a triangular factor of one."
    )

    def _validate_together(self) -> None:
        names = [p.name for p in self.spec]
        self._refuse_mismatch({name: self.size(name, -2 if name == "cov_factor" else -1) for name in names})

    @property
    def form(self) -> str:
        """How the spread is given: a key of FORMS."""
        return next(form for form, names in FORMS.items() if names[0] in self.parameters)

    @classmethod
    def symbolic(cls, index: str, form: str = "") -> Self:
        """Return the distribution with a symbol for each parameter, in dimension n.

        Args:
            index: "p" or "q".
            form: a key of FORMS.
        """
        n = whole_number("n")
        rank = sp.Symbol(f"r_{index}", integer=True, positive=True)
        parameters: dict[str, Any] = {"loc": sp.MatrixSymbol(f"mu_{index}", n, 1)}
        letters = {p.name: p.letter for p in cls.spec}
        for name in FORMS[form]:
            parameters[name] = sp.MatrixSymbol(f"{letters[name]}_{index}", n, rank if name == "cov_factor" else n)
        return cls.from_parameters(parameters)

    def as_number(self) -> Distribution | None:
        if self.size("loc") != 1:
            return None
        if "scale_tril" in self.parameters:
            return Normal(self.entry("loc"), self.entry("scale_tril"))
        if "precision_matrix" in self.parameters:
            return Normal(self.entry("loc"), 1 / square_root(self.entry("precision_matrix")))
        if "covariance_matrix" in self.parameters:
            return Normal(self.entry("loc"), square_root(self.entry("covariance_matrix")))
        factor = self.cov_factor
        squares = sum(v**2 for v in factor) if is_matrix(factor) else (factor[..., 0, :] ** 2).sum(-1)
        return Normal(self.entry("loc"), square_root(squares + self.entry("cov_diag")))

    def variable(self) -> sp.MatrixSymbol:
        return sp.MatrixSymbol("x", self.parameters["loc"].shape[0], 1)

    def support(self) -> Support:
        return region(r"\mathbb{R}^n", self.kind)

    def covariance(self) -> Any:
        """Return the covariance as a matrix expression."""
        given = self.parameters
        if self.form == "cholesky":
            return sp.MatMul(given["scale_tril"], sp.Transpose(given["scale_tril"]))
        if self.form == "precision":
            return sp.Inverse(given["precision_matrix"])
        if self.form == "low-rank":
            diagonal, factor = given["cov_diag"], given["cov_factor"]
            if isinstance(diagonal, sp.MatrixBase):
                diagonal = sp.ImmutableMatrix(sp.diag(*diagonal))
            return sp.MatAdd(diagonal, sp.MatMul(factor, sp.Transpose(factor)))
        return given["covariance_matrix"]

    def plainly(self) -> Self:
        spread = sp.ImmutableMatrix(sp.sympify(self.covariance()).doit())
        return self.from_parameters({"loc": self.loc, "covariance_matrix": spread})

    def density(self, x: Any) -> sp.Expr:
        return normal_density(x, self.loc, self.covariance())

    @classmethod
    def draw(cls, rng: random.Random, size: int = 2) -> dict[str, Any]:
        """Draw a small rational mean and a rational positive definite covariance."""
        factor = draw_triangle(rng, size)
        return {"loc": [Fraction(rng.randint(-9, 9), 4) for _ in range(size)], "covariance_matrix": gram(factor)}


def normal_density(x: Any, mean: Any, covariance: Any) -> sp.Expr:
    """Write the density of a normal vector.

    Args:
        x: a column.
        mean: a column.
        covariance: a square matrix.

    Returns:
        A scalar expression.
    """
    gap = sp.MatAdd(x, sp.MatMul(-1, mean))
    square = sp.Trace(sp.MatMul(sp.Transpose(gap), sp.Inverse(covariance), gap))
    return sp.exp(-square / 2) / sp.sqrt((2 * sp.pi) ** x.shape[0] * sp.Determinant(covariance))


def draw_triangle(rng: random.Random, size: int) -> list[list[Fraction]]:
    """Draw a lower triangular matrix with a positive diagonal."""
    return [
        [
            Fraction(rng.randint(3, 9), 4) if k == j else Fraction(rng.randint(-4, 4), 5) if k < j else Fraction(0)
            for k in range(size)
        ]
        for j in range(size)
    ]


def gram(factor: list[list[Fraction]]) -> list[list[Fraction]]:
    """Multiply a matrix by its own transpose."""
    return [[sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0)) for other in factor] for one in factor]
