"""The natural gradient: the steepest descent when steps are priced by the Fisher information."""

from __future__ import annotations

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.identities import identity
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record, Sentence
from kldiv.proof.rules import general, parametric
from kldiv.proof.rules import identities as rules

#: The gradient of a loss, a step, the entries of the Fisher information, and the price of divergence.
GRADIENT = sp.Matrix(sp.symbols("g_1 g_2", real=True))
STEP = sp.Matrix(sp.symbols("d_1 d_2", real=True))
F11, F22 = sp.symbols("F_11 F_22", positive=True)
F12 = sp.Symbol("F_12", real=True)
FISHER = sp.Matrix([[F11, F12], [F12, F22]])
price = sp.Symbol("lambda", positive=True)

#: With a positive corner, a positive determinant says that F is positive definite.
POSITIVE_DEFINITE = F11 * F22 - F12**2 > 0


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


@identity("natural-gradient")
def natural_gradient() -> Record:
    """Derive the least value of the penalised loss over all steps, and where it is reached."""
    name = Quantity(r"g^{\mathsf T} d + \tfrac{\lambda}{2} d^{\mathsf T} F d", "g.d + lambda/2 d.F d", loss(STEP))
    proof = Proof(name)
    proof.apply(rules.unfold)
    proof.apply(parametric.sum_of_squares, *STEP)
    for square in [term for term in proof.expression.args if term.has(*STEP)]:
        proof.apply(rules.non_negative, square, Assumed(POSITIVE_DEFINITE))
    norm = Quantity(r"g^{\mathsf T} F^{-1} g", "g.F^-1 g", (GRADIENT.T * FISHER.inv() * GRADIENT)[0])
    proof.apply(general.rewrite, -norm / (2 * price))
    step = sp.simplify(stationary_step() * price)
    return proof.close(
        "natural-gradient",
        "The natural gradient is the steepest descent when steps are priced by the Fisher information",
        assumptions=(POSITIVE_DEFINITE,),
        references=(("amari2016", "ch. 12"),),
        notes=(
            "$g$ is the gradient of a loss and $d$ a small step, for two parameters. What the step costs in divergence "
            "is $\\tfrac12 d^{\\mathsf T} F d$ to second order (`fisher-information-matrix`), and $\\lambda$ is its "
            "price.",
            Sentence(
                "The least value is reached at $d = -\\tfrac1\\lambda F^{-1} g$, here $\\lambda d$ is ",
                step,
                ": the natural gradient.",
            ),
        ),
        related=("fisher-information-matrix", "fisher-information"),
    )
