"""Entries of a BibTeX file as text: author-year labels and formatted references.

pybtex, which reads the file, also sets the names and fields; a CSL style through citeproc would be a second library for
the same entries.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pybtex.backends.html import Backend
from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.richtext import Text

# Looking the back end up by name, as `render_as` does, searches every installed package each time.
_HTML = Backend()
_PROTECTED = re.compile(r'<span class="bibtex-protected">(.*?)</span>')
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Reference:
    """A source: the label it is cited by and its description in HTML."""

    key: str
    label: str
    sort_key: tuple[str, ...]
    description: str

    @property
    def anchor(self) -> str:
        """The HTML id of the source in a list of references."""
        return "ref-" + re.sub(r"[^\w-]", "-", self.key)

    @property
    def text(self) -> str:
        """The description without mark-up."""
        return html.unescape(_TAG.sub("", self.description))


def load_references(path: Path) -> dict[str, Reference]:
    """Read a BibTeX file.

    Args:
        path: the file; a missing one holds no source.

    Returns:
        The references by key, in alphabetical order of their authors. Sources that would bear the same label
        are told apart by a letter after the year.
    """
    if not path.exists():
        return {}
    return references_of(parse_string(path.read_text(encoding="utf-8"), "bibtex"))


def references_of(data: BibliographyData) -> dict[str, Reference]:
    """Return the references of a parsed bibliography (see :func:`load_references`)."""
    entries = sorted(data.entries.items(), key=lambda item: (_sort_key(item[1]), item[0]))
    same: dict[str, list[str]] = {}
    for key, entry in entries:
        same.setdefault(_label(entry), []).append(key)
    references = {}
    for key, entry in entries:
        label = _label(entry)
        twins = same[label]
        suffix = chr(ord("a") + twins.index(key)) if len(twins) > 1 else ""
        references[key] = Reference(key, label + suffix, _sort_key(entry), _describe(entry, suffix))
    return references


def _plain(tex: str) -> str:
    """LaTeX to HTML: accents become letters, braces go, emphasis stays."""
    markup = str(Text.from_latex(tex).render(_HTML)).replace("\n", " ")
    return _PROTECTED.sub(r"\1", markup)


def _field(entry: Entry, *names: str) -> str:
    return next((_plain(entry.fields[name]) for name in names if entry.fields.get(name)), "")


def _family(person: Person) -> str:
    return _plain(" ".join(person.prelast_names + person.last_names))


def _full_name(person: Person) -> str:
    given = " ".join(person.first_names + person.middle_names)
    lineage = ", " + " ".join(person.lineage_names) if person.lineage_names else ""
    return f"{_plain(given)} {_family(person)}".strip() + _plain(lineage)


def _people(entry: Entry) -> list[Person]:
    return entry.persons.get("author") or entry.persons.get("editor") or []


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def _year(entry: Entry) -> str:
    return _field(entry, "year") or _field(entry, "date")[:4] or "n.d."


def _label(entry: Entry) -> str:
    families = [_family(person) for person in _people(entry)]
    if not families:
        families = [_field(entry, "organization", "institution", "title")]
    who = f"{families[0]} et al." if len(families) > 2 else " and ".join(families)
    return f"{who} {_year(entry)}"


def _sort_key(entry: Entry) -> tuple[str, ...]:
    families = [_TAG.sub("", _family(person)).casefold() for person in _people(entry)]
    families = families or [_field(entry, "organization", "title").casefold()]
    return (*families, _year(entry), _field(entry, "title"))


def _where(entry: Entry) -> list[str]:
    """The parts that say where a source appeared."""
    parts = []
    journal = _field(entry, "journal", "journaltitle")
    volume, issue = _field(entry, "volume"), _field(entry, "number", "issue")
    pages = re.sub(r"-{1,2}", "–", _field(entry, "pages"))
    if journal:
        place = f"<em>{journal}</em>"
        if volume:
            place += f" {volume}" + (f"({issue})" if issue else "")
        parts.append(place + (f", {'pp. ' if '–' in pages else 'p. '}{pages}" if pages else ""))
    elif entry.fields.get("booktitle"):
        parts.append(f"In <em>{_field(entry, 'booktitle')}</em>" + (f", pp. {pages}" if pages else ""))
    if entry.fields.get("edition"):
        edition = _field(entry, "edition")
        parts.append(edition if "edition" in edition.lower() else f"{edition} edition")
    publisher = _field(entry, "publisher", "institution", "school", "organization")
    if publisher and publisher not in _label(entry):
        parts.append(publisher)
    if entry.fields.get("howpublished"):
        parts.append(_field(entry, "howpublished"))
    return parts


def _links(entry: Entry) -> list[str]:
    links = []
    doi = entry.fields.get("doi", "").removeprefix("https://doi.org/")
    url = entry.fields.get("url", "")
    if doi:
        links.append(f'<a href="https://doi.org/{html.escape(doi)}">doi:{html.escape(doi)}</a>')
    elif entry.fields.get("eprint"):
        eprint = html.escape(entry.fields["eprint"])
        links.append(f'<a href="https://arxiv.org/abs/{eprint}">arXiv:{eprint}</a>')
    elif url:
        shown = re.sub(r"^https?://(www\.)?|/$", "", url)
        links.append(f'<a href="{html.escape(url)}">{html.escape(shown)}</a>')
    return links


def _describe(entry: Entry, suffix: str) -> str:
    who = _listed(_full_name(person) for person in _people(entry))
    editors = " (ed.)" if "author" not in entry.persons and entry.persons.get("editor") else ""
    title = _field(entry, "title")
    subtitle = _field(entry, "subtitle")
    title = f"{title}: {subtitle}" if subtitle else title
    whole = entry.type in ("book", "phdthesis", "mastersthesis", "manual", "proceedings")
    title = f"<em>{title}</em>" if whole else f"“{title}”"
    parts = [f"{who}{editors}" if who else "", f"{title} ({_year(entry)}{suffix})", *_where(entry)]
    note = _field(entry, "note")
    sentence = ". ".join(part.rstrip(".") if part.endswith(".") else part for part in parts if part) + "."
    unchecked = _field(entry, "unchecked")
    sentences = [sentence, note.rstrip(".") + "." if note else "", *(f"{link}." for link in _links(entry))]
    sentences += [f"Not looked up again: {unchecked.rstrip('.')}."] if unchecked else []
    return " ".join(filter(None, sentences))
