"""The code to copy for PyTorch and JAX on the page about digits, run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jax
import mpmath
import numpy as np
import pytest
import torch

PAGE = Path(__file__).resolve().parents[2] / "docs" / "questions" / "accuracy.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: What each library's code begins with, and how it is handed numbers.
LIBRARIES = {"torch": ("import torch\n", torch.tensor), "jax": ("import jax.numpy as jnp\n", jax.numpy.asarray)}


def defined(begins: str) -> dict[str, Any]:
    (code,) = (block for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if block.startswith(begins))
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    return names


def exactly(p: np.ndarray, q: np.ndarray) -> mpmath.mpf:
    """The sum of all p log(p/q) - p + q at the floats as they are."""
    with mpmath.workdps(60):
        pairs = [(mpmath.mpf(float(a)), mpmath.mpf(float(b))) for a, b in zip(p, q, strict=True)]
        return mpmath.fsum(a * mpmath.log(a / b) - a + b for a, b in pairs)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(("kind", "least"), [(np.float64, 15), (np.float32, 7)])
def test_it_keeps_its_digits_near_and_far(library, kind, least):
    begins, array = LIBRARIES[library]
    kl, p = defined(begins)["kl"], np.array([0.5, 0.3, 0.2], kind)
    with jax.enable_x64(True):
        for distance in (10.0**-k for k in range(least)):
            q = p * (1 + kind(distance) * np.array([0.4, -0.4, -0.4], kind))
            found, truth = float(kl(array(p), array(q))), exactly(p, q)
            if truth:  # else rounding has made them equal
                assert abs(found / truth - 1) < 8 * np.finfo(kind).eps, (distance, found)
        q = np.array([0.001, 0.009, 0.99], kind)  # 1 + x is small, and x was rounded
        assert abs(float(kl(array(p), array(q))) / exactly(p, q) - 1) < 32 * np.finfo(kind).eps


def test_another_series_is_noticed():
    (code,) = (block for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if block.startswith("import torch\n"))
    names: dict[str, Any] = {}
    exec(code.replace("range(37, 1, -2)", "range(5, 1, -2)"), names)
    p, q = (torch.tensor(values, dtype=torch.float64) for values in ([0.5, 0.3, 0.2], [0.6, 0.22, 0.18]))
    assert abs(float(names["kl"](p, q)) / exactly(p.numpy(), q.numpy()) - 1) > 1e-12
