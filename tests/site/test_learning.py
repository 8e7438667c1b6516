"""What one learns by: predictions, choices, hints, and progress that the browser keeps."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from scripts.tools.audits.accessibility import violations
from tests.site.reader import Reader
from tests.site.test_arithmetic import TEST, number
from tests.today import todays

COINS = "notebooks/coins.html"
KEPT = "localStorage.getItem('kldiv:progress')"
# The theme does not bear a browser without storage; ours must.
NO_STORAGE = """
  for (const name of ["getItem", "setItem", "removeItem"]) {
    const kept = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...more) {
      if (key.startsWith("kldiv:")) throw new DOMException("refused", "SecurityError");
      return kept.call(this, key, ...more);
    };
  }
"""
#: What our own scripts may weigh, packed.
SCRIPTS_PACKED = 30_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tab(reader: Reader, at_root: str) -> Page:
    tab = reader.page()
    reader.visit(tab, at_root + TEST)
    return tab


def box(tab: Page, number: int) -> Locator:
    """The box of a question."""
    return tab.locator(f"article ol > li:nth-child({number}) form").first


def answer(form: Locator, text: str) -> str:
    form.get_by_label("Your answer").fill(text)
    return check(form)


def choose(form: Locator, option: int) -> str:
    form.locator("input").nth(option).check()
    return check(form)


def check(form: Locator) -> str:
    form.get_by_role("button", name="Check").click()
    return form.locator("output").inner_text()


def answer_rightly(form: Locator) -> str:
    if form.get_attribute("class") == "answer":
        return answer(form, form.get_attribute("data-text") or "")
    form.locator("li[data-right] input").check()
    return check(form)


def score(tab: Page) -> str:
    return tab.locator(".score-said").inner_text()


# Choices


def test_a_choice_says_what_it_thinks_of_each_option(tab: Page) -> None:
    form = box(tab, 3)
    assert check(form) == "Choose first, then check."
    assert choose(form, 0).startswith("That is what making")
    assert form.get_attribute("data-verdict") == "wrong"
    form.get_by_text("On one of the bumps").click()  # the text belongs to the button
    assert form.locator("output").inner_text() == ""
    assert check(form).startswith("Right.")
    assert form.get_attribute("data-verdict") == "right"


def test_a_choice_by_keyboard(tab: Page) -> None:
    form = box(tab, 3)
    form.locator("input").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert form.get_by_role("status").inner_text().startswith("Right.")
    assert form.get_by_role("group").evaluate("group => group.tagName") == "FIELDSET"


def test_without_a_script_a_choice_is_a_list(reader: Reader, at_root: str) -> None:
    plain = reader.page(java_script_enabled=False)
    reader.visit(plain, at_root + TEST)
    form = box(plain, 3)
    assert form.get_by_text("On one of the bumps").is_visible()
    assert not any(control.is_visible() for control in form.locator("input, button, .said").all())
    assert not box(plain, 1).is_visible()
    assert not plain.locator(".score").is_visible()


# Hints, predictions


def test_hints_come_one_by_one_and_then_the_way_to_the_solutions(tab: Page) -> None:
    form = box(tab, 1)
    assert answer(form, "7").startswith("Not yet. Three terms")
    assert answer(form, "0.0920").startswith("Not quite. That is")  # a known mistake costs no hint
    assert answer(form, "8").startswith("Not yet. The term of the fine weather is 0.2355")
    assert answer(form, "9").startswith("Not yet. Try again, or open the solutions below.")
    fold = tab.locator("details.success")
    assert fold.get_attribute("open") is None
    form.get_by_role("button", name="Open the solutions").click()
    assert fold.get_attribute("open") is not None
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("option", [0, 1], ids=["wrong", "right"])
def test_an_answer_given_opens_the_fold_right_below_a_prediction(reader: Reader, at_root: str, option: int) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + COINS)
    form, fold = tab.locator(".admonition.question form"), tab.locator(".admonition.question + details")
    check(form)
    assert fold.get_attribute("open") is None  # nothing was chosen
    choose(form, option)
    assert fold.get_attribute("open") is not None
    others = tab.locator("details.success[open]").count()
    assert others == 1


def test_a_fold_opens_by_hand_too(reader: Reader, at_root: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, at_root + COINS)
    tab.locator(".admonition.question + details summary").click()
    assert tab.locator(".admonition.question + details p").last.is_visible()


# Progress


def test_what_was_right_is_remembered_and_what_was_wrong_is_not(tab: Page) -> None:
    answer_rightly(box(tab, 1))
    answer(box(tab, 2), "7")
    tab.reload()
    assert [box(tab, which).locator(".answer-done").count() for which in (1, 2, 4)] == [1, 0, 0]
    assert score(tab) == "Answered: 2 of 20. Right at the first try: 1."
    answer_rightly(box(tab, 2))
    assert box(tab, 2).locator(".answer-done").count() == 1
    assert score(tab) == "Answered: 2 of 20. Right at the first try: 1."  # the second try does not count
    assert tab.locator(".score-again li a").all_inner_texts() == ["What are surprise and entropy?"]


def test_the_whole_test_right_at_the_first_try_and_then_cleared(reader: Reader, at_root: str, tab: Page) -> None:
    assert score(tab) == "None of the 20 is answered yet."
    said = [answer_rightly(box(tab, which)) for which in range(1, 21)]
    assert [text for text in said if not text.startswith("Right")] == []
    assert score(tab) == "Answered: 20 of 20. Right at the first try: 20."
    assert not tab.locator(".score-again").is_visible()
    marked = tab.locator(".md-nav--primary .lesson-done")
    assert marked.evaluate_all("marks => marks.map(mark => mark.parentElement.pathname)") == ["/" + TEST]
    reader.visit(tab, at_root + "learn/likelihood.html")
    assert marked.count() == 1
    reader.visit(tab, at_root + TEST)
    tab.get_by_role("button", name="Clear my progress").click()
    assert tab.locator(".score output").inner_text() == "Nothing is kept any more."
    assert (tab.evaluate(KEPT), marked.count(), tab.locator(".answer-done").count()) == (None, 0, 0)
    assert box(tab, 1).get_by_label("Your answer").input_value() == ""
    assert score(tab) == "None of the 20 is answered yet."


def test_starting_again_forgets_this_page_only(reader: Reader, at_root: str, tab: Page) -> None:
    reader.visit(tab, at_root + COINS)
    choose(tab.locator(".admonition.question form"), 1)
    reader.visit(tab, at_root + TEST)
    answer(box(tab, 1), "7")
    assert set(json.loads(tab.evaluate(KEPT))) == {"learn/test", "notebooks/coins"}
    tab.get_by_role("button", name="Start this test again").click()
    assert set(json.loads(tab.evaluate(KEPT))) == {"notebooks/coins"}
    assert answer(box(tab, 1), "7").startswith("Not yet. Three terms")  # the hints begin anew


def test_below_a_folder_and_from_disk_pages_are_the_same(reader: Reader, below_kl: str, from_disk: str) -> None:
    for address in (below_kl, from_disk):
        tab = reader.page()
        reader.visit(tab, address + TEST)
        answer_rightly(box(tab, 1))
        assert set(json.loads(tab.evaluate(KEPT))) == {"learn/test"}


@pytest.mark.parametrize("spoilt", todays(["{", "7", "null", '{"learn/test": 7}'], 2))
def test_a_spoilt_memory_is_no_trouble(tab: Page, spoilt: str) -> None:
    tab.evaluate("text => localStorage.setItem('kldiv:progress', text)", spoilt)
    tab.reload()
    assert answer_rightly(box(tab, 1)).startswith("Right")
    assert score(tab) == "Answered: 1 of 20. Right at the first try: 1."


def test_where_nothing_may_be_kept_all_works_until_the_page_is_left(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    tab.add_init_script(NO_STORAGE)
    reader.visit(tab, at_root + TEST)
    answer_rightly(box(tab, 1))
    tab.get_by_role("button", name="Show the arithmetic").click()
    assert score(tab) == "Answered: 1 of 20. Right at the first try: 1."
    tab.reload()
    assert score(tab) == "None of the 20 is answered yet."


# All together


@pytest.mark.parametrize(("dark", "phone"), todays([(False, False), (True, True)], 2))
def test_no_grave_finding_with_everything_open(reader: Reader, at_root: str, dark: bool, phone: bool) -> None:
    tab = reader.page(dark=dark, phone=phone)
    reader.visit(tab, at_root + TEST)
    answer_rightly(box(tab, 1))
    answer(box(tab, 2), "7")
    choose(box(tab, 3), 0)
    choose(box(tab, 6), 1)
    tab.get_by_role("button", name="Show the arithmetic").click()
    button, _ = number(tab, "twenty.rain.bits")
    assert violations(tab) == []
    tab.get_by_role("button", name="Show the arithmetic").click()
    button.click()
    assert violations(tab) == []


def test_our_scripts_are_light(site: Path) -> None:
    """What every page loads, and what one kind of page loads besides; explorers come when they are scrolled to."""
    whole = (site / "assets" / "site.js").read_bytes()
    for part in ("answers", "boxes", "choices", "numbers", "progress"):
        assert (ROOT / "docs" / "assets" / "javascripts" / f"{part}.js").read_bytes() in whole
    scripts = sorted((site / "assets" / "javascripts").glob("*.js"))
    besides = [path.read_bytes() for path in scripts if not path.name.startswith("bundle.")]
    assert besides
    assert sum(len(gzip.compress(code)) for code in (whole, *besides)) < SCRIPTS_PACKED


def test_the_cards_are_there_to_download(tab: Page, site: Path) -> None:
    with tab.expect_download() as download:
        tab.get_by_role("link", name="These cards").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("#separator:tab\n")
    assert sum(not line.startswith("#") for line in text.splitlines()) >= 40
    assert (site / "learn" / "kl-divergence-cards.txt").read_text(encoding="utf-8") == text
