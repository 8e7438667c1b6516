"""The explorer of nearly equal distributions: each term is what Python's floats give, the truth what mpmath gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playwright.sync_api import Page

from scripts.examples.near_equal import PRECISIONS, plain, relative_error, steady, stored, truth
from tests.site.hand import frames, number, opened, state
from tests.site.reader import Reader


def agrees(tab: Page, e: float, precision: str) -> None:
    """What is shown at one distance and precision must be what Python says."""
    kind = PRECISIONS[precision]
    p, q = stored(e, kind)
    rows = tab.locator("[data-explorer=near] tbody tr").all()
    assert len(rows) == len(p)
    rounding = 4 * float(np.finfo(kind).eps)
    for row, there, first, second in zip(rows, q, plain(p, q), steady(p, q), strict=True):
        said = row.locator("td").all_inner_texts()
        assert kind(said[0]) == there, "q is shown to the digit"
        assert number(said[1]) == pytest.approx(float(first), rel=6e-3, abs=rounding)
        assert number(said[2]) == pytest.approx(float(second), rel=6e-3, abs=0)
    sums, errors = (
        [number(text) if text != "none" else 0.0 for text in row.locator("td").all_inner_texts()]
        for row in tab.locator("[data-explorer=near] tfoot tr").all()
    )
    right = truth(p, q)
    assert sums[1] == pytest.approx(right, rel=6e-3)
    assert sums[0] == pytest.approx(right, abs=rounding + 6e-3 * right)
    assert errors[1] < rounding
    if math.isfinite(errors[0]):
        assert errors[0] == pytest.approx(abs(sums[0] / right - 1), abs=0.02, rel=0.02)
    said = tab.locator(".near-sentence").inner_text().partition("stored is ")[2].partition(" nats")[0]
    assert number(said) == pytest.approx(right, rel=6e-3)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("e", [0.3, 1e-2, 1e-4, 3e-6])
def test_it_shows_what_python_gives(reader: Reader, below_kl: str, e: float, precision: str) -> None:
    agrees(opened(reader, below_kl, "near", f"#x-near:e={e}&precision={precision}"), e, precision)


def test_far_below_what_single_precision_can_tell(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "near", "#x-near:e=1e-9&precision=single")
    assert "q is stored as p" in tab.locator(".near-sentence").inner_text()
    tab.get_by_role("radio", name="double").check()
    frames(tab)
    agrees(tab, 1e-9, "double")
    assert relative_error(plain, 1e-9, np.float64) > 0.5


def test_slider_field_and_choice(reader: Reader, below_kl: str) -> None:
    tab = opened(reader, below_kl, "near")
    tab.locator("[data-explorer=near] input[type=range]").press("ArrowRight")
    frames(tab)
    at = state(tab, "near")
    agrees(tab, float(at["e"]), at["precision"])
    field = tab.locator("[data-explorer=near] input[type=text]")
    field.fill("0.02")
    frames(tab)
    agrees(tab, 0.02, "single")
    field.fill("2")
    assert "from" in tab.locator("[data-explorer=near] .explorer-doubt").inner_text()
    agrees(tab, 0.02, "single")
