"""What the catalogue holds, as the register says it: nothing is derived to list it."""

from __future__ import annotations

from typing import Any

from kldiv.register.registry import Entry, registry

#: The kinds of what has a derivation of its own.
DERIVED = ("closed form", "infinite", "undecided", "identity")


def listed(family: str | None = None) -> list[dict[str, Any]]:
    """List distributions, divergences, identities, and the lemmas that these use, in this order.

    Args:
        family: keep only what concerns this distribution (a slug); None for all.

    Returns:
        One dictionary an entry: id, kind, status (None for a distribution), title, version. A distribution's id is
        its slug alone.

    Example:
        >>> [row["id"] for row in listed("geometric")][:3]
        ['geometric', 'bernoulli-geometric', 'beta-geometric']
    """
    wanted = [e for e in registry().values() if family is None or family in e.about]
    distributions = [e for e in wanted if e.kind == "distribution"]
    derived = [e for e in wanted if e.kind in DERIVED]
    used = {lemma for e in derived for lemma in e.lemmas}
    lemmas = [e for e in registry().values() if e.kind == "lemma" and e.id in used]
    return [_row(e) for group in (distributions, derived, lemmas) for e in sorted(group, key=_place)]


def _place(entry: Entry) -> tuple[bool, tuple[str, ...], str]:
    return not entry.about, entry.about, entry.id


def _row(entry: Entry) -> dict[str, Any]:
    name, title = entry.id, entry.title
    if entry.kind == "distribution":
        name, title = entry.about[0], title.removeprefix("The ").removesuffix(" distribution")
        title = title[:1].upper() + title[1:]
    return {"id": name, "kind": entry.kind, "status": entry.status or None, "title": title, "version": entry.version}
