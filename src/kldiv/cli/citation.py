"""References to a derivation in three formats. BibTeX comes from the derivation itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kldiv.derivation import Derivation

AUTHOR = "The kldiv maintainers"


def to_csl_json(derivation: Derivation) -> str:
    """Return a reference as CSL-JSON, an array of one item.

    Args:
        derivation: what is cited.

    Returns:
        The JSON text.
    """
    item = {
        "id": f"kldiv-{derivation.id}",
        "type": "entry",
        "title": derivation.title,
        "author": [{"literal": AUTHOR}],
        "container-title": "kldiv",
        "version": _package_version(),
        "note": _locator(derivation),
    }
    return json.dumps([item], indent=2, ensure_ascii=False)


def to_ris(derivation: Derivation) -> str:
    """Return a reference in the RIS format.

    Args:
        derivation: what is cited.

    Returns:
        Lines of tag and value.
    """
    fields = (
        ("TY", "GEN"),
        ("ID", f"kldiv-{derivation.id}"),
        ("TI", derivation.title),
        ("AU", AUTHOR),
        ("T2", "kldiv"),
        ("ET", _package_version()),
        ("N1", _locator(derivation)),
        ("ER", ""),
    )
    return "\n".join(f"{tag}  - {value}" for tag, value in fields)


def to_text(derivation: Derivation) -> str:
    """Return a reference as a sentence.

    Args:
        derivation: what is cited.

    Returns:
        One line.
    """
    return f"{AUTHOR}. {derivation.title}. kldiv {_package_version()}, {_locator(derivation)}."


def _locator(derivation: Derivation) -> str:
    return f"derivation {derivation.id}, version {derivation.version}"


def _package_version() -> str:
    from kldiv import __version__

    return __version__
