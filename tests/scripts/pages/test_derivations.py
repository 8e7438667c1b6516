"""The stage that derives: what it writes, and that a failed check leaves nothing behind."""

import json
from dataclasses import replace

import pytest

from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import Catalogue, catalogue
from kldiv.proof.report import Check, Report
from kldiv.writing.address import page_of
from scripts.build import remember
from scripts.pages import derivations, distribution_pages, entry, rules

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
    monkeypatch.setattr(entry, "catalogue", lambda: found)
    monkeypatch.setattr(distribution_pages, "files", lambda *_: {})  # the matrix needs every pair
    return found


def files_below(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_pages_and_reports(few, tmp_path):
    told = []
    derivations.main(tmp_path / "first", told.append)
    derivations.main(tmp_path / "second", told.append)
    files = files_below(tmp_path / "first")
    assert files == files_below(tmp_path / "second")
    assert {"pages/kl/normal-normal.md", "pages/identities/cross-entropy-decomposition.md"} <= set(files)
    assert "pages/kl/normal-bernoulli.md" not in files, "an infinite pair stands on the page of p's distribution"
    reports = json.loads(files["reports.json"])
    assert set(reports) == set(FEW)
    assert all(report["failed"] == 0 and report["passed"] > 0 for report in reports.values())
    assert told[-1].endswith("checks passed")


def test_every_step_links_to_its_rule_which_is_listed_with_its_reason(few, tmp_path):
    derivations.main(tmp_path, lambda _: None)
    listed = (tmp_path / "pages" / rules.PATH).read_text(encoding="utf-8")
    for name, derivation in few.items():
        path = tmp_path / "pages" / f"{page_of(derivation).removesuffix('.html')}.md"
        whole = path.read_text(encoding="utf-8") if derivation.kind != "infinite" else ""
        for step in derivation.steps:
            assert listed.count(f"{{ #{step.rule.slug} }}\n\n{step.rule.reason}\n") == 1, name
            assert not whole or f"[{step.rule.title}]({rules.LINK}#{step.rule.slug})" in whole


def test_a_failed_check_leaves_nothing(few, tmp_path):
    few["normal-normal"] = replace(few["normal-normal"], result=few["normal-normal"].result + 1)
    with pytest.raises(derivations.CheckFailed, match=r"^normal-normal: the check 'chain' failed: "):
        derivations.main(tmp_path, lambda _: None)
    assert files_below(tmp_path) == {}


def test_a_check_of_nothing_is_a_failure():
    derivation = catalogue()["normal-normal"]
    with pytest.raises(derivations.CheckFailed, match="nothing was checked"):
        entry.accepted(derivation, Report("normal-normal", ()))
    with pytest.raises(derivations.CheckFailed, match="'oracle' failed: nothing was tested"):
        entry.accepted(derivation, Report("normal-normal", (Check("oracle", True, 0),)))


def test_the_catalogue_is_what_is_derived():
    assert isinstance(catalogue(), Catalogue)
    assert list(catalogue())


def test_what_has_lemmas_in_common_is_made_by_one_process():
    names = list(catalogue())
    groups = derivations.together(names)
    assert sorted(name for group in groups for name in group) == sorted(names)
    first = {name: pair[0] for name, pair in catalogue().pairs.items()}
    first |= {f"fisher-{slug}": slug for slug in DISTRIBUTIONS}
    firsts = [{first.get(name, "") for name in group} for group in groups]
    assert "fisher-normal" in first
    assert all(len(first) == 1 for first in firsts)
    of_pairs = [first for first in firsts if first != {""}]
    assert firsts[-len(of_pairs) :] == of_pairs  # general results come first
    assert len({*map(frozenset, of_pairs)}) == len(of_pairs)
