"""What an explorer is told: numbers of this build by name, in the attributes of its element, and derived formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import sympy as sp

import kldiv
from kldiv.writing.javascript import javascript
from scripts.site.named_numbers import NUMBER, NamedNumber, show_number

ESTIMATES = "assets/javascripts/explore/estimates.js"
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


def estimates() -> str:
    """Write the derived means and variances of k1, k2 and k3 as functions of the distance d, in JavaScript.

    Returns:
        The text of `ESTIMATES`.
    """
    entries = kldiv.catalogue()
    distance = sp.Symbol("d", real=True)
    divergence = kldiv.derive(kldiv.Normal(0, 1), kldiv.Normal(distance, 1)).result
    biased = entries["k2-mean-normal"].result
    lines, names = [], {distance: "d"}
    for name, mean in (("k1", divergence), ("k2", biased), ("k3", divergence)):
        variance = entries[f"{name}-variance-normal"].result
        both = f"mean: (d) => {javascript(mean, names)}, variance: (d) => {javascript(variance, names)}"
        lines.append(f"  {name}: {{ {both} }},\n")
    return f"/* Made by the build from what is derived. */\nwindow.kldivEstimates = {{\n{''.join(lines)}}};\n"
