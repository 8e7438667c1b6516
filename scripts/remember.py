"""What the build remembers of each entry: the outcome of its checks, and the files made of it.

A check is repeated when the engine or a distribution it speaks of has changed; a page is made again when its
rendering has changed too. So after an edit of one distribution only that distribution's pairs are checked again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kldiv.catalogue import catalogue
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "kldiv"
NOTES = ROOT / "docs" / "derivation-notes"
CACHE = ROOT / ".cache"

#: Libraries whose version may change a derivation.
LIBRARIES = ("sympy", "mpmath", "python-flint", "numpy", "scipy")

#: Parts of the package that no derivation depends on, and those that only its page does.
APART = (
    "cli/",
    "answers/",
    "distributions/names.py",
    "distributions/parsing.py",
    "proof/mutants.py",
    "proof/mutation.py",
    "__main__.py",
    "register/registry",
)
PAGES = ("writing/", "register/", "version.py", "derived.py")

#: Parts that the pairs of univariate distributions do without.
ELSEWHERE = ("identities/", "deriving/arrays/", "proof/rules/identities.py", "proof/rules/arrays.py")


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
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"key": key, "content": made}), encoding="utf-8")
    fresh.replace(path)
    return made


def check_key(name: str) -> str:
    """Hash what the checks of an entry depend on: the engine, its distributions, the libraries' versions."""
    distributions = catalogue().pairs.get(name)
    simple = distributions is not None and all(
        DISTRIBUTIONS[distribution].variate == UNIVARIATE for distribution in distributions
    )
    digest = hashlib.sha256(_engine(simple).encode())
    for distribution in sorted(set(distributions) if distributions else set(DISTRIBUTIONS)):
        digest.update(_file_of(distribution).read_bytes())
    return digest.hexdigest()


def page_key(name: str, *further: str) -> str:
    """Hash what the page of an entry depends on: its checks, the rendering, the notes round it.

    Args:
        name: the entry's id.
        *further: anything else that the page says, such as the site's address.

    Returns:
        The hash.
    """
    digest = hashlib.sha256("\n".join((check_key(name), _rendering(), *further)).encode())
    for path in sorted(NOTES.glob(f"{name}.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _file_of(distribution: str) -> Path:
    return PACKAGE / "distributions" / f"{distribution.replace('-', '_')}.py"


@lru_cache(maxsize=2)
def _engine(simple: bool) -> str:
    digest = hashlib.sha256("\n".join(f"{n} {version(n)}" for n in LIBRARIES).encode())
    distributions = {_file_of(distribution) for distribution in DISTRIBUTIONS}
    without = APART + PAGES + (ELSEWHERE if simple else ())
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(without) and path not in distributions:
            digest.update(place.encode() + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _rendering() -> str:
    digest = hashlib.sha256((ROOT / "scripts" / "derivations.py").read_bytes())
    for path in sorted((ROOT / "scripts" / "pages").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.is_file() and path.suffix in {".py", ".json"} and place.startswith(PAGES):
            digest.update(place.encode() + path.read_bytes())
    return digest.hexdigest()
