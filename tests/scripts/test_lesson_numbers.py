"""The numbers of the lessons from cross-entropy to histograms, against routes that their modules don't take."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.spatial import cKDTree
from scipy.spatial.distance import jensenshannon

import kldiv
from scripts.examples import (
    animals_cross_entropy,
    best_classifier,
    counted,
    covering,
    detours,
    gibbs_by_hand,
    heights,
    joint_sounds,
    likeliest,
    sums,
    vanishing_fox,
    worked_uses,
)
from scripts.examples.learn_path import LABELS, WEIGHTS
from scripts.examples.second_route import Disagreement

BY_THE_PACKAGE = [
    animals_cross_entropy,
    covering,
    detours,
    gibbs_by_hand,
    heights,
    joint_sounds,
    likeliest,
    vanishing_fox,
]
P, Q = [0.5, 0.3, 0.2], [0.4, 0.4, 0.2]


def value(module: ModuleType, name: str) -> float:
    return float(module.numbers()[name]["value"])


@pytest.mark.parametrize("module", BY_THE_PACKAGE)
def test_a_package_that_is_slightly_wrong_is_found_out(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = kldiv.kl_divergence
    monkeypatch.setattr(kldiv, "kl_divergence", lambda *args, **kwargs: right(*args, **kwargs) * (1 + 1e-6))
    with pytest.raises(Disagreement):
        module.numbers()


def test_a_sum_that_is_written_out_wrongly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums.expressions, "divergence", lambda p, q, log: f"0.5*{log}(0.5/0.4)")
    with pytest.raises(ValueError, match="and not"):
        sums.divergence("x", ["0.5", "0.3", "0.2"], ["0.4", "0.4", "0.2"])


def test_the_blocks_are_what_scipy_says_of_the_animals() -> None:
    assert value(animals_cross_entropy, "animals.entropy.bits") == pytest.approx(stats.entropy(P, base=2))
    assert value(animals_cross_entropy, "animals.divergence.bits") == pytest.approx(stats.entropy(P, Q, base=2))
    whole = stats.entropy(P, base=2) + stats.entropy(P, Q, base=2)
    assert value(animals_cross_entropy, "animals.cross-entropy.bits") == pytest.approx(whole)
    heads = value(animals_cross_entropy, "animals.design.heads")
    assert -math.log2(heads * (1 - heads)) / 2 == pytest.approx(2)


def test_the_programs_to_repair_print_what_the_page_says() -> None:
    p, q = np.array(P), np.array(Q)
    assert value(animals_cross_entropy, "animals.swapped.bits") == pytest.approx(-(q * np.log2(p)).sum())
    assert value(detours, "distance.js.printed") == jensenshannon(P, Q)
    x = np.arange(-12, 14, 0.01)
    one, two = stats.norm.pdf(x, 0), stats.norm.pdf(x, 1)
    assert value(heights, "heights.printed") == pytest.approx((one * np.log(one / two)).sum())
    joint = np.array([[0.5, 0.2], [0.1, 0.2]])
    printed = (joint * np.log2(joint / (joint.sum(1) * joint.sum(0)))).sum()
    assert value(joint_sounds, "joint.broken.printed") == pytest.approx(printed)
    right = (joint * np.log2(joint / np.outer(joint.sum(1), joint.sum(0)))).sum()
    assert value(joint_sounds, "joint.broken.bits") == pytest.approx(right)
    assert value(counted, "counted.samples.printed") == pytest.approx(stats.entropy([1, 2, 2, 3], [1, 1, 2, 3]))


def test_no_curve_of_the_classifiers_kind_is_better_than_the_best() -> None:
    least = value(best_classifier, "classifier.best.cross-entropy.bits")
    assert least == pytest.approx(0.3738, abs=5e-5)
    assert value(best_classifier, "classifier.best.bits") == pytest.approx(0.1663, abs=5e-5)
    rng = np.random.default_rng(7)
    for slope, middle in zip(rng.uniform(0, 20, 3000), rng.uniform(0.5, 3.5, 3000), strict=True):
        q = 1 / (1 + np.exp(-slope * (np.log(WEIGHTS) - middle)))
        with np.errstate(divide="ignore", invalid="ignore"):
            dog = np.where(LABELS > 0, LABELS * np.log2(q), 0)
            cat = np.where(LABELS < 1, (1 - LABELS) * np.log2(1 - q), 0)
        assert -(dog + cat).mean() >= least - 1e-12


def test_leaving_out_costs_at_most_the_logarithm_of_the_share_kept() -> None:
    assert value(covering, "directions.without-fox.reverse.nats") == pytest.approx(-math.log(0.8))
    assert value(covering, "directions.with-wolf.forward.nats") == pytest.approx(-math.log(0.9))
    for distance in covering.APART:
        assert value(covering, f"directions.apart.{distance}.narrow.reverse.nats") <= -math.log(0.6) + 1e-9
    draws = stats.norm(-2, 0.7).rvs(200_000, random_state=np.random.default_rng(3))
    mixture = 0.6 * stats.norm(-2, 0.7).pdf(draws) + 0.4 * stats.norm(2, 0.7).pdf(draws)
    ratios = np.log(stats.norm(-2, 0.7).pdf(draws) / mixture)
    found = value(covering, "directions.apart.4.narrow.reverse.nats")
    assert found == pytest.approx(ratios.mean(), abs=5 * ratios.std() / math.sqrt(len(draws)))


def test_bars_are_the_probabilities_of_a_normal_distribution() -> None:
    edges = np.arange(-12, 14, 1.0)
    p, q = np.diff(stats.norm.cdf(edges)), np.diff(stats.norm.cdf(edges, 1))
    there = (p > 1e-13) & (q > 1e-13)
    assert heights.binned(1.0) == pytest.approx(float((p[there] * np.log(p[there] / q[there])).sum()), abs=1e-9)


def test_mutual_information_by_drawing_pairs() -> None:
    cells = np.array([[0.4, 0.1], [0, 0.3], [0.1, 0.1]])
    drawn = np.random.default_rng(11).multinomial(1_000_000, cells.ravel()).reshape(3, 2) / 1e6
    there = drawn > 0
    seen = (drawn[there] * np.log2(drawn[there] / np.outer(drawn.sum(1), drawn.sum(0))[there])).sum()
    assert value(joint_sounds, "joint.barks.bits") == pytest.approx(seen, abs=0.005)
    rng = np.random.default_rng(12)
    tables = rng.multinomial(20, [0.25] * 4, size=20_000).reshape(-1, 2, 2) / 20
    outer = tables.sum(2, keepdims=True) * tables.sum(1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(tables > 0, tables * np.log(tables / outer), 0).sum((1, 2))
    assert joint_sounds.average_by_chance(20) == pytest.approx(chance.mean(), abs=5 * chance.std() / math.sqrt(20_000))


def test_the_bias_of_counted_shares_by_drawing_them() -> None:
    shares = np.random.default_rng(13).multinomial(10, P, size=50_000) / 10
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = np.where(shares > 0, shares * np.log(shares / np.array(P)), 0).sum(1)
    found = counted.bias(10, ("0.5", "0.3", "0.2"))
    assert found == pytest.approx(seen.mean(), abs=5 * seen.std() / math.sqrt(50_000))


def test_nearest_neighbours_by_a_tree() -> None:
    rng = np.random.default_rng(14)
    x, y = rng.standard_normal(300), rng.standard_normal(200) + 0.7
    own = cKDTree(x[:, None]).query(x[:, None], k=2)[0][:, 1]
    other = cKDTree(y[:, None]).query(x[:, None])[0]
    assert counted.nearest(x, y) == pytest.approx(np.log(other / own).mean() + math.log(200 / 299))


def test_evidence_overshoots() -> None:
    for odds, nats, seen in ((20, 0.1, 32.8), (20, 1.0, 4.1)):  # counted elsewhere, with other draws
        mean, error, _ = worked_uses.waiting(odds, nats)
        assert mean > math.log(odds) / nats
        assert mean == pytest.approx(seen, abs=0.06 + 5 * error)


def test_the_square_that_a_cauchy_distribution_averages() -> None:
    draws = np.random.default_rng(15).standard_cauchy(2_000_000)
    inside = np.where(np.abs(draws) <= 10, draws**2, 0)
    found = value(vanishing_fox, "vanishing.square.10")
    assert found == pytest.approx(inside.mean(), abs=5 * inside.std() / math.sqrt(len(draws)))
    assert value(vanishing_fox, "vanishing.square.1000") > 100 * found


def test_the_likeliest_shares_are_those_that_were_seen() -> None:
    best = value(likeliest, "likeliest.best.nats")
    for q in np.random.default_rng(16).dirichlet([5, 3, 2], 2000):
        assert 5 * math.log(q[0]) + 3 * math.log(q[1]) + 2 * math.log(q[2]) <= best
