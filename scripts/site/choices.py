r"""Questions with a choice of answers, which mark themselves: ``[[choice]]`` and a line for each option.

Each option says what is to be thought of it; ``x`` marks the right one, or several::

    [[choice]]
    ( ) Forward: It pays where it leaves something out, so it covers both bumps.
    (x) Reverse: Right: it pays only where it goes itself.
    ( ) Either\: they agree: Only where both are zero.
    hint: Which of the two takes the average?

The first colon before a space ends the option, but not one in mathematics or code, nor ``\:``. Without a script the
options are a plain list: choices.js adds what is needed to choose.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from markdown.util import AtomicString

from scripts.site.boxes import Box, Lines, add_buttons, fingerprint

_OPTION = re.compile(r"\(([ xX]?)\) *((?:\$[^$]*\$|`[^`]*`|\\:|:(?![ \t]|$)|[^:])*)(?::[ \t]*(.*))?")
_FORMULA = re.compile(r"\$[^$]*\$")


@dataclass(frozen=True)
class Option:
    """One answer to choose: whether it is right, its text, and what to say to whoever chose it."""

    right: bool
    text: str
    said: str


def read_option(line: str) -> Option | None:
    r"""Read a line of a choice.

    Args:
        line: the line, without the indentation.

    Returns:
        The option; None if the line is none.

    Example:
        >>> read_option("(x) Both\\: they are equal: $p : q$ is one.")
        Option(right=True, text='Both: they are equal', said='$p : q$ is one.')
    """
    found = _OPTION.fullmatch(line)
    if found is None:
        return None
    text, said = found.group(2).strip(), (found.group(3) or "").strip()
    return Option(found.group(1) in ("x", "X"), _unescaped(text), _unescaped(said))


def _unescaped(text: str) -> str:
    parts = re.split(r"(\$[^$]*\$|`[^`]*`)", text)  # "\:" is a space in mathematics
    parts[::2] = [part.replace(r"\:", ":") for part in parts[::2]]
    return "".join(parts)


class ChoiceBox(Box):
    """Makes a fieldset of the options: of radio buttons if one of them is right, of boxes to tick if several are."""

    opening = r"\[\[choice\]\]"
    lines = r"\([ xX]?\)"

    def build(self, parent: ET.Element, opened: re.Match[str], lines: Lines) -> ET.Element | None:
        """Make the form, or warn and make none."""
        options = [option for line in lines.own if (option := self._option(line)) is not None]
        right = sum(option.right for option in options)
        if right == 0:
            self.warn("a choice without a right answer: mark it with (x)")
        if right == len(options):
            self.warn("a choice without a wrong answer")
        name = self.name("choice-" + fingerprint([option.text for option in options]))
        group = f"choice-{self.number()}"
        form = ET.SubElement(parent, "form", {"class": "choice", "data-box": name, "data-search-exclude": ""})
        fieldset = ET.SubElement(form, "fieldset", {"id": group, "aria-describedby": f"{group}-said"})
        several = "Choose all that are right" if right > 1 else "Choose one"
        ET.SubElement(fieldset, "legend").text = AtomicString(several)
        listed = ET.SubElement(fieldset, "ul", {"class": "options"})
        for count, option in enumerate(options, start=1):
            item = ET.SubElement(listed, "li", {"data-right": ""} if option.right else {})
            entry = {"type": "checkbox" if right > 1 else "radio", "name": group, "id": f"{group}-{count}"}
            ET.SubElement(item, "input", entry | {"hidden": "hidden"})
            label = ET.SubElement(item, "label", {"for": f"{group}-{count}"})
            if _FORMULA.fullmatch(option.text):  # which some readers' programs do not take for a name
                unseen = ET.SubElement(label, "span", {"class": "unseen"})
                unseen.text, unseen.tail = AtomicString(f"answer {count}: "), option.text
            else:
                label.text = option.text
            ET.SubElement(item, "span", {"class": "said", "hidden": "hidden"}).text = option.said
        add_buttons(form, group, shown=False)
        return form

    def _option(self, line: str) -> Option | None:
        option = read_option(line)
        if option is None or not option.text:
            self.warn(f"an option is written '( ) option: what to say of it', and not {line!r}")
            return None
        if not option.said:
            self.warn(f"the option {option.text!r} says nothing to whoever chooses it")
        return option
