"""Answer boxes that mark themselves: a line ``[[answer:NAME]]`` asks for the computed number of that name.

Lines below it may name numbers that come of a common mistake, each with what to say of it::

    [[answer:cats-dogs.decent.bits]]
    not cats-dogs.decent.nats: That is in nats. The question asks for bits.

The form is hidden until answers.js, which alone can mark it, shows it.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString

from scripts.site.named_numbers import NamedNumber, Warn, show_number

_BOX = re.compile(r"(?:^|\n) {0,3}\[\[answer:([\w./-]+)\]\][ \t]*((?:\n[ \t]*not [^\n]*)*)(?:\n|$)")
_MISTAKE = re.compile(r"not ([\w./-]+): (\S.*)")
_UNITS = {"bits": "in bits", "nats": "in nats", "%": "in per cent"}
_SHOWN = {"bits": " bits", "nats": " nats", "%": " per cent"}
# Answers count as right when they agree to three digits: a mistake must differ by more.
TOLERANCE = 0.005


class _AnswerBox(BlockProcessor):
    def __init__(self, md: Markdown, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        super().__init__(md.parser)
        self._numbers, self._warn = numbers, warn
        self._count = 0  # of this page: each page has a parser of its own

    def test(self, parent: ET.Element, block: str) -> bool:
        return _BOX.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        found = _BOX.search(block)
        assert found is not None
        before, after = block[: found.start()], block[found.end() :]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        if after.strip():
            blocks.insert(0, after)
        value = self._value(found.group(1))
        if value is not None:
            self._build(parent, found.group(1), value, found.group(2).split("\n")[1:])
        return True

    def _value(self, name: str) -> float | None:
        if show_number(self._numbers, name, None, self._warn) is None:
            return None
        try:
            return float(self._numbers[name].value)
        except ValueError:
            self._warn(f"an answer must be a number: {name!r} is {self._numbers[name].value!r}")
            return None

    def _build(self, parent: ET.Element, name: str, value: float, mistakes: list[str]) -> None:
        self._count += 1
        number, box = self._numbers[name], f"answer-{self._count}"
        form = ET.SubElement(parent, "form", {"class": "answer", "hidden": "hidden", "data-search-exclude": ""})
        form.attrib |= {"data-answer": repr(value), "data-text": _with_unit(number), "data-unit": number.unit}
        label = ET.SubElement(form, "label", {"for": box})
        asked = f"Your answer, {_UNITS[number.unit]}" if number.unit in _UNITS else "Your answer"
        label.text = AtomicString(asked)
        entry = {"type": "text", "id": box, "maxlength": "60", "aria-describedby": f"{box}-said"}
        ET.SubElement(form, "input", entry | {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
        ET.SubElement(form, "button", {"type": "submit"}).text = AtomicString("Check")
        ET.SubElement(form, "output", {"for": box, "id": f"{box}-said", "aria-live": "polite"})
        if mistakes:
            known = ET.SubElement(form, "ul", {"hidden": "hidden"})
            for line in mistakes:
                self._add_mistake(known, value, line.strip())

    def _add_mistake(self, known: ET.Element, right: float, line: str) -> None:
        found = _MISTAKE.fullmatch(line)
        if found is None:
            self._warn(f"a mistake is written 'not NAME: what to say of it', and not {line!r}")
            return
        value = self._value(found.group(1))
        if value is None:
            return
        if value == right or math.isclose(value, right, rel_tol=TOLERANCE):
            self._warn(f"the mistake {found.group(1)!r} would pass for the right answer")
        ET.SubElement(known, "li", {"data-answer": repr(value)}).text = found.group(2)


def _with_unit(number: NamedNumber) -> str:
    shown = _SHOWN.get(number.unit, "")
    return number.text + (shown.removesuffix("s") if number.text == "1" else shown)


class AnswerExtension(Extension):
    """Python-Markdown extension for answer boxes."""

    def __init__(self, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        """Take the numbers and whom to warn."""
        super().__init__()
        self._numbers, self._warn = numbers, warn

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processor, after lists and admonitions have taken their indentation away."""
        box = _AnswerBox(md, self._numbers, self._warn)
        md.parser.blockprocessors.register(box, "answer-box", 84.5)
