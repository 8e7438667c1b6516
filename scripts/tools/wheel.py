"""Build the sdist and the wheel, look into both, install the wheel into empty environments and exercise it there.

`python -m scripts.tools.wheel` takes every Python from 3.11 that uv finds; `--python` names some, `--lowest` installs
the lowest versions of the dependencies that pyproject.toml allows, `--wheel` takes a wheel that is there already, and
this Python. Nothing but uv is needed for that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kldiv"
OLDEST = (3, 11)
EXERCISE = Path(__file__).with_name("exercise.py")
#: What belongs to the package: code, data, the mark that says it is typed.
SUFFIXES = {".py", ".json", ".typed"}
#: What the sdist must hold for others to build the package and the site from it.
SOURCES = (
    *("LICENSE", "LICENSE-text", "README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml", "mkdocs.yml"),
    *("src/kldiv/py.typed", "docs/index.md", "docs/refs.bib", "tests/conftest.py", "scripts/__init__.py"),
)


class PackageFailed(Exception):
    """The package lacks something, holds too much, or does not work where it is installed."""


def uv() -> str:
    """The path of uv: beside this Python, or on the path."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("uv", path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if found is None:
        raise PackageFailed("uv was not found; `make setup` installs it into .venv")
    return found


def run(command: list[str], where: Path) -> str:
    """Run a program with nothing of this tree on its path; return what it printed.

    Args:
        command: the program and its arguments.
        where: the folder to run it in.

    Returns:
        Its standard output.

    Raises:
        PackageFailed: if it exits with anything but 0.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackageFailed(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(out: Path) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from the sdist alone; nothing is fetched.

    Args:
        out: the folder to write to.

    Returns:
        The sdist and the wheel.
    """
    alone = ["--offline", "--no-build-isolation", "--python", sys.executable]
    run([uv(), "build", "--quiet", *alone, "--out-dir", str(out), str(ROOT)], ROOT)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


def wheel_problems(names: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Say what a wheel lacks and what does not belong into it.

    Args:
        names: the paths in the wheel.
        wanted: the package's files, as paths below its folder.

    Returns:
        One sentence each.
    """
    held = {name for name in names if ".dist-info" not in name.split("/")[0]}
    files = {f"kldiv/{name}" for name in wanted}
    return [f"the wheel lacks {name}" for name in sorted(files - held)] + [
        f"the wheel holds {name}, which is no part of the package" for name in sorted(held - files)
    ]


def sdist_problems(names: Iterable[str]) -> list[str]:
    """Say what a source distribution lacks, and what a build has left in it.

    Args:
        names: the paths in the archive, each below one folder.

    Returns:
        One sentence each.
    """
    held = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in names}
    made = sorted(name for name in held if name.startswith(("docs/generated", "site/", ".venv", ".cache", "dist/")))
    return [f"the sdist lacks {name}" for name in SOURCES if name not in held] + [
        f"the sdist holds {name}, which a build made" for name in made
    ]


def look_into(sdist: Path, wheel: Path) -> None:
    """Refuse archives that lack something or hold too much.

    Args:
        sdist: the source distribution.
        wheel: the wheel.

    Raises:
        PackageFailed: with a sentence for each file.
    """
    wanted = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES]
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as sources:
        found = wheel_problems(archive.namelist(), wanted) + sdist_problems(sources.getnames())
    if found:
        raise PackageFailed("\n".join(found))


def interpreters() -> list[str]:
    """One Python of each version from 3.11 that uv finds on this machine."""
    listed = json.loads(run([uv(), "python", "list", "--only-installed", "--output-format", "json"], ROOT))
    found: dict[tuple[int, int], str] = {}
    for each in listed:
        version = (each["version_parts"]["major"], each["version_parts"]["minor"])
        if version >= OLDEST and each["implementation"] == "cpython":
            found.setdefault(version, each["path"])
    return [found[version] for version in sorted(found)]


def exercise(wheel: Path, python: str, lowest: bool = False) -> str:
    """Install a wheel into an empty environment away from the tree, and use it there.

    Args:
        wheel: the wheel.
        python: a Python, by path or by version.
        lowest: install the lowest versions of its dependencies that it allows.

    Returns:
        What the exercise printed last.

    Raises:
        PackageFailed: if the wheel cannot be installed or does not work.
    """
    resolution = "lowest" if lowest else "highest"
    with tempfile.TemporaryDirectory(prefix="kldiv-wheel-") as folder:
        away = Path(folder)
        run([uv(), "venv", "--quiet", "--no-python-downloads", "--python", python, "venv"], away)
        inside = away / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        run([uv(), "pip", "install", "--quiet", "--python", str(inside), "--resolution", resolution, str(wheel)], away)
        return run([str(inside), "-I", str(EXERCISE)], away).strip()


def main() -> int:
    """Build, look, install, exercise; one line for each Python."""
    parser = argparse.ArgumentParser(description="Build the package, install it in empty environments and exercise it.")
    parser.add_argument(
        "--python", action="append", help="a Python by path or version (default: every one that is found)"
    )
    parser.add_argument("--wheel", type=Path, help="a wheel to exercise; nothing is built then")
    parser.add_argument("--lowest", action="store_true", help="with the lowest versions that pyproject.toml allows")
    parser.add_argument("--out", type=Path, help="keep the sdist and the wheel in this folder")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            wheel = options.wheel
            if wheel is None:
                sdist, wheel = build(options.out or Path(folder))
                look_into(sdist, wheel)
                print(f"{sdist.name} and {wheel.name} hold what they should", flush=True)
            for python in options.python or ([sys.executable] if options.wheel else interpreters()):
                print(exercise(wheel.resolve(), python, options.lowest), flush=True)
    except PackageFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
