"""What the letters of a general result stand for: which are positive, and which are finite numbers of things."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef

from kldiv.algebra.quantities import unfold
from kldiv.proof.record import Record
from kldiv.writing.address import in_table
from kldiv.writing.tex import expression_tex


def letters(derivation: Record) -> str:
    """Say in one sentence what is assumed of the letters of a general result; "" where there is nothing to say.

    The parameters of a pair of distributions are in a table of their own.

    Args:
        derivation: any derivation.

    Returns:
        Markdown with TeX.

    Example:
        >>> from kldiv.identities.gibbs_inequality import gibbs_inequality
        >>> letters(gibbs_inequality())
        'Throughout, $p_i > 0$, $q_i > 0$, and $K$ is a finite number.'
    """
    if derivation.distributions or in_table(derivation):
        return ""
    stated = [unfold(part) for part in (derivation.left, derivation.result, *derivation.assumptions)]
    ranges = {limit for part in stated for node in part.atoms(sp.Sum) for limit in node.limits}
    sizes = {top for _, _, top in ranges if top.is_Symbol}
    held = [*_with_signs(stated, sizes)]
    finite = [f"${expression_tex(size)}$" for size in sorted(sizes, key=str)]
    if finite:
        held.append(f"{_listed(finite)} {'is a finite number' if len(finite) == 1 else 'are finite numbers'}")
    return f"Throughout, {_listed(held)}." if held else ""


def _listed(parts: list[str]) -> str:
    if len(parts) < 3:
        return " and ".join(parts)
    return ", ".join(parts[:-1]) + ", and " + parts[-1]


def _with_signs(stated: list[sp.Basic], sizes: set[sp.Basic]) -> list[str]:
    """The letters that are positive, or not negative, each once: arrays by an entry, functions by a value."""
    found: dict[str, sp.Expr] = {}
    for part in stated:
        indices = {index for entry in part.atoms(sp.Indexed) for index in entry.indices}
        bases = {entry.base.label for entry in part.atoms(sp.Indexed)}
        bound = {limit[0] for node in part.atoms(sp.Sum, sp.Integral) for limit in node.limits}
        plain = part.atoms(sp.Symbol) - indices - bases - bound - sizes
        entries = sorted(part.atoms(sp.Indexed), key=lambda e: (len(str(e)), str(e)))
        values = sorted(part.atoms(AppliedUndef), key=lambda e: (len(str(e)), str(e)))
        for letter in (*entries, *values, *sorted(plain, key=str)):
            name = str(letter.base if isinstance(letter, sp.Indexed) else letter.func if letter.args else letter)
            if letter.is_nonnegative and not letter.is_integer:
                found.setdefault(name, letter)
    signs = {True: ">", False: r"\ge"}
    return [f"${expression_tex(one)} {signs[bool(one.is_positive)]} 0$" for _, one in sorted(found.items())]
