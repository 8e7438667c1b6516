"""Pairs of laws that need an idea of their own, one file each."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache


@lru_cache(maxsize=1)
def load() -> None:
    """Import every module of this package, so that its derivations are registered; once is enough."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
