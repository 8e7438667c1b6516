"""What `make bench` says of accuracy: it finds a fault that is planted, counts balls, and its own truths agree."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import kldiv
from kldiv.answers.kernels import KERNELS
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import accuracy, accuracy_record, array_points, others, points, truth


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(accuracy, "MILLION", 2000)
    monkeypatch.setattr(accuracy, "FEWER", 500)
    monkeypatch.setattr(others, "interpreters", dict)


def test_a_pair_of_one_family_is_measured_in_every_set():
    rows = accuracy.measured("poisson-poisson", 80)
    assert [row.which for row in rows] == list(points.SETS)
    assert all(row.points == 20 and row.worst < 1e-13 and row.balls == 0 and not row.refused for row in rows)
    assert [row.seconds is not None for row in rows] == [True, True, False, False]
    assert "poisson-poisson" in rows[0].line()


def test_a_planted_fault_is_found(monkeypatch):
    right = KERNELS["poisson", "poisson"]
    wrong = replace(right, function=lambda p, q: right.function(p, q) * (1 + 3e-13))
    monkeypatch.setitem(KERNELS, ("poisson", "poisson"), wrong)
    rows = accuracy.measured("poisson-poisson", 40)
    assert all(2e-13 < row.worst < 4e-13 for row in rows)
    assert "4 with an error above 1e-13" in accuracy.summary(rows)


def test_what_goes_to_balls_is_counted(monkeypatch):
    right = KERNELS["poisson", "poisson"]
    nothing = replace(right, function=lambda p, q: right.function(p, q) * np.nan)
    monkeypatch.setitem(KERNELS, ("poisson", "poisson"), nothing)
    rows = accuracy.measured("poisson-poisson", 40)
    assert max(row.balls for row in rows) > 0.5
    assert all(row.worst < 1e-13 for row in rows)


def test_pairs_of_two_families_are_measured():
    rows = accuracy.measured("exponential-gamma", 40)
    assert [row.which for row in rows] == list(points.ACROSS)
    assert all(row.points == 20 and row.worst < 1e-13 and not row.refused for row in rows)
    assert [row.seconds is not None for row in rows] == [True, False]


def test_every_closed_form_has_its_turn():
    known = accuracy.ids()
    assert len(known) == len(set(known)) > 390
    assert {"gamma-gamma", "gamma-weibull", "wishart-wishart", "categorical-categorical"} <= set(known)


@pytest.mark.parametrize("slug", sorted(truth.ARRAYS))
@pytest.mark.parametrize("which", array_points.SETS)
def test_formulas_of_arrays_by_hand_agree_with_the_kernels(slug, which):
    p, q = array_points.drawn(slug, which, 8)
    found = kldiv.kl_divergence(DISTRIBUTIONS[slug](**p), DISTRIBUTIONS[slug](**q))
    compared = 0
    for k, value in enumerate(found.tolist()):
        one, other = ({name: part[k] for name, part in side.items()} for side in (p, q))
        right = truth.settled(lambda one=one, other=other: truth.ARRAYS[slug](one, other))
        if right is not None and right > truth.arb("1e-280"):
            assert truth.relative_error(value, right) < 1e-10, (one, other)
            compared += 1
    assert compared >= 4


def test_points_lie_where_distributions_are():
    for slug in ("uniform", "binomial", "pareto", "von-mises", "discrete-uniform", "bernoulli"):
        for which in points.SETS:
            p, q = points.drawn(DISTRIBUTIONS[slug], which, 50)
            again, _ = points.drawn(DISTRIBUTIONS[slug], which, 50)
            assert all(np.array_equal(p[name], again[name]) for name in p)
            DISTRIBUTIONS[slug](**p), DISTRIBUTIONS[slug](**q)
    near, moved = points.drawn(DISTRIBUTIONS["gamma"], "near", 400)
    eps = np.abs(moved["rate"] / near["rate"] - 1)
    assert eps.min() < 1e-13
    assert eps.max() > 0.1


def test_the_record_is_json_and_holds_every_closed_form():
    record = json.loads(
        accuracy_record.RESULT.read_text(encoding="utf-8"), parse_constant=lambda name: pytest.fail(name)
    )
    assert {row["id"] for row in record["rows"]} == set(accuracy.ids())
    sets = {(row["id"], row["which"]) for row in record["rows"]}
    assert all((f"{p}-{q}", which) in sets for p, q in accuracy._closed_forms() if p != q for which in points.ACROSS)
    assert all(row["worst"] < 1e-13 and row["balls"] < 0.01 and not row["refused"] for row in record["rows"])
    assert record["date"]
    assert record["versions"]["kldiv"]
    assert accuracy_record._plain({"worst": [float("inf"), 1.23456e-15]}) == {"worst": ["inf", 1.23e-15]}


def test_a_set_with_nothing_to_compare_is_counted(monkeypatch):
    monkeypatch.setattr(truth, "exact", lambda *_: None)
    rows = accuracy.measured("exponential-gamma", 40)
    assert all(row.compared == 0 for row in rows)
    assert "2 with too little to compare" in accuracy.summary(rows)
