"""Which cells of a notebook run in the reader's browser, where there is no NumPy, and what each needs before it."""

from __future__ import annotations

import ast
import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: What is not in the browser: modules, and the functions of the package that compute with NumPy.
MODULES = frozenset({"numpy", "scipy", "matplotlib", "torch"})
NUMERIC = frozenset({"kl_divergence", "cross_entropy", "entropy", "evaluate", "QuadratureNotice"})

_BUTTON = '<button type="button" class="run-button" aria-expanded="false" data-part="run"'


@dataclass(frozen=True)
class Statement:
    """One statement of a cell: its text, the names that it uses and makes, and whether it can run by itself."""

    text: str
    uses: frozenset[str]
    makes: frozenset[str]
    possible: bool


def statements(cell: str) -> list[Statement]:
    """Take a cell apart; what is not Python, such as a command of the notebook, cannot run."""
    try:
        return [_statement(node, cell) for node in ast.parse(cell).body]
    except SyntaxError:
        return [Statement(cell, frozenset(), frozenset(), possible=False)]


def _statement(node: ast.stmt, cell: str) -> Statement:
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    makes = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    possible = not any(isinstance(n, ast.Attribute) and n.attr in NUMERIC for n in ast.walk(node))
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        makes.add(node.name)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        makes |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        possible = not any(module.partition(".")[0] in MODULES for module in modules)
    uses = {n.id for n in names if isinstance(n.ctx, ast.Load)}
    uses -= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    return Statement(ast.get_source_segment(cell, node) or "", frozenset(uses), frozenset(makes), possible)


def needed(cell: str, before: Iterable[str]) -> str | None:
    """Return what must run before a cell.

    Args:
        cell: its source.
        before: the cells above it, in order.

    Returns:
        Statements of those cells, as text; None if the cell, or one of them, needs what is not in the browser.

    Example:
        >>> needed("print(a + 1)", ["import numpy as np", "a = 1", "b = np.ones(a)"])
        'a = 1'
        >>> needed("print(b)", ["import numpy as np", "b = np.ones(1)"]) is None
        True
    """
    own = statements(cell)
    if not own or not all(s.possible for s in own):
        return None
    wanted = set().union(*(s.uses for s in own))
    taken: list[Statement] = []
    for statement in reversed([s for text in before for s in statements(text)]):
        if statement.makes & wanted:
            if not statement.possible:
                return None
            taken.append(statement)
            wanted |= statement.uses
    return "\n".join(s.text for s in reversed(taken))


def buttons(sources: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Set a button for each cell that does something and runs in the browser.

    Args:
        sources: the code cells by their place, in order.

    Yields:
        The place of a cell, and HTML.
    """
    before: list[str] = []
    for place, source in sources.items():
        first = needed(source, before)
        if first is not None and _does_something(source):
            told = f'data-cell="{_attribute(source)}" data-before="{_attribute(first)}"'
            yield place, f'<div class="nb-run">{_BUTTON} {told}>Run it here</button></div>'
        before.append(source)


def _does_something(source: str) -> bool:
    """Whether a cell shows something, rather than import and define."""
    return any(isinstance(node, (ast.Expr, ast.For, ast.Try)) for node in ast.parse(source).body)


def _attribute(text: str) -> str:
    return html.escape(text).replace("\n", "&#10;")


def remark(count: int) -> str:
    """Say in a sentence which cells can be run."""
    if not count:
        return "Each cell of this notebook needs NumPy, which is not in the browser: download it to run it."
    return "Where a cell has a button, it runs in your browser; the others need NumPy, which is not there."
