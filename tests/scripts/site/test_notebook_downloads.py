from __future__ import annotations

import re
from pathlib import Path

import jupytext
import nbformat
import pytest

from scripts.site.notebook_downloads import as_notebook, as_script, plain
from tests.scripts.site.site_parts import NUMBERS

ROOT = Path(__file__).resolve().parents[3]
TASKS = """\
!!! question "Predict first"

    Which?

    [[choice]]
    ( ) One: No.
    (x) Two: Right.

??? success "Answer"

    Two.

1. Which?

    [[choice]]
    ( ) This: No,
        not this.
    (x) That $a : b$: Right.
    hint: Look.

2. How much?

    [[answer:one]]
    not never: No.
    again: [There](there.md)

??? success "Solutions"

    1. That.

        More of that.
    2. [[n:one]] bit.

## In three lines
"""
PLAIN = """\
**Predict first**

Which?

- One
- Two

<details>
<summary>Answer</summary>

Two.

</details>

1. Which?

    - This
    - That $a : b$

2. How much?

<details>
<summary>Solutions</summary>

1. That.

    More of that.
2. 1 bit.

</details>

## In three lines
"""


def test_boxes_options_folds_and_numbers_become_plain_markdown() -> None:
    assert plain(TASKS, NUMBERS) == PLAIN


def test_a_fold_may_end_the_cell() -> None:
    assert plain('??? success "S"\n\n    So.', {}).splitlines()[-3:] == ["So.", "", "</details>"]


def test_only_markdown_is_rewritten(tmp_path: Path) -> None:
    source = tmp_path / "nb.py"
    source.write_text('# %% [markdown]\n# [[n:one]]\n\n# %%\na = "[[n:one]]"\n')
    cells = jupytext.reads(as_script(source, NUMBERS).decode(), fmt="py:percent").cells
    assert [cell.source for cell in cells] == ["1", 'a = "[[n:one]]"']
    notebook = nbformat.reads(as_notebook(jupytext.read(source), NUMBERS).decode(), as_version=4)
    assert [cell.source for cell in notebook.cells] == ["1", 'a = "[[n:one]]"']


@pytest.mark.parametrize("source", sorted((ROOT / "docs" / "notebooks").glob("*.py")), ids=lambda path: path.stem)
def test_every_task_has_a_box_and_a_solution(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    _, _, tasks = text.partition("# ## Try it\n#\n")
    asked, _, solutions = tasks.partition('# ??? success "Solutions"\n')
    numbered = re.findall(r"^# \d+\. ", asked, re.MULTILINE)
    assert len(numbered) >= 2
    assert asked.count("[[answer:") + asked.count("[[choice]]") == len(numbered)
    for number in range(1, len(numbered) + 1):
        assert f"#     {number}. " in solutions


def test_the_command_stands_in_one_place() -> None:
    notebooks = list((ROOT / "docs" / "notebooks").rglob("*.py"))
    assert notebooks
    assert [path for path in notebooks if "pip install" in path.read_text(encoding="utf-8")] == []
