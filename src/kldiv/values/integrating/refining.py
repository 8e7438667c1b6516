"""An integral or a sum over a range: cut where there is something, halved until rules agree."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise

from kldiv.arb import arb
from kldiv.oracles.estimate import NoConvergence
from kldiv.values.integrating.landmarks import Landmark
from kldiv.values.integrating.rules import ONE_BY_ONE, integral_rule, sum_rule

Function = Callable[[arb], arb]

#: After so many evaluations what has been reached is what there is.
MOST_EVALUATIONS = 80_000

#: Where terms cancel, nothing smaller than this beside their sizes is asked for.
NOTHING = 2.0**-160


@dataclass
class Total:
    """What has been added up.

    Attributes:
        value: the integral or the sum.
        error: by how much the rule on each part and the rule on its halves differ, added up; the value is that of
            the halves, which is much closer.
        size: the same integral of what is left when every sign is taken away.
        rounding: a proved bound on the error of rounding.
        evaluations: how many times the function was asked.
    """

    value: arb
    error: arb
    size: arb
    rounding: arb
    evaluations: int


@dataclass(frozen=True)
class _Part:
    """A part with the rule's value on it, and the value without signs."""

    low: arb
    high: arb
    value: arb
    size: arb


@dataclass(order=True)
class _Halved:
    """A part and its two halves; what differs least comes last."""

    key: float
    number: int
    halves: tuple[_Part, ...] = field(compare=False)
    error: arb = field(compare=False)


class Refining:
    """Adds a function up over parts of a range.

    Args:
        function: what is integrated or summed.
        counted: whether it is summed, over the whole numbers from low to high, the latter left out.
    """

    def __init__(self, function: Function, counted: bool = False) -> None:
        self._function, self._counted = function, counted
        self._rule = integral_rule()
        self._asked = 0

    def total(self, parts: Iterable[tuple[arb, arb]], goal: float) -> Total:
        """Halve the part whose error is largest until all of them together are small enough.

        Args:
            parts: the range, cut.
            goal: the accuracy that is wanted, beside the value.

        Returns:
            The total; its error may be larger than wanted.
        """
        numbers = count()
        queue = [self._halved(self._part(low, high), next(numbers)) for low, high in parts]
        heapq.heapify(queue)
        value, size, error = self._sums(queue)
        while queue:
            if error <= goal * abs(value) or error <= NOTHING * size or self._asked > MOST_EVALUATIONS:
                value, size, error = self._sums(queue)  # afresh: sums that were mended forget nothing
                if error <= goal * abs(value) or error <= NOTHING * size or self._asked > MOST_EVALUATIONS:
                    break
            worst = heapq.heappop(queue)
            if worst.error.is_zero():
                heapq.heappush(queue, worst)
                break
            new = [self._halved(half, next(numbers)) for half in worst.halves]
            for halved in new:
                heapq.heappush(queue, halved)
            more, wider, wrong = self._sums(new)
            less, narrower, right = self._sums([worst])
            value, size, error = (
                arb((value + more - less).mid()),
                arb((size + wider - narrower).mid()),
                arb((error + wrong - right).mid()),
            )
        value, size, error = self._sums(queue)
        return Total(arb(value.mid()), error, size, arb(value.rad()), self._asked)

    @staticmethod
    def _sums(queue: list[_Halved]) -> tuple[arb, arb, arb]:
        halves = [half for halved in queue for half in halved.halves]
        return (
            sum((half.value for half in halves), arb(0)),
            arb(sum((half.size for half in halves), arb(0)).abs_upper()),
            arb(sum((halved.error for halved in queue), arb(0)).abs_upper()),
        )

    def _halved(self, part: _Part, number: int) -> _Halved:
        if self._counted and part.high - part.low <= ONE_BY_ONE:
            return _Halved(0.0, number, (part,), arb(0))
        middle = _middle(part.low, part.high, self._counted)
        halves = self._part(part.low, middle), self._part(middle, part.high)
        error = arb(abs(halves[0].value + halves[1].value - part.value).mid())
        return _Halved(_key(error), number, halves, error)

    def _part(self, low: arb, high: arb) -> _Part:
        half, middle = (high - low) / 2, (high + low) / 2
        if self._counted:
            number = _counted(high - low)
            if number <= ONE_BY_ONE:
                found = [self._function(low + k) for k in range(number)]
                self._asked += number
                return _Part(low, high, sum(found, arb(0)), sum(map(abs, found), arb(0)))
            rule, middle, speed = sum_rule(number), middle - arb(0.5), arb(1)
        else:
            rule, speed = self._rule, half
        value, size = arb(0), arb(0)
        for node, weight in rule:
            term = weight * self._function(arb((middle + half * node).mid()))
            value, size = value + term, size + abs(term)
        self._asked += len(rule)
        return _Part(low, high, value * speed, size * speed)


def _key(error: arb) -> float:
    """The larger the error, the smaller; of numbers beyond floats as well."""
    return 0.0 if error.is_zero() else -float(error.log()) - 1e9


def parts_of(
    low: arb, high: arb, cuts: Iterable[arb], landmarks: Iterable[Landmark], *, counted: bool = False
) -> list[tuple[arb, arb]]:
    """Cut a range so that no part is longer than a landmark's width, or than its distance from it.

    Args:
        low: where the range begins.
        high: where it ends; of a sum, one beyond the last.
        cuts: where it is cut in any case.
        landmarks: where something happens, over what width.
        counted: whether parts begin and end at whole numbers.

    Returns:
        The parts, from low to high.
    """
    inside = sorted((cut for cut in cuts if low < cut and cut < high), key=float)
    ends = [low, *inside, high]
    known = list(landmarks)
    return [part for a, b in pairwise(ends) if a < b for part in _cut(a, b, known, counted)]


def _cut(low: arb, high: arb, landmarks: list[Landmark], counted: bool) -> Iterator[tuple[arb, arb]]:
    waiting = [(low, high)]
    while waiting:
        a, b = waiting.pop()
        length, middle = b - a, _middle(a, b, counted)
        near = any(length > _room(a, b, landmark) for landmark in landmarks)
        if near and not (counted and length <= ONE_BY_ONE) and a < middle and middle < b:
            waiting += [(middle, b), (a, middle)]
        else:
            yield a, b


def _middle(low: arb, high: arb, counted: bool) -> arb:
    """The middle; of whole numbers the last power of two, so that few rules serve many parts."""
    if not counted:
        return arb(((low + high) / 2).mid())
    length = _counted(high - low)
    return arb((low + 2 ** ((length - 1).bit_length() - 1)).mid()) if length > 1 else low


def _counted(length: arb) -> int:
    """How many whole numbers a part holds."""
    number = length.unique_fmpz()
    if number is None:
        raise NoConvergence("more outcomes than can be told apart")
    return int(number)


def _room(low: arb, high: arb, landmark: Landmark) -> arb:
    at, width = landmark.at, landmark.width
    distance = low - at if low > at else at - high if high < at else arb(0)
    return width if distance < width else distance
