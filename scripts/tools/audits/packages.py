"""Programs that the audit asks and nothing else needs, fetched from npm into a folder of their own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def package(name: str, version: str, folder: Path) -> Path:
    """Fetch a package, unless it is there.

    Args:
        name: its name in npm.
        version: its release.
        folder: where packages are kept.

    Returns:
        The folder of the package.

    Raises:
        RuntimeError: if there is no npm, or it fails.
    """
    place = folder / f"{name}-{version}"
    found = place / "node_modules" / name
    if not (found / "package.json").is_file():
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            raise RuntimeError(f"{name} comes from npm: install Node.js, or leave out the part that asks it")
        command = [npm, "install", "--prefix", str(place), "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*command, f"{name}@{version}"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"npm could not install {name}: {done.stderr.strip()[-200:]}")
    return found
