"""Fetch the wheels that run in the browser: those that the lock names, and no others."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

LOCK = "requirements/browser.txt"
#: What pip must be told of a machine that is not this one: CPython 3.14 as Pyodide 314 builds it.
TARGET = (
    *("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314"),
    *("--platform", "pyemscripten_2026_0_wasm32"),
)


class WheelRefused(Exception):
    """A wheel could not be fetched, or is not the one that the lock names."""


def wheels(root: Path) -> dict[str, Path]:
    """Return the wheels by the names of their packages, fetching them the first time.

    Args:
        root: the repository, with the lock in it.

    Returns:
        Such as ``{"sympy": .cache/wheels/DIGEST/sympy-1.14.0-py3-none-any.whl}``.

    Raises:
        WheelRefused: if one cannot be fetched, or its hash is not in the lock.
    """
    lock = (root / LOCK).read_text(encoding="utf-8")
    folder = root / ".cache" / "wheels" / hashlib.sha256(lock.encode()).hexdigest()[:16]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: fetched beside its place, then moved there; who comes second keeps the first.
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            new = Path(beside) / folder.name
            _download(root / LOCK, new)
            with suppress(OSError):
                new.rename(folder)
    found = {path.name.split("-")[0]: path for path in sorted(folder.glob("*.whl"))}
    for path in found.values():
        refuse_unless_locked(path, lock)
    return found


def refuse_unless_locked(wheel: Path, lock: str) -> None:
    """Compare a wheel with the lock once more: what lies in a cache may have been changed since.

    Args:
        wheel: the wheel.
        lock: the text of the lock.

    Raises:
        WheelRefused: if its hash is not there.
    """
    if f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" not in lock:
        raise WheelRefused(f"{wheel.name} is not the file that {LOCK} names: its hash is another")


def _download(lock: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    command += ["--no-deps", "--only-binary=:all:", *TARGET, "--dest", str(folder), "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise WheelRefused(f"pip could not fetch what {LOCK} names:\n{done.stderr}")
