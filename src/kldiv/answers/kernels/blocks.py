"""Forms over arrays of any shape, in blocks that stay in the processor's cache, and over single floats."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from kldiv.answers.kernels.arithmetic import ARRAYS, FLOATS, LONG_ARRAYS
from kldiv.answers.kernels.forms import FORMS, INSIDE_GAMMA, Form, nested
from kldiv.answers.kernels.registry import FloatArray, PairFunction, Parameters, divergence_kernel
from kldiv.answers.kernels.unequal_shapes import beta

#: Numbers in a block: of fewer the calls would take most of the time, of more their parts would leave the second cache.
BLOCK = 65_536
#: The largest float.
_MOST = sys.float_info.max
#: The bits that a long double must have for it to help.
LONG = 60


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


def _longer(slug: str) -> PairFunction:
    """Return a form's evaluation in long doubles; where they are no longer than doubles it gives no numbers."""

    def evaluate(p: Parameters, q: Parameters) -> FloatArray:
        if np.finfo(np.longdouble).nmant < LONG:
            return np.full(next(iter(p.values())).shape, np.nan)
        one, other = ({name: value.astype(np.longdouble) for name, value in side.items()} for side in (p, q))
        return np.asarray(FORMS[slug](LONG_ARRAYS, one, other)).astype(np.float64)

    return evaluate


#: Second roads, for what a form cannot vouch for.
_SECOND: dict[str, PairFunction] = {
    "beta": beta,
    "beta-prime": beta,
    **{slug: _longer(slug) for slug in ("gumbel", "weibull", "frechet", "moyal")},
}


#: Families whose divergence is finite, so that an infinite float is beyond the largest one. Elsewhere it may be
#: infinite in truth, or one factor of it is beyond the largest float while the product is not.
_OVERFLOWING = {
    *("log-normal", "logit-normal", "half-normal", "rayleigh", "maxwell", "inverse-gaussian"),
    *("gumbel", "weibull", "frechet", "moyal"),
}


def _register(slug: str, other: str, form: Form) -> None:
    second = _SECOND.get(slug)

    @divergence_kernel(slug, other, partial=True)
    def divergence(p: Parameters, q: Parameters) -> FloatArray:
        found = evaluated(form, p, q)
        most = math.inf if slug in _OVERFLOWING else _MOST
        least, largest = (found.min(initial=0.0), found.max(initial=0.0)) if found.ndim else (float(found),) * 2
        if not (least >= 0 and largest <= most):  # nor where it is nan
            found = np.where((found >= 0) & (found <= most), found, np.nan)
        return found if second is None else _again(second, found, p, q)


def _again(second: PairFunction, found: FloatArray, p: Parameters, q: Parameters) -> FloatArray:
    """Go a second road where the first gave no number."""
    if not np.isnan(found.max(initial=0.0)):
        return found
    lost = np.isnan(found)
    one, other = ({name: np.broadcast_to(v, found.shape)[lost] for name, v in side.items()} for side in (p, q))
    found[lost] = second(one, other)
    return found


for _slug, _form in FORMS.items():
    if _slug not in ("bernoulli", "normal"):
        _register(_slug, _slug, _form)
for _slug in INSIDE_GAMMA:
    for _other in INSIDE_GAMMA:
        if _slug != _other:
            _register(_slug, _other, nested(_slug, _other))
