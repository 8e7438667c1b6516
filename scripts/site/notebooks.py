"""Notebooks: executed, then written as Markdown, so that they are rendered like every other page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from bs4 import BeautifulSoup
from nbconvert.preprocessors import ExecutePreprocessor

from scripts.build.remember import notebook_key, stored
from scripts.site import runnable
from scripts.site.svg import clean_svg, darken_svg

# Figures as SVG, the same bytes in every build.
_KERNEL_SETTINGS = """\
c = get_config()
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None, "Creator": None}}
c.InlineBackend.rc = {
    "svg.hashsalt": "kldiv", "figure.dpi": 96, "font.size": 11.5, "figure.facecolor": "none", "axes.facecolor": "none",
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#4c535d", "xtick.color": "#4c535d",
    "ytick.color": "#4c535d", "axes.linewidth": 0.8, "legend.frameon": False,
}
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = 40
"""
_PREFERENCE = ("image/svg+xml", "image/png", "text/latex", "text/markdown", "text/html", "text/plain")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")

Warn = Callable[[str], None]


@dataclass
class NotebookPage:
    """A notebook as a page: its Markdown and the files that go with it."""

    markdown: str
    files: dict[str, bytes] = field(default_factory=dict)
    runs: int = 0  # how many cells run in the browser


def description(source: Path) -> str:
    """What search engines are told of a notebook: the line ``description`` of its header.

    Args:
        source: the notebook.

    Returns:
        A sentence, or "".
    """
    found = re.search(r'^#   description: "(.+)"$', source.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def execute(source: Path, root: Path, kernel: str = "python3", timeout: int = 300) -> nbformat.NotebookNode:
    """Run a notebook, or take the result of an earlier run of the same notebook on the same code.

    Args:
        source: the notebook, ``.py`` in the percent format or ``.ipynb``.
        root: the repository: the package that notebooks import is in its ``src``.
        kernel: the name of the Jupyter kernel.
        timeout: the seconds that a cell may take.

    Returns:
        The executed notebook, free of everything that differs from run to run.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell raises.
    """
    key = notebook_key(source, "ipykernel", "jupytext", "matplotlib_inline", "nbconvert") + _KERNEL_SETTINGS

    def run() -> dict[str, Any]:
        return {"notebook": nbformat.writes(without_traces(_run(source, root, kernel, timeout)))}

    return nbformat.reads(stored("notebooks", source.stem, key, run)["notebook"], as_version=4)


def _run(source: Path, root: Path, kernel: str, timeout: int) -> nbformat.NotebookNode:
    notebook = jupytext.read(source)
    settings = root / ".cache" / "ipython"
    profile = settings / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(_KERNEL_SETTINGS, encoding="utf-8")
    environment = {
        "IPYTHONDIR": str(settings),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(root / "src"), os.environ.get("PYTHONPATH", "")])),
    }
    with _environment(environment):
        runner = ExecutePreprocessor(timeout=timeout, kernel_name=kernel, allow_errors=False)
        runner.preprocess(notebook, {"metadata": {"path": str(source.parent)}})
    return notebook


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def without_traces(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove what differs from run to run: times, identifiers, addresses in memory, the pieces a stream came in."""
    notebook.metadata = nbformat.NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("execution", None)
        if "outputs" in cell:
            cell["outputs"] = list(_joined(cell.outputs))
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output["text"] = _ADDRESS.sub("", output["text"])
            output.get("metadata", {}).clear()
            for kind, content in list(output.get("data", {}).items()):
                if kind == "image/svg+xml":
                    output["data"][kind] = clean_svg(content)
                elif isinstance(content, str) and kind.startswith("text/"):
                    output["data"][kind] = _ADDRESS.sub("", content)
    return notebook


