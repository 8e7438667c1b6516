"""What the build remembers of each thing it makes: the outcome of checks, the files of an entry, figures.

Each has a key: a hash of every file that could change it, found by following imports from the module that makes it.
The engine is what all entries share. An entry is made of parts besides: the files of its distributions, and of its
identity or its own derivation. So after an edit of one distribution only what speaks of it is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from kldiv.deriving.table import SPECIAL
from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from scripts.build.imports import Sources

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT / "docs" / "derivation-notes"
CACHE = ROOT / ".cache"

SOURCES = Sources({"kldiv": ROOT / "src" / "kldiv", "scripts": ROOT / "scripts"})

#: What checks an entry; and where that ends: how a thing is printed cannot change whether it is true.
CHECKING, PRINTING = ("kldiv.entries", "kldiv.proof.checks"), "kldiv.writing"

#: What makes the page of an entry.
PAGE = ("scripts.pages.entry",)


def stored(folder: str, name: str, key: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what was stored under this key, or make it and store it.

    Args:
        folder: which memory, a folder below the cache.
        name: the entry's id.
        key: a hash of all that the content depends on.
        make: makes the content, plain data.

    Returns:
        The content.
    """
    path = CACHE / folder / f"{name}.json"
    if path.is_file():
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] == key:
            content: dict[str, Any] = kept["content"]
            return content
    made: dict[str, Any] = json.loads(json.dumps(make()))  # the same, made or remembered
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"key": key, "content": made}), encoding="utf-8")
    fresh.replace(path)
    return made


def check_key(name: str) -> str:
    """Hash what the checks of an entry depend on: the engine, its parts, the libraries' versions."""
    return _digest(CHECKING, parts_of(name), PRINTING)


def entry_key(name: str, module: str) -> str:
    """Hash what a module says of an entry: the module and what it imports, and the entry's parts."""
    return _digest((module,), parts_of(name))


def page_key(name: str, *further: str) -> str:
    """Hash what the page of an entry depends on: its checks, all that is printed, the notes round it.

    Args:
        name: the entry's id.
        *further: anything else that the page says, such as the site's address.

    Returns:
        The hash.
    """
    digest = hashlib.sha256("\n".join((_digest(PAGE, parts_of(name)), *further)).encode())
    for path in sorted(NOTES.glob(f"{name}.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def key_of(*modules: str, distributions: Iterable[str] = ()) -> str:
    """Hash what some modules depend on, and these distributions besides."""
    return _digest(modules, tuple(sorted(file_of(slug) for slug in distributions)))


def notebook_key(path: Path, *packages: str) -> str:
    """Hash what a notebook depends on: all that it imports, and the distributions that it names.

    Args:
        path: a Python file; of anything else the names are not read, and it depends on the whole package.
        *packages: what runs it, besides what it imports.

    Returns:
        The hash, of files as they are now.
    """
    text, name = path.read_text(encoding="utf-8"), path.stem
    SOURCES.add(name, path)
    SOURCES.read_data_anew()
    asked = [name] if path.suffix == ".py" else ["kldiv"]
    words = set(re.findall(r"[\w-]+", text))
    named = [kind.__module__ for slug, kind in DISTRIBUTIONS.items() if words & {slug, kind.__name__}]
    parts = frozenset(map(file_of, DISTRIBUTIONS))
    modules = SOURCES.reached([*asked, *named], parts) | set(packages)
    inside = SOURCES.digest(modules, SOURCES.folders["kldiv"])
    return hashlib.sha256(f"{inside} {text}".encode()).hexdigest()


def file_of(slug: str) -> str:
    """The module of a distribution."""
    return DISTRIBUTIONS[slug].__module__


def parts_of(name: str) -> tuple[str, ...]:
    """The modules that an entry is made of, besides the engine.

    An identity may ask the engine for any distribution by name, which no import shows: it depends on all.
    """
    if name in IDENTITIES:
        make = IDENTITIES[name]
        module = getattr(make, "func", make).__module__
        return (module, *sorted(map(file_of, DISTRIBUTIONS)))
    p, q = catalogue().pairs[name]
    own = [SPECIAL[p, q].__module__] if (p, q) in SPECIAL else []
    return tuple(dict.fromkeys([file_of(p), file_of(q), *own]))


@lru_cache(maxsize=4096)
def _digest(roots: tuple[str, ...], parts: tuple[str, ...], without: str = "") -> str:
    data = SOURCES.folders["kldiv"]
    reached = _engine(roots, without).union(*(_engine((part,), without) for part in parts))
    return SOURCES.digest(reached, data)


@lru_cache(maxsize=4096)
def _engine(roots: tuple[str, ...], without: str) -> frozenset[str]:
    own = (make.__module__ for make in SPECIAL.values())
    parts = frozenset((*map(file_of, DISTRIBUTIONS), *own))
    return frozenset(SOURCES.reached(roots, parts, without))
