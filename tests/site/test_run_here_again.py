"""Run it here, on the next page: Python goes on from the memory that the browser has kept, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

import kldiv
from kldiv.writing.statement import steps_tex
from tests.site.reader import Reader
from tests.site.test_run_here import LONG, choose, panel_of, press, session, start, strict, tex_of
from tests.today import todays

__all__ = ["session", "strict"]

#: All that is kept, by the last part of its address, but for what a test has made old.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const asked = await cache.keys();
    const index = asked.find(({ url }) => url.endsWith("kept-index"));
    if (index && (await (await cache.match(index)).json()).version === "older") continue;
    found.push(...asked.map(({ url }) => url.split("/").pop()));
  }
  return found.sort();
}"""
WHOLE = ["kept-files", "kept-index", "kept-memory", "kept-program"]
#: One bit of the first word of the memory is another.
DAMAGE = """async () => {
  const [name] = await caches.keys();
  const cache = await caches.open(name);
  const [asked] = (await cache.keys()).filter(({ url }) => url.endsWith("kept-memory"));
  const bytes = new Uint8Array(await (await cache.match(asked)).arrayBuffer());
  bytes[0] ^= 1;
  await cache.put(asked, new Response(bytes));
}"""
#: Half of it is gone.
SHORTEN = DAMAGE.replace("bytes[0] ^= 1;", "").replace(
    "new Response(bytes)", "new Response(bytes.slice(0, bytes.length / 2))"
)
#: It was made of another version of the files.
OUTDATE = """async () => {
  const [name] = await caches.keys();
  const cache = await caches.open(name);
  const [asked] = (await cache.keys()).filter(({ url }) => url.endsWith("kept-index"));
  const index = await (await cache.match(asked)).json();
  await cache.put(asked, Response.json({ ...index, version: "older" }));
}"""


SPOILT = {"damaged": DAMAGE, "half": SHORTEN, "of another version": OUTDATE}


@pytest.fixture(scope="module")
def first(session: Reader, strict: str) -> Page:
    """The tab in which a formula has been derived before."""
    page = session.page()
    session.visit(page, f"{strict}kl/normal-normal.html")
    start(page)
    wait_until_kept(page)
    return page


def wait_until_kept(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(KEPT) == WHOLE:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"only {page.evaluate(KEPT)} was kept")


def derived(session: Reader, first: Page, address: str) -> tuple[Page, set[str]]:
    """Derive the formula of another page, and name the files that were fetched for it."""
    page = session.beside(first)
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url.split("?")[0].split("/")[-1]))
    session.visit(page, address)
    start(page)
    return page, asked


def test_the_next_page_goes_on_from_it(session: Reader, first: Page, strict: str) -> None:
    page, asked = derived(session, first, f"{strict}kl/gamma-weibull.html")
    assert "pyodide.mjs" in asked
    assert not {"library.zip.xz", "kldiv.tar.xz", "pyodide.asm.wasm.bin"} & asked
    assert tex_of(panel_of(page).locator(".run-steps [data-tex]")) == steps_tex(kldiv.derive("gamma", "weibull").steps)
    # Modules and data that had not been read are there as well, and the library of balls can be added.
    choose(page, "cauchy", "normal")
    press(page, "Derive", "Derived")
    assert tex_of(panel_of(page).locator(".run-steps [data-tex]")) == steps_tex(kldiv.derive("cauchy", "normal").steps)
    choose(page, "exponential", "gamma")
    assert "checks passed, 0 failed" in press(page, "Check", "checks passed")
    page.close()


def test_chance_is_another_on_each_page(session: Reader, first: Page, strict: str) -> None:
    drawn = []
    for _ in range(2):
        page, asked = derived(session, first, f"{strict}kl/normal-normal.html")
        assert "library.zip.xz" not in asked
        fold = panel_of(page).locator(".run-editor")
        fold.locator("summary").click()
        fold.locator("textarea").fill("import random\nprint(random.random())")
        press(page, "Run these lines", "Done")
        drawn.append(fold.locator(".run-output").inner_text())
        page.close()
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("spoil", todays(list(SPOILT), 3))
def test_what_cannot_be_gone_on_from_is_made_anew(session: Reader, first: Page, strict: str, spoil: str) -> None:
    first.evaluate(SPOILT[spoil])
    page, asked = derived(session, first, f"{strict}kl/normal-laplace.html")
    assert "library.zip.xz" in asked
    wait_until_kept(page)
    page.close()
    page, asked = derived(session, first, f"{strict}kl/normal-laplace.html")
    assert "library.zip.xz" not in asked
    page.close()


def of_what_a_reader_wrote(session: Reader, strict: str) -> None:
    page = session.page()
    session.visit(page, f"{strict}notebooks/own_distribution.html")
    page.locator("[data-part=run]").first.click()
    expect(panel_of(page).locator(".run-output pre")).to_contain_text("closed form", timeout=LONG)
    page.wait_for_timeout(2500)
    assert page.evaluate(KEPT) == []


def by_a_browser_that_refuses(session: Reader, strict: str) -> None:
    page = session.page()

    def private(route: Route) -> None:
        body = route.fetch().text()
        assert body.count("caches.open(place)") == 2
        refused = "Promise.reject(new Error('nothing is kept here'))"
        route.fulfill(body=body.replace("caches.open(place)", refused), content_type="text/javascript")

    page.context.route("**/memory.mjs", private)
    session.visit(page, f"{strict}kl/normal-normal.html")
    start(page)
    page.wait_for_timeout(2500)
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("kept", todays([of_what_a_reader_wrote, by_a_browser_that_refuses], 2))
def test_nothing_is_kept(session: Reader, strict: str, kept: Callable[[Reader, str], None]) -> None:
    kept(session, strict)
