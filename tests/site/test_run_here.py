"""Run it here: the package in a worker, under a strict policy, with nothing fetched but from the site itself."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import kldiv
from kldiv.writing.statement import steps_tex
from scripts.tools.serving import served
from tests.site.reader import Reader
from tests.site.test_policy import LISTEN, POLICY
from tests.today import todays

#: Python has to be fetched and started, perhaps on a busy machine.
LONG = 240_000
PAIRS = [("normal", "normal"), ("gamma", "weibull"), ("poisson", "poisson"), ("cauchy", "normal"), ("beta", "beta")]


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The address of the site below a folder, each answer with the policy."""
    with served(site, "/kl/", {"Content-Security-Policy": POLICY}) as address:
        yield address


@pytest.fixture(scope="module")
def session(browser: Browser) -> Iterator[Reader]:
    """One reader for all that is asked of one Python."""
    one = Reader(browser)
    yield one
    one.close()
    assert one.troubles == []


@pytest.fixture(scope="module")
def tab(session: Reader, strict: str) -> Page:
    """A page with Python running."""
    page = session.page()
    page.add_init_script(LISTEN)
    session.visit(page, f"{strict}kl/gamma-weibull.html")
    start(page)
    return page


def start(page: Page) -> Locator:
    """Press the button and wait for the derivation of the page."""
    page.locator("[data-part=run]").click()
    panel = page.locator("[data-part=run-result]")
    expect(panel.locator(".run-status")).to_contain_text("Derived", timeout=LONG)
    return panel


def panel_of(page: Page) -> Locator:
    return page.locator("[data-part=run-result]")


def choose(page: Page, p: str, q: str) -> None:
    for side, slug in (("p", p), ("q", q)):
        panel_of(page).locator(f".run-{side} select").select_option(slug)


def press(page: Page, name: str, said: str) -> str:
    """Press a button of the panel, and wait for what is said then."""
    status = panel_of(page).locator(".run-status")
    status.evaluate("status => { status.textContent = ''; }")
    panel_of(page).get_by_role("button", name=name, exact=True).click()
    expect(status).to_contain_text(said, timeout=LONG)
    return status.inner_text()


def tex_of(place: Locator) -> list[str]:
    return place.evaluate_all("all => all.map((one) => one.dataset.tex)")


def test_nothing_of_it_is_fetched_before_the_click(reader: Reader, strict: str) -> None:
    page = reader.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reader.visit(page, f"{strict}kl/normal-normal.html")
    assert [url for url in asked if "/assets/python/" in url or "/assets/run/" in url] == []
    assert page.locator("[data-part=run]").is_visible()


def test_the_page_s_own_steps_are_derived(tab: Page) -> None:
    built = tex_of(tab.locator("[data-part=derivation] .step [data-tex]"))
    assert tex_of(panel_of(tab).locator(".run-steps [data-tex]")) == built
    assert len(built) >= 4


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_latex_equals_the_build_s(tab: Page, pair: tuple[str, str]) -> None:
    choose(tab, *pair)
    press(tab, "Derive", "Derived")
    derivation = kldiv.derive(*pair)
    found = tex_of(panel_of(tab).locator(".run-answer > .run-formula"))
    assert found == [derivation.statement]
    assert tex_of(panel_of(tab).locator(".run-steps [data-tex]")) == steps_tex(derivation.steps)
    assert panel_of(tab).locator(".run-answer math").count() > len(derivation.steps)


@pytest.mark.parametrize("pair", todays([("exponential", "gamma"), ("normal", "laplace")], 2), ids="-".join)
def test_the_checks_pass(tab: Page, pair: tuple[str, str]) -> None:
    choose(tab, *pair)
    passed = kldiv.derive(*pair).check().passed
    assert press(tab, "Check", "checks passed").startswith(f"{passed} checks passed, 0 failed")
    assert panel_of(tab).locator(".run-checks tbody tr").count() == passed


def test_a_value_is_proved(tab: Page) -> None:
    choose(tab, "normal", "normal")
    for side, values in (("p", ("1", "1")), ("q", ("2", "1/2"))):
        for field, value in zip(panel_of(tab).locator(f".run-{side} input").all(), values, strict=True):
            field.fill(value)
    press(tab, "Prove the value", "Proved")
    low, high = panel_of(tab).locator(".run-number").inner_text().removesuffix(" nats").split(" ≤ D ≤ ")
    for end in (low, high):
        assert float(end) == pytest.approx(3.5 - math.log(2), rel=1e-15)
    assert "It lies inside" in panel_of(tab).inner_text()


def test_a_parameter_that_is_not_allowed_is_named_and_the_page_lives(tab: Page) -> None:
    choose(tab, "normal", "normal")
    panel_of(tab).locator(".run-q input").last.fill("-3")
    assert press(tab, "Prove the value", "must be") == "q: Normal: scale must be positive, got -3"
    panel_of(tab).locator(".run-q input").last.fill("3")
    press(tab, "Prove the value", "Proved")


