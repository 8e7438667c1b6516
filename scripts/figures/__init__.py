"""The figures of the site, one module each: `META` (alt, caption) and `draw(style)`.

A figure's name is its module's, with hyphens. Each is drawn twice, for light and for dark pages.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts.figures.style import STYLES, Style, as_svg, settings


def modules() -> dict[str, Any]:
    """Import every figure.

    Returns:
        Name -> module, or what stands for one where a module makes several.
    """
    names = [info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")]
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    single = {m.__name__.rpartition(".")[2].replace("_", "-"): m for m in found if hasattr(m, "draw")}
    several = {name: one for m in found if hasattr(m, "figures") for name, one in m.figures().items()}
    return single | several


def render(name: str, module: ModuleType, style: Style) -> str:
    """Draw one figure in one scheme.

    Args:
        name: the figure's name.
        module: its module.
        style: the scheme.

    Returns:
        The SVG.
    """
    with settings(style, name):
        return as_svg(module.draw(style))


def describe(module: ModuleType) -> str:
    """Write what a reader is told about a figure: its caption and its alternative text.

    Args:
        module: the figure's module.

    Returns:
        JSON with the keys alt and caption.
    """
    meta = {key: " ".join(module.META[key].split()) for key in ("alt", "caption")}
    return json.dumps(meta, indent=1, ensure_ascii=False) + "\n"


def main(out: Path, progress: Callable[[str], None] = lambda text: None) -> None:
    """Draw every figure, writing only files whose bytes change.

    Args:
        out: the folder of generated files; figures go into its subfolder of that name.
        progress: told how far it has come.
    """
    figures = modules()
    for count, name in enumerate(figures, start=1):
        draw_one(out, name)
        progress(f"{count}/{len(figures)} figures: {name}")


def draw_one(out: Path, name: str) -> None:
    """Draw one figure in both schemes, with its description beside it.

    Args:
        out: the folder of generated files.
        name: the figure's name.

    Raises:
        KeyError: if there is no such figure.
    """
    module, folder = modules()[name], out / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{name}.{style.scheme}.svg": render(name, module, style) for style in STYLES}
    files[f"{name}.json"] = describe(module)
    for file, text in files.items():
        path = folder / file
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
