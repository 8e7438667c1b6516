"""How soon what a reader does is answered: the first derivation in the browser, and the frames while a handle moves."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page

#: Two pages that derive: the first visit brings Python, the second finds it in the browser's memory.
PAGES = ("kl/normal-normal.html", "kl/gamma-weibull.html")

#: Milliseconds within which Python must have answered, and for which a page is left alone, so that memory is kept.
PATIENCE, KEEPING = 240_000, 4_000

STATUS, STEP = "[data-part=run-result] .run-status", "[data-part=run-result] .run-steps li"

#: A phone is taken for so many times slower than this machine; a handle moves for so many frames.
SLOWER, FRAMES = 4, 120

#: A script counts the frames between two of its own, and how long the longest took.
WATCH = """() => {
  window.frames_seen = [];
  const note = (now) => { window.frames_seen.push(now); window.watching = requestAnimationFrame(note); };
  window.watching = requestAnimationFrame(note);
}"""
SEEN = "() => { cancelAnimationFrame(window.watching); return window.frames_seen; }"


@dataclass(frozen=True)
class Pace:
    """How an explorer moves under the hand.

    Attributes:
        explorer: its name.
        page: where it stands.
        typical: milliseconds from one frame to the next, the median.
        late: the share of frames that took more than twice a sixtieth of a second.
        longest: milliseconds of the longest.
    """

    explorer: str
    page: str
    typical: float
    late: float
    longest: float


@dataclass(frozen=True)
class Sooner:
    """Seconds from the click on "Run it here" to what it shows.

    Attributes:
        visit: whose click it is.
        first: until the first step of the derivation stands on the page.
        whole: until all of it does.
    """

    visit: str
    first: float
    whole: float


def first_results(browser: Browser, address: str) -> list[Sooner]:
    """Derive for who has never been here, for who comes to the next page, and again there."""
    found: list[Sooner] = []
    with browser.new_context() as context:
        for page, visit in zip(PAGES, ("for the first time", "on the next page"), strict=True):
            tab = context.new_page()
            tab.goto(address + page, wait_until="networkidle")
            found.append(_clicked(tab, visit, tab.locator("[data-part=run]")))
            tab.wait_for_timeout(KEEPING)
        again = tab.locator("[data-part=run-result]").get_by_role("button", name="Derive", exact=True)
        tab.locator(STATUS).evaluate("status => { status.textContent = ''; }")
        tab.locator(STEP).evaluate_all("steps => steps.forEach((step) => step.remove())")
        found.append(_clicked(tab, "again on that page", again))
    return found


def _clicked(tab: Page, visit: str, button: Locator) -> Sooner:
    start = time.perf_counter()
    button.click()
    tab.locator(STEP).first.wait_for(timeout=PATIENCE)
    first = time.perf_counter() - start
    tab.locator(STATUS, has_text="Derived").wait_for(timeout=PATIENCE)
    return Sooner(visit, first, time.perf_counter() - start)


def explorers(site: Path) -> dict[str, str]:
    """The first page on which each explorer stands."""
    found: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        for name in re.findall(r'data-explorer="([\w-]+)"', path.read_text(encoding="utf-8")):
            found.setdefault(name, path.relative_to(site).as_posix())
    return dict(sorted(found.items()))


def pace(browser: Browser, address: str, explorer: str, page: str) -> Pace:
    """Move the first handle or slider of an explorer there and back on a slow phone, and watch the frames."""
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        tab = context.new_page()
        tab.goto(address + page, wait_until="networkidle")
        tab.locator(f"[data-explorer={explorer}]").first.scroll_into_view_if_needed()
        tab.locator(f"[data-explorer={explorer}].started").first.wait_for()
        handle = tab.locator(f"[data-explorer={explorer}] :is([role=slider], input[type=range])").first
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        assert box is not None, explorer
        wide = box["width"] > box["height"] * 3  # a slider is taken where its knob may be anywhere: by its middle
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        reach = box["width"] / 4 if wide else 40
        context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        tab.mouse.move(x, y)
        tab.mouse.down()
        tab.evaluate(WATCH)
        for step in range(FRAMES):
            turn = abs(step % 40 - 20) / 20  # from 1 to 0 and back
            tab.mouse.move(x + reach * (turn - 0.5), y)
        seen = tab.evaluate(SEEN)
        tab.mouse.up()
    gaps = [later - earlier for earlier, later in pairwise(seen)]
    assert len(gaps) > FRAMES / 4, f"{explorer}: too few frames were seen to say anything"
    return Pace(explorer, page, median(gaps), sum(gap > 2000 / 60 for gap in gaps) / len(gaps), max(gaps))
