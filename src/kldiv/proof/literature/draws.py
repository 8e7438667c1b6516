"""Theorems about random vectors and matrices: how a draw is made of simpler ones, and the sphere's integral."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import mpmath
import sympy as sp

from kldiv.algebra.arrays import CholeskyFactor
from kldiv.distributions.dirichlet import Dirichlet
from kldiv.distributions.finite import K, i
from kldiv.distributions.gamma import Gamma
from kldiv.distributions.multivariate_normal import normal_density
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.distributions.wishart import Wishart
from kldiv.precision import digit_precision
from kldiv.proof.literature.hunting import drawn
from kldiv.proof.literature.matrices import S, T, n
from kldiv.proof.literature.trying import DRAWS, both_sides, drawn_matrices, tried
from kldiv.proof.report import Check
from kldiv.proof.statements import Statement
from kldiv.proof.theorems import theorem
from kldiv.values.at_point import DIGITS
from kldiv.values.instances import random_distribution
from kldiv.values.settings import Setting, generator

mu, z = sp.MatrixSymbol("mu", n, 1), sp.MatrixSymbol("z", n, 1)
root = CholeskyFactor(S)
nu = sp.Symbol("nu", positive=True)

NORMAL_IMAGE = Statement(
    normal_density(sp.MatAdd(mu, sp.MatMul(root, z)), mu, S) * sp.Determinant(root),
    "=",
    normal_density(z, sp.ZeroMatrix(n, 1), sp.Identity(n)),
)

wishart = Wishart.from_parameters({"df": nu, "covariance_matrix": S})
index = sp.Symbol("i", integer=True, nonnegative=True)
jacobian = 2**n * sp.Determinant(root) ** (n + 1) * sp.Product(T[index, index] ** (n - index), (index, 0, n - 1))
BARTLETT = Statement(
    wishart.density(sp.MatMul(root, T, sp.Transpose(T), sp.Transpose(root))) * jacobian,
    "=",
    wishart.triangle_density(),
    (sp.Gt(nu, n - 1),),
)

alpha, x = sp.IndexedBase("alpha", positive=True), sp.IndexedBase("x", positive=True)
s = sp.Symbol("s", positive=True)
dirichlet = Dirichlet.from_parameters({"concentration": alpha[i]})
GAMMA_SHARES = Statement(
    sp.Product(Gamma(alpha[i], sp.S.One).density(x[i] * s), (i, 1, K)) * s ** (K - 1),
    "=",
    dirichlet.density(x) * Gamma(sp.Sum(alpha[i], (i, 1, K)), sp.S.One).density(s),
)

a, kappa = sp.Symbol("a", real=True), sp.Symbol("kappa", positive=True)
BESSEL = Statement(sp.besseli(a - 1, kappa), "=", sp.besseli(a + 1, kappa) + 2 * a / kappa * sp.besseli(a, kappa))


def above(rng: Random, at: dict[sp.Symbol, Fraction]) -> dict[sp.Symbol, Fraction]:
    """Draw degrees of freedom above n - 1."""
    return {nu: at[n] - 1 + Fraction(rng.randint(1, 40), 9)}


def try_shares() -> Check:
    """Joint densities of the shares and of the sum, at random points."""

    def sides() -> Iterator[tuple[Any, Any]]:
        for number in range(DRAWS):
            rng = generator("shares", number)
            size = rng.randint(2, 5)
            arrays = {
                "alpha": tuple(Fraction(rng.randint(1, 30), 7) for _ in range(size)),
                "x": random_distribution(rng, size),
            }
            setting = Setting({K: Fraction(size), s: Fraction(rng.randint(1, 30), 7)}, arrays=arrays)
            yield from both_sides(GAMMA_SHARES, [setting])

    return tried(sides())


def try_rotation() -> Check:
    """Half a turn about the mean direction does not change the density, and x and its image have the mean said."""
    p = VonMisesFisher.from_parameters({"loc": mu, "concentration": kappa})
    half_turn = sp.MatAdd(sp.MatMul(2, mu, sp.Transpose(mu)), sp.MatMul(-1, sp.Identity(n)))
    image = sp.MatMul(half_turn, z)
    middle = sp.MatMul(sp.Rational(1, 2), sp.MatAdd(z, image))
    same = Statement(p.density(image), "=", p.density(z))
    mean = Statement(middle, "=", sp.MatMul(mu, sp.Transpose(mu), z))
    settings = []
    for number in range(DRAWS):
        rng = generator("rotation", number)
        size = rng.randint(2, 5)
        first, second = (VonMisesFisher.draw(rng, size) for _ in range(2))
        columns = {"mu": [[v] for v in first["loc"]], "z": [[v] for v in second["loc"]]}
        settings.append(Setting({n: Fraction(size), kappa: first["concentration"]}, columns))
    return tried(pair for statement in (same, mean) for pair in both_sides(statement, settings))


def try_sphere() -> Check:
    """The integral over the sphere by quadrature over the angle to the mean direction, in two to seven dimensions."""

    def sides() -> Iterator[tuple[Any, Any]]:
        for size in range(2, 8):
            strength = mpmath.mpf(generator("sphere", size).randint(3, 40)) / 9
            around = 2 * mpmath.pi ** (mpmath.mpf(size - 1) / 2) / mpmath.gamma(mpmath.mpf(size - 1) / 2)
            along = mpmath.quad(
                lambda t, c=strength, d=size: mpmath.exp(c * mpmath.cos(t)) * mpmath.sin(t) ** (d - 2), [0, mpmath.pi]
            )
            order = mpmath.mpf(size) / 2 - 1
            said = (2 * mpmath.pi) ** (order + 1) * mpmath.besseli(order, strength) / strength**order
            yield around * along, said

    with digit_precision(DIGITS):
        return tried(sides())


theorem(
    "normal-image",
    "A normal vector is an image of a standard one",
    "If $Z$ is standard normal, then $\\mu + L Z$ is normal with mean $\\mu$ and covariance $L L^{\\mathsf T}$.",
    NORMAL_IMAGE,
    references=(("muirhead1982", "sec. 1.2"),),
    test=drawn_matrices(NORMAL_IMAGE),
)
theorem(
    "bartlett",
    "Bartlett's decomposition",
    "$X$ has the distribution of $L T T^{\\mathsf T} L^{\\mathsf T}$, $L L^{\\mathsf T} = V$, with $T$ lower "
    "triangular and its entries independent. Counting from 0, $T_{i,i}^2$ is chi-squared with $\\nu - i$ degrees of "
    "freedom; the entries below the diagonal are standard normal.",
    BARTLETT,
    references=(("muirhead1982", "Theorem 3.2.14"),),
    test=drawn_matrices(BARTLETT, more=above),
)
theorem(
    "gamma-shares",
    "Shares of gamma variables",
    "If $G_1, \\dots, G_K$ are independent gamma variables of rate 1 with concentrations $\\alpha_i$ and $S$ is their "
    "sum, then the shares $G_i / S$ are Dirichlet with these concentrations, and $S$ is gamma with their sum.",
    GAMMA_SHARES,
    references=(("statproofbook", "proof P181 (dir-ep)"),),
    test=try_shares,
)
theorem(
    "rotation",
    "Rotations about the mean direction",
    "The von Mises–Fisher distribution is unchanged by rotations that keep $\\mu$, so $\\operatorname{E} X$ is "
    "$\\mu$ times $\\operatorname{E} \\mu^{\\mathsf T} X$.",
    None,
    references=(("mardia2000", "sec. 9.3"),),
    test=try_rotation,
)
theorem(
    "sphere-integral",
    "An integral over the sphere",
    "The integral of $e^{\\kappa \\mu^{\\mathsf T} x}$ over the unit sphere of $\\mathbb{R}^n$ is "
    "$(2\\pi)^{n/2} I_{n/2-1}(\\kappa) / \\kappa^{n/2-1}$.",
    None,
    references=(("mardia2000", "sec. 9.3"), ("dlmf", "eq. 10.32.2")),
    test=try_sphere,
)
theorem(
    "bessel-recurrence",
    "Recurrence of the Bessel functions",
    "$I_{a-1}(\\kappa) - I_{a+1}(\\kappa) = (2a/\\kappa) I_a(\\kappa)$.",
    BESSEL,
    references=(("dlmf", "eq. 10.29.1"),),
    test=drawn(BESSEL),
)
