"""A reader's hand: by mouse, by finger, by keys."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import parse_qsl

from playwright.sync_api import Locator, Page

from tests.site.reader import Reader

#: On which page each explorer stands.
PLACES = {
    "curves": "learn/never-negative.html",
    "outcomes": "learn/computing-kl.html",
    "directions": "learn/two-directions.html",
    "simplex": "learn/two-directions.html",
    "draw-q": "learn/never-negative.html",
    "estimators": "questions/reinforcement-learning.html",
    "near": "questions/accuracy.html",
}
#: Counts how far things jump, from when the page is there.
WATCH_SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
    .observe({ type: "layout-shift" });
}"""


def wake(tab: Page, name: str) -> Locator:
    """Go to an explorer, and wait until it is there."""
    explorer = tab.locator(f"[data-explorer={name}]")
    explorer.evaluate("element => element.scrollIntoView()")
    tab.locator(f"[data-explorer={name}].started").wait_for()
    laid = "name => document.querySelector(`[data-explorer=${name}] svg`)?.hasAttribute('viewBox') ?? true"
    tab.wait_for_function(laid, arg=name)
    frames(tab)
    return explorer


def opened(reader: Reader, address: str, name: str, state: str = "", **options: Any) -> Page:
    """A tab with the page of an explorer, and the explorer at work."""
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"], **options)
    reader.visit(tab, address + PLACES[name] + state)
    wake(tab, name)
    return tab


def frames(tab: Page) -> None:
    """Let what was asked for be drawn."""
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def centre(handle: Locator) -> tuple[float, float]:
    """Where a handle is on the screen."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(tab: Page, handle: Locator, right: float, down: float) -> None:
    """Drag a handle with the mouse."""
    x, y = centre(handle)
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + right, y + down, steps=4)
    tab.mouse.up()
    frames(tab)


def swipe(tab: Page, handle: Locator, right: float, down: float) -> None:
    """Drag a handle with a finger."""
    x, y = centre(handle)
    session = tab.context.new_cdp_session(tab)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for part in (0.25, 0.5, 0.75, 1):
        touch("touchMove", {"x": x + part * right, "y": y + part * down})
    touch("touchEnd")
    session.detach()
    frames(tab)


def state(tab: Page, name: str) -> dict[str, str]:
    """What the address says of an explorer, as soon as it says something."""
    tab.wait_for_function("name => location.hash.startsWith(`#x-${name}:`)", arg=name)
    # It is written now and then, not at each move; asked by the page's own clock, which may run behind ours.
    fragment = tab.evaluate("new Promise(done => setTimeout(() => done(location.hash), 400))")
    return dict(parse_qsl(fragment.partition(":")[2]))


def shares(text: str) -> list[float]:
    """Probabilities as an address writes them, to six digits: made to add up."""
    values = [float(part) for part in text.split(",")]
    return [value / sum(values) for value in values]


def number(text: str) -> float:
    """A number as a page shows it; what comes after it does not matter."""
    digits, _, power = text.partition(" × 10")
    value = float(digits.split()[0].replace("−", "-").replace("∞", "inf"))
    return value * 10 ** float(unicodedata.normalize("NFKC", power.split()[0]).replace("−", "-")) if power else value
