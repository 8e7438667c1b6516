"""Where the titles of the graph of results stand: in columns, each to the right of all that it uses.

Written here, in forty lines: grandalf, the library for it, is no longer kept up, and dot is no Python package.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

#: Widths and gaps of the drawing in pixels: it is shown at its own size, so that its letters keep theirs.
WIDTH, ACROSS, DOWN, MARGIN, LINE = 245, 62, 9, 4, 15
#: The letters that surely fit into a line of a title.
LETTERS = 37

#: How often the columns are put in order by their neighbours.
SWEEPS = 12


@dataclass
class Node:
    """A title in the graph.

    Attributes:
        id: the id of the result, or of a group.
        title: its title.
        link: its page, as seen from the list.
        uses: the ids of what it rests on.
        tall: its height, where that is not what its lines take.
    """

    id: str
    title: str
    link: str
    uses: tuple[str, ...] = ()
    tall: int = 0
    column: int = field(default=0, compare=False)
    y: float = field(default=0, compare=False)

    @property
    def lines(self) -> list[str]:
        """The title, broken into lines that fit."""
        return textwrap.wrap(self.title, LETTERS, break_on_hyphens=False)

    @property
    def height(self) -> int:
        """How much room it takes."""
        return self.tall or len(self.lines) * LINE

    @property
    def middle(self) -> float:
        """Where lines to it end, from the top."""
        return self.y + self.height / 2

    @property
    def x(self) -> int:
        """Its left end."""
        return MARGIN + self.column * (WIDTH + ACROSS)


def arrange(nodes: dict[str, Node]) -> list[list[Node]]:
    """Give every node a column, behind all that it uses, and a place in it, near what it is joined to.

    Args:
        nodes: the nodes by id.

    Returns:
        The columns.

    Raises:
        ValueError: if results use each other in a circle.
    """
    depth: dict[str, int] = {}

    def place(name: str, on_the_way: tuple[str, ...]) -> int:
        if name in on_the_way:
            raise ValueError(f"a circle of uses: {' -> '.join((*on_the_way, name))}")
        if name not in depth:
            behind = (place(used, (*on_the_way, name)) + 1 for used in nodes[name].uses)
            depth[name] = max(behind, default=0)
        return depth[name]

    for name, node in nodes.items():
        node.column = place(name, ())
    columns: list[list[Node]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in nodes.values():
        columns[node.column].append(node)
    joined: dict[str, list[Node]] = {name: [nodes[u] for u in node.uses] for name, node in nodes.items()}
    for node in nodes.values():
        for used in node.uses:
            joined[used].append(node)
    for column in columns:
        stack(column, 0)
    tallest = max(column[-1].y + column[-1].height for column in columns)
    for _ in range(SWEEPS):
        for column in columns:
            column.sort(key=lambda n: (mean([other.middle for other in joined[n.id]], n.middle), n.id))
            stack(column, tallest)
    return columns


def stack(column: list[Node], height: float) -> None:
    """Put the titles of a column below each other, its middle in the middle of a height."""
    whole = sum(node.height + DOWN for node in column) - DOWN
    below = MARGIN + max(0, (height - whole) // 2)
    for node in column:
        node.y = below
        below += node.height + DOWN


def mean(places: list[float], otherwise: float) -> float:
    """The mean place, or the own one where there is none."""
    return sum(places) / len(places) if places else otherwise
