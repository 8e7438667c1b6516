"""The matrix of pairs, as one looks at it, picks from it, filters it, walks it and prints it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from tests.site.reader import Reader
from tests.today import todays

COUNT = sum(distribution.variate == UNIVARIATE for distribution in DISTRIBUTIONS.values())
ARRAYS = {slug for slug, distribution in DISTRIBUTIONS.items() if distribution.variate != UNIVARIATE}
SHOWN = """[...document.querySelectorAll('table.matrix td[data-kind]:not(.faded) a')]
    .filter(a => a.checkVisibility()).map(a => a.ariaLabel)"""
HEADINGS = "[...document.querySelectorAll('table.matrix thead [data-slug]:not([hidden])')].map(h => h.dataset.slug)"
#: The paper of a printed page, in points, and what is left of A3 within its margins, in pixels.
BOX = re.compile(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]")
A3_WIDE, A3_HIGH = round((420 - 18) / 25.4 * 96), round((297 - 18) / 25.4 * 96)
P_AND_Q = {"rgb(0, 114, 178)", "rgb(213, 94, 0)"}


@pytest.fixture
def matrix(reader: Reader, below_kl: str) -> Page:
    tab = reader.page()
    reader.visit(tab, below_kl + "matrix.html")
    return tab


def focused(tab: Page) -> str:
    return tab.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def cell(tab: Page, p: str, q: str) -> str:
    place = tab.evaluate("[...document.querySelectorAll('thead [data-slug]')].map(h => h.dataset.slug)").index(q)
    return f"tr[data-slug={p}] > :nth-child({place + 2})"


def picked(tab: Page) -> tuple[str, str]:
    p, q = (tab.get_by_role("combobox", name=f"{side} =").input_value() for side in "pq")
    return p, q


def type_name(tab: Page, name: str) -> None:
    tab.get_by_role("searchbox", name="Distribution", exact=True).fill(name)


def test_no_cell_is_empty(matrix: Page) -> None:
    cells = matrix.evaluate("[...document.querySelectorAll('td[data-kind]')].map(c => [c.dataset.kind, c.innerText])")
    assert len(cells) == COUNT**2
    assert len({kind for kind, _ in cells}) == len({sign.strip() for _, sign in cells}) == 4


@pytest.mark.parametrize("size", [(1280, 800), (1600, 1000)])
def test_it_stands_whole_on_the_first_screen(matrix: Page, size: tuple[int, int]) -> None:
    width, height = size
    matrix.set_viewport_size({"width": width, "height": height})
    last = matrix.locator("table.matrix tbody tr").last.locator("td").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= width
    assert last["y"] + last["height"] <= height
    assert matrix.evaluate("document.documentElement.scrollWidth") == width
    boxes = matrix.evaluate(
        "[...document.querySelectorAll('td[data-kind]')].map(c => [c.clientWidth, c.clientHeight]).flat()"
    )
    assert 10 <= min(boxes) <= max(boxes) <= 23


@pytest.mark.parametrize("dark", [False, True])
def test_four_fills_that_are_not_those_of_p_and_q(reader: Reader, below_kl: str, dark: bool) -> None:
    tab = reader.page(dark=dark)
    reader.visit(tab, below_kl + "matrix.html")
    cells = "[...document.querySelectorAll('td[data-kind]')]"
    fills = tab.evaluate(f"{cells}.map(c => [c.dataset.kind, getComputedStyle(c).backgroundColor])")
    by_kind = dict(fills)
    assert len(set(by_kind.values())) == len(by_kind) == 4
    assert not P_AND_Q & set(by_kind.values())


def test_each_row_is_of_one_support_and_groups_hold_together(matrix: Page) -> None:
    bodies = matrix.evaluate(
        "[...document.querySelectorAll('table.matrix tbody')].map(b => [...b.rows].map(r => r.dataset.slug))"
    )
    kinds = [{DISTRIBUTIONS[slug].kind for slug in body} for body in bodies]
    assert kinds[0] == {"discrete"}
    assert all(kind == {"continuous"} for kind in kinds[1:])
    supports = [[DISTRIBUTIONS[slug].symbolic("p").support() for slug in body] for body in bodies[1:4]]
    ends = [{(str(s.lower.is_finite), str(s.upper.is_finite)) for s in group} for group in supports]
    assert [len(group) for group in ends] == [1, 1, 1]
    assert all(one != other for one, other in pairwise(ends))


def test_a_cell_shows_its_formula_and_lights_its_row_and_column(matrix: Page) -> None:
    place = cell(matrix, "gamma", "weibull")
    matrix.hover(place)
    card = matrix.locator(".matrix-card")
    card.get_by_role("link", name="Gamma ‖ Weibull").wait_for()
    lit = matrix.evaluate("[...document.querySelectorAll('.lit')].map(x => x.textContent.trim())")
    assert lit[0] == "Weibull"
    assert "Gamma" in lit
    assert len(lit) == 3
    formula = re.sub(r"\s", "", card.locator(".matrix-answer .formula").first.text_content() or "")
    card.get_by_role("link").click()
    matrix.wait_for_url("**/kl/gamma-weibull.html")
    statements = matrix.locator(".formula").all_text_contents()
    assert formula in [re.sub(r"\s", "", text) for text in statements]


def test_why_a_pair_is_infinite_is_said_on_hover(matrix: Page) -> None:
    matrix.hover(cell(matrix, "cauchy", "normal"))
    matrix.get_by_text("is infinite under the Cauchy distribution").wait_for()
    matrix.hover(cell(matrix, "normal", "gamma"))
    matrix.get_by_text("which reaches outside").wait_for()
    assert matrix.locator(".matrix-card math").count() >= 3
    assert not re.search(r"\b[a-z]+_[a-z]\b|\*\*", matrix.locator(".matrix-card").inner_text())


def test_there_is_one_card_and_no_tooltips(matrix: Page) -> None:
    assert matrix.locator(".matrix-card").count() == 1
    assert matrix.locator(".poster [title]:not(.headerlink)").count() == 0


def test_two_pickers_answer(matrix: Page) -> None:
    assert matrix.locator(".poster [data-part=picker]").count() == 1
    p, q = (matrix.get_by_role("combobox", name=f"{side} =") for side in "pq")
    p.select_option("Erlang → Gamma")
    q.select_option("exponential")
    card = matrix.locator(".matrix-card")
    card.get_by_role("link", name="Gamma ‖ Exponential").wait_for()
    matrix.locator(".poster").get_by_role("button", name="Swap p and q").click()
    card.get_by_role("link", name="Exponential ‖ Gamma").wait_for()
    assert (p.input_value(), q.input_value()) == ("exponential", "gamma")
    p.select_option("wishart")
    card.get_by_role("link", name="Wishart ‖ Wishart").wait_for()
    q.select_option("poisson")
    card.get_by_role("link", name="Normal ‖ Poisson").wait_for()


def test_it_is_filtered_by_name_and_by_answer(matrix: Page) -> None:
    type_name(matrix, "half-cau")
    shown = matrix.evaluate(SHOWN)
    assert len(shown) == 2 * COUNT - 1
    assert all("Half-Cauchy" in title for title in shown)
    matrix.get_by_role("combobox", name="Answer").select_option("closed")
    shown = matrix.evaluate(SHOWN)
    assert any(title.startswith("Half-Cauchy to Half-Cauchy") for title in shown)
    assert all(title.endswith("closed form") for title in shown)
    assert matrix.locator("#matrix-count").inner_text().split()[0] == str(len(shown))
    rows = matrix.evaluate("[...document.querySelectorAll('tbody tr:not([hidden])')].map(r => r.dataset.slug)")
    assert set(rows) | set(matrix.evaluate(HEADINGS)) < set(DISTRIBUTIONS), "empty rows and columns go"
    assert len(rows) < COUNT > len(matrix.evaluate(HEADINGS))
    matrix.get_by_role("button", name="Clear").click()
    matrix.wait_for_function(f"document.querySelectorAll('tbody tr:not([hidden])').length === {COUNT}")
    assert len(matrix.evaluate(SHOWN)) == COUNT**2


def test_an_alias_finds_the_distribution(matrix: Page) -> None:
    type_name(matrix, "gaussian")
    assert "Normal to Gamma: infinite" in matrix.evaluate(SHOWN)
    type_name(matrix, "multivariate gaussian")
    assert matrix.evaluate(SHOWN) == []
    assert matrix.locator(".matrix-arrays li:visible").count() == 4
    assert matrix.locator("#matrix-count").inner_text() == "4 pairs"


def test_a_typing_error_is_answered_by_what_is_near(matrix: Page) -> None:
    type_name(matrix, "gausian")
    said = matrix.locator("#matrix-count")
    assert "Nothing is called “gausian”" in said.inner_text()
    said.get_by_role("button", name="Gaussian", exact=True).click()
    assert "Normal to Normal: closed form" in matrix.evaluate(SHOWN)
    type_name(matrix, "zyzzyva")
    assert said.inner_text() == "Nothing found."


def test_it_is_filtered_by_the_functions_that_a_formula_needs(matrix: Page) -> None:
    needs = matrix.get_by_role("combobox", name="Formula needs")
    counts = {}
    for key in ("elementary", "gamma", "erf", "bessel", "other"):
        needs.select_option(key)
        counts[key] = set(matrix.evaluate(SHOWN))
    assert any(one.startswith("Normal to Normal:") for one in counts["elementary"])
    assert any(one.startswith("Gamma to Gamma:") for one in counts["gamma"])
    assert any(one.startswith("von Mises to von Mises:") for one in counts["bessel"])
    assert any(one.startswith("Normal to Laplace:") for one in counts["erf"])
    assert not counts["elementary"] & (counts["gamma"] | counts["erf"] | counts["bessel"] | counts["other"])
    needs.select_option("")
    matrix.get_by_role("combobox", name="Answer").select_option("closed")
    closed = set(matrix.evaluate(SHOWN))
    matrix.get_by_role("combobox", name="Answer").select_option("conditional")
    assert closed | set(matrix.evaluate(SHOWN)) == set().union(*counts.values())


@pytest.mark.parametrize("address", ["below_kl", "from_disk"])
def test_what_was_chosen_survives_going_there_and_back(
    reader: Reader, request: pytest.FixtureRequest, address: str
) -> None:
    tab = reader.page()
    reader.visit(tab, request.getfixturevalue(address) + "matrix.html")
    tab.get_by_role("combobox", name="p =").select_option("poisson")
    type_name(tab, "poisson")
    tab.get_by_role("combobox", name="Answer").select_option("closed")
    shown = tab.evaluate(SHOWN)
    tab.locator("td a[aria-label^='Poisson to Poisson:']").click()
    tab.wait_for_url("**/kl/poisson-poisson.html")
    tab.go_back()
    tab.wait_for_function("document.querySelector('.poster.live')")
    assert tab.evaluate(SHOWN) == shown
    assert picked(tab) == ("poisson", "poisson"), "the cell that was left by"
    tab.locator(".matrix-card").get_by_role("link", name="Poisson ‖ Poisson").wait_for()


@pytest.mark.parametrize("address", ["below_kl", "from_disk"])
def test_the_cell_that_has_the_focus_is_the_pair_that_was_chosen(
    reader: Reader, request: pytest.FixtureRequest, address: str
) -> None:
    tab = reader.page()
    reader.visit(tab, request.getfixturevalue(address) + "matrix.html")
    tab.hover(cell(tab, "gamma", "weibull"))
    tab.locator(".matrix-card").get_by_role("link", name="Gamma ‖ Weibull").wait_for()
    assert picked(tab) == ("normal", "normal"), "passing over a cell chooses nothing"
    tab.locator(cell(tab, "gamma", "gamma") + " a").focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowLeft")
    assert picked(tab) == ("gamma", "frechet")
    expect(tab).to_have_url(re.compile("#p=gamma&q=frechet$"))
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/kl/gamma-frechet.html")
    tab.go_back()
    tab.wait_for_function("document.activeElement.ariaLabel?.startsWith('Gamma to Fréchet')")
    assert picked(tab) == ("gamma", "frechet")
    tab.keyboard.press("ArrowRight")
    assert picked(tab) == ("gamma", "gamma")


@pytest.mark.parametrize("pair", [("gamma", "weibull"), ("half-normal", "beta-prime"), ("dirichlet", "dirichlet")])
def test_the_name_of_a_pair_is_an_address(reader: Reader, from_disk: str, pair: tuple[str, str]) -> None:
    tab = reader.page()
    reader.visit(tab, from_disk + "matrix.html#" + "-".join(pair))
    assert picked(tab) == pair
    titles = " ‖ ".join(DISTRIBUTIONS[slug].title for slug in pair)
    tab.locator(".matrix-card").get_by_role("link", name=titles).wait_for()


def test_all_begins_at_one_edge_and_no_name_touches_its_group(matrix: Page) -> None:
    matrix.set_viewport_size({"width": 1600, "height": 1000})
    edges = matrix.evaluate(
        """['.md-logo svg, .md-logo img', '.md-tabs__link', '.way a', 'h1'].map(
            (one) => document.querySelector(one).getBoundingClientRect().left)"""
    )
    assert max(edges) - min(edges) < 8
    names = "thead tr:not(.matrix-groups) th a span"
    gap = matrix.evaluate(
        f"""(() => {{ const range = document.createRange();
        const tops = [...document.querySelectorAll('{names}')].map((span) => {{
          range.selectNodeContents(span); return range.getBoundingClientRect().top; }});
        const feet = [...document.querySelectorAll('.matrix-groups th span')].map(
          (span) => span.getBoundingClientRect().bottom);
        return Math.min(...tops) - Math.max(...feet); }})()"""
    )
    assert gap >= 3


def test_the_count_says_what_it_counts(matrix: Page) -> None:
    others = matrix.locator(".matrix-arrays li").count()
    said = f"{COUNT**2 + others} pairs, with the {others} of vectors, matrices and labels"
    assert matrix.locator("#matrix-count").inner_text() == said


def test_it_is_entered_by_one_tab_and_walked_by_arrows(matrix: Page) -> None:
    type_name(matrix, "gamma")
    matrix.get_by_role("button", name="Clear").focus()
    matrix.keyboard.press("Tab")
    first = focused(matrix)
    assert " to " in first
    matrix.keyboard.press("ArrowRight")
    assert focused(matrix) != first
    matrix.keyboard.press("End")
    matrix.keyboard.press("Home")
    heading = focused(matrix)
    assert heading in [kind.title for kind in DISTRIBUTIONS.values()], "headings are walked too"
    matrix.keyboard.press("ArrowRight")
    assert focused(matrix) == first
    matrix.keyboard.press("ArrowUp")
    while " to " in focused(matrix):
        matrix.keyboard.press("ArrowUp")
    assert focused(matrix) in [kind.title for kind in DISTRIBUTIONS.values()]
    matrix.keyboard.press("ArrowDown")
    target = matrix.evaluate("document.activeElement.href")
    matrix.keyboard.press("Enter")
    matrix.wait_for_url(target)
    assert matrix.locator("h1").count() == 1


def test_the_focus_shows_the_answer_and_tab_leaves_the_table(matrix: Page) -> None:
    matrix.get_by_role("button", name="Clear").focus()
    matrix.keyboard.press("Tab")
    matrix.keyboard.press("ArrowRight")
    matrix.locator(".matrix-card").get_by_role("link", name="Bernoulli ‖ Binomial").wait_for()
    matrix.keyboard.press("Tab")
    assert not matrix.evaluate("document.activeElement.closest('table')")


def test_on_a_phone_the_pickers_come_alone(reader: Reader, below_kl: str) -> None:
    tab = reader.page(phone=True, has_touch=True)
    reader.visit(tab, below_kl + "matrix.html")
    assert not tab.locator("table.matrix").is_visible()
    assert not tab.locator(".matrix-filter").is_visible()
    tab.get_by_role("combobox", name="q =").select_option("laplace")
    tab.locator(".matrix-card").get_by_role("link", name="Normal ‖ Laplace").wait_for()
    tab.get_by_text("The whole matrix").tap()
    place = tab.locator(cell(tab, "laplace", "normal") + " a")
    place.scroll_into_view_if_needed()
    assert tab.locator("tr[data-slug=laplace] th").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    place.tap()
    tab.wait_for_url("**/kl/laplace-normal.html")


def test_no_cell_that_has_the_focus_lies_behind_the_headings(reader: Reader, below_kl: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, below_kl + "matrix.html")
    tab.get_by_text("The whole matrix").click()
    tab.locator("tr[data-slug=weibull] td a").nth(30).focus()
    for key in ("ArrowLeft", "ArrowUp") * 12:
        tab.keyboard.press(key)
        on_top = tab.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            return document.activeElement.contains(
                document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"""
        )
        assert on_top, focused(tab)


