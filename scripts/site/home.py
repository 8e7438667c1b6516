"""What the home page shows besides its words: a picture of the idea, a finder of formulas, and what was checked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from kldiv.distributions.base import Distribution
from kldiv.writing.address import RELEASED
from scripts.pages.array_relations import SMALLEST
from scripts.site.named_numbers import NamedNumber

Curve = Callable[[float], float]

_PART = re.compile(r"^\[\[home:(\w+)\]\]$", re.MULTILINE)
#: The part of the line that is drawn, and in how many steps.
LEFT, RIGHT, STEPS = -2.6, 4.6, 160
#: The size of the drawings, in units of their own: the two curves, and below them one integrand each way.
WIDTH, CURVES, HALF, AREA = 640, 190, 312, 190
#: What one drawing shows from its foot to its head, in densities: both integrands on one scale.
CURVE_RANGE, AREA_RANGE = (-0.02, 0.86), (-0.45, 1.7)


def fill(markdown: str, parts: Mapping[str, str]) -> str:
    """Put the parts of the page where it asks for them.

    Args:
        markdown: the page.
        parts: HTML by name.

    Returns:
        The page with each line ``[[home:NAME]]`` filled in.

    Raises:
        KeyError: if a part is unknown.
    """
    return _PART.sub(lambda match: parts[match[1]], markdown)


def normal(loc: float, scale: float) -> Curve:
    """The density of a normal distribution."""
    return lambda x: math.exp(-(((x - loc) / scale) ** 2) / 2) / (scale * math.sqrt(2 * math.pi))


def paid(p: tuple[float, float], q: tuple[float, float]) -> Curve:
    """What is averaged, p log(p/q), for two normal distributions given by mean and standard deviation."""

    def at(x: float) -> float:
        first, second = ((x - loc) / scale for loc, scale in (p, q))
        return normal(*p)(x) * ((second**2 - first**2) / 2 + math.log(q[1] / p[1]))

    return at


def line(curve: Curve, width: int, height: int, shown: tuple[float, float]) -> list[tuple[float, float]]:
    """The points of a curve in a drawing, to a tenth of its unit."""
    points = []
    for step in range(STEPS + 1):
        x = LEFT + (RIGHT - LEFT) * step / STEPS
        points.append((round(width * step / STEPS, 1), ground(curve(x), height, shown)))
    return points


def ground(value: float, height: int, shown: tuple[float, float]) -> float:
    """How far below the top of a drawing a value lies."""
    return round(height * (shown[1] - value) / (shown[1] - shown[0]), 1)


def path(points: Iterable[tuple[float, float]]) -> str:
    """Points as the path of an SVG."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def area(curve: Curve, width: int, height: int, shown: tuple[float, float]) -> str:
    """The path of what lies between a curve and the axis."""
    axis = ground(0, height, shown)
    return path([(0, axis), *line(curve, width, height, shown), (width, axis)]) + "Z"


def picture(numbers: Mapping[str, NamedNumber]) -> str:
    """Draw the two curves, and what is averaged in either direction with the areas that it makes.

    Args:
        numbers: the numbers of the site, by name; those of ``gaussians`` are shown.

    Returns:
        A figure as HTML; its colours are those of the page.
    """
    value = {name: float(numbers[f"gaussians.{name}"].value) for name in ("p.loc", "p.scale", "q.loc", "q.scale")}
    p, q = (value["p.loc"], value["p.scale"]), (value["q.loc"], value["q.scale"])
    foot = ground(0, CURVES, CURVE_RANGE)
    peaks = [(x, ground(normal(*each)(x), CURVES, CURVE_RANGE)) for each, x in ((p, p[0] - p[1]), (q, q[0] + q[1]))]
    (px, py), (qx, qy) = [(round(WIDTH * (x - LEFT) / (RIGHT - LEFT), 1), y) for x, y in peaks]
    shape = [
        f'<path class="is-p tint" d="{area(normal(*p), WIDTH, CURVES, CURVE_RANGE)}"/>',
        f'<path class="is-q tint" d="{area(normal(*q), WIDTH, CURVES, CURVE_RANGE)}"/>',
        f'<path class="axis" d="M0 {foot}H{WIDTH}"/>',
        f'<path class="is-p" d="{path(line(normal(*p), WIDTH, CURVES, CURVE_RANGE))}"/>',
        f'<path class="is-q" d="{path(line(normal(*q), WIDTH, CURVES, CURVE_RANGE))}"/>',
        f'<text class="of-p" x="{px - 12}" y="{py - 4}" text-anchor="end">p, the truth</text>',
        f'<text class="of-q" x="{qx + 12}" y="{qy - 4}">q, the belief</text>',
    ]
    said = (
        "Two bell curves: p, wide, and q, narrower and further right. Below, what the divergence averages, once in "
        "each direction: one large area above the axis on the left, and a smaller one."
    )
    return "\n".join(
        [
            '<figure class="hero-picture" data-part="picture">',
            f'<svg viewBox="0 0 {WIDTH} {CURVES}" role="img" aria-label="{said}">',
            *shape,
            "</svg>",
            '<div class="hero-ways">',
            way("forward", "p", "q", paid(p, q), numbers),
            way("reverse", "q", "p", paid(q, p), numbers),
            "</div>",
            "</figure>",
        ]
    )


