"""A formula as a line of plain text, for what shows no mathematics: the search index, titles, outlines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_MATHML = re.compile(r"<math.*?</math>", re.DOTALL)
_SIMPLE = re.compile(r"\w*\([^()]*\)|[\w.∞′'*]*|[|∣][^|∣]*[|∣]")
#: What may stand below a bar or in an exponent without brackets: a number, a letter with its index, a call.
_ATOM = re.compile(r"\d+(?:\.\d+)?|\w(?:_(?:\w|\([^()]*\)))?|\w*\([^()]*\)|∞|[|∣][^|∣]*[|∣]")
_ARRANGED = {"mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"}
_SPACED = set("=≤≥<>≠≈≡≔→←⟶⟹⟺∼∝∈+−±⋅×∖∪∩:‖")
# Function application, invisible times and invisible separator carry meaning for speech only.
_SILENT = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u200b"), None)


def _group(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _below(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _above(text: str) -> str:
    return text if "_" not in text and _SIMPLE.fullmatch(text) else f"({text})"


def _join(node: ET.Element) -> str:
    line, spell_apart = "", False
    for child in node:
        part = _linear(child)
        if not part:
            continue
        if child.tag == "mfrac" and spell_apart and line[-1].isalpha():
            part = f"({part})"  # the logarithm of a fraction, not a fraction of a logarithm
        # Neither "logx" nor "x^np": a name or an index ends before the next letter.
        line += f" {part}" if spell_apart and part[0].isalnum() else part
        spell_apart = child.tag in _ARRANGED or (child.tag == "mi" and len(part) > 1)
    return line


def _linear(node: ET.Element) -> str:
    tag = node.tag
    children = [_linear(child) for child in node] if tag in _ARRANGED else []
    if tag in ("annotation", "mphantom"):
        return ""
    if tag == "mspace":
        return " "
    if tag == "mo":
        text = (node.text or "").translate(_SILENT)
        return f" {text} " if text in _SPACED else text
    if tag in ("mi", "mn", "mtext", "ms"):
        return (node.text or "").translate(_SILENT).replace("\u00a0", " ")
    if tag == "mfrac":
        return f"{_group(children[0])}/{_below(children[1])}"
    if tag == "msqrt":
        return f"√{_group(_join(node))}"
    if tag == "mroot":
        return f"{_group(children[0])}^(1/{children[1]})"
    if tag in ("msub", "munder"):
        return f"{children[0]}_{_group(children[1])}"
    if tag in ("msup", "mover"):
        return children[0] if children[1] in "^ˆ~¯ˉ→" else f"{children[0]}^{_above(children[1])}"
    if tag in ("msubsup", "munderover"):
        return f"{children[0]}_{_group(children[1])}^{_above(children[2])}"
    if tag == "mtr":
        return " ".join(cell for cell in map(_linear, node) if cell.strip())
    if tag == "mtable":
        return "; ".join(map(_linear, node))
    return _join(node)


def plain_text(markup: str) -> str:
    """Write a formula on one line.

    Args:
        markup: HTML that holds the formula as MathML, as Temml makes it.

    Returns:
        The formula in plain characters: fractions with a slash, indices after an underscore.

    Example:
        >>> plain_text("<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>")
        'a/(b + 1)'
    """
    found = _MATHML.search(markup)
    if found is None:
        return ""
    root = ET.fromstring(found.group())
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return " ".join(_linear(root).split())