def test_it_is_printed_on_one_sheet_of_a3(matrix: Page) -> None:
    sheet = matrix.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert {tuple(map(round, map(float, box))) for box in BOX.findall(sheet)} == {(1191, 842)}
    matrix.emulate_media(media="print")
    matrix.set_viewport_size({"width": A3_WIDE, "height": A3_HIGH})
    for part in ("table.matrix", ".matrix-arrays"):
        box = matrix.locator(part).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= A3_WIDE
        assert box["y"] + box["height"] <= A3_HIGH
    for control in (".matrix-picker", ".matrix-filter", ".matrix-card", ".md-header", ".md-footer"):
        assert not matrix.locator(control).first.is_visible()


def test_without_scripts_the_links_stand(reader: Reader, below_kl: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, below_kl + "matrix.html")
    assert not tab.locator(".matrix-filter").is_visible()
    tab.locator("tr[data-slug=beta] a[aria-label^='Beta to Uniform']").click()
    tab.wait_for_url("**/kl/beta-uniform.html")


@pytest.mark.parametrize("width", todays([700, 768, 820, 900, 959, 960, 1024, 1239, 1240, 1280, 1600], 3))
def test_every_column_is_there_at_every_width(reader: Reader, at_root: str, width: int) -> None:
    tab = reader.page()
    tab.set_viewport_size({"width": width, "height": 1000})
    reader.visit(tab, at_root + "matrix.html")
    box, table = (tab.locator(name).bounding_box() for name in (".matrix-box", "table.matrix"))
    assert box is not None
    assert table is not None
    assert table["x"] + table["width"] <= box["x"] + box["width"] + 1 <= width
    assert tab.locator("table.matrix").is_visible()
