"""What all explorers have in common: how they start, what they fetch, how they are shared, embedded and printed."""

from __future__ import annotations

import re
from itertools import product

import pytest
from lxml import etree
from playwright.sync_api import expect

from scripts.tools.audits.accessibility import violations
from tests.site.hand import PLACES, WATCH_SHIFTS, frames, opened, state, wake
from tests.site.reader import Reader
from tests.today import todays

FETCHED = "performance.getEntriesByType('resource').map(r => r.name).filter(n => /explore[/.]/.test(n))"
HOSTILE = (
    "<img src=x onerror=window.hacked=1>", "%3Cscript%3Ewindow.hacked=1%3C/script%3E", "javascript:window.hacked=1",
    "\"><svg onload=window.hacked=1>", "' or 1=1", "__proto__", "constructor", "toString", "{}", "[]", "null", "true",
    "NaN", "Infinity", "-Infinity", "1e999", "1e-400", "9".ljust(400, "9"), "0x10", "-1", "-0", "+", ".", "e5", "½",
    "1,2,3", ",,,,", "0,0,0", "1,1,1", "0,1", "1,0", "2,-1", "0.3,0.3,0.4,9", "0.5;0.5", "0.1," * 2000, "a" * 5000,
    "%", "%00", "%E0%A4%A", "%E2%80%AE1",
)  # fmt: skip


def rounded(drawing: str) -> str:
    """A drawing to a thousandth of a pixel: an address keeps six digits."""
    return re.sub(r"\d+\.\d+", lambda digits: f"{float(digits[0]):.3f}", drawing)


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_nothing_is_fetched_before_it_comes_near(reader: Reader, below_kl: str, name: str) -> None:
    tab = reader.page()
    tab.set_viewport_size({"width": 390, "height": 300})
    reader.visit(tab, below_kl + PLACES[name])
    assert tab.evaluate(FETCHED) == []
    wake(tab, name)
    fetched = tab.evaluate(FETCHED)
    assert any(each.endswith(f"{name}.js") for each in fetched)
    assert len(fetched) == len(set(fetched))


@pytest.mark.parametrize(("name", "width"), todays(list(product(PLACES, [320, 390, 820, 1280])), 6))
def test_nothing_moves_when_it_starts(reader: Reader, below_kl: str, name: str, width: int) -> None:
    tab = reader.page()
    tab.set_viewport_size({"width": width, "height": 900})
    reader.visit(tab, below_kl + PLACES[name])
    tab.wait_for_function("!document.querySelector('.equation:not(.settled)')")  # they move by themselves
    explorer = tab.locator(f"[data-explorer={name}]")
    before = explorer.evaluate("e => e.offsetHeight")
    explorer.evaluate("element => element.scrollIntoView()")
    frames(tab)
    tab.evaluate(WATCH_SHIFTS)
    wake(tab, name)
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.shift") < 0.01
    assert explorer.evaluate("e => e.offsetHeight") == before
    assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_it_starts_from_disk(reader: Reader, from_disk: str, name: str) -> None:
    tab = opened(reader, from_disk, name)
    tab.locator(f"[data-explorer={name}] [role=slider], [data-explorer={name}] input[type=range]").first.press(
        "ArrowRight"
    )
    assert state(tab, name)


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_without_a_script_and_on_paper_the_figure_stands(reader: Reader, below_kl: str, name: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, below_kl + PLACES[name])
    assert tab.locator(f"[data-explorer={name}] img").first.is_visible()
    tab = opened(reader, below_kl, name)
    assert not tab.locator(f"[data-explorer={name}] img").first.is_visible()
    tab.emulate_media(media="print")
    assert tab.locator(f"[data-explorer={name}] img").first.is_visible()
    assert not tab.locator(f"[data-explorer={name}] .explorer-live").is_visible()


