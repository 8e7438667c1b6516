"""What holds for every page, wherever the site lies."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from scripts.site import math_font
from tests.site.reader import Reader
from tests.today import todays

# What a reader sees of a page, asked for in one go.
LOOK = """() => {
  const root = document.documentElement;
  const typeset = document.querySelectorAll("math");
  const isShown = (image) => image.getClientRects().length > 0;
  const wide = [];
  if (root.scrollWidth > root.clientWidth) {
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.right > root.clientWidth + 1 && !element.closest(".md-nav, .md-search, .equation-scroll")) {
        wide.push(`${element.tagName}.${element.className}`.slice(0, 60));
      }
    }
  }
  const parted = [];  // a bracket that ends a line or a comma that begins one, away from its formula
  for (const formula of document.querySelectorAll("span.math .unbroken")) {
    const maths = [...formula.querySelectorAll("math")].map((math) => math.getBoundingClientRect());
    const [before, after] = [formula.firstChild, formula.lastChild].map((node) => {
      const range = document.createRange();
      range.selectNode(node);
      return node.nodeName === "math" ? null : range.getBoundingClientRect();
    });
    const isParted = (before && before.right > maths[0].left + 1) || (after && after.left < maths.at(-1).right - 1);
    if (isParted) parted.push(formula.textContent.slice(-40));
  }
  return {
    parted,
    overflow: root.scrollWidth > root.clientWidth ? wide.slice(0, 3) : null,
    formulas: typeset.length,
    refused: document.querySelectorAll(".math-error, merror").length,
    flat: [...typeset].filter((f) => f.getClientRects().length && !f.getBoundingClientRect().width).length,
    broken: [...document.images].filter((i) => isShown(i) && i.complete && !i.naturalWidth).map((i) => i.src),
    scheme: document.body.dataset.mdColorScheme,
    background: getComputedStyle(document.body).backgroundColor,
  };
}"""


def brightness(colour: str) -> float:
    red, green, blue = (float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def test_no_source_map_is_there_or_named(site: Path) -> None:
    assert not list(site.rglob("*.map"))
    read = [path for ending in ("js", "css") for path in site.rglob(f"*.{ending}")]
    assert read
    for path in read:
        assert "sourceMappingURL=" not in path.read_text(encoding="utf-8")[-200:], path


def test_every_page_below_a_folder_on_a_phone(reader: Reader, below_kl: str, many: list[str]) -> None:
    tab, wrong, formulas = reader.page(phone=True), [], 0
    for name in many:
        reader.visit(tab, below_kl + name)
        seen = tab.evaluate(LOOK)
        formulas += seen["formulas"]
        wrong += [
            (name, key, seen[key])
            for key in ("overflow", "refused", "flat", "broken", "parted")
            if seen[key] not in (None, 0, [])
        ]
    assert wrong == []
    assert formulas > 100


@pytest.mark.parametrize(("where", "dark"), todays(list(product(["at_root", "from_disk"], [False, True])), 2))
def test_a_sample_elsewhere(
    reader: Reader, sample: list[str], where: str, dark: bool, request: pytest.FixtureRequest
) -> None:
    address, tab, wrong = request.getfixturevalue(where), reader.page(dark=dark), []
    for name in sample:
        reader.visit(tab, address + name)
        seen = tab.evaluate(LOOK)
        wrong += [
            (name, key, seen[key])
            for key in ("overflow", "refused", "flat", "broken", "parted")
            if seen[key] not in (None, 0, [])
        ]
        if (brightness(seen["background"]) < 0.4) != dark:
            wrong.append((name, "background", seen["background"]))
    assert wrong == []


def test_formulas_are_set_in_their_own_typeface(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, from_disk + "learn/what-is-kl.html")
    tab.evaluate("document.fonts.ready")
    loaded = tab.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert any("STIX" in family for family in loaded), loaded


def test_the_digits_of_a_power_are_of_one_typeface(reader: Reader, from_disk: str) -> None:
    tab = reader.page()
    reader.visit(tab, from_disk + "questions/accuracy.html")
    digits = f"<p id='raised'>{math_font.RAISED}</p>"
    tab.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", digits)
    tab.evaluate("document.fonts.load('1em \"Raised Digits\"', '⁻¹⁶')")
    session = tab.context.new_cdp_session(tab)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#raised"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert [(font["familyName"], font["glyphCount"]) for font in fonts] == [("STIX Two Math", len(math_font.RAISED))]


def test_the_missing_page_is_ours(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "404.html")
    assert tab.locator("h1").count() == 1
