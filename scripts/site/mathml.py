"""Temml's MathML made plain: no styles, no classes of its own, no rows that group nothing.

What is left is MathML Core: every browser sets it by itself, and whoever reads it aloud hears the formula alone.
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from itertools import zip_longest

from scripts.site.brackets import paired, settle

#: What stands between two terms, and what between two sides.
SIGNS = frozenset("+−±∓")
RELATIONS = frozenset("=≠<>≤≥≈≡∼∝→↦⟶⇒⟹⇔⟺≻≺≔∈∉⊂⊆≪≫↔")
FENCES = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉∣")
LARGE = frozenset("∑∏∫⋃⋂∐∮")
#: Signs of which MathML knows several forms: where its place would suggest another, the form is said.
_MANY_FORMS = SIGNS | frozenset("|‖∣!∂∇")
#: Elements whose children each have a place of their own, so that a row may not be dissolved into them.
PLACED = frozenset({"mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"})
#: A sixth, as TeX has it; and in fewer letters, as there are tens of thousands of them.
_THIN, _THIN_IN_SHORT = "0.1667em", ".17em"
_APPLIED = "\u2061"  # a function applied to what follows: silent in print, spoken aloud
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace"})
#: What is kept of an element's attributes.
_KEPT = (
    *("displaystyle", "scriptlevel", "linethickness", "mathvariant", "stretchy", "minsize", "maxsize"),
    *("width", "accent", "accentunder", "lspace", "rspace", "class", "intent"),
)


def parse(markup: str) -> list[ET.Element]:
    """Read Temml's markup.

    Args:
        markup: a `<math>` element.

    Returns:
        What it holds, as a row of plain elements. A `role` on a sign says whether it stands before a term (prefix),
        between two or after one; a row that remains is a pair of brackets with what they enclose.
    """
    root = ET.fromstring(markup)
    return _without_idle_marks(_row(root, False))


def _row(node: ET.Element, script: bool) -> list[ET.Element]:
    """The children of a row, with rows that group nothing dissolved, and spaces that cancel gone."""
    found: list[ET.Element] = []
    for child in node:
        for part in _plain(child, script):
            backwards = part.tag == "mspace" and part.get("width", "").startswith("-")
            if backwards and found and found[-1].tag == "mspace":
                found.pop()
            elif backwards and found and found[-1].text == _APPLIED:
                found[-1].attrib.pop("rspace", None)
            elif part.tag == "mspace" and part.get("width") == _THIN and found and found[-1].text == _APPLIED:
                found[-1].set("rspace", _THIN)
            elif not backwards:
                if is_name(part) and found and found[-1].tag not in ("mo", "mspace", "mtext"):
                    found.append(ET.Element("mspace", {"width": _THIN}))
                found.append(part)
    return paired(_with_parting_bars(found))


def _without_idle_marks(row: list[ET.Element]) -> list[ET.Element]:
    """Take the mark of a function applied, and its space, from a function that is only named."""
    for node in row:
        node[:] = _without_idle_marks(list(node))
    return [node for node, after in zip_longest(row, row[1:]) if node.text != _APPLIED or _takes_argument(after)]


def _takes_argument(node: ET.Element | None) -> bool:
    return node is not None and not (node.tag == "mo" and (node.text or "") in RELATIONS | frozenset(")]},;"))


def _plain(node: ET.Element, script: bool) -> list[ET.Element]:
    tag = node.tag
    if tag in _LEAVES:
        return _leaf(node, script)
    if tag in ("mrow", "mpadded", "mstyle"):
        return _grouped(node, script)
    plain = ET.Element(tag, _attributes(node))
    if tag == "msup" and node[1].tag == "mo" and set(node[1].text or "") == {"′"}:
        return [*_plain(node[0], script), *_leaf(node[1], script)]  # a prime stands high by itself
    if tag in PLACED:
        scripts = tag != "mfrac"
        for place, child in enumerate(node):
            plain.append(as_one(_plain(child, script or (scripts and place > 0))))
        _mark_accent(plain)
    elif tag == "mtable":
        plain.set("class", _kind_of_table(node))
        for line in node:
            row = ET.SubElement(plain, "mtr")
            for cell in line:
                ET.SubElement(row, "mtd").extend(_row(cell, script))
    else:  # a root
        plain.extend(_row(node, script))
    return [plain]


def _leaf(node: ET.Element, script: bool) -> list[ET.Element]:
    text = node.text or ""
    if node.tag == "mspace":
        width = node.get("width", "0")
        return [] if float(width.rstrip("emptx") or 0) == 0 else [ET.Element("mspace", {"width": width})]
    plain = ET.Element(node.tag, _attributes(node))
    plain.text = text
    if node.tag != "mo":
        return [plain]
    if not text and not node.get("fence"):
        return []
    if text not in FENCES or plain.get("stretchy") == "true":
        plain.attrib.pop("stretchy", None)
    role = node.get("form") or ("infix" if node.get("fence") is None else "")
    if role == "prefix" or not (node.get("lspace") or "0").strip("0.em"):
        plain.attrib.pop("lspace", None)
        plain.attrib.pop("rspace", None)
    if script and role == "infix" and (text in SIGNS or text in RELATIONS):  # tight, as in print
        plain.set("lspace", "0")
        plain.set("rspace", "0")
    if role:
        plain.set("role", role)
    return [plain]


def _grouped(node: ET.Element, script: bool) -> list[ET.Element]:
    if "margin-left:-" in node.get("style", ""):
        return [ET.Element("mspace", {"width": f"-{_THIN}"})]
    inner = _row(node, script)
    if node.tag == "mstyle":
        for name in ("displaystyle", "scriptlevel"):
            value = node.get(name)
            for part in inner if value is not None else ():
                part.attrib.setdefault(name, str(value))
        return inner
    if len(node) > 1 and all(end.tag == "mo" and end.get("fence") for end in (node[0], node[-1])):
        group = ET.Element("mrow")
        group.extend(inner)
        settle(inner)
        return [group]
    return inner


def _attributes(node: ET.Element) -> dict[str, str]:
    # A depth that Temml sets by style is said by the attribute beside it; its classes are for its own style sheet.
    return {name: node.attrib[name] for name in _KEPT if name in node.attrib and name != "class"}


def _mark_accent(node: ET.Element) -> None:
    mark = node[-1]
    if mark.tag != "mo" or mark.text in LARGE:
        return
    if node.tag == "mover":
        node.set("accent", "true")
    elif node.tag == "munder":
        node.set("accentunder", "true")


def _kind_of_table(node: ET.Element) -> str:
    cells = [cell.get("class", "") for cell in node.iter("mtd")]
    if node.get("displaystyle") == "true":
        return "aligned" if any("tml-right" in c for c in cells) else "gathered"
    if "tml-small" in node.get("class", ""):
        return "small" if any(len(line) > 1 for line in node) else "substack"
    return "cases" if cells and all("tml-left" in c for c in cells) else "matrix"


def _with_parting_bars(row: list[ET.Element]) -> list[ET.Element]:
    r"""Write p \,\|\, q with one sign that brings its own space, and say that it parts p from q."""
    found: list[ET.Element] = []
    for node in row:
        if node.tag == "mi" and node.text == "‖":
            bar = ET.Element(
                "mo", {"stretchy": "false", "lspace": _THIN, "rspace": _THIN, "role": "infix", "intent": "_to"}
            )
            bar.text = "‖"
            if found and found[-1].tag == "mspace":
                found.pop()
            found.append(bar)
        elif not (node.tag == "mspace" and found and found[-1].text == "‖" and found[-1].get("lspace")):
            found.append(node)
    return found


def is_name(node: ET.Element) -> bool:
    """Whether an element is the name of a function, with or without an index."""
    core = node[0] if len(node) and node.tag in PLACED and node.tag != "mfrac" else node
    return core.tag == "mi" and len(core.text or "") > 1


def as_one(row: list[ET.Element]) -> ET.Element:
    """Return a row as one element."""
    if len(row) == 1:
        return row[0]
    group = ET.Element("mrow")
    group.extend(row)
    return group


def is_group(node: ET.Element) -> bool:
    """Whether an element is a pair of brackets with what they enclose."""
    return node.tag == "mrow" and len(node) > 1 and all(map(_is_fence, (node[0], node[-1])))


def _is_fence(node: ET.Element) -> bool:
    # One side of a pair may be invisible.
    return node.tag == "mo" and (not node.text or node.text in FENCES)


def _grows(node: ET.Element) -> bool:
    return any(end.text and end.get("stretchy") != "false" for end in (node[0], node[-1]))


def write(row: list[ET.Element]) -> str:
    """Write a row of elements as markup.

    Args:
        row: what :func:`parse` made, or a part of it.

    Returns:
        MathML without the `<math>` around it.
    """
    flat: list[ET.Element] = []
    for node in row:
        # Brackets that do not grow need no row of their own.
        flat += _dissolved(node)
    flat = [node for node in flat if node.tag != "mo" or node.text]
    return "".join(_written(node, _implied(place, len(flat))) for place, node in enumerate(flat))


def _dissolved(node: ET.Element) -> list[ET.Element]:
    if is_group(node) and not _grows(node):
        return [part for child in node for part in _dissolved(child)]
    return [node]


def _implied(place: int, count: int) -> str:
    if count > 1 and place == 0:
        return "prefix"
    return "postfix" if count > 1 and place == count - 1 else "infix"


def _written(node: ET.Element, implied: str) -> str:
    attributes = {name: node.attrib[name] for name in _KEPT if name in node.attrib}
    if node.tag in _LEAVES and node.text not in LARGE:
        attributes.pop("displaystyle", None)  # of leaves, only a large sign is set otherwise in a display
    role = node.get("role")
    if role and role != implied and node.text in _MANY_FORMS:
        attributes["form"] = role
    short = {name: value.replace(_THIN, _THIN_IN_SHORT) for name, value in attributes.items()}
    said = "".join(f' {name}="{html.escape(value)}"' for name, value in short.items())
    if node.tag == "mspace":
        return f"<mspace{said}/>"
    if node.tag in _LEAVES:
        return f"<{node.tag}{said}>{html.escape(node.text or '', quote=False)}</{node.tag}>"
    if node.tag in PLACED:
        inner = "".join(_placed(child) for child in node)
    elif node.tag in ("mtable", "mtr"):
        inner = "".join(_written(child, "infix") for child in node)
    else:
        inner = write(list(node))
    return f"<{node.tag}{said}>{inner}</{node.tag}>"


def _placed(node: ET.Element) -> str:
    if node.tag == "mrow":
        return f"<mrow>{write(list(node))}</mrow>"
    return _written(node, "infix")
