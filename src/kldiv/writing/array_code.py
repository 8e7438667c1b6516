"""What scripts of arrays are put together from: numbers as code, what is imported, and what is pasted."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import mpmath

from kldiv.writing import script, standalone, standalone_arrays


def number_code(value: Fraction) -> str:
    """Write a number."""
    return f'mpf("{value}")' if Fraction(value).denominator > 1 else f"mpf({value})"


def matrix_code(rows: Iterable[Any]) -> str:
    """Write a matrix by its rows, or a column by its entries."""
    written = [
        f"[{', '.join(_quoted(entry) for entry in row)}]" if isinstance(row, (list, tuple)) else _quoted(row)
        for row in rows
    ]
    return f"matrix([{', '.join(written)}])"


def _quoted(entry: Fraction) -> str:
    return f'"{entry}"' if Fraction(entry).denominator > 1 else str(entry)


def imports(code: str) -> list[str]:
    """Of what the pasted part imports, what the code names."""
    words = set(re.findall(r"\w+", code))
    mine = vars(standalone_arrays)
    taken = sorted(name for name in mine if name in words and getattr(mpmath, name, None) is mine[name])
    names = [f"    {line}" for line in textwrap.wrap(", ".join(taken) + ",", script.WIDTH - 4)]
    own = [f"from itertools import {', '.join(n for n in ('pairwise', 'product') if n in words)}"]
    return ["import sys", *own, "", "import mpmath", "from mpmath import (", *names, ")", "", "mpmath.mp.dps = 30"]


def pasted_for(code: str) -> str:
    """What the code needs of the part that all have, and of how an integral is taken; under their headings."""
    source = inspect.getsource(standalone_arrays)
    integrals = [inspect.getsource(part).rstrip() for part in (standalone.integrated, standalone.trapezoids)]
    parts = [*source[source.index("# ----") :].rstrip("\n").split("\n\n\n"), *integrals]
    defined = {found[1]: part for part in parts if (found := re.search(r"^(?:def|class) (\w+)", part, re.MULTILINE))}
    wanted, fresh = {"main"}, [code, defined["main"]]
    while fresh:
        named = {word for word in re.findall(r"\w+", fresh.pop()) if word in defined} - wanted
        wanted |= named
        fresh += [defined[name] for name in named]
    return "\n\n\n".join(part for part in parts if part not in defined.values() or part in {defined[n] for n in wanted})
