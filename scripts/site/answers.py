"""Answer boxes that mark themselves: a line ``[[answer:NAME]]`` asks for the computed number of that name.

Lines below it may name numbers that come of a common mistake, each with what to say of it::

    [[answer:cats-dogs.decent.bits]]
    not cats-dogs.decent.nats: That is in nats. The question asks for bits.
    hint: Shown after a wrong answer that is none of these; write several, and they are shown one by one.

The form is hidden until answers.js, which alone can mark it, shows it.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.util import AtomicString

from scripts.site.boxes import Box, Lines, add_buttons
from scripts.site.choices import ChoiceBox
from scripts.site.named_numbers import NamedNumber, Warn, show_number
from scripts.site.score import Score

_MISTAKE = re.compile(r"not ([\w./-]+): (\S.*)")
_UNITS = {"bits": "in bits", "nats": "in nats", "%": "in per cent"}
# Answers count as right when they agree to three digits: a mistake must differ by more.
TOLERANCE = 0.005


class _AnswerBox(Box):
    opening = r"\[\[answer:([\w./-]+)\]\]"
    lines = "not "

    def __init__(self, md: Markdown, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        super().__init__(md, warn)
        self._numbers = numbers

    def build(self, parent: ET.Element, opened: re.Match[str], lines: Lines) -> ET.Element | None:
        name = opened.group(1)
        value = self._value(name)
        if value is None:
            return None
        known_as = self.name(name)
        number, box = self._numbers[name], f"answer-{self.number()}"
        form = ET.SubElement(parent, "form", {"class": "answer", "hidden": "hidden", "data-search-exclude": ""})
        text = number.with_unit(number.text).replace("%", "per cent")
        form.attrib |= {"data-answer": repr(value), "data-text": text, "data-unit": number.unit, "data-box": known_as}
        label = ET.SubElement(form, "label", {"for": box})
        asked = f"Your answer, {_UNITS[number.unit]}" if number.unit in _UNITS else "Your answer"
        label.text = AtomicString(asked)
        entry = {"type": "text", "id": box, "maxlength": "60", "aria-describedby": f"{box}-said"}
        ET.SubElement(form, "input", entry | {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
        add_buttons(form, box, shown=True)
        if lines.own:
            known = ET.SubElement(form, "ul", {"class": "mistakes", "hidden": "hidden"})
            for line in lines.own:
                self._add_mistake(known, value, line)
        return form

    def _value(self, name: str) -> float | None:
        if show_number(self._numbers, name, None, self.warn) is None:
            return None
        try:
            return float(self._numbers[name].value)
        except ValueError:
            self.warn(f"an answer must be a number: {name!r} is {self._numbers[name].value!r}")
            return None

    def _add_mistake(self, known: ET.Element, right: float, line: str) -> None:
        found = _MISTAKE.fullmatch(line)
        if found is None:
            self.warn(f"a mistake is written 'not NAME: what to say of it', and not {line!r}")
            return
        value = self._value(found.group(1))
        if value is None:
            return
        if value == right or math.isclose(value, right, rel_tol=TOLERANCE):
            self.warn(f"the mistake {found.group(1)!r} would pass for the right answer")
        ET.SubElement(known, "li", {"data-answer": repr(value)}).text = found.group(2)


class AnswerExtension(Extension):
    """Python-Markdown extension for answer boxes, questions with a choice of answers, and the score of a test."""

    def __init__(self, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        """Take the numbers and whom to warn."""
        super().__init__()
        self._numbers, self._warn = numbers, warn

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors, after lists and admonitions have taken their indentation away."""
        box = _AnswerBox(md, self._numbers, self._warn)
        md.parser.blockprocessors.register(box, "answer-box", 84.5)
        md.parser.blockprocessors.register(ChoiceBox(md, self._warn), "choice-box", 84.4)
        md.parser.blockprocessors.register(Score(md), "score", 84.3)
