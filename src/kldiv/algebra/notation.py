"""Symbols, TeX macros and units: the one place where notation is decided.

Throughout, ``p`` is the distribution that the data follow and ``q`` the distribution that stands in for it; ``p``
comes first.
"""

from __future__ import annotations

import math
from typing import Any

from kldiv.lazily import sp

#: What a distribution gives its mass to: an interval, or single numbers.
CONTINUOUS = "continuous"
DISCRETE = "discrete"

#: TeX macros that hand-written pages may use. Generated TeX is spelled out, so that a copied formula stands alone.
TEX_MACROS: dict[str, str] = {
    r"\KL": r"D(#1 \,\|\, #2)",
    r"\E": r"\operatorname{E}",
    r"\Ent": r"H(#1)",
    r"\CE": r"H(#1,\, #2)",
    r"\dd": r"\mathrm{d}",
    r"\supp": r"\operatorname{supp}",
}

#: How a unit of information is named when logarithms are taken to this base.
UNITS: dict[float, str] = {math.e: "nats", 2.0: "bits", 10.0: "hartleys"}


#: So much of a value is repeated in a message.
_LONGEST_SHOWN = 110


def shortly(value: Any) -> str:
    """Write any value as a message repeats it: on one line, cut if it is long, and whatever its own methods do.

    Args:
        value: whatever a caller gave.

    Returns:
        Its text, or what type it is if it has none.

    Example:
        >>> shortly([0.25, 0.75]), len(shortly(10**120)), shortly(10**5000)
        ('[0.25, 0.75]', 110, 'an object of type int')
    """
    try:
        text = " ".join(str(value).split())
    except Exception:  # a foreign __str__ or __repr__ may raise anything
        return f"an object of type {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def unit_name(base: float | None) -> str:
    """Name the unit that belongs to a logarithm's base.

    Args:
        base: the base of the logarithm; None for e.

    Returns:
        "nats", "bits", "hartleys", or "units of log base b".

    Example:
        >>> unit_name(None), unit_name(2)
        ('nats', 'bits')
    """
    if base is None:
        return "nats"
    return UNITS.get(float(base), f"units of log base {float(base):g}")


def log_of_base(base: float | None) -> float:
    """Return the natural logarithm of a base: nats are divided by it to change unit.

    Args:
        base: a number greater than zero and other than one; None for e.

    Returns:
        log(base), 1 for None.

    Raises:
        ValueError: if no logarithm has that base.

    Example:
        >>> round(0.6931471805599453 / log_of_base(2), 12)
        1.0
    """
    if base is None:
        return 1.0
    if isinstance(base, bool) or not isinstance(base, (int, float)) or not 0 < base < math.inf or base == 1:
        given: Any = base
        shown = shortly(repr(given) if isinstance(given, str) else given)
        raise ValueError(f"base must be a positive number other than 1, got {shown}")
    return math.log(base)


def parameter_symbol(letter: str, distribution: str, **assumptions: bool) -> sp.Symbol:
    """Make the symbol of one distribution's parameter, such as mu_p.

    Args:
        letter: the parameter's letter, spelled as SymPy spells it ("mu", "sigma", "n").
        distribution: "p" or "q", the index.
        **assumptions: SymPy's assumptions, such as positive=True.

    Returns:
        The symbol.

    Example:
        >>> parameter_symbol("sigma", "p", positive=True)
        sigma_p
    """
    return sp.Symbol(f"{letter}_{distribution}", **assumptions)
