"""Which distributions there are, read from their files without importing any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "distributions"


@cache
def distribution_modules() -> Mapping[str, str]:
    """Say where each distribution's class is: its file is named after it; other files hold no class of their name.

    Returns:
        The module of each class, by the name of the class.

    Example:
        >>> distribution_modules()["InverseGamma"]
        'kldiv.distributions.inverse_gamma'
    """
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        name = "".join(part.capitalize() for part in path.stem.split("_"))
        if f"\nclass {name}(" in path.read_text(encoding="utf-8"):
            found[name] = f"kldiv.distributions.{path.stem}"
    return found
