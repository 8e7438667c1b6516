"""What an explorer is told: in the attributes of its element, numbers of this build are asked for by name too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scripts.site.named_numbers import NUMBER, NamedNumber, show_number

_OPENING = re.compile(r"<div\b[^>]*\bdata-explorer=[^>]*>")


def filled(markdown: str, numbers: Mapping[str, NamedNumber], warn: Callable[[str], None]) -> str:
    """Put numbers into the opening tags of explorers, with all their digits: a script reads them.

    Args:
        markdown: the source of a page.
        numbers: the numbers by name.
        warn: told of a name that there is not.

    Returns:
        The source, where ``[[n:NAME]]`` stands in no such tag any more.

    Example:
        >>> numbers = {"third": NamedNumber(1 / 3, "0.33")}
        >>> filled('<div data-explorer="outcomes" data-p="[[n:third]]">[[n:third]]</div>', numbers, print)
        '<div data-explorer="outcomes" data-p="0.3333333333333333">[[n:third]]</div>'
    """

    def value(match: re.Match[str]) -> str:
        name, spec = match.group(1), match.group(2)
        shown = show_number(numbers, name, spec, warn)
        return "?" if shown is None else shown if spec else str(numbers[name].value)

    return _OPENING.sub(lambda tag: NUMBER.sub(value, tag.group(0)), markdown)
