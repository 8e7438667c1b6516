"""A part of what there is to look at, each day another: after so many days all of it has been looked at.

With `KLDIV_TEST_ALL` set (`make test-all`) every day has all of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

Thing = TypeVar("Thing")

#: Days since the year 1. Processes that a test run starts keep the day on which it began.
TODAY = int(os.environ.setdefault("KLDIV_TEST_DAY", str(date.today().toordinal())))
#: Whether nothing is left for another day.
ALL = bool(os.environ.get("KLDIV_TEST_ALL"))


def todays(things: Sequence[Thing], parts: int, day: int = TODAY, *, everything: bool = ALL) -> list[Thing]:
    """Return the part of a day.

    Args:
        things: all of them, in an order that stays.
        parts: into how many parts they are divided; never into more than there are.
        day: which day.
        everything: whether to return all of them instead.

    Returns:
        Every so many-th, from another on each day.

    Example:
        >>> todays("abcde", 2, day=0, everything=False), todays("abcde", 2, day=1, everything=False)
        (['a', 'c', 'e'], ['b', 'd'])
    """
    parts = max(1, min(parts, len(things)))
    return list(things) if everything else list(things[day % parts :: parts])
