"""Put a finished folder in the place of another without a moment when neither is there.

Python has no call that exchanges two folders, and two renames leave such a moment; so the system's own call is asked.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
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
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


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


def mirror(source: Path, target: Path, before: Iterable[str]) -> list[str]:
    """Move the files that a stage has written to where they belong; return their names.

    Files whose bytes are the same are left alone, so that a watching server sees no change in them.

    Args:
        source: The folder that the stage has just written.
        target: Where its files belong.
        before: The names it wrote the last time; those it no longer writes are removed.
    """
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    for name in names:
        new, old = source / name, target / name
        if not old.is_file() or old.read_bytes() != new.read_bytes():
            old.parent.mkdir(parents=True, exist_ok=True)
            new.replace(old)
    remove(target, set(before).difference(names))
    return names


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files from a folder, and the folders below it that this leaves empty."""
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
