"""The answer boxes: what they take for right, what they explain, and that they are only there when they work."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.site.reader import Reader
from tests.today import todays

PAGE = "learn/cost-of-being-wrong.html"
ASKED = "1.3219 bits"  # the price of giving a dog two fifths: log2(5/2)
DOCS = Path(__file__).resolve().parents[2] / "docs"
#: Every page of the path, and every page of answers but their list, ends in exercises.
PRACTISED = sorted({*DOCS.glob("learn/*.md"), *DOCS.glob("questions/*.md")} - {DOCS / "questions" / "index.md"})


RIGHT = [
    "1.3219280948873622",
    "1.3219",
    "1,32",
    "1.3",
    "1.3219 bits",
    "0.9163 nats",
    "132.19 %",
    "log2(5/2)",
    "log2(2,5)",
    "-log_2 0.4",
    "−log₂ 0.4",
    "ln(5/2)/ln 2",
    "log(2.5)/log(2)",
    "1 + log2(10^1/2^3)",
    "2 log2(sqrt(5/2))",
    "log2(√(2.5)^2)",
    "log10(2.5) ÷ log10(2)",
    "log2(10π/(4pi))",
    "log2(exp(1)·2.5) - 1/ln2",
]
WRONG = {
    "0.9163": "Not quite. That is in nats",
    "ln(5/2)": "Not quite. That is in nats",
    "0.3219": "Not quite. That is what the decent network pays",
    "-1.3219": "The size is right. Look at the sign",
    "1.33": "Not yet",
    "2.5": "Not yet",
    "1/0": "Not yet",
}
UNREAD = {
    "": "Type a number",
    "  ": "Type a number",
    "1": "Right as far as it goes",
    "a dog": "That can’t be read",
    "1,000.5": "That can’t be read",
    "2 3": "That can’t be read",
    "log2": "That can’t be read",
    "(1": "That can’t be read",
    "1)": "That can’t be read",
    "1 +": "That can’t be read",
    "0/0": "That can’t be read",
    "alert(1)": "That can’t be read",
    "constructor": "That can’t be read",
    "<b>1</b>": "That can’t be read",
    "((((((((((((((((((((((((((((": "That can’t be read",
}


@pytest.fixture
def tab(reader: Reader, at_root: str) -> Page:
    tab = reader.page()
    reader.visit(tab, at_root + PAGE)
    return tab


def first(tab: Page) -> Locator:
    """The box that asks for the price of two fifths, the first of its kind."""
    return tab.locator(f'form.answer[data-text="{ASKED}"]').first


def say(form: Locator, text: str) -> tuple[str | None, str]:
    form.get_by_label("Your answer").fill(text)
    form.get_by_role("button", name="Check").click()
    return form.get_attribute("data-verdict"), form.locator("output").inner_text()


def test_equal_expressions_and_rounded_numbers_are_right(tab: Page) -> None:
    heard = {text: say(first(tab), text) for text in RIGHT}
    assert heard == dict.fromkeys(RIGHT, ("right", f"Right: {ASKED}."))


@pytest.mark.parametrize(("kind", "expected"), [("wrong", WRONG), ("unread", UNREAD)])
def test_a_wrong_answer_is_explained_and_nonsense_gets_a_gentle_word(
    tab: Page, kind: str, expected: dict[str, str]
) -> None:
    heard = {text: say(first(tab), text) for text in expected}
    assert {text: (verdict, said[: len(expected[text])]) for text, (verdict, said) in heard.items()} == {
        text: (kind, said) for text, said in expected.items()
    }


def test_by_keyboard_alone(tab: Page) -> None:
    box = first(tab).get_by_label("Your answer, in bits")
    box.focus()
    tab.keyboard.type("0.9163")
    tab.keyboard.press("Enter")
    output = first(tab).get_by_role("status")
    assert output.inner_text().startswith("Not quite.")
    assert box.evaluate("box => box === document.activeElement")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("1")
    assert output.inner_text() == ""  # a new answer clears the old verdict
    tab.keyboard.type(".32")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert output.inner_text() == f"Right: {ASKED}."
    assert tab.url.endswith(PAGE)


def test_a_whole_number_infinity_a_share_and_a_formula_in_an_explanation(
    reader: Reader, at_root: str, tab: Page
) -> None:
    reader.visit(tab, at_root + "learn/why-a-log-and-a-ratio.html")
    boxes = tab.locator("form.answer")
    assert say(boxes.nth(1), "21")[0] == "right"
    assert say(boxes.nth(1), "20")[1].startswith("Not quite. After these")
    reader.visit(tab, at_root + "learn/what-is-kl.html")
    assert [say(boxes.nth(2), text)[0] for text in ("∞", "Infinity", "-log(0)", "-∞", "100")] == [
        *["right"] * 3,
        *["wrong"] * 2,
    ]
    reader.visit(tab, at_root + "learn/when-infinite.html")
    assert [say(boxes.nth(1), text)[0] for text in ("33", "32.8 %", "100*0.8^5")] == ["right"] * 3
    reader.visit(tab, at_root + "learn/expectation.html")
    in_bits = tab.locator('form.answer[data-text="0.0365 bits"]')
    assert say(in_bits, "0.0372")[0] == "wrong"
    assert in_bits.locator("output .math").count() == 1


def test_hidden_without_javascript_and_on_paper(reader: Reader, at_root: str, tab: Page) -> None:
    assert first(tab).is_visible()
    tab.emulate_media(media="print")
    assert not first(tab).is_visible()
    plain = reader.page(java_script_enabled=False)
    reader.visit(plain, at_root + PAGE)
    asked = (DOCS / PAGE).with_suffix(".md").read_text(encoding="utf-8").count("[[answer:")
    assert plain.locator("form.answer").count() == asked > 2
    assert not first(plain).is_visible()


def test_every_box_takes_its_own_answer_and_knows_its_mistakes(reader: Reader, from_disk: str) -> None:
    tab, wrong = reader.page(), []
    for source in todays(PRACTISED, 8):
        reader.visit(tab, f"{from_disk}{source.parent.name}/{source.stem}.html")
        boxes = tab.locator("form.answer").all()
        assert boxes, source.stem
        assert tab.locator("details.success").count() > 0, source.stem
        for form in boxes:
            answer = form.get_attribute("data-text") or ""
            mistakes = form.locator(".mistakes > li").evaluate_all("items => items.map(item => item.dataset.answer)")
            expected = {answer: "Right: "} | dict.fromkeys(mistakes, "Not quite. ")
            wrong += [
                (source.stem, text, said) for text, said in expected.items() if not say(form, text)[1].startswith(said)
            ]
    assert wrong == []
