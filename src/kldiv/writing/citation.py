"""How to cite a formula, a distribution, a page or the site: BibTeX, CSL-JSON, RIS, and a sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kldiv.register.registry import WHOLE, Entry, find, short_address
from kldiv.writing.address import AUTHOR, RELEASED, SITE_ADDRESS, address_of, place_of

if TYPE_CHECKING:
    from kldiv.proof.record import Record

#: The formats that `cite` knows.
FORMATS = ("bibtex", "csl-json", "ris", "text")

#: Words of a title whose capitals a bibliography style must keep.
_CAPITALS = re.compile(r"\b(?:KL|[A-Z]\w*)\b")

#: What the title of the whole says after an entry of it.
CONTAINER = "kldiv"


@dataclass(frozen=True)
class Work:
    """What a citation is made of.

    Attributes:
        key: what it is called in a list of references.
        title: in words.
        version: of the statement; of the package, for the site.
        address: where it is found.
        permanent: the short address, which never changes; "" if there is none yet.
        hash: the content hash of what it states; "" for what states nothing.
    """

    key: str
    title: str
    version: str
    address: str
    permanent: str = ""
    hash: str = ""

    @property
    def note(self) -> str:
        """The content hash and the permanent address, in words; may be empty."""
        parts = [f"Content hash {self.hash}" if self.hash else ""]
        parts += [f"Permanent address {self.permanent}" if self.permanent else ""]
        return ". ".join(part for part in parts if part)


def work_of(thing: Record | Entry, site: str = SITE_ADDRESS) -> Work:
    """Gather what is needed to cite something.

    Args:
        thing: a derivation, or anything else from the register.
        site: the address of the site.

    Returns:
        The work.
    """
    base = site.rstrip("/")
    if not isinstance(thing, Entry):
        from kldiv.register.meaning import fingerprint  # what has been published is cited without SymPy

        permanent = f"{base}/{short_address(thing.id)}"
        address = address_of(thing, site) if thing.kind != "infinite" else f"{base}/{place_of(thing)}"
        return Work(f"kldiv-{thing.id}", thing.title, str(thing.version), address, permanent, fingerprint(thing))
    if thing.id == WHOLE:
        from kldiv.version import __version__

        return Work(WHOLE, thing.title, __version__, f"{base}/")
    key = f"kldiv-{thing.id.replace(':', '-')}"
    address, permanent = f"{base}/{thing.place}", f"{base}/{thing.address}"
    return Work(key, thing.title, str(thing.version), address, permanent, thing.hash)


def _bibtex(work: Work) -> str:
    head, *rest = work.title.split(" ")
    # The capital of a title's first letter is kept by every style; one further on, as in Kullback-Leibler, is not.
    first = _braced(head) if re.search(r"[A-Z]", head[1:]) else head
    title = " ".join([first, *(_braced(word) for word in rest)])
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": title,
        "version": work.version,
        "date": RELEASED,
        "year": RELEASED[:4],
        "url": work.address,
        "note": work.note,
    }
    lines = [f"  {name:<7} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{work.key},", *lines, "}"]) + "\n"


def _braced(word: str) -> str:
    return _CAPITALS.sub(lambda m: f"{{{m.group(0)}}}", word)


def _csl_json(work: Work) -> str:
    item = {
        "id": work.key,
        "type": "webpage",
        "author": [{"literal": AUTHOR}],
        "title": work.title,
        "container-title": CONTAINER,
        "version": work.version,
        "issued": {"date-parts": [[int(part) for part in RELEASED.split("-")]]},
        "URL": work.address,
        "note": work.note,
    }
    if work.key == WHOLE:
        del item["container-title"]
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], indent=2, ensure_ascii=False) + "\n"


def _ris(work: Work) -> str:
    year, month, day = RELEASED.split("-")
    tags = [
        ("TY", "ELEC"),
        ("ID", work.key),
        ("AU", AUTHOR),
        ("TI", work.title),
        ("T2", CONTAINER if work.key != WHOLE else ""),
        ("ET", work.version),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}"),
        ("UR", work.address),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _sentence(work: Work) -> str:
    said = f"{AUTHOR} ({RELEASED[:4]}). {work.title}. Version {work.version}, {RELEASED}. {work.address}."
    return f"{said} {work.note}.\n" if work.note else f"{said}\n"


def cite(thing: Record | Entry, form: str = "bibtex", site: str = SITE_ADDRESS) -> str:
    """Cite something in one of `FORMATS`.

    Args:
        thing: a derivation, or anything else from the register.
        form: the format.
        site: the address of the site.

    Returns:
        Text that ends in a newline.

    Raises:
        ValueError: if the format is unknown.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> print(cite(derive("normal", "normal"), "ris").splitlines()[0])
        TY  - ELEC
    """
    return cite_work(work_of(thing, site), form)


def cite_work(work: Work, form: str) -> str:
    """Cite a work in one of `FORMATS`.

    Args:
        work: what to cite.
        form: the format.

    Returns:
        Text that ends in a newline.

    Raises:
        ValueError: if the format is unknown.
    """
    makers = dict(zip(FORMATS, (_bibtex, _csl_json, _ris, _sentence), strict=True))
    if form not in makers:
        raise ValueError(f"unknown format {form!r}; there are {', '.join(FORMATS)}")
    return makers[form](work)


def cite_id(name: str, form: str = "bibtex", site: str = SITE_ADDRESS) -> str:
    """Cite whatever bears a permanent id.

    Args:
        name: the id: of a derivation, a distribution, a lemma, an equation, a figure, or "kldiv" for the whole.
        form: the format.
        site: the address of the site.

    Returns:
        Text that ends in a newline.

    Raises:
        ValueError: if the id or the format is unknown.
    """
    return cite(find(name), form, site)


def to_bibtex(derivation: Record, site: str = SITE_ADDRESS) -> str:
    """Make a BibLaTeX entry; older BibTeX styles find the year in it too."""
    return cite(derivation, "bibtex", site)