def way(name: str, p: str, q: str, curve: Curve, numbers: Mapping[str, NamedNumber]) -> str:
    """One direction: the integrand above and below its axis, and the divergence that the two areas make."""
    axis = ground(0, AREA, AREA_RANGE)
    total, above, below = (
        float(numbers[f"gaussians.{name}.{part}"].value) for part in ("nats", "area.above.nats", "area.below.nats")
    )
    return (
        f'<div><svg viewBox="0 0 {HALF} {AREA}" aria-hidden="true">'
        f'<g class="sweep"><path class="is-{p} tint" d="{area(curve, HALF, AREA, AREA_RANGE)}"/>'
        f'<path class="is-{p}" d="{path(line(curve, HALF, AREA, AREA_RANGE))}"/></g>'
        f'<path class="axis" d="M0 {axis}H{HALF}"/></svg>'
        f'<p><i>{p}</i> log(<i>{p}</i>/<i>{q}</i>): <span class="number">{above:.3f}</span> above the axis, '
        f'<span class="number">{below:.3f}</span> below</p>'
        f'<p class="hero-number">D(<i>{p}</i>‖<i>{q}</i>) = <span class="number">{total:.3f}</span> nats</p></div>'
    )


def places_of_pairs(distributions: Iterable[str], entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Say where the pairs of each distribution stand.

    Args:
        distributions: the slugs.
        entries: the entries of the catalogue, each with its place.

    Returns:
        For each, a letter for every distribution as q: ``k`` on a page of the pair's own, ``d`` on the page of p,
        ``-`` nowhere.
    """
    places = {entry["slug"]: entry["place"] for entry in entries}
    slugs = list(distributions)
    return {p: "".join(places.get(f"{p}-{q}", "-")[0] for q in slugs) for p in slugs}


def finder(distributions: Mapping[str, type[Distribution]], entries: Iterable[Mapping[str, Any]]) -> str:
    """Write the form that leads to the formula of a pair. Without a script it leads to the matrix.

    Args:
        distributions: by slug.
        entries: the entries of the catalogue, each with its place.

    Returns:
        HTML. Each option says in ``data-row`` where its pairs stand, in the order of the options. One of arrays says
        which distribution of numbers it is where the array is as small as can be (``data-smallest``), in a sentence
        too (``data-words``).
    """
    smallest = {small.source: small for small in SMALLEST if small.target in distributions}
    places = places_of_pairs(distributions, entries)
    rows, others = [], []
    for slug, distribution in distributions.items():
        name = distribution.name[:1].upper() + distribution.name[1:]
        special = ""
        if small := smallest.get(slug):
            words = f"A {distributions[small.target].name} distribution is a {distribution.name} one with {small.sign}"
            special = f' data-smallest="{small.target}" data-words="{escape(words)}"'
        rows.append(f'<option value="{escape(name)}" data-slug="{slug}" data-row="{places[slug]}"{special}></option>')
        others += [
            f'<option value="{escape(a)}" data-slug="{slug}" label="{escape(name)}"></option>'
            for a in distribution.aliases
        ]
    box = (
        '<label><i class="of-{0}">{0}</i><input name="{0}" list="distributions" placeholder="{1}" required '
        'autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="Distribution {0}"></label>'
    )
    return "\n".join(
        [
            '<form class="pair-finder" action="matrix.html" data-part="picker" aria-label="Find a formula">',
            box.format("p", "Gamma"),
            box.format("q", "Weibull"),
            '<button type="submit">Find</button>',
            '<output aria-live="polite"></output>',
            f'<datalist id="distributions">{"".join(rows)}{"".join(others)}</datalist>',
            "</form>",
        ]
    )


def proof(entries: Iterable[Mapping[str, Any]], reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Say in a line what was checked.

    Args:
        entries: the entries of the catalogue.
        reports: what the checks of each reported.

    Returns:
        HTML.
    """
    formulas = sum(entry["kind"] == "closed form" for entry in entries)
    passed, failed = (sum(report[what] for report in reports.values()) for what in ("passed", "failed"))
    said = ((formulas, "formulas"), (passed, "checks passed"), (failed, "failed"))
    line = " · ".join(f'<strong class="number">{count:,}</strong> {what}' for count, what in said)
    released = f'release of <span class="number">{RELEASED}</span>'
    return f'<p class="proof"><a href="reference/verification.html">{line}</a> · {released}</p>'


def parts(
    generated: Path, numbers: Mapping[str, NamedNumber], distributions: Mapping[str, type[Distribution]]
) -> dict[str, str]:
    """Make every part of the home page.

    Args:
        generated: where the stages before this one put their work.
        numbers: the numbers of the site.
        distributions: by slug.

    Returns:
        HTML by name.
    """
    catalogue, reports = generated / "machine" / "catalogue.json", generated / "reports.json"
    entries = json.loads(catalogue.read_text(encoding="utf-8"))["entries"]
    return {
        "picture": picture(numbers),
        "finder": finder(distributions, entries),
        "proof": proof(entries, json.loads(reports.read_text(encoding="utf-8"))),
    }
