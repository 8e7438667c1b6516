"""Find a TeX, and install it where that is possible: `python -m scripts.tools.tex`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.tools.debian import install

#: Debian's package with LaTeX, amsmath and geometry, and nothing else: 90 MB with what it needs.
PACKAGE = "texlive-latex-base"


class NotCompiled(Exception):
    """LaTeX refused a file."""


def find_tex() -> str | None:
    """The path of pdfLaTeX on this machine."""
    return shutil.which("pdflatex")


def compiled(source: str, folder: Path) -> int:
    """Compile a document.

    Args:
        source: LaTeX.
        folder: an empty folder to do it in.

    Returns:
        How many pages it has.

    Raises:
        NotCompiled: if there is an error, or a reference or a character that LaTeX does not know.
    """
    (folder / "it.tex").write_text(source, encoding="utf-8")
    command = [find_tex() or "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "it.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    log = done.stdout.decode("latin-1")
    pages = re.search(r"Output written on it\.pdf \((\d+) page", log)
    wrong = re.search(r"^!.*|.*undefined references.*|.*Missing character.*", log, re.MULTILINE)
    if done.returncode != 0 or wrong or not pages:
        raise NotCompiled(wrong[0] if wrong else log[-300:])
    return int(pages[1])


def main() -> int:
    """Make sure that there is a TeX, or say in one line what to do."""
    if find_tex() is None:
        print(f"Installing {PACKAGE} for the tests that compile LaTeX")
        if not install(PACKAGE) or find_tex() is None:
            print(f"The tests need pdflatex: install {PACKAGE}, or another TeX with amsmath.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
