"""Hessians of every family of vectors, matrices and labels, held to second differences at 130 digits."""

from __future__ import annotations

import math
import warnings
from itertools import combinations_with_replacement, product

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv import Categorical, Dirichlet, MatrixNormal, MultivariateNormal, NormalGamma, VonMisesFisher, Wishart
from tests.answers.array_truths import by_differences, rows_of
from tests.answers.test_array_gradients_everywhere import EXTREMES, LEFT, ONE, OTHER, PAIRS, near, unit
from tests.today import todays


def held(p, q, rel, every=1, share=1e-15, **options):
    """Compare entries with second differences; one that cancels, beside the largest of its block."""
    found = kldiv.kl_divergence_hessian(p, q)
    rows = rows_of(p, q)
    assert found.parameters == tuple(rows)
    assert np.array_equal(found.matrix, found.matrix.T)
    for count, (j, k) in enumerate(combinations_with_replacement(range(len(rows)), 2)):
        if count % every:
            continue
        block = found.matrix[[r[:2] == rows[j][:2] for r in rows]][:, [r[:2] == rows[k][:2] for r in rows]]
        least = share * np.abs(block).max() + 1e-40
        wanted = by_differences(p, q, rows[j], rows[k], **options)
        assert found.matrix[j, k] == pytest.approx(wanted, rel=rel, abs=least), (rows[j], rows[k])


#: So many entries that one in some has to do.
EVERY = {"matrix normal": 11, "sphere of dimension 10": 7}


@pytest.mark.parametrize("name", todays(list(PAIRS), 4))
def test_a_hessian_is_the_second_difference(name):
    held(*PAIRS[name], rel=1e-12, every=EVERY.get(name, 1))


@pytest.mark.parametrize(
    ("name", "eps"), todays(list(product([name for name in PAIRS if name != "normal, two ways"], [1e-3, 1e-8])), 3)
)
def test_near_p_no_digits_are_lost(name, eps):
    p, _ = PAIRS[name]
    held(p, near(p, eps), rel=1e-12, every=EVERY.get(name, 3))


@pytest.mark.parametrize("name", todays(list(EXTREMES), 2))
def test_extreme_sizes(name):
    held(*EXTREMES[name], rel=1e-11, every=1 if "normal" not in EXTREMES[name][0].slug else 5)


SPIKES = [
    (Dirichlet([1e-9, 50, 1e-3]), Dirichlet([3e-9, 60, 2e-8])),
    (Dirichlet([1e9, 2e9]), Dirichlet([1e9 + 1, 2e9])),
    (Categorical([1e-200, 1 - 1e-9, 1e-9]), Categorical([1e-9, 1 - 1e-9, 1e-30])),
]


@pytest.mark.parametrize(("p", "q"), SPIKES, ids=repr)
def test_where_one_takes_almost_all(p, q):
    held(p, q, rel=1e-12, share=0, digits=600)


# --- at p = q it is the Fisher information, from the literature ---


def block(p, index="q"):
    found = kldiv.kl_divergence_hessian(p, p)
    at = [row[0] == index for row in found.parameters]
    return [row[1:] for row in found.parameters if row[0] == index], found.matrix[at][:, at]


def test_the_information_of_normal_vectors():
    rows, found = block(MultivariateNormal([0, 1], ONE))
    precision = np.linalg.inv(ONE)
    moves = [np.eye(2)[j] for j in range(2)], []
    for name, *place in rows:
        if name == "covariance_matrix":
            move = np.zeros((2, 2))
            move[tuple(place)] = 1
            moves[1].append((move + move.T) / 2)
    assert found[:2, :2] == pytest.approx(precision, rel=1e-14)
    assert not found[:2, 2:].any()
    half = [[np.trace(precision @ u @ precision @ v) / 2 for u in moves[1]] for v in moves[1]]
    assert found[2:, 2:] == pytest.approx(np.array(half), rel=1e-13)


def test_the_information_of_wisharts():
    rows, found = block(Wishart(7.5, ONE))
    assert rows[0] == ("df",)
    trigammas = sum(float(mpmath.psi(1, (7.5 - k) / 2)) for k in range(2)) / 4
    precision = np.linalg.inv(ONE)
    assert found[0, 0] == pytest.approx(trigammas, rel=1e-14)
    assert found[0, 1:] == pytest.approx(precision.ravel() / 2, rel=1e-13)
    assert found[1, 1] == pytest.approx(7.5 / 2 * precision[0, 0] ** 2, rel=1e-13)


def test_the_information_of_shares():
    a = np.array([0.5, 2, 30])
    psi = np.array([float(mpmath.psi(1, v)) for v in a])
    assert block(Dirichlet(a))[1] == pytest.approx(np.diag(psi) - float(mpmath.psi(1, a.sum())), rel=1e-13)
    probs = np.array([0.2, 0.5, 0.3])
    assert block(Categorical(probs))[1] == pytest.approx(np.diag(1 / probs) - 1, rel=1e-13)


