"""When a VAE's posterior falls back on the prior, and what is done about it."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, i, j, over_outcomes, p, q, total_one
from kldiv.identities import identity
from kldiv.identities.between_normals import LATENT, STANDARD, between, mu, v, vae_log_variance
from kldiv.identities.donsker_varadhan import T, beta, kl_regularised_policy
from kldiv.identities.known_pairs import named, stated
from kldiv.proof.chain import use
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import calculus, general, parametric
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: A share of the way from 0 to a log-variance; a distance from collapse; a direction away from it.
s = sp.Symbol("s", positive=True)
e = sp.Symbol("epsilon", positive=True)
a = sp.IndexedBase("a", real=True)
b = sp.IndexedBase("b", real=True)
TERM = "D(q_phi || p)"
TEX = r"D(q_\phi \,\|\, p)"


@identity("posterior-collapse")
def posterior_collapse() -> Record:
    """Derive that the KL term is at least half the squared means, and zero only where q is the prior."""
    known = use(vae_log_variance().as_lemma())
    proof = Proof(stated(known).left)
    proof.apply(general.lemmas, known)
    proof.apply(calculus.taylor_on_unit, sp.exp(v[j]), v[j], sp.S.Zero, 2, s)
    (integral,) = proof.expression.atoms(sp.Integral)
    squares, rest = sp.Sum(mu[j] ** 2 / 2, (j, 1, K)), sp.Sum(v[j] ** 2 * integral / 2, (j, 1, K))
    proof.apply(general.rewrite, squares + rest)
    proof.apply(rules.non_negative, rest)
    proof.apply(rules.recognise, Quantity(r"\tfrac12 \|\mu\|^2", "|mu|^2/2", squares))
    return proof.close(
        "posterior-collapse",
        "A VAE's KL term vanishes only where the posterior is the prior",
        instances=LATENT,
        references=(("kingma2014", "appendix B"), ("bowman2016", "sec. 3.1")),
        notes=(
            "$q_\\phi$ is normal with means $\\mu_j$ and variances $e^{v_j}$, $p$ is standard normal. Equality "
            "holds only for $v = 0$, and then the bound is zero only for $\\mu = 0$: a KL term of zero says that the "
            "posterior is the prior. If that holds for every input, the code carries nothing.",
        ),
        related=("gibbs-inequality-densities",),
    )


@identity("posterior-collapse-gradient")
def posterior_collapse_gradient() -> Record:
    """Derive how fast the gradient of the KL term grows on the way out of collapse."""
    known = use(vae_log_variance().as_lemma(), {mu: sp.Lambda(j, e * a[j]), v: sp.Lambda(j, e * b[j])})
    divergence, value = stated(known).left, stated(known).right
    proof = Proof(sp.Limit(sp.Derivative(divergence, e) / e, e, 0))
    proof.apply(general.lemmas, known)
    proof.apply(rules.differentiate)
    proof.apply(calculus.lhopital, sp.diff(value, e), e)
    proof.apply(calculus.continuity)
    proof.apply(rules.split_sum)
    rows = (((1,), (Fraction(1, 2),)), ((1, -2), (Fraction(1, 3), 1)), ((0, 1, Fraction(1, 2)), (2, -1, 1)))
    return proof.close(
        "posterior-collapse-gradient",
        "At collapse the KL term pulls back, with the strength of the Fisher information",
        instances=[Instance({K: len(one), e: Fraction(1, 10)}, {"a": one, "b": other}) for one, other in rows],
        references=(("kingma2014", "appendix B"), ("bowman2016", "sec. 3.1")),
        notes=(
            "$\\mu = \\epsilon a$ and $v = \\epsilon b$. At $\\epsilon = 0$ the gradient vanishes: collapse is the "
            "minimum of the KL term, and only the reconstruction can lead away from it.",
        ),
        related=("fisher-normal",),
    )


#: The mean and log-variance of one latent dimension, and the free nats.
MEAN, LOG_VARIANCE = sp.symbols("mu v", real=True)
FREE = sp.Symbol("lambda", positive=True)


@identity("free-bits")
def free_bits() -> Record:
    """Derive the gradient of max(lambda, KL): nothing below lambda, all of it above."""
    cited = between(MEAN, sp.exp(LOG_VARIANCE / 2), *STANDARD)
    proof = Proof(sp.Derivative(sp.Max(FREE, named(TEX, TERM, cited), evaluate=False), MEAN))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, cited)
    value = sp.expand(sp.expand_log(stated(cited).right, deep=True))
    proof.apply(general.rewrite, sp.Derivative(sp.Max(FREE, value), MEAN))
    proof.apply(parametric.cases)
    proof.apply(parametric.differentiate_cases)
    below = (Fraction(1, 3), Fraction(-1, 2), Fraction(1, 2))
    above = ((2, Fraction(1, 3), Fraction(1, 2)), (Fraction(-3, 2), 1, Fraction(1, 4)), (1, -2, Fraction(3, 4)))
    return proof.close(
        "free-bits",
        "Free bits: no pressure below the allowance",
        instances=[Instance(dict(zip((MEAN, LOG_VARIANCE, FREE), row, strict=True))) for row in (below, *above)],
        fresh=[Instance({MEAN: 3, LOG_VARIANCE: 1, FREE: Fraction(1, 3)})],
        assumptions=(sp.Ne(FREE, value),),
        version=2,
        references=(("kingma2016", "appendix C.8"),),
        notes=(
            "The term of one latent dimension is $\\max(\\lambda, D)$; derived is its slope in the mean. Below the "
            "allowance it is zero, so a code of up to $\\lambda$ nats costs nothing; above it is that of the KL term, "
            "$\\mu$. The paper takes $D$ for a group of dimensions and averages it over the minibatch before it is "
            "compared with $\\lambda$: an allowance for the average, and not for each example.",
        ),
        related=("vae-kl-log-variance",),
    )


#: The likelihood of the data given latent state i.
ell = sp.IndexedBase("ell", positive=True)


@identity("kl-annealing")
def kl_annealing() -> Record:
    """Derive which posterior is best when the KL term is weighted by beta."""
    fit = Quantity(r"\operatorname{E}_p[\log \ell]", "E_p[log ell]", over_outcomes(p[i] * sp.log(ell[i])))
    weighted = Quantity(r"D(p \,\|\, q)", "D(p || q)", over_outcomes(p[i] * sp.log(p[i] / q[i])))
    proof = Proof(fit - beta * weighted)
    known = use(kl_regularised_policy().as_lemma(), {T: sp.Lambda(i, sp.log(ell[i]))})
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, known)
    proof.apply(rules.unfold)
    total = sp.Sum(q[j] * ell[j] ** (1 / beta), (j, 1, K))
    share = q[i] * ell[i] ** (1 / beta) / total
    gap = Quantity(r"D(p \,\|\, p_\beta)", "D(p || p_beta)", over_outcomes(p[i] * sp.log(p[i] / share)))
    proof.apply(general.rewrite, beta * sp.log(total) - beta * gap.definition)
    proof.apply(rules.recognise, gap)
    return proof.close(
        "kl-annealing",
        "A weight on the KL term tempers the likelihood",
        assumptions=(total_one(p), total_one(q)),
        references=(("bowman2016", "sec. 3.1"),),
        notes=(
            "$p$ is the approximate posterior, $q$ the prior, $\\ell_i$ the likelihood of latent state $i$. The "
            "best is $p_\\beta$, proportional to $q_i \\ell_i^{1/\\beta}$: the posterior itself for $\\beta = 1$, the "
            "state of the best fit as $\\beta \\to 0$, the prior as $\\beta \\to \\infty$. Annealing "
            "raises $\\beta$ from 0 to 1.",
        ),
        related=("elbo",),
    )
