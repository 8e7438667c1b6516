"""Pieces of text without any mark go past the patterns of Markdown, which took a third of the time of a build.

Python-Markdown tries some forty patterns, one after another, on each of half a million pieces: five in six of them are
blank, or words and numbers alone.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor

#: What a pattern begins with, and what stands for something that has been set already.
_MARKS = re.compile(r"[\\`*_{}\[\]<>&!$'\"\x02]|\.\.\.|  \n")


class _Quick(InlineProcessor):
    """Tries the patterns on what holds a mark."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if _MARKS.search(data) is None:
            return data
        found: str = super()._InlineProcessor__handleInline(data, patternIndex)
        return found


class UnmarkedExtension(Extension):
    """Puts the quick processor in the place of both that go through all text; the last of the extensions."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Replace them.

        Args:
            md: what the extension is for.
        """
        for name, priority in (("inline", 20), ("smarty", 6)):
            if name in md.treeprocessors:
                quick: Any = _Quick(md)
                quick.inlinePatterns = md.treeprocessors[name].inlinePatterns
                md.treeprocessors.register(quick, name, priority)
