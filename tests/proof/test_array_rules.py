"""The rules about vectors and matrices, what letters say of matrices, and what is refused."""

import pytest
import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor, minus, square, under
from kldiv.distributions import MatrixNormal, MultivariateNormal, Wishart
from kldiv.distributions.matrix_letters import has_positive_determinant, is_definite, is_semidefinite, is_triangular
from kldiv.distributions.multivariate_normal import normal_density
from kldiv.distributions.nodes import divergence_of
from kldiv.proof.chain import Chain
from kldiv.proof.kernel import ByTheorem, run
from kldiv.proof.literature.matrices import D, R, S, U, W, X, rank
from kldiv.proof.literature.trying import drawn_matrices
from kldiv.proof.rules import arrays, draws, general
from kldiv.proof.statements import Refused, Statement, over_ranges
from kldiv.proof.theorems import THEOREMS

n, m = (sp.Symbol(name, integer=True, positive=True) for name in "nm")
i = sp.Symbol("i", integer=True, nonnegative=True)
A, B = (sp.MatrixSymbol(name, n, n) for name in "AB")
SIGMA, LAMBDA, PSI, L = (sp.MatrixSymbol(f"{name}_p", n, n) for name in ("Sigma", "Lambda", "Psi", "L"))
TALL = sp.MatrixSymbol("W_p", n, m)
x, z = sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("z", n, 1)
t = sp.Symbol("t", positive=True)
NORMAL, WISHART = MultivariateNormal.symbolic("p"), Wishart.symbolic("p")


class TestWhatLettersSay:
    @pytest.mark.parametrize(
        "matrix",
        [
            SIGMA,
            sp.Inverse(LAMBDA),
            sp.MatMul(t, LAMBDA),
            sp.MatMul(L, sp.Transpose(L)),
            sp.MatAdd(PSI, sp.MatMul(TALL, sp.Transpose(TALL))),
            sp.MatAdd(sp.Identity(m), sp.MatMul(sp.Transpose(TALL), sp.Inverse(PSI), TALL)),
            sp.KroneckerProduct(SIGMA, sp.Inverse(PSI)),
            sp.ImmutableMatrix([[2, 1], [1, 2]]),
        ],
        ids=str,
    )
    def test_definite(self, matrix):
        assert is_definite(matrix)
        assert has_positive_determinant(matrix)

    @pytest.mark.parametrize(
        "matrix",
        [
            A,
            L,
            sp.MatMul(A, sp.Transpose(A)),
            sp.MatMul(-1, SIGMA),
            sp.MatMul(SIGMA, LAMBDA),
            sp.MatAdd(SIGMA, sp.MatMul(-1, PSI)),
            sp.MatMul(TALL, sp.Transpose(TALL)),
            sp.ImmutableMatrix([[1, 2], [2, 1]]),
            sp.ImmutableMatrix([[1, 1], [0, 1]]),
        ],
        ids=str,
    )
    def test_not_known_to_be_definite(self, matrix):
        assert not is_definite(matrix)

    def test_other_facts(self):
        assert is_semidefinite(sp.MatMul(TALL, sp.Transpose(TALL)))
        assert is_triangular(L)
        assert is_triangular(CholeskyFactor(SIGMA))
        assert not is_triangular(sp.Transpose(L))
        assert not is_triangular(SIGMA)


