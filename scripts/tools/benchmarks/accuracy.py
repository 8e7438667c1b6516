"""How exact every closed form is in floats, and how fast: `python -m scripts.tools.benchmarks.accuracy [ID ...]`.

For each pair, at points drawn by lot that are always the same: the worst relative error against sixty digits, the
share that no float could vouch for and that went to balls one by one, and the time for a million pairs. The same of
PyTorch, TensorFlow Probability and SciPy, where an interpreter has them. Writes docs/data/accuracy.json.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kldiv
from kldiv.answers import univariate
from kldiv.answers.formulas import formula_of, rows, symbols_of
from kldiv.answers.found import CLOSED_FORM
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import accuracy_record, array_points, points, truth
from scripts.tools.benchmarks.others import ask, interpreters

Array = NDArray[np.float64]
Values = Mapping[str, Array]

#: Points for a pair, in all its sets; and a timed array.
POINTS, MILLION = 2000, 1_000_000
#: Where there is no kernel so many are timed, and the time is multiplied.
FEWER = 20_000
#: The share in balls from which on a pair is timed with fewer.
FEW = 0.001
#: A set in which a smaller share has a number to compare says nothing.
FEWEST = 0.05
#: Values nearer to 0 have fewer digits in a float to begin with.
TINY = 1e-290


@dataclass
class Row:
    """What was found of one pair of distributions in one set of points."""

    id: str
    which: str
    points: int = 0
    compared: int = 0
    worst: float = 0.0
    balls: float = 0.0
    refused: int = 0
    seconds: float | None = None
    others: dict[str, dict[str, float]] = field(default_factory=dict)

    def line(self) -> str:
        """The row as text."""
        seconds = "" if self.seconds is None else f"{self.seconds:9.3f} s"
        said = "  ".join(
            f"{name} {found['worst']:.1e}" + (f" in {found['seconds']:.3f} s" if "seconds" in found else "")
            for name, found in self.others.items()
        )
        return (
            f"{self.id:36} {self.which:13} {self.points:5} points  {self.compared:5} compared  worst {self.worst:.1e}  "
            f"balls {100 * self.balls:5.2f} %  {seconds:11}  {said}"
        ).rstrip()


class Counter:
    """Counts how many pairs are found one by one while it is entered."""

    def __enter__(self) -> Counter:
        self.count, self._single = 0, vars(univariate)["divergence_of"]

        def counted(*given: Any) -> Any:
            self.count += 1
            return self._single(*given)

        setattr(univariate, "divergence_of", counted)  # noqa: B010
        return self

    def __exit__(self, *_: object) -> None:
        setattr(univariate, "divergence_of", self._single)  # noqa: B010


def ids() -> list[str]:
    """Every closed form: pairs of one family first, arrays last."""
    found = list(_closed_forms())
    alike = [f"{p}-{q}" for p, q in found if p == q]
    return [*alike, *(f"{p}-{q}" for p, q in found if p != q), *(f"{slug}-{slug}" for slug in truth.ARRAYS)]


def _closed_forms() -> Iterator[tuple[str, str]]:
    known = rows()
    for p in DISTRIBUTIONS:
        for q in DISTRIBUTIONS:
            if known.get(f"{p}-{q}", {}).get("kind") == CLOSED_FORM:
                yield p, q


def measured(name: str, count: int) -> list[Row]:
    """Measure one pair.

    Args:
        name: the id of its derivation.
        count: at how many points in all.

    Returns:
        A row for each set of points.
    """
    for slug in truth.ARRAYS:
        if name == f"{slug}-{slug}":
            return [_arrays(slug, which, count // len(array_points.SETS) + 1) for which in array_points.SETS]
    p, q = next(pair for pair in _closed_forms() if "-".join(pair) == name)
    if p == q:
        return [_numbers(p, q, which, count // len(points.SETS)) for which in points.SETS]
    return [_numbers(p, q, which, count // len(points.ACROSS)) for which in points.ACROSS]


def _numbers(p: str, q: str, which: str, count: int) -> Row:
    kinds = DISTRIBUTIONS[p], DISTRIBUTIONS[q]
    one, other = points.drawn(kinds[0], which, count) if p == q else points.drawn_across(*kinds, count, which)
    row = Row(f"{p}-{q}", which, len(next(iter(one.values()))))
    values = np.full(row.points, np.nan)
    with Counter() as counter:
        for here in _halves(np.arange(row.points)):
            try:
                values[here] = _divergence(p, _at(one, here), q, _at(other, here))
            except ValueError:
                row.refused += len(here)
    row.balls = counter.count / max(row.points, 1)
    formula, names = (
        formula_of(*kinds).result,
        [symbols_of(kind, index) for kind, index in zip(kinds, "pq", strict=True)],
    )
    exact: list[Any] = []
    for k in range(row.points):
        at = {
            symbol: Fraction(float(side[name][k]))
            for side, symbols in zip((one, other), names, strict=True)
            for name, symbol in symbols.items()
        }
        finite = 0 < values[k] < np.inf  # 0 and infinity are no matter of digits
        exact.append(truth.exact(formula, at) if finite else None)
    _judge(row, values, exact)
    if which in ("ordinary", "near"):
        row.seconds = _timed(p, one, q, other, MILLION if p == q and row.balls < FEW else FEWER)
    if p == q:
        _compare(row, p, one, other, exact)
    return row


def _arrays(slug: str, which: str, count: int) -> Row:
    one, other = array_points.drawn(slug, which, count)
    row = Row(f"{slug}-{slug}", which, count)
    values = _divergence(slug, one, slug, other)
    exact = []
    for k in range(count):
        here = [{name: value[k] for name, value in side.items()} for side in (one, other)]
        exact.append(truth.settled(lambda here=here: truth.ARRAYS[slug](*here)))  # type: ignore[misc]
    _judge(row, values, exact)
    if which in ("ordinary", "near"):
        row.seconds = _timed(slug, one, slug, other, MILLION)
    _compare(row, slug, one, other, exact)
    return row


def _halves(places: NDArray[np.int_]) -> Iterator[NDArray[np.int_]]:
    """Small parts, so that a refusal of one value takes few others with it."""
    yield from np.array_split(places, max(1, len(places) // 50))


def _at(values: Values, here: Any) -> dict[str, Array]:
    return {name: value[here] for name, value in values.items()}


def _divergence(p: str, one: Values, q: str, other: Values) -> Array:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(kldiv.kl_divergence(DISTRIBUTIONS[p](**one), DISTRIBUTIONS[q](**other)))


def _judge(row: Row, values: Array, exact: list[Any]) -> None:
    errors = [
        truth.relative_error(float(value), right)
        for value, right in zip(values, exact, strict=True)
        if right is not None and float(right) > TINY
    ]
    row.compared, row.worst = len(errors), max(errors, default=0.0)


def _timed(p: str, one: Values, q: str, other: Values, size: int) -> float:
    """Seconds of processor time for a million pairs, the distributions made anew, as libraries are asked to.

    Returns:
        The least of some runs.
    """
    places = np.arange(size) % len(next(iter(one.values())))
    first, second = _at(one, places), _at(other, places)
    least = float("inf")
    for _ in range(3 if size == MILLION else 1):
        start = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kldiv.kl_divergence(DISTRIBUTIONS[p](**first), DISTRIBUTIONS[q](**second))
        least = min(least, time.process_time() - start)
    return least * MILLION / size


def _compare(row: Row, slug: str, one: Values, other: Values, exact: list[Any]) -> None:
    """Ask other libraries for the same numbers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "points.npz"
        given: dict[str, Any] = {f"p {n}": v for n, v in one.items()} | {f"q {n}": v for n, v in other.items()}
        np.savez(place, **given)
        for library, found in ask(slug, place, million=row.seconds is not None).items():
            errors = [
                truth.relative_error(float(value), right)
                for value, right in zip(found["values"], exact, strict=True)
                if right is not None and float(right) > TINY
            ]
            row.others[library] = {"worst": max(errors, default=0.0)}
            if "seconds" in found:
                row.others[library]["seconds"] = found["seconds"]


