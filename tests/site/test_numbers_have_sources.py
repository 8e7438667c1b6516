"""No number in prose was typed: each comes from the build, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pages.unsourced_numbers import ALLOWED, hand_written, survey, unsourced

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_number_in_prose_comes_from_the_build(site: Path) -> None:
    found = survey(site, DOCS)
    assert [str(one) for one in found if (one.page, one.number) not in ALLOWED] == []
    assert set(ALLOWED) == {(one.page, one.number) for one in found}, "an allowance that nothing needs"


def test_the_scan_reads_pages_that_are_full_of_numbers(site: Path) -> None:
    pages = hand_written(DOCS)
    assert len(pages) > 30
    named = sum((site / page).read_text(encoding="utf-8").count("data-number=") for page in pages)
    assert named > 500


def test_a_number_planted_in_a_page_is_found(site: Path) -> None:
    page = "learn/what-is-kl.html"
    markup = (site / page).read_text(encoding="utf-8")
    planted = markup.replace("</p>", " It costs 0.3219 bits.</p>", 20)
    assert "0.3219" in {found.number for found in unsourced(page, planted)}


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ("<p>It is 0.3219 bits, or 2,8.</p>", ["0.3219", "2,8"]),
        ("<ul><li>In 71 % or 5% or 3 per cent</li></ul>", ["71 %", "5%", "3 per cent"]),
        ("<table><tr><td>13</td><td>12</td></tr></table>", ["13"]),
        ("<h2>After 100 pictures</h2>", ["100"]),
        ("<details><p>(−1.5)</p></details>", ["1.5"]),
        ("<figcaption>Above 0.9.</figcaption>", ["0.9"]),
        ("<p>Two of 12 <code>0.5</code> <span class='number'>0.5</span> <span class='cite'>p. 34</span></p>", []),
        ("<p><span class='math'><math><mn>0.5</mn></math></span> SHA256 x86 v1.2.3</p>", []),
        ("<p>stats.example.org/questions/60680.</p>", []),
        ("<pre>0.5</pre><section class='references'>1951, 79–86</section>", []),
    ],
)
def test_what_counts_as_a_typed_number(markup: str, numbers: list[str]) -> None:
    assert [found.number for found in unsourced("a.html", f"<div>{markup}</div>")] == numbers
