"""The kinds of pages, and how many of each are looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

#: The first folder of an address, and what its pages are called; a formula's page is of the kind that it says it is.
FOLDERS = {
    "learn": "lesson",
    "questions": "question",
    "examples": "example",
    "notebooks": "notebook",
    "distributions": "distribution",
    "identities": "identity",
    "reference": "reference",
}


def kinds(site: Path) -> dict[str, list[str]]:
    """Return every page of a site by its kind, in the order of their names; short addresses in id/ are none."""
    catalogue = json.loads((site / "data" / "catalogue.json").read_text(encoding="utf-8"))
    formulas = {entry["id"]: f"formula, {entry['kind']}" for entry in catalogue["entries"]}
    found: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        folder = name.partition("/")[0]
        if folder == "id":
            continue
        kind = formulas[path.stem] if folder == "kl" else FOLDERS.get(folder, name.removesuffix(".html"))
        found.setdefault("home" if kind == "index" else kind, []).append(name)
    return found


def spread(names: list[str], most: int) -> list[str]:
    """Return at most so many names, spread evenly."""
    return names if len(names) <= most else [names[i * len(names) // most] for i in range(most)]


def median(values: Iterable[float]) -> float:
    """Return the median; of an even number the lower of the two in the middle, which is a page's own."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
