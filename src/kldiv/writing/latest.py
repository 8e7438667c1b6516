"""Keep what is said of a derivation while others ask the same: its page, its files and the list of all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from kldiv.proof.record import Record

Asked = TypeVar("Asked", bound=Record)
Said = TypeVar("Said")


def for_the_latest(say: Callable[[Asked], Said]) -> Callable[[Asked], Said]:
    """Keep a function's answer about the derivation that it was last asked about.

    A derivation holds dictionaries and has no hash, so that `functools.cache` does not take it.

    Args:
        say: what is said of a derivation, and never changed by who asks.

    Returns:
        The same function, which answers at once if it is asked about the same object again.
    """
    latest: list[tuple[Asked, Said]] = []

    @wraps(say)
    def kept(derivation: Asked) -> Said:
        for about, answer in latest:
            if about is derivation:
                return answer
        answer = say(derivation)
        latest[:] = [(derivation, answer)]
        return answer

    return kept
