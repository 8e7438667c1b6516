"""Paths written short are the same paths: fontTools, which reads both, draws alike."""

from __future__ import annotations

import math

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from scripts.figures.paths import shortened

PATHS = [
    "M 0 331.2 \nL 388.8 331.2 \nL 388.8 0 \nL 0 0 \nL 0 331.2 \nz\n",
    "M 538 0 L 538 320 Q 1421 282 1424 560 Q 1427 838 1427 1116 z M 1 2 L 3 4 z L 7 8",
    "M 0 3 C 0.795609 3 1.55874 2.683901 2.12132 2.12132 C 2.683901 1.55874 3 0.795609 3 0 L -0.004 0.004",
    "M 10.81 -416.57 L 10.81 -416.59 L 11.36 -416.6 L 11.9 -416.6 L 1e-05 0.5 L 1.5e+02 3 M 3 3 M 4 4 L 5 5",
]


def drawn(path: str) -> list[tuple[str, list[tuple[float, float]]]]:
    pen = RecordingPen()
    parse_path(path, pen)
    return [(what, [tuple(point) for point in points]) for what, points in pen.value]


@pytest.mark.parametrize("path", PATHS)
def test_it_is_the_same_path(path: str) -> None:
    before, after = drawn(path), drawn(shortened(path))
    assert [what for what, _ in after] == [what for what, _ in before]
    for (_, first), (_, second) in zip(before, after, strict=True):
        assert all(math.dist(a, b) < 0.00708 for a, b in zip(first, second, strict=True))
    assert len(shortened(path)) < 0.8 * len(path)


def test_steps_do_not_drift() -> None:
    path = "M 0 0 " + " ".join(f"L {k * 0.004:.3f} {k * 0.0049:.4f}" for k in range(1, 2000))
    assert drawn(shortened(path))[-2][1][0] == pytest.approx((1999 * 0.004, 1999 * 0.0049), abs=0.00501)


@pytest.mark.parametrize("path", ["M 0 0 A 1 1 0 0 1 2 2", "M 0 0 l 1 1", "M 0 0 L 1"])
def test_another_kind_of_piece_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"path|zip"):
        shortened(path)
