"""What the tests of the site's Markdown extensions share: a page to render and a bibliography to cite."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import markdown
from pybtex.database import parse_string

from kldiv.algebra.notation import TEX_MACROS
from scripts.site import vendor
from scripts.site.answers import AnswerExtension
from scripts.site.citations import CitationExtension, Citer
from scripts.site.context import SiteContext
from scripts.site.mathematics import MathExtension, Typesetter
from scripts.site.named_numbers import NamedNumber, NumberExtension, substitute_numbers
from scripts.site.references import references_of
from scripts.site.temml import Temml

ROOT = Path(__file__).resolve().parents[3]

NUMBERS = {
    "cats-dogs.decent.bits": NamedNumber(0.32192809488736235, "0.3219", "bits", "scripts/examples/cats_and_dogs.py"),
    "cats-dogs.decent.nats": NamedNumber(0.22314355131420976, "0.2231", "nats"),
    "cats-dogs.decent.rounded": NamedNumber(0.322, "0.322", "bits"),
    "worked": NamedNumber(0.32192809488736235, "0.3219", "bits", "scripts/examples/a.py", "1 × log₂(1 / 0.8)"),
    "one": NamedNumber(1, "1", "bits"),
    "never": NamedNumber("inf", "∞", "nats"),
    "code.alphabet": NamedNumber("1/2, 1/4", "1/2, 1/4"),
}

BIBLIOGRAPHY = r"""
@article{kullback1951, author = {Kullback, Solomon and Leibler, Richard A.}, year = {1951},
  title = {On {Information} and Sufficiency}, journal = {The Annals of Mathematical Statistics},
  volume = {22}, number = {1}, pages = {79--86}, doi = {10.1214/aoms/1177729694}}
@article{shannon1948, author = {Shannon, Claude E.}, title = {A Theory}, journal = {BSTJ}, year = {1948}}
@article{shannon1948b, author = {Shannon, Claude E.}, title = {A Theory II}, journal = {BSTJ}, year = 1948}
@book{gil, author = {Gil, M. and Alajaji, F. and Linder, T.}, title = {R\'enyi divergence}, year = {2013},
  publisher = {Press}, url = {https://www.example.org/book/}}
"""


@cache
def temml() -> Temml:
    """Temml with the site's macros, loaded once."""
    return vendor.temml(ROOT, TEX_MACROS)


class Pages:
    """Renders pages one after another, as a build does."""

    def __init__(self) -> None:
        self.context = SiteContext()
        digits = partial(substitute_numbers, numbers=NUMBERS, warn=self.context.warn)
        self.typesetter = Typesetter(self.context, temml(), digits)
        self.citer = Citer(self.context, references_of(parse_string(BIBLIOGRAPHY, "bibtex")))

    def render(self, text: str, page: str = "a.md") -> str:
        """Render a page's Markdown as MkDocs would, mathematics still in plain text."""
        self.context.start_page(page)
        ours = [
            MathExtension(self.typesetter),
            NumberExtension(NUMBERS, self.context.warn),
            AnswerExtension(NUMBERS, self.context.warn),
            CitationExtension(self.citer),
        ]
        stock = ["admonition", "attr_list", "md_in_html", "pymdownx.superfences", "tables", "toc"]
        return markdown.markdown(text, extensions=[*stock, *ours])
