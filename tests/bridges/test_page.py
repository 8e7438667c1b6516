"""The code on the page of bridges, every block of it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest

import kldiv.jax
import kldiv.torch

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bridges.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_runs(block):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(block, str(PAGE), "exec"), {})
    finally:
        kldiv.torch.unregister()
        kldiv.jax.unregister()


def test_every_name_that_the_page_shows_is_public():
    shown = re.findall(r"^::: kldiv\.(torch|jax)\.(\w+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    public = {(module, name) for module in ("torch", "jax") for name in getattr(kldiv, module).__all__}
    assert set(shown) == public
