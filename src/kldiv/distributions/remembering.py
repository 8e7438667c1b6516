"""functools.cache for functions of classes of distributions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])


def remembered(function: Function) -> Function:
    """Remember what a function returned; mypy does not see that a class of distributions can be hashed."""
    return cast(Function, cache(function))