def to_page(notebook: nbformat.NotebookNode, folder: str, warn: Warn) -> NotebookPage:
    """Write an executed notebook as Markdown.

    Args:
        notebook: the executed notebook.
        folder: where its figures are published, relative to the page.
        warn: told of a figure without a description.

    Returns:
        The page. A cell tagged ``hide-input``, ``hide-output`` or ``hide-cell`` is shown without that part;
        the text that describes a figure is the cell's ``alt`` metadata. What draws a figure is folded below it.
    """
    page = NotebookPage("")
    parts = []
    code = {at: c.source for at, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()}
    buttons = dict(runnable.buttons(code))
    page.runs = len(buttons)
    for at, cell in enumerate(notebook.cells):
        tags = set(cell.metadata.get("tags", []))
        if "hide-cell" in tags:
            continue
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            drawn = (
                [] if "hide-output" in tags else [_output(o, cell, page, folder, warn) for o in _joined(cell.outputs)]
            )
            source = _fence(cell.source, "{ .python .nb-input }") if cell.source.strip() else ""
            if "hide-input" in tags:
                source = ""
            offer = buttons.get(at, "") if source else ""
            parts += [*drawn, _folded(source)] if "alt" in cell.metadata and source else [source, offer, *drawn]
    page.markdown = "\n\n".join(part for part in parts if part) + "\n"
    return page


def _folded(fence: str) -> str:
    return '??? note "How this is drawn"\n\n' + "\n".join(f"    {line}".rstrip() for line in fence.splitlines())


def _joined(outputs: list[Any]) -> Iterator[Any]:
    """Outputs, with a stream that came in pieces put together: the pieces differ from run to run."""
    text: dict[str, str] = {}
    for output in outputs:
        if output.output_type == "stream":
            text[output.name] = text.get(output.name, "") + output.text
    seen = set()
    for output in outputs:
        if output.output_type != "stream":
            yield output
        elif output.name not in seen:
            seen.add(output.name)
            yield nbformat.NotebookNode(output_type="stream", name=output.name, text=text[output.name])


def _fence(text: str, attributes: str) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks} {attributes}\n{text.rstrip()}\n{ticks}"


def _output(output: Any, cell: Any, page: NotebookPage, folder: str, warn: Warn) -> str:
    if output.output_type == "stream":
        return _fence(_ANSI.sub("", output.text), "{ .text .nb-output }")
    data = output.get("data", {})
    kind = next((name for name in _PREFERENCE if name in data), None)
    if kind is None:
        return ""
    content = data[kind]
    if kind.startswith("image/"):
        return _image(kind, content, cell, page, folder, warn)
    if kind == "text/latex":
        return _latex(content)
    if kind == "text/markdown":
        return str(content)
    if kind == "text/html":
        return _html(content)
    return _fence(_ANSI.sub("", content), "{ .text .nb-output }")


def _image(kind: str, content: str, cell: Any, page: NotebookPage, folder: str, warn: Warn) -> str:
    alt = " ".join(str(cell.metadata.get("alt", "")).split())
    if not alt:
        first = cell.source.strip().splitlines()[0]
        warn(f'the figure of the cell "{first}" has no description: write # %% alt="..." above the cell')
    number = len(page.files) + 1
    if kind != "image/svg+xml":
        from base64 import b64decode

        page.files[f"{folder}/{number}.png"] = b64decode(content)
        return f'<figure class="figure nb-figure" markdown>\n![{alt}]({folder}/{number}.png)\n</figure>'
    light, dark = f"{folder}/{number}.light.svg", f"{folder}/{number}.dark.svg"
    page.files[light] = content.encode()
    page.files[dark] = darken_svg(content).encode()
    images = f"![{alt}]({light}#only-light){{ loading=lazy }}\n![{alt}]({dark}#only-dark){{ loading=lazy }}"
    return f'<figure class="figure nb-figure" markdown>\n{images}\n</figure>'


def _latex(content: str) -> str:
    tex = content.strip().strip("$").strip().removeprefix(r"\displaystyle").strip()
    return f'<div class="nb-output nb-math" markdown>\n\n$$\n{tex}\n$$\n\n</div>'


def _html(content: str) -> str:
    soup = BeautifulSoup(content, "html.parser")
    for node in soup(["style", "script", "link"]):
        node.decompose()
    for node in soup(True):
        for name in ("style", "border", "bgcolor"):
            node.attrs.pop(name, None)
    flat = re.sub(r"\n\s*", " ", str(soup)).strip()
    return f'<div class="nb-output nb-html">{flat}</div>'


def as_notebook(notebook: nbformat.NotebookNode) -> bytes:
    """Return an executed notebook as a file."""
    return (str(nbformat.writes(notebook)).rstrip() + "\n").encode()
