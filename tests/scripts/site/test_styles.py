"""The visual language: p and q alone are blue and vermillion, what is read has contrast, no box has a stock colour."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import pytest
import tinycss2

from scripts.figures.style import contrast

ASSETS = Path(__file__).resolve().parents[3] / "docs/assets"
SHEETS = sorted([*(ASSETS / "stylesheets").glob("*.css"), *(ASSETS / "run").glob("*.css")])
PALETTE = next(sheet for sheet in SHEETS if sheet.name == "palette.css").read_text(encoding="utf-8")
SCHEMES = ("default", "slate")
#: What bears the colours of p and q.
OF_P_OR_Q = re.compile(r"\.(?:is|of)-[pq]\b|\.[pq](?:-\w+)?\b|-[pq]\b")
COLOURED = re.compile(r"var\(--(?:p-blue|q-vermillion|p-ink|q-ink)")
#: The theme's colours for its kinds of box.
STOCK = ("#448aff", "#00b0ff", "#00bfa5", "#00c853", "#64dd17", "#ff9100", "#ff5252", "#ff1744", "#f50057", "#9e9e9e")


def rules(sheet: str) -> list[tuple[str, str]]:
    """Selectors and declarations of every rule, also within media queries."""
    found = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            found.append((tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)))
        elif rule.content and rule.at_keyword in {"media", "supports"}:
            found += rules(tinycss2.serialize(rule.content))
    return found


def misused(sheet: str) -> list[str]:
    """The selectors that have p's or q's colour and are neither's."""
    return [selector for selector, body in rules(sheet) if COLOURED.search(body) and not OF_P_OR_Q.search(selector)]


def colours(scheme: str) -> dict[str, str]:
    """The palette of a scheme, over what both share."""
    found = {}
    for selector, body in rules(PALETTE):
        if selector == ":root" or f'"{scheme}"' in selector:
            found |= dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", body))
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_p_and_q_alone_have_their_colours(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert misused(text) == []
    if sheet.name != "palette.css":
        assert not re.search("#0072b2|#d55e00", text, re.IGNORECASE)
    assert [colour for colour in STOCK if colour in text.lower()] == []


def test_a_misuse_is_found() -> None:
    assert misused(".lemma { border: 1px solid var(--p-blue); }") == [".lemma"]
    assert misused("@media print { .box { color: var(--q-ink); } }") == [".box"]
    assert misused(".is-p { stroke: var(--p-blue); }") == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_read_has_contrast(scheme: str) -> None:
    palette = colours(scheme)
    papers = [palette[name] for name in ("--md-default-bg-color", "--panel-color", "--md-code-bg-color")]
    inks = ("--md-default-fg-color", "--md-default-fg-color--light", "--md-typeset-a-color", "--p-ink", "--q-ink")
    for paper in papers:
        assert [name for name in inks if contrast(palette[name], paper) < 4.5] == []
    for kind in ("pass", "warn"):
        assert contrast(palette[f"--{kind}-color"], palette[f"--{kind}-bg-color"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["--md-typeset-a-color", "--md-accent-fg-color", "--warn-color", "--pass-color"])
def test_nothing_else_looks_like_p_or_q(scheme: str, name: str) -> None:
    palette = colours(scheme)

    def hue(colour: str) -> float:
        return float(mpl.colors.rgb_to_hsv(mpl.colors.to_rgb(colour))[0])

    for distribution in ("--p-blue", "--q-vermillion"):
        apart = abs(hue(palette[name]) - hue(palette[distribution]))
        assert min(apart, 1 - apart) > 0.03
