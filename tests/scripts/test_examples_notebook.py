from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "gaussians.py"


def test_the_notebook_is_in_the_percent_format() -> None:
    notebook = jupytext.read(NOTEBOOK)
    assert notebook.metadata["jupytext"]["text_representation"]["format_name"] == "percent"
    assert notebook.metadata["jupytext"]["text_representation"]["extension"] == ".py"
    assert notebook.cells[0].source.startswith("# Two Gaussians, both directions")


def test_every_figure_has_a_description() -> None:
    drawing = [cell for cell in jupytext.read(NOTEBOOK).cells if "plt.show()" in cell.source]
    assert drawing
    assert all(len(cell.metadata["alt"]) > 60 for cell in drawing)


def test_no_result_is_typed() -> None:
    prose = [cell.source for cell in jupytext.read(NOTEBOOK).cells if cell.cell_type == "markdown"]
    assert not re.search(r"\d\.\d", "\n".join(prose))


def test_the_notebook_runs_alone_and_says_the_same_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "MPLBACKEND": "svg",
        "MPLCONFIGDIR": str(tmp_path),
        "PYTHONIOENCODING": "utf-8",
    }
    said = {
        subprocess.run(
            [sys.executable, str(NOTEBOOK)],
            cwd=tmp_path,
            env=environment | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout
        for seed in "12"
    }
    assert len(said) == 1
    assert "0.8181472 nats" in said.pop()
