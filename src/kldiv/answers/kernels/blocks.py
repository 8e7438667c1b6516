"""Forms over arrays of any shape, in blocks that stay in the processor's cache, and over single floats."""

from __future__ import annotations

from typing import Any

import numpy as np

from kldiv.answers.kernels.arithmetic import ARRAYS, FLOATS
from kldiv.answers.kernels.forms import FORMS, Form
from kldiv.answers.kernels.registry import FloatArray, Parameters, divergence_kernel

#: Numbers in a block: some dozens of arrays of them fit into the second cache.
BLOCK = 12_288


def evaluated(form: Form, p: Parameters, q: Parameters) -> FloatArray:
    """Evaluate a form on parameters that broadcast by NumPy's rules.

    Args:
        form: one of `FORMS`.
        p: the parameters of the first distribution.
        q: those of the second.

    Returns:
        The divergences; nan where the form cannot vouch for its digits.
    """
    shape = np.broadcast_shapes(*(np.shape(value) for side in (p, q) for value in side.values()))
    if not shape:
        try:
            value = form(FLOATS, _single(p), _single(q))
            return np.asarray(value if value == value else np.nan)
        except (ArithmeticError, ValueError):
            pass  # such as the logarithm of 0: NumPy knows its limit
    size = int(np.prod(shape))
    flat = [{name: _flat(value, shape) for name, value in side.items()} for side in (p, q)]
    found = np.empty(size)
    for start in range(0, size, BLOCK):
        here = slice(start, start + BLOCK)
        one, other = ({name: _block(value, here, size) for name, value in side.items()} for side in flat)
        found[here] = form(ARRAYS, one, other)
    return found.reshape(shape)


def _single(parameters: Parameters) -> dict[str, float]:
    return {name: float(value) for name, value in parameters.items()}


def _flat(value: Any, shape: tuple[int, ...]) -> FloatArray:
    """Return a parameter in a row; a single number stays single."""
    array = np.asarray(value, dtype=np.float64)
    return array.reshape(1) if array.size == 1 else np.broadcast_to(array, shape).reshape(-1)


def _block(value: FloatArray, here: slice, size: int) -> FloatArray:
    if value.size == 1 and size != 1:
        return np.full(len(range(*here.indices(size))), value[0])
    return value[here]


def _register(slug: str, form: Form) -> None:
    @divergence_kernel(slug, slug, partial=True)
    def divergence(p: Parameters, q: Parameters) -> FloatArray:
        return evaluated(form, p, q)


for _slug, _form in FORMS.items():
    if _slug not in ("bernoulli", "normal"):
        _register(_slug, _form)
