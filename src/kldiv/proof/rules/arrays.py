"""Rules about vectors and matrices: logarithms and determinants opened, traces turned, inverses of products."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any

import sympy as sp

from kldiv.algebra.array_logs import open_logs
from kldiv.algebra.arrays import CholeskyFactor, MultivariateGamma, Vec
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.traces import Letter, as_matrix, expand_traces, words_of
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.matrix_letters import has_positive_determinant, is_triangular, symmetric_letters
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.proof.kernel import Made, rule
from kldiv.proof.literature import matrices  # noqa: F401 - registers the theorems that the rules apply
from kldiv.proof.statements import Refused, positive_or_refuse


@rule(
    "expand-log-of-arrays",
    "Expand the logarithm",
    "The logarithm of a product is the sum of the logarithms, and $\\log e^a = a$; densities are positive, and so is "
    "the determinant of a positive definite matrix.",
)
def expand_log(expression: sp.Basic, *pair: ArrayDistribution) -> sp.Expr:
    """Open the logarithms of an expectation, or of an expression; a draw of the pair may be a definite matrix."""
    inside = expression.body if isinstance(expression, Expectation) else expression
    drawn = {d.variable() for d in pair if d.definite}

    def positive(matrix: sp.MatrixExpr) -> bool:
        return matrix in drawn or has_positive_determinant(matrix)

    opened = open_logs(inside, positive)
    return expression.of(opened) if isinstance(expression, Expectation) else opened


@rule(
    "expand-traces",
    "Multiply out",
    "Products of sums of matrices are multiplied out, and each matrix cancels its inverse.",
)
def expand(expression: sp.Basic, *whole: sp.MatrixExpr) -> sp.Expr:
    """Multiply traces out; sums that are to stay in one piece are given."""
    names = {part: sp.Dummy(f"whole{k}") for k, part in enumerate(whole)}
    letters = {part: sp.MatrixSymbol(name.name, *part.shape) for part, name in names.items()}

    def gather(node: sp.MatAdd) -> sp.MatrixExpr:
        terms = _terms(node)
        for part, letter in letters.items():
            if all(t in terms for t in _terms(part)):
                terms = [letter, *(t for t in terms if t not in _terms(part))]
        return sp.MatAdd(*terms) if len(terms) > 1 else terms[0]

    def out(node: sp.Expr) -> sp.Expr:
        gathered = node.replace(lambda n: isinstance(n, sp.MatAdd), gather)
        opened = expand_traces(gathered, symmetric_letters(gathered))
        return opened.xreplace({letter: part for part, letter in letters.items()})

    if isinstance(expression, Expectation):
        return expression.of(out(expression.body))
    return out(expression)


def _terms(total: sp.MatrixExpr) -> list[sp.MatrixExpr]:
    return [t for a in total.args for t in _terms(a)] if isinstance(total, sp.MatAdd) else [total]


@rule("cyclic-trace", "Turn the trace", "$\\operatorname{tr} AB = \\operatorname{tr} BA$.")
def turn(expression: sp.Basic, first: sp.MatrixExpr, last: sp.MatrixExpr) -> sp.Expr:
    """Turn each trace of a product in which one factor follows another, so that the one is first, the other last."""

    def turned(node: sp.Trace) -> sp.Expr:
        factors = list(node.arg.args) if isinstance(node.arg, sp.MatMul) else [node.arg]
        if factors.count(first) != 1 or not all(f.is_Matrix for f in factors):
            return node
        place = factors.index(first)
        if factors[place - 1] != last:
            return node
        return sp.Trace(sp.MatMul(*factors[place:], *factors[:place]))

    if not expression.has(first):
        raise Refused(f"cyclic-trace: {first} does not occur")
    return _in_body(expression, lambda e: e.replace(lambda n: isinstance(n, sp.Trace), turned))


def _in_body(expression: sp.Basic, change: Callable[[Any], Any]) -> Any:
    """Change the body of an expectation, or an expression: a density stays what it is."""
    return expression.of(change(expression.body)) if isinstance(expression, Expectation) else change(expression)


@rule(
    "inverse-of-product",
    "Open the inverses",
    "$(AB)^{-1} = B^{-1} A^{-1}$, and an inverse of an inverse is the matrix itself.",
)
def open_inverses(expression: sp.Basic) -> sp.Expr:
    """Open the inverses of products of square matrices."""

    def opened(node: sp.Inverse) -> sp.MatrixExpr:
        (coefficient, word), *more = words_of(node)
        if more or not word or word == (Letter(node),):
            return node
        return as_matrix(word) if coefficient == 1 else sp.MatMul(coefficient, as_matrix(word))

    return _in_body(expression, lambda e: e.replace(lambda n: isinstance(n, sp.Inverse), opened))


@rule(
    "determinant-of-product",
    "Open the determinants",
    "$|AB| = |A| \\, |B|$, $|A^{\\mathsf T}| = |A|$, $|A^{-1}| = 1 / |A|$ and $|cA| = c^n |A|$ for square matrices.",
)
def open_determinants(expression: sp.Basic) -> sp.Expr:
    """Open the determinants of products of square matrices."""

    def opened(node: sp.Determinant) -> sp.Expr:
        (coefficient, word), *more = words_of(node.arg)
        if more or not all(letter.base.is_square is True for letter in word):
            return node
        parts = (sp.Determinant(letter.base) ** (-1 if letter.inverted else 1) for letter in word)
        return coefficient ** node.arg.shape[0] * sp.Mul(*parts)

    return _in_body(expression, lambda e: e.replace(lambda n: isinstance(n, sp.Determinant), opened))


@rule(
    "triangular-determinant",
    "Determinant of a triangular matrix",
    "The determinant of a triangular matrix is the product of its diagonal, which is positive here.",
    theorem="triangular-determinant",
)
def triangular(expression: sp.Basic, index: sp.Symbol) -> sp.Expr:
    """Write the logarithm of a product of powers of such determinants as a sum over the diagonals."""

    def diagonal(node: sp.log) -> sp.Expr:
        factors = [f.as_base_exp() for f in sp.Mul.make_args(node.args[0])]
        if not all(isinstance(b, sp.Determinant) and is_triangular(b.arg) and e.is_Integer for b, e in factors):
            return node
        common = gcd(*(int(e) for _, e in factors))
        entries = sp.Mul(*(b.arg[index, index] ** (e / common) for b, e in factors))
        return common * sp.Sum(sp.log(entries), (index, 0, factors[0][0].arg.shape[0] - 1))

    if index in expression.free_symbols:
        raise Refused(f"triangular-determinant: {index} has another meaning here")
    return _in_body(expression, lambda e: e.replace(lambda n: isinstance(n, sp.log), diagonal))


@rule(
    "cholesky-factor",
    "Use the factor",
    "$\\operatorname{chol}(S)$ is a factor of $S$: the factor times its transpose is $S$.",
    theorem="cholesky",
)
def factor(expression: sp.Basic) -> sp.Expr:
    """Put a matrix for its factor times the factor's transpose, and the root of its determinant for the factor's."""

    def product(node: sp.MatMul) -> sp.MatrixExpr:
        factors = list(node.args)
        for k in range(len(factors) - 1, 0, -1):
            one = factors[k - 1]
            if isinstance(one, CholeskyFactor) and factors[k] == sp.Transpose(one):
                factors[k - 1 : k + 1] = [one.args[0]]
        return sp.MatMul(*factors) if len(factors) > 1 else factors[0]

    def determinant(node: sp.Determinant) -> sp.Expr:
        return sp.sqrt(sp.Determinant(node.arg.args[0])) if isinstance(node.arg, CholeskyFactor) else node

    def change(e: sp.Expr) -> sp.Expr:
        made = e.replace(lambda n: isinstance(n, sp.MatMul), product)
        return made.replace(lambda n: isinstance(n, sp.Determinant), determinant)

    if not expression.has(CholeskyFactor):
        raise Refused("cholesky-factor: there is no factor here")
    return _in_body(expression, change)


@rule(
    "linear-vec", "Join the columns", "$\\operatorname{vec}(A) - \\operatorname{vec}(B) = \\operatorname{vec}(A - B)$."
)
def join_vec(expression: sp.Basic) -> sp.Expr:
    """Write a sum of multiples of stacked matrices as the stack of their sum."""

    def joined(node: sp.MatAdd) -> sp.MatrixExpr:
        pairs = [pair for pair in map(_stacked, node.args) if pair is not None]
        whole = Vec(sp.MatAdd(*(c if k == 1 else sp.MatMul(k, c) for k, c in pairs)))
        return whole if len(pairs) == len(node.args) else node

    return expression.replace(lambda n: isinstance(n, sp.MatAdd), joined)


def _stacked(term: sp.MatrixExpr) -> tuple[sp.Expr, sp.MatrixExpr] | None:
    if isinstance(term, Vec):
        return sp.S.One, term.args[0]
    if isinstance(term, sp.MatMul) and len(term.args) == 2 and isinstance(term.args[1], Vec):
        return term.args[0], term.args[1].args[0]
    return None


@rule(
    "write-multivariate-gamma",
    "Write out the multivariate gamma function",
    "$\\Gamma_n(a) = \\pi^{n(n-1)/4} \\prod_{i=0}^{n-1} \\Gamma(a - i/2)$ for $a > (n-1)/2$.",
)
def write_gamma(expression: sp.Basic, index: sp.Symbol) -> Made:
    """Write the logarithms of multivariate gamma functions out."""
    conditions: list[sp.Basic] = []

    def written(node: sp.log) -> sp.Expr:
        if not isinstance(node.args[0], MultivariateGamma):
            return node
        n, a = node.args[0].args
        conditions.extend(positive_or_refuse("a - (n - 1)/2", 2 * a - n + 1))
        terms = sp.loggamma(a - index / sp.Integer(2))
        return n * (n - 1) / 4 * sp.log(sp.pi) + sp.Sum(terms, (index, 0, n - 1))

    if index in expression.free_symbols:
        raise Refused(f"write-multivariate-gamma: {index} has another meaning here")
    return Made(expression.replace(lambda n: isinstance(n, sp.log), written), tuple(dict.fromkeys(conditions)))


@rule(
    "expectation-of-sum",
    "Take the sum out",
    "The expectation of a finite sum is the sum of the expectations, and constants come out of each.",
)
def expectation_of_sum(expression: sp.Basic) -> sp.Expr:
    """Exchange expectations with the sums whose expectations they are."""

    def exchanged(node: Expectation) -> sp.Expr:
        if not isinstance(node.body, sp.Sum) or any(sp.sympify(end).has(node.variable) for end in node.body.limits):
            return node
        coefficient, varying = node.body.function.as_independent(node.variable, as_Add=False)
        return sp.Sum(coefficient * node.of(varying), *node.body.limits)

    nodes = expression.atoms(Expectation)
    indices = {limit[0] for n in nodes if isinstance(n.body, sp.Sum) for limit in n.body.limits}
    if any(n.density.free_symbols & indices for n in nodes):
        raise Refused("expectation-of-sum: the index has another meaning in the density")
    return expression.xreplace({node: exchanged(node) for node in nodes})


@rule("unit-length", "Length one", "$\\mu^{\\mathsf T} \\mu = 1$.")
def unit_length(expression: sp.Basic, *distributions: VonMisesFisher) -> sp.Expr:
    """Use that mean directions have length one."""
    squares = {sp.Trace(sp.MatMul(sp.Transpose(d.loc), d.loc)): sp.S.One for d in distributions}
    if not all(isinstance(d, VonMisesFisher) for d in distributions) or not expression.has(*squares):
        raise Refused("unit-length: takes distributions whose mean directions are multiplied by themselves here")
    return expression.xreplace(squares)


@rule("insert-arrays", "Put in the arrays", "The symbols for arrays are replaced by the arrays that were given.")
def insert(expression: sp.Basic, p: ArrayDistribution, q: ArrayDistribution) -> sp.Expr:
    """Put listed arrays for the symbols of the distributions, and write sums over their entries out."""
    table = {**p.stands_for("p"), **q.stands_for("q")}
    sizes = {s: v for s, v in table.items() if isinstance(s, sp.Symbol)}
    arrays = {s: v for s, v in table.items() if not isinstance(s, (sp.Symbol, sp.IndexedBase))}
    lists = {s: v for s, v in table.items() if isinstance(s, sp.IndexedBase)}

    def written(node: sp.Basic) -> sp.Basic:
        if isinstance(node, sp.Sum) and lists:
            (index, low, high) = node.xreplace(sizes).limits[0]
            span = range(int(low), int(high) + 1)
            return sp.Add(*(written(node.function.xreplace({index: sp.Integer(k)})) for k in span))
        if isinstance(node, sp.Indexed):
            return lists[node.base][int(node.indices[0]) - 1]
        return node.func(*(written(a) for a in node.args)) if node.args else node

    if lists:
        return written(expression)
    return expression.xreplace(arrays).xreplace(sizes).doit()
