"""What every box that marks itself has in common: where it stands in a page's source, hints, and where to read again.

A box is a line ``[[...]]`` with lines below it. A line that is indented goes on with the one above::

    [[answer:cats-dogs.decent.bits]]
    not cats-dogs.decent.nats: That is in nats.
        The question asks for bits.
    hint: How many times must you halve one to arrive at the dog's probability?
    again: [Paying by surprise](cost-of-being-wrong.md#paying)
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from abc import abstractmethod
from dataclasses import dataclass

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from scripts.site.named_numbers import Warn

_HINT = re.compile(r"hint: *(.*)")
_AGAIN = re.compile(r"again: *(.*)")


@dataclass(frozen=True)
class Lines:
    """The lines below a box: hints, where to read again, and what the kind of box at hand knows of."""

    own: list[str]
    hints: list[str]
    again: str


class Box(BlockProcessor):
    """Reads a box and the lines below it; each kind builds its own form.

    Attributes:
        opening: The first line, as a regular expression.
        lines: How the lines begin that only this kind of box has, as a regular expression.
    """

    opening: str
    lines: str

    def __init__(self, md: Markdown, warn: Warn) -> None:
        """Take the parser of the page, and whom to warn."""
        super().__init__(md.parser)
        self.warn = warn
        self._names: dict[str, int] = {}  # of this page: each page has a parser of its own
        below = rf"\n(?:{self.lines}|hint:|again:|[ \t]{{2,}}\S)[^\n]*"
        self._box = re.compile(rf"(?:^|\n) {{0,3}}{self.opening}[ \t]*((?:{below})*)(?:\n|$)")

    @abstractmethod
    def build(self, parent: ET.Element, opened: re.Match[str], lines: Lines) -> ET.Element | None:
        """Make the form, or warn and make none."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Say whether a block holds a box."""
        return self._box.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Take the box out of its block, and leave what stands before and after it to others."""
        block = blocks.pop(0)
        found = self._box.search(block)
        assert found is not None
        before, after = block[: found.start()], block[found.end() :]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        if after.strip():
            blocks.insert(0, after)
        lines = self._read(found.groups()[-1])
        form = self.build(parent, found, lines)
        if form is not None:
            self._add_help(form, lines)
        return True

    def _read(self, text: str) -> Lines:
        joined: list[str] = []
        for line in text.split("\n")[1:]:
            if joined and re.match(r"[ \t]{2,}", line):
                joined[-1] += f" {line.strip()}"
            else:
                joined.append(line.strip())
        own, hints, again = [], [], ""
        for line in joined:
            if found := _HINT.fullmatch(line):
                hints.append(found.group(1))
            elif found := _AGAIN.fullmatch(line):
                again = found.group(1)
            else:
                own.append(line)
        if not all(hints):
            self.warn("a hint that says nothing")
        return Lines(own, hints, again)

    def _add_help(self, form: ET.Element, lines: Lines) -> None:
        if lines.hints:
            hints = ET.SubElement(form, "ul", {"class": "hints", "hidden": "hidden"})
            for hint in lines.hints:
                ET.SubElement(hints, "li").text = hint
        if lines.again:
            ET.SubElement(form, "span", {"class": "again", "hidden": "hidden"}).text = lines.again

    def name(self, wanted: str) -> str:
        """Name a box for the browser's memory: the same in every build, and once on the page."""
        self._names[wanted] = self._names.get(wanted, 0) + 1
        return wanted if self._names[wanted] == 1 else f"{wanted}~{self._names[wanted]}"

    def number(self) -> int:
        """Count the boxes of this kind on the page."""
        return sum(self._names.values())


def fingerprint(texts: list[str]) -> str:
    """Shorten texts to a few letters that are others as soon as the texts are.

    Example:
        >>> fingerprint(["a", "b"]) == fingerprint(["a", "b"]) != fingerprint(["a", "c"])
        True
    """
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def add_buttons(form: ET.Element, box: str, shown: bool) -> None:
    """End a form with its button, and the place where it says what it thinks of the answer.

    Args:
        form: the form.
        box: the id of what is answered in.
        shown: whether the button may be seen before the script is there.
    """
    hidden = {} if shown else {"hidden": "hidden"}
    ET.SubElement(form, "button", {"type": "submit"} | hidden).text = AtomicString("Check")
    ET.SubElement(form, "output", {"for": box, "id": f"{box}-said", "aria-live": "polite"})
