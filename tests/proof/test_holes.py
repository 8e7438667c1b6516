"""Ways to fool the kernel that were found by trying; each is refused, by the kernel itself."""

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.algebra.nodes import Expectation
from kldiv.algebra.signs import sign_of
from kldiv.algebra.sums import merge
from kldiv.deriving.strategies.transport import transport
from kldiv.distributions import Exponential
from kldiv.entries import catalogue
from kldiv.proof.kernel import ByLemma
from kldiv.proof.record import Chain, Comparison, Lemma, Step, use
from kldiv.proof.rules import calculus, general
from kldiv.proof.statements import Refused, Statement

a, u = sp.symbols("a u", positive=True)
x, t = sp.symbols("x t", real=True)
i, j = sp.symbols("i j", integer=True, positive=True)


def refused(record) -> set[str]:
    return {check.name for check in record.check() if not check.ok}


@pytest.mark.parametrize("source", ["lemma", "theorem", "assumption", ""])
def test_a_statement_from_nowhere_licenses_nothing(source):
    for rule in (general.lemmas, general.theorem, general.assumption, general.bound):
        with pytest.raises(Refused, match="cited by name"):
            Chain(a).apply(rule, Statement(a, "=", a + 1, source=source))


def test_a_lemma_cannot_prove_itself():
    gibbs = catalogue()["gibbs-inequality"]
    far = sp.Le(gibbs.left, 100)
    step = Comparison(general.bound, gibbs.left, far, (ByLemma("self"),))
    lemma = Lemma("self", "Itself", gibbs.left, far, (), "By itself.", (step,))
    assert "lemmas" in refused(replace(gibbs, result=far, steps=(step,), lemmas={"self": lemma}))


def test_a_relation_is_reached_and_not_begun_with():
    gibbs = catalogue()["gibbs-inequality"]
    left = sp.Le(gibbs.left, sp.Add(-1, -1, evaluate=False), evaluate=False)
    right = sp.Le(gibbs.left, -2, evaluate=False)
    step = Step(general.rewrite, left, right, (sp.Integer(-2),))
    assert "chain" in refused(replace(gibbs, left=left, result=right, steps=(step,), lemmas={}))


def test_letters_are_left_open_only_for_rules_that_fill_them_in():
    lemma = Lemma("positive", "", sp.Abs(x), x, (x > 0,), "", ())
    with pytest.raises(Refused, match="takes no lemma with letters left open"):
        Chain(sp.Abs(x)).apply(general.lemmas, use(lemma, is_open=True))


def test_bound_letters_stay_apart():
    double = Statement(sp.Sum(i * j, (i, 1, 2), (j, 1, 2)), "=", sp.Integer(9))
    with pytest.raises(Refused, match="two bound letters would become one"):
        double.put({i: j})
    with pytest.raises(Refused):
        Statement(sp.Limit(t * x, x, 0), "=", sp.S.Zero).put({t: 1 / x})
    with pytest.raises(Refused, match="must be a real number"):
        Statement(x**2, ">=", sp.S.Zero).put({x: sp.I})


def test_what_depends_on_the_variable_stays_inside():
    inner = sp.Integral(x, (x, 0, 1))
    assert merge(x * inner) == x * inner
    assert sign_of(sp.Integral(1 - x, (x, 0, 3)), [1 - x]) is None


def test_a_part_of_the_support_is_not_the_whole():
    distribution = Exponential.symbolic("p")
    whole = Expectation(u, u, 0, sp.oo, distribution.density(u), "p", "continuous")
    part = whole.below(sp.S.One)
    with pytest.raises(Refused, match="over the whole support"):
        Chain(part).apply(transport, distribution)
    assert general.separated(part.of(u + 3)) == part + 3 * part.of(sp.S.One)
    assert general.separated(whole.of(u + 3)) == whole + 3


def test_a_limit_keeps_its_side_and_a_jump_has_none():
    made = Chain(sp.Limit(sp.sin(x) / x, x, 0, "-")).apply(calculus.lhopital, sp.sin(x), x)
    assert str(made.args[3]) == "-"
    with pytest.raises(Refused, match="no value"):
        Chain(sp.Limit(sp.sign(x), x, 0)).apply(calculus.continuity)