def test_a_density_of_one_s_own(tab: Page) -> None:
    fold = panel_of(tab).locator(".run-own")
    fold.locator("summary").click()
    fold.locator("[data-field=density]").fill("x**(a - 1)")
    assert "the density integrates to" in press(tab, "Derive from it", "integrates")
    fold.locator("[data-field=density]").fill("a*x**(a - 1)")
    press(tab, "Derive from it", "Derived")
    assert tex_of(panel_of(tab).locator(".run-answer > .run-formula")) == [
        r"D(p \,\|\, q) = \log \frac{a_p}{a_q} + \frac{a_q}{a_p} - 1"
    ]
    assert "checks passed, 0 failed" in press(tab, "Check", "checks passed")


def test_a_few_lines_of_python(tab: Page) -> None:
    fold = panel_of(tab).locator(".run-editor")
    fold.locator("summary").click()
    fold.locator("textarea").fill("x = sp.Symbol('x')\nprint(2**100)\nsp.integrate(sp.exp(-x**2), (x, -sp.oo, sp.oo))")
    press(tab, "Run these lines", "Done")
    assert "1267650600228229401496703205376" in fold.locator(".run-output").inner_text()
    assert tex_of(fold.locator(".run-output [data-tex]")) == [r"\sqrt{\pi}"]
    fold.locator("textarea").fill("import numpy")
    assert "numpy is not in the browser" in press(tab, "Run these lines", "numpy")


def test_what_never_ends_is_stopped(tab: Page) -> None:
    fold = panel_of(tab).locator(".run-editor")
    fold.locator("textarea").fill("while True: pass")
    press(tab, "Run these lines", "Running")
    tab.keyboard.press("Tab")  # the page is not held up
    assert press(tab, "Stop", "Stopped") == "Stopped."
    fold.locator("textarea").fill("print(1)")
    press(tab, "Run these lines", "Done")


def test_nothing_was_refused(tab: Page) -> None:
    assert tab.evaluate("window.refused") == []


def test_it_is_not_printed_and_closes(tab: Page) -> None:
    tab.emulate_media(media="print")
    assert not panel_of(tab).is_visible()
    tab.emulate_media(media="screen")
    panel_of(tab).get_by_role("button", name="Close").click()
    assert tab.locator("[data-part=run]").evaluate("button => button === document.activeElement")


def test_without_a_connection_it_says_so_and_comes_with_one(reader: Reader, strict: str) -> None:
    page = reader.page()
    reader.visit(page, f"{strict}kl/gamma-weibull.html")
    reader.expected.append("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.locator("[data-part=run]").click()
    expect(page.locator(".run-refused")).to_contain_text("could not be fetched")
    page.context.set_offline(False)
    page.locator("[data-part=run]").click()
    panel_of(page).wait_for()
    assert page.locator(".run-refused").count() == 0


def test_from_disk_it_says_what_to_do(reader: Reader, from_disk: str) -> None:
    page = reader.page()
    reader.visit(page, f"{from_disk}kl/gamma-weibull.html")
    page.locator("[data-part=run]").click()
    expect(panel_of(page).locator(".run-status")).to_contain_text("opened from disk")
    expect(panel_of(page)).to_contain_text("kldiv derive gamma weibull")


@pytest.mark.parametrize("gone", ["Worker", "WebAssembly", "DecompressionStream"])
def test_a_browser_that_cannot_is_told(reader: Reader, strict: str, gone: str) -> None:
    page = reader.page()
    page.add_init_script(f"delete window.{gone};")
    reader.visit(page, f"{strict}kl/gamma-weibull.html")
    page.locator("[data-part=run]").click()
    expect(panel_of(page).locator(".run-status")).to_contain_text("This browser")
    expect(panel_of(page)).to_contain_text("kldiv derive gamma weibull")


def a_cell_of_a_notebook_runs(session: Reader, strict: str) -> None:
    page = session.page()
    session.visit(page, f"{strict}notebooks/own_distribution.html")
    page.locator("[data-part=run]").first.click()
    output = panel_of(page).locator(".run-output pre")
    expect(output).to_contain_text("closed form D(p || q) =", timeout=LONG)
    shown = page.locator(".nb-output", has_text="closed form D(p || q) =").first.inner_text()
    assert output.inner_text().strip() == shown.strip()


def all_that_is_said_is_said_once(session: Reader, strict: str) -> None:
    """Every kilobyte moves the bar, which is silent; the words change only where something begins or ends."""
    page = session.page()
    session.visit(page, f"{strict}kl/normal-normal.html")
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => {
        const words = document.querySelector(".run-status")?.textContent;
        if (words && words !== window.said.at(-1)) window.said.push(words);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    }""")
    start(page)
    said = page.evaluate("window.said")
    assert len(said) <= 8
    assert [words for words, group in itertools.groupby(said) if len(list(group)) > 1] == []
    assert panel_of(page).locator("[role=status]").count() == 1


@pytest.mark.parametrize("seen", todays([a_cell_of_a_notebook_runs, all_that_is_said_is_said_once], 2))
def test_in_another_tab(session: Reader, strict: str, seen: Callable[[Reader, str], None]) -> None:
    seen(session, strict)