def test_the_information_of_directions():
    k, mu = 3.0, unit(1, 2, 2)
    mean = 1 / math.tanh(k) - 1 / k
    _, found = block(VonMisesFisher(mu, k))
    assert found[:3, :3] == pytest.approx(k * mean * (np.eye(3) - np.outer(mu, mu)), rel=1e-13, abs=1e-15)
    assert found[3, 3] == pytest.approx(1 / k**2 - 1 / math.sinh(k) ** 2, rel=1e-13)  # the variance along mu
    assert found[3, :3] == pytest.approx([0, 0, 0], abs=1e-15)


def test_the_information_of_normal_gammas():
    a, b = 2.5, 1.5
    _, found = block(NormalGamma([0, 1], ONE, a, b))
    assert found[:2, :2] == pytest.approx(a / b * np.array(ONE), rel=1e-14)
    gammas = [[float(mpmath.psi(1, a)), -1 / b], [-1 / b, a / b**2]]
    assert found[-2:, -2:] == pytest.approx(np.array(gammas), rel=1e-13)
    assert found[2, 2] == pytest.approx(np.linalg.inv(ONE)[0, 0] ** 2 / 2, rel=1e-13)


def test_the_information_of_normal_matrices_is_that_of_their_stacked_columns():
    p = MatrixNormal([[0, 1, 2], [1, 0, -1]], ONE, scale_column=np.eye(3) + np.tril(np.ones((3, 3)), -1))
    rows, found = block(p)
    columns = np.array(p.scale_column) @ np.array(p.scale_column).T
    whole = np.linalg.inv(np.kron(ONE, columns))  # of entries in rows
    moves = []
    for name, *place in rows:
        move = np.zeros((2, 2) if name == "row_covariance" else (3, 3))
        if name == "row_covariance":
            move[tuple(place)] = 1
            moves.append(np.kron((move + move.T) / 2, columns))
        elif name == "scale_column":
            move[tuple(place)] = 1
            moves.append(np.kron(ONE, move @ p.scale_column.T + p.scale_column @ move.T))
    assert found[:6, :6] == pytest.approx(whole, rel=1e-13)
    half = [[np.trace(whole @ u @ whole @ v) / 2 for u in moves] for v in moves]
    assert found[6:, 6:] == pytest.approx(np.array(half), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("name", PAIRS)
def test_at_p_all_blocks_are_the_information_but_for_signs(name):
    p, _ = PAIRS[name]
    matrix = kldiv.kl_divergence_hessian(p, p).matrix
    half = len(matrix) // 2
    size = np.abs(matrix).max()
    assert matrix[:half, :half] == pytest.approx(matrix[half:, half:], rel=1e-12, abs=1e-15 * size)
    assert matrix[:half, half:] == pytest.approx(-matrix[half:, half:], rel=1e-12, abs=1e-15 * size)
    assert np.linalg.eigvalsh(matrix[half:, half:]).min() > -1e-13 * size


# --- how it is asked ---


def test_batches_hold_what_single_ones_give():
    rng = np.random.default_rng(0)
    loc, size = rng.normal(size=(4, 1, 2)), rng.uniform(1, 3, size=(3,))
    cases = [
        (
            lambda k, j: MultivariateNormal(loc[k, 0], size[j] * np.array(ONE)),
            MultivariateNormal([0, 1], scale_tril=LEFT),
        ),
        (lambda k, j: NormalGamma(loc[k, 0], OTHER, size[j], 2), NormalGamma([0, 1], ONE, 2, 2)),
        (lambda k, j: Dirichlet([1.0, size[j], 1 + k]), Dirichlet([1.0, 2, 3])),
        (lambda k, j: VonMisesFisher(unit(1, k), size[j]), VonMisesFisher(unit(1, 2), 5)),
    ]
    batches = [
        MultivariateNormal(loc, size[:, None, None] * np.array(ONE)),
        NormalGamma(loc, OTHER, size, 2),
        Dirichlet([[[1.0, s, 1 + k] for s in size] for k in range(4)]),
        VonMisesFisher([[unit(1, k)] for k in range(4)], size),
    ]
    for (single, q), p in zip(cases, batches, strict=True):
        found = kldiv.kl_divergence_hessian(p, q, base=2)
        assert found.unit == "bits"
        assert found.matrix.shape[:2] == (4, 3)
        for k, j in ((0, 0), (3, 1), (2, 2)):
            wanted = kldiv.kl_divergence_hessian(single(k, j), q).matrix / math.log(2)
            assert found.matrix[k, j] == pytest.approx(wanted, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("shift", [0.0, 500.0])
def test_labels_by_logits(shift):
    a, b = [0.0, 1.0, -2.0, 300 + shift], [0.5, 0.0, shift, 310.0]
    found = kldiv.kl_divergence_hessian(Categorical(logits=[a, a]), Categorical(logits=b)).matrix
    assert found.shape == (2, 8, 8)
    with mpmath.workdps(900):
        p, q = ([mpmath.exp(v) for v in row] for row in (a, b))
        p, q = ([v / mpmath.fsum(row) for v in row] for row in (p, q))
        logs = [mpmath.log(x / y) for x, y in zip(p, q, strict=True)]
        slopes = [log - mpmath.fsum(x * y for x, y in zip(p, logs, strict=True)) for log in logs]
        for j in range(4):
            for k in range(4):
                same = int(j == k)
                assert found[0, j, k] == pytest.approx(float(same / p[j] - 1 - slopes[j] - slopes[k]), rel=1e-12)
                assert found[0, j, 4 + k] == pytest.approx(float((p[k] - same) / q[k]), rel=1e-12, abs=1e-250)
                assert found[0, 4 + j, 4 + k] == pytest.approx(float(same * p[k] / q[k] ** 2 - 1), rel=1e-12)


def test_at_the_ends_of_probabilities_it_is_the_limit():
    found = kldiv.kl_divergence_hessian(Categorical([0, 0.25, 0.75]), Categorical([0.5, 0.25, 0.25])).matrix
    assert found[0, :3].tolist() == [math.inf] * 3
    assert found[0, 3:] == pytest.approx([-2, 1, 3], rel=1e-15)  # (p_k - 1 if it is the same) / q_k
    assert found[3, 3:].tolist() == [-1, -1, -1]
    found = kldiv.kl_divergence_hessian(Categorical([0, 1.0]), Categorical([0, 1.0])).matrix
    assert np.isnan(found[0, :2]).all()
    assert found[:2, 2:].tolist() == [[-math.inf, 1], [0, 0]]
    assert found[2:, 2:].tolist() == [[-1, -1], [-1, 0]]
    with pytest.raises(ValueError, match="Categorical against Categorical: the divergence is infinite here"):
        kldiv.kl_divergence_hessian(Categorical([0.5, 0.5]), Categorical([0, 1.0]))


@pytest.mark.parametrize("n", [2, 3, 8])
def test_from_the_uniform_distribution_directions_move_as_the_series_says(n):
    """The mean length is A(a) = a/n less a^3 / (n^2 (n + 2)), and A'(0) = 1/n."""
    u, v = unit(*range(1, n + 1)), unit(*([1] * n))
    found = kldiv.kl_divergence_hessian(VonMisesFisher(u, 0), VonMisesFisher(v, 2)).matrix
    assert found[n, n] == pytest.approx(1 / n, rel=1e-14)
    assert found[n, :n] == pytest.approx(-2 / n * (v - u * (u @ v)), rel=1e-13, abs=1e-15)
    assert found[n, -1] == pytest.approx(-(u @ v) / n, rel=1e-14)
    assert not found[:n, :n].any()


def test_means_far_apart_give_no_warning_and_their_slopes():
    p, q = (MultivariateNormal([loc, 0], np.eye(2)) for loc in (1e200, -1e200))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = kldiv.kl_divergence_hessian(p, q)
    assert found.matrix[6, 8] == 2e200
    assert found.matrix[0, 8] == -2e200


def test_along_a_move_it_is_the_second_derivative():
    p, q = PAIRS["normal, covariance"]
    found = kldiv.kl_divergence_hessian(p, q)
    assert found.parameters[:4] == (
        ("p", "loc", 0),
        ("p", "loc", 1),
        ("p", "covariance_matrix", 0, 0),
        *found.parameters[3:4],
    )
    move = np.array([[0.3, -0.2], [-0.2, 0.1]])
    along = np.concatenate([np.zeros(6), [0, 0], move.ravel()])

    def there(step):
        return kldiv.kl_divergence_grad(p, MultivariateNormal(q.loc, q.covariance_matrix + step * move))

    slope = [np.sum(there(step).q["covariance_matrix"] * move) for step in (1e-5, -1e-5)]
    assert along @ found.matrix @ along == pytest.approx((slope[0] - slope[1]) / 2e-5, rel=1e-8)


def test_what_it_cannot_do_is_said_in_one_line():
    a = sp.Symbol("a", positive=True)
    for ask in (kldiv.kl_divergence_grad, kldiv.kl_divergence_hessian):
        with pytest.raises(ValueError, match=r"^Dirichlet against Dirichlet: .* for numbers, not for symbols$"):
            ask(Dirichlet([a, 1]), Dirichlet([1, 2]))
        with pytest.raises(ValueError, match="no derivative is known of distributions like Dirichlet"):
            ask(Dirichlet([1, 2]), VonMisesFisher(unit(1, 2), 1))


def test_tiny_rates_have_their_slopes():
    found = kldiv.kl_divergence_hessian(NormalGamma([0], [[1]], 2, 1e-170), NormalGamma([0], [[1]], 3, 2e-170))
    at = [found.parameters.index(("p", name)) for name in ("concentration", "rate")]
    assert found.matrix[at[0], at[1]] == pytest.approx(-2e170, rel=1e-12)  # minus d / b^2 for the rates b and d
