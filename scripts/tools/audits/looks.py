"""What a first visit fetches, where the statement's foot is, what is cut: asked of Chromium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Request

#: Width and height of a phone, a tablet, a laptop and a large screen.
SCREENS = ((390, 844), (820, 1180), (1280, 800), (1600, 1000))

#: Where the statement ends, from the top of the page, and what is wider than its box without a sign that it goes on.
LOOK = """() => {
  const statement = document.querySelector('[data-part="statement"]');
  const wide = document.querySelectorAll('article .equation, article pre, article table, article math');
  const cut = [...wide].filter((e) => {
    for (let box = e.parentElement; box && box.tagName !== 'ARTICLE'; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'visible') continue;
      if (e.getBoundingClientRect().right <= box.getBoundingClientRect().right + 1) return false;
      return style.overflowX === 'hidden' || style.overflowX === 'clip';
    }
    return e.getClientRects().length > 0 && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
  });
  return {
    foot: statement && statement.getBoundingClientRect().bottom + scrollY,
    height: document.documentElement.scrollHeight,
    cut: cut.length,
  };
}"""


@dataclass(frozen=True)
class Visit:
    """One page on a first visit.

    Attributes:
        page: its address.
        weight: bytes that were sent, packed, headers not counted.
        requests: how many files.
        feet: by width, how far below the top the statement ends; nothing where a page has none.
        heights: by width, how long the page is.
        cut: by width, how many formulas, tables and blocks of code are cut off.
    """

    page: str
    weight: int
    requests: int
    feet: dict[int, float]
    heights: dict[int, float]
    cut: dict[int, int]


def visit(browser: Browser, address: str, name: str) -> Visit:
    """Open a page as somebody who has not been here before, and look at it at every width."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        tab = context.new_page()
        fetched: list[Request] = []
        tab.on("requestfinished", lambda request: fetched.append(request))  # it wants a function of its own
        tab.goto(address + name, wait_until="networkidle")
        weight = sum(request.sizes()["responseBodySize"] for request in fetched)
        seen = {width: _at(tab, width, height) for width, height in SCREENS}
    feet = {width: look["foot"] for width, look in seen.items() if look["foot"] is not None}
    heights = {width: look["height"] for width, look in seen.items()}
    return Visit(name, weight, len(fetched), feet, heights, {width: look["cut"] for width, look in seen.items()})


def _at(tab: Page, width: int, height: int) -> dict[str, Any]:
    tab.set_viewport_size({"width": width, "height": height})
    return dict(tab.evaluate(LOOK))
