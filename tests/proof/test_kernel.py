"""The kernel: a step is made by a rule, and what no rule computes is cited by name."""

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.algebra.signs import direction, sign_of
from kldiv.deriving import derive
from kldiv.identities.gibbs_inequality import log_below_tangent, t
from kldiv.proof.chain import Chain, use
from kldiv.proof.checks.steps import Citing, replayed
from kldiv.proof.kernel import RULES, Assumed, ByLemma, ByTheorem, Rule, rule, run
from kldiv.proof.record import Comparison
from kldiv.proof.rules import calculus, general, identities
from kldiv.proof.statements import Refused, Statement
from kldiv.proof.theorems import THEOREMS, theorem

a, b = sp.symbols("a b", positive=True)
x = sp.Symbol("x", real=True)
NOWHERE = Citing(a, {}, ())


def test_a_rule_that_is_not_registered_makes_no_step():
    forged = Rule("definition", "Definition", "because I say so", lambda _: sp.Integer(7))
    with pytest.raises(Refused, match="definition: no such rule"):
        run(forged, a, (), NOWHERE)


def test_a_rule_and_a_theorem_are_registered_once():
    with pytest.raises(ValueError, match="definition: a rule of this name is registered already"):
        rule("definition", "", "")(lambda e: e)
    with pytest.raises(ValueError, match="applies the theorem nobody-proved-it, which is not registered"):
        rule("new-rule", "", "", theorem="nobody-proved-it")(lambda e: e)
    taken = THEOREMS["taylor"]
    with pytest.raises(ValueError, match="taylor: a theorem of this name is registered already"):
        theorem("taylor", "", "", None, references=taken.references, test=taken.test)
    with pytest.raises(ValueError, match="unsourced: a theorem needs a source"):
        theorem("unsourced", "", "", None, references=(), test=taken.test)


def test_what_is_cited_must_be_there():
    for argument in (ByLemma("none"), ByTheorem("none"), ByTheorem("taylor"), Assumed(sp.Eq(a, 1))):
        with pytest.raises(Refused):
            run(general.lemmas, a, (argument,), NOWHERE)


def test_a_left_side_that_does_not_occur_is_refused():
    with pytest.raises(Refused, match="assumption: a does not occur"):
        run(general.assumption, b, (Assumed(sp.Eq(a, 1)),), Citing(b, {}, (sp.Eq(a, 1),)))


def test_a_theorem_is_not_an_assumption_nor_the_other_way_round():
    letters = (("not a letter", a),)
    with pytest.raises(Refused, match="not a letter"):
        run(general.theorem, a, (ByTheorem("gamma-integral", letters),), NOWHERE)
    with pytest.raises(Refused, match="takes equations that are theorems"):
        run(general.theorem, a, (Assumed(sp.Eq(a, 1)),), Citing(a, {}, (sp.Eq(a, 1),)))


def test_an_instance_brings_its_conditions():
    statement = THEOREMS["gamma-integral"].statement
    w, c = sorted(statement.right.free_symbols, key=str, reverse=True)
    assert statement.put({w: a, c: b}).conditions == ()
    assert statement.put({w: a - 1, c: b}).conditions == (sp.Gt(a, 1),)
    with pytest.raises(Refused, match="must be positive"):
        statement.put({w: -a, c: b})


def test_a_bound_letter_captures_nothing():
    i, k = sp.symbols("i k", integer=True)
    p, n = sp.IndexedBase("p"), sp.Symbol("n", integer=True)
    statement = Statement(sp.Sum(p[i] * n, (i, 1, 3)), "=", n * sp.Sum(p[i], (i, 1, 3)))
    with pytest.raises(Refused, match="i: bound in the statement and free in what is put in"):
        statement.put({n: i})
    assert statement.put({n: i, i: k}).left == sp.Sum(p[k] * i, (k, 1, 3))


def test_rewriting_proves_that_both_are_equal():
    assert run(general.rewrite, (a + b) ** 2, (a**2 + 2 * a * b + b**2,), NOWHERE).after == a**2 + 2 * a * b + b**2
    for wrong in ((a + b) ** 2 + sp.Rational(1, 10**20), a**2 + b**2, (a - b) ** 2):
        with pytest.raises(Refused, match="could not be shown to be equal"):
            run(general.rewrite, (a + b) ** 2, (wrong,), NOWHERE)
    with pytest.raises(Refused):  # sqrt(x^2) is x only for x >= 0
        run(general.rewrite, sp.sqrt(x**2), (x,), NOWHERE)


