"""Other libraries, where an interpreter has them: this one, or those that `make conformance` has set up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kldiv.distributions import DISTRIBUTIONS

ROOT = Path(__file__).resolve().parents[3]
PLACES = (sys.executable, ROOT / ".cache/conformance/bin/python", ROOT / ".cache/conformance-tfp/bin/python")

#: A library's name on disk, and what the distributions' own files call it.
CALLED = {"torch": "torch", "tensorflow_probability": "tfp", "scipy": "scipy"}
#: What SciPy can be asked for: divergences of outcomes that are listed.
LISTED = ("bernoulli", "categorical")
VERSION = "import importlib.metadata as m, {0}; print(m.version('{0}'))"


@dataclass(frozen=True)
class Interpreter:
    """Where a library is installed, and which version."""

    path: str
    version: str


@cache
def interpreters() -> dict[str, Interpreter]:
    """Return an interpreter for each library that is installed; KLDIV_BENCH_PYTHON may name further ones."""
    further = os.environ.get("KLDIV_BENCH_PYTHON", "").split(os.pathsep)
    found: dict[str, Interpreter] = {}
    for place in (*map(str, PLACES), *filter(None, further)):
        for library in CALLED:
            if library not in found and Path(place).exists():
                asked = subprocess.run([place, "-c", VERSION.format(library)], capture_output=True, text=True)
                if not asked.returncode:
                    found[library] = Interpreter(place, asked.stdout.strip())
    return found


def ask(slug: str, place: Path, *, million: bool) -> dict[str, dict[str, Any]]:
    """Ask every library for the divergences of one family.

    Args:
        slug: the family.
        place: a file of NumPy's with the parameters of p and q.
        million: whether to time a million pairs.

    Returns:
        For each library that knows the pair its values, and the seconds of processor time.
    """
    found = {}
    for library, interpreter in interpreters().items():
        code = DISTRIBUTIONS[slug].elsewhere.get(CALLED[library], "")
        if (library == "scipy" and slug not in LISTED) or not code:
            continue
        many = "million" if million else "few"
        command = [
            interpreter.path,
            "-m",
            "scripts.tools.benchmarks.ask_accuracy",
            CALLED[library],
            code,
            str(place),
            many,
        ]
        # One thread, as here: those that wait for one another would count as work.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if not done.returncode:
            found[library] = json.loads(done.stdout.splitlines()[-1])
    return found
