"""No formula changes unseen: every statement is compared with the one recorded for its permanent id."""

import hashlib
import json
from pathlib import Path

import pytest
import sympy as sp

import kldiv
from kldiv.algebra.exact import exact

RECORDED = json.loads((Path(__file__).parent / "data" / "statements.json").read_text(encoding="utf-8"))

# Whoever reads the whole catalogue derives it: one process does so, once.
pytestmark = pytest.mark.xdist_group("catalogue")


def digest(*parts: object) -> str:
    text = " | ".join(exact(part) if isinstance(part, sp.Basic) else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def stated() -> dict[str, list[str]]:
    """Kind and digest of every statement in the catalogue, lemmas included."""
    found = {}
    for name, derivation in kldiv.catalogue().items():
        parts = derivation.left, derivation.result, *derivation.assumptions, *derivation.scope
        found[name] = [derivation.kind, digest(*parts, str(derivation.otherwise))]
        for lemma in derivation.lemmas.values():
            if lemma.id not in kldiv.catalogue():  # a result that is cited has an entry of its own
                found[lemma.id] = ["lemma", digest(lemma.left, lemma.value, *lemma.conditions)]
    return found


def test_every_recorded_statement_is_still_what_is_derived():
    now = stated()
    changed = {name: (recorded, now.get(name)) for name, recorded in RECORDED.items() if now.get(name) != recorded}
    assert not changed


@pytest.mark.parametrize("spoil", [lambda e: e + sp.Rational(1, 10**20), lambda e: -e])
def test_a_changed_formula_has_another_digest(spoil):
    derivation = kldiv.derive("normal", "normal")
    assert digest(derivation.result) != digest(spoil(derivation.result))
