"""The menu of a narrow window and the menu of an equation, worked by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.site.reader import Reader

INSIDE = "!!document.activeElement.closest('.md-sidebar--primary')"
HERE = "document.activeElement.outerHTML.slice(0, 80)"
#: A phone, and a desk at 400 %.
NARROW = [(390, 844), (320, 256)]


def tab_to(tab: Page, selector: str, most: int = 12) -> None:
    for _ in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab do not lead to {selector}")


@pytest.mark.parametrize("size", NARROW)
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_is_opened_walked_and_left(reader: Reader, from_disk: str, size: tuple[int, int], key: str) -> None:
    tab = reader.page()
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    reader.visit(tab, from_disk + "kl/gamma-weibull.html")
    opener = tab.get_by_role("button", name="Menu")
    tab_to(tab, ".drawer-opener")
    expect(opener).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press(key)
    expect(opener).to_have_attribute("aria-expanded", "true")
    stops = tab.locator(".md-sidebar--primary a[href]").count()
    for step in ["Tab"] * (stops + 2) + ["Shift+Tab"] * (stops + 2):
        assert tab.evaluate(INSIDE), tab.evaluate(HERE)
        tab.keyboard.press(step)
    tab.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert tab.locator("[inert]").count() == 0


def test_the_closed_menu_is_no_stop(reader: Reader, from_disk: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, from_disk + "kl/gamma-weibull.html")
    for _ in range(25):
        tab.keyboard.press("Tab")
        assert not tab.evaluate(INSIDE), tab.evaluate(HERE)


def test_a_window_that_grows_lets_go(reader: Reader, from_disk: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, from_disk + "kl/gamma-weibull.html")
    tab.get_by_role("button", name="Menu").click()
    tab.set_viewport_size({"width": 1280, "height": 900})
    expect(tab.locator("[inert]")).to_have_count(0)
    expect(tab.locator(".drawer-opener")).to_be_hidden()
    tab.get_by_role("combobox", name="Search").click()


def test_without_scripts_the_menu_opens_by_pointer(reader: Reader, from_disk: str) -> None:
    tab = reader.page(phone=True, java_script_enabled=False)
    reader.visit(tab, from_disk + "kl/gamma-weibull.html")
    tab.locator(".md-header label[for=__drawer]").click()
    expect(tab.locator(".md-sidebar--primary a[href]").nth(2)).to_be_visible()


def test_the_menu_of_an_equation_is_walked_by_arrows(reader: Reader, from_disk: str) -> None:
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"])
    reader.visit(tab, from_disk + "kl/gamma-weibull.html")
    menu = tab.locator(".statement .equation-menu")
    opener, choices = menu.locator(".equation-more"), menu.locator(".equation-panel button")
    opener.focus()
    for key, choice in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowDown", 0)):
        tab.keyboard.press(key)
        expect(choices.nth(choice)).to_be_focused()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Copied").first).to_be_visible()
    expect(opener).to_be_focused()
    expect(choices.first).to_be_hidden()
    expect(opener).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(choices.last).to_be_focused()
    tab.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(choices.first).to_be_hidden()
