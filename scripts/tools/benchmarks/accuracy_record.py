"""The record of what `accuracy` has measured: docs/data/accuracy.json, a row on each line, with versions and date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from scripts.tools.benchmarks.others import interpreters
from scripts.tools.mutation import dated

RESULT = Path(__file__).resolve().parents[3] / "docs" / "data" / "accuracy.json"


#: Digits that a time or an error is recorded with.
DIGITS = 3


def _plain(found: Any) -> Any:
    """Round to a few digits; write what no JSON number is as a text: "inf"."""
    if isinstance(found, dict):
        return {name: _plain(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_plain(value) for value in found]
    if not isinstance(found, float):
        return found
    return float(f"{found:.{DIGITS}g}") if np.isfinite(found) else str(found)


def put_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the last record, those that were measured anew in their places."""
    anew = {(row["id"], row["which"]): row for row in rows}
    known = json.loads(RESULT.read_text(encoding="utf-8"))["rows"]
    return [anew.pop((row["id"], row["which"]), row) for row in known] + list(anew.values())


def _versions() -> dict[str, str]:
    """The libraries that are asked, and their versions."""
    return {library: one.version for library, one in interpreters().items()}


def refuse_other(count: int) -> None:
    """Refuse to put into the record what was measured at another number of points or beside other libraries."""
    known = json.loads(RESULT.read_text(encoding="utf-8"))
    if (known["points"], known["libraries"]) != (count, _versions()):
        raise SystemExit(f"the record has {known['points']} points beside {known['libraries']}: measure all anew")


def write(rows: list[dict[str, Any]], count: int) -> None:
    """Write the record, with versions and date."""
    record = dated({"points": count, "libraries": _versions()})
    head = json.dumps(record, indent=1).removesuffix("\n}")
    lines = ",\n".join("  " + json.dumps(_plain(row), separators=(",", ":"), allow_nan=False) for row in rows)
    RESULT.write_text(f'{head},\n "rows": [\n{lines}\n ]\n}}\n', encoding="utf-8")
