"""The areas of the blocks are what the captions say of them."""

from __future__ import annotations

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from scipy import stats

from scripts.figures.blocks import blocks, differences, surprises
from scripts.figures.style import LIGHT, panels

P, Q = [0.5, 0.3, 0.2], [0.4, 0.4, 0.2]


@pytest.fixture
def ax() -> Axes:
    _, (axes,) = panels(3.0)
    return axes


def edged(ax: Axes) -> list[Rectangle]:
    """The blocks, without the layers that tint them."""
    return [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() > 0]


def test_the_blocks_fill_the_width_and_their_areas_are_the_entropy(ax: Axes) -> None:
    blocks(ax, LIGHT, "p", P, surprises(P))
    shown = edged(ax)
    assert sum(block.get_width() for block in shown) == pytest.approx(1)
    assert [block.get_x() for block in shown] == pytest.approx([0, 0.5, 0.8])
    assert sum(b.get_width() * b.get_height() for b in shown) == pytest.approx(stats.entropy(P, base=2))


def test_the_differences_are_the_divergence(ax: Axes) -> None:
    areas = differences(ax, LIGHT, P, surprises(P), surprises(Q))
    assert sum(areas) == pytest.approx(stats.entropy(P, Q, base=2))
    dog, cat = edged(ax)  # the fox has the same height twice
    assert dog.get_linestyle() != "-"  # q is dashed
    assert cat.get_linestyle() == "-"
    drawn = dog.get_width() * dog.get_height() - cat.get_width() * cat.get_height()
    assert drawn == pytest.approx(stats.entropy(P, Q, base=2))
