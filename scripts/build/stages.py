"""The stages of the build, in order: what each reads, and the program that runs it.

Four stages and a hash of what each reads: a task runner such as doit would bring a database and a command line of its
own for less than it replaces.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "docs" / "generated"
CACHE = ROOT / ".cache" / "build"

PACKAGE = "src/kldiv/**/*.py"
#: What numbers are computed from, besides.
FORMULAS = "src/kldiv/answers/formulas.json"
# What the machine may say that changes the pages: the address that the site will be published at.
VARIABLES = ("SITE_URL",)
#: Globs of the only pages that MkDocs is to set, for a preview.
ONLY = "KLDIV_PREVIEW"


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        name: What the progress lines call it.
        inputs: Globs, relative to the repository, of all that its output depends on. The versions of the
            installed packages always count as well.
        module: For a stage that writes into docs/generated: the module whose `main(out)` or
            `main(out, progress)` does it. Empty for the site itself.
    """

    name: str
    inputs: tuple[str, ...]
    module: str = ""


DERIVATIONS = Stage(
    "derivations",
    (
        PACKAGE,
        FORMULAS,
        "scripts/pages/**/*.py",
        "scripts/figures/densities.py",
        "scripts/site/references.py",
        "docs/refs.bib",  # a derivation in LaTeX names its sources
        "scripts/build/remember.py",
        "scripts/build/imports.py",
        "docs/distribution-notes/**/*",
        "docs/data/mutation.json",
        "docs/data/tampering.json",
        "src/kldiv/register/libraries.json",
        "src/kldiv/register/opinions.json",
        "docs/derivation-notes/**/*",
    ),
    "scripts.pages.derivations",
)
EXAMPLES = Stage(
    "examples",
    (
        PACKAGE,
        FORMULAS,
        "scripts/examples/**/*",
        "docs/data/**/*",
        "docs/notebooks/*.py",  # a solution is worked out with their data
        "docs/questions/*.md",  # their code is run, and they are counted
        "src/kldiv/register/libraries.json",
    ),
    "scripts.examples",
)
FIGURES = Stage(
    "figures",
    # A figure draws what an example computes.
    (
        PACKAGE,
        FORMULAS,
        "scripts/figures/**/*",
        "docs/data/accuracy-curves.json",
        "docs/data/accuracy.json",
        "scripts/examples/**/*.py",
        "scripts/build/remember.py",
    ),
    "scripts.figures",
)
SITE = Stage(
    "site",
    (
        PACKAGE,  # notebooks import it, and the typesetter takes its macros from it
        FORMULAS,
        "mkdocs.yml",
        "src/kldiv/register/*.json",  # the permanent ids
        "docs/**/*",
        "scripts/site/**/*",
        "scripts/browser/**/*",
        "requirements/browser.txt",
        "scripts/tools/check_site.py",
        "package.json",
        "package-lock.json",
    ),
)
GENERATORS = (DERIVATIONS, EXAMPLES, FIGURES)


class StageFailed(Exception):
    """A stage ended with an error; what it printed has been shown already."""


def release_epoch() -> str:
    """The release's date as a Unix time: the only date that two builds of the same sources share."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    found = re.search(r'^date-released: "?(\d{4}-\d\d-\d\d)', citation, re.MULTILINE)
    if found is None:
        raise StageFailed("CITATION.cff has no date-released")
    return str(int(datetime.fromisoformat(found.group(1)).replace(tzinfo=UTC).timestamp()))


def environment() -> dict[str, str]:
    """The variables that stages run with: nothing of the machine's that could change a byte."""
    return os.environ | {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": release_epoch(),
        "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # kernels and workers start again and again
        "MPLCONFIGDIR": str(ROOT / ".cache" / "matplotlib"),
        "IPYTHONDIR": str(ROOT / ".cache" / "ipython"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "NO_MKDOCS_2_WARNING": "1",
    }


def run(command: list[str], show: Callable[[str], None], quiet_prefix: str | None = None) -> None:
    """Run a program, showing what it prints line by line.

    Args:
        command: The program and its arguments.
        show: Called with each line.
        quiet_prefix: Lines that begin so are kept back, and shown only if the program fails.

    Raises:
        StageFailed: if it exits with anything but 0.
    """
    kept: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if quiet_prefix is not None and line.startswith(quiet_prefix):
                kept.append(line.rstrip())
            elif line.strip():
                show(line.rstrip())
    if process.returncode != 0:
        for line in kept[-20:]:
            show(line)
        raise StageFailed(f"{' '.join(command[1:4])} exited with {process.returncode}")


def generate(stage: Stage, out: Path, show: Callable[[str], None]) -> None:
    """Let a generating stage write its files below `out`, in a process of its own."""
    run([sys.executable, "-m", "scripts.build.run_stage", stage.module, str(out)], show)


def build_site(out: Path, show: Callable[[str], None]) -> None:
    """Let MkDocs write the site into `out`, and check what it wrote."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)]
    run(command, show, quiet_prefix="INFO")
    run([sys.executable, "-m", "scripts.tools.check_site", str(out)], show)


def preview(out: Path, pages: list[str], show: Callable[[str], None]) -> None:
    """Let MkDocs write a few pages alone into `out`: a look while one edits.

    Links to pages that are left out are dead, so nothing is strict and nothing is checked.

    Args:
        out: the folder to write into.
        pages: globs of sources, such as ``kl/gamma-*``.
        show: Called with each line.

    Raises:
        StageFailed: if `out` holds the site itself, or MkDocs fails.
    """
    if out.resolve() == (ROOT / "site").resolve():
        raise StageFailed("a preview would take the place of the site; name another folder with --site-dir")
    os.environ[ONLY] = os.pathsep.join(pages)
    run([sys.executable, "-m", "scripts.pages", *pages], show)
    run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)], lambda line: None)
    show(f"The pages are in {out}.")