def summary(found: list[Row]) -> str:
    """What is beyond the bounds, in one line."""
    late = sum(row.worst > 1e-13 for row in found)
    many = sum(row.balls > 0.01 for row in found)
    refused = sum(row.refused for row in found)
    empty = sum(row.compared < FEWEST * row.points for row in found)
    return (
        f"{len(found)} sets: {late} with an error above 1e-13, {many} with more than 1 % in balls, {refused} refused, "
        f"{empty} with too little to compare"
    )


def main() -> None:
    """Measure, print, and write down."""
    parser = argparse.ArgumentParser(description="How exact and how fast every closed form is in floats.")
    parser.add_argument("ids", nargs="*", help="derivations such as gamma-gamma; all closed forms if none is named")
    parser.add_argument("--record", action="store_true", help="put those that are named into the last record")
    parser.add_argument("--points", type=int, default=POINTS, help="points for each pair (%(default)s)")
    options = parser.parse_args()
    if unknown := set(options.ids) - set(ids()):
        parser.error(f"not among the closed forms: {', '.join(sorted(unknown))}")
    libraries = interpreters()
    if options.ids and options.record:
        accuracy_record.refuse_other(options.points)
    for library in ("torch", "tensorflow_probability", "scipy"):
        print(f"{library}: {libraries[library].version if library in libraries else 'absent'}")
    found = []
    for name in options.ids or ids():
        for row in measured(name, options.points):
            found.append(row)
            print(row.line(), flush=True)
    print(summary(found))
    if options.record or not options.ids:
        rows = [asdict(row) for row in found]
        accuracy_record.write(accuracy_record.put_in(rows) if options.ids else rows, options.points)


if __name__ == "__main__":
    main()
