"""Time entering, deriving, SymPy's own integration beside it, and builds: `python -m scripts.tools.bench [--help]`.

The site goes to a temporary folder, so that the one in site/ stays as it is. Packages fetched from npm and
formulas typeset before are kept: neither is this project's own work.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.tools.benchmarks.integrating import FAMILIES

ROOT = Path(__file__).resolve().parents[2]

#: Importing SymPy is not counted; so long it may take.
START = 15


def ask(module: str, argument: str = "", limit: float | None = None) -> dict[str, Any] | None:
    """Run one benchmark in a process of its own; None if it takes longer than its limit."""
    command = [sys.executable, "-m", f"scripts.tools.benchmarks.{module}", argument]
    try:
        done = subprocess.run(
            command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=limit and limit + START
        )
    except subprocess.TimeoutExpired:
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def entering() -> None:
    """Print what it costs to enter the package, beside Python's own start."""
    found = ask("entering")
    assert found is not None
    start = found.pop("python -c pass")
    print("Entering, processor time, the least of several runs")
    print(f"  {'python -c pass':36} {start:6.3f} s")
    for name, seconds in found.items():
        print(f"  {name:36} {seconds:6.3f} s   {seconds - start:6.3f} s beyond Python's start")


def versions() -> None:
    """Print the date, and the versions that the times belong to."""
    libraries = ("kldiv", "sympy", "numpy", "scipy", "mpmath", "python-flint", "gmpy2")
    found = ", ".join(f"{name} {version(name)}" for name in libraries)
    print(f"{date.today().isoformat()}, Python {platform.python_version()}, {found}")


def deriving() -> None:
    """Print how long the catalogue takes to derive, and whether its cost grows with its size."""
    print("Deriving, without checks, processor time on one core")
    for part in (4, 2, 1):
        found = ask("deriving", str(part))
        assert found is not None
        pairs, seconds = found["pairs"], found["seconds"]
        total = sum(pairs.values())
        print(
            f"  {total:5} pairs {sum(seconds.values()):7.1f} s  {1000 * sum(seconds.values()) / total:5.1f} ms a pair"
            f"   {pairs['closed form']:4} closed forms {seconds['closed form']:6.1f} s"
        )


def integrating(limit: float) -> None:
    """Print what SymPy's integrate does with the same-family pairs."""
    print(f"sympy.integrate on p log(p/q), at most {limit:g} s each, beside the derivation")
    right, slow, quick = 0, 0.0, 0.0
    for family in FAMILIES:
        found = ask("integrating", family, limit)
        if found is None or found["integrate"] > limit:
            print(f"  {family:18} no answer in time")
            continue
        print(f"  {family:18} {found['outcome']:12} {found['integrate']:7.2f} s   derived in {found['derive']:.2f} s")
        if found["outcome"] == "right":
            right, slow, quick = right + 1, slow + found["integrate"], quick + found["derive"]
    if right:
        print(
            f"  {right} of {len(FAMILIES)} right, in {slow:.1f} s; derived in {quick:.1f} s: {slow / quick:.1f} times"
        )


def seconds(site: Path) -> float:
    """How long one build takes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "scripts.build", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def building() -> None:
    """Print how long a build takes from nothing and with nothing to do, and their ratio."""
    for folder in ("build", "checks", "figures", "notebooks", "pages"):
        for record in (ROOT / ".cache" / folder).glob("*.json"):
            record.unlink()
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "site"
        first, second = seconds(site), min(seconds(site) for _ in range(3))
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        pages = sum(1 for _ in site.rglob("*.html"))
    print("Building the site")
    print(f"  from nothing      {first:7.2f} s   {pages} pages, {size / 1e6:.1f} MB")
    print(f"  nothing to do     {second:7.2f} s   1/{first / second:.0f} of the first")


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(description="Time entering, deriving, integrating and building.")
    parser.add_argument(
        "parts", nargs="*", default=["entering", "deriving", "integrating", "building"], help="(%(default)s)"
    )
    parser.add_argument("--limit", type=float, default=6, help="seconds for each of SymPy's integrals (%(default)s)")
    options = parser.parse_args()
    known = {
        "entering": entering,
        "deriving": deriving,
        "integrating": lambda: integrating(options.limit),
        "building": building,
    }
    for part in options.parts:
        if part not in known:
            parser.error(f"unknown part {part!r}; known are {', '.join(known)}")
    versions()
    for part in options.parts:
        known[part]()


if __name__ == "__main__":
    main()
