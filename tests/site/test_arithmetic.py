"""Numbers that show their arithmetic: by mouse, keys and touch, without a script, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.site.reader import PHONE, Reader

TEST = "learn/test.html"


@pytest.fixture
def tab(reader: Reader, at_root: str) -> Page:
    tab = reader.page()
    reader.visit(tab, at_root + TEST)
    return tab


def number(tab: Page, name: str) -> tuple[Locator, Locator]:
    """A number of the solutions, and the card with its arithmetic."""
    if tab.locator("details.success").first.get_attribute("open") is None:
        tab.locator("details.success summary").first.click()
    shown = tab.locator(f"article details [data-number='{name}']").first
    return shown.locator("button"), shown.locator(".number-how")


RAIN = "log₂(0.64 / 0.16) = 2 bits"


def within(card: Locator, button: Locator) -> bool:
    """Whether a card lies in the window, right above or below its number."""
    one, other = card.bounding_box(), button.bounding_box()
    assert one is not None
    assert other is not None
    width = card.evaluate("() => document.documentElement.clientWidth")
    near = min(abs(one["y"] - other["y"] - other["height"]), abs(other["y"] - one["y"] - one["height"])) < 12
    return near and one["x"] >= 0 and one["x"] + one["width"] <= width


def test_arithmetic_by_mouse_and_by_keyboard(tab: Page) -> None:
    button, card = number(tab, "twenty.rain.bits")
    assert not card.is_visible()
    button.click()
    assert card.inner_text().splitlines() == [RAIN, "computed by scripts/examples/twenty_questions.py"]
    assert within(card, button)
    tab.mouse.click(5, 400)
    assert not card.is_visible()
    button.focus()
    tab.keyboard.press("Enter")
    assert card.is_visible()
    assert tab.evaluate("document.activeElement.textContent") == "2"
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert tab.evaluate("document.activeElement.textContent") == "2"
    tab.keyboard.press("Space")
    assert card.is_visible()


def test_arithmetic_by_touch_on_a_phone(reader: Reader, at_root: str) -> None:
    tab = reader.page(phone=True, has_touch=True)
    reader.visit(tab, at_root + TEST)
    for name in ("twenty.weather.nats", "twenty.labels.entropy.bits"):
        button, card = number(tab, name)
        button.tap()
        assert card.is_visible()
        assert within(card, button)
    assert tab.locator(".number-how:popover-open").count() == 1  # one closes the other
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_arithmetic_without_a_script(reader: Reader, at_root: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, at_root + TEST)
    button, card = number(tab, "twenty.rain.bits")
    button.click()
    assert card.inner_text().startswith(RAIN)
    assert not tab.locator(".arithmetic-switch").count()


def test_on_paper_a_number_is_plain_and_its_arithmetic_there_if_wanted(tab: Page) -> None:
    button, card = number(tab, "twenty.rain.bits")
    tab.emulate_media(media="print")
    assert button.evaluate("button => getComputedStyle(button).textDecorationLine") == "none"
    assert not card.is_visible()
    tab.emulate_media(media="screen")
    tab.get_by_role("button", name="Show the arithmetic").click()
    tab.emulate_media(media="print")
    assert card.is_visible()


def test_the_switch_shows_all_arithmetic_and_is_remembered(reader: Reader, at_root: str, tab: Page) -> None:
    _, card = number(tab, "twenty.rain.bits")
    switch = tab.get_by_role("button", name="Show the arithmetic")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.click()
    assert card.is_visible()
    reader.visit(tab, at_root + "learn/cost-of-being-wrong.html")
    assert switch.get_attribute("aria-pressed") == "true"
    display = "card => getComputedStyle(card).display"  # the first may be in a fold
    assert tab.locator("p .number-how").first.evaluate(display) == "inline"
    switch.click()
    tab.reload()
    assert tab.locator("p .number-how").first.evaluate(display) == "none"
