"""When a VAE's posterior falls back on the prior, and what is done about it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, fold, unfold
from kldiv.algebra.sums import inside, split
from kldiv.distributions.finite import K, i, j, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.between_normals import LATENT, formula, mu, v
from kldiv.identities.donsker_varadhan import T, beta, kl_regularised_policy
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Instance, finite_instances

#: A point between 0 and a log-variance; a distance from collapse; a direction away from it.
s = sp.Symbol("s", real=True)
e = sp.Symbol("epsilon", positive=True)
a = sp.IndexedBase("a", real=True)
b = sp.IndexedBase("b", real=True)
TERM = "D(q_phi || p)"
TEX = r"D(q_\phi \,\|\, p)"


def term(mean: sp.Expr, log_variance: sp.Expr) -> sp.Expr:
    """The KL term of one latent dimension, from the divergence between two normal distributions."""
    _, value = formula(mean, sp.exp(log_variance / 2), sp.Integer(0), sp.Integer(1))
    return sp.expand(sp.expand_log(value, deep=True))


@identity("posterior-collapse")
def posterior_collapse() -> Record:
    """Derive that the KL term is at least half the squared means, and zero only where q is the prior."""
    proof = Proof(Quantity(TEX, TERM, sp.Sum(term(mu[j], v[j]), (j, 1, K))))
    proof.apply(further.UNFOLD, unfold)
    taylor = 1 + v[j] + sp.Integral((v[j] - s) * sp.exp(s), (s, 0, v[j]))
    proof.apply(further.REMAINDER, inside(lambda body: sp.expand_mul(body.xreplace({sp.exp(v[j]): taylor}))))
    proof.compare(
        further.NON_NEGATIVE,
        ">=",
        lambda w: w.replace(lambda n: isinstance(n, sp.Integral), lambda n: sp.S.Zero),
        hypothesis="$(v - s)\\,\\mathrm{d}s$ is never negative on the way from $0$ to $v$",
    )
    length = Quantity(r"\tfrac12 \|\mu\|^2", "|mu|^2/2", sp.Sum(mu[j] ** 2 / 2, (j, 1, K)))
    proof.apply(rules.RECOGNISE, lambda w: w.xreplace({length.definition: length}))
    return proof.close(
        "posterior-collapse",
        "A VAE's KL term vanishes only where the posterior is the prior",
        instances=LATENT,
        references=(("kingma2014", "appendix B"), ("bowman2016", "")),
        notes=(
            "$q_\\phi$ is normal with means $\\mu_j$ and variances $e^{v_j}$, $p$ is standard normal. Equality "
            "holds only for $v = 0$, and then the bound is zero only for $\\mu = 0$: a KL term of zero for "
            "an input says that its code carries nothing.",
        ),
        uses=("vae-kl-log-variance", "gibbs-inequality-densities"),
    )


@identity("posterior-collapse-gradient")
def posterior_collapse_gradient() -> Record:
    """Derive how fast the gradient of the KL term grows on the way out of collapse."""
    away = term(e * a[j], e * b[j])
    slope = sp.Derivative(Quantity(TEX, TERM, sp.Sum(away, (j, 1, K))), e)
    proof = Proof(sp.Limit(slope / e, e, 0))
    first, second = (sp.Sum(sp.diff(away, (e, k)), (j, 1, K)) for k in (1, 2))
    proof.apply(further.DIFFERENTIATE, lambda w: sp.Limit(first / e, e, 0))
    proof.apply(
        further.LIMIT,
        lambda w: sp.Limit(second, e, 0),
        hypothesis="both sides of the quotient vanish at $\\epsilon = 0$ and are differentiable there",
    )
    proof.apply(
        further.SUBSTITUTE,
        lambda w: w.args[0].subs(e, 0),
        hypothesis="the second derivative is continuous at $\\epsilon = 0$",
    )
    proof.apply(rules.SPLIT_SUM, split)
    rows = (((1,), (Fraction(1, 2),)), ((1, -2), (Fraction(1, 3), 1)), ((0, 1, Fraction(1, 2)), (2, -1, 1)))
    return proof.close(
        "posterior-collapse-gradient",
        "At collapse the KL term pulls back, with the strength of the Fisher information",
        instances=[Instance({K: len(one), e: Fraction(1, 10)}, {"a": one, "b": other}) for one, other in rows],
        references=(("kingma2014", "appendix B"), ("bowman2016", "")),
        notes=(
            "$\\mu = \\epsilon a$ and $v = \\epsilon b$. At $\\epsilon = 0$ the gradient vanishes: collapse is the "
            "minimum of the KL term, and only the reconstruction can lead away from it.",
        ),
        uses=("vae-kl-log-variance", "fisher-normal"),
    )


#: The mean and log-variance of one latent dimension, and the free nats.
MEAN, LOG_VARIANCE = sp.symbols("mu v", real=True)
FREE = sp.Symbol("lambda", positive=True)


@identity("free-bits")
def free_bits() -> Record:
    """Derive the gradient of max(lambda, KL): nothing below lambda, all of it above."""
    one = Quantity(TEX, TERM, term(MEAN, LOG_VARIANCE))
    proof = Proof(sp.Derivative(sp.Max(FREE, one, evaluate=False), MEAN))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        further.CASES,
        lambda w: sp.Derivative(sp.Piecewise((FREE, one.definition < FREE), (one.definition, True)), MEAN),
    )
    proof.apply(
        further.DIFFERENTIATE, lambda w: w.doit(), hypothesis="KL is not $\\lambda$ itself, where there is a kink"
    )
    below = (Fraction(1, 3), Fraction(-1, 2), Fraction(1, 2))
    above = ((2, Fraction(1, 3), Fraction(1, 2)), (Fraction(-3, 2), 1, Fraction(1, 4)), (1, -2, Fraction(3, 4)))
    return proof.close(
        "free-bits",
        "Free bits: no pressure below the allowance",
        instances=[Instance(dict(zip((MEAN, LOG_VARIANCE, FREE), row, strict=True))) for row in (below, *above)],
        fresh=[Instance({MEAN: 3, LOG_VARIANCE: 1, FREE: Fraction(1, 3)})],
        references=(("kingma2016", ""),),
        notes=(
            "The term of one latent dimension (or group) is $\\max(\\lambda, D)$. Below the allowance the gradient "
            "is zero, so a code of up to $\\lambda$ nats costs nothing; above it is the gradient of the KL "
            "term, $\\mu$ for a mean.",
        ),
        uses=("vae-kl-log-variance",),
    )


#: The likelihood of the data given latent state i.
ell = sp.IndexedBase("ell", positive=True)


@identity("kl-annealing")
def kl_annealing() -> Record:
    """Derive which posterior is best when the KL term is weighted by beta."""
    fit = Quantity(r"\operatorname{E}_p[\log \ell]", "E_p[log ell]", over_outcomes(p[i] * sp.log(ell[i])))
    weighted = Quantity(r"D(p \,\|\, q)", "D(p || q)", over_outcomes(p[i] * sp.log(p[i] / q[i])))
    proof = Proof(fit - beta * weighted)
    known = kl_regularised_policy()
    proof.apply(further.UNFOLD, unfold)
    reward = {T[index]: sp.log(ell[index]) for index in (i, j)}
    proof.apply(
        further.KNOWN_RESULT,
        lambda w: unfold(known.result).xreplace(reward),
    )
    proof.apply(rules.SIMPLIFY, lambda w: w.replace(sp.exp, lambda x: sp.powdenest(sp.exp(x), force=True)))
    share = q[i] * ell[i] ** (1 / beta) / sp.Sum(q[j] * ell[j] ** (1 / beta), (j, 1, K))
    gap = Quantity(r"D(p \,\|\, p_\beta)", "D(p || p_beta)", over_outcomes(p[i] * sp.log(p[i] / share)))
    proof.apply(rules.RECOGNISE, lambda w: fold(w, gap))
    likelihoods = ((Fraction(1, 2), 2), (1, Fraction(1, 3), 3), (2, 1, Fraction(1, 4), 1, Fraction(2, 3)))
    weights = (Fraction(1, 2), Fraction(3), Fraction(1))
    return proof.close(
        "kl-annealing",
        "A weight on the KL term tempers the likelihood",
        instances=[
            dataclasses.replace(at, symbols={**at.symbols, beta: w}, arrays={**at.arrays, "ell": row})
            for at, row, w in zip(finite_instances("p", "q", size=K), likelihoods, weights, strict=True)
        ],
        assumptions=(total_one(p), total_one(q)),
        references=(("bowman2016", ""),),
        notes=(
            "$p$ is the approximate posterior, $q$ the prior, $\\ell_i$ the likelihood of latent state $i$. The "
            "best is $p_\\beta$, proportional to $q_i \\ell_i^{1/\\beta}$: the posterior itself for $\\beta = 1$, the "
            "state of the best fit as $\\beta \\to 0$, the prior as $\\beta \\to \\infty$. Annealing "
            "raises $\\beta$ from 0 to 1.",
        ),
        uses=("kl-regularised-policy", "elbo"),
    )
