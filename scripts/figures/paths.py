"""The paths of a drawing, written short: from point to point instead of from the corner, no letter twice."""

from __future__ import annotations

import re

#: How many points belong to a piece of each kind: moves and lines, curves of second and of third order.
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_TOKEN = re.compile(r"[A-Za-z]|-?[\d.]+(?:e[+-]?\d+)?")
_ID = re.compile(r'\bid="([^"]+)"')
#: Where an identifier is asked for.
_ASKED = re.compile(r"""(href="#|url\(#)([^")]+)([")])""")
#: Coordinates are kept to hundredths of a point: finer is invisible.
_PARTS = 100


def lighter(svg: str) -> str:
    """Take out of a drawing what no reader of it sees: half of what Matplotlib writes.

    Args:
        svg: without texts whose spaces count.

    Returns:
        The same drawing.
    """
    svg = re.sub(r'(?<=\bd=")[^"]+', lambda path: shortened(path[0]), svg)
    svg = re.sub(r'(?<= [xy]=")[^"]+|(?<=translate\()[^)]+', _rounded, svg)
    return re.sub(r">\s+<", "><", svg).strip() + "\n"


def numbered(svg: str) -> str:
    """Number the identifiers in a drawing in their order: Matplotlib's hang on colours, or on chance."""
    names = {old: f"i{number}" for number, old in enumerate(dict.fromkeys(_ID.findall(svg)), start=1)}
    svg = _ID.sub(lambda found: f'id="{names[found[1]]}"', svg)
    return _ASKED.sub(lambda found: found[1] + names.get(found[2], found[2]) + found[3], svg)


def inked(svg: str, colour: str) -> str:
    """Give what has no colour of its own this one: Matplotlib writes none for black."""
    return re.sub(r"<svg\b", f'<svg fill="{colour}"', svg, count=1)


def _rounded(found: re.Match[str]) -> str:
    return re.sub(r"-?\d+\.\d+", lambda number: f"{round(float(number[0]), 2) + 0.0:.10g}", found[0])


def shortened(path: str) -> str:
    """Write a path in steps, its coordinates rounded to hundredths.

    Args:
        path: the attribute ``d`` of a path of moves, lines, curves and closings, every point counted from the corner.

    Returns:
        The same path.

    Raises:
        ValueError: if the path holds anything else.

    Example:
        >>> shortened("M 10 10 L 20 10 L 20 15 Q 20 20 15.5 20 z M 1 1 L 2 2")
        'M10 10h10v5q0 5-4.5 5zM1 1l1 1'
    """
    tokens = _TOKEN.findall(path)
    at = start = (0, 0)
    written, last, place = "", "", 0
    while place < len(tokens):
        kind = tokens[place].upper()
        if tokens[place] not in (kind, "z") or kind not in _POINTS:
            raise ValueError(f"{tokens[place]!r} in a path is not one of M, L, Q, C, z")
        numbers = [round(float(token) * _PARTS) for token in tokens[place + 1 : place + 1 + 2 * _POINTS[kind]]]
        place += 1 + len(numbers)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        letter, steps = _piece(kind, at, points)
        goes_on = letter == last and letter not in "Mz"
        written += ("" if goes_on else letter) + _joined(steps, goes_on)
        start = points[0] if kind == "M" else start
        at = points[-1] if points else start
        last = letter
    return written


def _piece(kind: str, at: tuple[int, int], points: list[tuple[int, int]]) -> tuple[str, list[int]]:
    if kind in "MZ":
        return kind if kind == "M" else "z", [number for point in points for number in point]
    steps = [number for x, y in points for number in (x - at[0], y - at[1])]
    if kind == "L" and 0 in steps:
        return ("h", steps[:1]) if steps[1] == 0 else ("v", steps[1:])
    return kind.lower(), steps


def _joined(numbers: list[int], goes_on: bool) -> str:
    """Numbers with a space where neither a sign nor a letter parts them."""
    texts = [re.sub(r"^(-?)0\.", r"\1.", f"{number / _PARTS:.10g}") for number in numbers]
    joined = " ".join(texts).replace(" -", "-")
    return f" {joined}" if goes_on and texts and not joined.startswith("-") else joined
