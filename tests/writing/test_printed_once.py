"""What is printed once is what is printed anew."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import kldiv
from kldiv.writing import printed_once
from kldiv.writing.printed_once import PlainText, plain_text
from kldiv.writing.sympy_printer import SymPySource
from kldiv.writing.tex import TexPrinter

SHOWN = ("normal-normal", "gamma-weibull", "poisson-poisson", "normal-laplace", "mutual-information")


@pytest.fixture(scope="module")
def lines() -> list[sp.Basic]:
    """What the steps of some derivations, and their lemmas, are about."""
    derivations = [kldiv.catalogue()[name] for name in SHOWN]
    chains = [chain.steps for d in derivations for chain in (d, *d.lemmas.values())]
    found = [part for steps in chains for step in steps for part in (step.before, step.after)]
    assert len(found) > 40
    return found


def forgetful_of(printer: type[Any]) -> type[Any]:
    """A printer of the same kind that keeps nothing."""
    return type("Forgetful", (printer,), {"_print": printer.anew})


def test_plain_text_is_what_sympy_says(lines: list[sp.Basic]) -> None:
    for line in lines:
        assert plain_text(line) == str(line)


@pytest.mark.parametrize("printer", [TexPrinter, PlainText, SymPySource])
def test_a_kept_part_is_printed_as_it_would_be_anew(printer: type[Any], lines: list[sp.Basic]) -> None:
    # A printer of sources keeps its letters and its parts from line to line, as a script has them.
    keeping, forgetful = printer(), forgetful_of(printer)()
    compared = 0
    for line in (*lines, *lines):
        try:
            expected = forgetful.doprint(line)
        except NotImplementedError:  # no script can evaluate it
            continue
        assert keeping.doprint(line) == expected
        compared += 1
    assert compared > 40
    assert len(keeping.printed) > 40


@pytest.mark.parametrize("first", [True, False])
def test_a_float_alone_and_one_within_something_are_printed_as_sympy_does(first: bool) -> None:
    number, x = sp.Float("0.8125"), sp.Symbol("x")
    for expression in [number, number * x, number, number * x][first:]:
        assert plain_text(expression) == str(expression)


def test_a_source_notes_what_it_needs_and_names_letters_once() -> None:
    x, other = sp.Symbol("x", positive=True), sp.Symbol("x", negative=True)
    printer = SymPySource()
    assert printer.doprint(sp.sqrt(x)) == "sqrt(x)"
    assert printer.doprint(sp.sqrt(x) + other) == "sqrt(x) + x_"
    assert "sqrt" in printer.used


def test_a_letter_is_printed_as_a_random_variable_only_where_it_is_one() -> None:
    x = sp.Symbol("x")
    printer = TexPrinter()
    assert printer.doprint(x + 1) == "x + 1"
    with printer.binding(x):
        assert printer.doprint(x + 1) == "X + 1"
    assert printer.doprint(x + 1) == "x + 1"


def test_when_too_much_is_kept_it_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_once, "KEPT", 10)
    monkeypatch.setattr(PlainText, "printed", {})
    terms = sum(sp.Symbol(f"x{k}") ** k for k in range(40))
    assert plain_text(terms) == str(terms)
    assert 0 < len(PlainText.printed) <= 10
