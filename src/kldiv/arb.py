"""Arb's ball arithmetic, from python-flint; where that is not installed, deriving does without it.

What stands in for the classes then can be named, and asked whether something is one of them, but nothing can be made
of it: the checks that compute with balls are left out, and say so.
"""

from __future__ import annotations

from typing import Any, NoReturn


class NoBalls(ImportError):
    """Something computes with balls, and python-flint is not installed."""

    def __init__(self) -> None:
        super().__init__("python-flint is not installed")


class _Missing(type):
    """The class of the stand-ins: whatever is asked of them is missing."""

    def __getattr__(cls, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NoBalls

    def __call__(cls, *_: Any) -> NoReturn:
        raise NoBalls


try:
    from flint import acb, arb, arb_mat, ctx, fmpq
except ImportError:
    acb, arb, arb_mat, ctx, fmpq = (_Missing(name, (), {}) for name in ("acb", "arb", "arb_mat", "ctx", "fmpq"))

__all__ = ["NoBalls", "acb", "arb", "arb_mat", "ctx", "fmpq"]
