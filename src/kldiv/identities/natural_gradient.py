"""The natural gradient: the steepest descent when steps are measured by the divergence."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.identities import identity
from kldiv.identities.between_normals import equal_or_refuse
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record, Sentence
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance

#: The gradient of a loss, a step, the entries of the Fisher information, and the price of divergence.
GRADIENT = sp.Matrix(sp.symbols("g_1 g_2", real=True))
STEP = sp.Matrix(sp.symbols("d_1 d_2", real=True))
F11, F22 = sp.symbols("F_11 F_22", positive=True)
F12 = sp.Symbol("F_12", real=True)
FISHER = sp.Matrix([[F11, F12], [F12, F22]])
price = sp.Symbol("lambda", positive=True)


def quadratic(step: sp.Matrix) -> sp.Expr:
    """The quadratic form of the Fisher information."""
    return (step.T * FISHER * step)[0]


def loss(step: sp.Matrix) -> sp.Expr:
    """The change of the loss to first order, and the price of the divergence to second order."""
    return (GRADIENT.T * step)[0] + price * quadratic(step) / 2


def stationary_step() -> sp.Matrix:
    """The step at which the penalised loss is stationary, by solving for it."""
    found = sp.solve([sp.diff(loss(STEP), d) for d in STEP], list(STEP), dict=True)[0]
    return sp.Matrix([sp.simplify(found[d]) for d in STEP])


def points(*rows: tuple[object, ...]) -> list[Instance]:
    """Instances from rows of g, d, F and the price."""
    letters = (*GRADIENT, *STEP, F11, F12, F22, price)
    return [Instance(dict(zip(letters, row, strict=True))) for row in rows]


@identity("natural-gradient")
def natural_gradient() -> Record:
    """Derive the least value of the penalised loss over all steps, and where it is reached."""
    best = stationary_step()
    name = Quantity(r"g^{\mathsf T} d + \tfrac{\lambda}{2} d^{\mathsf T} F d", "g.d + lambda/2 d.F d", loss(STEP))
    proof = Proof(name)
    proof.apply(further.UNFOLD, unfold)
    least = sp.factor(sp.simplify(loss(best)))
    proof.apply(further.COMPLETE_SQUARE, lambda e: least + price * quadratic(STEP - best) / 2)
    proof.compare(
        further.NON_NEGATIVE,
        ">=",
        lambda e: least,
        hypothesis="$F$ is positive definite, so the quadratic form is zero only at the stationary step",
    )
    norm = Quantity(r"g^{\mathsf T} F^{-1} g", "g.F^-1 g", (GRADIENT.T * FISHER.inv() * GRADIENT)[0])
    proof.apply(rules.RECOGNISE, lambda e: equal_or_refuse(-2 * price * e, norm.definition, norm) / (-2 * price))
    half, third = Fraction(1, 2), Fraction(1, 3)
    step = sp.simplify(best * price)
    return proof.close(
        "natural-gradient",
        "The natural gradient is the steepest descent in divergence",
        instances=points(
            (1, 2, -half, third, 2, half, 1, 1),
            (-third, 1, half, -1, 1, -third, half, 2),
            (2, -half, -1, 2, 3, 1, third * 2, third),
        ),
        fresh=points((half, third, 1, 2, 1, half, 2, 1), (1, -2, third, half, 2, -1, 1, 3)),
        assumptions=(F11 * F22 - F12**2 > 0,),
        references=(("amari2016", "ch. 12"),),
        notes=(
            "$g$ is the gradient of a loss and $d$ a small step; the divergence that the step costs is "
            "$\\tfrac12 d^{\\mathsf T} F d$ to second order, and $\\lambda$ is its price. Shown for two parameters.",
            Sentence(
                "The least value is reached at $d = -\\tfrac1\\lambda F^{-1} g$, here $\\lambda d$ is ",
                step,
                ": the natural gradient, which does not depend on how the distribution is parametrised.",
            ),
        ),
        uses=("fisher-information",),
    )
