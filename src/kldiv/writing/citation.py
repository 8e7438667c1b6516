"""How to cite a formula, a distribution, a page or the site: BibTeX, CSL-JSON, RIS, and a sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kldiv.register.registry import WHOLE, Entry, find, short_address
from kldiv.writing.address import AUTHOR, RELEASED, SITE_ADDRESS, below, place_of

if TYPE_CHECKING:
    from kldiv.proof.record import Record

#: The formats that `cite` knows.
FORMATS = ("bibtex", "csl-json", "ris", "text")

#: Words of a title whose capitals a bibliography style must keep.
_CAPITALS = re.compile(r"\b(?:KL|[A-Z]\w*)\b")

#: What the title of the whole says after an entry of it.
CONTAINER = "kldiv"

#: What a citation says while the site has no address.
NO_ADDRESS = "No address is set for the site yet"


@dataclass(frozen=True)
class Work:
    """What a citation is made of.

    Attributes:
        key: what it is called in a list of references.
        title: in words.
        version: of the statement; of the package, for the site.
        address: where it is found; "" while the address of the site is not set.
        permanent: the short address, which never changes; "" if there is none yet.
        hash: the content hash of what it states; "" for what states nothing.
        id: its permanent id; "" if it has none.
    """

    key: str
    title: str
    version: str
    address: str
    permanent: str = ""
    hash: str = ""
    id: str = ""

    @property
    def note(self) -> str:
        """The content hash and how it is found again, in words; may be empty."""
        parts = [f"Content hash {self.hash}" if self.hash else ""]
        if self.address:
            parts += [f"Permanent address {self.permanent}" if self.permanent else ""]
        else:
            parts += [f"Permanent id {self.id}" if self.id else "", NO_ADDRESS]
        return ". ".join(part for part in parts if part)


def work_of(thing: Record | Entry, site: str = SITE_ADDRESS) -> Work:
    """Gather what is needed to cite something.

    Args:
        thing: a derivation, or anything else from the register.
        site: the address of the site.

    Returns:
        The work.
    """
    if not isinstance(thing, Entry):
        from kldiv.register.meaning import fingerprint  # what has been published is cited without SymPy

        permanent, address = below(site, short_address(thing.id)), below(site, place_of(thing))
        key, version = f"kldiv-{thing.id}", str(thing.version)
        return Work(key, thing.title, version, address, permanent, fingerprint(thing), thing.id)
    if thing.id == WHOLE:
        from kldiv.version import __version__

        return Work(WHOLE, thing.title, __version__, below(site, ""))
    key = f"kldiv-{thing.id.replace(':', '-')}"
    address, permanent = below(site, thing.place), below(site, thing.address)
    return Work(key, thing.title, str(thing.version), address, permanent, thing.hash, thing.id)


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
    kind = "online" if work.address else "misc"  # what is online must have an address
    return "\n".join([f"@{kind}{{{work.key},", *lines, "}"]) + "\n"


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
    fields = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in kept.items())
    return "[{\n" + ",\n".join(fields) + "\n}]\n"


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
    parts = (
        f"{AUTHOR} ({RELEASED[:4]})",
        work.title,
        f"Version {work.version}, {RELEASED}",
        work.address,
        work.note,
    )
    return " ".join(f"{part}." for part in parts if part) + "\n"


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
