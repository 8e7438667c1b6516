"""What the page asks of Python, asked here: the same program, beside the same package."""

from __future__ import annotations

from typing import Any

import pytest

import kldiv
from kldiv.writing.statement import steps_tex
from scripts.browser.asked.answering import answer

POWER = {
    "name": "Power",
    "parameters": "a positive",
    "lower": "0",
    "upper": "1",
    "kind": "continuous",
    "density": "a*x**(a - 1)",
    "standard": "uniform",
    "transport": "u**(1/a)",
}


def ask(question: str, **given: Any) -> dict[str, Any]:
    return answer(question, given, lambda kind, data: None)


def test_every_distribution_of_one_number_can_be_chosen() -> None:
    offered = {row["slug"]: row for row in ask("names")["distributions"]}
    assert {"normal", "gamma", "poisson"} <= offered.keys()
    assert "multivariate-normal" not in offered
    assert [p["name"] for p in offered["gamma"]["parameters"]] == ["concentration", "rate"]


@pytest.mark.parametrize("pair", [("normal", "normal"), ("gamma", "weibull"), ("cauchy", "normal"), ("beta", "normal")])
def test_a_derivation_is_the_package_s_and_its_steps_come_one_by_one(pair: tuple[str, str]) -> None:
    told: list[tuple[str, Any]] = []
    found = answer("derive", {"p": pair[0], "q": pair[1]}, lambda kind, data: told.append((kind, data)))
    derivation = kldiv.derive(*pair)
    assert found["statement"] == derivation.statement
    assert [step["tex"] for step in found["steps"]] == steps_tex(derivation.steps)
    assert [data["title"] for kind, data in told if kind == "step"] == [step["title"] for step in found["steps"]]


def test_an_identity_is_found_by_its_id() -> None:
    assert ask("derive", id="gibbs-inequality")["statement"] == kldiv.catalogue()["gibbs-inequality"].statement
    assert ask("derive", id="gibs-inequality")["error"].endswith("did you mean gibbs-inequality?")


def test_the_checks_are_the_package_s() -> None:
    report = ask("check", p="exponential", q="exponential")
    assert report["passed"] == kldiv.derive("exponential", "exponential").check().passed
    assert report["failed"] == 0


def test_a_value_is_proved() -> None:
    values = {"p": {"loc": "1", "scale": "1"}, "q": {"loc": "2", "scale": "1/2"}}
    found = ask("prove", p="normal", q="normal", values=values)
    assert found["says"] == "enclosed"
    assert found["inside"] is True
    assert float(found["low"]) == pytest.approx(2.8068528194400546, rel=1e-15)


@pytest.mark.parametrize(
    ("pair", "values", "condition"),
    [
        (("cauchy", "normal"), {"p": {"loc": "0", "scale": "1"}, "q": {"loc": "0", "scale": "1"}}, ""),
        (
            ("pareto", "gamma"),
            {"p": {"scale": "1", "alpha": "1/2"}, "q": {"concentration": "1", "rate": "2"}},
            r"\alpha_p > 1",
        ),
    ],
)
def test_an_infinite_value_is_said_to_be(pair: tuple[str, str], values: dict[str, Any], condition: str) -> None:
    found = ask("prove", p=pair[0], q=pair[1], values=values)
    assert (found["says"], found["condition"]) == ("infinite", condition)


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("-1", "q: Normal: scale must be positive, got -1"),
        ("x", "q: scale must be positive, written such as 2, 0.5 or 1/3; got 'x'"),
        ("1/0", "q: scale must be positive, written such as 2, 0.5 or 1/3; got '1/0'"),
        ("1e999", "q: scale is too large, too small or too long: '1e999'"),
    ],
)
def test_a_parameter_outside_its_domain_is_named(scale: str, said: str) -> None:
    values = {"p": {"loc": "1", "scale": "1"}, "q": {"loc": "2", "scale": scale}}
    assert ask("prove", p="normal", q="normal", values=values) == {"error": said}


def test_a_density_of_one_s_own_is_derived_checked_and_evaluated() -> None:
    both = {"p": "power", "q": "power", "own": POWER}
    assert ask("describe", own=POWER)["title"] == "Power"
    assert ask("derive", **both)["statement"] == r"D(p \,\|\, q) = \log \frac{a_p}{a_q} + \frac{a_q}{a_p} - 1"
    assert ask("check", **both)["failed"] == 0
    found = ask("prove", **both, values={"p": {"a": "1"}, "q": {"a": "2"}})
    assert found["independent"] is False
    assert float(found["estimate"]) == pytest.approx(1 - 0.6931471805599453, rel=1e-14)  # log(1/2) + 2 - 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"density": "x**(a - 1)"}, "Power (your density): the density integrates to 0.411765, not to 1"),
        ({"transport": "u**a"}, "Power (your density): its transport does not give its density"),
        ({"density": "foo*x"}, "density: unknown name 'foo'; the letters here are a, x"),
        ({"density": "__import__('os')"}, "density: unknown name '__import__'; the letters here are a, x"),
        ({"density": "x.real"}, "density: only numbers, letters, + - * / ** and functions are read, got 'x.real'"),
        ({"density": "a*x**(a - 1"}, "density: this is not a formula: 'a*x**(a - 1'"),
        ({"density": ""}, "density: a formula of at most 400 characters, such as exp(-x/s)/s; got 0"),
        ({"lower": "2"}, "support: from a smaller to a larger end; got 2 to 1"),
        ({"name": "2b"}, "name: letters and digits, such as HalfLogistic; got '2b'"),
        ({"name": "Normal"}, "Normal (your density): a distribution with the name 'normal' is registered already"),
        ({"parameters": "a funny"}, "parameters: a may be real, positive, non-negative, between 0 and 1"),
        ({"parameters": ""}, "parameters: one at least, such as s positive"),
    ],
)
def test_a_field_that_is_wrong_is_named(change: dict[str, str], said: str) -> None:
    found = ask("describe", own={**POWER, **change})["error"]
    assert found.startswith(said)
    assert "\n" not in found


def test_lines_are_run_and_what_they_say_is_shown() -> None:
    found = ask("run", code='d = kldiv.derive("normal", "normal")\nprint(d.kind)\nd.result')
    assert found["printed"] == "closed form\n"
    assert r"\log" in found["tex"]
    assert ask("run", code="a + 1", before="a = 1")["value"] == "2"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("a = 1\n1/0", "line 2: ZeroDivisionError: division by zero"),
        ("x = (", "line 1: SyntaxError: '(' was never closed"),
        ("raise SystemExit(3)", "line 1: SystemExit: 3"),
    ],
)
def test_a_mistake_in_lines_is_told_in_one(code: str, said: str) -> None:
    assert ask("run", code=code)["error"] == said


def test_what_is_not_in_the_browser_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    assert ask("run", code="import numpy")["error"].startswith("numpy is not in the browser")
