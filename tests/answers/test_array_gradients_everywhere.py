"""Gradients of every family of vectors, matrices and labels, entry by entry, held to differences at 130 digits."""

from __future__ import annotations

import numpy as np
import pytest

import kldiv
from kldiv import MatrixNormal, MultivariateNormal, NormalGamma, VonMisesFisher, Wishart
from kldiv.answers.array_gradients import ARRAY_GRADIENTS
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from tests.answers.array_truths import by_differences, rows_of

ONE, OTHER = [[2, 0.5], [0.5, 1]], [[1, 0.2], [0.2, 3]]
LEFT, RIGHT = [[2, 0], [0.5, 1]], [[1, 0], [0.2, 3]]
WIDE = [[2, 0.5, 0.1], [0.5, 1, -0.3], [0.1, -0.3, 1.5]]


def unit(*entries):
    return np.array(entries) / np.linalg.norm(entries)


PAIRS = {
    "categorical": (kldiv.Categorical([0.2, 0.5, 0.3]), kldiv.Categorical([0.25, 0.25, 0.5])),
    "dirichlet": (kldiv.Dirichlet([0.5, 2, 30]), kldiv.Dirichlet([1.5, 2.5, 4])),
    "normal, covariance": (MultivariateNormal([0, 1], ONE), MultivariateNormal([1, -1], OTHER)),
    "normal, factor": (
        MultivariateNormal([0, 1], scale_tril=LEFT),
        MultivariateNormal([1, -1], scale_tril=RIGHT),
    ),
    "normal, precision": (
        MultivariateNormal([0, 1], precision_matrix=ONE),
        MultivariateNormal([1, -1], precision_matrix=OTHER),
    ),
    "normal, low rank": (
        MultivariateNormal([0, 1], cov_factor=[[1.0], [2]], cov_diag=[1.0, 2]),
        MultivariateNormal([1, 1], cov_factor=[[1.5], [0.5]], cov_diag=[2.0, 1]),
    ),
    "normal, two ways": (MultivariateNormal([0, 1], ONE), MultivariateNormal([1, -1], precision_matrix=OTHER)),
    "wishart": (Wishart(3.5, ONE), Wishart(5, OTHER)),
    "wishart, factor": (Wishart(3.5, scale_tril=LEFT), Wishart(15, scale_tril=RIGHT)),
    "matrix normal": (
        MatrixNormal([[0, 1, 2], [1, 0, -1]], ONE, WIDE),
        MatrixNormal([[0, 0.5, 0], [0.3, 0, 0]], OTHER, np.eye(3) + 0.1),
    ),
    "matrix normal, factors": (
        MatrixNormal([[0, 1], [1, 0]], scale_row=LEFT, scale_column=RIGHT),
        MatrixNormal([[0, 0.5], [0.3, 0]], scale_row=RIGHT, column_covariance=ONE),
    ),
    "normal-gamma": (NormalGamma([0, 1], ONE, 2.5, 1.5), NormalGamma([1, -1], OTHER, 4, 0.5)),
    "normal-gamma, far": (NormalGamma([0, 1], ONE, 0.01, 30), NormalGamma([1, -1], OTHER, 40, 0.5)),
    "circle": (VonMisesFisher(unit(0.6, 0.8), 2), VonMisesFisher(unit(0, 1), 5)),
    "sphere": (VonMisesFisher(unit(0.6, 0.8, 0), 20), VonMisesFisher(unit(0, -1, 0.5), 0.5)),
    "sphere of dimension 10": (VonMisesFisher(unit(*range(1, 11)), 300), VonMisesFisher(unit(*range(10)), 1000)),
}


def held(p, q, rel):
    """Compare every entry with its difference quotient; one that cancels, beside the largest of its parameter."""
    found = kldiv.kl_divergence_grad(p, q)
    for row in rows_of(p, q):
        index, name, *place = row
        part = np.asarray(getattr(found, index)[name])
        least = 1e-15 * np.abs(part).max() + 1e-45
        assert part[tuple(place)] == pytest.approx(by_differences(p, q, row), rel=rel, abs=least), row


