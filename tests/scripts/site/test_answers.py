from __future__ import annotations

import pytest
from lxml import html

from tests.scripts.site.site_parts import Pages

ASKED = "[[answer:cats-dogs.decent.bits]]"


def forms(page: str) -> list[html.HtmlElement]:
    return html.fromstring(f"<div>{page}</div>").xpath(".//form[@class='answer']")


def test_a_box_is_a_hidden_form_with_a_label() -> None:
    (form,) = forms(Pages().render(ASKED))
    assert form.get("hidden") is not None
    assert form.get("data-search-exclude") is not None
    assert (form.get("data-answer"), form.get("data-text")) == ("0.32192809488736235", "0.3219 bits")
    assert form.findtext("label") == "Your answer, in bits"
    assert form.find("label").get("for") == form.find("input").get("id") == form.find("output").get("for")
    assert form.find("output").get("aria-live") == "polite"
    assert form.findtext("button") == "Check"
    assert form.find("ul") is None


def test_a_mistake_is_named_and_explained() -> None:
    page = Pages()
    (form,) = forms(page.render(f"{ASKED}\nnot cats-dogs.decent.nats: In *nats*: take $\\log_2$.\nnot never: Swapped."))
    first, second = form.findall("ul/li")
    assert (first.get("data-answer"), second.get("data-answer")) == ("0.22314355131420976", "inf")
    assert [child.tag for child in first] == ["em", "span"]
    assert page.context.warnings == []


def test_hints_are_hidden_and_may_hold_mathematics() -> None:
    page = Pages()
    (form,) = forms(page.render(f"{ASKED}\nnot cats-dogs.decent.nats: No.\nhint: Take\n  $\\log_2$.\nhint: Halve."))
    hints = form.find("ul[@class='hints']")
    assert hints.get("hidden") is not None
    assert [hint.text for hint in hints] == ["Take ", "Halve."]
    assert len(form.find("ul[@class='mistakes']")) == 1
    assert page.context.warnings == []


@pytest.mark.parametrize("name", ["one", "never"])
def test_one_is_singular_and_infinity_is_an_answer(name: str) -> None:
    (form,) = forms(Pages().render(f"[[answer:{name}]]"))
    assert form.get("data-text") == {"one": "1 bit", "never": "∞ nats"}[name]


def test_boxes_stand_in_lists_beside_text_and_have_ids_of_their_own() -> None:
    text = f"1. What?\n\n    {ASKED}\n    not cats-dogs.decent.nats: No.\n\n2. And then?\n\n    [[answer:one]]\n"
    page = Pages().render(text)
    tree = html.fromstring(f"<div>{page}</div>")
    assert [len(item.findall("form")) for item in tree.findall("ol/li")] == [1, 1]
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id")) == 4
    assert "[[answer" not in page
    assert "<p>What so?</p>" in Pages().render(f"What so?\n{ASKED}\n")


def test_code_is_left_alone() -> None:
    assert forms(Pages().render(f"```text\n{ASKED}\n```")) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[answer:zebra]]", "no computed number is named 'zebra'"),
        ("[[answer:cats-dog.decent.bits]]", "the nearest is 'cats-dogs.decent.bits'"),
        ("[[answer:code.alphabet]]", "an answer must be a number"),
        (f"{ASKED}\nnot zebra: No.", "no computed number is named 'zebra'"),
        (f"{ASKED}\nnot one", "a mistake is written"),
        (f"{ASKED}\nhint: ", "a hint that says nothing"),
        (f"{ASKED}\nnot cats-dogs.decent.rounded: Rounded.", "would pass for the right answer"),
    ],
)
def test_an_author_s_mistake_is_a_warning(text: str, complaint: str) -> None:
    pages = Pages()
    pages.render(text)
    assert [complaint in warning for warning in pages.context.warnings] == [True]
