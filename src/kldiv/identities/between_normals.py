"""Consequences of the divergence between two normal distributions: symmetry, the VAE, moment matching."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity
from kldiv.distributions.finite import K, j
from kldiv.distributions.normal import Normal
from kldiv.identities import identity
from kldiv.identities.densities import integral_one, over_line, p, x
from kldiv.identities.known_pairs import closed_form, named, stated, written_out
from kldiv.identities.mixed_normals import mixture
from kldiv.proof.chain import Use
from kldiv.proof.inequalities import Proof
from kldiv.proof.kernel import Assumed
from kldiv.proof.record import Record
from kldiv.proof.rules import general
from kldiv.proof.rules import identities as rules
from kldiv.values.instances import Instance

#: Means and spreads.
m, n = sp.symbols("m n", real=True)
s = sp.Symbol("s", positive=True)
V = sp.Symbol("V", positive=True)


def between(loc: sp.Expr, scale: sp.Expr, other_loc: sp.Expr, other_scale: sp.Expr) -> Use:
    """Cite the divergence between two normal distributions."""
    return closed_form("normal", (loc, scale), (other_loc, other_scale))


#: The standard normal distribution.
STANDARD = (sp.Integer(0), sp.Integer(1))


@identity("equal-variance-normals")
def equal_variance_normals() -> Record:
    """Derive that the divergence is symmetric between normal distributions of one variance."""
    forth, back = between(m, s, n, s), between(n, s, m, s)
    proof = Proof(named(r"D(p \,\|\, q)", "D(p || q)", forth))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, forth)
    proof.apply(general.rewrite, (m - n) ** 2 / (2 * s**2))
    proof.apply(general.rewrite, stated(back).right)
    proof.apply(general.lemmas_back, back)
    proof.apply(rules.unfold)
    proof.apply(rules.recognise, named(r"D(q \,\|\, p)", "D(q || p)", back))
    return proof.close(
        "equal-variance-normals",
        "Between normal distributions of equal variance the divergence is symmetric",
        references=(("kullback1959", "ch. 9"), ("bishop2006", "sec. 1.6.1")),
        notes=(
            "$p$ and $q$ are normal with means $m$ and $n$ and the standard deviation $s$: the value, "
            "$(m - n)^2/(2s^2)$, depends on the distance of the means only.",
        ),
    )


#: Mean and logarithm of the variance (or of the standard deviation) in each latent dimension.
mu = sp.IndexedBase("mu", real=True)
v = sp.IndexedBase("v", real=True)


#: Chosen moderate: a density that is a thousand times narrower than the other is beyond the quadrature of the checks.
LATENT = (
    Instance({K: 1}, {"mu": (Fraction(1, 2),), "v": (Fraction(-1, 3),)}),
    Instance({K: 2}, {"mu": (1, Fraction(-2, 3)), "v": (Fraction(1, 5), -1)}),
    Instance({K: 3}, {"mu": (0, 2, Fraction(-1, 4)), "v": (Fraction(1, 2), 0, Fraction(-3, 2))}),
)


def latent(name: str, title: str, scale: sp.Expr, note: str) -> Record:
    """Derive the KL term of a variational autoencoder, for one way of giving the spread."""
    cited = between(mu[j], scale, *STANDARD)
    proof = Proof(Quantity(r"D(q_\phi \,\|\, p)", "D(q_phi || p)", sp.Sum(written_out(cited), (j, 1, K))))
    proof.apply(rules.unfold)
    proof.apply(general.lemmas, cited)
    proof.apply(rules.log_of_ratio)
    term = sp.factor_terms(sp.expand(sp.expand_log(stated(cited).right, deep=True)))
    proof.apply(general.rewrite, sp.Sum(term, (j, 1, K)))
    return proof.close(
        name,
        title,
        instances=LATENT,
        references=(("kingma2014", "appendix B"),),
        notes=(
            note,
            "It is added over the $K$ latent dimensions (see additivity), and averaged over the batch: a "
            "mean over "
            "dimensions makes it $K$ times too small.",
        ),
        related=("additivity",),
    )


@identity("vae-kl-log-variance")
def vae_log_variance() -> Record:
    """Derive the VAE's KL term with log-variances v_j."""
    return latent(
        "vae-kl-log-variance",
        "The KL term of a VAE, from log-variances",
        sp.exp(v[j] / 2),
        "Dimension $j$ of $q_\\phi$ is normal with mean $\\mu_j$ and variance $e^{v_j}$; $p$ is standard normal.",
    )


