"""Outlines of twelve pages, kept in tests/data/structure: `python -m scripts.tools.structure` writes them anew.

An outline tells how a page is built and not how it looks: landmarks, headings, parts, folds, figures, tables and
controls, in their order, indented as they lie in one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "data" / "structure"

#: One page of each kind that a reader meets.
PAGES = (
    "index.html",
    "404.html",
    "matrix.html",
    "learn/two-directions.html",
    "questions/losses.html",
    "notebooks/gaussians.html",
    "distributions/gamma.html",
    "kl/normal-normal.html",
    "kl/gamma-weibull.html",
    "kl/gamma-cauchy.html",
    "identities/chain-rule.html",
    "reference/checks.html",
)

LANDMARKS = {"header", "nav", "main", "article", "aside", "footer", "form"}
HEADINGS = {"h1", "h2", "h3"}
CONTROLS = {"button", "select", "input", "textarea"}


def outline(page: str) -> str:
    """Return the outline of a page.

    Args:
        page: its HTML.

    Returns:
        A line for each thing that counts, ending in a newline.

    Example:
        >>> print(outline("<main><h1>One</h1><p>text</p><details><summary>More</summary></details></main>"))
        main
          h1 One
          fold More
        <BLANKLINE>
    """
    lines: list[str] = []

    def walk(element: etree._Element, depth: int) -> None:
        said = _said(element)
        if said:
            lines.append("  " * depth + said)
        for child in element:
            if isinstance(child.tag, str):
                walk(child, depth + bool(said))

    body = etree.fromstring(page, etree.HTMLParser()).find("body")
    assert body is not None
    walk(body, 0)
    return "\n".join(lines) + "\n"


def _said(element: etree._Element) -> str:
    tag = str(element.tag)
    part = f" [{element.get('data-part')}]" if element.get("data-part") else ""
    if tag in HEADINGS:
        return f"{tag} {_text(element)}{part}"
    if tag == "details":
        summary = element.find("summary")
        return f"fold {'' if summary is None else _text(summary)}{part}".rstrip()
    if tag == "table":
        row = element.find(".//tr")
        return f"table of {0 if row is None else len(row)} columns{part}"
    if tag == "figure" or (tag == "svg" and element.get("role") == "img"):
        return f"figure{part}"
    if tag in CONTROLS and element.get("type") != "hidden":
        name = element.get("aria-label") or element.get("title") or element.get("name") or _text(element)
        return f"{tag} {name}{part}".rstrip()
    if tag in LANDMARKS:
        label = element.get("aria-label")
        return f"{tag}{f' {label}' if label else ''}{part}"
    return f"{tag}{part}" if part else ""


def _text(element: etree._Element) -> str:
    """The words of an element, without the sign that links to it and without formulas."""
    return " ".join("".join(_words(element)).split())


def _words(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        css = child.get("class") or ""
        if isinstance(child.tag, str) and child.tag != "math" and not {"headerlink", "math"} & set(css.split()):
            yield from _words(child)
        yield child.tail or ""


def kept(page: str) -> Path:
    """Where the outline of a page is kept."""
    return KEPT / f"{page.removesuffix('.html').replace('/', '-')}.txt"


def main() -> None:
    """Write the outlines of the built site's pages."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        text = (ROOT / "site" / page).read_text(encoding="utf-8")
        kept(page).write_text(outline(text), encoding="utf-8")


if __name__ == "__main__":
    main()
