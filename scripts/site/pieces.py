"""Where a formula may be broken: no browser breaks a line inside one `<math>`, so that it becomes several."""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from scripts.site.mathml import RELATIONS, SIGNS, is_group, is_name
from scripts.site.measure import Ruler

#: What a phone's column has room for, in em of its text, next to the indentation of a continued line.
NARROW = 14.0
#: A formula in the text that is shorter than this stays whole.
SHORT = 6.0
_SHORT_LINE = 10.0
#: So does what stands beside a formula or between words, if it is shorter than this.
_ASIDE = 8.0
#: A fraction wider than this is taken apart; a narrower one is set a little smaller on a phone.
_WIDE = 17.0

#: Brackets that take no more than this share of a narrow column are never broken inside.
_KEPT_WHOLE = 0.7

Row = list[ET.Element]


@dataclass
class Piece:
    """What stays on one line: mathematics, or a few words between two formulas.

    Attributes:
        row: the mathematics.
        words: the words, if it is no mathematics.
        gap: whether a wide space stands before it.
        parts: what it is cut into where not even a line of its own has room for it.
    """

    row: Row = field(default_factory=list)
    words: str = ""
    gap: bool = False
    parts: list[Piece] = field(default_factory=list)

    def leaves(self) -> list[Piece]:
        """What is not cut further, in reading order."""
        return [leaf for part in self.parts for leaf in part.leaves()] if self.parts else [self]


class Cutter:
    """Cuts formulas into pieces that fit a narrow column."""

    def __init__(self, ruler: Ruler, limit: float = NARROW) -> None:
        """Take what measures them.

        Args:
            ruler: measures rows.
            limit: how wide a piece may be, in em, before it is cut within its factors and brackets.
        """
        self._ruler = ruler
        self._limit = limit

    def display(self, row: Row) -> list[Piece]:
        """Cut a formula that stands on its own, before its relations and signs."""
        return self._pieces(row, after=False, display=True)

    def inline(self, row: Row) -> list[Piece]:
        """Cut a formula within a text, after its relations and signs, as books do."""
        if self._ruler.row(row, display=False).width <= SHORT and not any(map(_is_words, row)):
            return [Piece(row)]
        return [leaf for piece in self._pieces(row, after=True, display=False) for leaf in piece.leaves()]

    def is_short(self, row: Row) -> bool:
        """Whether a formula that stands on its own fits a narrow column as it is."""
        has_lines = any(node.tag == "mtable" and node.get("class") in ("aligned", "gathered") for node in row)
        return not has_lines and not any(map(_is_words, row)) and self._width(row, display=True) <= _SHORT_LINE

    def widest(self, pieces: list[Piece], display: bool) -> float:
        """Return the width of the widest piece, in em."""
        leaves = [leaf for piece in pieces for leaf in piece.leaves()]
        return max((self._ruler.row(leaf.row, display).width for leaf in leaves), default=0.0)

    def whole_width(self, row: Row) -> float:
        """Return how wide a row is when nothing is cut, in em."""
        return self._width(row, display=True)

    def _pieces(self, row: Row, after: bool, display: bool) -> list[Piece]:
        pieces: list[Piece] = []
        for place, (part, gap) in enumerate(_parts(row)):
            if _is_words(part[0]):
                pieces.append(Piece(words=part[0].text or "", gap=gap))
                continue
            # A condition that follows, such as x > 0, stays whole if it can.
            is_aside = place > 0 and self._width(part, display) <= _ASIDE
            cuts = [Piece(part)] if is_aside else self._cut(part, after, display)
            cuts[0].gap = gap
            pieces += cuts
        return pieces

    def _cut(self, row: Row, after: bool, display: bool) -> list[Piece]:
        return [self._shortened(piece, after, display) for piece in at_signs(row, after)]

    def _width(self, row: Row, display: bool) -> float:
        return self._ruler.row(row, display).width

    def _shortened(self, piece: Row, after: bool, display: bool) -> Piece:
        """Cut a piece that is too wide between its factors, and within its brackets."""
        if self._width(piece, display) <= self._limit:
            return Piece(piece)
        factors: list[Row] = []
        for factor in _factors(self._with_narrow_fractions(piece, display)):
            if factors and self._width(factors[-1] + factor, display) <= self._limit:
                factors[-1] = factors[-1] + factor
            else:
                factors.append(factor)
        factors = [[dot(), *_without_space(factor)] if place else factor for place, factor in enumerate(factors)]
        parts = [self._within_brackets(factor, after, display) for factor in factors]
        return parts[0] if len(parts) == 1 else Piece(parts=parts)

    def _with_narrow_fractions(self, piece: Row, display: bool) -> Row:
        """Take fractions apart that no phone has room for: what stood above the line follows a fraction of 1."""
        found: Row = []
        for node in piece:
            if node.tag != "mfrac" or node.get("linethickness") or self._width([node], display) <= _WIDE:
                found.append(node)
                continue
            above = list(node[0]) if node[0].tag == "mrow" and not is_group(node[0]) else [node[0]]
            if any(_breaks(part, place == 0) or part.get("role") == "prefix" for place, part in enumerate(above)):
                above = [_bracketed(above)]
            one = ET.Element("mn")
            one.text = "1"
            reciprocal = ET.Element("mfrac")
            reciprocal.extend([one, node[1]])
            apart = [reciprocal, *above]
            found += [_bracketed(apart)] if found and (is_name(found[-1]) or found[-1].text == "\u2061") else apart
        return found

    def _within_brackets(self, piece: Row, after: bool, display: bool) -> Piece:
        if self._width(piece, display) <= self._limit:
            return Piece(piece)
        widths = {k: self._width([node], display) for k, node in enumerate(piece) if _group_of(node) is not None}
        place = max(widths, key=widths.__getitem__, default=0)
        if widths.get(place, 0.0) <= _KEPT_WHOLE * self._limit:
            return Piece(piece)
        opened = self._opened(piece[place], display)
        inner = self._cut(opened[1:-1], after, display)
        if len(piece) == 1 and len(inner) == 1 and not inner[0].parts:
            return Piece(piece)
        first = inner[0].leaves()[0]
        first.row = [*piece[:place], opened[0], *first.row]
        ending = self._shortened([opened[-1], *piece[place + 1 :]], after, display)
        closing = ending.leaves()
        last = inner[-1].leaves()[-1]
        last.row = [*last.row, *closing[0].row]
        parts = [*inner, *closing[1:]]
        return parts[0] if len(parts) == 1 else Piece(parts=parts)

    def _opened(self, node: ET.Element, display: bool) -> Row:
        """The brackets and what they enclose, side by side; brackets that grew keep their size by being told it."""
        group = _group_of(node)
        assert group is not None
        row = list(group)
        box = self._ruler.row(row, display)
        ends = []
        for end, role in ((row[0], "prefix"), (row[-1], "postfix")):
            sized = copy.copy(end)
            sized.set("role", role)
            if sized.get("stretchy") != "false" and not sized.get("minsize"):
                size = f"{box.above + box.below:.3g}em"
                sized.set("minsize", size)
                sized.set("maxsize", size)
            ends.append(sized)
        if node is not group:
            scripted = copy.copy(node)
            scripted[0] = _alone(ends[1])
            ends[1] = scripted
        return [ends[0], *row[1:-1], ends[1]]


