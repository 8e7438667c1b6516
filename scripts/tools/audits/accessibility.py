"""axe-core's verdict on a page, in both schemes and at two widths."""

from __future__ import annotations

import sys
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDTHS = (390, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


#: What is out of view is laid out when a page has nothing better to do; here it is done now.
SETTLED = """() => {
  document.querySelectorAll(".equation").forEach((equation) => equation.classList.add("settled"));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

#: Rules that ask for words: axe takes a formula for none.
FOR_WORDS = {"empty-table-header", "summary-name"}


def violations(tab: Page) -> list[str]:
    """Each finding on an open page: its rule, and the first places where it was found."""
    tab.evaluate(SETTLED)
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    listed = []
    for finding in found:
        formulas = finding["id"] in FOR_WORDS
        places = [node["target"] for node in finding["nodes"] if not (formulas and "<math" in node["html"])]
        if places:
            listed.append(f"{finding['id']}: {places[:3]}")
    return listed


def look_at_all(browser: Browser, address: str, names: list[str], most: int | None = None) -> dict[str, list[str]]:
    """Return what axe finds on each page, in whatever scheme and width, by the page's name; none are left out."""
    wrong: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        for width in WIDTHS:
            with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
                tab = context.new_page()
                tab.set_viewport_size({"width": width, "height": 900})
                for number, name in enumerate(names[:most], start=1):
                    if number % 50 == 0:
                        print(f"  axe: {scheme}, {width} px, {number}/{len(names[:most])}", file=sys.stderr, flush=True)
                    tab.goto(address + name, wait_until="load")
                    for found in violations(tab):
                        wrong.setdefault(name, []).append(f"{scheme}, {width} px: {found}")
    return wrong
