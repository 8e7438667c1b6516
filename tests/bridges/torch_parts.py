"""What the tests of PyTorch share."""

from __future__ import annotations

import math

import torch

import kldiv
import kldiv.torch

CLASSES = list(kldiv.torch.classes())
OURS = {theirs: ours for ours, theirs in CLASSES}
DOUBLE = torch.float64


def drawn(kind, rng):
    return {name: float(value) for name, value in kind.draw(rng).items()}


def theirs_of(theirs, parameters, dtype=DOUBLE, grad=False):
    given = {name: torch.tensor(value, dtype=dtype) for name, value in parameters.items()}
    if grad:
        for value in given.values():
            value.requires_grad_(True)
    return theirs(**given, validate_args=False), given


def finite_pair(p, q, rng):
    """Draw parameters at which the divergence is finite."""
    for _ in range(2000):
        one, other = drawn(p, rng), drawn(q, rng)
        if p is q and p.shared:
            other[p.shared] = one[p.shared]
        if math.isfinite(kldiv.kl_divergence(p(**one), q(**other))):
            return one, other
    raise AssertionError(f"no parameters for {p.slug}, {q.slug}")