@identity("vae-kl-log-scale")
def vae_log_scale() -> Record:
    """Derive the VAE's KL term with logarithms of standard deviations v_j."""
    return latent(
        "vae-kl-log-scale",
        "The KL term of a VAE, from log standard deviations",
        sp.exp(v[j]),
        "Dimension $j$ of $q_\\phi$ is normal with mean $\\mu_j$ and standard deviation $e^{v_j}$; $p$ is "
        "standard normal.",
    )


@identity("moment-matching")
def moment_matching() -> Record:
    """Derive the Pythagorean split of D(p || N(n, s)) at the normal distribution with the moments of p."""
    near = Normal(m, sp.sqrt(V)).density(x)
    far = Normal(n, s).density(x)
    cited = between(m, sp.sqrt(V), n, s)
    first = sp.Eq(over_line(x * p(x)), m)
    second = sp.Eq(over_line(x**2 * p(x)), m**2 + V)
    proof = Proof(Quantity(r"D(p \,\|\, q)", "D(p || q)", over_line(p(x) * sp.log(p(x) / far))))
    proof.apply(rules.unfold)
    proof.apply(rules.peel, near / far)
    proof.apply(rules.distribute)
    proof.apply(rules.split_sum)
    gap = Quantity(r"D(p \,\|\, \hat{p})", "D(p || p^)", over_line(p(x) * sp.log(p(x) / near)))
    proof.apply(rules.recognise, gap)
    proof.apply(general.rewrite, gap + over_line(sp.expand(p(x) * sp.expand_log(sp.log(near / far), deep=True))))
    proof.apply(rules.split_sum)
    proof.apply(rules.normalised, Assumed(integral_one(p)))
    proof.apply(general.assumption, Assumed(first), Assumed(second))
    proof.apply(general.rewrite, gap + stated(cited).right)
    proof.apply(general.lemmas_back, cited)
    proof.apply(rules.unfold)
    proof.apply(rules.recognise, gap, named(r"D(\hat{p} \,\|\, q)", "D(p^ || q)", cited))
    half, third = sp.Rational(1, 2), sp.Rational(1, 3)
    cases = (
        (mixture((third, -1, 1), (2 * third, 2, half)), half, 2),
        (mixture((half, -1, 1), (half, 1, half)), -1, 1),
        (mixture((third, third, half), (2 * third, 1, 1)), 1, half),
    )
    return proof.close(
        "moment-matching",
        "The best normal approximation in forward KL matches mean and variance",
        instances=[
            Instance({m: a, V: b, n: c, s: e}, functions={p: distribution}) for (distribution, a, b), c, e in cases
        ],
        assumptions=(integral_one(p), first, second),
        references=(("bishop2006", "sec. 10.7"), ("murphy2012", "sec. 21.2.2")),
        notes=(
            "$q$ is normal with mean $n$ and standard deviation $s$, and $\\hat{p}$ is normal with the "
            "mean $m$ and the "
            "variance $V$ of $p$. Only $D(\\hat{p} \\,\\|\\, q)$ depends on $q$; it vanishes at $q = \\hat{p}$ alone. "
            "Where the "
            "integral of $p \\log p$ diverges, both sides are $+\\infty$.",
        ),
        related=("gibbs-inequality-densities",),
    )
