"""The API reference shows every public name, and every name that it shows says what a reader needs."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import griffe
import pytest
import yaml

import kldiv
from kldiv.distributions import Distribution
from scripts.site.api_reference import with_distributions

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = ("api.md", "api-distributions.md")
#: What is neither a function nor a class is told in a sentence.
ELSEWHERE = {"Value": None, "__version__": None}
#: Names that give or hold a number, and so must say in which unit.
NUMBERS = {
    "kl_divergence",
    "kl_divergence_grad",
    "kl_divergence_hessian",
    "evaluate",
    "from_samples",
    "cross_entropy",
    "entropy",
    "Answer",
    "PrecisionNotice",
    "Estimate",
    "EstimateNotice",
    "Gradient",
    "Hessian",
    "QuadratureNotice",
    "MixtureAnswer",
    "mixture_divergence",
    "derive",
    "Derivation",
}


def shown() -> dict[str, list[str]]:
    """The addresses that the pages ask for, and the members of each."""
    found: dict[str, list[str]] = {}
    for page in PAGES:
        text = with_distributions((REFERENCE / page).read_text(encoding="utf-8"))
        for address, options in re.findall(r"^::: (\S+)\n((?: {4}.*\n)*)", text, re.MULTILINE):
            assert address not in found, f"{address} is shown twice"
            found[address] = (yaml.safe_load(options) or {"options": {}})["options"].get("members", [])
    return found


def resolve(address: str) -> Any:
    """What an address stands for, imported."""
    module, _, name = address.rpartition(".")
    return getattr(importlib.import_module(module), name)


SHOWN = shown()


def test_no_public_name_is_missing() -> None:
    wanted = {ELSEWHERE.get(name, f"kldiv.{name}") for name in kldiv.__all__} - {None}
    assert wanted - set(SHOWN) == set()
    of_the_face = {address for address in SHOWN if address.count(".") == 1}
    assert of_the_face <= wanted, "the reference shows as public what is not"


@pytest.mark.parametrize("address", SHOWN)
def test_every_entry_has_an_example_and_says_what_goes_in_and_out(address: str) -> None:
    thing = resolve(address)
    said = inspect.getdoc(thing) or ""
    assert re.search(r"^Example:\n    >>> ", said, re.MULTILINE), f"{address} has no example"
    sections = {section.kind.value: section.value for section in griffe.Docstring(said).parse("google", warnings=False)}
    name = address.rpartition(".")[2]
    if not inspect.isclass(thing):
        arguments = list(inspect.signature(thing).parameters)
        assert [parameter.name for parameter in sections.get("parameters", [])] == arguments
        assert sections.get("returns"), f"{address} does not say what it returns"
        assert sections.get("raises") or not arguments, f"{address} does not say what it raises"
    elif issubclass(thing, Distribution) and thing is not Distribution:
        assert sections.get("parameters"), f"{address} does not describe its parameters"
        assert sections.get("raises"), f"{address} does not say what it raises"
    if name in NUMBERS:
        assert "nats" in said, f"{address} does not name the unit"


@pytest.mark.parametrize("address", [address for address in SHOWN if SHOWN[address]])
def test_every_member_that_is_shown_exists_and_is_described(address: str) -> None:
    thing = resolve(address)
    for member in SHOWN[address]:
        assert inspect.getdoc(getattr(thing, member)), f"{address}.{member} is not described"
