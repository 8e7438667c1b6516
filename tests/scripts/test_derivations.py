"""The stage that derives: what it writes, and that a failed check leaves nothing behind."""

import json
from dataclasses import replace

import pytest

from kldiv.entries import Catalogue, catalogue
from kldiv.proof.report import Check, Report
from scripts import derivations, distribution_pages, remember

FEW = ["normal-normal", "normal-bernoulli", "cross-entropy-decomposition"]


class Few(dict):
    """A small catalogue."""

    pairs = {"normal-normal": ("normal", "normal"), "normal-bernoulli": ("normal", "bernoulli")}


@pytest.fixture
def few(monkeypatch, tmp_path_factory):
    """A catalogue of three, made in this process and remembered nowhere else."""
    found = Few({name: catalogue()[name] for name in FEW})
    monkeypatch.setattr(remember, "CACHE", tmp_path_factory.mktemp("cache"))
    monkeypatch.setattr(derivations, "catalogue", lambda: found)
    monkeypatch.setattr(distribution_pages, "files", lambda *_: {})  # the matrix needs every pair
    return found


def files_below(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_pages_fragments_and_reports(few, tmp_path):
    told = []
    derivations.main(tmp_path / "first", told.append)
    derivations.main(tmp_path / "second", told.append)
    files = files_below(tmp_path / "first")
    assert files == files_below(tmp_path / "second")
    assert {"pages/kl/normal-normal.md", "pages/identities/cross-entropy-decomposition.md"} <= set(files)
    assert {"fragments/normal-normal.statement.md", "fragments/rules.md", "fragments/catalogue.md"} <= set(files)
    reports = json.loads(files["reports.json"])
    assert set(reports) == set(FEW)
    assert all(report["failed"] == 0 and report["passed"] > 0 for report in reports.values())
    assert told[-1].endswith("checks passed")


def test_fragments_have_no_labels_or_ids(few, tmp_path):
    """A fragment stands on many pages; labels and ids may stand on one."""
    derivations.main(tmp_path, lambda _: None)
    for path in (tmp_path / "fragments").glob("*-*.md"):
        text = path.read_text(encoding="utf-8")
        assert r"\label" not in text
        assert " id=" not in text


def test_every_rule_has_an_anchor(few, tmp_path):
    derivations.main(tmp_path, lambda _: None)
    rules = (tmp_path / "fragments" / "rules.md").read_text(encoding="utf-8")
    for derivation in few.values():
        assert all(f"{{ #{step.rule.slug} }}" in rules for step in derivation.steps)


def test_a_failed_check_leaves_nothing(few, tmp_path):
    few["normal-normal"] = replace(few["normal-normal"], result=few["normal-normal"].result + 1)
    with pytest.raises(derivations.CheckFailed, match=r"^normal-normal: the check 'oracle' failed: "):
        derivations.main(tmp_path, lambda _: None)
    assert files_below(tmp_path) == {}


def test_a_check_of_nothing_is_a_failure():
    derivation = catalogue()["normal-normal"]
    with pytest.raises(derivations.CheckFailed, match="nothing was checked"):
        derivations.accepted(derivation, Report("normal-normal", ()))
    with pytest.raises(derivations.CheckFailed, match="'oracle' failed: nothing was tested"):
        derivations.accepted(derivation, Report("normal-normal", (Check("oracle", True, 0),)))


def test_the_catalogue_is_what_is_derived():
    assert isinstance(catalogue(), Catalogue)
    assert list(catalogue())