@pytest.mark.parametrize(("name", "dark"), todays(list(product(PLACES, [False, True])), 5))
def test_axe_finds_nothing(reader: Reader, below_kl: str, name: str, dark: bool) -> None:
    tab = opened(reader, below_kl, name, dark=dark, phone=dark)
    assert violations(tab) == []


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_a_crafted_address_does_nothing(reader: Reader, below_kl: str, name: str) -> None:
    tab = opened(reader, below_kl, name)
    tab.locator(f"[data-explorer={name}] [role=slider], [data-explorer={name}] input[type=range]").first.press(
        "ArrowRight"
    )
    reader.expected.append("URI malformed")  # the theme reads addresses too, and stumbles over a bare %
    keys = [*state(tab, name), "unit", "way", "points", "round"]
    tab.on("dialog", lambda _: reader.troubles.append("a dialog opened"))
    for text in HOSTILE:
        tab.evaluate("hash => { location.hash = hash; }", f"x-{name}:" + "&".join(f"{key}={text}" for key in keys))
        tab.evaluate("new Promise(done => setTimeout(done))")
        frames(tab)
        shown = tab.locator(f"[data-explorer={name}] .explorer-root").inner_text()
        assert "NaN" not in shown, text
        assert "undefined" not in shown, text
    assert not tab.evaluate("'hacked' in window")
    assert tab.locator(f"[data-explorer={name}] .explorer-root :is(script, img, iframe)").count() == 0
    assert "NaN" not in tab.locator(f"[data-explorer={name}] svg").first.inner_html()


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_a_shared_view_opens_alike(reader: Reader, below_kl: str, name: str) -> None:
    tab = opened(reader, below_kl, name)
    tab.locator(f"[data-explorer={name}] [role=slider], [data-explorer={name}] input[type=range]").first.press("PageUp")
    explorer = tab.locator(f"[data-explorer={name}]")
    explorer.get_by_role("button", name="Copy link").click()
    address = tab.evaluate("navigator.clipboard.readText()")
    other = reader.page()
    reader.visit(other, address)
    other.locator(f"[data-explorer={name}].started").wait_for()
    frames(other)
    frames(tab)
    again = other.locator(f"[data-explorer={name}]")
    assert again.locator(".explorer-root").inner_text() == explorer.locator(".explorer-root").inner_text()
    assert rounded(again.locator("svg").first.inner_html()) == rounded(explorer.locator("svg").first.inner_html())
    explorer.get_by_role("button", name="Reset").click()
    frames(tab)
    expect(tab).not_to_have_url(re.compile("#"))


def test_an_address_that_changes_meanwhile_is_not_the_last_one(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "outcomes")
    tab.get_by_role("slider", name="p of dog").press("PageUp")
    tab.evaluate("location.hash = '#x-outcomes:of=2&p=0.3,0.7&q=0.5,0.5'")
    tab.get_by_role("button", name="One outcome more").wait_for()
    frames(tab)
    tab.get_by_role("button", name="One outcome more").click()
    frames(tab)
    assert len(state(tab, "outcomes")["p"].split(",")) == 3


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_it_is_embedded_alone(reader: Reader, below_kl: str, name: str) -> None:
    tab = opened(reader, below_kl, name)
    tab.locator(f"[data-explorer={name}]").get_by_role("button", name="Embed").click()
    snippet = tab.evaluate("navigator.clipboard.readText()")
    (address,) = re.findall(r'src="([^"]+)"', snippet)
    other = reader.page()
    reader.visit(other, address.replace("&amp;", "&"))
    other.locator(f"[data-explorer={name}].started").wait_for()
    assert other.locator("h1, header, nav, footer, .md-sidebar").locator("visible=true").count() == 0
    assert other.locator(f"[data-explorer={name}] svg").first.is_visible()


@pytest.mark.parametrize("name", todays(list(PLACES), 3))
def test_the_drawing_is_a_file_of_its_own(reader: Reader, below_kl: str, name: str) -> None:
    tab = opened(reader, below_kl, name)
    with tab.expect_download() as download:
        tab.locator(f"[data-explorer={name}]").get_by_role("button", name="Download SVG").click()
    text = download.value.path().read_text(encoding="utf-8")
    root = etree.fromstring(text.encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in text
    assert not root.xpath("//@class | //@style | //@role | //@tabindex")
    if name not in {"estimators", "near"}:  # they draw no p and no q
        assert {"rgb(0, 114, 178)", "rgb(213, 94, 0)"} <= set(root.xpath("//@stroke"))
