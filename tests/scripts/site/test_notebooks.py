from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from scripts.build import remember
from scripts.build.imports import Sources
from scripts.site import notebooks

v4: Any = nbformat.v4


def code(source: str, *outputs: Any, **metadata: Any) -> Any:
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def shown(**data: str) -> Any:
    return v4.new_output("display_data", data={kind.replace("_", "/"): text for kind, text in data.items()})


def page_of(*cells: Any) -> tuple[notebooks.NotebookPage, list[str]]:
    warnings: list[str] = []
    return notebooks.to_page(v4.new_notebook(cells=list(cells)), "nb-figures", warnings.append), warnings


def test_cells_become_markdown() -> None:
    page, warnings = page_of(
        v4.new_markdown_cell("# Title\n\n$x$ and [@key]"),
        code(
            "print('```')",
            v4.new_output("stream", text="one\n"),
            v4.new_output("stream", text="\x1b[31mtwo\x1b[0m\n"),
        ),
        code("expression", shown(text_latex=r"$\displaystyle \frac{x^{2}}{3}$", text_plain="x**2/3")),
        code("frame", shown(text_html="<style>p {}</style><table border='1'><tr><td>\n1</td></tr></table>")),
        code("secret", tags=["hide-cell"]),
        code("only the output", shown(text_plain="object at 0x7f00"), tags=["hide-input"]),
    )
    assert page.markdown.startswith("# Title\n\n$x$ and [@key]\n\n```` { .python .nb-input }\nprint('```')\n````")
    assert "``` { .text .nb-output }\none\ntwo\n```" in page.markdown
    assert "$$\n\\frac{x^{2}}{3}\n$$" in page.markdown
    assert '<div class="nb-output nb-html"><table><tr><td> 1</td></tr></table></div>' in page.markdown
    assert "secret" not in page.markdown
    assert "only the output" not in page.markdown
    assert warnings == []


def test_a_figure_is_published_for_both_schemes() -> None:
    svg = '<svg><path style="stroke: #000000"/></svg>'
    page, warnings = page_of(code("plot()", shown(**{"image_svg+xml": svg}), alt="Two curves"))
    assert "![Two curves](nb-figures/1.light.svg#only-light)" in page.markdown
    figure, fold = page.markdown.split('??? note "How this is drawn"\n\n')
    assert "1.light.svg" in figure
    assert fold.strip().splitlines() == ["``` { .python .nb-input }", "    plot()", "    ```"]
    assert page.files["nb-figures/1.light.svg"] == svg.encode()
    assert b"#000000" not in page.files["nb-figures/1.dark.svg"]
    assert warnings == []


def test_a_figure_without_a_description_is_a_warning() -> None:
    _, warnings = page_of(code("plot()", shown(**{"image_svg+xml": "<svg/>"})))
    assert ["has no description" in warning for warning in warnings] == [True]


def test_the_pieces_that_a_stream_came_in_are_put_together() -> None:
    pieces = [v4.new_output("stream", text="one\n"), v4.new_output("stream", text="two\n")]
    whole = v4.new_output("stream", text="one\ntwo\n")
    slow, quick = (notebooks.without_traces(v4.new_notebook(cells=[code("f()", *said)])) for said in (pieces, [whole]))
    assert notebooks.as_notebook(slow) == notebooks.as_notebook(quick)


NOTEBOOK = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %%
import matplotlib.pyplot as plt

print(object())

# %% alt="A line"
plt.plot([0, 1])
plt.show()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(remember, "CACHE", tmp_path / ".cache")
    (tmp_path / "src").mkdir()
    (tmp_path / "nb.py").write_text(NOTEBOOK)
    return tmp_path


def test_a_notebook_is_run_once_and_again_when_what_it_imports_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = notebooks.as_notebook(notebooks.execute(project / "nb.py", project))
    assert b"image/svg+xml" in first
    assert b" at 0x" not in first

    class Refuses:
        def __init__(self, **options: Any) -> None:
            raise RuntimeError("run again")

    runner = notebooks.ExecutePreprocessor
    monkeypatch.setattr(notebooks, "ExecutePreprocessor", Refuses)
    assert notebooks.as_notebook(notebooks.execute(project / "nb.py", project)) == first
    digest = Sources.digest
    monkeypatch.setattr(Sources, "digest", lambda *given: digest(*given) + "changed")
    with pytest.raises(RuntimeError, match="run again"):
        notebooks.execute(project / "nb.py", project)
    monkeypatch.setattr(notebooks, "ExecutePreprocessor", runner)
    assert notebooks.as_notebook(notebooks.execute(project / "nb.py", project)) == first


def test_a_cell_that_raises_stops_the_build(project: Path) -> None:
    (project / "nb.py").write_text(NOTEBOOK + "\n# %%\n1 / 0\n")
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        notebooks.execute(project / "nb.py", project)
    assert not list((project / ".cache").rglob("nb.json"))
