"""Put a finished folder in the place of another without a moment when neither is there."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Swap two paths in one system call; False where the system has no such call."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # not Linux, or an old C library
        return False
    names = os.fsencode(one), os.fsencode(other)
    return renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0


def swap_in(new: Path, place: Path) -> None:
    """Make `new` the folder at `place`; what stood there is removed afterwards.

    Both must be on one file system. Where folders cannot be exchanged in one call, the old one is
    moved aside first and moved back if the second move fails.
    """
    if not place.exists():
        new.rename(place)
        return
    if _exchange(new, place):
        shutil.rmtree(new)
        return
    aside = place.with_name(f".{place.name}-old")
    shutil.rmtree(aside, ignore_errors=True)
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise
    shutil.rmtree(aside)


def mirror(source: Path, target: Path, owned: tuple[str, ...]) -> int:
    """Make the owned paths below `target` equal to those below `source`; return how many files changed.

    Files whose bytes are the same are left alone, so that a watching server sees no change in them.

    Args:
        source: The folder that a stage has just written.
        target: Where its files belong.
        owned: Names directly below `target` that belong to the stage, files or folders. A file elsewhere in
            `source` is an error: it could overwrite another stage's work.
    """
    fresh = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    strays = sorted(path.as_posix() for path in fresh if path.parts[0] not in owned)
    if strays:
        raise ValueError(f"written outside {', '.join(owned)}: {', '.join(strays)}")
    changed = 0
    for name in sorted(fresh):
        new, old = source / name, target / name
        if not old.is_file() or old.read_bytes() != new.read_bytes():
            old.parent.mkdir(parents=True, exist_ok=True)
            new.replace(old)
            changed += 1
    for name in owned:
        top = target / name
        for old in sorted([top, *top.rglob("*")], reverse=True):  # children before their folders
            if old.is_file() and old.relative_to(target) not in fresh:
                old.unlink()
                changed += 1
            elif old.is_dir() and not any(old.iterdir()):
                old.rmdir()
    return changed
