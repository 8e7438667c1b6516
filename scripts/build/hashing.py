"""Fingerprints of files and of the installed packages: how the build knows what changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

# Folders that programs make for themselves beside the sources.
IGNORED = {"__pycache__", ".ipynb_checkpoints", ".cache"}


def digest_of(value: object) -> str:
    """The fingerprint of anything JSON can express."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def expand(root: Path, globs: Iterable[str]) -> list[Path]:
    """The files that the globs name, each once, sorted."""
    found: set[Path] = set()
    for pattern in globs:
        found.update(path for path in root.glob(pattern) if path.is_file())
    return sorted(path for path in found if not IGNORED.intersection(path.relative_to(root).parts))


def digest_files(root: Path, paths: Iterable[Path]) -> str:
    """One fingerprint of the files' names and contents; a missing file counts as missing."""
    lines = []
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        lines.append(f"{path.relative_to(root).as_posix()} {content}")
    return digest_of(lines)


def digest_packages() -> str:
    """One fingerprint of the interpreter and of every installed package's version."""
    versions = sorted(f"{dist.metadata['Name']}=={dist.version}" for dist in metadata.distributions())
    return digest_of([sys.version, *versions])
