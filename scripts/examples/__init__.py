"""Worked examples: every number that a page shows, computed, and by two routes.

Each module may define `numbers()`, name -> entry (see display.py), and `fragments()`, name -> Markdown.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any


def modules() -> list[ModuleType]:
    """Import every example that has numbers or fragments to give, in alphabetical order.

    Returns:
        The modules.
    """
    found = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return [m for m in found if hasattr(m, "numbers") or hasattr(m, "fragments")]


def _merged(hook: str) -> dict[str, tuple[ModuleType, Any]]:
    """Call one hook of every module and refuse a name that two of them give."""
    merged: dict[str, tuple[ModuleType, Any]] = {}
    for module in modules():
        for name, item in getattr(module, hook, dict)().items():
            if name in merged:
                first = merged[name][0].__name__
                raise ValueError(f"{hook} {name!r}: given by {first} and {module.__name__}")
            merged[name] = (module, item)
    return merged


def all_numbers() -> dict[str, dict[str, Any]]:
    """Collect the numbers of every example, each with the script it comes from.

    Returns:
        Name -> value, unit, text and source, sorted by name.

    Raises:
        ValueError: if two examples give the same name.
    """
    return {
        name: {**entry, "source": module.__name__.replace(".", "/") + ".py"}
        for name, (module, entry) in sorted(_merged("numbers").items())
    }


def all_fragments() -> dict[str, str]:
    """Collect the Markdown fragments of every example.

    Returns:
        Name -> Markdown, sorted by name.

    Raises:
        ValueError: if two examples give the same name.
    """
    return {name: text for name, (_, text) in sorted(_merged("fragments").items())}


def main(out: Path) -> None:
    """Write numbers.json and the fragments, touching only what changed.

    Args:
        out: the folder of generated files.
    """
    files = {"numbers.json": json.dumps(all_numbers(), indent=1, ensure_ascii=False) + "\n"}
    files |= {f"fragments/{name}.md": text.rstrip("\n") + "\n" for name, text in all_fragments().items()}
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
