"""The Hessian of the divergence at p = q is the Fisher information: for densities, and for any two of n parameters."""

from __future__ import annotations

import sympy as sp

from kldiv.identities import identity
from kldiv.identities.densities import over_line, x
from kldiv.identities.families import t, t0
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, parametric
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: Two of the parameters, and the point at which things are evaluated; the others are held fixed inside p.
a, b = sp.symbols("a b", real=True)
a0, b0 = sp.symbols("a_0 b_0", real=True)

#: The density: of x and one parameter, or of x and two of them.
p = sp.Function("p", positive=True)

SOURCES = (("kullback1951", "sec. 6"), ("kullback1959", "ch. 2"), ("amari2016", "sec. 3.5"))
HALF, THIRD = sp.Rational(1, 2), sp.Rational(1, 3)


def divergence(here: sp.Expr, there: sp.Expr) -> sp.Integral:
    """The divergence between two members of a family."""
    return over_line(here * sp.log(here / there))


def proved(hessian: sp.Subs, no_drift: sp.Eq) -> Proof:
    """Differentiate under the integral, and evaluate where p and q are one."""
    proof = Proof(hessian)
    proof.apply(calculus.differentiate_inside)
    proof.apply(parametric.put_in_point)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(no_drift))
    return proof


def shifted_normal(at: sp.Expr, where: sp.Expr) -> sp.Expr:
    """A normal density around the sine of its parameter."""
    return sp.exp(-((at - sp.sin(where)) ** 2) / 2) / sp.sqrt(2 * sp.pi)


def widening_logistic(at: sp.Expr, log_scale: sp.Expr) -> sp.Expr:
    """A logistic density whose scale grows with its parameter."""
    return sp.exp(-log_scale) / (4 * sp.cosh(at * sp.exp(-log_scale) / 2) ** 2)


def one_parameter(shift: int) -> list[Instance]:
    """Two families, each at one parameter."""
    here = HALF + sp.Rational(shift, 7)
    return [Instance({t: THIRD, t0: here}, functions={p: family}) for family in (shifted_normal, widening_logistic)]


@identity("fisher-information-densities")
def fisher_information_densities() -> Record:
    """Derive the second derivative of D(p_{t0} || p_t) in t at t = t0, for densities."""
    no_drift = sp.Eq(over_line(sp.Derivative(p(x, t0), (t0, 2))), 0)
    proof = proved(sp.Subs(sp.Derivative(divergence(p(x, t0), p(x, t)), (t, 2)), t, t0), no_drift)
    return proof.close(
        "fisher-information-densities",
        "Close by, the divergence between densities is measured by the Fisher information",
        instances=one_parameter(0),
        fresh=one_parameter(1),
        assumptions=(no_drift,),
        references=SOURCES,
        notes=(
            "The integral on the right is $F(t_0) = \\operatorname{E}[(\\partial \\log p)^2]$, and "
            "$D(p_{t_0}\\,\\|\\,p_t) \\approx \\tfrac12 F(t_0)(t - t_0)^2$. The assumption says that total "
            "probability, differentiated twice under the integral, stays what it is.",
        ),
        related=("fisher-information", "fisher-information-matrix"),
    )


def normal_family(at: sp.Expr, mean: sp.Expr, log_scale: sp.Expr) -> sp.Expr:
    """A normal density whose spread depends on both parameters."""
    scale = sp.exp(log_scale + mean / 3)
    return sp.exp(-((at - mean) ** 2) / (2 * scale**2)) / (sp.sqrt(2 * sp.pi) * scale)


def tilted_logistic(at: sp.Expr, centre: sp.Expr, log_scale: sp.Expr) -> sp.Expr:
    """A logistic density whose centre depends on both parameters."""
    return widening_logistic(at - centre * (1 + log_scale), log_scale)


def two_parameters(shift: int) -> list[Instance]:
    """Two families, each at one pair of parameters."""
    point = {a: HALF, b: THIRD, a0: THIRD + sp.Rational(shift, 7), b0: -HALF + sp.Rational(shift, 5)}
    return [Instance(point, functions={p: family}) for family in (normal_family, tilted_logistic)]


@identity("fisher-information-matrix")
def fisher_information_matrix() -> Record:
    """Derive the mixed second derivative of D(p_{a0, b0} || p_{a, b}): an entry of the Fisher information matrix."""
    no_drift = sp.Eq(over_line(sp.Derivative(p(x, a0, b0), a0, b0)), 0)
    slope = sp.Derivative(divergence(p(x, a0, b0), p(x, a, b)), a, b)
    proof = proved(sp.Subs(slope, (a, b), (a0, b0)), no_drift)
    return proof.close(
        "fisher-information-matrix",
        "For n parameters, the Hessian of the divergence is the Fisher information matrix",
        instances=two_parameters(0),
        fresh=two_parameters(1),
        assumptions=(no_drift,),
        references=SOURCES,
        notes=(
            "$a$ and $b$ are any two of the $n$ parameters; the others are held fixed. The integral on the right is "
            "the entry $F_{ab} = \\operatorname{E}[\\partial_a \\log p \\; \\partial_b \\log p]$ of the Fisher "
            "information matrix. `fisher-information-densities` is the entry on the diagonal.",
        ),
        related=("fisher-information-densities", "natural-gradient"),
    )
