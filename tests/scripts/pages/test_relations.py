"""Which distribution is what of another: densities decide, and the map shows no more than holds."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from scipy import stats

from kldiv import kl_divergence
from kldiv.distributions import DISTRIBUTIONS
from scripts.pages import array_relations, relation_map, relations
from scripts.pages.relations import RELATIONS

NAMED = [pytest.param(relation, id=f"{relation.source}-{relation.target}") for relation in RELATIONS]
BY_ENDS = {(relation.source, relation.target): relation for relation in RELATIONS}


@pytest.mark.parametrize("relation", NAMED)
def test_the_densities_are_the_same(relation):
    assert relations.gap(relation) < relations.SAME


@pytest.mark.parametrize("relation", NAMED)
def test_a_wrong_parameter_is_noticed(relation, monkeypatch):
    name, text = next(iter(relation.given.items()))
    wrong = replace(relation, given={**relation.given, name: f"({text}) + 1/3"})
    monkeypatch.setattr(relations, "RELATIONS", (wrong,))
    with pytest.raises(relations.WrongRelation, match=relation.target):
        relations.checked()


@pytest.mark.parametrize("relation", array_relations.SMALLEST, ids=lambda relation: relation.source)
def test_the_smallest_array_has_the_same_divergence(relation, monkeypatch):
    assert array_relations.gap_of_smallest(relation) < relations.SAME
    wrong = replace(relation, make=lambda *_, **given: relation.make(**{k: 0.9 * v * v for k, v in given.items()}))
    monkeypatch.setattr(relations, "RELATIONS", ())
    monkeypatch.setattr(relations, "SMALLEST", (wrong,))
    with pytest.raises(relations.WrongRelation, match=relation.target):
        relations.checked()


@pytest.mark.parametrize(
    ("ends", "source", "target", "carry"),
    [
        (("normal", "log-normal"), stats.norm(1, 0.5), stats.lognorm(0.5, scale=np.e), np.exp),
        (("gamma", "inverse-gamma"), stats.gamma(3), stats.invgamma(3), lambda x: 1 / x),
        (("chi2", "chi"), stats.chi2(4), stats.chi(4), np.sqrt),
        (("gamma", "chi2"), stats.gamma(2.5, scale=2), stats.chi2(5), lambda x: x),
        (("cauchy", "half-cauchy"), stats.cauchy(0, 2), stats.halfcauchy(0, 2), np.abs),
        (("beta", "beta-prime"), stats.beta(2, 3), stats.betaprime(2, 3), lambda x: x / (1 - x)),
        (("chi2", "moyal"), stats.chi2(1), stats.moyal(), lambda x: -np.log(x)),
        (("weibull", "frechet"), stats.weibull_min(3), stats.invweibull(3), lambda x: 1 / x),
    ],
)
def test_scipy_draws_agree(ends, source, target, carry):
    assert ends in BY_ENDS
    drawn = carry(source.rvs(4000, random_state=np.random.default_rng(7)))
    assert stats.kstest(drawn, target.cdf).statistic < 0.03


def test_a_special_case_has_the_same_divergence():
    two = [DISTRIBUTIONS["chi2"](df) for df in (3, 5)]
    as_gamma = [DISTRIBUTIONS["gamma"](df / 2, 0.5) for df in (3, 5)]
    assert kl_divergence(*two) == pytest.approx(kl_divergence(*as_gamma), rel=1e-12)


def test_both_ends_say_it():
    assert "the exponential of a [normal](normal.md) variable: $X = e^Y$" in " ".join(
        relation_map.relatives("log-normal")
    )
    assert any("[log-normal](log-normal.md): $e^X$" in line for line in relation_map.relatives("normal"))
    assert any(line.startswith("- It is a [gamma](gamma.md) distribution") for line in relation_map.relatives("chi2"))
    assert relation_map.relatives("wishart") == ["- In one dimension, it is the [gamma](gamma.md) distribution."]
    assert relation_map.relatives("poisson") == []


def test_the_map_links_to_every_related_distribution():
    drawn = ElementTree.fromstring("".join(relation_map.drawing()))
    links = {a.get("href") for a in drawn.iter("a")}
    ends = {slug for relation in relation_map.ALL for slug in (relation.source, relation.target)}
    assert links == {f"{slug}.html" for slug in ends}
    assert len(list(drawn.iter("path"))) == len(relation_map.ALL)
    assert not re.search(r"\bstyle=", "".join(relation_map.drawing()))


def test_no_boxes_of_the_map_overlap_and_nothing_leaves_it():
    drawn = ElementTree.fromstring("".join(relation_map.drawing()))
    width, height = (float(drawn.get(side)) for side in ("width", "height"))
    boxes = [tuple(float(rect.get(k)) for k in ("x", "y", "width", "height")) for rect in drawn.iter("rect")]
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
        for x2, y2, w2, h2 in boxes[:i]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_a_function_is_said_of_all_the_values_that_its_variable_has():
    assert any("is [half-normal](half-normal.md): $|X|$." in line for line in relation_map.relatives("normal"))
    assert any("$X = |Y|$" in line for line in relation_map.relatives("half-normal"))
    assert any("The odds of its variable are [beta prime]" in line for line in relation_map.relatives("beta"))
