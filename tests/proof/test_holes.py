"""Ways to fool the kernel that were found by trying; each is refused, by the kernel itself."""

from dataclasses import replace

import pytest
import sympy as sp

from kldiv.algebra.continuity import smooth_between
from kldiv.algebra.nodes import Expectation
from kldiv.algebra.signs import sign_of
from kldiv.algebra.sums import merge
from kldiv.deriving.functionals.rules import complete_square
from kldiv.deriving.strategies.antiderivative import fundamental
from kldiv.deriving.strategies.own import quadratic
from kldiv.deriving.strategies.transport import transport
from kldiv.distributions import Exponential, Normal, Pareto
from kldiv.entries import catalogue
from kldiv.proof.chain import Chain, use
from kldiv.proof.kernel import Assumed, ByLemma
from kldiv.proof.record import Comparison, Lemma, Step
from kldiv.proof.rules import calculus, general, identities
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


def test_an_integral_across_a_pole_is_refused():
    for body in (x**-2, 1 / x):
        with pytest.raises(Refused, match="smooth between the ends"):
            Chain(sp.Integral(body, (x, -1, 1))).apply(identities.integrate)
    assert Chain(sp.Integral(1 / (2 + x), (x, -1, 1))).apply(identities.integrate) == sp.log(3)
    half = Expectation(x**-2, x, -1, 1, sp.Rational(1, 2), "p", "continuous")
    with pytest.raises(Refused, match="smooth between the ends"):
        Chain(half).apply(fundamental)
    counted = Expectation(u, u, 0, 1, sp.Rational(1, 2), "p", "discrete")
    with pytest.raises(Refused, match="under a density"):
        Chain(counted).apply(fundamental)


def test_a_logarithm_up_to_an_end_says_where_the_end_must_lie():
    b = sp.Symbol("b", positive=True)
    assert smooth_between(sp.log(1 - u), u, sp.S.Zero, b) == (sp.Le(b, 1),)
    assert smooth_between(sp.log(u), u, sp.S.Zero, b) == ()


def test_a_change_of_variable_and_a_taylor_formula_need_room():
    v = sp.Symbol("v", positive=True)
    with pytest.raises(Refused, match="assumed to be positive, and runs from -1"):
        Chain(sp.Integral(1 / sp.sqrt(x), (x, 1, 4))).apply(
            calculus.change_variable, x, sp.Lambda(v, v**2), sp.Integer(-1), sp.Integer(2)
        )
    for broken in (sp.Abs(x), x**-2 + sp.log(x**2)):
        with pytest.raises(Refused, match="smooth from 1 to x, which is not known"):
            Chain(broken).apply(calculus.taylor, broken, x, sp.S.One, 1, t)
    for function, smooth in ((sp.log(1 - x), x < 1), (1 / (1 + x), sp.Lt(-1, x))):
        chain = Chain(function)
        chain.apply(calculus.taylor, function, x, sp.S.Zero, 2, t)
        assert chain.steps[-1].conditions == (smooth,)
    with pytest.raises(Refused, match="assumed to be positive"):
        Chain(sp.exp(x)).apply(calculus.taylor, sp.exp(x), x, sp.S.Zero, 2, v)


def test_ranges_that_hang_together_stay_in_order():
    nested = sp.Sum(i * j, (i, 1, j), (j, 1, 3))
    with pytest.raises(Refused, match="depends on the other"):
        Chain(nested).apply(identities.exchange)
    k = sp.Symbol("K", integer=True, positive=True)
    with pytest.raises(Refused, match="over one index"):
        Chain(sp.Sum(i, (i, 1, k), (j, 1, 3))).apply(identities.evaluate_sum, Assumed(sp.Eq(k, 2)))
    with pytest.raises(Refused, match="such as K = 2"):
        Chain(sp.Sum(1, (i, 1, k))).apply(identities.evaluate_sum, Assumed(sp.Ge(k, 2)))


def test_what_is_assumed_of_a_number_is_not_used_of_a_variable():
    square = sp.Integral(x**2, (x, 0, 1))
    for rule, told in ((general.assumption, ()), (general.rewrite, (sp.Integral(1, (x, 0, 1)),))):
        with pytest.raises(Refused, match="variable of integration"):
            Chain(square).apply(rule, *told, Assumed(sp.Eq(x**2, 1)))


def test_a_lemma_is_not_read_backwards_under_an_integral_over_its_letter():
    lemma = Lemma("square", "", sp.Integral(2 * t, (t, 0, x)), x**2, (), "", ())
    chain = Chain(sp.Integral(x**2, (x, 0, 1)))
    with pytest.raises(Refused, match="variable of integration"):
        chain.apply(general.lemmas_back, use(lemma))


def test_a_function_is_filled_in_only_by_one_of_its_kind():
    f = sp.Function("f", positive=True)
    statement = Statement(sp.Abs(f(x)), "=", f(x))
    assert statement.put({f: sp.Lambda(x, sp.exp(x))}).right == sp.exp(x)
    with pytest.raises(Refused, match="not known to be positive"):
        statement.put({f: sp.Lambda(x, x - 1)})


def test_a_value_with_a_letter_of_its_own_catches_no_index():
    p = sp.IndexedBase("P")
    statement = Statement(sp.Sum(p[j], (j, 1, 2)), "=", p[1] + p[2])
    with pytest.raises(Refused, match="bound in what is put in"):
        statement.put({p: sp.Lambda(i, sp.Sum(i * j, (j, 1, 2)))})


def test_logarithms_are_turned_over_only_of_what_is_positive():
    with pytest.raises(Refused, match="of what is positive"):
        Chain(sp.log(x)).apply(identities.flip)
    with pytest.raises(Refused, match="not known to be positive"):
        Chain(sp.log(a)).apply(identities.peel, sp.S.Zero)
    roots = Expectation(sp.log(4 - x**2), x, -1, 1, sp.Rational(1, 2), "p", "continuous")
    with pytest.raises(Refused, match="may have a real root"):
        Chain(roots).apply(quadratic)


def test_a_rule_looks_at_the_density_and_at_the_letter():
    normal, pareto = Normal.symbolic("p"), Pareto.symbolic("q")
    z = sp.Symbol("z", real=True)
    whole = Expectation(sp.log((z - 1) ** 2), z, -sp.oo, sp.oo, normal.density(z), "p", "continuous")
    with pytest.raises(Refused, match="not that of the first distribution"):
        Chain(whole).apply(general.expand_log, pareto, pareto)
    bell = sp.Integral(sp.exp(-(x**2) - 2 * t * x), (t, 0, 1))
    with pytest.raises(Refused, match="quadratic in x"):
        Chain(bell).apply(complete_square, x)
