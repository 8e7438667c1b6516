"""The expectations under a distribution that the closed forms of its pairs stand on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from kldiv.writing.words import plural
from scripts.pages.distribution_pairs import in_cell

Entry = dict[str, Any]

#: So many stand in view, the others under a fold.
IN_VIEW = 6

#: A formula of more TeX than this does not go into a table.
SHORT = 170

SAID = (
    "A divergence from this distribution is made of expectations under it. These are the ones that the closed "
    "forms use, the most used first. Letters with index $p$ are this distribution's, those with index $q$ the other "
    "distribution's."
)


def moments(slug: str, entries: Iterable[Entry], lemmas: Mapping[str, Entry]) -> list[str]:
    """Write the section of a distribution's page that lists its expectations.

    Args:
        slug: the distribution's slug.
        entries: the catalogue's entries, in order.
        lemmas: the lemmas by id, as `scripts.pages.entry.lemmas_of` gives them.

    Returns:
        Lines of Markdown; none if no closed form uses a lemma.
    """
    users = users_of(slug, entries, lemmas)
    if not users:
        return []
    short = [name for name in users if len(lemmas[name]["tex"]) <= SHORT]
    long = [name for name in users if name not in short]
    rows = [_row(lemmas[name], users[name]) for name in short]
    lines = ["## The moments it gives { #moments }", "", SAID, "", *_table(rows[:IN_VIEW])]
    if rest := len(users) - len(rows[:IN_VIEW]):
        lines += ["<details data-search-exclude markdown>", f"<summary>{rest} more</summary>", ""]
        lines += _table(rows[IN_VIEW:])
        lines += [line for name in long for line in _block(lemmas[name], users[name])]
        lines += ["</details>", ""]
    return lines


def users_of(slug: str, entries: Iterable[Entry], lemmas: Container[str]) -> dict[str, list[str]]:
    """Find which pairs use each lemma.

    Args:
        slug: the slug of p's distribution.
        entries: the catalogue's entries, in order.
        lemmas: those that are of the distribution itself; what many share has a page of its own.

    Returns:
        The ids of the closed forms by lemma, the most used lemma first; of equals, the one that is used first.
    """
    users: dict[str, list[str]] = {}
    for entry in entries:
        if entry["distributions"] and entry["distributions"]["p"]["slug"] == slug and entry["kind"] == "closed form":
            for name in filter(lemmas.__contains__, entry["lemmas"]):
                users.setdefault(name, []).append(entry["id"])
    return dict(sorted(users.items(), key=lambda item: -len(item[1])))


def _table(rows: list[str]) -> list[str]:
    return ["| expectation | for | in |", "|---|---|---|", *rows, ""] if rows else []


def _row(lemma: Entry, pairs: list[str]) -> str:
    return f"| ${in_cell(lemma['tex'])}$ | {in_cell(_held(lemma))} | {_used(lemma, pairs)} |"


def _block(lemma: Entry, pairs: list[str]) -> list[str]:
    held = f"For {found}, in" if (found := _held(lemma)) else "In"
    return ["$$", lemma["tex"], "$$", "", f"{held} {_used(lemma, pairs)}.", ""]


def _held(lemma: Entry) -> str:
    return " and ".join(f"${condition}$" for condition in lemma["conditions"])


def _used(lemma: Entry, pairs: list[str]) -> str:
    return f"[{plural(len(pairs), 'formula')}](../kl/{pairs[0]}.md#{lemma['id']})"
