"""What machines read says what the derivations say."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kldiv.algebra.exact import exact
from kldiv.algebra.rebuild import rebuild
from kldiv.entries import catalogue
from kldiv.writing.data import catalogue_entry, report_data
from scripts.pages import machine
from scripts.pages.stated import stated
from tests.today import todays

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs" / "data" / "catalogue.schema.json").read_text(encoding="utf-8"))
NAMES = ("normal-normal", "uniform-uniform", "normal-bernoulli", "beta-kumaraswamy", "chain-rule")


@pytest.fixture(scope="module")
def made() -> tuple[list[dict], dict[str, dict]]:
    derivations = [catalogue()[name] for name in NAMES]
    reports = {d.id: d.check() for d in derivations}
    entries = [catalogue_entry(d, reports[d.id]) for d in derivations]
    return entries, {name: report_data(report) for name, report in reports.items()}


def wrong(data: object) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]


def test_the_catalogue_follows_its_schema(made):
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(machine.catalogue_text(made[0]))
    assert wrong(data) == []
    assert [entry["id"] for entry in data["entries"]] == list(NAMES)


def test_the_catalogue_names_an_address_only_where_one_is_set(made):
    assert "site" not in json.loads(machine.catalogue_text(made[0]))
    placed = json.loads(machine.catalogue_text(made[0], "https://x.org/"))
    assert placed["site"] == "https://x.org/"
    assert wrong(placed) == []


@pytest.mark.parametrize("field", ["statement", "hash", "checks", "conditions"])
def test_the_schema_notices_what_is_missing(made, field):
    data = json.loads(machine.catalogue_text(made[0]))
    del data["entries"][0][field]
    assert wrong(data) != []


def test_a_failed_check_does_not_follow_the_schema(made):
    data = json.loads(machine.catalogue_text(made[0]))
    data["entries"][0]["checks"]["failed"] = 1
    assert wrong(data) != []


def test_what_other_libraries_answer_goes_with_a_pair(made):
    by_id = {entry["id"]: entry for entry in made[0]}
    assert [one["library"] for one in by_id["normal-normal"]["libraries"]] == ["torch", "tfp", "numpyro", "julia"]
    assert "scale_q" in by_id["normal-normal"]["libraries"][0]["call"]
    assert by_id["chain-rule"]["libraries"] == by_id["normal-bernoulli"]["libraries"] == []


def test_sympy_s_notation_rebuilds_every_formula_exactly():
    kinds = {name: stated(name).entries[0].kind for name in catalogue()}
    names = [name for name, kind in kinds.items() if kind in {"closed form", "identity"}]
    assert len(names) > 400
    results = {name: catalogue()[name].result for name in todays(names, 20)}
    assert [name for name, result in results.items() if rebuild(exact(result)) != result] == []


@pytest.mark.parametrize(
    "text", ["__import__('os')", "Symbol.__name__", "open('x')", "1 +", "[x for x in ()]", "sin('x')"]
)
def test_code_is_not_a_notation(text):
    with pytest.raises(ValueError, match="notation"):
        rebuild(text)


def test_mathml_is_well_formed(made):
    for entry in made[0]:
        assert ET.fromstring(entry["statement"]["mathml"]).tag.endswith("math")


def test_the_table_has_a_line_for_each_formula(made):
    rows = list(csv.DictReader(io.StringIO(machine.table_text(made[0]))))
    assert [row["id"] for row in rows] == list(NAMES)
    assert rows[0]["hash"] == catalogue()["normal-normal"].fingerprint()
    assert all("\n" not in value for row in rows for value in row.values())


def test_what_names_no_source_is_listed(made):
    entries = [dict(entry, references=[]) for entry in made[0]]
    assert [e["id"] for e in machine.without_source(entries)] == ["normal-normal", "uniform-uniform", "chain-rule"]
    assert "../kl/normal-normal.md" in machine.without_source_page(entries)
    named = machine.without_source(made[0])
    assert all(not entry["references"] for entry in named)


def test_the_report_counts_what_was_checked(made):
    entries, reports = made
    measured = {"date": "2026-01-02", "versions": {"sympy": "1.0"}, "derivations": 3, "mutants": 1200, "killed": 1199}
    tampering = {**measured, "kinds": {"step dropped": {"tried": 12, "refused": 11}}}
    page = machine.verification_page(
        entries, reports, {"mutation": {**measured, "equivalent": 4}, "tampering": tampering}
    )
    passed = sum(report["passed"] for report in reports.values())
    assert f"**{passed} checks passed, 0 failed**" in page
    assert "| refused | 1,199 |" in page
    assert "| accepted | 1 |" in page
    assert "on 2026-01-02, with sympy 1.0" in page
    assert "sympy 1.14" in page
    assert "| step dropped | 12 | 11 |" in page
    steps = sum("step " in check["name"] for report in reports.values() for check in report["checks"])
    assert f"**{steps} of {steps} steps** were made again by their rules" in page
    by_theorem = sum(e["status"] == "by theorem" for e in entries)
    assert f"| by theorem | some steps take a theorem from the literature | {by_theorem} |" in page


def test_the_report_tells_proved_numbers_from_estimated_ones(made):
    entries, reports = made
    kinds = {e["id"]: e["kind"] for e in entries}
    closed = [r for name, r in reports.items() if kinds[name] == "closed form"]
    fewest = min(r["proved_digits"] for r in closed)
    assert f"| closed form | {len(closed)} | 0 | {fewest} |" in machine.verification_page(entries, reports, {})
    told = {**reports, "normal-normal": {**reports["normal-normal"], "proved_digits": None}}
    fewest = min(r["proved_digits"] for r in closed if r["id"] != "normal-normal")
    page = machine.verification_page(entries, told, {})
    assert f"| closed form | {len(closed) - 1} | 1 | {fewest} |" in page
    assert "| identity | 1 | 0 |" not in page
