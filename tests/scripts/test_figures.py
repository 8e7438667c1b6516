from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from scipy import stats

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from scripts import figures
from scripts.build import remember
from scripts.figures import densities
from scripts.figures.densities import settings as settings_of
from scripts.figures.density_gallery import GALLERY
from scripts.figures.style import (
    COLOUR,
    DARK,
    LIGHT,
    POINTS,
    SMALL,
    STYLES,
    WIDTH,
    Style,
    contrast,
    panels,
    recoloured,
    settings,
)
from tests.today import todays

ROOT = Path(__file__).resolve().parents[2]
MODULES = figures.modules()
#: Figures that draw neither p nor q, and so have neither colour.
NEITHER = {"accuracy-extreme", "accuracy-near", "estimators-settling", "near-equal"}
SETTINGS = {f"distribution-{slug}": kind for slug, kind in DISTRIBUTIONS.items() if kind.variate == UNIVARIATE}
CASES = [pytest.param(name, style, id=f"{name}-{style.scheme}") for name in MODULES for style in STYLES]


@pytest.fixture(scope="module")
def numbers(all_numbers: dict[str, dict[str, Any]]) -> set[str]:
    return set(all_numbers)


@pytest.fixture(scope="module")
def drawn() -> dict[tuple[str, str], str]:
    """By name and scheme, remembered from a build of the same sources, or drawn now."""
    return {(n, s.scheme): figures.remembered(n)[f"{n}.{s.scheme}.svg"] for n in MODULES for s in STYLES}


