"""No result has an equal form that is clearly shorter and that a fixed list of rewritings finds: a twelfth each day."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.digammas import with_one_digamma
from kldiv.algebra.fractions import short_fraction
from kldiv.algebra.rewritings import REWRITINGS
from kldiv.algebra.shortest import shortest
from kldiv.algebra.size import size
from kldiv.algebra.tidying import best_form
from tests.today import todays

a, b, m, x, y = sp.symbols("a b m x y", positive=True)

#: SymPy's ways, which know nothing of the engine, come first; a second rewriting is one of the engine's own list.
OPENING: tuple[Callable[[sp.Expr], sp.Expr], ...] = (sp.together, sp.factor_terms, sp.expand_mul)
WAYS = (*OPENING, *REWRITINGS)

#: A form is clearly shorter by so many signs, and by so great a part of the whole.
FEWER, PART = 3, 0.1

#: So deep into a result its parts are rewritten.
DEEP = 4


@cache
def rewritten(way: int, node: sp.Expr) -> sp.Expr:
    try:
        return WAYS[way](node)
    except (sp.PolynomialError, sp.CoercionFailed, NotImplementedError, RecursionError):
        return node  # this way does not know such expressions


@cache
def gain(node: sp.Expr) -> tuple[int, sp.Expr]:
    """By how much one rewriting, or two, shorten a part, and to what."""
    opened = {rewritten(way, node) for way in range(len(OPENING))} - {node}
    once = opened | {rewritten(way, node) for way in range(len(OPENING), len(WAYS))}
    twice = {rewritten(way, made) for made in opened for way in range(len(OPENING), len(WAYS))}
    best = min((*once, *twice), key=size, default=node)
    return size(node) - size(best), best


def parts_of(result: sp.Expr) -> Iterator[sp.Expr]:
    """The whole, its terms and what they are made of, as far as a reader's eye goes."""
    level = [result]
    for _ in range(DEEP):
        yield from (n for n in level if isinstance(n, (sp.Add, sp.Mul)) and size(n) > 2 * FEWER)
        level = [argument for node in level for argument in node.args if isinstance(argument, sp.Expr)]


def clearly_shorter(result: sp.Expr) -> list[tuple[sp.Expr, sp.Expr]]:
    enough = max(FEWER, PART * size(result) + 1)
    return [(node, gain(node)[1]) for node in parts_of(result) if gain(node)[0] >= enough]


def closed_forms() -> dict[str, sp.Expr]:
    found = {name: kldiv.catalogue()[name] for name in todays(sorted(kldiv.catalogue().pairs), 20)}
    found = {name: d for name, d in found.items() if d.kind == "closed form"}
    return {name: d.result for name, d in found.items() if any(s.rule.slug == "simplify" for s in d.steps)}


def test_no_result_has_a_clearly_shorter_form():
    results = closed_forms()
    assert len(results) > 10
    assert {name: found for name, result in results.items() if (found := clearly_shorter(result))} == {}


@pytest.mark.parametrize("pair", ["normal-normal", "uniform-laplace", "uniform-normal", "beta-beta", "gamma-normal"])
def test_a_result_multiplied_out_is_not_let_through(pair):
    result = kldiv.catalogue()[pair].result
    assert not clearly_shorter(result)
    assert clearly_shorter(sp.expand(result))


def test_a_result_with_a_logarithm_taken_apart_is_not_let_through():
    result = kldiv.catalogue()["weibull-normal"].result
    assert clearly_shorter(sp.expand_log(result))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (a**2 - 2 * a * m + b**2 - 2 * b * m + 2 * m**2) / (2 * b - 2 * a),
            ((a - m) ** 2 + (b - m) ** 2) / (2 * (b - a)),
        ),
        (x * (x + 1) / (b**2 - 3 * b + 2), x * (x + 1) / ((b - 1) * (b - 2))),
        (1 / (1 - 1 / a), a / (a - 1)),
        (a * (a + 1) / b**2 - 2 * a * m / b + m**2, (a + (b * m - a) ** 2) / b**2),
    ],
)
def test_rational_functions_find_their_form(before, after):
    assert size(short_fraction(before)) <= size(after)
    assert sp.simplify(short_fraction(before) - after) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (sp.log(x) - sp.log(y), sp.log(x / y)),
        (3 * sp.log(x) - 3 * sp.log(y), 3 * sp.log(x / y)),
        (sp.log(x) + sp.log(2) / 2 + sp.log(sp.pi) / 2, sp.log(sp.sqrt(2) * sp.sqrt(sp.pi) * x)),
        (sp.exp(x / a) * sp.exp(-y / a), sp.exp((x - y) / a)),
        (a * sp.digamma(x) - a * sp.digamma(y), a * (sp.digamma(x) - sp.digamma(y))),
        (
            (a - b) * sp.digamma(a) + (m - y) * sp.digamma(m) + (b + y - a - m) * sp.digamma(a + m),
            (a - b) * (sp.digamma(a) - sp.digamma(a + m)) + (m - y) * (sp.digamma(m) - sp.digamma(a + m)),
        ),
    ],
)
def test_functions_are_gathered(before, after):
    assert best_form(before) == after


def test_terms_that_vanish_at_equality_stay_recognisable():
    # (x**2 + (a - b)**2 - y**2)/(2 y**2) would be shorter by one sign
    kl = sp.log(y / x) + (x**2 + (a - b) ** 2) / (2 * y**2) - sp.Rational(1, 2)
    assert best_form(sp.expand(kl)) == kl


def test_a_form_that_cannot_be_shortened_is_left_alone():
    for expression in (a - b, (a - m) ** 2 + b, sp.log(a + b), a / b - 1):
        assert shortest(expression) == expression


def test_digammas_a_whole_number_apart_are_joined():
    found = kldiv.derive("kumaraswamy", "kumaraswamy")
    b_p, b_q = (d.concentration0 for d in found.distributions)
    assert found.result == sp.log(b_p / b_q) + b_q / b_p - 1


def test_one_digamma_is_left_between_kumaraswamy_and_uniform():
    found = kldiv.derive("kumaraswamy", "uniform")
    p, q = found.distributions
    a, b, width = p.concentration1, p.concentration0, q.high - q.low
    known = sp.log(a * b * width) - (1 - 1 / a) * (sp.digamma(b + 1) + sp.EulerGamma) - (1 - 1 / b)
    assert len(found.result.atoms(sp.polygamma)) == 1
    assert sp.simplify(found.result - known) == 0


def test_the_recurrence_of_digammas_and_trigammas_keeps_the_value():
    b = sp.Symbol("b", positive=True)
    whole = sp.polygamma(1, b) - 3 * sp.polygamma(1, b + 2) + sp.digamma(b + 1) * sp.digamma(b)
    forms = list(with_one_digamma(whole))
    assert len(forms) == 2
    for form in forms:
        assert len(form.atoms(sp.polygamma)) == 2
        assert abs(sp.N((form - whole).subs(b, sp.Rational(7, 5)), 30)) < 1e-25
