"""The score of a test: a line ``[[score]]``, which progress.js fills in and shows.

It says how many boxes were right at the first try and what to read again, and it clears what the browser keeps.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

_LINE = re.compile(r" {0,3}\[\[score\]\]\s*")


class Score(BlockProcessor):
    """Makes the place for the score."""

    def __init__(self, md: Markdown) -> None:
        """Take the parser of the page."""
        super().__init__(md.parser)

    def test(self, parent: ET.Element, block: str) -> bool:
        """Say whether a block is the line."""
        return _LINE.fullmatch(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Put in its place what the script will fill."""
        blocks.pop(0)
        score = ET.SubElement(parent, "div", {"class": "score", "hidden": "hidden", "data-search-exclude": ""})
        ET.SubElement(score, "p", {"class": "score-said", "aria-live": "polite"})
        again = ET.SubElement(score, "div", {"class": "score-again", "hidden": "hidden"})
        ET.SubElement(again, "p").text = AtomicString("What to read again:")
        ET.SubElement(again, "ul")
        for name, text in (("score-restart", "Start this test again"), ("progress-clear", "Clear my progress")):
            ET.SubElement(score, "button", {"type": "button", "class": name}).text = AtomicString(text)
        ET.SubElement(score, "output", {"aria-live": "polite"})
        return True