def test_the_figures_that_pages_ask_for_are_there() -> None:
    pages = [p for p in (ROOT / "docs").rglob("*.md") if "generated" not in p.relative_to(ROOT / "docs").parts]
    asked = {n for p in pages for n in re.findall(r"\[\[figure:([\w./-]+)\]\]", p.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= set(MODULES)


@pytest.mark.parametrize("name", todays(list(MODULES), 7))
def test_drawn_in_either_scheme_it_is_what_is_published(name: str, drawn: dict[tuple[str, str], str]) -> None:
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert {s: figures.render(MODULES[name], s) for s in STYLES} == {s: drawn[name, s.scheme] for s in STYLES}


def test_a_figure_that_asks_for_the_scheme_is_not_what_is_published() -> None:
    def draw(style: Style) -> Figure:
        figure, (ax,) = panels(1)
        ax.plot([0, 1 if style.scheme == "light" else 2], color=style.ink)
        return figure

    asking = SimpleNamespace(draw=draw)
    assert recoloured(figures.render(asking, LIGHT), LIGHT, DARK) != figures.render(asking, DARK)


def test_black_is_ink() -> None:
    def draw(_: Style) -> Figure:
        figure, (ax,) = panels(1)
        ax.bar([1], [1], color="black")
        return figure

    assert figures.render(SimpleNamespace(draw=draw), DARK).startswith(f'<svg fill="{DARK.ink}"')


def test_a_colour_of_no_scheme_is_refused() -> None:
    roles = ("paper", "ink", "soft", "rule", "p_ink", "q_ink", "p", "q")
    assert len({getattr(LIGHT, role).lower() for role in roles}) == len(roles)  # each says what becomes of it
    own = f'<path style="stroke: {LIGHT.p}; fill: {LIGHT.rule.upper()}"/>'
    assert recoloured(own, LIGHT, DARK) == f'<path style="stroke: {DARK.p.lower()}; fill: {DARK.rule}"/>'
    with pytest.raises(ValueError, match=r"^#0072b3 is no colour of the light scheme; use one of paper, ink"):
        recoloured(own.replace(LIGHT.p, "#0072b3"), LIGHT, DARK)


def test_another_process_draws_the_same(drawn: dict[tuple[str, str], str], tmp_path: Path) -> None:
    name = "code-lengths"
    subprocess.run(
        [sys.executable, "-m", "scripts.figures", str(tmp_path), name],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        check=True,
        capture_output=True,
    )
    for style in STYLES:
        text = (tmp_path / "figures" / f"{name}.{style.scheme}.svg").read_text(encoding="utf-8")
        assert text == drawn[name, style.scheme]


@pytest.mark.parametrize(("name", "style"), CASES)
def test_the_svg_stands_alone(name: str, style: Style, drawn: dict[tuple[str, str], str]) -> None:
    svg = drawn[name, style.scheme]
    assert svg.startswith("<svg")
    for foreign in ("<metadata", "<text", "font-family", "<!--", 'href="http', "<script", "<image"):
        assert foreign not in svg
    assert len(svg) < 250_000


@pytest.mark.parametrize(("name", "style"), CASES)
def test_every_colour_can_be_seen(name: str, style: Style, drawn: dict[tuple[str, str], str]) -> None:
    used = set(COLOUR.findall(drawn[name, style.scheme])) - {style.rule}
    assert used <= {c.lower() for c in (style.ink, style.soft, style.p_ink, style.q_ink, style.p, style.q)}
    for colour in used:
        assert contrast(colour, style.paper) >= 3, colour


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.scheme)
def test_text_is_legible(style: Style) -> None:
    for ink in (style.ink, style.soft, style.p_ink, style.q_ink):
        assert contrast(ink, style.paper) >= 4.5
    assert contrast(style.p, style.paper) >= 3
    assert contrast(style.q, style.paper) >= 3


def hue(colour: str) -> float:
    return float(mpl.colors.rgb_to_hsv(mpl.colors.to_rgb(colour))[0])


def test_both_schemes_show_the_distributions_in_the_same_hues_and_in_the_colours_of_the_pages() -> None:
    assert abs(hue(LIGHT.p) - hue(DARK.p)) < 0.03
    assert abs(hue(LIGHT.q) - hue(DARK.q)) < 0.03
    palette = (ROOT / "docs/assets/stylesheets/palette.css").read_text(encoding="utf-8")
    for style in STYLES:
        assert f"--p-blue: {style.p.lower()};" in palette
        assert f"--q-vermillion: {style.q.lower()};" in palette
        assert f"--md-default-bg-color: {style.paper};" in palette


@pytest.mark.parametrize("name", MODULES)
def test_colour_is_never_alone(name: str, drawn: dict[tuple[str, str], str]) -> None:
    svg = re.sub(r"<pattern.*?</pattern>", "", drawn[name, "light"], flags=re.DOTALL)
    strokes = [s for s in re.findall(r'style="([^"]*)"', svg) if "stroke-width" in s and "stroke:" in s]
    hatched = re.findall(r"fill: url\(#", svg)
    q = [s for s in strokes if f"stroke: {LIGHT.q.lower()}" in s]
    if name in SETTINGS:  # of one distribution alone: all in ink, told apart by their dashes
        ink = [s for s in strokes if f"stroke: {LIGHT.ink}" in s]
        assert not q
        assert LIGHT.p.lower() not in svg
        assert len(set(re.findall(r"stroke-dasharray: ([^;]*)", ";".join(ink)))) >= 2
        return
    if name in NEITHER:
        assert not q
        assert LIGHT.p.lower() not in svg
        return
    assert all("stroke-dasharray" in s for s in q)
    p = [s for s in strokes if f"stroke: {LIGHT.p.lower()}" in s]
    assert p or hatched
    assert not any("stroke-dasharray" in s for s in p)


@pytest.mark.parametrize("name", MODULES)
def test_alt_and_caption(name: str, numbers: set[str]) -> None:
    meta = json.loads(figures.describe(MODULES[name]))
    assert set(meta) == {"alt", "caption"}
    assert 80 < len(meta["alt"]) < 420
    assert not re.search(r"[$\[\]*_`]", meta["alt"]), "a screen reader reads this aloud"
    assert 80 < len(meta["caption"]) < 600
    asked = re.findall(r"\[\[n:([\w./-]+)", meta["caption"])
    assert set(asked) <= numbers
    bare = re.sub(r"\[\[n:[^\]]*\]\]", "", meta["caption"])
    if name in SETTINGS:  # its numbers are the settings that it is drawn at
        read = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", meta["alt"])]
        drawn = [abs(float(v)) for one in settings_of(SETTINGS[name]) for v in one.parameters.values()]
        named = [float(n) for p in SETTINGS[name].spec for n in re.findall(r"\d", p.name)]
        assert sorted(read) == sorted([*drawn, *named * 3])
        return
    assert not re.search(r"\d", bare), "a number in a caption is called by its name"


@pytest.mark.parametrize("name", SETTINGS)
def test_a_distribution_is_drawn_at_round_settings_that_are_said(name: str) -> None:
    caption = json.loads(figures.describe(MODULES[name]))["caption"]
    chosen = settings_of(SETTINGS[name])
    assert len({tuple(one.parameters.values()) for one in chosen}) == 3
    for one in chosen:
        for value in one.parameters.values():
            assert float(f"{float(value):.2g}") == float(value), "two digits at most"
    assert all(line in caption for line in ("(solid)", "(dashed)", "(dotted)"))
    assert "Look at" not in caption


def test_a_new_distribution_is_drawn_at_settings_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(densities, "SETTINGS", {})
    for kind in SETTINGS.values():
        for one in settings_of(kind):
            assert all(round(float(value), 1) == float(value) for value in one.parameters.values())


def laid_out(module: ModuleType) -> Figure:
    """Draw the figure, so that everything in it has its place."""
    with settings(LIGHT):
        figure = module.draw(LIGHT)
        FigureCanvasAgg(figure).draw()
    return figure


def texts(figure: Figure) -> list[Text]:
    """Return every text that the figure shows; ticks beyond the view are not drawn."""
    found = list(figure.findobj(Text, include_self=False))
    hidden = []
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if not low <= tick.get_loc() <= high:
                hidden += [tick.label1, tick.label2]
    return [t for t in found if t.get_visible() and t.get_text().strip() and t not in hidden]


@pytest.mark.parametrize("name", todays(sorted(MODULES), 4))
def test_curves_are_light_and_no_text_is_clipped_small_or_covered(name: str) -> None:
    figure = laid_out(MODULES[name])
    assert figure.get_size_inches()[0] == WIDTH
    assert all(len(line.get_xdata()) <= POINTS for axes in figure.axes for line in axes.lines)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    assert len(boxes) >= 6
    assert all(text.get_fontsize() >= SMALL for text in texts(figure))
    for text, box in boxes:
        assert min(box.x0, box.y0) >= 0, f"{text!r} is clipped"
        assert box.x1 <= figure.bbox.x1, f"{text!r} is clipped"
        assert box.y1 <= figure.bbox.y1, f"{text!r} is clipped"
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), f"{one!r} and {other!r} overlap"


