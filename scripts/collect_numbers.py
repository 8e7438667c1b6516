"""Gather every number that the pages print, from the modules in scripts/examples/."""

from __future__ import annotations

import importlib
import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent / "examples"
NAME = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
FIELDS = {"value", "unit", "text"}


def checked(name: str, entry: Mapping[str, Any], source: str) -> dict[str, Any]:
    """One entry as it is written, or a ValueError that says what is wrong with it."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{source}: {name!r} is no name for a number: use letters, digits, '.', '-', '_'")
    if set(entry) != FIELDS:
        raise ValueError(f"{source}: {name} must have exactly value, unit and text, not {sorted(entry)}")
    value = entry["value"].item() if hasattr(entry["value"], "item") else entry["value"]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{source}: {name} is a {type(value).__name__}, not a number or a string")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{source}: {name} is {value}: write what is not finite as a string")
    if not isinstance(entry["unit"], str) or not isinstance(entry["text"], str) or not entry["text"]:
        raise ValueError(f"{source}: {name}: unit and text must be strings, and text not empty")
    return {"value": value, "unit": entry["unit"], "text": entry["text"], "source": source}


def collect(modules: Mapping[str, Callable[[], Mapping[str, Mapping[str, Any]]]]) -> dict[str, dict[str, Any]]:
    """Merge what the modules' `numbers` functions return; a name given twice is an error."""
    merged: dict[str, dict[str, Any]] = {}
    for source, numbers in modules.items():
        for name, entry in numbers().items():
            if name in merged:
                raise ValueError(f"{source}: {name} was computed by {merged[name]['source']} already")
            merged[name] = checked(name, entry, source)
    return dict(sorted(merged.items()))


def main(out: Path, progress: Callable[[str], None]) -> None:
    """Write numbers.json below `out`."""
    modules = {}
    for path in sorted(EXAMPLES.glob("[!_]*.py")):
        numbers = getattr(importlib.import_module(f"scripts.examples.{path.stem}"), "numbers", None)
        if numbers is not None:  # a module without one only helps the others
            modules[f"scripts/examples/{path.name}"] = numbers
    merged = collect(modules)
    text = json.dumps(merged, indent=1, ensure_ascii=False, allow_nan=False)
    (out / "numbers.json").write_text(text + "\n", encoding="utf-8")
    progress(f"{len(merged)} numbers from {len(modules)} modules")
