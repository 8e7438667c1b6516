"""What is remembered between builds: after an edit, no more is made again than depends on it."""

import shutil

import pytest

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.entries import catalogue
from scripts import derivations, remember

PAIRS = [
    name
    for name, distributions in catalogue().pairs.items()
    if len(name.split("-")) == 2
    and all(DISTRIBUTIONS[distribution].variate == UNIVARIATE for distribution in distributions)
]
TWO = ("rayleigh-rayleigh", "normal-normal")


def forget():
    """Let every file be read again."""
    remember._engine.cache_clear()
    remember._rendering.cache_clear()


@pytest.fixture(autouse=True)
def package(monkeypatch, tmp_path):
    """A copy of the package, whose files the keys are made of, and an empty memory."""
    copy = tmp_path / "kldiv"
    shutil.copytree(remember.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(remember, "PACKAGE", copy)
    monkeypatch.setattr(remember, "CACHE", tmp_path / "cache")
    forget()
    yield copy
    forget()


def changed_by(edit, package, key=remember.check_key):
    """The pairs whose keys change when a file of the package is edited."""
    before = {name: key(name) for name in PAIRS}
    with (package / edit).open("a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    forget()
    return [name for name in PAIRS if key(name) != before[name]]


def test_after_editing_a_distribution_only_its_own_pairs_are_derived_again(package):
    changed = changed_by("distributions/rayleigh.py", package)
    assert changed == [name for name in PAIRS if "rayleigh" in name.split("-")]
    assert 10 < len(changed) < len(PAIRS) / 5


def test_after_editing_the_engine_every_pair_is_derived_again(package):
    assert changed_by("deriving/expectations.py", package) == PAIRS


def test_after_editing_the_rendering_pages_are_made_again_and_nothing_is_derived(package):
    assert changed_by("writing/tex.py", package) == []
    assert changed_by("writing/tex.py", package, remember.page_key) == PAIRS


@pytest.mark.parametrize("edit", ["cli/check.py", "answers/kernels/normal.py", "identities/gibbs_inequality.py"])
def test_editing_what_derivations_do_not_use_redoes_none(package, edit):
    assert changed_by(edit, package, remember.page_key) == []


def test_an_identity_depends_on_every_distribution(package):
    before = remember.check_key("vae-kl")
    with (package / "distributions" / "rayleigh.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert remember.check_key("vae-kl") != before


def test_what_was_made_is_remembered_until_its_distribution_changes(package, monkeypatch):
    made = []
    make = derivations.make
    monkeypatch.setattr(derivations, "make", lambda name: made.append(name) or make(name))
    first = [derivations.remembered(name) for name in TWO]
    assert first == [derivations.remembered(name) for name in TWO]
    assert made == [*TWO]
    with (package / "distributions" / "rayleigh.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert first == [derivations.remembered(name) for name in TWO]
    assert made == [*TWO, "rayleigh-rayleigh"]


def test_a_check_that_failed_is_not_remembered(monkeypatch):
    from kldiv.proof.report import Check, Report

    monkeypatch.setattr("kldiv.derived.Derivation.check", lambda self: Report(self.id, (Check("made up", False, 1),)))
    for _ in range(2):
        with pytest.raises(derivations.CheckFailed, match="normal-normal: the check 'made up' failed"):
            derivations.checked("normal-normal")
    assert not (remember.CACHE / "checks").exists()
