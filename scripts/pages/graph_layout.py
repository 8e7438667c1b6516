"""Where the boxes of the graph of results stand: in columns, behind all that they use.

Written here, in forty lines: grandalf, the library for it, is no longer kept up, and dot is no Python package.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Box and gap sizes of the drawing, in its own units.
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 190, 30, 70, 12, 12

#: How often the columns are put in order by their neighbours.
SWEEPS = 12


@dataclass
class Node:
    """A box of the graph.

    Attributes:
        id: the id of the result, or of a group.
        label: what stands in the box.
        title: the whole title, for the tooltip and the list.
        link: its page, as seen from the list.
        uses: the ids of what it rests on.
    """

    id: str
    label: str
    title: str
    link: str
    uses: tuple[str, ...] = ()
    column: int = field(default=0, compare=False)
    row: float = field(default=0, compare=False)

    @property
    def x(self) -> int:
        """The left end of the box."""
        return MARGIN + self.column * (WIDTH + ACROSS)

    @property
    def y(self) -> int:
        """The top of the box."""
        return MARGIN + round(self.row * (HEIGHT + DOWN))


def arrange(nodes: dict[str, Node]) -> list[list[Node]]:
    """Give every node a column, behind all that it uses, and a row, near what it is joined to.

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
    tallest = max(len(column) for column in columns)
    for column in columns:
        number(column, tallest)
    for _ in range(SWEEPS):
        for column in columns:
            column.sort(key=lambda n: (mean([other.row for other in joined[n.id]], n.row), n.id))
            number(column, tallest)
    return columns


def number(column: list[Node], tallest: int) -> None:
    """Number the rows of a column, so that its middle is that of the tallest."""
    for row, node in enumerate(column):
        node.row = row + (tallest - len(column)) / 2


def mean(rows: list[float], otherwise: float) -> float:
    """The mean row, or the own one where there is none."""
    return sum(rows) / len(rows) if rows else otherwise
