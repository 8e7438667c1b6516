"""The relations between distributions: in words for the page of each, and as a map on which each is a link."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import sympy as sp

from kldiv.distributions import DISTRIBUTIONS
from kldiv.writing.parameters import letter_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import article
from scripts.pages.array_relations import SMALLEST, Smallest
from scripts.pages.graph_layout import Node, arrange
from scripts.pages.relations import RELATIONS, Relation, x

ALL = RELATIONS + SMALLEST

#: Sizes of the map, in its own units, which are pixels where there is room.
WIDTH, HEIGHT, ACROSS, MARGIN = 138, 28, 74, 4


def relatives(slug: str, relations: Iterable[Relation | Smallest] = ALL) -> list[str]:
    """Say what a distribution is of others, and what others are of it, as lines of a list.

    Args:
        slug: the distribution's slug.
        relations: those to look through.

    Returns:
        Markdown.
    """
    lines = []
    for relation in relations:
        if relation.target == slug:
            lines.append(f"- {_of_another(relation)}")
        elif relation.source == slug:
            lines.append(f"- {_of_this(relation)}")
    return sorted(lines, key=lambda line: not line.startswith("- It is"))


def _link(slug: str) -> str:
    return f"[{DISTRIBUTIONS[slug].name}]({slug}.md)"


def _given(relation: Relation) -> list[tuple[str, sp.Expr]]:
    """The parameters of the source: their letters, and what they are in the letters of the target."""
    return [(letter_tex(p.letter), relation.read(relation.given[p.name])) for p in DISTRIBUTIONS[relation.source].spec]


def _of_another(relation: Relation | Smallest) -> str:
    if isinstance(relation, Smallest):
        name = DISTRIBUTIONS[relation.source].name
        return f"It is {article(name)} {_link(relation.source)} distribution {relation.words}."
    values = [expression_tex(value) for _, value in _given(relation)]
    call = f"\\mathrm{{{DISTRIBUTIONS[relation.source].__name__}}}({', '.join(values)})"
    name = DISTRIBUTIONS[relation.source].name
    if relation.special:
        return f"It is {article(name)} {_link(relation.source)} distribution: $X \\sim {call}$."
    image = _image(relation, "Y")
    return f"It is {relation.words} {article(name)} {_link(relation.source)} variable: $X = {image}$, $Y \\sim {call}$."


def _of_this(relation: Relation | Smallest) -> str:
    if isinstance(relation, Smallest):
        return f"{relation.words[0].upper()}{relation.words[1:]}, it is the {_link(relation.target)} distribution."
    fixed = [f"${letter} = {expression_tex(value)}$" for letter, value in _given(relation) if value.is_number]
    under = f"With {' and '.join(fixed)}, " if fixed else ""
    if relation.special:
        return f"{under}it is the {_link(relation.target)} distribution."
    image = _image(relation, "X")
    verb = "are" if relation.words == "the odds of" else "is"
    said = f"{under}{relation.words} its variable {verb} {_link(relation.target)}: ${image}$."
    return said[0].upper() + said[1:]


def _image(relation: Relation, letter: str) -> str:
    """The function of the source's variable, in TeX."""
    lower = DISTRIBUTIONS[relation.source].symbolic("p").support().lower  # of -oo "is it negative" is not decided
    variable = sp.Symbol(letter, positive=True) if lower.is_nonnegative else sp.Symbol(letter, real=True)
    return expression_tex(relation.read(relation.forward).subs(x, variable))


def nodes(relations: Iterable[Relation | Smallest] = ALL) -> dict[str, Node]:
    """The boxes of the map, each with those that it is made from."""
    found: dict[str, list[str]] = {}
    for relation in relations:
        found.setdefault(relation.source, [])
        found.setdefault(relation.target, []).append(relation.source)
    return {
        slug: Node(slug, DISTRIBUTIONS[slug].name, f"{slug}.html", tuple(found[slug]), HEIGHT) for slug in sorted(found)
    }


