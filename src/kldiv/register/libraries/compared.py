"""What was found when other libraries were asked: read from what `make conformance` writes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

#: Where scripts/conformance/compare_libraries.py puts what it finds.
COMPARISON = Path(__file__).resolve().parents[1] / "libraries.json"

#: The package that the version of a library is the version of.
PACKAGES = {"torch": "torch", "tfp": "tensorflow-probability", "numpyro": "numpyro", "scipy": "scipy"}


@lru_cache(maxsize=1)
def comparison() -> dict[str, Any]:
    """Return what was found.

    Returns:
        "date"; "versions" by library and package; under "distributions", by distribution and library, the largest
        difference of log-densities, relative where they are above one; under "pairs", by id, the parameters, our
        value, and under "answers", by library, its value and the relative difference.

    Example:
        >>> sorted(comparison()["distributions"]["exponential"])
        ['numpyro', 'scipy', 'tfp', 'torch']
    """
    found: dict[str, Any] = json.loads(COMPARISON.read_text(encoding="utf-8"))
    return found


def compared_versions() -> dict[str, str]:
    """Return the version of each library that was asked.

    Example:
        >>> sorted(compared_versions())
        ['numpyro', 'scipy', 'tfp', 'torch']
    """
    return {library: comparison()["versions"][library][package] for library, package in PACKAGES.items()}
