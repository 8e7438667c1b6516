"""No formula changes unseen: every statement is compared with the one recorded for its permanent id."""

import json
from pathlib import Path

import pytest
import sympy as sp

import kldiv
from scripts.pages.stated import digest, stated

RECORDED = json.loads((Path(__file__).parent / "data" / "statements.json").read_text(encoding="utf-8"))


def recorded_now() -> dict[str, list[str]]:
    """Kind and digest of every statement in the catalogue, lemmas included."""
    return {one: list(said) for name in kldiv.catalogue() for one, said in stated(name).digests.items()}


def test_every_recorded_statement_is_still_what_is_derived():
    now = recorded_now()
    changed = {name: (recorded, now.get(name)) for name, recorded in RECORDED.items() if now.get(name) != recorded}
    assert not changed


@pytest.mark.parametrize("spoil", [lambda e: e + sp.Rational(1, 10**20), lambda e: -e])
def test_a_changed_formula_has_another_digest(spoil):
    derivation = kldiv.derive("normal", "normal")
    assert digest(derivation.result) != digest(spoil(derivation.result))
