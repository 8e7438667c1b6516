"""The picture of a pair: p, q and the signed integrand, as a small SVG that takes its colours from the page."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Sequence
from itertools import groupby

from kldiv.derived import Derivation
from kldiv.distributions.base import UNIVARIATE
from scripts.pages.curves import POINTS, Curves, curves
from scripts.pages.example import Example
from scripts.pages.statement_card import number_tex, settings_tex

Point = tuple[float, float]

#: The drawing is so wide; the two panels stand above each other, each from its top to its foot.
WIDTH, HEIGHT = 420.0, 276.0
UPPER, LOWER = (16.0, 124.0), (150.0, 250.0)
#: Room at the left and the right.
SIDE = 8.0
#: How far a line may pass from a point that is left out.
TOLERANCE = 0.3

#: What each line, bar and surface looks like where no style sheet says otherwise.
_LOOKS = {
    "p-line": 'fill="none" stroke="#0072b2" stroke-width="2"',
    "q-line": 'fill="none" stroke="#d55e00" stroke-width="2" stroke-dasharray="6 3"',
    "p-bar": 'fill="#0072b2"',
    "q-bar": 'fill="none" stroke="#d55e00" stroke-width="1.5" stroke-dasharray="4 2"',
    "gain": 'fill="#666" fill-opacity=".45"',
    "loss": 'fill="#ccc"',
    "integrand": 'fill="none" stroke="#666" stroke-width="1.2"',
    "axis": 'fill="none" stroke="#888" stroke-width=".8"',
}


def picture_section(derivation: Derivation, example: Example | None) -> list[str]:
    """Set the picture of a pair of univariate distributions, with its caption; nothing for what has none.

    Args:
        derivation: any derivation.
        example: the distributions to draw, and their divergence.

    Returns:
        Lines of Markdown.
    """
    if example is None or example.value is None or example.p.variate != UNIVARIATE:
        return []
    numbers = curves(example.p, example.q)
    p, q = derivation.distributions
    what = "probabilities" if numbers.discrete else "densities"
    shape = "bars" if numbers.discrete else "lines"
    outline = "outlined bars" if numbers.discrete else "a dashed line"
    mine, theirs = settings_tex(p, example.p, "p"), settings_tex(q, example.q, "q")
    caption = (
        f"Above, $p$ (solid; {p.name}, ${mine}$) and $q$ (dashed; {q.name}, "
        f"${theirs}$). Below, $p \\log(p/q)$: what lies above the axis less what lies below it is "
        f"$D(p \\,\\|\\, q) {number_tex(example.value)}$ nats."
    )
    words = (
        f"Two panels over the same axis. Above, the {what} of p, {p.name}, in solid {shape} and of q, {q.name}, as "
        f"{outline}. Below, p log(p/q). {_told(numbers)} The areas add up to {example.value:.4g} nats."
    )
    return [
        '<figure class="picture" id="picture" data-part="picture" data-search-exclude markdown>',
        f'<div class="drawing">{svg(numbers, f"{p.name} and {q.name}", words)}</div>',
        "<figcaption markdown>",
        "",
        caption,
        "",
        "</figcaption>",
        "</figure>",
        "",
    ]


def _told(numbers: Curves) -> str:
    """Say for the alternative text where the integrand is above and where below the axis."""
    counted = 1e-3 * max(map(abs, numbers.integrand))
    seen = [k for k, value in enumerate(numbers.integrand) if abs(value) > counted]
    runs = [
        ("above" if positive else "below", numbers.x[found[0]], numbers.x[found[-1]])
        for positive, run in groupby(seen, key=lambda k: numbers.integrand[k] > 0)
        if (found := list(run))
    ]
    said = [f"{side} the axis from {low:.3g} to {high:.3g}" for side, low, high in runs[:4]]
    return f"It lies {', '.join(said)}." if said else ""


def svg(numbers: Curves, title: str, words: str) -> str:
    """Draw the picture.

    Args:
        numbers: the densities and the integrand.
        title: what a screen reader calls it.
        words: what it shows, in words.

    Returns:
        One line of SVG.
    """
    low, high = numbers.ends
    across = _scale(low, high, SIDE, WIDTH - SIDE)
    top = _top(numbers)
    up = _scale(0.0, top, UPPER[1], UPPER[0])
    shown = [value for value in numbers.integrand if math.isfinite(value)]
    most, least = _reach(shown), -_reach([-value for value in shown])
    down = _scale(min(least, 0.0), max(most, 1e-9), LOWER[1], LOWER[0])
    draw = _bars if numbers.discrete else _lines
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        'aria-labelledby="picture-title picture-words" font-size="12">',
        f'<title id="picture-title">{html.escape(title)}</title><desc id="picture-words">{html.escape(words)}</desc>',
        *draw(numbers, across, lambda y: up(min(y, top)), lambda y: down(max(min(y, most), least))),
        _shape("axis", f"M0 {UPPER[1]:g}H{WIDTH:g}M0 {down(0.0):.1f}H{WIDTH:g}"),
        *_ticks(numbers, across),
        *_names(numbers, across, lambda y: up(min(y, top))),
        f'<text x="2" y="{LOWER[0] - 6:g}"><tspan font-style="italic">p</tspan> log(<tspan font-style="italic">p'
        '</tspan>/<tspan font-style="italic">q</tspan>)</text>',
        "</svg>",
    ]
    return "".join(parts)


def _scale(low: float, high: float, start: float, stop: float) -> Callable[[float], float]:
    return lambda value: start + (value - low) / (high - low) * (stop - start)


def _top(numbers: Curves) -> float:
    """How high the upper panel reaches: to the peaks, unless a density runs off to infinity."""
    if numbers.discrete:
        return max(*numbers.p, *numbers.q)
    return max(_reach(numbers.p), _reach(numbers.q))


def _reach(values: Sequence[float]) -> float:
    """The largest value; where the values run off to infinity, somewhat more than nearly all of them."""
    positive = [value if math.isfinite(value) else 1e9 for value in values if value > 0]
    if not positive:
        return 0.0
    at = positive.index(max(positive))
    beside = max(positive[max(at - 1, 0) : at] + positive[at + 1 : at + 2], default=positive[at])
    if positive[at] < 1.5 * beside or len(positive) < POINTS // 2:
        return positive[at]
    return min(positive[at], 2.5 * sorted(positive)[int(0.92 * (len(positive) - 1))])


def _shape(css: str, path: str) -> str:
    return f'<path class="{css}" {_LOOKS[css]} d="{path}"/>' if path else ""


def _lines(
    numbers: Curves, across: Callable[[float], float], up: Callable[[float], float], down: Callable[[float], float]
) -> list[str]:
    curve = [(across(x), down(y)) for x, y in zip(numbers.x, numbers.integrand, strict=True)]
    zero = down(0.0)
    fills = {"gain": "", "loss": ""}
    for above, run in groupby(curve, key=lambda point: point[1] <= zero):
        points = list(run)
        if max(abs(y - zero) for _, y in points) > TOLERANCE:
            closed = [(points[0][0], zero), *points, (points[-1][0], zero)]
            fills["gain" if above else "loss"] += f"{_path(closed)}z"
    inside = [point for point, p in zip(curve, numbers.p, strict=True) if p > 0]
    return [
        *(_shape(css, path) for css, path in fills.items()),
        _shape("integrand", _path(inside)),
        _shape("q-line", _path(_density(numbers, numbers.q, across, up))),
        _shape("p-line", _path(_density(numbers, numbers.p, across, up))),
    ]


def _density(
    numbers: Curves, values: Sequence[float], across: Callable[[float], float], up: Callable[[float], float]
) -> list[Point]:
    """A density over its support; where that ends within the picture, down to the axis."""
    low, high = numbers.ends
    kept = [(x, value) for x, value in zip(numbers.x, values, strict=True) if value > 0]
    points = [(across(x), up(value)) for x, value in kept]
    edge = 0.01 * (high - low)
    start = [(points[0][0], up(0.0))] if kept[0][0] > low + edge else []
    stop = [(points[-1][0], up(0.0))] if kept[-1][0] < high - edge else []
    return [*start, *points, *stop]


def _bars(
    numbers: Curves, across: Callable[[float], float], up: Callable[[float], float], down: Callable[[float], float]
) -> list[str]:
    half = min(0.36 * (across(1.0) - across(0.0)), 18.0)

    def bar(left: float, width: float, foot: float, head: float) -> str:
        return f"M{left:.1f} {foot:.1f}V{head:.1f}h{width:.1f}V{foot:.1f}z" if abs(foot - head) > 0.05 else ""

    paths = dict.fromkeys(("p-bar", "q-bar", "gain", "loss"), "")
    for x, p, q, value in zip(numbers.x, numbers.p, numbers.q, numbers.integrand, strict=True):
        at = across(x)
        paths["p-bar"] += bar(at - half, half * 0.92, up(0.0), up(p))
        paths["q-bar"] += bar(at + half * 0.08, half * 0.92, up(0.0), up(q))
        paths["gain" if value > 0 else "loss"] += bar(at - half, 2 * half, down(0.0), down(value))
    return [_shape(css, path) for css, path in paths.items()]


def _path(points: Sequence[Point]) -> str:
    """A line through points, relative and without those that lie on it anyway."""
    kept = _simplified(list(points))
    x, y = (round(value, 1) for value in kept[0])
    path = f"M{x:g} {y:g}l"
    steps = []
    for point in kept[1:]:
        to_x, to_y = (round(value, 1) for value in point)
        if (to_x, to_y) != (x, y):
            steps.append(f"{round(to_x - x, 1):g} {round(to_y - y, 1):g}")
        x, y = to_x, to_y
    return path + re.sub(r"(?<!\d)0(?=\.)", "", " ".join(steps)).replace(" -", "-") if steps else ""


def _simplified(points: list[Point]) -> list[Point]:
    """Leave out what lies within the tolerance of the line through the rest (Ramer, Douglas and Peucker)."""
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = math.hypot(bx - ax, by - ay)
        far, at = TOLERANCE, 0
        for k in range(first + 1, last):
            x, y = points[k]
            off = abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length if length else math.hypot(x - ax, y - ay)
            if off > far:
                far, at = off, k
        if at:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [points[k] for k in sorted(kept)]


def _ticks(numbers: Curves, across: Callable[[float], float]) -> list[str]:
    """A few round numbers below both panels."""
    low, high = numbers.ends
    step = 10 ** math.floor(math.log10((high - low) / 4))
    step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (factor * step) <= 6)
    step = max(step, 1) if numbers.discrete else step
    at = [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
    marks = "".join(f"M{across(x):.1f} {foot:g}v4" for foot in (UPPER[1], LOWER[1] + 4) for x in at)
    texts = [f'<text x="{across(x):.1f}" y="{HEIGHT - 3:g}">{_minus(x)}</text>' for x in at if 12 < across(x) < 408]
    return [_shape("axis", marks), '<g text-anchor="middle" font-size="11">', *texts, "</g>"]


def _minus(x: float) -> str:
    return f"{x:g}".replace("-", "−") if x else "0"


def _names(numbers: Curves, across: Callable[[float], float], up: Callable[[float], float]) -> list[str]:
    """The letters p and q, each where it stands out from the other."""
    texts = []
    for letter, mine, other in (("p", numbers.p, numbers.q), ("q", numbers.q, numbers.p)):
        heights = [(up(b) - up(a), k) for k, (a, b) in enumerate(zip(mine, other, strict=True)) if math.isfinite(a)]
        _, k = max(heights)
        x = min(max(across(numbers.x[k]), 10.0), WIDTH - 10.0)
        y = max(up(mine[k]) - 5, 11.0)
        texts.append(
            f'<text class="{letter}-name" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="15" '
            f'font-style="italic">{letter}</text>'
        )
    return texts