def test_a_bound_needs_the_sign_of_its_factor():
    lemma = log_below_tangent()
    for factor, relation in ((a, "<="), (-a, ">=")):
        chain = Chain(factor * sp.log(b))
        chain.apply(general.bound, use(lemma, {t: b}))
        assert isinstance(chain.steps[-1], Comparison)
        assert chain.expression.rel_op == relation
    with pytest.raises(Refused, match="whether it rises or falls"):
        Chain(x * sp.log(b)).apply(general.bound, use(lemma, {t: b}))


def test_a_bound_cannot_turn_round():
    chain = Chain(a * sp.log(b) - b * sp.log(a))
    chain.apply(general.bound, use(log_below_tangent(), {t: b}))
    with pytest.raises(Refused, match="the chain runs <=, so >= cannot follow"):
        chain.apply(general.bound, use(log_below_tangent(), {t: a}))


def test_a_term_is_left_out_only_if_its_sign_is_known():
    assert run(identities.non_negative, a + x**2, (x**2,), NOWHERE).relation == ">="
    assert run(identities.non_negative, a - x**2, (-(x**2),), NOWHERE).relation == "<="
    with pytest.raises(Refused, match="the sign of x is not known"):
        run(identities.non_negative, a + x, (x,), NOWHERE)


def test_signs_and_directions():
    assert [sign_of(e) for e in (a * b, -a, x**2, x, a - b)] == [1, -1, 1, None, None]
    assert sign_of(1 - a, [1 - a]) == 1
    assert [direction(e, x) for e in (a * x, -a * x, sp.exp(-x), x**3, x * (1 + x))] == [1, -1, -1, None, None]


def test_lhopital_asks_that_both_sides_vanish():
    h = sp.Symbol("h", positive=True)
    made = run(calculus.lhopital, sp.Limit(sp.sin(h) / h, h, 0), (sp.sin(h), h), NOWHERE)
    assert made.after == sp.Limit(sp.cos(h), h, 0)
    with pytest.raises(Refused, match="does not vanish at 0"):
        run(calculus.lhopital, sp.Limit(sp.cos(h) / h, h, 0), (sp.cos(h), h), NOWHERE)


def test_a_step_says_what_its_rule_makes():
    derivation = derive("gamma", "weibull")
    citing = Citing(derivation.left, derivation.lemmas, derivation.assumptions)
    for step in derivation.steps:
        assert replayed(step, citing) == ""
        assert replayed(replace(step, after=step.after + sp.Rational(1, 10**20)), citing).endswith("something else")
        assert "no such rule" in replayed(replace(step, rule=replace(step.rule, title="Another")), citing)
    assert any(step.conditions for lemma in derivation.lemmas.values() for step in lemma.steps)
    named = [s for s in derivation.steps if s.lemmas]
    assert all("no lemma of this name" in replayed(s, Citing(derivation.left, {}, ())) for s in named)


def test_every_rule_says_why_and_none_is_another_by_a_second_name():
    assert all(found.title and found.reason.endswith(".") and found.slug == slug for slug, found in RULES.items())
    functions = [found.run for found in RULES.values()]
    assert len(set(functions)) == len(functions)


@pytest.mark.parametrize(
    "beyond", [sp.Limit(a * x, x, 1), sp.Product(a * b, (b, 1, 3)), sp.Sum(a**-x, (x, 1, sp.oo)), sp.Integral(a * x, x)]
)
def test_only_finite_sums_are_differentiated_term_by_term(beyond):
    made = run(identities.differentiate, sp.Derivative(sp.Sum(a**2 * x, (x, 1, b)), a), (), NOWHERE).after
    assert made == sp.Sum(2 * a * x, (x, 1, b))
    with pytest.raises(Refused, match=r"^differentiate: "):
        run(identities.differentiate, sp.Derivative(beyond, a), (), NOWHERE)
