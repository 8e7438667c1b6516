"""Rules about random vectors and matrices: a draw is made of simpler ones, and moments are read off the density."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor
from kldiv.algebra.nodes import Expectation
from kldiv.distributions.chi2 import Chi2
from kldiv.distributions.dirichlet import Dirichlet
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.matrix_normal import MatrixNormal
from kldiv.distributions.multivariate_normal import MultivariateNormal, normal_density
from kldiv.distributions.nodes import divergence_of, expectation_under
from kldiv.distributions.remembering import remembered
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.distributions.wishart import Wishart
from kldiv.proof.kernel import Made, rule
from kldiv.proof.literature import draws  # noqa: F401 - registers the theorems that the rules apply
from kldiv.proof.rules.general import want
from kldiv.proof.statements import Refused, positive_or_refuse


def want_under(expression: sp.Basic, density: sp.Expr, name: str) -> Expectation:
    """Ask for an expectation under a density."""
    node: Expectation = want(Expectation, expression, name)
    if node.density != density:
        raise Refused(f"{name}: the expectation is under another density")
    return node


@rule(
    "normal-image",
    "Carry to a standard normal vector",
    "A normal vector is $\\mu + L Z$, with $L$ a factor of its covariance and $Z$ standard normal.",
    theorem="normal-image",
)
def normal_image(expression: sp.Basic, p: MultivariateNormal, z: sp.MatrixSymbol) -> sp.Expr:
    """Put mu + L z for a normal vector."""
    x = want(Expectation, expression, "normal-image").variable
    node = want_under(expression, p.density(x), "normal-image")
    if node.body.has(z) or node.density.has(z) or z.shape != x.shape:
        raise Refused(f"normal-image: {z} has another meaning here, or another shape")
    image = sp.MatAdd(p.loc, sp.MatMul(CholeskyFactor(p.covariance()), z))
    size = x.shape[0]
    density = normal_density(z, sp.ZeroMatrix(size, 1), sp.Identity(size))
    return Expectation(node.body.xreplace({x: image}), z, -sp.oo, sp.oo, density, z.name, p.kind)


@rule(
    "standard-moments",
    "Moments of a standard normal vector",
    "The entries of $Z$ are independent with mean 0 and variance 1, so $\\operatorname{E} Z = 0$ and "
    "$\\operatorname{E} Z^{\\mathsf T} B Z = \\operatorname{tr} B$.",
)
def standard_moments(expression: sp.Basic) -> sp.Expr:
    """Take the mean of each term, a trace of no, one or two factors of a standard normal vector."""
    z = want(Expectation, expression, "standard-moments").variable
    size = z.shape[0]
    standard = normal_density(z, sp.ZeroMatrix(size, 1), sp.Identity(size))
    node = want_under(expression, standard, "standard-moments")
    return sp.Add(*(_mean(term, z) for term in sp.Add.make_args(node.body)))


def _trace_factors(expression: sp.Expr) -> tuple[sp.Expr, ...]:
    """The factors of a product under a trace; nothing if it is something else."""
    if isinstance(expression, sp.Trace) and isinstance(expression.arg, sp.MatMul):
        return tuple(expression.arg.args)
    return ()


def _mean(term: sp.Expr, z: sp.MatrixSymbol) -> sp.Expr:
    coefficient, varying = term.as_independent(z, as_Add=False)
    if varying == 1:
        return coefficient
    factors = _trace_factors(varying)
    held = [f for f in factors if f.has(z)]
    if len(held) == 1 and held[0] in (z, sp.Transpose(z)):
        return sp.S.Zero
    if len(factors) > 2 and held == [factors[0], factors[-1]] == [sp.Transpose(z), z]:
        return coefficient * sp.Trace(sp.MatMul(*factors[1:-1]))
    raise Refused(f"standard-moments: {term} is no trace of one or two factors of the vector")


@rule(
    "vec",
    "Set the columns one below the other",
    "The columns of a matrix normal $X$, one below the other, are a normal vector with covariance $V \\otimes U$; a "
    "divergence does not change when both distributions are carried along.",
    theorem="vec",
)
def stack(divergence: sp.Basic, p: MatrixNormal, q: MatrixNormal) -> sp.Expr:
    """Pass from two matrix normal distributions to those of the stacked columns."""
    if divergence != divergence_of(p, q):
        raise Refused("vec: this is not the divergence between the two distributions")
    return divergence_of(p.stacked(), q.stacked())


@rule(
    "bartlett",
    "Bartlett's decomposition",
    "$X$ has the distribution of $L T T^{\\mathsf T} L^{\\mathsf T}$, $L L^{\\mathsf T} = V$, with $T$ lower "
    "triangular and its entries independent. Counting from 0, $T_{i,i}^2$ is chi-squared with $\\nu - i$ degrees of "
    "freedom; the entries below the diagonal are standard normal.",
    theorem="bartlett",
)
def bartlett(expression: sp.Basic, p: Wishart) -> Made:
    """Put the triangular matrix and the factor for a Wishart matrix."""
    x = want(Expectation, expression, "bartlett").variable
    node = want_under(expression, p.density(x), "bartlett")
    t, root = p.triangle(), CholeskyFactor(p.covariance())
    if node.body.has(t):
        raise Refused(f"bartlett: {t} has another meaning here")
    body = node.body.xreplace({x: sp.MatMul(root, t, sp.Transpose(t), sp.Transpose(root))})
    flat = body.replace(lambda n: isinstance(n, sp.MatMul), lambda n: sp.MatMul(*_factors(n)))
    after = Expectation(flat, t, -sp.oo, sp.oo, p.triangle_density(), t.name, p.kind)
    return Made(after, positive_or_refuse(p.df, p.df - x.shape[0] + 1))


def _factors(product: sp.MatrixExpr) -> list[sp.Expr]:
    return [f for a in product.args for f in _factors(a)] if isinstance(product, sp.MatMul) else [product]


@rule(
    "bartlett-moments",
    "Second moments of the triangular matrix",
    "Off the diagonal $T T^{\\mathsf T}$ has mean 0, since every product there has a factor of mean 0 that is "
    "independent of the other. Counting from 0, its diagonal entry $i$ is the sum of $i$ squares of mean 1 and of "
    "$T_{i,i}^2$ of mean $\\nu - i$: $\\nu$ in all.",
)
def bartlett_moments(expression: sp.Basic, p: Wishart) -> sp.Expr:
    """Take the mean of the trace of a constant matrix times T T^T."""
    t = p.triangle()
    node = want_under(expression, p.triangle_density(), "bartlett-moments")
    coefficient, varying = node.body.as_independent(t, as_Add=False)
    factors = _trace_factors(varying)
    constant = factors[:-2]
    if not constant or factors[-2:] != (t, sp.Transpose(t)) or any(f.has(t) for f in constant):
        raise Refused("bartlett-moments: takes the trace of a constant matrix times T and its transpose")
    return coefficient * gram_mean(type(p), p.df) * sp.Trace(sp.MatMul(*constant))


@remembered
def gram_mean(kind: type[Wishart], df: sp.Expr) -> sp.Expr:
    """The number c for which T T^T has mean c I, entry by entry from the densities of the entries of T."""
    k = sp.Symbol("k", integer=True, nonnegative=True)
    freedom, size = sp.Symbol("f", positive=True), sp.Symbol("n", integer=True, positive=True)
    t, u = sp.Symbol("t", positive=True), sp.Symbol("u", real=True)
    p = kind.from_parameters({"df": freedom + k, "covariance_matrix": sp.Identity(size)})
    square_on = sp.integrate(sp.expand(t**2 * p.density_on_diagonal(t, k)), (t, 0, sp.oo), conds="none")
    on = sp.gammasimp(sp.expand_func(square_on))
    mean, square = (sp.integrate(u**power * p.density_below(u), (u, -sp.oo, sp.oo)) for power in (1, 2))
    if mean != 0:
        raise Refused("bartlett-moments: entries off the diagonal do not vanish")
    entry = sp.expand(k * square + on.subs(freedom, df - k))
    if entry.has(k):
        raise Refused("bartlett-moments: the diagonal is not constant")
    return entry


@rule(
    "chi-squared",
    "Its square is chi-squared",
    "$T_{i,i} = \\sqrt{C}$, where $C = T_{i,i}^2$ is chi-squared with $\\nu - i$ degrees of freedom; the other entries "
    "are independent of it.",
)
def chi_squared(expression: sp.Basic, p: Wishart, c: sp.Symbol) -> sp.Expr:
    """Pass from one diagonal entry of the triangular matrix to its square."""
    t = p.triangle()

    def passed(node: Expectation) -> sp.Expr:
        entries = [e for e in node.body.atoms(sp.matrices.expressions.matexpr.MatrixElement) if e.parent == t]
        if node.density != p.triangle_density() or len(entries) != 1 or len(set(entries[0].indices)) != 1:
            return node
        index = entries[0].indices[0]
        body = sp.expand_log(node.body.xreplace({entries[0]: sp.sqrt(c)}))
        if body.has(t) or node.body.has(c) or not square_is_chi_squared(type(p)):
            return node
        freedom = sp.Symbol("k", positive=True)
        return expectation_under(Chi2(freedom), body, c, c.name).xreplace({freedom: p.df - index})

    made = expression.xreplace({node: passed(node) for node in expression.atoms(Expectation)})
    if made == expression:
        raise Refused("chi-squared: there is no expectation of a function of one diagonal entry")
    return made


@remembered
def square_is_chi_squared(kind: type[Wishart]) -> bool:
    """Whether the densities of the diagonal entries are those of roots of chi-squared variables."""
    k = sp.Symbol("k", integer=True, nonnegative=True)
    t, f = sp.Symbol("t", positive=True), sp.Symbol("f", positive=True)
    p = kind.from_parameters({"df": f + k, "covariance_matrix": sp.Identity(1)})
    carried = Chi2(f).density(t**2) * 2 * t
    return bool(sp.simplify(sp.expand_log(sp.log(carried) - sp.log(p.density_on_diagonal(t, k)), force=False)) == 0)


@rule(
    "gamma-ratio",
    "A share of gamma variables",
    "$X_i$ has the distribution of $G / S$: $G$ is gamma with concentration $\\alpha_i$ and rate 1, and $S$, the sum "
    "of $K$ independent variables of this kind, is gamma with concentration $\\sum_j \\alpha_j$ and rate 1.",
    theorem="gamma-shares",
)
def gamma_ratio(
    expression: sp.Basic, p: Dirichlet, g: sp.Symbol, s: sp.Symbol, size: sp.Symbol, j: sp.Symbol
) -> sp.Expr:
    """Write the mean of the logarithm of a share as a difference of those of gamma variables."""
    node = want(Expectation, expression, "gamma-ratio")
    x, a = p.variable(), p.concentration.base
    want_under(node, p.density(x), "gamma-ratio")
    share = node.body.args[0] if isinstance(node.body, sp.log) else None
    if not isinstance(share, sp.Indexed) or share.base != x or share.indices == (j,):
        raise Refused("gamma-ratio: takes the logarithm of a share")
    total = sp.Sum(a[j], (j, 1, size))
    if not node.density.has(total):
        raise Refused("gamma-ratio: the sum does not run over all shares")
    shape = sp.Symbol("a", positive=True)
    one, other = (expectation_under(Gamma(shape, sp.S.One), sp.log(letter), letter, letter.name) for letter in (g, s))
    return one.xreplace({shape: a[share.indices[0]]}) - other.xreplace({shape: total})


@rule(
    "rotation",
    "Rotate about the mean direction",
    "The distribution is unchanged by rotations that keep $\\mu$, so $\\operatorname{E} X$ is a multiple of $\\mu$; "
    "the multiple is $\\operatorname{E} \\mu^{\\mathsf T} X$.",
    theorem="rotation",
)
def rotate(expression: sp.Basic, p: VonMisesFisher) -> sp.Expr:
    """Split the mean of an inner product with a constant vector."""
    x = want(Expectation, expression, "rotation").variable
    node = want_under(expression, p.density(x), "rotation")
    factors = _trace_factors(node.body)
    if len(factors) != 2 or factors[1] != x or factors[0].has(x):
        raise Refused("rotation: takes the inner product of a constant vector with the draw")
    mu = p.loc
    return sp.Trace(sp.MatMul(factors[0], mu)) * node.of(sp.Trace(sp.MatMul(sp.Transpose(mu), x)))


@rule(
    "normaliser-slope",
    "Differentiate the normaliser",
    "The mean of $\\mu^{\\mathsf T} X$ is the derivative in $\\kappa$ of the logarithm of the integral of "
    "$e^{\\kappa \\mu^{\\mathsf T} x}$ over the sphere.",
    theorem="sphere-integral",
)
def normaliser_slope(expression: sp.Basic, parameter: sp.Symbol) -> sp.Expr:
    """Write the mean of a statistic s under a density h(k) exp(k s) as the slope of -log h."""

    def slope(node: Expectation) -> sp.Expr:
        weight = sp.powsimp(node.density / sp.exp(parameter * node.body))
        if weight.has(node.variable):
            return node
        _, varying = (1 / weight).as_independent(parameter, as_Add=False)
        return sp.Derivative(sp.log(varying), parameter)

    made = expression.xreplace({node: slope(node) for node in expression.atoms(Expectation)})
    if made == expression:
        raise Refused(f"normaliser-slope: there is no expectation of what {parameter} is multiplied by")
    return made
