"""The picture of a pair: its numbers against other ones, and its drawing."""

import math
from xml.etree import ElementTree

import pytest
from scipy import integrate, stats

import kldiv
from kldiv.entries import catalogue
from scripts.pages.curves import Density, curves
from scripts.pages.example import computed, example
from scripts.pages.picture import picture_section, svg

PAIRS = [
    (kldiv.Normal(2, 1), kldiv.Normal(3, 2)),
    (kldiv.Gamma(2, 1), kldiv.Cauchy(3, 2)),
    (kldiv.Beta(2, 3), kldiv.Uniform(0, 1)),
    (kldiv.Poisson(2), kldiv.Geometric(0.25)),
    (kldiv.Bernoulli(0.5), kldiv.Binomial(1, 0.25)),
    (kldiv.DiscreteUniform(1, 2), kldiv.Poisson(3)),
]


def drawn(p, q):
    return svg(curves(p, q), "a title", "what it shows")


@pytest.mark.parametrize(
    ("distribution", "other"),
    [
        (kldiv.Gamma(2, 3), stats.gamma(2, scale=1 / 3).pdf),
        (kldiv.StudentT(3, 1, 2), stats.t(3, 1, 2).pdf),
        (kldiv.Poisson(2), stats.poisson(2).pmf),
    ],
)
def test_densities_are_those_of_scipy(distribution, other):
    density = Density(distribution)
    at = (0.0, 1.0, 4.0)
    assert [density(x) for x in at] == pytest.approx([other(x) for x in at], rel=1e-12, abs=1e-10)


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_the_integrand_adds_up_to_the_divergence(p, q):
    numbers = curves(p, q)
    total = sum(numbers.integrand) if numbers.discrete else integrate.trapezoid(numbers.integrand, numbers.x)
    assert total == pytest.approx(computed(p, q), abs=0.02)


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_most_of_both_is_within_the_picture(p, q):
    numbers = curves(p, q)
    low, high = numbers.ends
    assert low - 1e-9 < min(numbers.x) <= max(numbers.x) < high + 1e-9
    if not numbers.discrete:
        assert integrate.trapezoid(numbers.p, numbers.x) > 0.95
    else:
        assert sum(numbers.p) > 0.98


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_the_drawing_is_small_and_takes_its_colours_from_classes(p, q):
    picture = drawn(p, q)
    root = ElementTree.fromstring(picture)
    assert len(picture.encode()) < 6000
    assert " style=" not in picture
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [element.get("id") for element in list(root)[:2]] == named
    classes = {element.get("class") for element in root.iter()} - {None}
    assert {"p-name", "q-name", "axis"} <= classes
    assert ({"p-line", "q-line"} if not curves(p, q).discrete else {"p-bar", "q-bar"}) <= classes


def test_every_point_of_the_drawing_lies_on_the_sheet():
    for p, q in PAIRS:
        for path in ElementTree.fromstring(drawn(p, q)).iter("{http://www.w3.org/2000/svg}path"):
            if path.get("class") in ("p-line", "q-line", "integrand"):
                xs, ys = followed(path.get("d"))
                assert min(xs) >= 0
                assert max(xs) <= 420
                assert min(ys) >= 0
                assert max(ys) <= 276


def followed(d):
    """The points of a path of relative lines."""
    start, _, rest = d.partition("l")
    x, y = map(float, start.removeprefix("M").split())
    steps = [float(part) for part in rest.replace("-", " -").split()]
    xs, ys = [x], [y]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        xs.append(x)
        ys.append(y)
    return xs, ys


def test_the_caption_names_settings_and_value():
    derivation = catalogue()["gamma-gamma"]
    found = example(derivation)
    shown = "\n".join(picture_section(derivation, found))
    assert r"${\alpha_p = 2},\ {\beta_p = 1}$" in shown
    assert f"{found.value:.6g}$ nats" in shown
    assert 'data-part="picture"' in shown
    assert "below the axis from" in shown


def test_there_is_no_picture_of_vectors():
    derivation = catalogue()["dirichlet-dirichlet"]
    assert picture_section(derivation, example(derivation)) == []


def test_a_density_that_runs_to_infinity_does_not_flatten_the_rest():
    numbers = curves(kldiv.Beta(0.5, 0.5), kldiv.Uniform(0, 1))
    assert math.isfinite(max(numbers.p))
    picture = drawn(kldiv.Beta(0.5, 0.5), kldiv.Uniform(0, 1))
    line = next(path for path in ElementTree.fromstring(picture).iter() if path.get("class") == "q-line")
    _, heights = followed(line.get("d"))
    assert min(heights) < 110, "the flat density is well above the axis"
