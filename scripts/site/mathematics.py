r"""Mathematics in Markdown: ``$...$``, ``$$...$$``, ``\label{eq:...}`` and ``\eqref{eq:...}``.

While a page is rendered a formula stands in it as plain text, which is what the search index and the page's
outline should see; :func:`swap_in` puts the typeset formula in its place once every page is whole.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from scripts.site.context import Equation, SiteContext
from scripts.site.plain_text import plain_text
from scripts.site.temml import Temml, TexError

_LABEL = re.compile(r"\\label\{(eq:[\w.-]+)\}\s*")
_ANY_LABEL = re.compile(r"\\label\{([^}]*)\}")
_EQREF = re.compile(r"\\eqref\{([^}]*)\}")
# A dollar opens mathematics when something follows it at once, and closes it when something stands before it
# and no digit follows: "it costs $5 or $6" is not mathematics.
_INLINE = r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$])+?)(?<![\s\\])\$(?![\d$])"
_PLACEHOLDER = re.compile(r'([(\[“‘]*)<(span|div) (class="math[ "][^<>]*)>[^<]*</\2>((?:[)\].,;:!?’”…]|-\w+)*)')
# A link to an equation, within a formula: TeX carries its label through the renderer as words.
_LABEL_IN_WORDS = re.compile(r"eqref:(eq:[\w.-]+|[^<\s]*)")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_REFERENCE = re.compile(r'<span class="eqref" data-eqref="([^"]*)">[^<]*</span>')

Substitute = Callable[[str], str]
Locate = Callable[[Equation], tuple[str, str | None]]


class Typesetter:
    """Checks and renders the formulas of the page at hand."""

    def __init__(self, context: SiteContext, temml: Temml, substitute: Substitute = str) -> None:
        """Prepare a typesetter.

        Args:
            context: the state of the build.
            temml: the renderer.
            substitute: replaces what a formula names, such as computed numbers, before it is rendered.
        """
        self.context = context
        self.temml = temml
        self.substitute = substitute

    def placeholder(self, tex: str, display: bool) -> ET.Element:
        """Return the element that stands for a formula until the page is whole."""
        tex = self.substitute(tex.strip())
        element = ET.Element("div" if display else "span", {"class": "math display" if display else "math"})
        label = None
        if display:
            tex, label = self._without_label(tex)
        if label is not None:
            equation = self.context.number_equation(label)
            element.set("id", equation.anchor)
        element.set("data-tex", tex)
        if label is not None:
            element.set("data-label", label)
        element.text = AtomicString(self._plain(tex, display))
        return element

    def _without_label(self, tex: str) -> tuple[str, str | None]:
        labels = _ANY_LABEL.findall(tex)
        if not labels:
            return tex, None
        if len(labels) > 1 or not _LABEL.search(tex):
            self.context.warn(f"a display takes one label, spelled eq:name; this one has {', '.join(labels)}")
        return _ANY_LABEL.sub("", tex).strip(), next(iter(_LABEL.findall(tex)), None)

    def _plain(self, tex: str, display: bool) -> str:
        try:
            return plain_text(self.temml.mathml(_EQREF.sub(r"\\text{(…)}", tex), display))
        except TexError as error:
            self.context.warn(f"Temml cannot render {tex!r}: {error}")
            return tex


class _Inline(InlineProcessor):
    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__(_INLINE)
        self._typesetter = typesetter

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:
        return self._typesetter.placeholder(m.group(1), display=False), m.start(0), m.end(0)


class _Reference(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:
        element = ET.Element("span", {"class": "eqref", "data-eqref": m.group(1)})
        element.text = AtomicString(f"({m.group(1)})")
        return element, m.start(0), m.end(0)


class _Display(BlockProcessor):
    _OPEN = re.compile(r"(?:^|\n) {0,3}\$\$(?!\$)")
    _WHOLE = re.compile(r"(?:^|\n) {0,3}\$\$(?!\$)(.+?)\$\$[ \t]*(?:\n|$)", re.DOTALL)

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        super().__init__(md.parser)
        self._typesetter = typesetter

    def test(self, parent: ET.Element, block: str) -> bool:
        return self._OPEN.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        found = self._WHOLE.search(block)
        while found is None and blocks:  # a blank line inside the display
            block += "\n\n" + blocks.pop(0)
            found = self._WHOLE.search(block)
        if found is None:
            self._typesetter.context.warn(f"a display formula is never closed: {block.strip()[:60]!r}")
            found = re.search(r"\$\$(.*)$", block, re.DOTALL)
            assert found is not None
        before, after = block[: found.start()], block[found.end() :]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        parent.append(self._typesetter.placeholder(found.group(1), display=True))
        if after.strip():
            blocks.insert(0, after)
        return True


class MathExtension(Extension):
    """Python-Markdown extension for mathematics."""

    def __init__(self, typesetter: Typesetter) -> None:
        """Take the typesetter that the pages share."""
        super().__init__()
        self._typesetter = typesetter

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors."""
        # Below lists and admonitions, which take their indentation away first; above indented code.
        md.parser.blockprocessors.register(_Display(md, self._typesetter), "math-display", 85)
        # Below code spans (190), in which a dollar is a dollar; above backslash escapes (180).
        md.inlinePatterns.register(_Inline(self._typesetter), "math-inline", 189)
        md.inlinePatterns.register(_Reference(_EQREF.pattern), "math-eqref", 188.5)


