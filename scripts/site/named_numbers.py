"""Computed numbers in prose: ``[[n:NAME]]`` and ``[[n:NAME:.4f]]``.

No number is typed by hand: examples compute them, the build stores them, and pages call them by name. A number that
carries its arithmetic is a button, which opens it; the browser does that by itself, without a script.
"""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_NUMBER = re.compile(r"\[\[n:([\w./-]+)(?::([^\[\]]+))?\]\]")
NUMBER = _NUMBER  # for what writes a page's source in another form
# Where no button may stand: in what is clicked itself, in a title, and in what a form shows again elsewhere.
_NO_BUTTON = {"a", "button", "form", "label", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}

Warn = Callable[[str], None]


@dataclass(frozen=True)
class NamedNumber:
    """A number that the build computed."""

    value: float | int | str
    text: str
    unit: str = ""
    source: str = ""
    how: str = ""

    def show(self, spec: str | None) -> str:
        """Write the number.

        Args:
            spec: a Python format specification; None for the number's own text.

        Returns:
            The number as text.

        Raises:
            ValueError: if the specification does not fit the value.

        Example:
            >>> NamedNumber(0.32192809, "0.3219").show(".2f")
            '0.32'
        """
        if spec is None:
            return self.text
        value = float(self.value) if self.value in ("inf", "-inf") else self.value
        return "∞" if value == float("inf") else format(value, spec)

    def with_unit(self, shown: str) -> str:
        """Put the unit behind the number.

        Args:
            shown: the number as it is written.

        Returns:
            The same with its unit, of one in the singular.

        Example:
            >>> NamedNumber(1, "1", "bits").with_unit("1")
            '1 bit'
        """
        unit = self.unit.removesuffix("s") if shown == "1" and self.unit in ("bits", "nats") else self.unit
        return f"{shown} {unit}".rstrip()

    def sign(self, shown: str) -> str:
        """Say whether what is written is the number itself, or rounded.

        Args:
            shown: the number as it is written.

        Returns:
            The sign to put before it.

        Example:
            >>> NamedNumber(0.25, "0.25").sign("0.25"), NamedNumber(0.32192809, "0.3219").sign("0.3219")
            ('=', '≈')
        """
        try:
            return "=" if math.isclose(float(shown.replace("−", "-")), float(self.value), rel_tol=1e-12) else "≈"
        except ValueError:  # "3 × 10⁻⁸", or a share written with a sign for per cent
            return "≈"

    @property
    def origin(self) -> str:
        """What a reader who hovers over the number is told."""
        parts = [f"computed by {self.source}"] if self.source else []
        return "; ".join([*parts, self.unit] if self.unit else parts)


def load_numbers(path: Path) -> dict[str, NamedNumber]:
    """Read the numbers of this build.

    Args:
        path: the JSON file that the examples' stage wrote; a missing file holds no numbers.

    Returns:
        The numbers by name.
    """
    if not path.exists():
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: NamedNumber(
            entry["value"],
            str(entry.get("text", entry["value"])),
            entry.get("unit", ""),
            entry.get("source", ""),
            entry.get("how", ""),
        )
        for name, entry in stored.items()
    }


def show_number(numbers: Mapping[str, NamedNumber], name: str, spec: str | None, warn: Warn) -> str | None:
    """Write a number by its name, or warn and return None.

    Args:
        numbers: the numbers by name.
        name: the name asked for.
        spec: a format specification, or None.
        warn: told what is wrong.

    Returns:
        The text, or None if there is no such number or no such format.
    """
    number = numbers.get(name)
    if number is None:
        near = get_close_matches(name, numbers, n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        warn(f"no computed number is named {name!r}{hint}")
        return None
    try:
        return number.show(spec)
    except ValueError as error:
        warn(f"the number {name!r} cannot be written as {spec!r}: {error}")
        return None


def substitute_numbers(text: str, numbers: Mapping[str, NamedNumber], warn: Warn) -> str:
    """Replace every ``[[n:...]]`` in a text, such as a formula, by plain digits."""

    def replace(match: re.Match[str]) -> str:
        shown = show_number(numbers, match.group(1), match.group(2), warn)
        return "?" if shown is None else shown.replace("∞", r"\infty ")

    return _NUMBER.sub(replace, text)


def fill_in_code(text: str, numbers: Mapping[str, NamedNumber], warn: Warn, prefix: str = "install.") -> str:
    """Replace texts that stand in code, where Markdown leaves everything as it is, and in files to download.

    Args:
        text: the source of a page, or a file.
        numbers: the numbers by name.
        warn: told of a name that there is not.
        prefix: how the names of such texts begin; others are left for the page.

    Returns:
        The text.
    """

    def replace(match: re.Match[str]) -> str:
        if not match.group(1).startswith(prefix):
            return match.group(0)
        shown = show_number(numbers, match.group(1), match.group(2), warn)
        return match.group(0) if shown is None else shown

    return _NUMBER.sub(replace, text)


class _Number(InlineProcessor):
    def __init__(self, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        super().__init__(_NUMBER.pattern)
        self._numbers, self._warn = numbers, warn
        self._opened = 0  # of this page: each page has a parser of its own

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:
        name, spec = m.group(1), m.group(2)
        shown = show_number(self._numbers, name, spec, self._warn)
        element = ET.Element("span", {"class": "number", "data-number": name})
        number = self._numbers.get(name)
        if shown is not None and number is not None and number.how:
            self._add_arithmetic(element, number, shown)
        else:
            if shown is not None and number is not None and number.origin:
                element.set("title", number.origin)
            element.text = AtomicString(m.group(0) if shown is None else shown)
        return element, m.start(0), m.end(0)

    def _add_arithmetic(self, element: ET.Element, number: NamedNumber, shown: str) -> None:
        self._opened += 1
        name = f"how-{self._opened}"
        button = ET.SubElement(element, "button", {"type": "button", "popovertarget": name})
        button.text = AtomicString(shown)
        # Beside the button, so that it is what a screen reader comes to next.
        card = ET.SubElement(element, "span", {"class": "number-how", "id": name, "popover": "auto"})
        card.set("data-search-exclude", "")
        card.text = AtomicString(number.how)
        # What stands beside the number anyway once the page shows all arithmetic in place.
        result = ET.SubElement(card, "span", {"class": "result"})
        result.text = AtomicString(f" {number.sign(shown)} {number.with_unit(shown)}")
        if number.source:
            ET.SubElement(card, "small").text = AtomicString(f" computed by {number.source}")


class _Unbuttoned(Treeprocessor):
    """Turns numbers back into plain text where no button may stand: a link is not yet known when a number is."""

    def run(self, root: ET.Element) -> None:
        self._visit(root, forbidden=False)

    def _visit(self, element: ET.Element, *, forbidden: bool) -> None:
        if forbidden and element.get("class") == "number" and (button := element.find("button")) is not None:
            element.text = button.text
            for child in list(element):
                element.remove(child)
        for child in element:
            self._visit(child, forbidden=forbidden or child.tag in _NO_BUTTON)


class NumberExtension(Extension):
    """Python-Markdown extension for computed numbers."""

    def __init__(self, numbers: Mapping[str, NamedNumber], warn: Warn) -> None:
        """Take the numbers and whom to warn."""
        super().__init__()
        self._numbers, self._warn = numbers, warn

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processor, above links, which begin with a bracket too."""
        md.inlinePatterns.register(_Number(self._numbers, self._warn), "named-number", 188)
        # After the inline patterns (20), before the table of contents takes the titles (5).
        md.treeprocessors.register(_Unbuttoned(md), "unbuttoned-numbers", 15)
