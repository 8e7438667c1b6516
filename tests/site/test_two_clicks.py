"""From home a reader, a seeker of a formula, somebody in trouble and a citer reach their goal in two clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from tests.site.reader import Reader
from tests.today import todays


@pytest.fixture(params=["from_disk", "below_kl"])
def home(request: pytest.FixtureRequest, reader: Reader) -> Page:
    tab = reader.page()
    reader.visit(tab, request.getfixturevalue(request.param) + "index.html")
    return tab


@pytest.fixture
def quick(reader: Reader, from_disk: str) -> Page:
    """The home page, from disk alone."""
    tab = reader.page()
    reader.visit(tab, from_disk + "index.html")
    return tab


def find(tab: Page, p: str, q: str) -> None:
    """Fill in the finder and press its button: one click."""
    form = tab.locator("[data-part=picker]")
    form.locator("[name=p]").fill(p)
    form.locator("[name=q]").fill(q)
    form.get_by_role("button", name="Find").click()


def test_a_reader_computes(home: Page) -> None:
    home.get_by_role("link", name="Compute one").click()
    expect(home.locator("h1")).to_contain_text("How do I compute a KL divergence?")
    expect(home.locator("[data-part=way]")).to_contain_text("1 of 20")
    home.get_by_role("link", name="Next: ").click()
    expect(home.locator("h1")).to_contain_text("What does it cost to be wrong?")


@pytest.mark.parametrize(
    ("p", "q", "place"),
    todays(
        [
            ("Gaussian", "bell curve", "kl/normal-normal.html"),
            ("gamma", " weibull distribution", "kl/gamma-weibull.html"),
            ("MVN", "mvn", "kl/multivariate-normal-multivariate-normal.html"),
            ("Normal", "Gamma", "distributions/normal.html#normal-gamma"),
            ("dirich", "dirich", "kl/dirichlet-dirichlet.html"),
            ("N(0,1)", "Normal(2, 1)", "kl/normal-normal.html"),
            ("Chi²", "χ²", "kl/chi2-chi2.html"),
        ],
        2,
    ),
)
def test_a_seeker_finds_a_formula(home: Page, p: str, q: str, place: str) -> None:
    find(home, p, q)
    home.wait_for_url(f"**/{place}")


@pytest.mark.parametrize(
    ("p", "meant", "place"),
    [
        ("gama", "Gamma", "kl/gamma-gamma.html"),
        ("exponetial", "Exponential", "kl/exponential-gamma.html"),
        ("exponnetial", "Exponential", "kl/exponential-gamma.html"),
        ("Guassian", "Normal", "distributions/normal.html#normal-gamma"),
    ],
)
def test_a_typing_error_is_asked_about(quick: Page, p: str, meant: str, place: str) -> None:
    find(quick, p, "gamma")
    said = quick.locator("[data-part=picker] output")
    expect(said).to_contain_text(f"Did you mean {meant}")
    expect(quick.locator("[data-part=picker] [name=p]")).to_be_focused()
    quick.keyboard.press("Tab")
    said.get_by_role("button", name=meant, exact=True).click()
    quick.wait_for_url(f"**/{place}")


def test_one_of_arrays_that_is_as_small_as_can_be(quick: Page) -> None:
    find(quick, "normal", "multivariate normal")
    said = quick.locator("[data-part=picker] output")
    expect(said).to_contain_text("A normal distribution is a multivariate normal one with n = 1.")
    find(quick, "mvn", "normal")
    said.get_by_role("link").click()
    quick.wait_for_url("**/kl/multivariate-normal-multivariate-normal.html")


def test_a_row_is_reached_with_what_it_is_a_row_of(quick: Page) -> None:
    find(quick, "Cauchy", "Normal")
    quick.wait_for_url("**/distributions/cauchy.html#cauchy-normal")
    above = quick.evaluate(
        "document.querySelector('.md-header').getBoundingClientRect().bottom + 60"
        " < document.getElementById('cauchy-normal').getBoundingClientRect().top"
    )
    assert above
    expect(quick.locator("#cauchy-normal")).to_be_in_viewport()


def test_a_seeker_is_told_what_is_not_known(home: Page) -> None:
    before = home.url
    find(home, "gamma", "zipf")
    expect(home.locator("[data-part=picker] output")).to_contain_text("zipf")
    find(home, "gamma", "dirichlet")
    expect(home.locator("[data-part=picker] output")).to_contain_text("no divergence")
    assert home.url == before


def test_somebody_in_trouble_finds_the_cause(home: Page) -> None:
    home.get_by_role("link", name="find your question").click()
    home.locator("article").get_by_role("link", name="nan").first.click()
    expect(home.locator("h1")).to_contain_text("nan")


def test_a_citer_finds_the_entry(home: Page) -> None:
    home.get_by_role("link", name="that of two normal distributions").click()
    home.wait_for_url("**/kl/normal-normal.html#cite")
    expect(home.locator("#cite")).to_be_in_viewport()
    assert "@misc{" in (home.locator("article").text_content() or "")


def test_without_a_script_the_finder_leads_to_the_matrix(reader: Reader, from_disk: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, from_disk + "index.html")
    find(tab, "gamma", "weibull")
    tab.wait_for_url("**/matrix.html?p=gamma&q=weibull")


def test_the_finder_knows_every_pair_that_has_a_page(site: Path) -> None:
    options = html.parse(site / "index.html").xpath("//datalist[@id='distributions']/option[@data-row]")
    slugs = [option.get("data-slug") for option in options]
    pairs = set()
    for p, option in zip(slugs, options, strict=True):
        pairs |= {f"{p}-{q}" for q, at in zip(slugs, option.get("data-row"), strict=True) if at == "k"}
    pages = {path.stem for path in (site / "kl").glob("*.html")}
    assert pairs <= pages
    assert len(pairs) > 600
