"""Which distributions there are, read from their files without importing any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "distributions"

#: How the class of a distribution begins; a base class of several says that it is abstract.
_CLASS = re.compile(r"^class (\w+)\((?:(?:Array)?Distribution|ByLogits)\):$", re.MULTILINE)


@cache
def distribution_modules() -> Mapping[str, str]:
    """Say in which module each distribution is.

    Returns:
        The modules, by the names of the classes, in the order of the files.

    Example:
        >>> distribution_modules()["InverseGamma"]
        'kldiv.distributions.inverse_gamma'
    """
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        for name in _CLASS.findall(path.read_text(encoding="utf-8")):
            found[name] = f"kldiv.distributions.{path.stem}"
    return found