def swap_in(page_html: str, typesetter: Typesetter, locate: Locate) -> str:
    """Put typeset mathematics in the place of its plain text.

    Args:
        page_html: the whole page.
        typesetter: what renders it.
        locate: gives the URL of an equation from here, and the title of its page if that is another.

    Returns:
        The page with its formulas typeset and its references resolved; an unknown label is a warning.
    """

    def resolve(label: str) -> tuple[Equation, str, str | None] | None:
        equation = typesetter.context.equations.get(label)
        if equation is None:
            typesetter.context.warn(f"no equation bears the label {label}")
            return None
        return equation, *locate(equation)

    def in_formula(match: re.Match[str]) -> str:
        found = resolve(match.group(1))
        if found is None:
            return "(?)"
        return f'<a href="{html.escape(found[1])}">({found[0].number})</a>'

    def formula(match: re.Match[str]) -> str:
        before, element, said, after = match.groups()
        display = element == "div"
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(said)}
        tex, label = attributes["data-tex"], attributes.get("data-label", "")
        try:
            markup = typesetter.temml.lines(_EQREF.sub(r"\\text{eqref:\1}", tex), display)
        except TexError:  # said when the page was first rendered
            return f'{before}<code class="math-error">{html.escape(tex)}</code>{after}'
        markup = _LABEL_IN_WORDS.sub(in_formula, markup)
        if display:
            equation = typesetter.context.equations.get(label)
            return before + _display_box(markup, typesetter.temml.spelled_out(tex), equation) + after
        return f'<span class="math">{_kept_together(before, markup, after)}</span>'

    def reference(match: re.Match[str]) -> str:
        found = resolve(match.group(1))
        if found is None:
            return f'<span class="eqref">({match.group(1)})</span>'
        equation, url, title = found
        where = "" if title is None else f" of “{title}”"
        return f'<a class="eqref" href="{html.escape(url)}">({equation.number}){where}</a>'

    return _REFERENCE.sub(reference, _PLACEHOLDER.sub(formula, page_html))


def _kept_together(before: str, markup: str, after: str) -> str:
    """Keep a bracket with the first part of a formula, and a comma with the last: no line may begin with a comma."""
    if before and markup.startswith("<math"):
        end = markup.index("</math>") + len("</math>")
        if end == len(markup):
            return f'<span class="unbroken">{before}{markup}{after}</span>'
        before, markup = "", f'<span class="unbroken">{before}{markup[:end]}</span>{markup[end:]}'
    if after and markup.endswith("</math>"):
        start = markup.rindex("<math")
        after, markup = "", f'{markup[:start]}<span class="unbroken">{markup[start:]}{after}</span>'
    return before + markup + after


def _display_box(markup: str, tex: str, equation: Equation | None) -> str:
    # What not even a phone can break scrolls inside its own box; the site's script lets a keyboard reach it then.
    copied = f'data-tex="{html.escape(tex)}"'
    if equation is None:
        return f'<div class="equation" {copied}><div class="equation-scroll">{markup}</div></div>'
    number, anchor = equation.number, equation.anchor
    box = f'<div class="equation-scroll" role="group" aria-label="Equation {number}">{markup}</div>'
    label = f"Link to equation {number}"
    link = f'<a class="equation-number" href="#{anchor}" aria-label="{label}">({number})</a>'
    return f'<div class="equation numbered" id="{anchor}" {copied}>{box}{link}</div>'
