"""Spoil every step and every lemma of the catalogue and see the checks refuse: `python -m scripts.tools.mutation`.

Prints the kill rate and every survivor, writes both to docs/data/mutation.json, and exits 1 if one survived.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from kldiv.entries import catalogue
from kldiv.proof.mutation import spoil
from scripts.pages.machine import versions

RESULT = Path(__file__).resolve().parents[2] / "docs" / "data" / "mutation.json"


def examine(names: list[str]) -> list[dict[str, Any]]:
    """Spoil a few derivations.

    Args:
        names: ids of the catalogue.

    Returns:
        For each that has steps to spoil: how many mutants were refused or equal in value, and the survivors.
    """
    rows: list[dict[str, Any]] = []
    spoilt: set[str] = (
        set()
    )  # lemmas, by whichever of these derivations: a group's own, so that each run counts the same
    for name in names:
        derivation = catalogue()[name]
        if derivation.kind not in {"closed form", "identity"}:
            continue
        outcome = spoil(derivation, spoilt=spoilt)
        spoilt.update(derivation.lemmas)
        survivors = [[s.where, s.change, str(s.mutant)] for s in outcome.survivors]
        rows.append({"id": name, "killed": outcome.killed, "equivalent": outcome.equivalent, "survivors": survivors})
    return rows


def batches(names: list[str]) -> Iterator[list[str]]:
    """Group the ids by their first distribution, whose lemmas they share."""
    pairs = catalogue().pairs
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(pairs[name][0] if name in pairs else name, []).append(name)
    yield from groups.values()


def examined(examine: Callable[[list[str]], list[dict[str, Any]]], names: list[str]) -> list[dict[str, Any]]:
    """Examine derivations on all processors, a group at a time.

    Args:
        examine: from ids to rows.
        names: the ids; all of the catalogue if there are none.

    Returns:
        The rows of all groups.
    """
    groups, rows = list(batches(names or list(catalogue()))), []
    with ProcessPoolExecutor() as pool:
        for number, found in enumerate(pool.map(examine, groups), 1):
            rows += found
            print(f"\r{number}/{len(groups)} groups", end="", file=sys.stderr)
    print(file=sys.stderr)
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Count, and keep the survivors."""
    killed = sum(row["killed"] for row in rows)
    survivors = {row["id"]: row["survivors"] for row in sorted(rows, key=lambda r: r["id"]) if row["survivors"]}
    alive = sum(map(len, survivors.values()))
    return {
        "derivations": len(rows),
        "mutants": killed + alive,
        "killed": killed,
        "equivalent": sum(row["equivalent"] for row in rows),
        "survivors": survivors,
    }


def dated(result: dict[str, Any]) -> dict[str, Any]:
    """Say when it was measured, and with what."""
    return {"date": datetime.datetime.now(datetime.UTC).date().isoformat(), "versions": versions(), **result}


def main() -> int:
    """Spoil what was asked for, or all."""
    parser = argparse.ArgumentParser(description="Ask the checks about wrong derivations.")
    parser.add_argument("ids", nargs="*", help="ids of the catalogue (default: all)")
    wanted = parser.parse_args().ids
    start = time.perf_counter()
    rows = examined(examine, wanted)
    result = summary(rows)
    for name, survivors in result["survivors"].items():
        for where, change, mutant in survivors:
            print(f"SURVIVED {name}, {where}: {change}: {mutant[:200]}")
    rate = 100 * result["killed"] / max(1, result["mutants"])
    print(f"{result['derivations']} derivations, {time.perf_counter() - start:.0f} s")
    print(f"{result['mutants']} mutants changed a value, {result['killed']} were refused: {rate:.2f} %")
    if not wanted:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(json.dumps(dated(result), indent=1) + "\n", encoding="utf-8")
    return 1 if result["survivors"] else 0


if __name__ == "__main__":
    sys.exit(main())
