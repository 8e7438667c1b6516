from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

from tests.today import todays

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.py"))

# What each of them has to say; a new notebook needs a line here.
SAYS = {
    "cats_and_dogs": "the adversarial network pays 2.0000 bits more",
    "classifier": "entropy of the softened labels: 0.198515 nats",
    "coins": "the coin is unfair:  0.6371456 nats a toss",
    "elbo": "the sign lost       -0.5847  -0.779220   above the evidence: no bound",
    "estimators": "the divergence: 0.087660 nats",
    "fitting": "moments of the mixture: -0.400 and 2.081",
    "gaussians": "reverse  0.8181472 nats",
    "own_distribution": "D(p || q) = 0.263944 nats, by quadrature",
}


def run(name: str, folder: Path, seed: str) -> str:
    """What a notebook prints when it is run as a script, in a folder that holds nothing else."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "MPLBACKEND": "svg",
        "MPLCONFIGDIR": str(folder),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONHASHSEED": seed,
    }
    command = [sys.executable, "-W", "error::RuntimeWarning", str(FOLDER / f"{name}.py")]
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout


def test_every_notebook_is_tested_and_in_the_navigation() -> None:
    assert set(SAYS) == set(NOTEBOOKS)
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [name for name in NOTEBOOKS if f"- notebooks/{name}.py" not in navigation] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_notebook_is_in_the_percent_format(name: str) -> None:
    notebook = jupytext.read(FOLDER / f"{name}.py")
    assert notebook.metadata["jupytext"]["text_representation"]["format_name"] == "percent"
    assert notebook.metadata["jupytext"]["text_representation"]["extension"] == ".py"
    assert re.match(r"# \w.*\n\n", notebook.cells[0].source)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_has_a_description(name: str) -> None:
    cells = jupytext.read(FOLDER / f"{name}.py").cells
    drawing = [cell for cell in cells if "plt.show()" in cell.source]
    assert drawing or name == "estimators"
    assert all(len(cell.metadata["alt"]) > 60 for cell in drawing)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_line_of_code_is_wider_than_the_page(name: str) -> None:
    cells = jupytext.read(FOLDER / f"{name}.py").cells
    lines = [line for cell in cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > 72] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_ends_with_something_to_try_and_three_lines(name: str) -> None:
    _, _, ending = (FOLDER / f"{name}.py").read_text(encoding="utf-8").partition("# ## Try it\n")
    _, _, summary = ending.partition("# ## In three lines\n")
    assert sum(line.startswith("# - ") for line in summary.splitlines()) == 3


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_result_is_typed(name: str) -> None:
    prose = [cell.source for cell in jupytext.read(FOLDER / f"{name}.py").cells if cell.cell_type == "markdown"]
    assert not re.search(r"\d\.\d", "\n".join(prose))


@pytest.mark.parametrize("name", todays(NOTEBOOKS, 3))
def test_the_notebook_runs_alone(name: str, tmp_path: Path) -> None:
    assert SAYS[name] in run(name, tmp_path, "1")


def test_the_notebook_says_the_same_twice(tmp_path: Path) -> None:
    assert run("coins", tmp_path, "1") == run("coins", tmp_path, "2")
