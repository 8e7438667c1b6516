"""A part of what there is to look at, each day another: after so many days all of it has been looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

Thing = TypeVar("Thing")

#: Days since the year 1.
TODAY = date.today().toordinal()


def todays(things: Sequence[Thing], parts: int, day: int = TODAY) -> list[Thing]:
    """Return the part of a day.

    Args:
        things: all of them, in an order that stays.
        parts: into how many parts they are divided.
        day: which day.

    Returns:
        Every so many-th, from another on each day.

    Example:
        >>> todays("abcde", 2, day=0), todays("abcde", 2, day=1)
        (['a', 'c', 'e'], ['b', 'd'])
    """
    return list(things[day % parts :: parts])
