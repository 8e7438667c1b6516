"""How the package is installed: lines to copy that work as they stand, and change here on release."""

from __future__ import annotations

from kldiv.writing.address import PACKAGE
from scripts.examples.display import Numbers, words


def numbers() -> Numbers:
    """Write the lines for pip, and where they are to be run.

    Returns:
        Name -> value, unit and text.
    """
    where = ", in the folder of the sources" if PACKAGE == "." else ", in a terminal"
    return {
        "install.line": words(f"pip install {PACKAGE}"),
        "install.plotting": words(f"pip install {PACKAGE} matplotlib"),
        "install.where": words(where),
    }
