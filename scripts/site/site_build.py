"""What one build of the site knows: its numbers, its sources, its formulas, and what pages ask of each other."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kldiv.algebra.notation import TEX_MACROS
from kldiv.distributions import DISTRIBUTIONS
from scripts.site import citations, home, matrix_answers, missing, search, vendor
from scripts.site.answers import AnswerExtension
from scripts.site.context import SiteContext
from scripts.site.figure_directive import FigureExtension
from scripts.site.mathematics import MathExtension, Typesetter, swap_in
from scripts.site.named_numbers import NumberExtension, fill_in_code, load_numbers, substitute_numbers
from scripts.site.plain_text import plain_text
from scripts.site.references import load_references
from scripts.site.unmarked import UnmarkedExtension

ROOT = Path(__file__).resolve().parents[2]
FIGURES = "assets/figures"


class SiteBuild:
    """What one build of the site knows."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Load what the pages draw upon and make the extensions that render them."""
        docs = Path(config.docs_dir)
        self.generated = docs / "generated"
        self.context = SiteContext()
        self.temml = vendor.temml(ROOT, TEX_MACROS, ROOT / ".cache" / "formulas.sqlite")
        named = load_numbers(self.generated / "numbers.json")
        warn = self.context.warn
        self.numbers = named
        digits = partial(substitute_numbers, numbers=named, warn=warn)
        self.in_code = partial(fill_in_code, numbers=named, warn=warn)
        self.typesetter = Typesetter(self.context, self.temml, digits)
        self.citer = citations.Citer(self.context, load_references(docs / "refs.bib"))
        self.extensions = [
            MathExtension(self.typesetter),
            NumberExtension(named, warn),
            AnswerExtension(named, warn),
            FigureExtension(self.generated / "figures", self.figure_url, warn),
            citations.CitationExtension(self.citer),
            UnmarkedExtension(),
        ]
        self.files: Files = Files([])
        self.page_uri = ""

    def start_page(self, page: Page) -> None:
        """Begin to render a page."""
        self.page_uri = page.file.src_uri
        self.context.start_page(self.page_uri)

    def entries(self) -> list[dict[str, Any]]:
        """Return the entries of the catalogue; a small site has none."""
        path = self.generated / "machine" / "catalogue.json"
        return json.loads(path.read_text(encoding="utf-8"))["entries"] if path.is_file() else []

    def missing_script(self, pages: Iterable[Page]) -> str:
        """Return the script of the page for what is missing."""
        entries = self.entries()
        return missing.script(pages, DISTRIBUTIONS, home.places_of_pairs(DISTRIBUTIONS, entries) if entries else {})

    def search_files(self, files: Files) -> dict[str, bytes]:
        """Return the two scripts of the search, by their places."""
        pages = (file.page for file in files.documentation_pages())
        sources = [
            search.Source(page.url or "index.html", str(page.title), page.content or "", page.meta)
            for page in pages
            if page is not None
        ]
        known = search.data(
            sources, self.entries(), DISTRIBUTIONS, lambda tex: plain_text(self.temml.mathml(tex, True))
        )
        return {
            search.ENGINE: search.engine_script(vendor.node_modules(ROOT)).encode(),
            search.DATA: search.data_script(known).encode(),
        }

    def matrix_files(self) -> dict[str, bytes]:
        """Return the answers that the matrix shows, by their places."""
        return matrix_answers.scripts(self.generated / "machine" / "answers.json", self.typeset)

    def typeset(self, markdown: str) -> str:
        """Turn a little Markdown into HTML with its mathematics in place; it may not refer to numbered equations."""
        plain = Markdown(extensions=[MathExtension(self.typesetter)]).convert(markdown)
        return swap_in(plain, self.typesetter, lambda equation: ("", None))

    def figure_url(self, name: str, scheme: str) -> str:
        """Return the path of a figure as a link in the source of the page at hand would spell it."""
        target = f"{FIGURES}/{name}.{scheme}.svg"
        self.context.figures.add(target)
        return posixpath.relpath(target, posixpath.dirname(self.page_uri) or ".")