def _bracketed(row: Row) -> ET.Element:
    group = ET.Element("mrow")
    for text, inner in (("(", row), (")", [])):
        bracket = ET.SubElement(group, "mo", {"role": "prefix" if inner else "postfix"})
        bracket.text = text
        group.extend(inner)
    return group


def _alone(bracket: ET.Element) -> ET.Element:
    """A bracket in a row of its own, beside nothing: without that no browser lets it grow below a script."""
    row = ET.Element("mrow")
    row.extend([bracket, ET.Element("mi")])
    return row


def _group_of(node: ET.Element) -> ET.Element | None:
    """The brackets that a node is, or that its scripts stand on."""
    if is_group(node):
        return node
    return node[0] if node.tag in ("msup", "msub", "msubsup") and is_group(node[0]) else None


def _is_words(node: ET.Element) -> bool:
    return node.tag == "mtext" and len((node.text or "").split()) > 0


def _parts(row: Row) -> list[tuple[Row, bool]]:
    """A row parted at its words and its wide spaces."""
    parts: list[tuple[Row, bool]] = []
    gap, fresh = False, True
    for node in row:
        if node.tag == "mspace" and float(node.get("width", "0").rstrip("emptx") or 0) >= 1:
            gap, fresh = True, True
        elif _is_words(node):
            parts.append(([node], gap))
            gap, fresh = False, True
        elif fresh:
            parts.append(([node], gap))
            gap, fresh = False, False
        else:
            parts[-1][0].append(node)
    return parts


def _breaks(node: ET.Element, is_first: bool) -> bool:
    if node.tag != "mo" or node.text is None:
        return False
    infix = node.get("role") == "infix" or (not is_first and node.get("role") is None)
    return infix and (node.text in RELATIONS or node.text in SIGNS)


def dot() -> ET.Element:
    """The sign between two factors, where a line may begin with the second."""
    sign = ET.Element("mo", {"role": "infix", "form": "infix"})
    sign.text = "⋅"
    return sign


def _without_space(row: Row) -> Row:
    return row[1:] if row[0].tag == "mspace" else row


def at_signs(row: Row, after: bool) -> list[Row]:
    """A row parted at the relations and signs that stand outside its brackets: before them, or after them."""
    found: list[Row] = [[]]
    for place, node in enumerate(row):
        if _breaks(node, place == 0):
            if after:
                found[-1].append(node)
                found.append([])
                continue
            if found[-1]:
                found.append([])
        found[-1].append(node)
        if node.tag == "mo" and node.text in (",", ";"):
            found.append([])
    return [piece for piece in found if piece]


def _factors(piece: Row) -> list[Row]:
    """The factors of a product; what names a function stays with its argument, a sign with what follows it."""
    found: list[Row] = []
    for node in piece:
        if found and not _may_follow_a_break(found[-1][-1], node):
            found[-1].append(node)
        else:
            found.append([node])
    return found


def _may_follow_a_break(last: ET.Element, node: ET.Element) -> bool:
    if node.tag in ("mo", "mspace", "mtext") or last.tag == "mo":
        return False
    if last.tag == "mspace":
        return is_name(node)
    core = last[0] if last.tag.startswith(("msu", "mun", "mov")) else last
    if core.tag == "mo" or is_name(last):
        return False  # a sum, or the name of a function
    return not (core.tag == "mi" and _group_of(node) is not None)  # a letter may be a function too
