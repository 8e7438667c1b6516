"""D(p || q) for two von Mises-Fisher distributions on the same sphere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import under
from kldiv.deriving.arrays.arrays_given import with_arrays
from kldiv.deriving.arrays.cases import Draw, Setting, drawn, joined, settings_for
from kldiv.deriving.arrays.steps import N, join, lemma_of, separate, start
from kldiv.deriving.general import title_of
from kldiv.deriving.table import special
from kldiv.distributions.nodes import divergence_of
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.precision import digit_precision
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare
from kldiv.proof.checks.arrays import NEAR
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Chain, Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import general as rules
from kldiv.proof.rules import identities as rules_identities
from kldiv.values.arrays import value_in
from kldiv.values.settings import frozen

SLUG = "von-mises-fisher"
SIZES, LARGE = tuple({"size": k} for k in (2, 3, 5)), ({"size": 4}, {"size": 8})
X, C = sp.MatrixSymbol("x", N, 1), sp.MatrixSymbol("c", N, 1)
ORDER = N / sp.Integer(2) - 1


@special(SLUG, SLUG)
def derivation(p: VonMisesFisher, q: VonMisesFisher) -> Record:
    """Derive the divergence; listed directions are put into the result in symbols."""
    if p.is_general and q.is_general:
        return general(p, q)
    letters = VonMisesFisher.symbolic("p"), VonMisesFisher.symbolic("q")
    if p.loc.shape != q.loc.shape:
        raise ValueError(f"VonMisesFisher: p has dimension {p.loc.shape[0]} and q has dimension {q.loc.shape[0]}")
    arrays = {
        letter.parameters[name]: distribution.parameters[name]
        for letter, distribution in zip(letters, (p, q), strict=True)
        for name in letter.parameters
    }
    return with_arrays(general(*letters), p, q, arrays, {N: p.loc.shape[0]})


def inner(a: sp.MatrixExpr, b: sp.MatrixExpr) -> sp.Expr:
    """The inner product of two columns."""
    return sp.Trace(sp.MatMul(sp.Transpose(a), b))


def mean_part(p: VonMisesFisher) -> Lemma:
    """E c^T X: the part of c along the mean direction times the mean resultant length."""
    mu, kappa = p.loc, p.concentration
    left = under(p.density(X), inner(C, X), X, "p")
    chain = Chain(left)
    chain.apply(array_rules.ROTATION, lambda e: inner(C, mu) * e.of(inner(mu, X)))
    along = left.of(inner(mu, X))
    slope = sp.Derivative(sp.log(sp.besseli(ORDER, kappa) / kappa**ORDER), kappa)
    chain.apply(array_rules.NORMALISER, lambda e: e.xreplace({along: slope}))
    slow = sp.expand(sp.expand_log(slope.expr)).diff(kappa)
    chain.apply(rules_identities.DIFFERENTIATE, lambda e: e.xreplace({slope: sp.expand(slow)}))
    below = sp.besseli(ORDER - 1, kappa)
    above = sp.besseli(ORDER + 1, kappa) + 2 * ORDER / kappa * sp.besseli(ORDER, kappa)
    chain.apply(array_rules.BESSEL, lambda e: e.xreplace({below: above}))
    chain.apply(rules.SIMPLIFY, lambda e: inner(C, mu) * sp.cancel(sp.expand(e / inner(C, mu))))
    title = "The mean of a component of a von Mises–Fisher direction"
    return lemma_of(chain, left, "mean-component", title, "The normaliser is differentiated in the concentration.")


def general(p: VonMisesFisher, q: VonMisesFisher) -> Record:
    """The derivation in symbols."""
    chain = start(divergence_of(p, q))
    chain.apply(rules.LINEARITY, separate(lambda f: f.has(X)))
    lemma = mean_part(p)
    table = {
        lemma.left.xreplace({C: distribution.loc}): lemma.value.xreplace({C: distribution.loc})
        for distribution in (p, q)
    }
    chain.apply(rules.LEMMAS, lambda e: e.xreplace(table), lemmas=(lemma,))
    chain.apply(array_rules.UNIT, lambda e: e.xreplace({inner(p.loc, p.loc): sp.S.One}))
    chain.apply(rules.SIMPLIFY, lambda e: collected(e, p))
    evidence = ArrayEvidence(
        p=p,
        q=q,
        oracle=SLUG,
        settings=settings_for(VonMisesFisher, setting, SIZES),
        fresh=settings_for(VonMisesFisher, setting, SIZES[1:], seed=20),
        large=settings_for(VonMisesFisher, setting, LARGE),
        joined=joined(VonMisesFisher, setting, SIZES),
        near=nearly_joined(),
        extra=(check_uniform,),
    )
    return Record(
        f"{SLUG}-{SLUG}",
        title_of(p, q),
        "closed form",
        chain.steps[0].before,
        chain.expression,
        tuple(chain.steps),
        chain.lemmas,
        references=(("statproofbook", "definition D52 (kl)"),),
        evidence=evidence,
        notes=(
            "Both distributions live on the same sphere in $\\mathbb{R}^n$; the value is finite for all of them. As "
            "$\\kappa_q \\to 0$ "
            "it tends to the divergence from the uniform distribution on the sphere.",
        ),
    )


def collected(expression: sp.Expr, p: VonMisesFisher) -> sp.Expr:
    """Collect by the mean resultant length, and join the logarithms."""
    length = sp.besseli(ORDER + 1, p.concentration) / sp.besseli(ORDER, p.concentration)
    name = sp.Dummy("length", positive=True)
    terms = sp.Add(*(sp.expand_mul(t) for t in sp.Add.make_args(_named(expression, length, name))))
    logs = [t for t in sp.Add.make_args(terms) if t.has(sp.log)]
    rest = sp.collect(sp.Add(*(t for t in sp.Add.make_args(terms) if not t.has(sp.log))), name)
    letters = sorted({log for t in logs for log in t.atoms(sp.log)}, key=sp.default_sort_key)
    gathered = sp.collect(sp.Add(*logs), letters)
    return (join(gathered) + rest).xreplace({name: length})


def _named(expression: sp.Expr, length: sp.Expr, name: sp.Symbol) -> sp.Expr:
    """Replace the quotient of Bessel functions, which SymPy keeps as two factors, by one letter."""
    above, below = sp.fraction(length)
    return expression.xreplace({above: name * below})


def setting(p: Mapping[str, Any], q: Mapping[str, Any]) -> Setting:
    """Numbers for a pair of von Mises-Fisher distributions."""
    n = len(p["loc"])
    made = Setting({N: Fraction(n)})
    for index, distribution in (("p", p), ("q", q)):
        made.distributions[index] = Draw(SLUG, frozen(list(distribution.values())), X)
        made.symbols[VonMisesFisher.symbolic(index).concentration] = distribution["concentration"]
        made.matrices[f"mu_{index}"] = [[v] for v in distribution["loc"]]
    made.matrices["c"] = [[Fraction(2 * k + 1, 3 + k)] for k in range(n)]
    return made


def nearly_joined() -> tuple[Setting, ...]:
    """Settings in which q is p turned by a tiny angle and a little more concentrated."""
    made = []
    for k, size in enumerate(SIZES):
        p = drawn(VonMisesFisher, "p", k, **size)
        t = Fraction(1, 10**NEAR)
        cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        a, b, *rest = p["loc"]
        turned = [a * cosine - b * sine, a * sine + b * cosine, *rest]
        made.append(setting(p, {"loc": turned, "concentration": p["concentration"] + t}))
    return tuple(made)


def check_uniform(derivation: Record) -> Check:
    """With a tiny concentration in q the value must be the divergence from the uniform distribution."""
    p, q = derivation.distributions
    kappa = p.parameters["concentration"]
    area = 2 * sp.pi ** (N / 2) / sp.gamma(N / sp.Integer(2))
    constant = kappa**ORDER / ((2 * sp.pi) ** (N / 2) * sp.besseli(ORDER, kappa))
    length = sp.besseli(ORDER + 1, kappa) / sp.besseli(ORDER, kappa)
    uniform = kappa * length + sp.log(constant * area)

    def sides() -> Sides:
        for at in derivation.evidence_as(ArrayEvidence).settings:
            other = Setting({**at.symbols, q.parameters["concentration"]: Fraction(1, 10**40)}, at.matrices)
            with digit_precision(40):
                pair = value_in(other, derivation.result), value_in(at, uniform)
            yield pair

    return compare("uniform limit", sides, STEP_DIGITS, "q nearly uniform on the sphere")