class TestFillingInMatrices:
    def test_a_matrix_of_another_shape_is_refused(self):
        with pytest.raises(Refused, match="must be a matrix of shape"):
            THEOREMS["woodbury"].statement.put({D: TALL})
        with pytest.raises(Refused, match="must be a matrix of shape"):
            THEOREMS["woodbury"].statement.put({D: PSI, W: TALL})
        assert THEOREMS["woodbury"].statement.put({D: PSI, W: TALL, rank: m}).conditions == ()

    def test_a_letter_that_is_definite_stands_for_what_is(self):
        with pytest.raises(Refused, match="not known to be positive definite"):
            THEOREMS["cholesky"].statement.put({S: A})
        with pytest.raises(Refused, match="not known to be positive definite"):
            THEOREMS["vec"].statement.put({R: A})

    def test_a_condition_is_dropped_where_the_letters_say_it_and_stays_elsewhere(self):
        left = THEOREMS["matrix-determinant-lemma"].statement
        assert left.put({D: SIGMA}).conditions == ()
        assert left.put({D: B}).conditions == (sp.Ne(sp.Determinant(B), 0),)

    def test_a_covariance_in_a_lemma_stands_for_a_covariance(self):
        from kldiv.deriving.arrays.multivariate_normal import covariance_lemma

        statement = covariance_lemma().statement
        with pytest.raises(Refused, match="not known to be positive definite"):
            statement.put({SIGMA: B})

    def test_a_theorem_that_is_a_little_false_meets_its_counterexample(self):
        true = THEOREMS["matrix-determinant-lemma"].statement
        assert drawn_matrices(true)().ok
        assert not drawn_matrices(Statement(true.left, "=", true.right * (1 + sp.Rational(1, 10**20))))().ok
        wide = Statement(
            sp.Determinant(sp.KroneckerProduct(B, U)), "=", sp.Determinant(B) ** n * sp.Determinant(U) ** m
        )
        assert not drawn_matrices(wide)().ok


def test_bartletts_jacobian_is_that_of_the_map():
    """The factor in the statement against the determinant of the derivatives of X = T T^T, entry by entry."""
    for size in (1, 2, 3):
        entries = {(j, k): sp.Symbol(f"t{j}{k}", positive=True) for j in range(size) for k in range(j + 1)}
        triangle = sp.Matrix(size, size, lambda j, k: entries.get((j, k), 0))  # noqa: B023 - used at once
        image = triangle * triangle.T
        lower = sp.Matrix([image[place] for place in entries])
        found = lower.jacobian(list(entries.values())).det()
        said = 2**size * sp.Mul(*(entries[j, j] ** (size - j) for j in range(size)))
        assert sp.simplify(found**2 - said**2) == 0


class TestMoments:
    standard = normal_density(z, sp.ZeroMatrix(n, 1), sp.Identity(n))

    def mean(self, body, density=None):
        return run(draws.standard_moments, under(density or self.standard, body, z, "z"), (), Chain(t)).after

    def test_of_a_standard_normal_vector(self):
        form = sp.Trace(sp.MatMul(sp.Transpose(z), A, z))
        assert self.mean(3 * form + 5) == 3 * sp.Trace(sp.MatMul(A)) + 5
        assert self.mean(sp.Trace(sp.MatMul(sp.Transpose(x), A, z))) == 0

    def test_of_another_density_or_degree_are_refused(self):
        form = sp.Trace(sp.MatMul(sp.Transpose(z), A, z))
        with pytest.raises(Refused, match="under another density"):
            self.mean(form, 7 * self.standard)
        for body in (form**2, sp.Trace(sp.MatMul(sp.Transpose(z), A, z, sp.Transpose(z), B, z)), sp.exp(form)):
            with pytest.raises(Refused, match="no trace of one or two factors"):
                self.mean(body)

    def test_of_bartletts_matrix_are_computed(self):
        assert draws.gram_mean(Wishart, WISHART.df) == WISHART.df
        assert draws.square_is_chi_squared(Wishart)

        class Longer(Wishart):
            def density_on_diagonal(self, t, k):
                freedom = self.df - k + 5
                return 2 ** (1 - freedom / 2) * t ** (freedom - 1) * sp.exp(-(t**2) / 2) / sp.gamma(freedom / 2)

        class Wider(Wishart):
            def density_below(self, t):
                return sp.exp(-(t**2) / 4) / sp.sqrt(4 * sp.pi)

        assert draws.gram_mean(Longer, WISHART.df) == WISHART.df + 5
        assert not draws.square_is_chi_squared(Longer)
        with pytest.raises(Refused, match="the diagonal is not constant"):
            draws.gram_mean(Wider, WISHART.df)


