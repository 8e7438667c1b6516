"""A notebook as its readers download it: what only a page can show is put into plain Markdown.

Boxes that mark themselves go, options become a list, numbers become digits, frames lose their frame, and a fold becomes
one that Jupyter opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import jupytext
import nbformat

from scripts.site import notebooks
from scripts.site.choices import read_option
from scripts.site.named_numbers import NUMBER, NamedNumber

_BOX = re.compile(r"^( *)\[\[(answer:[^\]]+|choice)\]\]\n((?:\1\S.*(?:\n\1 {2,}\S.*)*(?:\n|\Z))*)", re.MULTILINE)
_INSIDE = r'\w+ "([^"]+)"\n((?: {4}.*\n|\n)*(?: {4}.*\Z)?)'
_FRAME = re.compile(rf"^!!! {_INSIDE}", re.MULTILINE)
_FOLD = re.compile(rf"^\?\?\? {_INSIDE}", re.MULTILINE)


def plain(markdown: str, numbers: Mapping[str, NamedNumber]) -> str:
    r"""Write a cell's Markdown for a reader without the site.

    Args:
        markdown: the source of the cell.
        numbers: the numbers of the build.

    Returns:
        Markdown that Jupyter shows.

    Example:
        >>> plain("Why?\n\n[[answer:a]]\nnot b: No.\n", {})
        'Why?\n'
    """
    text = _BOX.sub(_without_box, markdown)
    text = _FRAME.sub(lambda frame: f"**{frame[1]}**\n\n{_inside(frame)}\n\n", text)
    text = _FOLD.sub(lambda fold: f"<details>\n<summary>{fold[1]}</summary>\n\n{_inside(fold)}\n\n</details>\n\n", text)
    text = NUMBER.sub(lambda found: numbers[found[1]].show(found[2]), text)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + ("\n" if markdown.endswith("\n") else "")


def _without_box(box: re.Match[str]) -> str:
    options = [read_option(line.strip()) for line in box[3].splitlines()]
    return "\n".join(f"{box[1]}- {option.text}" for option in options if option) + "\n"


def _inside(block: re.Match[str]) -> str:
    return re.sub(r"^ {4}", "", block[2], flags=re.MULTILINE).strip()


def _rewritten(notebook: nbformat.NotebookNode, numbers: Mapping[str, NamedNumber]) -> nbformat.NotebookNode:
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source, numbers)
    return copy


def as_notebook(executed: nbformat.NotebookNode, numbers: Mapping[str, NamedNumber]) -> bytes:
    """Return an executed notebook as the file that a reader downloads."""
    return notebooks.as_notebook(_rewritten(executed, numbers))


def as_script(source: Path, numbers: Mapping[str, NamedNumber]) -> bytes:
    """Return a notebook as a plain Python file, the way a reader downloads it."""
    return str(jupytext.writes(_rewritten(jupytext.read(source), numbers), fmt="py:percent")).encode()
