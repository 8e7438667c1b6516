"""How a computed value is written: one entry of numbers.json from one value."""

from __future__ import annotations

import math
from typing import Any

from scripts.examples.arithmetic import agrees, worked_out, written

MINUS = "\u2212"
INFINITY = "\u221e"

Entry = dict[str, Any]
Numbers = dict[str, Entry]


def typographic(text: str) -> str:
    """Write a true minus sign where Python writes a hyphen.

    Args:
        text: a formatted number.

    Returns:
        The number as a page shows it.

    Example:
        >>> typographic("-0.6931")
        '−0.6931'
    """
    return text.replace("-", MINUS)


def number(value: float, unit: str = "", digits: int | None = 4, how: str = "") -> Entry:
    """Make one entry: the value, its unit, and how a page shows it by default.

    Args:
        value: what was computed; infinity is allowed.
        unit: "nats", "bits", "%" or "".
        digits: digits after the point; None writes the value as short as it is.
        how: the arithmetic that a reader may follow, such as "0.5*log2(0.5/0.4)"; it is worked out here as well.

    Returns:
        A dict with the keys value, unit and text, and how where the arithmetic is given.

    Raises:
        ValueError: if the arithmetic gives another number.

    Example:
        >>> number(2.3219280948873626, "bits")["text"], number(1.0, digits=None)["text"]
        ('2.3219', '1')
        >>> number(0.32192809488736235, "bits", how="1*log2(1/0.8)")["how"]
        '1 × log₂(1 / 0.8)'
    """
    value = float(value)
    if how and not agrees(how, value, digits):
        raise ValueError(f"{how} is {worked_out(how)!r}, and not {value!r}")
    if math.isinf(value):
        sign = MINUS if value < 0 else ""
        return {"value": f"{'-' if value < 0 else ''}inf", "unit": unit, "text": sign + INFINITY}
    text = f"{value:.12g}" if digits is None else f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")  # no negative zero on a page
        value = abs(value)
    return {"value": value, "unit": unit, "text": typographic(text)} | ({"how": written(how)} if how else {})


def whole(value: int, unit: str = "") -> Entry:
    """Make an entry for a count.

    Args:
        value: the count.
        unit: what is counted, or "".

    Returns:
        A dict with the keys value, unit and text.

    Example:
        >>> whole(10)["text"]
        '10'
    """
    return {"value": int(value), "unit": unit, "text": typographic(str(int(value)))}


def words(text: str, unit: str = "") -> Entry:
    """Make an entry that is shown as it stands, such as a list of probabilities.

    Args:
        text: what the page shows.
        unit: a unit, or "".

    Returns:
        A dict with the keys value, unit and text.

    Example:
        >>> words("1/2, 1/4")["value"]
        '1/2, 1/4'
    """
    return {"value": text, "unit": unit, "text": text}


def power_of_ten(value: float, unit: str = "", digits: int = 0) -> Entry:
    """Make an entry for a very small or very large value.

    Args:
        value: what was computed.
        unit: its unit.
        digits: digits after the point.

    Returns:
        A dict with the keys value, unit and text.

    Example:
        >>> power_of_ten(3.2e-8)["text"].replace("\u00a0", " ")
        '3 × 10⁻⁸'
    """
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return {"value": float(value), "unit": unit, "text": f"{typographic(mantissa)}\u00a0×\u00a010{raised}"}


def quoted(printed: str, unit: str = "") -> Entry:
    """Make an entry for a number that somebody else printed: its digits are kept as they stand.

    Args:
        printed: the digits as printed.
        unit: the unit it was meant in.

    Returns:
        A dict with the keys value, unit and text.

    Example:
        >>> quoted("0.0")
        {'value': 0.0, 'unit': '', 'text': '0.0'}
    """
    return {"value": float(printed), "unit": unit, "text": typographic(printed)}
