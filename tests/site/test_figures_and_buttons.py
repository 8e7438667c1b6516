"""Figures in the reader's scheme, and the buttons that change or copy something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.reader import Reader

PAGE_WITH_ALL = "learn/what-is-kl.html"
SHOWN = """() => [...document.querySelectorAll("figure img")]
  .filter((image) => image.getClientRects().length > 0)
  .map((image) => image.getAttribute("src"))"""


@pytest.fixture(scope="session")
def illustrated(site: Path, pages: list[str]) -> list[str]:
    """The pages that show a figure."""
    found = [name for name in pages if "only-dark" in (site / name).read_text(encoding="utf-8")]
    assert found
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_only_the_scheme_s_own_figures_show(reader: Reader, below_kl: str, illustrated: list[str], dark: bool) -> None:
    tab = reader.page(dark=dark)
    for name in illustrated[:4]:
        reader.visit(tab, below_kl + name)
        shown = tab.evaluate(SHOWN)
        ours, other = ("only-dark", "only-light") if dark else ("only-light", "only-dark")
        assert any(ours in source for source in shown), (name, shown)
        assert not any(other in source for source in shown), (name, shown)


def test_the_switch_of_scheme_changes_the_figures_and_is_remembered(
    reader: Reader, at_root: str, illustrated: list[str]
) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + illustrated[0])
    tab.locator("label[for='__palette_1']").click()
    tab.wait_for_function("document.body.dataset.mdColorScheme == 'slate'")
    assert all("only-light" not in source for source in tab.evaluate(SHOWN))
    reader.visit(tab, at_root + illustrated[-1])
    assert tab.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_a_formula_can_be_copied_as_tex(reader: Reader, at_root: str) -> None:
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"])
    reader.visit(tab, at_root + PAGE_WITH_ALL)
    button = tab.locator(".equation-copy").first
    button.scroll_into_view_if_needed()
    button.click()
    tab.get_by_text("Copied", exact=True).first.wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied
    assert copied == tab.locator(".equation").first.get_attribute("data-tex")


def test_code_can_be_copied(reader: Reader, at_root: str, site: Path, pages: list[str]) -> None:
    name = next(name for name in pages if 'python highlight"' in (site / name).read_text(encoding="utf-8"))
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"])
    reader.visit(tab, at_root + name)
    block = tab.locator(".highlight").first
    block.scroll_into_view_if_needed()
    block.hover()
    block.locator("button").first.click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (block.locator("code").inner_text()).strip()


def test_without_javascript_the_mathematics_is_there(reader: Reader, at_root: str) -> None:
    tab = reader.page(java_script_enabled=False)
    reader.visit(tab, at_root + PAGE_WITH_ALL)
    assert tab.locator("math").count() > 10
    assert tab.locator("math").first.is_visible()
