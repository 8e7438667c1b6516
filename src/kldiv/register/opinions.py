"""What two other computer algebra systems answer: read from what `make second-opinion` writes."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

#: Where scripts/conformance/second_opinion.py puts what it finds.
OPINIONS = Path(__file__).resolve().parent / "opinions.json"

#: The systems, by the names under which their answers are kept.
SYSTEMS = {"maxima": "Maxima", "giac": "Giac"}

#: What may come of a question: a formula of the same value, none within the time, or a formula of another value.
AGREED, NOT_ANSWERED, DISAGREED = "agreed", "not answered", "disagreed"

#: A reason for "not answered": a system's formula for an integral is not what it finds for it by quadrature.
CONTRADICTED = "its formula is not what its own quadrature gives"


@lru_cache(maxsize=1)
def opinions() -> dict[str, Any]:
    """Return what was found.

    Returns:
        "date"; "versions" by system; "limit", the seconds that a question may take; and under "pairs", by id, the
        parameters ("at"), our "value", and by system its "verdict", how it was asked, and its formula or why there is
        none.

    Example:
        >>> opinions()["pairs"]["exponential-exponential"]["maxima"]["verdict"]
        'agreed'
    """
    found: dict[str, Any] = json.loads(OPINIONS.read_text(encoding="utf-8"))
    return found


def counted(system: str) -> Counter[str]:
    """Count one system's verdicts.

    Args:
        system: "maxima" or "giac".

    Returns:
        How many closed forms it agreed on, did not answer, or answered otherwise.

    Example:
        >>> counted("maxima")[DISAGREED]
        0
    """
    return Counter(row[system]["verdict"] for row in opinions()["pairs"].values())
