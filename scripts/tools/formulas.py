"""Write the formulas that come with the package: `python -m scripts.tools.formulas [--check]`.

Numbers are put into these formulas. They are what the engine derives for every pair of the package's univariate
distributions, so nobody edits them: after a change to the engine this script derives them anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor

from kldiv.answers.formulas import PATH, Kind, Row, row_of, rows
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE


def pairs() -> Iterator[tuple[Kind, Kind]]:
    """The pairs that have a formula: univariate, and both with a density or both with probabilities."""
    univariate = [d for d in DISTRIBUTIONS.values() if d.variate == UNIVARIATE]
    yield from ((p, q) for p in univariate for q in univariate if p.kind == q.kind)


def current() -> dict[str, Row]:
    """Derive every row.

    Returns:
        The rows by the ids of their derivations.
    """
    wanted = list(pairs())
    with ProcessPoolExecutor() as pool:
        made = pool.map(row_of, *zip(*wanted, strict=True), chunksize=20)
        return {f"{p.slug}-{q.slug}": row for (p, q), row in zip(wanted, made, strict=True)}


def stale(shipped: Mapping[str, Row], now: Mapping[str, Row]) -> list[str]:
    """Name the pairs of which the file says something else than the engine derives.

    Args:
        shipped: the rows of the file.
        now: the rows as they are derived.

    Returns:
        Ids.
    """
    return sorted(name for name in {*shipped, *now} if shipped.get(name) != now.get(name))


def text_of(made: Mapping[str, Row]) -> str:
    """Write the rows, one line a pair, so that a change of one is a change of one line."""
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(made.items()))
    return f'{{"format": 1, "formulas": {{\n{lines}\n}}}}\n'


def write(*, check: bool = False) -> int:
    """Write the file, or check it.

    Args:
        check: write nothing.

    Returns:
        1 if it is to be checked and is not what is derived, else 0.
    """
    now = current()
    changed = stale(rows(), now) if PATH.is_file() else sorted(now)
    if not check:
        PATH.write_text(text_of(now), encoding="utf-8")
    print(f"{len(now)} formulas, {len(changed)} of them new or changed" + (f": {changed[0]} ..." if changed else ""))
    return int(check and bool(changed))


def main() -> int:
    """Write the file, or check it."""
    parser = argparse.ArgumentParser(description="Write the formulas that come with the package.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if they are not what is derived")
    return write(check=parser.parse_args().check)


if __name__ == "__main__":
    sys.exit(main())
