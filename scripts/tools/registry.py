"""Bring the register of permanent ids up to date: `python -m scripts.tools.registry [--check] [--why TEXT]`.

New ids are added. An id that has gone, or that states something else in the same version, is refused: a published
id must keep its meaning. A correction raises the version of the derivation, and `--why` says what was wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.register.meaning import content_hash, distribution_fingerprint
from kldiv.register.registry import PATH, WHOLE, Entry, read
from kldiv.writing.address import place_of
from scripts.pages.stated import stated
from scripts.tools import formulas, rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NAMES = ROOT / "src" / "kldiv" / "distributions" / "names.py"

_LABEL = re.compile(r"\$\$((?:(?!\$\$).)*?)\\label\{(eq:[\w.-]+)\}((?:(?!\$\$).)*?)\$\$", re.DOTALL)
#: The heading of a page, and that of a notebook, which is a comment in a program.
_HEADING = re.compile(r"^# (?!\W)(.+?)(?: \{[^}]*\})?$", re.MULTILINE)
_NOTEBOOK_HEADING = re.compile(r"^# # (.+)$", re.MULTILINE)
_FIGURE = re.compile(r"^\s*\[\[figure:([\w./-]+)\]\]\s*$", re.MULTILINE)


class Changed(Exception):
    """A published id has gone, or states something else."""


def derived() -> Iterator[Entry]:
    """The site, the distributions, and what the catalogue holds."""
    yield Entry(WHOLE, "site", "Kullback-Leibler divergence, derived, checked and explained", 1, "", "index.html")
    for slug, distribution in DISTRIBUTIONS.items():
        yield Entry(
            f"distribution:{slug}",
            "distribution",
            f"The {distribution.name} distribution",
            1,
            distribution_fingerprint(distribution),
            f"distributions/{slug}.html",
            about=(slug,),
        )
    lemmas: dict[str, Entry] = {}
    for name in catalogue():
        for entry in stated(name).entries:
            if entry.kind == "lemma":
                lemmas.setdefault(entry.id, entry)
            else:
                yield entry
    yield from lemmas.values()


def pages() -> Iterator[tuple[str, str]]:
    """The hand-written sources of the site: the page that each becomes a part of, and its text."""
    notes: dict[str, Callable[[str], str]] = {
        "derivation-notes": place_of_note,
        "distribution-notes": lambda stem: f"distributions/{stem}.html",
    }
    for path in sorted(DOCS.rglob("*")):
        parts = path.relative_to(DOCS).parts
        if path.suffix not in {".md", ".py"} or parts[0] in {"generated", "overrides", "assets"}:
            continue
        if parts[0] in notes:
            page = notes[parts[0]](path.name.partition(".")[0])
        else:
            page = Path(*parts).with_suffix(".html").as_posix()
        yield page, path.read_text(encoding="utf-8")


def place_of_note(name: str) -> str:
    """The page that a note about a derivation becomes a part of."""
    return place_of(catalogue()[name]) if name in catalogue() else f"kl/{name}.html"


def written(sources: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    """The pages that people wrote, with their numbered equations and their figures."""
    figures: dict[str, Entry] = {}
    for page, text in sources:
        heading = _NOTEBOOK_HEADING.search(text) or _HEADING.search(text)
        if heading is not None and page.partition("/")[0] not in {"kl", "identities", "distributions"}:
            name = page.removesuffix(".html")
            yield Entry(f"page:{name}", "page", heading.group(1).strip(), 1, "", page)
        for before, label, after in _LABEL.findall(text):
            tex = re.sub(r"\s+", "", before + after)
            anchor = label.replace(":", "-")
            yield Entry(label, "equation", f"Equation {label}", 1, content_hash(tex), f"{page}#{anchor}")
        for name in _FIGURE.findall(text):
            figures.setdefault(name, Entry(f"fig:{name}", "figure", f"Figure {name}", 1, "", f"{page}#fig-{name}"))
    yield from figures.values()


def current() -> dict[str, Entry]:
    """Everything that has an id now.

    Returns:
        The entries by id.

    Raises:
        Changed: if two things claim one id.
    """
    found: dict[str, Entry] = {}
    for entry in (*derived(), *written(pages())):
        if entry.id in found:
            raise Changed(f"{entry.id}: both {found[entry.id].kind} and {entry.kind}")
        found[entry.id] = entry
    return found


def problems(published: Mapping[str, Entry], now: Mapping[str, Entry]) -> list[str]:
    """Say which published ids have gone or changed their meaning without a new version.

    Args:
        published: the register.
        now: what there is.

    Returns:
        One sentence each.
    """
    said = []
    for name, old in published.items():
        new = now.get(name)
        if new is None:
            said.append(f"{name}: the published {old.kind} has gone")
        elif new.version < old.version:
            said.append(f"{name}: version {new.version} is older than the published {old.version}")
        elif new.version == old.version and (new.hash, new.kind) != (old.hash, old.kind):
            said.append(f"{name}: states something else than version {old.version} did (was {old.kind} {old.hash})")
    return said


def _versioned(new: Entry, old: Entry | None, why: str) -> Entry:
    """Keep count for what bears no version where it is written; a change with a reason is a new version."""
    if old is None or new.kind not in {"distribution", "lemma", "equation", "figure", "page", "site"}:
        return new
    changed = bool(why) and (new.hash, new.kind) != (old.hash, old.kind)
    return replace(new, version=max(new.version, old.version + changed))


def merged(published: Mapping[str, Entry], now: Mapping[str, Entry], why: str = "") -> dict[str, Entry]:
    """Add what is new to the register, and new versions of what is old.

    Args:
        published: the register.
        now: what there is.
        why: what was wrong with the versions that are replaced.

    Returns:
        The new register.

    Raises:
        Changed: if a published id has gone, or has changed without a new version or without a reason.
    """
    now = {name: _versioned(new, published.get(name), why) for name, new in now.items()}
    wrong = problems(published, now)
    if wrong:
        raise Changed("\n".join(wrong))
    whole: dict[str, Entry] = {}
    for name, new in now.items():
        old = published.get(name)
        if old is None or old.version == new.version:
            whole[name] = replace(new, history=old.history if old else ())
            continue
        if not why:
            raise Changed(f"{name}: a new version needs --why, which says what has changed")
        past = {"version": old.version, "hash": old.hash, "kind": old.kind, "changed": why}
        whole[name] = replace(new, history=(*old.history, past))
    return whole


def text_of(entries: Mapping[str, Entry]) -> str:
    """Write a register, one line an entry, so that a change of one is a change of one line."""
    rows = sorted(entries.values(), key=lambda e: (e.kind, e.id))
    lines = ",\n".join(json.dumps(row.as_row(), ensure_ascii=False) for row in rows)
    return f'{{"format": 1, "entries": [\n{lines}\n]}}\n'


def names_text() -> str:
    """Write the file that tells editors and mypy which classes there are; when it runs, Python finds them by itself."""
    rows = (f"from {d.__module__} import {d.__name__} as {d.__name__}" for d in DISTRIBUTIONS.values())
    said = "The distributions by name, for editors and mypy; nothing reads it when it runs. `make registry` writes it."
    return f'"""{said}"""\n\n' + "\n".join(rows) + "\n"


def main() -> int:
    """Write the register, or check it."""
    parser = argparse.ArgumentParser(description="Bring the register of permanent ids up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it is out of date")
    parser.add_argument("--why", default="", help="what was wrong with the versions that are replaced")
    options = parser.parse_args()
    published = read()
    try:
        whole = merged(published, current(), options.why)
    except Changed as refusal:
        print(refusal, file=sys.stderr)
        return 1
    new = len(whole) - len(published)
    if options.check:
        stale = text_of(whole) != PATH.read_text(encoding="utf-8") or names_text() != NAMES.read_text(encoding="utf-8")
        print(f"{len(published)} ids are published, {new} are new" + ("; the register is out of date" if stale else ""))
        return int(stale)
    PATH.write_text(text_of(whole), encoding="utf-8")
    NAMES.write_text(names_text(), encoding="utf-8")
    formulas.write()
    rules.main()
    print(f"{len(whole)} ids, {new} of them new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
