"""The code on the page of bridges, where it needs nothing but the package; `make bridges` runs the rest."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bridges.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
HERE = [block for block in BLOCKS if not re.search(r"torch|jax", block)]


def test_the_page_has_them():
    assert len(BLOCKS) == 7
    assert len(HERE) == 4


@pytest.mark.parametrize("block", HERE)
def test_a_block_runs(block):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(block, str(PAGE), "exec"), {})