def test_the_smallest_letters_on_a_phone() -> None:
    pixels_wide = WIDTH * 96
    assert SMALL * 96 / 72 * 358 / pixels_wide >= 10


SCIPY = {
    "Normal": stats.norm(),
    "Uniform": stats.uniform(),
    "Exponential": stats.expon(),
    "Laplace": stats.laplace(),
    "Cauchy": stats.cauchy(),
    "Student t": stats.t(3),
    "Log-normal": stats.lognorm(0.5),
    "Gamma": stats.gamma(3),
    "Beta": stats.beta(2, 5),
    "Weibull": stats.weibull_min(2),
    "Gumbel": stats.gumbel_r(),
    "Pareto": stats.pareto(3),
}


def test_the_gallery_shows_the_densities_that_it_names() -> None:
    assert [panel.name for panel in GALLERY] == list(SCIPY)
    for panel in GALLERY:
        x = np.linspace(panel.low, panel.high, 101)
        np.testing.assert_allclose(panel.density(x), SCIPY[panel.name].pdf(x), rtol=1e-10, err_msg=panel.name)


def test_a_figure_is_drawn_once_and_then_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        figures, "modules", lambda: {name: MODULES[name] for name in ("code-lengths", "distribution-rayleigh")}
    )
    monkeypatch.setattr(remember, "CACHE", tmp_path / "cache")
    first, second, said = tmp_path / "first", tmp_path / "second", list[str]()
    figures.main(first, said.append)
    assert said == ["1/2 figures: code-lengths", "2/2 figures: distribution-rayleigh"]
    monkeypatch.setattr(figures, "render", None)  # who draws now, fails
    figures.main(second)
    files = {p.name: p.read_bytes() for p in (first / "figures").iterdir()}
    assert len(files) == 6
    assert {p.name: p.read_bytes() for p in (second / "figures").iterdir()} == files
