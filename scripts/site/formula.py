"""A formula as HTML: lines that the browser breaks where the column really ends."""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from scripts.site.mathml import RELATIONS, is_group, write
from scripts.site.pieces import Cutter, Piece, Row, at_signs, dot

#: A left side wider than this, in em, stands on a line of its own if need be: nothing is aligned to its right.
_LONG_LEFT = 9.0
#: Pieces wider than these, in em, are set smaller on a phone.
_TIGHT, _TIGHTER = 14.5, 17.0
#: Cases wider than this, in em, have their conditions below the values.
_WIDE_CASES = 24.0


@dataclass
class Line:
    """One line of a display: what stands left of its relation, and the rest."""

    left: Row
    right: Row
    kind: str = ""


def whole(row: Row, display: bool = False) -> str:
    """Return a formula as one `<math>`.

    Args:
        row: what it holds.
        display: whether it says by itself that it is a display. In a `<div class="formula">` the style sheet does.
    """
    style = ' displaystyle="true"' if display else ""
    return f"<math{style}>{write(row)}</math>"


class Setter:
    """Sets formulas as HTML."""

    def __init__(self, cutter: Cutter) -> None:
        """Take what cuts them."""
        self._cutter = cutter

    def inline(self, row: Row) -> str:
        """Set a formula within a text.

        Returns:
            A run of `<math>`; the last one is last, so that what follows can be kept with it.
        """
        return _joined(self._cutter.inline(row))

    def display(self, row: Row) -> str:
        """Set a formula that stands on its own.

        Returns:
            A `<div class="formula">` with a line for each relation that the author put on one.
        """
        if self._cutter.is_short(row):
            return f'<div class="formula"><div class="line alone">{whole(row)}</div></div>'
        lines = _lines(row)
        pieces = [(line, self._cutter.display(line.left), self._right(line)) for line in lines]
        lefts = [self._cutter.widest([Piece(line.left)], True) for line in lines if line.left and line.right]
        names = ["formula", *self._tightness([piece for line in lines for piece in self._all_pieces(line)])]
        if any(line.left and line.right for line in lines):
            names.append("stacked" if max(lefts, default=0.0) > _LONG_LEFT else "aligned")
        body = "".join(self._line(*line) for line in pieces)
        return f'<div class="{" ".join(names)}">{body}</div>'

    def _all_pieces(self, line: Line) -> list[Piece]:
        return [piece for row in (line.left, *_rows_of(line.right)) for piece in self._cutter.display(row)]

    def _tightness(self, pieces: list[Piece]) -> list[str]:
        widest = self._cutter.widest(pieces, True)
        return ["tighter"] if widest > _TIGHTER else ["tight"] if widest > _TIGHT else []

    def _right(self, line: Line) -> str:
        before, table, after = _at_cases(line.right)
        if table is None:
            return _joined(self._cutter.display(line.right))
        *terms, factor = at_signs(before, after=False) or [[]]
        if factor and factor[-1].tag != "mo":
            factor = [*factor, dot()]  # what multiplies the cases stays with them, and is seen to multiply
        shown = "".join(_joined(self._cutter.display(term)) + "<wbr>" for term in terms)
        head = f'<span class="factor">{_joined(self._cutter.display(factor))}</span>' if factor else ""
        rows = "".join(self._case(row) for row in table)
        names = f"case-list{' high' if self._is_wide(table) else ''}"
        place = "below" if terms or after else "beside"
        shown += f'<span class="with-cases {place}">{head}<span class="{names}">{rows}</span></span>'
        return shown + (self._right(Line([], after)) if after else "")

    def _is_wide(self, table: ET.Element) -> bool:
        """Whether the values and the conditions have no room beside each other."""
        columns: list[tuple[float, ...]] = list(
            zip(*([self._cutter.whole_width(list(cell)) for cell in row] for row in table), strict=False)
        )
        widest = [max(column) for column in columns]
        return sum(widest) > _WIDE_CASES

    def _case(self, row: ET.Element) -> str:
        value, *condition = list(row)
        shown = f'<span class="value">{_joined(self._cutter.display(list(value)))}</span>'
        if condition:
            when = [node for cell in condition for node in cell]
            shown += f' <span class="when">{_joined(self._cutter.display(when)).strip()}</span>'
        return f'<span class="case">{shown}</span>'

    def _line(self, line: Line, left: list[Piece], right: str) -> str:
        if line.kind or not line.right:
            inner = right if line.right else _joined(left)
            return f'<div class="line {line.kind or "alone"}">{inner}</div>'
        shown = _joined(left)
        return f'<div class="line"><span class="left">{shown}</span><span class="right"><wbr>{right}</span></div>'


def _joined(pieces: list[Piece]) -> str:
    shown = ""
    for number, piece in enumerate(pieces):
        if piece.gap:
            shown += "\u2003"
        elif number and not piece.words and not pieces[number - 1].words:
            shown += "<wbr>"
        if piece.parts:
            shown += f'<span class="piece">{_joined(piece.parts)}</span>'
        elif piece.words:
            shown += html.escape(piece.words.replace("\u00a0", " "), quote=False)
        else:
            shown += whole(piece.row)
    return shown


def _at_cases(row: Row) -> tuple[Row, ET.Element | None, Row]:
    """A row parted at cases: a brace of several lines needs no brackets round it."""
    for place, node in enumerate(row):
        bracketed = is_group(node) and len(node) == 3 and len(row) > 1 and is_group(node[1])
        inner = node[1] if bracketed else node
        if is_group(inner) and inner[1].get("class") == "cases":
            return row[:place], inner[1], row[place + 1 :]
    return row, None, []


def _rows_of(row: Row) -> list[Row]:
    """The rows that are cut each by itself: a row, or its parts and the cells of the cases in it."""
    before, table, after = _at_cases(row)
    if table is None:
        return [row]
    return [before, *(list(cell) for line in table for cell in line), *_rows_of(after)]


def _lines(row: Row) -> list[Line]:
    table = row[0] if len(row) == 1 and row[0].tag == "mtable" else None
    if table is None or table.get("class") not in ("aligned", "gathered"):
        return [_parted(row)]
    lines: list[Line] = []
    for cells in ([list(cell) for cell in line] for line in table):
        first, rest = cells[0], [node for cell in cells[1:] for node in cell]
        if not first and not rest:
            continue
        if table.get("class") == "gathered" or _begins_with_space_or_words(first + rest):
            lines.append(Line([], first + rest, "condition" if lines else "alone"))
        elif not first and lines and lines[-1].kind == "" and not _is_relation(rest[0]):
            _mark_infix(rest[0])
            lines[-1].right += rest  # broken by hand: the browser breaks it where it must
        else:
            lines.append(_parted(first + rest))
    return lines


def _begins_with_space_or_words(row: Row) -> bool:
    return row[0].tag in ("mspace", "mtext")


def _is_relation(node: ET.Element) -> bool:
    return node.tag == "mo" and node.text in RELATIONS


def _mark_infix(node: ET.Element) -> None:
    if node.tag == "mo" and node.get("role") == "prefix":
        node.set("role", "infix")


def _parted(row: Row) -> Line:
    """A line parted at its first relation."""
    for place, node in enumerate(row):
        if node.tag == "mspace" and node.get("width", "").startswith(("1", "2")):
            break
        if _is_relation(node):
            node.set("role", "infix")
            return Line(row[:place], row[place:])
    return Line([], row, "alone")