def test_every_family_that_has_a_formula_has_a_gradient():
    arrays = {slug for slug, kind in DISTRIBUTIONS.items() if kind.variate != UNIVARIATE}
    assert set(ARRAY_GRADIENTS) == {(slug, slug) for slug in arrays}
    assert {p.slug for p, _ in PAIRS.values()} == arrays


@pytest.mark.parametrize("name", PAIRS)
def test_a_gradient_is_the_difference_quotient(name):
    held(*PAIRS[name], rel=2e-13)


def near(distribution, eps):
    """Move every entry by about that share of it, each its own way, and leave the distribution what it is."""
    rng, moved = np.random.default_rng(3), {}
    for name, value in distribution.parameters.items():
        array = np.asarray(value, dtype=float)
        array = array * (1 + eps * rng.uniform(0.5, 2, size=array.shape) * rng.choice([-1, 1], size=array.shape))
        if "matrix" in name or name.endswith("_covariance"):
            array = np.tril(array) + np.tril(array, -1).T
        moved[name] = array
    if distribution.slug == "categorical":
        moved["probs"] = moved["probs"] / moved["probs"].sum()
    if distribution.slug == "von-mises-fisher":
        moved["loc"] = unit(*moved["loc"])
    return type(distribution)(**moved)


@pytest.mark.parametrize("eps", [1e-3, 1e-8, 1e-12])
@pytest.mark.parametrize("name", [name for name in PAIRS if name != "normal, two ways"])
def test_near_p_no_digits_are_lost(name, eps):
    p, _ = PAIRS[name]
    q = near(p, eps)
    assert p.parameters.keys() == q.parameters.keys()
    held(p, q, rel=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_where_both_are_the_same_it_is_exactly_zero(name):
    for one in PAIRS[name]:
        found = kldiv.kl_divergence_grad(one, one)
        for value in (*found.p.values(), *found.q.values()):
            assert not np.any(value)
            assert not np.any(np.signbit(value))


EXTREMES = {
    "sphere, hardly concentrated": (VonMisesFisher(unit(1, 2, 2), 1e-9), VonMisesFisher(unit(0, 1, 0), 3e-9)),
    "sphere, very concentrated": (VonMisesFisher(unit(1, 2, 2), 1e8), VonMisesFisher(unit(1, 2, 2.0001), 7e9)),
    "circle, very concentrated": (VonMisesFisher(unit(1, 2), 1e6), VonMisesFisher(unit(1, 2), 3e6)),
    "far apart": (VonMisesFisher(unit(1, 2, 2), 1e-3), VonMisesFisher(unit(0, 1, 0), 1e5)),
    "at right angles": (VonMisesFisher(unit(1, 0, 0), 0.1), VonMisesFisher(unit(0, 1, 0), 1e10)),
    "at right angles, hardly concentrated": (VonMisesFisher(unit(1, 0, 0), 30.0), VonMisesFisher(unit(0, 1, 0), 1e-8)),
    "a matrix far below another": (Wishart(5, [[1e-17, 1e-18], [1e-18, 2e-17]]), Wishart(6, ONE)),
    "a matrix far above another": (Wishart(5, [[1e17, 1e16], [1e16, 2e17]]), Wishart(6, ONE)),
    "a spread far above another": (
        MultivariateNormal([0, 1], [[1e17, 1e16], [1e16, 2e17]]),
        MultivariateNormal([1, 1], ONE),
    ),
    "many degrees": (Wishart(1e7, ONE), Wishart(1.5e7, OTHER)),
    "few degrees": (Wishart(1 + 1e-6, ONE), Wishart(1.5, OTHER)),
    "many counts": (NormalGamma([0, 1], ONE, 1.1e9 + 0.3, 1.1e9 + 0.7), NormalGamma([0, 1.001], ONE, 1.3e9, 1.3e9 + 1)),
    "tiny": (NormalGamma([0, 1], ONE, 1e-9, 1e-30), NormalGamma([0, 1.001], ONE, 2e-7, 2e10)),
    "scales apart": (
        MatrixNormal([[0, 1e30], [1e-9, 0]], [[1e60, 0], [0, 1e-20]], ONE),
        MatrixNormal([[1e10, 1e30], [1e-9, 0]], [[1e61, 1e19], [1e19, 1e-20]], OTHER),
    ),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_sizes(name):
    held(*EXTREMES[name], rel=1e-11)


def test_batches_hold_what_single_ones_give():
    rng = np.random.default_rng(0)
    loc, rates = rng.normal(size=(4, 2, 2)), rng.uniform(1, 3, size=4)
    p = MatrixNormal(loc, np.array(ONE) * rates[:, None, None], OTHER)
    q = MatrixNormal([[0, 0], [1, 1]], scale_row=LEFT, scale_column=RIGHT)
    found = kldiv.kl_divergence_grad(p, q, base=2)
    assert found.unit == "bits"
    for k in range(4):
        single = kldiv.kl_divergence_grad(MatrixNormal(loc[k], np.array(ONE) * rates[k], OTHER), q, base=2)
        for index in "pq":
            for name, value in getattr(single, index).items():
                both = np.broadcast_to(getattr(found, index)[name], (4, *value.shape))
                assert both[k] == pytest.approx(value, rel=1e-14)
    p, q = NormalGamma(loc[0], ONE, rates[:, None], 1.0), NormalGamma([0, 0], OTHER, 2, rates[:2])
    found, single = (
        kldiv.kl_divergence_grad(p, q),
        kldiv.kl_divergence_grad(NormalGamma(loc[0, 1], ONE, rates[3], 1.0), NormalGamma([0, 0], OTHER, 2, rates[1])),
    )
    assert found.q["precision_matrix"][3, 1] == pytest.approx(single.q["precision_matrix"], rel=1e-14)
    assert found.p["loc"].shape == (4, 2, 2)
    p = VonMisesFisher([unit(1, 2, 3), unit(1, 0, 0)], [[1.0], [1e3], [0.0]])
    found = kldiv.kl_divergence_grad(p, VonMisesFisher(unit(1, 1, 1), 5))
    single = kldiv.kl_divergence_grad(VonMisesFisher(unit(1, 0, 0), 1e3), VonMisesFisher(unit(1, 1, 1), 5))
    assert found.p["loc"].shape == (3, 2, 3)
    assert found.p["loc"][1, 1] == pytest.approx(single.p["loc"], rel=1e-14)
    assert found.q["concentration"][1, 1] == pytest.approx(single.q["concentration"], rel=1e-14)


def test_a_direction_moves_within_the_sphere():
    p, q = PAIRS["sphere"]
    found = kldiv.kl_divergence_grad(p, q)
    for index, one in (("p", p), ("q", q)):
        assert getattr(found, index)["loc"] @ one.loc == pytest.approx(0, abs=1e-15)
    uniform = kldiv.kl_divergence_grad(VonMisesFisher(unit(1, 0, 0), 0), VonMisesFisher(unit(1, 2, 2), 3))
    assert uniform.p["loc"].tolist() == [0, 0, 0]
    assert uniform.p["concentration"] == pytest.approx(-3 / 3 * unit(1, 2, 2)[0], rel=1e-15)  # A'(0) = 1/3


def test_shapes_that_do_not_fit_are_refused_in_one_line():
    one, other = MatrixNormal([[0, 1]], [[1]], ONE), MatrixNormal([[0], [1]], ONE, [[1]])
    for ask in (kldiv.kl_divergence_grad, kldiv.kl_divergence_hessian):
        with pytest.raises(
            ValueError, match=r"^MatrixNormal: loc of p and q must have the same shape, got \(1, 2\) and"
        ):
            ask(one, other)
        with pytest.raises(
            ValueError, match=r"^VonMisesFisher: loc of p and q must have the same dimension, got 2 and 3"
        ):
            ask(VonMisesFisher(unit(1, 2), 1), VonMisesFisher(unit(1, 2, 3), 1))
        with pytest.raises(ValueError, match=r"^NormalGamma: loc of p and q must have the same dimension, got 1 and 2"):
            ask(NormalGamma(0, 1, 1, 1), NormalGamma([0, 1], ONE, 1, 1))
