"""What is taken along from a page: a derivation as a notebook, as a script, as LaTeX and as data."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from kldiv.derived import Derivation
from kldiv.writing.data import exported
from kldiv.writing.latex import to_latex
from kldiv.writing.notebook import to_notebook
from kldiv.writing.script import to_script
from kldiv.writing.script_of_arrays import array_script
from kldiv.writing.script_of_results import result_script
from scripts.pages.example import Example, call
from scripts.site.references import Reference, load_references

SOURCES = Path(__file__).resolve().parents[2] / "docs" / "refs.bib"

#: What each file is, by its ending, in the order in which a page lists them.
KINDS = {
    "ipynb": "A notebook: the steps, and cells that derive it anew, check it and put numbers in",
    "py": "A script that needs SymPy alone: it evaluates every line and compares it with the one before",
    "tex": "LaTeX that compiles by itself",
    "json": "All of it as data",
}


def file_name(name: str, kind: str) -> str:
    """Name a file; the data keep the name that they have always had.

    Example:
        >>> file_name("gamma-weibull", "tex"), file_name("gamma-weibull", "json")
        ('kldiv-gamma-weibull.tex', 'gamma-weibull.json')
    """
    return f"{name}.json" if kind == "json" else f"kldiv-{name}.{kind}"


def downloads(derivation: Derivation, example: Example | None) -> dict[str, str]:
    """Make the files of a derivation.

    Args:
        derivation: any derivation.
        example: two distributions with numbers, if there are any.

    Returns:
        The content of each file by its ending. A script is missing only where no way to write one is known.
    """
    numbers = {"p": call(example.p), "q": call(example.q)} if example else None
    files = {"ipynb": to_notebook(derivation, numbers)}
    for script in (to_script, array_script, result_script):
        with suppress(NotImplementedError):
            files["py"] = script(derivation)
    files["tex"] = to_latex(derivation, document=True, sources=_sources(derivation))
    files["json"] = json.dumps(exported(derivation), ensure_ascii=False, separators=(",", ":")) + "\n"
    return files


def _sources(derivation: Derivation) -> list[tuple[str, str, str]]:
    return [(key, place, references()[key].text) for key, place in derivation.references]


@lru_cache(maxsize=1)
def references() -> dict[str, Reference]:
    """The sources of the site, by their keys."""
    return load_references(SOURCES)
