"""Each explorer by itself, dragged, tapped and typed into: what it shows is what Python says."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import kldiv
from scripts.examples import covering, drawn_by_hand, estimators_settling, two_bumps
from scripts.examples.categorical import Q
from tests.site.hand import PLACES, drag, frames, number, opened, shares, state, swipe, wake
from tests.site.reader import Reader


def divergence(p: list[float], q: list[float], base: float | None = None) -> float:
    return kldiv.kl_divergence(kldiv.Categorical(p), kldiv.Categorical(q), base=base)


def column(tab: Page, name: str, row: str) -> list[str]:
    return (
        tab.locator(f"[data-explorer={name}] table tr", has=tab.get_by_role("rowheader", name=row))
        .locator("td")
        .all_inner_texts()
    )


# Outcomes.


def terms(tab: Page) -> tuple[list[float], list[float]]:
    """p and q of the explorer by its address; the table must say of them what Python says."""
    at = state(tab, "outcomes")
    p, q = shares(at["p"]), shares(at["q"])
    unit = np.log(2) if at.get("unit") == "bits" else 1
    rows = tab.locator("[data-explorer=outcomes] tbody tr").all()
    assert len(rows) == len(p)
    for row, a, b in zip(rows, p, q, strict=True):
        said = row.locator("td").all_inner_texts()
        assert number(said[0]) == pytest.approx(a, abs=1e-4)
        assert number(said[1]) == pytest.approx(b, abs=1e-4)
        if a > 0:
            with np.errstate(divide="ignore"):
                log = np.log(a) - np.log(b)
            assert number(said[2]) == pytest.approx(log / unit, abs=2e-4, rel=1e-4)
            assert number(said[3]) == pytest.approx(a * log / unit, abs=2e-4, rel=1e-4)
        else:
            assert said[3] == "0"
    base = 2 if unit != 1 else None
    forward, reverse = (cell.inner_text() for cell in tab.locator("[data-explorer=outcomes] tfoot td").all())
    assert number(forward) == pytest.approx(divergence(p, q, base), abs=1e-4, rel=1e-4)
    assert number(reverse) == pytest.approx(divergence(q, p, base), abs=1e-4, rel=1e-4)
    return p, q


def test_outcomes_by_mouse_touch_and_keys(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "outcomes", has_touch=True)
    fox = tab.get_by_role("slider", name="p of fox")
    drag(tab, fox, 0, -60)
    p, q = terms(tab)
    assert p[2] > 0.4
    assert p[0] / p[1] == pytest.approx(5 / 3, rel=1e-4), "the others keep their proportion"
    assert q == pytest.approx([0.4, 0.4, 0.2])
    swipe(tab, tab.get_by_role("slider", name="q of dog"), 0, -40)
    p, q = terms(tab)
    assert q[0] > 0.5
    tab.get_by_role("slider", name="q of dog").press("ArrowDown")
    assert terms(tab)[1][0] == pytest.approx(round(q[0] * 100) / 100 - 0.01, abs=6e-3)
    tab.get_by_role("radio", name="bits").check()
    terms(tab)


def test_infinity_and_nothing_are_said(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "outcomes")
    tab.get_by_role("slider", name="q of fox").press("Home")
    frames(tab)
    terms(tab)
    assert "D(p‖q) is infinite: q calls fox impossible" in tab.locator(".outcomes-sentence").inner_text()
    tab.get_by_role("slider", name="p of fox").press("Home")
    frames(tab)
    p, _ = terms(tab)
    assert p[2] == 0
    assert "fox never comes: 0 log 0 counts as 0" in tab.locator(".outcomes-sentence").inner_text()
    assert number(tab.locator("[data-explorer=outcomes] tfoot td").first.inner_text()) < 1


def test_examples_and_more_outcomes(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "outcomes")
    example = tab.get_by_label("Example")
    for option in example.locator("option").all_inner_texts():
        example.select_option(option)
        frames(tab)
        terms(tab)
    for count in (4, 5, 6):
        tab.get_by_role("button", name="One outcome more").click()
        frames(tab)
        assert len(terms(tab)[0]) == count
    expect(tab.get_by_role("button", name="One outcome more")).to_be_disabled()
    for _ in range(4):
        tab.get_by_role("button", name="One outcome fewer").click()
    frames(tab)
    assert len(terms(tab)[0]) == 2


def test_a_screen_reader_is_told_once_the_hand_rests(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "outcomes")
    tab.evaluate("""() => {
      window.told = [];
      const live = document.querySelector('.explorer-live > .spoken');
      new MutationObserver(() => window.told.push(live.textContent)).observe(live, { childList: true });
    }""")
    handle = tab.get_by_role("slider", name="p of dog")
    for _ in range(8):
        handle.press("ArrowUp")
    tab.wait_for_function("window.told.length")
    tab.wait_for_timeout(900)
    assert len(tab.evaluate("window.told")) == 1
    assert tab.evaluate("window.told[0]").startswith("D(p‖q) is ")
    assert handle.get_attribute("aria-valuetext") == "0.5800"


# The triangle.


def test_the_triangle(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "simplex", has_touch=True)
    p, q = (tab.get_by_role("slider", name=f"{side}: arrows") for side in "pq")
    for act in (
        lambda: drag(tab, q, 40, -60),
        lambda: swipe(tab, p, -30, -20),
        lambda: p.press("Shift+ArrowRight"),
        lambda: q.press("Home"),
    ):
        act()
        frames(tab)
        at = state(tab, "simplex")
        first, second = shares(at["p"]), shares(at["q"])
        said = tab.locator("[data-explorer=simplex] .explorer-values output").all_inner_texts()
        assert number(said[0].partition("= ")[2]) == pytest.approx(divergence(first, second), abs=1e-4)
        assert number(said[1].partition("= ")[2]) == pytest.approx(divergence(second, first), abs=1e-4)
    assert said[0].endswith("∞ nats"), "q is on an edge that p is not on"


def test_the_curves_are_level_sets(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "simplex")
    parts = "[...document.querySelectorAll('[data-explorer=simplex] :is(.simplex-outline, .level)')]"
    outline, *curves = tab.evaluate(f"{parts}.map(part => [part.getAttribute('class'), part.getAttribute('d')])")
    (left, bottom), (right, _), (_, top) = points(outline[1])
    p, q, levels = list(covering.CENTRE), [float(v) for v in Q], covering.LEVELS
    assert len(curves) == 2 * len(levels)
    compared = 0
    for place, (kind, path) in enumerate(curves):
        for x, y in points(path)[::9]:
            fox = (bottom - y) / (bottom - top)
            cat = (x - left) / (right - left) - fox / 2
            at = [1 - cat - fox, cat, fox]
            if min(at) > 0.02:  # nearer to an edge a hundredth of a pixel counts
                value = divergence(p, at) if "p-line" in kind else divergence(at, q)
                assert value == pytest.approx(levels[place % len(levels)], rel=0.01)
                compared += 1
    assert compared > 50


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+) ([\d.]+)", path)]


# Forward or reverse.


@pytest.mark.parametrize("way", ["forward", "reverse"])
def test_the_fit_comes_to_rest_where_python_does(reader: Reader, below_kl: str, way: str) -> None:
    tab = opened(reader, below_kl, "directions", f"#x-directions:way={way}&m=-1&v=1")
    tab.get_by_role("button", name="Run").click()
    expect(tab.get_by_role("button", name="Run")).to_be_disabled()
    loc, scale = two_bumps.forward_fit() if way == "forward" else two_bumps.reverse_fit((-2.0, np.log(0.7)))
    found = re.findall(r"mean (\S+), scale ([\d.]+)", tab.locator("[data-explorer=directions]").inner_text())[0]
    assert number(found[0]) == pytest.approx(loc, abs=1e-3)
    assert number(found[1]) == pytest.approx(scale, abs=1e-3)
    p, q = two_bumps.log_target(two_bumps.GRID), two_bumps.log_normal(two_bumps.GRID, loc, scale)
    both = [two_bumps.on_grid(p, q), two_bumps.on_grid(q, p)]
    ledger = [[number(text) for text in column(tab, "directions", row)] for row in ("left out", "straying", "sum")]
    assert ledger[2] == pytest.approx(both, abs=1e-3)
    assert np.add(ledger[0], ledger[1]) == pytest.approx(ledger[2], abs=2e-4)
    assert np.min(ledger) >= 0


def test_the_fit_steps_restarts_and_is_shaped(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "directions", has_touch=True)
    told = tab.locator("[data-explorer=directions] .explorer-note").first
    for _ in range(3):
        tab.get_by_role("button", name="Step", exact=True).click()
    expect(told).to_contain_text("step 3")
    tab.get_by_role("button", name="Restart").click()
    expect(told).to_contain_text("step 0")
    drag(tab, tab.get_by_role("slider", name="Place of the right bump"), 40, 0)
    swipe(tab, tab.get_by_role("slider", name="Place of the left bump"), -40, 0)
    tab.get_by_role("slider", name="Place of the start of q").press("ArrowRight")
    field = tab.get_by_role("textbox", name="left: weight")
    field.fill("0.25")
    at = state(tab, "directions")
    assert float(at["b"]) > 2.5
    assert float(at["a"]) <= -2.5
    assert float(at["w"]) == 0.25
    field.fill("7")
    expect(tab.locator("[data-explorer=directions]")).to_contain_text("from 0.02 to 0.98")
    assert state(tab, "directions")["w"] == "0.25", "the last good state stays"
    field.blur()
    expect(field).to_have_value("0.25")


def test_a_run_moves_and_pauses(reader: Reader, below_kl: str) -> None:
    tab = reader.page()
    tab.emulate_media(reduced_motion="no-preference")
    reader.visit(tab, below_kl + PLACES["directions"])
    wake(tab, "directions")
    told = tab.locator("[data-explorer=directions] .explorer-note").first
    tab.get_by_role("button", name="Run").click()
    expect(told).not_to_contain_text("step 0:")
    tab.get_by_role("button", name="Pause").click()
    frames(tab)
    before = told.inner_text()
    tab.wait_for_timeout(200)
    assert told.inner_text() == before


# Estimators.


def test_the_derived_columns_are_those_of_python(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "estimators")
    for name, (mean, deviation) in estimators_settling.moments().items():
        cells = column(tab, "estimators", f"k{'₁₂₃'[int(name[1]) - 1]}")
        assert number(cells[0]) == pytest.approx(mean, abs=1e-4)
        assert number(cells[2]) == pytest.approx(deviation, abs=1e-4)
        assert cells[1] == cells[3] == "–"


def test_estimators_settle_within_their_bands(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "estimators")
    tab.get_by_role("slider", name="distance d").press("ArrowLeft")
    tab.get_by_role("button", name="Run").click()
    expect(tab.locator("[data-explorer=estimators]")).to_contain_text("20000 draws")
    for row in ("k₁", "k₂", "k₃"):
        mean, found, deviation, spread = map(number, column(tab, "estimators", row))
        assert abs(found - mean) < 4 * deviation / np.sqrt(20000)
        assert spread == pytest.approx(deviation, rel=0.1)
    before = column(tab, "estimators", "k₁")[1]
    tab.get_by_role("button", name="Other draws").click()
    tab.get_by_role("button", name="Run").click()
    frames(tab)
    assert column(tab, "estimators", "k₁")[1] != before


# Draw q.


def test_a_hit_scores_and_the_next_target_comes(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "draw-q", has_touch=True)
    p = [float(v) for v in drawn_by_hand.P]
    told = tab.locator(".drawq-verdict")
    drag(tab, tab.get_by_role("slider", name="q of outcome 3"), 0, 20)
    swipe(tab, tab.get_by_role("slider", name="q of outcome 1"), 0, -30)
    tab.get_by_role("slider", name="q of outcome 5").press("ArrowUp")
    value = divergence(p, shares(state(tab, "draw-q")["q"]))
    tab.get_by_role("button", name="How far is it?").click()
    first = drawn_by_hand.TARGETS[0]
    expect(told).to_contain_text(f"{round(100 * min(value / first, first / value))} points")
    assert number(told.inner_text().partition("is ")[2]) == pytest.approx(value, abs=1e-4)
    tab.get_by_role("button", name="Next target").click()
    expect(tab.locator(".drawq-asked")).to_contain_text("Target 2 of 5: draw a q at 1 nat from p.")
    tab.get_by_role("slider", name="q of outcome 2").press("Home")
    tab.get_by_role("button", name="How far is it?").click()
    expect(told).to_contain_text("∞ nats, 0 points. q calls outcome 2 impossible.")
