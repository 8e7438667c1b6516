r"""Review cards for Anki, made of what the pages say: a text file, one card a line.

A lesson asks its title and answers with its summary; the glossary asks for each of its words; the test asks its own
questions and answers with its own solutions. Formulas are MathJax, as Anki expects it: ``\(...\)``.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import markdown

from scripts.site.named_numbers import NUMBER, NamedNumber
from scripts.site.tex_macros import expand

NAME = "learn/kl-divergence-cards.txt"
HEADER = "#separator:tab\n#html:true\n#deck:KL divergence\n#guid column:1\n#tags column:4\n"
_MATH = re.compile(r"(\$\$?)(.+?)\1", re.DOTALL)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_SUMMARY = re.compile(r"^## In three lines[^\n]*\n+((?:- .+\n|  .+\n)+)", re.MULTILINE)
_TERM = re.compile(r"^(?![#:\s\[!?-])(.+?)(?: \{[^}]*\})?\n: +(.+(?:\n {4}.+)*)", re.MULTILINE)
_ITEM = re.compile(r"^( *)(\d+)\. (.+(?:\n\1 {3,4}(?! )\S.*)*)", re.MULTILINE)
_FOLD = re.compile(r"^\?\?\? success .*\n", re.MULTILINE)

Show = Callable[[str], str]


@dataclass(frozen=True)
class Card:
    """One card: a name that stays, both sides as HTML, and the page that it is from."""

    name: str
    front: str
    back: str
    tag: str


class Writer:
    """Writes the Markdown of a page as the HTML of a card."""

    def __init__(self, numbers: Mapping[str, NamedNumber], macros: Mapping[str, str]) -> None:
        """Take the numbers of the build, and the macros of the site's formulas."""
        self._numbers, self._macros = numbers, macros

    def __call__(self, source: str, *, arithmetic: bool = False) -> str:
        """Write a few lines of Markdown as HTML on one line.

        Args:
            source: the lines.
            arithmetic: whether a number that carries its arithmetic shows it.

        Returns:
            The HTML, without links and citations.
        """
        formulas: list[str] = []

        def keep(found: re.Match[str]) -> str:
            tex = NUMBER.sub(lambda number: self._digits(number).replace("∞", r"\infty "), found[2])
            opening, closing = (r"\[", r"\]") if found[1] == "$$" else (r"\(", r"\)")
            formulas.append(opening + html.escape(expand(tex.strip(), self._macros), quote=False) + closing)
            return f"FORMULA{len(formulas) - 1}X"

        text = re.sub(r"\s*\[@[^\]]+\]", "", _MATH.sub(keep, source))
        text = NUMBER.sub(self._arithmetic if arithmetic else self._digits, text)
        written = markdown.markdown(text, extensions=["attr_list"])
        written = re.sub(r"</?(?:a|p)\b[^>]*>", "", written)
        written = re.sub(r"FORMULA(\d+)X", lambda found: formulas[int(found[1])], written)
        return " ".join(written.split())

    def _digits(self, found: re.Match[str]) -> str:
        return self._numbers[found[1]].show(found[2])

    def _arithmetic(self, found: re.Match[str]) -> str:
        number, shown = self._numbers[found[1]], self._digits(found)
        return f"{number.how} {number.sign(shown)} {shown}" if number.how else shown


def of_lessons(folder: Path, write: Writer) -> Iterator[Card]:
    """A card for each lesson: its title, and its three lines."""
    for page in sorted(folder.glob("*.md")):
        source = page.read_text(encoding="utf-8")
        title, summary = _TITLE.search(source), _SUMMARY.search(source)
        if title and summary:
            yield Card(f"lesson {page.stem}", write(title[1]), write(summary[1]), page.stem)


def of_glossary(page: Path, write: Writer) -> Iterator[Card]:
    """A card for each word of the glossary: the word, and what it means."""
    for found in _TERM.finditer(page.read_text(encoding="utf-8")):
        meaning = re.sub(r"\s*\[(?:The page|Derived)\]\([^)]*\)\.?", "", found[2])
        yield Card(f"word {found[1]}", f"What is meant by <b>{write(found[1])}</b>?", write(meaning), "glossary")


def of_test(page: Path, write: Writer) -> Iterator[Card]:
    """A card for each question of the test that needs no choice: the question, and the solution with its arithmetic."""
    questions, solutions = _FOLD.split(page.read_text(encoding="utf-8"))
    answers = {found[2]: found[3] for found in _ITEM.finditer(solutions)}
    asked = list(_ITEM.finditer(questions))
    for found, following in zip(asked, [*asked[1:], None], strict=True):
        box = questions[found.end() : following.start() if following else None]
        named = re.search(r"\[\[answer:([\w./-]+)\]\]", box)
        if named:
            back = write(answers[found[2]], arithmetic=True)
            yield Card(f"question {named[1]}", write(found[3]), back, "test")


def cards(docs: Path, numbers: Mapping[str, NamedNumber], macros: Mapping[str, str]) -> list[Card]:
    """Make the cards.

    Args:
        docs: the folder of the pages.
        numbers: the numbers of the build.
        macros: the macros of the site's formulas.

    Returns:
        The cards, in the order of the pages.
    """
    write = Writer(numbers, macros)
    learn = docs / "learn"
    return [
        *of_lessons(learn, write),
        *of_glossary(docs / "reference" / "glossary.md", write),
        *of_test(learn / "test.md", write),
    ]


def as_text(made: list[Card]) -> bytes:
    """Write the file that Anki imports.

    A card keeps its identifier as long as its name: imported again, it is brought to date.

    Args:
        made: the cards.

    Returns:
        The file, the same bytes for the same cards.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    for card in made:
        identifier = hashlib.sha256(card.name.encode()).hexdigest()[:16]
        rows.writerow([identifier, card.front, card.back, f"kl-divergence {card.tag}"])
    return (HEADER + out.getvalue()).encode()
