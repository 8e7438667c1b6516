"""What distributions of vectors and matrices refuse, in one line."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from kldiv.distributions import Dirichlet, MatrixNormal, MultivariateNormal, NormalGamma, VonMisesFisher, Wishart
from kldiv.distributions.parsing import parse_distribution

EYE = [[1, 0], [0, 1]]
DEFINITE = "must be a symmetric positive definite matrix, got"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MultivariateNormal([0, 0], [[1, 2], [2, 1]]), f"MultivariateNormal: covariance_matrix {DEFINITE} [["),
        (lambda: MultivariateNormal([0, 0], [[1, 0.5], [0, 1]]), f"MultivariateNormal: covariance_matrix {DEFINITE}"),
        (lambda: MultivariateNormal([0, 0], [[1, 0], [0, 0]]), f"MultivariateNormal: covariance_matrix {DEFINITE}"),
        (lambda: MultivariateNormal([0, 0], [[1, 0, 0], [0, 1, 0]]), "covariance_matrix must be"),
        (lambda: MultivariateNormal([0] * 4, np.zeros((4, 4))), "got an array of shape (4, 4)"),
        (lambda: MultivariateNormal([0, 0], precision_matrix=[[0, 1], [1, 0]]), f"precision_matrix {DEFINITE}"),
        (
            lambda: MultivariateNormal([0, 0], scale_tril=[[1, 1], [0, 1]]),
            "scale_tril must be a lower triangular matrix with a positive diagonal",
        ),
        (lambda: MultivariateNormal([0, 0], scale_tril=[[1, 0], [0, -1]]), "scale_tril must be"),
        (lambda: MultivariateNormal([0, 0, 0], EYE), "loc has dimension 3 but covariance_matrix has dimension 2"),
        (lambda: MultivariateNormal(0, EYE), "loc must be a vector of finite real numbers, got 0.0"),
        (lambda: MultivariateNormal([0, np.nan], EYE), "loc must be a vector of finite real numbers"),
        (lambda: MultivariateNormal([0, "a"], EYE), "loc must be a vector"),
        (lambda: MultivariateNormal([0, 0]), "is needed, got none"),
        (lambda: MultivariateNormal([0, 0], EYE, EYE), "is needed, got covariance_matrix, scale_tril"),
        (lambda: MultivariateNormal([0, 0], cov_factor=[[1], [1]]), "cov_factor needs cov_diag beside it"),
        (
            lambda: MultivariateNormal([0, 0], cov_factor=[[1], [1]], cov_diag=[1, 0]),
            "cov_diag must be a vector of positive numbers",
        ),
        (
            lambda: MultivariateNormal([0, 0], cov_factor=[[1], [1], [1]], cov_diag=[1, 1]),
            "cov_factor has dimension 3",
        ),
        (lambda: MultivariateNormal([0, 0], sp.Matrix([[1, 2], [2, 1]])), f"covariance_matrix {DEFINITE}"),
        (lambda: Dirichlet([1, -1]), "Dirichlet: concentration must be a vector of positive numbers, got [1.0, -1.0]"),
        (lambda: Dirichlet([1]), "Dirichlet: concentration must have at least 2 components, got 1"),
        (lambda: Wishart(1, EYE), "Wishart: df must be above n - 1 = 1, got 1"),
        (lambda: Wishart(-1, EYE), "Wishart: df must be positive, got -1"),
        (lambda: Wishart(3), "exactly one of covariance_matrix | scale_tril is needed, got none"),
        (lambda: VonMisesFisher([1, 1], 2), "VonMisesFisher: loc must be a vector of length 1, got [1.0, 1.0]"),
        (lambda: VonMisesFisher([1], 2), "VonMisesFisher: loc must be a vector of length 1, got [1.0]"),
        (lambda: VonMisesFisher([1, 0], -1), "VonMisesFisher: concentration must be positive, or 0, got -1"),
        (lambda: NormalGamma(0, -1, 1, 1), f"NormalGamma: precision_matrix {DEFINITE} [[-1.0]]"),
        (lambda: NormalGamma([0, 0], 1, 1, 1), "NormalGamma: loc has dimension 2 but precision_matrix has dimension 1"),
        (
            lambda: MatrixNormal([[1, 2]], row_covariance=[[1]], column_covariance=[[1]]),
            "MatrixNormal: loc has dimension 2 but column_covariance has dimension 1",
        ),
        (
            lambda: MatrixNormal([[1, 2]], row_covariance=[[1]]),
            "exactly one of column_covariance | scale_column is needed",
        ),
    ],
)
def test_values_outside_the_domain(make, message):
    with pytest.raises(ValueError, match=":") as caught:
        make()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_distributions_from_text():
    distribution = parse_distribution("MultivariateNormal(loc=[0, 1/2], covariance_matrix=[[2, 1], [1, 2]])")
    assert distribution.exact().loc == sp.Matrix([0, sp.Rational(1, 2)])
    with pytest.raises(ValueError, match="did you mean 'scale_tril'"):
        parse_distribution("MultivariateNormal([0], scale_trill=[[1]])")
    with pytest.raises(ValueError, match="MultivariateNormal: missing loc"):
        parse_distribution("MultivariateNormal()")


def test_parameters_that_were_given():
    distribution = MultivariateNormal([0, 1], scale_tril=EYE)
    assert list(distribution.parameters) == ["loc", "scale_tril"]
    assert [p.name for p in distribution.spec] == ["loc", "scale_tril"]
    assert distribution.form == "cholesky"
    assert len(MultivariateNormal.spec) == 6
    assert NormalGamma(0, 1, 2, 3).precision_matrix.shape == (1, 1)
    with pytest.raises(ValueError, match="one distribution is needed, but loc has shape"):
        MultivariateNormal([[0, 1], [2, 3]], EYE).exact()
