"""The home page's own parts: a picture that measures what it says, a finder that knows every pair, a line of proof."""

from __future__ import annotations

import html
import re
from math import isclose

import pytest
from lxml import etree
from scipy import stats
from scipy.integrate import quad

from kldiv.distributions import DISTRIBUTIONS
from scripts.examples import gaussians
from scripts.site.home import AREA, AREA_RANGE, HALF, LEFT, RIGHT, fill, finder, paid, picture, proof
from scripts.site.named_numbers import NamedNumber


@pytest.fixture(scope="module")
def numbers() -> dict[str, NamedNumber]:
    return {name: NamedNumber(one["value"], one["text"]) for name, one in gaussians.numbers().items()}


ENTRIES = [
    {"slug": "gamma-weibull", "place": "kl/gamma-weibull.html"},
    {"slug": "gamma-normal-gamma", "place": "kl/gamma-normal-gamma.html"},
    {"slug": "weibull-uniform", "place": "distributions/weibull.html#weibull-uniform"},
]


def enclosed(path: str) -> float:
    """The area between a drawn curve and its axis, above less below, in nats."""
    points = [tuple(map(float, point.split())) for point in path.strip("MZ").split("L")]
    sides = zip(points, points[1:] + points[:1], strict=True)
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides)
    return twice / 2 * (RIGHT - LEFT) / HALF * (AREA_RANGE[1] - AREA_RANGE[0]) / AREA


def test_the_drawn_areas_are_the_numbers_beside_them(numbers: dict[str, NamedNumber]) -> None:
    shown = picture(numbers)
    said = [float(number) for number in re.findall(r'= <span class="number">([\d.]+)</span> nats', shown)]
    areas = [enclosed(d) for d in re.findall(r'<g class="sweep"><path class="is-\w tint" d="([^"]+)"', shown)]
    assert len(said) == len(areas) == 2
    for number, area in zip(said, areas, strict=True):
        assert isclose(number, area, abs_tol=0.02)  # what lies beyond the drawing is not drawn


def test_what_is_averaged_is_scipys_density_times_its_log_ratio() -> None:
    p, q = (1.0, 1.0), (2.0, 0.5)
    for x in (-1.0, 0.5, 2.0, 3.3):
        first, second = stats.norm(*p), stats.norm(*q)
        assert isclose(paid(p, q)(x), first.pdf(x) * (first.logpdf(x) - second.logpdf(x)), rel_tol=1e-12)
    assert isclose(quad(paid(p, q), -9, 9)[0], gaussians.numbers()["gaussians.forward.nats"]["value"], rel_tol=1e-9)


def test_the_picture_is_well_formed_and_has_words(numbers: dict[str, NamedNumber]) -> None:
    figure = etree.fromstring(picture(numbers))
    (drawing,) = figure.xpath("//svg[@role='img']")
    assert "Two bell curves" in drawing.get("aria-label")
    assert figure.xpath("//@style") == []
    assert "\n\n" not in picture(numbers)


def test_the_finder_says_where_each_pair_stands() -> None:
    form = finder(DISTRIBUTIONS, ENTRIES)
    options = re.findall(r'<option value="[^"]*" data-slug="([\w-]+)" data-row="([^"]+)"', form)
    assert [slug for slug, _ in options] == list(DISTRIBUTIONS)
    known = {}
    for p, row in options:
        known |= {(p, q): where for (q, _), where in zip(options, row, strict=True) if where != "-"}
    assert known == {("gamma", "weibull"): "k", ("gamma", "normal-gamma"): "k", ("weibull", "uniform"): "d"}


def test_the_finder_knows_which_are_the_smallest_of_the_arrays() -> None:
    form = finder(DISTRIBUTIONS, ENTRIES)
    found = dict(re.findall(r'data-slug="([\w-]+)" data-row="[^"]*" data-smallest="([\w-]+)"', form))
    assert found["multivariate-normal"] == "normal"
    assert all(DISTRIBUTIONS[p].variate != DISTRIBUTIONS[q].variate for p, q in found.items())
    assert 'data-words="A beta distribution is a Dirichlet one with K = 2"' in form


def test_every_alias_is_offered() -> None:
    options = re.findall(r'<option value="([^"]*)" data-slug="([\w-]+)"', finder(DISTRIBUTIONS, ENTRIES))
    offered = {(html.unescape(value), slug) for value, slug in options}
    assert {(alias, slug) for slug, one in DISTRIBUTIONS.items() for alias in one.aliases} <= offered


def test_the_line_of_proof_counts() -> None:
    entries = [{"kind": "closed form"}, {"kind": "infinite"}, {"kind": "closed form"}]
    line = proof(entries, {"a": {"passed": 1000, "failed": 0}, "b": {"passed": 234, "failed": 1}})
    assert re.findall(r'<strong class="number">([\d,]+)</strong> ([\w ]+)', line) == [
        ("2", "formulas "),
        ("1,234", "checks passed "),
        ("1", "failed"),
    ]


def test_an_unknown_part_is_refused() -> None:
    assert fill("a\n[[home:one]]\nb", {"one": "<p>1</p>"}) == "a\n<p>1</p>\nb"
    with pytest.raises(KeyError):
        fill("[[home:two]]", {})
