"""Scripts set the precision that they work at; the modules that they are made of leave everybody's alone."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import kldiv
from kldiv.writing.script import to_script
from kldiv.writing.script_of_arrays import array_script
from kldiv.writing.script_of_results import result_script


def test_to_write_a_script_changes_no_precision() -> None:
    code = (
        "import mpmath; before = mpmath.mp.dps\n"
        "import kldiv.writing.script, kldiv.writing.script_of_arrays, kldiv.writing.script_of_results\n"
        "assert mpmath.mp.dps == before, mpmath.mp.dps"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "write", "digits"),
    [
        ("normal-normal", to_script, 40),
        ("dirichlet-dirichlet", array_script, 30),
        ("gibbs-inequality", result_script, 40),
    ],
)
def test_a_script_sets_its_own_once(name, write, digits) -> None:
    assert write(kldiv.catalogue()[name]).count(f"\nmpmath.mp.dps = {digits}\n") == 1


def test_a_script_imports_nothing_that_it_defines() -> None:
    text = array_script(kldiv.derive("dirichlet", "dirichlet"))
    imported = re.findall(r"\w+", text.partition("from mpmath import (")[2].partition(")")[0])
    assert "exp" in imported
    assert set(imported) & set(re.findall(r"^(?:def|class) (\w+)", text, re.MULTILINE)) == set()
