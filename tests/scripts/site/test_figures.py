from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from scripts.site.figure_directive import FigureExtension
from scripts.site.svg import clean_svg, darken_svg

Render = Callable[[str], str]
SVG = '<svg width="360pt" height="216pt" viewBox="0 0 360 216"></svg>'


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def render(tmp_path: Path, warnings: list[str]) -> Render:
    for name in ("curves", "half", "mute"):
        text = {"alt": "" if name == "mute" else "Two curves", "caption": "See *this*.\n\nAnd that."}
        (tmp_path / f"{name}.json").write_text(json.dumps(text))
        (tmp_path / f"{name}.light.svg").write_text(SVG)
        if name != "half":
            (tmp_path / f"{name}.dark.svg").write_text(SVG)
    extension = FigureExtension(tmp_path, lambda name, scheme: f"../figures/{name}.{scheme}.svg", warnings.append)
    return lambda text: markdown.markdown(text, extensions=["admonition", extension])


@pytest.mark.parametrize(
    "text", ["[[figure:curves]]", "before\n[[figure:curves]]\nafter", "!!! note\n\n    [[figure:curves]]"]
)
def test_a_figure_has_an_image_for_each_scheme(render: Render, warnings: list[str], text: str) -> None:
    page = render(text)
    assert 'id="fig-curves"' in page
    for scheme in ("light", "dark"):
        assert f'src="../figures/curves.{scheme}.svg#only-{scheme}"' in page
    assert page.count('alt="Two curves"') == 2
    assert page.count('width="480"') == 2
    assert "<p>See <em>this</em>.</p>\n<p>And that.</p>" in page
    assert warnings == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[figure:curve]]", "no figure is named 'curve'; the nearest is 'curves'"),
        ("[[figure:half]]", "not drawn for the dark scheme"),
        ("[[figure:mute]]", "no alternative text"),
    ],
)
def test_a_mistake_is_a_warning(render: Render, warnings: list[str], text: str, complaint: str) -> None:
    assert "<figure" not in render(text)
    assert [complaint in warning for warning in warnings] == [True]


def test_a_cleaned_svg_depends_on_the_picture_alone() -> None:
    def drawn(date: str, ids: tuple[str, str]) -> str:
        first, second = ids
        return (
            f'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="x"><metadata>{date}</metadata><g id="{first}">'
            f'<use href="#{second}" clip-path="url(#{first})"/><a id="{second}"/></g></svg>'
        )

    cleaned = clean_svg(drawn("today", ("m1", "m2")))
    assert cleaned == clean_svg(drawn("tomorrow", ("m2", "z9")))
    assert cleaned.startswith('<svg xmlns="x"><g id="i1"><use href="#i2" clip-path="url(#i1)"/>')


def test_a_darkened_svg_has_lighter_ink_and_lighter_curves() -> None:
    dark = darken_svg('<svg><path style="fill: #FFFFFF; stroke: #000000"/><path style="stroke: #0072b2"/></svg>')
    assert "#FFFFFF" not in dark
    assert "#000000" not in dark
    assert "stroke: #4ba6e3" in dark
    assert dark.startswith('<svg fill="#')
