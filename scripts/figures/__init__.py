"""The figures of the site, one module each: `META` (alt, caption) and `draw(style)`.

A figure's name is its module's, with hyphens. Each is drawn for light pages, and recoloured for dark ones.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts.build.remember import key_of, stored
from scripts.figures.style import LIGHT, STYLES, Style, as_svg, recoloured, settings
from scripts.figures.typefaces import release


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


def render(module: ModuleType, style: Style) -> str:
    """Draw one figure in one scheme.

    Args:
        module: the figure's module.
        style: the scheme.

    Returns:
        The SVG.
    """
    with settings(style):
        return as_svg(module.draw(style), style)


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
    """Draw every figure, unless nothing that it is drawn from has changed.

    Args:
        out: the folder of generated files; figures go into its subfolder of that name.
        progress: told how far it has come.
    """
    figures = list(modules())
    key_of(__name__)  # what all share is read once, before the processes part
    with ProcessPoolExecutor() as pool, ExitStack() as stack:
        stack.callback(pool.shutdown, cancel_futures=True)  # after one that fails no other is drawn
        for count, (name, files) in enumerate(zip(figures, pool.map(remembered, figures), strict=True), start=1):
            write(out, files)
            progress(f"{count}/{len(figures)} figures: {name}")


def remembered(name: str) -> dict[str, str]:
    """Draw a figure as `drawn` does, unless nothing that it is drawn from has changed since."""
    module = modules()[name]
    key = key_of(__name__, getattr(module, "module", None) or module.__name__, distributions=_shown(module))
    return stored("figures", name, f"{key} {release()}", partial(drawn, name))


def _shown(module: Any) -> tuple[str, ...]:
    """The distributions that a figure is of, where its module draws those of all."""
    return getattr(module, "distributions", ())


def drawn(name: str) -> dict[str, str]:
    """Draw one figure, recolour it for the other scheme, and describe it.

    Args:
        name: the figure's name.

    Returns:
        The content of its files by their names.

    Raises:
        KeyError: if there is no such figure.
        ValueError: if it has a colour that is not the scheme's.
    """
    module = modules()[name]
    svg = render(module, LIGHT)
    files = {f"{name}.{style.scheme}.svg": recoloured(svg, LIGHT, style) for style in STYLES}
    return {**files, f"{name}.json": describe(module)}


def write(out: Path, files: dict[str, str]) -> None:
    """Put the files of a figure into the folder of figures."""
    folder = out / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