def laid_out(relations: Iterable[Relation | Smallest]) -> tuple[dict[str, Node], list[list[Node]]]:
    """Give every box its place, and every line that passes a column of others a gap to pass through.

    Args:
        relations: those to draw.

    Returns:
        The boxes and gaps by name, a gap's being made of the names of both ends; and all of them in columns.
    """
    boxes = nodes(relations)
    arrange(boxes)
    for slug, node in list(boxes.items()):
        uses = []
        for used in node.uses:
            for column in range(boxes[used].column + 1, node.column):
                gap = f"{_ends(used, slug)} {column}"
                boxes[gap] = Node(gap, "", "", (used,), HEIGHT)
                used = gap
            uses.append(used)
        node.uses = tuple(uses)
    return boxes, arrange(boxes)


def _ends(source: str, target: str) -> str:
    return f"{source} to {target}"


def drawing(relations: Iterable[Relation | Smallest] = ALL) -> list[str]:
    """Draw the map as SVG that follows the page's colours.

    Args:
        relations: those to draw.

    Returns:
        Lines of HTML.
    """
    relations = tuple(relations)
    boxes, columns = laid_out(relations)
    width = 2 * MARGIN + len(columns) * (WIDTH + ACROSS) - ACROSS
    height = round(max(node.y for node in boxes.values())) + HEIGHT + MARGIN
    shown = [node for node in boxes.values() if node.title]
    lines = [
        f'<svg class="relations" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="A map of {len(shown)} distributions and {len(relations)} relations between them">',
    ]
    signs = []
    for relation in relations:
        ends = _ends(relation.source, relation.target)
        gaps = [node for name, node in boxes.items() if name.startswith(f"{ends} ")]
        stops = [boxes[relation.source], *gaps, boxes[relation.target]]
        kind = ' class="same"' if relation.special else ""
        lines.append(f'<path{kind} d="{_path(stops)}"/>')
        alone = sum(other.target == relation.target for other in relations) == 1
        across, down = _left(stops[-1]) if alone else _on_the_way(stops, 0.62)
        start = f'x="{across - 6}" text-anchor="end"' if alone else f'x="{across}" text-anchor="middle"'
        signs.append(f'<text class="sign" {start} y="{down - 4:g}">{escape(relation.sign)}</text>')
    lines += signs
    for node in shown:
        left, middle = _left(node)
        lines.append(
            f'<a href="{node.link}"><rect x="{left}" y="{middle - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" '
            f'rx="4"/><text text-anchor="middle" x="{left + WIDTH / 2:g}" y="{middle + 4.5:g}">'
            f"{escape(node.title)}</text></a>"
        )
    return [*lines, "</svg>"]


def _path(stops: list[Node]) -> str:
    """A curve from box to box, straight through the gaps between them."""
    across, down = _right(stops[0])
    path = f"M{across} {down:g}"
    for stop in stops[1:]:
        left, middle = _left(stop)
        path += f"C{across + ACROSS // 2} {down:g} {left - ACROSS // 2} {middle:g} {left} {middle:g}"
        across, down = left, middle
        if not stop.title:
            across += WIDTH
            path += f"H{across}"
    return path


def _on_the_way(stops: list[Node], part: float) -> tuple[float, float]:
    """A point on the last curve of a path, at a part of it."""
    (x1, y1), (x2, y2) = _right(stops[-2]), _left(stops[-1])
    bent = 3 * part * part - 2 * part**3
    across = 1.5 * part * (1 - part) * (1 - part) + 1.5 * part * part * (1 - part) + part**3
    return round(x1 + (x2 - x1) * across), round(y1 + (y2 - y1) * bent, 1)


def _left(node: Node) -> tuple[int, float]:
    return MARGIN + node.column * (WIDTH + ACROSS), node.middle


def _right(node: Node) -> tuple[int, float]:
    left, middle = _left(node)
    return left + WIDTH, middle
