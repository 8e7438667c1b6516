"""Tamper with every derivation of the catalogue and see the checks refuse: `python -m scripts.tools.tampering`.

Prints what was accepted, writes the counts by kind to docs/data/tampering.json, and exits 1 if anything was.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from kldiv.entries import catalogue
from kldiv.proof.tampering import early_refusal, refusal, tampered
from scripts.tools.mutation import dated, examined

RESULT = Path(__file__).resolve().parents[2] / "docs" / "data" / "tampering.json"

#: Whose left side is put on others; the second is for the first itself.
OTHERS = ("cauchy-cauchy", "normal-normal")


def examine(names: list[str]) -> list[dict[str, Any]]:
    """Tamper with a few derivations.

    Args:
        names: ids of the catalogue.

    Returns:
        For each: how often each kind of change was tried, and what was accepted.
    """
    rows = []
    for name in names:
        derivation = catalogue()[name]
        other = catalogue()[OTHERS[name == OTHERS[0]]]
        if said := early_refusal(derivation):  # that it passes the others, the build has seen
            raise ValueError(f"{name}: refused before anything was changed: {said}")
        tried: Counter[str] = Counter()
        accepted = []
        for one in tampered(derivation, other):
            tried[one.kind] += 1
            if not refusal(one.record):
                accepted.append([one.kind, one.where])
        rows.append({"id": name, "tried": dict(tried), "accepted": accepted})
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Count by kind."""
    tried: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for row in rows:
        tried.update(row["tried"])
        accepted.update(kind for kind, _ in row["accepted"])
    kinds = {kind: {"tried": n, "refused": n - accepted[kind]} for kind, n in sorted(tried.items())}
    return {"derivations": len(rows), "kinds": kinds}


def main() -> int:
    """Tamper with what was asked for, or with all."""
    parser = argparse.ArgumentParser(description="Ask the checks about derivations that were tampered with.")
    parser.add_argument("ids", nargs="*", help="ids of the catalogue (default: all)")
    wanted = parser.parse_args().ids
    start = time.perf_counter()
    rows = examined(examine, wanted)
    for row in rows:
        for kind, where in row["accepted"]:
            print(f"ACCEPTED {row['id']}: {kind}, {where}")
    result = summary(rows)
    for kind, counts in result["kinds"].items():
        print(f"{counts['refused']:>7} of {counts['tried']:>7} refused  {kind}")
    print(f"{result['derivations']} derivations, {time.perf_counter() - start:.0f} s")
    if not wanted:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(json.dumps(dated(result), indent=1) + "\n", encoding="utf-8")
    return 1 if any(row["accepted"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
