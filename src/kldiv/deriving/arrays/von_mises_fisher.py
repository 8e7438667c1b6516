"""D(p || q) for two von Mises-Fisher distributions on the same sphere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.arrays import under
from kldiv.algebra.tidying import join_logs
from kldiv.deriving.arrays.cases import Draw, Setting, drawn
from kldiv.deriving.arrays.closing import N, close, derived, start
from kldiv.deriving.table import special
from kldiv.distributions.von_mises_fisher import VonMisesFisher
from kldiv.precision import digit_precision
from kldiv.proof.chain import Chain, use
from kldiv.proof.checks.agreement import STEP_DIGITS, Sides, compare
from kldiv.proof.checks.arrays import NEAR
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.kernel import ByTheorem
from kldiv.proof.literature.draws import a
from kldiv.proof.literature.draws import kappa as kappa_letter
from kldiv.proof.record import Lemma, Record
from kldiv.proof.report import Check
from kldiv.proof.rules import arrays as array_rules
from kldiv.proof.rules import draws
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
    return derived(p, q, general)


def inner(a: sp.MatrixExpr, b: sp.MatrixExpr) -> sp.Expr:
    """The inner product of two columns."""
    return sp.Trace(sp.MatMul(sp.Transpose(a), b))


def mean_part(p: VonMisesFisher) -> Lemma:
    """E c^T X: the part of c along the mean direction times the mean resultant length."""
    mu, kappa = p.loc, p.concentration
    chain = Chain(under(p.density(X), inner(C, X), X, "p"))
    chain.apply(draws.rotate, p)
    chain.apply(draws.normaliser_slope, kappa)
    chain.apply(rules_identities.differentiate)
    chain.apply(rules.rewrite, inner(C, mu) * sp.expand(chain.expression / inner(C, mu)))
    chain.apply(rules.theorem, ByTheorem("bessel-recurrence", ((a, ORDER), (kappa_letter, kappa))))
    chain.apply(rules.rewrite, inner(C, mu) * sp.cancel(sp.expand(chain.expression / inner(C, mu))))
    return chain.lemma(
        "mean-component",
        "The mean of a component of a von Mises–Fisher direction",
        "The normaliser is differentiated in the concentration.",
    )


def general(p: VonMisesFisher, q: VonMisesFisher) -> Record:
    """The derivation in symbols."""
    chain = start(p, q)
    chain.apply(rules.linearity)
    lemma = mean_part(p)
    chain.apply(rules.lemmas, *(use(lemma, {C: distribution.loc}) for distribution in (p, q)))
    chain.apply(array_rules.unit_length, p)
    chain.apply(rules.rewrite, collected(chain.expression, p))
    return close(
        chain,
        p,
        q,
        setting,
        SIZES,
        LARGE,
        references=(("statproofbook", "definition D52 (kl)"),),
        notes=(
            "Both distributions live on the same sphere in $\\mathbb{R}^n$; the value is finite for all of them. As "
            "$\\kappa_q \\to 0$ "
            "it tends to the divergence to the uniform distribution on the sphere.",
        ),
        extra=(check_uniform,),
        near_by=nearly_joined(),
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
    return (join_logs(gathered) + rest).xreplace({name: length})


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
    """With a tiny concentration in q the value must be the divergence to the uniform distribution."""
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