class TestRefusals:
    def test_a_carried_vector_must_be_normal(self):
        mean = under(2 * NORMAL.density(x), square(A, minus(x, z)), x, "p")
        with pytest.raises(Refused, match="under another density"):
            run(draws.normal_image, mean, (NORMAL, z), Chain(t))
        taken = under(NORMAL.density(x), square(A, minus(x, z)), x, "p")
        with pytest.raises(Refused, match="z has another meaning here"):
            run(draws.normal_image, taken, (NORMAL, z), Chain(t))

    def test_bartlett_brings_its_condition(self):
        matrix = WISHART.variable()
        made = run(draws.bartlett, under(WISHART.density(matrix), sp.Trace(matrix), matrix, "p"), (WISHART,), Chain(t))
        assert made.conditions == (WISHART.df + 1 > n,)

    def test_columns_are_stacked_for_these_two_only(self):
        p, q = MatrixNormal.symbolic("p"), MatrixNormal.symbolic("q")
        with pytest.raises(Refused, match="not the divergence between the two distributions"):
            run(draws.stack, divergence_of(q, p), (p, q), Chain(t))

    def test_only_triangular_matrices_have_their_diagonal_for_a_determinant(self):
        log = sp.log(sp.Determinant(A))
        assert run(arrays.triangular, log, (i,), Chain(t)).after == log
        summed = run(arrays.triangular, sp.log(sp.Determinant(L)), (i,), Chain(t)).after
        assert summed == sp.Sum(sp.log(L[i, i]), (i, 0, n - 1))

    def test_a_logarithm_is_opened_only_where_the_determinant_is_positive(self):
        inside = sp.log(sp.Determinant(A) * sp.Determinant(SIGMA))
        squared = sp.log(sp.Determinant(A) ** 2)
        assert run(arrays.expand_log, squared, (), Chain(t)).after == squared
        opened = run(arrays.expand_log, inside, (), Chain(t)).after
        assert opened == sp.log(sp.Determinant(A)) + sp.log(sp.Determinant(SIGMA))
        with pytest.raises(Refused, match="could not be shown to be equal"):
            run(general.rewrite, squared, (2 * sp.log(sp.Determinant(A)),), Chain(t))

    def test_a_theorem_is_applied_where_its_left_side_stands(self):
        letters = ((D, PSI), (W, TALL), (rank, m))
        with pytest.raises(Refused, match="does not occur"):
            run(general.theorem, sp.Determinant(PSI), (ByTheorem("matrix-determinant-lemma", letters),), Chain(t))

    def test_unsymmetric_matrices_are_not_taken_for_symmetric(self):
        one, other = sp.Trace(sp.MatMul(A, B)), sp.Trace(sp.MatMul(sp.Transpose(A), B))
        assert run(general.rewrite, sp.Trace(sp.MatMul(B, A)), (one,), Chain(t)).after == one
        with pytest.raises(Refused, match="could not be shown to be equal"):
            run(general.rewrite, one, (other,), Chain(t))
        mine, theirs = sp.Trace(sp.MatMul(SIGMA, LAMBDA, A)), sp.Trace(sp.MatMul(LAMBDA, SIGMA, sp.Transpose(A)))
        assert run(general.rewrite, mine, (theirs,), Chain(t)).after == theirs


class TestConditionsUnderASum:
    nu = sp.Symbol("nu", positive=True)

    def test_hold_at_the_worst_end(self):
        total = sp.Sum(sp.log(i + 1), (i, 0, n - 1))
        assert over_ranges(self.nu > i, total) == (self.nu + 1 > n)
        assert over_ranges(self.nu + i > 1, total) == (self.nu > 1)

    def test_stay_where_the_range_is_not_one(self):
        two = sp.Sum(i, (i, 0, n)) + sp.Sum(i, (i, 0, m))
        assert over_ranges(self.nu > i, two) == (self.nu > i)
        assert over_ranges(self.nu > i, sp.Sum(i, (i, 0, n)) + i) == (self.nu > i)
        assert over_ranges(self.nu > i**2, sp.Sum(i, (i, 0, n))) == (self.nu > i**2)


def test_the_stacked_form_needs_matching_shapes():
    with pytest.raises(Refused, match="must be a matrix of shape"):
        THEOREMS["vec"].statement.put({X: TALL})
