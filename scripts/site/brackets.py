"""Brackets that TeX left loose in a row, as pairs with what they enclose: so that no line breaks inside a short one."""

from __future__ import annotations

import xml.etree.ElementTree as ET

_OPENING = frozenset("([{⟨⌊⌈")
_CLOSING = frozenset(")]}⟩⌋⌉")
_SCRIPTED = frozenset({"msup", "msub", "msubsup"})
#: What makes its brackets grow.
_HIGH = frozenset({"mfrac", "mtable", "msqrt", "mroot", "munder", "mover", "munderover"})


def paired(row: list[ET.Element]) -> list[ET.Element]:
    """Return a row in which every pair of brackets, and of bars, is one element.

    A bracket without a partner stays as it is.
    """
    return _with_bars(_with_brackets(row))


def _with_brackets(row: list[ET.Element]) -> list[ET.Element]:
    # A row whose first and last signs are brackets is such a pair already.
    levels: list[list[ET.Element]] = [[]]
    outer = len(row) > 1 and _is(row[0], "mo", _OPENING) and _is(row[-1], "mo", _CLOSING)
    for place, node in enumerate(row):
        if outer and place in (0, len(row) - 1) and _encloses_all(row):
            levels[-1].append(node)
        elif _is(node, "mo", _OPENING):
            levels.append([node])
        elif _is(_core(node), "mo", _CLOSING) and len(levels) > 1:
            inside = levels.pop()
            levels[-1].append(_pair(_with_bars(inside[1:]), inside[0], node))
        else:
            levels[-1].append(node)
    while len(levels) > 1:
        loose = levels.pop()
        levels[-1].extend(loose)
    return levels[0]


def _encloses_all(row: list[ET.Element]) -> bool:
    depth = 0
    for place, node in enumerate(row):
        depth += _is(node, "mo", _OPENING) - _is(_core(node), "mo", _CLOSING)
        if depth == 0:
            return place == len(row) - 1
    return False


def _with_bars(row: list[ET.Element]) -> list[ET.Element]:
    """Pair the bars of absolute values; a single one, as before a condition, is none."""
    bars = [place for place, node in enumerate(row) if _is(_core(node), "mi", frozenset("|"))]
    if not bars or len(bars) % 2 or any(row[place].tag != "mi" for place in bars[::2]):
        return row
    found: list[ET.Element] = []
    done = 0
    for start, end in zip(bars[::2], bars[1::2], strict=True):
        for bar in (row[start], _core(row[end])):
            bar.tag = "mo"
            bar.attrib.pop("mathvariant", None)
            bar.set("stretchy", "false")
        found += row[done:start]
        found.append(_pair(row[start + 1 : end], row[start], row[end]))
        done = end + 1
    return found + row[done:]


def _pair(inside: list[ET.Element], opening: ET.Element, closing: ET.Element) -> ET.Element:
    group = ET.Element("mrow")
    end = _core(closing)
    opening.set("role", "prefix")
    end.set("role", "postfix")
    group.extend([opening, *inside, end])
    if closing is end:
        return group
    closing[0] = group
    return closing


def _core(node: ET.Element) -> ET.Element:
    return node[0] if node.tag in _SCRIPTED and len(node) else node


def _is(node: ET.Element, tag: str, texts: frozenset[str]) -> bool:
    return node.tag == tag and node.text in texts


def settle(row: list[ET.Element]) -> None:
    """Keep brackets small round what is not high.

    Chromium leaves room for the largest form of a bracket that may grow, even where it stays small.
    """
    if not any(part.tag in _HIGH or part.get("minsize") for node in row for part in node.iter()):
        for end in (row[0], row[-1]):
            if end.text:
                end.set("stretchy", "false")
