"""Consequences of the divergence between two normal distributions: symmetry, the VAE, moment matching."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.algebra.ratios import peel
from kldiv.algebra.sums import inside, merge, split, totals
from kldiv.deriving.derive import derive
from kldiv.distributions.finite import K, j
from kldiv.distributions.normal import Normal
from kldiv.identities import identity
from kldiv.identities.densities import integral_one, normal, over_line, p, x
from kldiv.proof.inequalities import Proof
from kldiv.proof.record import Record
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as further
from kldiv.values.instances import Formula, Instance

#: Means and spreads.
m, n = sp.symbols("m n", real=True)
s = sp.Symbol("s", positive=True)
V = sp.Symbol("V", positive=True)


def formula(loc: sp.Expr, scale: sp.Expr, other_loc: sp.Expr, other_scale: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The divergence between two normal distributions: as an integral, and in the closed form of the catalogue."""
    pair = derive("normal", "normal")
    symbols = tuple(s for distribution in pair.distributions for s in distribution.parameters.values())
    table = dict(zip(symbols, (loc, scale, other_loc, other_scale), strict=True))
    whole = pair.left.as_integral().subs(pair.left.variable, x)
    return whole.xreplace(table), pair.result.xreplace(table)


def equal_or_refuse(one: sp.Expr, other: sp.Expr, name: Quantity) -> Quantity:
    """Give an expression its name, if it is equal to what the name stands for."""
    if sp.simplify(one - other) != 0:
        raise ValueError(f"{one} is not {name}")
    return name


@identity("equal-variance-normals")
def equal_variance_normals() -> Record:
    """Derive that the divergence is symmetric between normal distributions of one variance."""
    forth, value = formula(m, s, n, s)
    back, reverse = formula(n, s, m, s)
    proof = Proof(Quantity(r"D(p \,\|\, q)", "D(p || q)", forth))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.KNOWN, lambda e: e.xreplace({forth: value}))
    proof.apply(rules.SIMPLIFY, lambda e: sp.factor(sp.simplify(e)))
    proof.apply(rules.RECOGNISE, lambda e: equal_or_refuse(e, reverse, Quantity(r"D(q \,\|\, p)", "D(q || p)", back)))
    points = ((1, 2, 1), (-1, Fraction(1, 2), Fraction(3, 2)), (0, 3, 2))
    return proof.close(
        "equal-variance-normals",
        "Between normal distributions of equal variance the divergence is symmetric",
        instances=[Instance({m: a, n: b, s: c}) for a, b, c in points],
        fresh=[Instance({m: Fraction(1, 5), n: 4, s: 3})],
        references=(("kullback1959", "ch. 9"), ("bishop2006", "sec. 1.6.1")),
        notes=(
            "$p$ and $q$ are normal with means $m$ and $n$ and the standard deviation $s$: the value, "
            "$(m - n)^2/(2s^2)$, depends on the distance of the means only.",
        ),
        uses=("normal-normal",),
    )


#: Mean and logarithm of the variance (or of the standard deviation) in each latent dimension.
mu = sp.IndexedBase("mu", real=True)
v = sp.IndexedBase("v", real=True)
LATENT = (
    Instance({K: 1}, {"mu": (Fraction(1, 2),), "v": (Fraction(-1, 3),)}),
    Instance({K: 2}, {"mu": (1, Fraction(-2, 3)), "v": (Fraction(1, 5), -1)}),
    Instance({K: 3}, {"mu": (0, 2, Fraction(-1, 4)), "v": (Fraction(1, 2), 0, Fraction(-3, 2))}),
)


def latent(name: str, title: str, scale: sp.Expr, note: str) -> Record:
    """Derive the KL term of a variational autoencoder, for one way of giving the spread."""
    whole, value = formula(mu[j], scale, sp.Integer(0), sp.Integer(1))
    proof = Proof(Quantity(r"D(q_\phi \,\|\, p)", "D(q_phi || p)", sp.Sum(whole, (j, 1, K))))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(further.KNOWN, lambda e: e.xreplace({whole: value}))
    proof.apply(rules.SIMPLIFY, inside(lambda body: sp.expand(sp.expand_log(body, deep=True))))
    proof.apply(rules.SIMPLIFY, inside(lambda body: sp.factor_terms(body)))
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
        uses=("normal-normal", "additivity"),
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


def mixture(*parts: tuple[sp.Rational, sp.Rational, sp.Rational]) -> tuple[Formula, Fraction, Fraction]:
    """A mixture of normal distributions (weight, mean, standard deviation), with its mean and its variance."""
    distributions = [(w, normal(a, b)) for w, a, b in parts]
    mean = sum(w * a for w, a, _ in parts)
    square = sum(w * (a**2 + b**2) for w, a, b in parts)
    return (lambda t: sp.Add(*(w * distribution(t) for w, distribution in distributions))), mean, square - mean**2


@identity("moment-matching")
def moment_matching() -> Record:
    """Derive the Pythagorean split of D(p || N(n, s)) at the normal distribution with the moments of p."""
    near = Normal(m, sp.sqrt(V)).density(x)
    far = Normal(n, s).density(x)
    between, value = formula(m, sp.sqrt(V), n, s)
    first = sp.Eq(over_line(x * p(x)), m)
    second = sp.Eq(over_line(x**2 * p(x)), m**2 + V)
    gap = Quantity(r"D(\hat{p} \,\|\, q)", "D(p^ || q)", between)
    proof = Proof(Quantity(r"D(p \,\|\, q)", "D(p || q)", over_line(p(x) * sp.log(p(x) / far))))
    proof.apply(further.UNFOLD, unfold)
    proof.apply(
        rules.LOG_RATIO,
        lambda e: peel(near / far)(e).replace(
            sp.log, lambda a: sp.expand_log(sp.log(a), deep=True) if not a.has(p) else sp.log(a)
        ),
    )
    proof.apply(rules.DISTRIBUTE, lambda e: inside(expand_beside_logs)(e))
    proof.apply(rules.SPLIT_SUM, split, hypothesis="$p$ has a finite variance, so every part is integrable")
    proof.apply(further.NORMALISED, totals(integral_one(p), first, second))
    proof.apply(
        rules.RECOGNISE,
        lambda e: fold_divergence(e, near) + equal_or_refuse(rest_of(e), value, gap),
    )
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
            "variance $V$ of $p$. Only the second term depends on $q$; it vanishes at $q = \\hat{p}$ alone.",
        ),
        uses=(
            "gibbs-inequality-densities",
            "normal-normal",
        ),
    )


def expand_beside_logs(body: sp.Expr) -> sp.Expr:
    """Multiply out everything but the logarithms that hold p."""
    logs = {node: sp.Dummy("log", real=True) for node in body.atoms(sp.log) if node.has(p)}
    return sp.expand(body.xreplace(logs)).xreplace({dummy: node for node, dummy in logs.items()})


def rest_of(expression: sp.Expr) -> sp.Expr:
    """What stands outside all integrals."""
    return sp.Add(*(t for t in sp.Add.make_args(expression) if not t.has(sp.Integral)))


def fold_divergence(expression: sp.Expr, near: sp.Expr) -> sp.Expr:
    """Name the divergence of p from its moment-matched normal distribution."""
    name = Quantity(r"D(p \,\|\, \hat{p})", "D(p || p^)", over_line(p(x) * sp.log(p(x) / near)))
    left = sp.Add(*(t for t in sp.Add.make_args(expression) if t.has(sp.Integral)))
    if sp.simplify(merge(left - name.definition)) != 0:
        raise ValueError(f"{left} is not {name}")
    return name
