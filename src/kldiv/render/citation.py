"""How to cite a derivation: BibTeX, CSL-JSON, RIS, and a sentence."""

from __future__ import annotations

import json
import re

from kldiv.derivation import Derivation
from kldiv.render.address import AUTHOR, RELEASED, SITE_ADDRESS, address_of

#: The formats that `cite` knows.
FORMATS = ("bibtex", "csl-json", "ris", "text")

#: Words of a title whose capitals a bibliography style must keep.
_CAPITALS = re.compile(r"\b(?:KL|[A-Z]\w*)\b")


def _note(derivation: Derivation) -> str:
    return f"Content hash {derivation.fingerprint()}"


def to_bibtex(derivation: Derivation, site: str = SITE_ADDRESS) -> str:
    """Make a BibLaTeX entry.

    Args:
        derivation: what to cite.
        site: the address of the site.

    Returns:
        The entry, ending in a newline.
    """
    head, *rest = derivation.title.split(" ")
    title = " ".join([_braced(head) if head.isupper() else head, *(_braced(word) for word in rest)])
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": title,
        "version": str(derivation.version),
        "date": RELEASED,
        "url": address_of(derivation, site),
        "note": _note(derivation),
    }
    lines = [f"  {name:<7} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@online{{kldiv-{derivation.id},", *lines, "}"]) + "\n"


def _braced(word: str) -> str:
    return _CAPITALS.sub(lambda m: f"{{{m.group(0)}}}", word)


def to_csl_json(derivation: Derivation, site: str = SITE_ADDRESS) -> str:
    """Make a CSL-JSON list with one item, as reference managers import it."""
    item = {
        "id": f"kldiv-{derivation.id}",
        "type": "webpage",
        "author": [{"literal": AUTHOR}],
        "title": derivation.title,
        "version": str(derivation.version),
        "issued": {"date-parts": [[int(part) for part in RELEASED.split("-")]]},
        "URL": address_of(derivation, site),
        "note": _note(derivation),
    }
    return json.dumps([item], indent=2, ensure_ascii=False) + "\n"


def to_ris(derivation: Derivation, site: str = SITE_ADDRESS) -> str:
    """Make an RIS record."""
    year, month, day = RELEASED.split("-")
    tags = [
        ("TY", "ELEC"),
        ("ID", f"kldiv-{derivation.id}"),
        ("AU", AUTHOR),
        ("TI", derivation.title),
        ("ET", str(derivation.version)),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}"),
        ("UR", address_of(derivation, site)),
        ("N1", _note(derivation)),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in tags) + "\n"


def to_sentence(derivation: Derivation, site: str = SITE_ADDRESS) -> str:
    """Cite in a sentence."""
    return (
        f"{AUTHOR} ({RELEASED[:4]}). {derivation.title}. Version {derivation.version}, {RELEASED}. "
        f"{address_of(derivation, site)}. {_note(derivation)}.\n"
    )


def cite(derivation: Derivation, form: str = "bibtex", site: str = SITE_ADDRESS) -> str:
    """Cite a derivation in one of `FORMATS`.

    Args:
        derivation: what to cite.
        form: the format.
        site: the address of the site.

    Returns:
        Text that ends in a newline.

    Raises:
        ValueError: if the format is unknown.

    Example:
        >>> from kldiv.divergence import derive
        >>> print(cite(derive("normal", "normal"), "ris").splitlines()[0])
        TY  - ELEC
    """
    makers = dict(zip(FORMATS, (to_bibtex, to_csl_json, to_ris, to_sentence), strict=True))
    if form not in makers:
        raise ValueError(f"unknown format {form!r}; there are {', '.join(FORMATS)}")
    return makers[form](derivation, site)
