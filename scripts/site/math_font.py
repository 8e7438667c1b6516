"""The typeface of the formulas: its measures, and the part of it that the site publishes."""

from __future__ import annotations

import io
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from scripts.site.measured import Box

NAME = "stix-two-math.woff2"
#: The digits of powers of ten in the text, whose own typeface comes with three of them: all are taken from this one.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


def _letters() -> str:
    """All that formulas may be set in: what a keyboard has, Greek, the italic of both, and the usual signs."""
    italic = [*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C)]
    upright = [*range(0x20, 0x7F), *range(0x391, 0x3AA), *range(0x3B1, 0x3CA), 0xA0, 0x3D5, 0x3F5]
    sans, script, double = [0x1D5B3], [0x1D4A9, 0x2112], [0x211D, 0x2124, 0x2115, 0x211A, 0x1D53C, 0x1D7D9]
    signs = "±·×÷¬°¯ˆ~ˉ→←↔↦⇒⟹⇔⟺∀∂∃∅∇∈∉∋∏∑−∓∗∘√∝∞∧∨∩∪∫≈≡≠≤≥≪≫≺≻⊂⊆⊕⊗⊙⊥⊤⋅⋮⋯…⋱⌈⌉⌊⌋⏞⏟⟨⟩‖∣∥∼≔′″ℓ–—\u2061"
    return "".join(map(chr, italic + upright + sans + script + double)) + signs + RAISED


class MathFont:
    """STIX Two Math, as npm has it."""

    def __init__(self, path: Path) -> None:
        """Remember where the font is; it is read when it is first asked."""
        self._path = path

    @cached_property
    def _font(self) -> Any:
        return TTFont(self._path)

    @cached_property
    def _cmap(self) -> dict[int, str]:
        return dict(self._font.getBestCmap())

    @cached_property
    def _math(self) -> Any:
        return self._font["MATH"].table

    @cached_property
    def _em(self) -> float:
        return float(self._font["head"].unitsPerEm)

    @cache  # noqa: B019 - one font lives as long as the build
    def constant(self, name: str) -> float:
        """Return a constant of the font's table of mathematics, in em."""
        value = getattr(self._math.MathConstants, name)
        return float(getattr(value, "Value", value)) / self._em

    @cache  # noqa: B019
    def scale(self, level: int) -> float:
        """Return the size of the letters in a script (1), or in a script of a script (2)."""
        name = ("ScriptPercentScaleDown", "ScriptScriptPercentScaleDown")[level - 1]
        return float(getattr(self._math.MathConstants, name)) / 100

    def smaller(self, scale: float) -> float:
        """Return the size of the scripts of letters that have a size."""
        return self.scale(1) if scale == 1 else self.scale(2)

    @cache  # noqa: B019
    def text(self, text: str, scale: float) -> Box:
        """Measure letters side by side."""
        box = Box()
        for letter in text:
            glyph = self._cmap.get(ord(letter))
            box = box.beside(self._glyph(glyph, scale) if glyph else Box(0.5 * scale))
        return box

    @cache  # noqa: B019
    def _glyph(self, glyph: str, scale: float) -> Box:
        size = scale / self._em
        outline = self._font["glyf"][glyph]
        top, bottom = getattr(outline, "yMax", 0), getattr(outline, "yMin", 0)
        return Box(self._font["hmtx"][glyph][0] * size, top * size, -bottom * size)

    @cache  # noqa: B019
    def _variants(self, glyph: str) -> tuple[list[float], float]:
        """The heights in which the font has a sign, and the width of the widest of them, in em."""
        covered = self._math.MathVariants.VertGlyphCoverage.glyphs
        if glyph not in covered:
            return [], self._glyph(glyph, 1).width
        made = self._math.MathVariants.VertGlyphConstruction[covered.index(glyph)]
        records = made.MathGlyphVariantRecord or []
        parts = made.GlyphAssembly.PartRecords if made.GlyphAssembly else []
        names = [glyph, *(r.VariantGlyph for r in records), *(part.glyph for part in parts)]
        return [r.AdvanceMeasurement / self._em for r in records], max(self._glyph(n, 1).width for n in names)

    def grown(self, letter: str, height: float, scale: float) -> tuple[float, float]:
        """Return how wide and how high a bracket, a root or a large sign is that has to reach a height, in em.

        A browser keeps the room of the widest of them for one that grows, whichever it sets in the end.
        """
        glyph = self._cmap.get(ord(letter))
        if glyph is None:
            return 0.5 * scale, height
        heights, widest = self._variants(glyph)
        reach = next((one * scale for one in heights if one * scale >= height), height)
        return widest * scale, reach

    def large(self, letter: str, scale: float) -> tuple[float, float]:
        """Return how wide and how high a sum or an integral is on a line of its own, in em."""
        glyph = self._cmap[ord(letter)]
        covered = self._math.MathVariants.VertGlyphCoverage.glyphs
        if glyph not in covered:
            box = self._glyph(glyph, scale)
            return box.width, box.above + box.below
        wanted = self.constant("DisplayOperatorMinHeight") * self._em
        records = self._math.MathVariants.VertGlyphConstruction[covered.index(glyph)].MathGlyphVariantRecord
        chosen = next((r for r in records if r.AdvanceMeasurement >= wanted), records[-1])
        return self._glyph(chosen.VariantGlyph, scale).width, chosen.AdvanceMeasurement / self._em * scale

    def published(self) -> bytes:
        """Return the part of the font that the site needs, the same bytes every time."""
        options = subset.Options()
        options.flavor = "woff2"
        options.layout_features = ["ccmp", "ssty"]
        options.hinting = False
        options.desubroutinize = True
        options.name_IDs = [0, 1, 2, 13, 14]
        options.recalc_timestamp = False
        subsetter = subset.Subsetter(options)
        font = TTFont(self._path, recalcTimestamp=False)
        subsetter.populate(text=_letters())
        subsetter.subset(font)
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        return out.getvalue()
