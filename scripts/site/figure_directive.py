"""Figures in Markdown: a line ``[[figure:NAME]]`` becomes a figure, drawn for light and for dark pages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

_LINE = re.compile(r"(?:^|\n) {0,3}\[\[figure:([\w./-]+)\]\][ \t]*(?:\n|$)")
_SIZE = re.compile(r"<svg\b[^>]*\bviewBox=\"[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)\"", re.DOTALL)
SCHEMES = ("light", "dark")

Resolve = Callable[[str, str], str]
Warn = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """A drawn figure: its text and its size."""

    name: str
    alt: str
    caption: str
    width: int
    height: int


class MissingFigureError(LookupError):
    """A figure that was not drawn, or not wholly."""


def load_figure(folder: Path, name: str) -> Figure:
    """Read what belongs to a figure.

    Args:
        folder: where the figures' stage put its work.
        name: the figure's name.

    Returns:
        The figure.

    Raises:
        MissingFigureError: if a file of it is missing or its alternative text is empty.
    """
    description = folder / f"{name}.json"
    if not description.exists():
        near = get_close_matches(name, [path.stem for path in folder.glob("*.json")], n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        raise MissingFigureError(f"no figure is named {name!r}{hint}")
    for scheme in SCHEMES:
        if not (folder / f"{name}.{scheme}.svg").exists():
            raise MissingFigureError(f"the figure {name!r} was not drawn for the {scheme} scheme")
    text = json.loads(description.read_text(encoding="utf-8"))
    if not text.get("alt", "").strip():
        raise MissingFigureError(f"the figure {name!r} has no alternative text")
    size = _SIZE.search((folder / f"{name}.light.svg").read_text(encoding="utf-8")[:4000])
    # Matplotlib measures in points; a browser reads 96 pixels where it writes 72 points.
    width, height = (round(float(side) * 96 / 72) for side in size.groups()) if size else (0, 0)
    return Figure(name, " ".join(text["alt"].split()), text.get("caption", "").strip(), width, height)


class _FigureBlock(BlockProcessor):
    def __init__(self, md: Markdown, folder: Path, resolve: Resolve, warn: Warn) -> None:
        super().__init__(md.parser)
        self._folder, self._resolve, self._warn = folder, resolve, warn

    def test(self, parent: ET.Element, block: str) -> bool:
        return _LINE.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        found = _LINE.search(block)
        assert found is not None
        before, after = block[: found.start()], block[found.end() :]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        if after.strip():
            blocks.insert(0, after)
        try:
            figure = load_figure(self._folder, found.group(1))
        except MissingFigureError as error:
            self._warn(str(error))
            return True
        self._build(parent, figure)
        return True

    def _build(self, parent: ET.Element, figure: Figure) -> None:
        anchor = "fig-" + figure.name.replace("/", "-")
        element = ET.SubElement(parent, "figure", {"class": "figure", "id": anchor})
        for scheme in SCHEMES:
            image = ET.SubElement(element, "img")
            image.set("src", self._resolve(figure.name, scheme) + f"#only-{scheme}")
            image.set("alt", figure.alt)
            if figure.width:
                image.set("width", str(figure.width))
                image.set("height", str(figure.height))
            image.set("loading", "lazy")
        if figure.caption:
            caption = ET.SubElement(element, "figcaption")
            self.parser.parseBlocks(caption, re.split(r"\n{2,}", figure.caption))


class FigureExtension(Extension):
    """Python-Markdown extension for figures."""

    def __init__(self, folder: Path, resolve: Resolve, warn: Warn) -> None:
        """Prepare the extension.

        Args:
            folder: where the drawn figures lie.
            resolve: the URL of a figure in a scheme, from the page at hand.
            warn: told what is wrong.
        """
        super().__init__()
        self._folder, self._resolve, self._warn = folder, resolve, warn

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processor, after lists and admonitions have taken their indentation away."""
        block = _FigureBlock(md, self._folder, self._resolve, self._warn)
        md.parser.blockprocessors.register(block, "figure-directive", 84)
