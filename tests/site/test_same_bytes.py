"""The same sources give the same bytes, whatever was built before: each day one way of making them again.

`make test-all` tries every way.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.today import todays

ROOT = Path(__file__).resolve().parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """The names of the files that are not in both folders with the same bytes."""
    here, there = contents(one), contents(other)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


def the_site(site: Path, tmp_path: Path) -> None:
    """Built into another folder."""
    command = [sys.executable, "-m", "scripts.build", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert differing(site, tmp_path / "site") == []


#: Makes entries of the catalogue afresh, whatever is remembered of them, and prints their files.
MAKE = """
import json, pathlib, sys, tempfile
from scripts.build import remember
from scripts.pages.entry import make
remember.CACHE = pathlib.Path(tempfile.mkdtemp())
print(json.dumps({path: text for name in sys.argv[1:] for path, text in make(name).files.items()}))
"""


def a_sample_of_derivations(site: Path, tmp_path: Path) -> None:
    """Sets and dictionaries are walked in another order there, and nothing is taken from the cache."""
    from kldiv.entries import catalogue
    from scripts.build.stages import environment

    names = list(catalogue())[3::30]
    done = subprocess.run(
        [sys.executable, "-c", MAKE, *names],
        cwd=ROOT,
        env=environment() | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = json.loads(done.stdout)
    assert len(files) > 20
    kept = ROOT / "docs" / "generated"
    assert [name for name, text in files.items() if (kept / name).read_text(encoding="utf-8") != text] == []


def the_examples(site: Path, tmp_path: Path) -> None:
    """Computed again."""
    _made_again(tmp_path, ["scripts.build.run_stage", "scripts.examples"])


def the_figures(site: Path, tmp_path: Path) -> None:
    """Drawn by a command that remembers none."""
    _made_again(tmp_path, ["scripts.figures"])


def _made_again(tmp_path: Path, command: list[str]) -> None:
    from scripts.build.stages import environment

    command = [sys.executable, "-m", *command, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = contents(tmp_path)
    assert made
    kept = ROOT / "docs" / "generated"
    assert [name for name, content in made.items() if (kept / name).read_bytes() != content] == []


MADE = (the_figures, a_sample_of_derivations, the_examples)


#: The whole site takes a fifth of all the time there is: it has its day once a week.
@pytest.mark.parametrize("made", list(dict.fromkeys(todays([*MADE, the_site, *MADE], 7))))
def test_it_is_made_alike_again(site: Path, tmp_path: Path, made: Callable[[Path, Path], None]) -> None:
    made(site, tmp_path)
