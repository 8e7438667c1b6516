"""An export's letters are said once and come back as they were; what is no letter is refused."""

from __future__ import annotations

import json

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.rebuild import rebuild
from kldiv.algebra.said_once import said_once, written_out
from kldiv.verifying.checking import verify
from kldiv.verifying.reading import digest_of
from kldiv.writing.data import exported, to_dict

NAMES = ("gamma-weibull", "beta-beta", "poisson-geometric", "gibbs-inequality", "wishart-wishart")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name):
    whole = to_dict(kldiv.catalogue()[name])
    short = said_once(whole)
    assert written_out(short) == whole
    assert len(json.dumps(short)) < 0.85 * len(json.dumps(whole))
    assert short["symbols"]


def test_whole_numbers_stand_bare_and_come_back_as_they_were():
    notation = (
        "Add(Integer(-1), Mul(Rational(1, 2), Symbol('x')), Indexed(y, Integer(10)), Str('a (3)'), f(Integer(3)))"
    )
    for whole in ({"sympy": notation}, {"sympy": "Integer(7)"}, {"text": "(3)"}):
        assert written_out(said_once({"left": whole})) == {"left": whole}
    short = said_once({"left": {"sympy": notation}})["left"]["sympy"]
    assert short == "Add(-1, Mul(Rational(1, 2), x), Indexed(y, 10), Str('a (3)'), f(3))"
    assert rebuild("Add(-1, Pow(Symbol('x'), -2))") == rebuild("Add(Integer(-1), Pow(Symbol('x'), Integer(-2)))")
    assert written_out({"left": {"sympy": "f(3)"}}) == {"left": {"sympy": "f(3)"}}  # an export of before


def test_what_could_not_come_back_is_refused():
    with pytest.raises(ValueError, match="bare whole number"):
        said_once({"left": {"sympy": "Mul(2, Symbol('x'))"}})


@pytest.mark.parametrize("name", NAMES[:3])
def test_what_stands_bare_is_read_by_sympy_itself(name):
    """Given the letters, Python reads the short notation as it stands."""
    derivation = kldiv.catalogue()[name]
    data = exported(derivation)
    letters = {letter: eval(text, {"Symbol": sp.Symbol}) for letter, text in data["symbols"].items()}
    assert eval(data["result"]["sympy"], {**vars(sp), **letters}) == derivation.result


def test_a_name_that_means_something_else_stays():
    notation = "Add(Symbol('x'), Symbol('x', real=True), beta(Symbol('beta'), Symbol('y')), Str('p'), Symbol('p'))"
    two = {"sympy": notation}
    short = said_once({"left": two, "tex": "Symbol('y')"})
    assert short["symbols"] == {"y": "Symbol('y')"}
    assert short["left"]["sympy"] == two["sympy"].replace("Symbol('y')", "y")
    assert short["tex"] == "Symbol('y')"


@pytest.mark.parametrize(
    "symbols",
    [
        ["x"],
        "x",
        {"x": 1},
        {"x": "Symbol('y')"},
        {"x": "Integer(3)"},
        {"x": "Symbol('x', positive=eval('1'))"},
        {"x": f"Symbol('x'{', real=True' * 40})"},
        {"pi": "Symbol('pi', positive=True)"},
        {"positive": "Symbol('positive')"},
    ],
)
def test_what_is_no_letter_is_refused(symbols):
    with pytest.raises(ValueError, match="'symbols': "):
        written_out({"left": {"sympy": "x"}, "symbols": symbols})


def test_the_letter_pi_is_not_the_number():
    data = exported(kldiv.catalogue()["fisher-bernoulli"])
    assert "Symbol('pi'" in json.dumps(data["steps"])
    assert "pi" not in data["symbols"]


def test_a_small_file_does_not_become_a_huge_one():
    letter = "x" * 100
    data = {"left": {"sympy": f"{letter} " * 200_000 * 2}, "symbols": {letter: f"Symbol('{letter}')"}}
    with pytest.raises(ValueError, match="'symbols': with its letters put in"):
        written_out({**data, "left": [data["left"]] * 2})


def test_the_hash_is_that_of_what_the_letters_stand_for(tmp_path):
    data = exported(kldiv.catalogue()["gamma-weibull"])
    assert digest_of(written_out(data)) == data["digest"]
    data["symbols"]["k_q"] = "Symbol('k_q', real=True)"
    path = tmp_path / "export.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert next(finding.name for finding in verify(path) if not finding.held) == "content"
