"""Cells of notebooks that run without NumPy, and what they need from those above."""

from __future__ import annotations

import pytest

from scripts.site.runnable import buttons, needed, remark

IMPORTS = "import numpy as np\nimport sympy as sp\n\nimport kldiv"


@pytest.mark.parametrize(
    ("cell", "before", "first"),
    [
        ("print(sp.pi)", [IMPORTS], "import sympy as sp"),
        ("print(np.pi)", [IMPORTS], None),
        ("print(b)", [IMPORTS, "a = sp.pi\nc = 1", "b = a + 1"], "import sympy as sp\na = sp.pi\nb = a + 1"),
        ("print(b)", [IMPORTS, "b = np.pi"], None),
        ("kldiv.kl_divergence(p, q)", [IMPORTS, "p = q = 1"], None),
        ("def f(x):\n    return x\n\nprint(f(1))", ["x = np.ones(1)"], ""),
        ("# nothing", [], None),
        ("%matplotlib inline", [], None),
        ("print(1)", ["%matplotlib inline"], ""),
    ],
)
def test_what_a_cell_needs(cell: str, before: list[str], first: str | None) -> None:
    assert needed(cell, before) == first


def test_a_button_holds_the_cell_and_what_goes_before() -> None:
    found = dict(buttons({0: IMPORTS, 2: 'print("a" < sp.pi)', 4: "print(np.pi)"}))
    assert list(found) == [2]
    assert 'data-cell="print(&quot;a&quot; &lt; sp.pi)" data-before="import sympy as sp"' in found[2]


def test_the_page_says_which_cells_run() -> None:
    assert "Where a cell has a button" in remark(2)
    assert "Each cell" in remark(0)
