"""Other systems are asked for the divergence itself, and only a formula of the same value counts as agreement."""

import mpmath
import pytest
import sympy as sp

import kldiv
from kldiv.algebra.nodes import Expectation
from kldiv.register.opinions import AGREED, CONTRADICTED, DISAGREED, NOT_ANSWERED, SYSTEMS, counted, opinions
from kldiv.values.at_point import value_at
from scripts.conformance import second_opinion
from scripts.conformance.computer_algebra import GiacPrinter, MaximaPrinter, Piece, Question, Reply, System, _read
from scripts.pages import second_opinions

x = sp.Symbol("x", positive=True)
QUESTION = Question((Piece(sp.log(x) ** 2 / 2, sp.S.Zero, sp.oo),), x, discrete=False)


def test_every_closed_form_between_distributions_of_numbers_was_asked_for():
    assert sorted(opinions()["pairs"]) == second_opinion.pairs()
    assert len(second_opinion.pairs()) > 366


def test_no_system_disagrees_and_most_formulas_are_confirmed():
    assert [counted(system)[DISAGREED] for system in SYSTEMS] == [0, 0]
    rows = opinions()["pairs"].values()
    assert sum(any(row[system]["verdict"] == AGREED for system in SYSTEMS) for row in rows) > len(rows) / 2


def test_the_record_holds_what_is_derived_today():
    for name in ("gamma-gamma", "laplace-laplace", "poisson-poisson", "weibull-weibull"):
        derivation, row = kldiv.catalogue()[name], opinions()["pairs"][name]
        at = {s: sp.Rational(row["at"][str(s)]) for s in derivation.result.free_symbols}
        assert abs(derivation.result.subs(at).evalf(40) - sp.Float(row["value"], 40)) < 1e-29


@pytest.mark.parametrize(
    "name", ["gamma-gamma", "laplace-laplace", "gumbel-gumbel", "chi-rayleigh", "log-normal-gamma"]
)
def test_each_way_of_asking_is_the_divergence(name):
    derivation = kldiv.catalogue()[name]
    point = second_opinion.simple_point(derivation)
    truth = sp.N(derivation.result.subs(point), 30)
    asked = dict(second_opinion.questions(*derivation.distributions, point))
    assert len(asked) > 2
    for how, question in asked.items():
        nodes = [
            Expectation(piece.body, question.x, piece.low, piece.high, sp.S.One, "p", "continuous")
            for piece in question.pieces
        ]
        with mpmath.workdps(40):
            found = sum(value_at(node, {}) for node in nodes)
            assert abs(found - mpmath.mpf(str(truth))) < 1e-20 * max(1, abs(found)), how


def test_formulas_are_written_as_each_system_reads_them():
    formula = sp.sqrt(2) * sp.log(x) * sp.exp(-sp.pi * x) * sp.gamma(x) + sp.factorial(x)
    assert MaximaPrinter().doprint(formula) == "factorial(x) + ((2)^(1/2))*exp(-%pi*x)*log(x)*gamma(x)"
    assert GiacPrinter().doprint(formula) == "factorial(x) + ((2)^(1/2))*exp(-pi*x)*ln(x)*Gamma(x)"
    with pytest.raises(ValueError, match="besseli has no name here"):
        GiacPrinter().doprint(sp.besseli(0, x))


def test_an_integral_left_standing_is_no_answer():
    said = "kldiv: formula %pi/2\nkldiv: value 1.57b0\nkldiv: end"
    assert _read(said, "integrate") == Reply("%pi/2", "1.57b0")
    assert _read(said.replace("%pi/2", "2*'integrate(f,x,0,1)"), "integrate").reason == "left as it was"
    assert _read(None).reason == "time"


class Told(System):
    """Says what it is told to."""

    name, version = "Told", "1"

    def __init__(self, value, quadrature=None):
        self.value, self.quadrature = value, quadrature

    def answer(self, question, limit):
        return Reply("formula", self.value) if self.value else Reply(reason="left as it was")

    def by_quadrature(self, question):
        return self.quadrature


RIGHT = "1.0986122886681098" + "0024" + "1" * 20


@pytest.mark.parametrize(
    ("system", "verdict"),
    [
        (Told(RIGHT), AGREED),
        (Told(f"{RIGHT}b0"), AGREED),
        (Told(RIGHT.replace("1" * 20, "1" * 11 + "2" * 9)), AGREED),
        (Told(RIGHT.replace("1" * 20, "1" * 6 + "2" * 14)), DISAGREED),
        (Told("-" + RIGHT), DISAGREED),
        (Told("-" + RIGHT, mpmath.mpf("1.0986122887")), NOT_ANSWERED),
        (Told("-" + RIGHT, mpmath.mpf("2.5")), DISAGREED),
        (Told("1.0986122886681098"), NOT_ANSWERED),
        (Told("polylog(2,1/3)"), NOT_ANSWERED),
        (Told(""), NOT_ANSWERED),
    ],
)
def test_a_value_agrees_to_thirty_digits_or_not_at_all(system, verdict):
    with mpmath.workdps(45):
        found = second_opinion.opinion(system, [("whole", QUESTION)], mpmath.mpf(RIGHT))
    assert found["verdict"] == verdict
    assert (
        (found.get("reason") == CONTRADICTED)
        == ("doubted" in found)
        == (system.quadrature == mpmath.mpf("1.0986122887"))
    )


def test_the_page_of_a_pair_says_what_they_said():
    said = second_opinions.line("exponential-exponential")
    assert "Maxima" in said
    assert "found the same value in closed form" in said
    assert second_opinions.line("chain-rule") == ""
    assert any("disagreed" in line for line in second_opinions.section())
