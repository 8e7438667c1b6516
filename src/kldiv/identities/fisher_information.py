"""The Hessian of the divergence at p = q is the Fisher information."""

from __future__ import annotations

import sympy as sp

from kldiv.distributions.finite import K, i
from kldiv.identities import identity
from kldiv.identities.families import NO_DRIFT_TWICE, f, family_instances, t, t0
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import identities as rules
from kldiv.proof.rules import parametric


@identity("fisher-information")
def fisher_information() -> Record:
    """Derive the second derivative of D(p_{t0} || p_t) in t at t = t0."""
    here = f(i, t0)
    whole = sp.Sum(here * sp.log(here / f(i, t)), (i, 1, K))
    proof = Proof(sp.Subs(sp.Derivative(whole, (t, 2)), t, t0))
    proof.apply(rules.differentiate)
    proof.apply(parametric.put_in_point)
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(NO_DRIFT_TWICE.subs(t, t0)))
    return proof.close(
        "fisher-information",
        "Close by, the divergence is measured by the Fisher information",
        instances=family_instances(),
        fresh=family_instances(shift=1),
        assumptions=(NO_DRIFT_TWICE.subs(t, t0),),
        references=(("kullback1951", "sec. 6"), ("kullback1959", "ch. 2"), ("amari2016", "sec. 3.5")),
        notes=(
            "The value and the first derivative vanish at $t = t_0$, so $D(p_{t_0}\\,\\|\\,p_t) \\approx "
            "\\tfrac12 F(t_0)(t - t_0)^2$. The sum on the right is $F(t_0) = \\operatorname{E}[(\\partial "
            "\\log p)^2]$.",
        ),
    )
