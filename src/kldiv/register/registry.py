"""Everything that has a permanent id: what it is, in which version, and where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kldiv.distributions.spelling import misspelt

#: The register. It is only ever added to: see scripts/tools/registry.py.
PATH = Path(__file__).parent / "registry.json"

#: The fields that hold lists.
_LISTS = ("about", "lemmas", "history")

#: The id of the site as a whole.
WHOLE = "kldiv"


@dataclass(frozen=True)
class Entry:
    """One thing that can be linked to and cited.

    Attributes:
        id: its permanent id.
        kind: "closed form", "infinite", "undecided", "identity", "distribution", "lemma", "equation", "figure" or
            "site".
        title: in words.
        version: raised when what it states changes.
        hash: of what it states; "" for what states nothing, such as a figure.
        status: how a derivation, or a lemma, was reached: "computed", "by theorem", "bound", "infinite" or
            "undecided"; "" for what is not derived.
        place: where it stands today, below the site's address; this may move, the short address does not.
        about: the slugs of the distributions that it concerns, p first; none for what concerns no particular ones.
        lemmas: the ids of the lemmas that it uses.
        history: what earlier versions stated (by hash) and why they were changed.
    """

    id: str
    kind: str
    title: str
    version: int
    hash: str
    place: str
    status: str = ""
    about: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    history: tuple[dict[str, Any], ...] = ()

    @property
    def address(self) -> str:
        """The address that never changes, below the site's."""
        return short_address(self.id)

    def as_row(self) -> dict[str, Any]:
        """Plain data for the file; what is empty at the end of it is left out."""
        row = asdict(self)
        return {key: value for key, value in row.items() if value or key not in (*_LISTS, "status")}


def short_address(name: str) -> str:
    """Return the short address of an id; a colon, which not every file system bears, becomes a folder.

    Example:
        >>> short_address("normal-normal"), short_address("eq:normal-normal")
        ('id/normal-normal/', 'id/eq/normal-normal/')
    """
    return f"id/{name.replace(':', '/')}/"


def read(path: Path = PATH) -> dict[str, Entry]:
    """Read a register.

    Args:
        path: the file; a missing one holds nothing.

    Returns:
        The entries by id.
    """
    if not path.is_file():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))["entries"]
    return {row["id"]: from_row(row) for row in rows}


def from_row(row: Mapping[str, Any]) -> Entry:
    """Make an entry from plain data; lists that are left out are empty."""
    return Entry(**{**row, **{key: tuple(row.get(key, ())) for key in _LISTS}})


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Entry]:
    """Return the register that comes with the package.

    Example:
        >>> registry()["normal-normal"].address
        'id/normal-normal/'
    """
    return read()


def find(name: str) -> Entry:
    """Look up an id; an unknown one suggests the nearest.

    Args:
        name: a permanent id; a distribution may be named without its "distribution:" where nothing else has that name.

    Returns:
        Its entry.

    Raises:
        ValueError: if there is none of that id.
    """
    entries = registry()
    for known in (name, f"distribution:{name}"):
        if known in entries:
            return entries[known]
    near = misspelt(name, entries)
    hint = f"did you mean {near[0]}?" if len(near) == 1 else "'kldiv list' shows those that there are"
    raise ValueError(f"unknown id {name!r}; {hint}")
