from __future__ import annotations

import pytest
from lxml import html

from scripts.site.choices import Option, read_option
from tests.scripts.site.site_parts import Pages

ASKED = "[[choice]]\n( ) Forward: It *covers*.\n(x) Reverse: Right."


def forms(page: str) -> list[html.HtmlElement]:
    return html.fromstring(f"<div>{page}</div>").xpath(".//form[@class='choice']")


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("( ) Forward: It covers.", Option(False, "Forward", "It covers.")),
        ("(x) a: b: c", Option(True, "a", "b: c")),
        (r"() Either\: both: No\: one.", Option(False, "Either: both", "No: one.")),
        (r"(x) $p \: : q$: See $a : b$.", Option(True, r"$p \: : q$", "See $a : b$.")),
        ("( ) `a: b`: c", Option(False, "`a: b`", "c")),
        ("( ) [[n:one]] bit: No.", Option(False, "[[n:one]] bit", "No.")),
        ("( ) nothing to say", Option(False, "nothing to say", "")),
        ("( ) nothing to say:", Option(False, "nothing to say", "")),
        ("Forward: It covers.", None),
    ],
)
def test_an_option_ends_at_the_first_colon_outside_of_formulas_and_code(line: str, option: Option | None) -> None:
    assert read_option(line) == option


def test_a_choice_is_a_list_until_the_script_shows_its_buttons() -> None:
    pages = Pages()
    (form,) = forms(pages.render(ASKED))
    assert form.get("hidden") is None
    assert all(control.get("hidden") is not None for control in form.xpath(".//input | ./button"))
    assert form.xpath(".//li/label/text()") == ["Forward", "Reverse"]
    assert [item.get("data-right") is not None for item in form.findall("fieldset/ul/li")] == [False, True]
    assert form.xpath(".//input/@type") == ["radio", "radio"]
    assert form.xpath(".//input/@id") == form.xpath(".//label/@for")
    assert len(set(form.xpath(".//input/@name"))) == 1
    assert form.findtext("fieldset/legend") == "Choose one"
    said = form.xpath(".//span[@class='said']")
    assert [one.text_content() for one in said] == ["It covers.", "Right."]
    assert all(one.get("hidden") is not None for one in said)
    assert form.find("fieldset").get("aria-describedby") == form.find("output").get("id")
    assert form.find("output").get("aria-live") == "polite"
    assert pages.context.warnings == []


def test_a_formula_alone_has_a_word_before_it_that_is_not_seen() -> None:
    (form,) = forms(Pages().render("[[choice]]\n( ) $a$: No.\n(x) $b$, or so: Yes."))
    first, second = form.xpath(".//label")
    assert first.findtext("span[@class='unseen']") == "answer 1: "
    assert first.xpath("span/span[@data-tex]") or first.xpath("span[@data-tex]")
    assert second.find("span[@class='unseen']") is None


def test_several_right_ones_are_ticked() -> None:
    (form,) = forms(Pages().render(f"{ASKED}\n(x) Both: Right too."))
    assert form.xpath(".//input/@type") == ["checkbox"] * 3
    assert form.findtext("fieldset/legend") == "Choose all that are right"


def test_it_stands_in_admonitions_and_lists_and_every_id_is_its_own() -> None:
    inside = ASKED.replace("\n", "\n    ")
    page = Pages().render(
        f'!!! question "Predict first"\n\n    Which?\n\n    {inside}\n\n1. And here?\n\n    {inside}\n'
    )
    tree = html.fromstring(f"<div>{page}</div>")
    assert len(tree.xpath(".//div[@class='admonition question']/form")) == len(tree.xpath(".//ol/li/form")) == 1
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))
    first, second = tree.xpath(".//form/@data-box")
    assert second == f"{first}~2"
    assert len(set(tree.xpath(".//input/@name"))) == 2


def test_the_name_that_is_remembered_changes_with_the_options_only() -> None:
    names = [
        forms(Pages().render(text))[0].get("data-box")
        for text in (ASKED, ASKED.replace("covers", "covers both"), ASKED.replace("Forward", "Backward"))
    ]
    assert names[0] == names[1] != names[2]


def test_hints_go_on_in_an_indented_line_and_a_number_in_a_form_has_no_button() -> None:
    (form,) = forms(
        Pages().render(f"{ASKED}\n( ) [[n:worked]]: It is [[n:worked]].\nhint: Look\n    twice.\nhint: So.")
    )
    assert form.xpath(".//ul[@class='hints']/li/text()") == ["Look twice.", "So."]
    assert form.xpath(".//span[@class='number']/text()") == ["0.3219", "0.3219"]
    assert form.xpath(".//span[@class='number']/button") == []


def test_where_to_read_again_is_a_link() -> None:
    (form,) = forms(Pages().render(f"{ASKED}\nagain: [Paying](cost.md)"))
    (link,) = form.xpath("./span[@class='again']/a")
    assert (link.get("href"), link.text) == ("cost.md", "Paying")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[choice]]\n( ) Forward: No.\n( ) Reverse: No.", "without a right answer"),
        ("[[choice]]\n(x) Forward: Yes.", "without a wrong answer"),
        ("[[choice]]\n( ) Forward:\n(x) Reverse: Yes.", "'Forward' says nothing"),
        ("[[choice]]\n( ) Forward\n(x) Reverse: Yes.", "'Forward' says nothing"),
        ("[[choice]]\n( ) : No.\n( ) No: no.\n(x) Reverse: Yes.", "an option is written"),
        (f"{ASKED}\nhint:", "a hint that says nothing"),
    ],
)
def test_an_author_s_mistake_is_a_warning(text: str, complaint: str) -> None:
    pages = Pages()
    pages.render(text)
    assert [complaint in warning for warning in pages.context.warnings] == [True]


def test_a_score_is_hidden_until_the_script_fills_it_in() -> None:
    tree = html.fromstring(f"<div>{Pages().render('[[score]]')}</div>")
    (score,) = tree.xpath("./div[@class='score']")
    assert score.get("hidden") is not None
    assert [button.text for button in score.xpath("./button")] == ["Start this test again", "Clear my progress"]
