"""How much room a formula takes, from the font's own numbers: to know at build time where it has to be cut."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET

from scripts.site.math_font import MathFont
from scripts.site.mathml import FENCES, LARGE, RELATIONS, SIGNS
from scripts.site.measured import Box

_EM = {"em": 1.0, "pt": 0.1, "px": 0.0625}
# MathML's own dictionary: the space before and after a sign, in em.
_RELATION, _BINARY, _PRODUCT = 0.2778, 0.2222, 0.1667
# What the site's style sheet leaves beside a fraction and in the cells of a table.
_BESIDE_FRACTION, _IN_CELL = 0.06, 0.4
_PRODUCTS = frozenset("×⋅∗⊗")
# What is built of parts, and measured once.
_BUILT = frozenset({"mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"})
_MOST_KNOWN = 10_000


class Ruler:
    """Measures rows of MathML."""

    def __init__(self, font: MathFont) -> None:
        """Take the font that the formulas are set in."""
        self._font = font
        self._known: dict[tuple[ET.Element, bool, float], Box] = {}

    def row(self, row: list[ET.Element], display: bool = True, scale: float = 1.0) -> Box:
        """Measure a row.

        Args:
            row: elements side by side, as :func:`scripts.site.mathml.parse` makes them.
            display: whether it stands on its own, where sums are large and fractions are not set smaller.
            scale: the size of its letters.

        Returns:
            The room that it takes.
        """
        boxes = [None if self._stretches(node) else self._node(node, display, scale) for node in row]
        axis = self._axis(scale)
        height = max((max(b.above - axis, b.below + axis) for b in boxes if b is not None), default=0.0)
        both = zip(row, boxes, strict=True)
        grown = [box if box is not None else self._fence(node, 2 * height, scale) for node, box in both]
        if not grown:
            return Box()
        widths, above, below = zip(*grown, strict=True)
        return Box(sum(widths), max(0.0, *above), max(0.0, *below))

    def _axis(self, scale: float) -> float:
        return self._font.constant("AxisHeight") * scale

    def _stretches(self, node: ET.Element) -> bool:
        return node.tag == "mo" and node.text in FENCES and node.get("stretchy") != "false"

    def _fence(self, node: ET.Element, height: float, scale: float) -> Box:
        size = node.get("minsize")
        wanted = _length(size) * scale if size else height
        width, height = self._font.grown(node.text or "", wanted, scale)
        return Box(width, height / 2 + self._axis(scale), height / 2 - self._axis(scale))

    def _node(self, node: ET.Element, display: bool, scale: float) -> Box:
        if node.get("displaystyle"):
            display = node.get("displaystyle") == "true"
        level = node.get("scriptlevel")
        scale = self._font.scale(int(level)) if level in ("1", "2") else scale
        if node.tag not in _BUILT:
            return self._measured(node, display, scale)
        # Wherever a formula is tried to be cut, its fractions and powers are the same.
        key = (node, display, scale)
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._measured(node, display, scale)
        return self._known[key]

    def _measured(self, node: ET.Element, display: bool, scale: float) -> Box:
        match node.tag:
            case "mspace":
                return Box(_length(node.get("width", "0")) * scale)
            case "mo":
                return self._operator(node, display, scale)
            case "mi" | "mn" | "mtext" | "ms":
                return self._letters(node, scale)
            case "mfrac":
                return self._fraction(node, display, scale)
            case "msqrt" | "mroot":
                return self._root(node, display, scale)
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                return self._scripted(node, display, scale)
            case "mtable":
                return self._table(node, scale)
        return self.row(list(node), display, scale)

    def _letters(self, node: ET.Element, scale: float) -> Box:
        text = node.text or ""
        if node.tag == "mi" and len(text) == 1 and node.get("mathvariant") != "normal":
            text = italic(text)
        return self._font.text(text, scale)

    def _operator(self, node: ET.Element, display: bool, scale: float) -> Box:
        text = node.text or ""
        if display and text in LARGE:
            width, height = self._font.large(text, scale)
            box = Box(width, height / 2 + self._axis(scale), height / 2 - self._axis(scale))
        else:
            box = self._font.text(text, scale)
        return Box(box.width + sum(_spaces(node)) * scale, box.above, box.below)

    def _fraction(self, node: ET.Element, display: bool, scale: float) -> Box:
        inner = scale if display else self._font.smaller(scale)
        over, under = (self._inner(child, False, inner) for child in node)
        gap = self._font.constant("FractionNumDisplayStyleGapMin" if display else "FractionNumeratorGapMin") * scale
        up = (
            self._font.constant("FractionNumeratorDisplayStyleShiftUp" if display else "FractionNumeratorShiftUp")
            * scale
        )
        down = (
            self._font.constant(
                "FractionDenominatorDisplayStyleShiftDown" if display else "FractionDenominatorShiftDown"
            )
            * scale
        )
        above = max(up, self._axis(scale) + gap + over.below) + over.above
        below = max(down, under.above + gap - self._axis(scale)) + under.below
        return Box(max(over.width, under.width) + 2 * _BESIDE_FRACTION, above, below)

    def _inner(self, child: ET.Element, display: bool, scale: float) -> Box:
        return self.row(list(child) if child.tag == "mrow" else [child], display, scale)

    def _root(self, node: ET.Element, display: bool, scale: float) -> Box:
        inside = self.row(list(node) if node.tag == "msqrt" else [node[0]], display, scale)
        gap = self._font.constant("RadicalDisplayStyleVerticalGap" if display else "RadicalVerticalGap") * scale
        above = inside.above + gap + self._font.constant("RadicalRuleThickness") * scale
        sign, _ = self._font.grown("√", above + inside.below, scale)
        return Box(sign + inside.width, above, inside.below)

    def _scripted(self, node: ET.Element, display: bool, scale: float) -> Box:
        base = self._inner(node[0], display, scale)
        small = self._font.smaller(scale)
        scripts = [self._inner(child, False, small) for child in list(node)[1:]]
        widest = max(s.width for s in scripts)
        below, above = scripts[0], scripts[-1]
        on_top = node.tag in ("munder", "mover", "munderover")
        limits = on_top and (display or node.get("accent") or (node[0].text or "") not in LARGE)
        width = (
            max(base.width, widest) if limits else base.width + widest + self._font.constant("SpaceAfterScript") * scale
        )
        if node.tag in ("msub", "munder"):
            return Box(width, base.above, base.below + (below.above if limits else 0.3 * scale) + below.below)
        if node.tag in ("msup", "mover"):
            return Box(width, base.above + (0.1 if limits else 0.55) * above.above, base.below)
        return Box(width, base.above + above.above * 0.8, base.below + below.above * 0.8 + below.below)

    def _table(self, node: ET.Element, scale: float) -> Box:
        tight = node.get("class") == "substack"
        rows = [[self.row(list(cell), False, scale) for cell in row] for row in node]
        columns = max(map(len, rows), default=0)
        widths = [max(row[k].width for row in rows if k < len(row)) for k in range(columns)]
        height = sum(max(b.above + b.below for b in row) + (0.0 if tight else 0.5) * scale for row in rows)
        width = sum(widths) + columns * (0.0 if tight else 2 * _IN_CELL) * scale
        return Box(width, height / 2 + self._axis(scale), height / 2 - self._axis(scale))


def _length(text: str | None) -> float:
    if not text:
        return 0.0
    number = text.rstrip("emptx")
    return float(number) * _EM.get(text[len(number) :], 1.0)


def _spaces(node: ET.Element) -> tuple[float, float]:
    if node.get("lspace") or node.get("rspace"):
        return _length(node.get("lspace")), _length(node.get("rspace"))
    text, role = node.text or "", node.get("role", "infix")
    if text in LARGE:
        return _PRODUCT, _PRODUCT
    if text == "," or text == ";":
        return 0.0, _PRODUCT
    if role == "infix":
        for kind, space in ((RELATIONS, _RELATION), (SIGNS, _BINARY), (_PRODUCTS, _PRODUCT)):
            if text in kind:
                return space, space
    return 0.0, 0.0


def italic(letter: str) -> str:
    """Return the letter of the font that a browser shows for a variable: an italic one, where there is one.

    Example:
        >>> italic("x"), italic("2")
        ('𝑥', '2')
    """
    known = {"h": "ℎ", "∂": "𝜕", "ϵ": "𝜖", "ϑ": "𝜗", "ϕ": "𝜙", "ϱ": "𝜚"}
    if letter in known:
        return known[letter]
    plain = re.sub("LATIN |GREEK |LETTER ", "", unicodedata.name(letter, ""))
    try:
        return unicodedata.lookup(f"MATHEMATICAL ITALIC {plain}")
    except KeyError:
        return letter
