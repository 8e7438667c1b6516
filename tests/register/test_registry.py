"""Published ids keep their place and their meaning, and the tests that say so can fail."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sympy as sp

from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.register.listing import listed
from kldiv.register.meaning import distribution_fingerprint, form_of, lemma_fingerprint
from kldiv.register.registry import WHOLE, Entry, find, read, short_address
from scripts.tools import registry as register

ROOT = Path(__file__).resolve().parents[2]

NAMES = ("normal-normal", "uniform-uniform", "bernoulli-bernoulli", "gamma-weibull", "normal-exponential", "chain-rule")

# Whoever reads the whole catalogue derives it: one process does so, once.
pytestmark = pytest.mark.xdist_group("catalogue")


@pytest.fixture(scope="module")
def now() -> dict[str, Entry]:
    return register.current()


def test_every_published_id_is_there_and_says_what_it_said(now):
    published = read()
    assert len(published) > 1000
    assert register.problems(published, now) == []


def test_everything_has_a_published_id(now):
    missing = set(now) - set(read())
    assert not missing, f"run scripts/tools/registry.py: {sorted(missing)[:10]}"


def entry(**changes: object) -> Entry:
    return replace(Entry("a-b", "closed form", "A", 1, "0123", "kl/a-b.html"), **changes)  # type: ignore[arg-type]


def test_an_id_that_has_gone_is_a_problem():
    assert "has gone" in register.problems({"a-b": entry()}, {})[0]
    with pytest.raises(register.Changed, match="has gone"):
        register.merged({"a-b": entry()}, {})


@pytest.mark.parametrize("change", [{"hash": "4567"}, {"kind": "undecided"}])
def test_another_meaning_in_the_same_version_is_a_problem(change):
    assert "states something else" in register.problems({"a-b": entry()}, {"a-b": entry(**change)})[0]
    with pytest.raises(register.Changed, match="states something else"):
        register.merged({"a-b": entry()}, {"a-b": entry(**change)}, why="it was wrong")


def test_a_correction_takes_a_new_version_and_a_reason():
    corrected = entry(hash="4567", version=2)
    with pytest.raises(register.Changed, match="--why"):
        register.merged({"a-b": entry()}, {"a-b": corrected})
    merged = register.merged({"a-b": entry()}, {"a-b": corrected}, why="a sign")
    assert merged["a-b"].history == ({"version": 1, "hash": "0123", "kind": "closed form", "changed": "a sign"},)
    assert "older" in register.problems(merged, {"a-b": entry()})[0]


def test_a_new_place_is_no_new_meaning():
    moved = register.merged({"a-b": entry()}, {"a-b": entry(place="kl/elsewhere.html")})
    assert moved["a-b"].place == "kl/elsewhere.html"
    assert moved["a-b"].version == 1


def test_an_equation_counts_its_own_versions():
    old, new = entry(id="eq:a", kind="equation"), entry(id="eq:a", kind="equation", hash="89")
    assert register.merged({"eq:a": old}, {"eq:a": new}, why="a sign")["eq:a"].version == 2
    with pytest.raises(register.Changed):
        register.merged({"eq:a": old}, {"eq:a": new})


@pytest.mark.parametrize("name", [name for name in NAMES if name != "chain-rule"])
def test_a_tidier_shape_of_the_result_changes_nothing_and_another_value_does(name):
    derivation = catalogue()[name]
    before = derivation.fingerprint()
    if derivation.kind == "closed form":
        for reshape in (sp.expand, sp.together):
            assert replace(derivation, result=reshape(derivation.result)).fingerprint() == before
        assert replace(derivation, result=derivation.result + sp.Rational(1, 10**20)).fingerprint() != before
    assert replace(derivation, title="another", steps=(), lemmas={}).fingerprint() == before


def test_other_conditions_are_another_statement():
    derivation = catalogue()["uniform-uniform"]
    assert replace(derivation, assumptions=()).fingerprint() != derivation.fingerprint()
    assert any(value == "oo" for _, value in form_of(derivation)["values"])


def test_another_identity_is_another_statement():
    derivation = catalogue()["chain-rule"]
    assert replace(derivation, result=2 * derivation.result).fingerprint() != derivation.fingerprint()


def test_hashes_do_not_change_from_run_to_run():
    code = (
        "from kldiv.entries import catalogue as c; from kldiv.register.meaning import lemma_fingerprint as f\n"
        f"for n in {NAMES!r}:\n"
        "    d = c()[n]; p = next(iter(d.distributions), None)\n"
        "    print(n, d.fingerprint(), [(k, f(v, p)) for k, v in d.lemmas.items()])"
    )
    said = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1


def test_distributions_differ_and_lemmas_are_hashed_by_value():
    hashes = {distribution_fingerprint(distribution) for distribution in DISTRIBUTIONS.values()}
    assert len(hashes) == len(DISTRIBUTIONS)
    derivation = catalogue()["normal-normal"]
    lemma = next(iter(derivation.lemmas.values()))
    tidier = replace(lemma, value=sp.factor(lemma.value), title="another")
    p = derivation.distributions[0]
    assert lemma_fingerprint(tidier, p) == lemma_fingerprint(lemma, p)
    assert lemma_fingerprint(replace(lemma, value=lemma.value + 1), p) != lemma_fingerprint(lemma, p)


def test_addresses_are_short_safe_and_all_different():
    names = list(read())
    addresses = [short_address(name) for name in names]
    assert len(set(map(str.casefold, addresses))) == len(addresses)
    assert not [a for a in addresses if set(a) & set(' :?#%\\"<>|*')]


def test_labels_figures_and_headings_are_read_from_the_sources():
    text = "# Why?\n\n$$\nx = 1 \\label{eq:one}\n$$\n\n[[figure:two]]\n"
    found = {e.id: e for e in register.written([("learn/why.html", text)])}
    assert found["eq:one"].place == "learn/why.html#eq-one"
    assert found["fig:two"].place == "learn/why.html#fig-two"
    assert found["page:learn/why"].title == "Why?"


def test_an_unknown_id_suggests_the_nearest():
    with pytest.raises(ValueError, match="did you mean normal-normal"):
        find("normal-norml")
    assert find("normal").kind == "distribution"
    assert find(WHOLE).kind == "site"


def test_the_register_tells_what_each_entry_is_about_and_which_lemmas_it_uses(now):
    published = read()
    assert {name: (e.about, e.lemmas) for name, e in published.items()} == {
        name: (e.about, e.lemmas) for name, e in now.items()
    }


def test_a_list_says_what_the_catalogue_holds():
    rows = {row["id"]: row for row in listed() if row["kind"] not in ("distribution", "lemma")}
    assert set(rows) == set(catalogue())
    derivation = catalogue()["gamma-weibull"]
    said = {"id": derivation.id, "kind": derivation.kind, "title": derivation.title}
    said |= {"status": "by theorem", "version": derivation.version}
    assert rows["gamma-weibull"] == said
    family = [row["id"] for row in listed("gamma") if row["kind"] == "lemma"]
    assert set(derivation.lemmas) <= set(family)
    assert not [row for row in listed("normal") if row["id"] == "log-normal-log-normal"]
