"""Use the installed package as its readers do: `python -I exercise.py`, in an environment that holds it and no more.

Every command is run, and every example in the package's docstrings. It needs nothing but the package.
"""

from __future__ import annotations

import doctest
import importlib
import json
import math
import os
import pkgutil
import platform
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import kldiv

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
#: log(1/0.5), then the two terms of the divergence between two normal distributions, by hand.
BY_HAND = math.log(0.5) + (1 + 1) / (2 * 0.25) - 0.5
LIBRARIES = ("numpy", "scipy", "sympy", "mpmath", "python-flint")


def command(*arguments: str) -> str:
    """Run `kldiv` and return what it printed; an error ends the exercise."""
    script = Path(sys.executable).with_name("kldiv.exe" if sys.platform == "win32" else "kldiv")
    speaks = os.environ | {"PYTHONUTF8": "1"}  # whatever the system's own encoding is
    done = subprocess.run([str(script), *arguments], env=speaks, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"kldiv {' '.join(arguments)} exited with {done.returncode}:\n{done.stdout + done.stderr!r}")
    return done.stdout.decode("utf-8")


def expect(holds: bool, what: str) -> None:
    """End the exercise unless something holds."""
    if not holds:
        sys.exit(f"expected: {what}")


def commands() -> None:
    """Every command of the README, and one check."""
    value = float(command("evaluate", "Normal(loc=1, scale=1)", "Normal(loc=2, scale=0.5)"))
    expect(math.isclose(value, BY_HAND, rel_tol=1e-14), f"kldiv evaluate gives {BY_HAND} nats, not {value}")
    expect(command("derive", "normal", "normal").count("\n") > 10, "kldiv derive writes more than ten lines")
    expect("normal-normal" in command("list", "--family", "normal"), "kldiv list names normal-normal")
    expect(len(json.loads(command("list", "--json"))) > 1000, "kldiv list --json holds more than a thousand entries")
    expect(command("check", "normal-normal").rstrip().endswith(" passed, 0 failed"), "normal-normal passes its checks")


#: What runs when it is imported, and what needs libraries that the package does not.
APART = {"kldiv.__main__", "kldiv.torch", "kldiv.jax"}


def examples() -> int:
    """Run every example in the docstrings; return how many there were."""
    tried = 0
    for found in pkgutil.walk_packages(kldiv.__path__, "kldiv."):
        if found.name not in APART:
            results = doctest.testmod(importlib.import_module(found.name), optionflags=FLAGS)
            expect(results.failed == 0, f"the examples of {found.name} give what they say")
            tried += results.attempted
    return tried


def main() -> None:
    """Exercise the package and say in one line where it worked."""
    place = Path(kldiv.__file__).resolve()
    expect(place.is_relative_to(Path(sys.prefix).resolve()), f"the installed package, not the one at {place}")
    expect(files(kldiv).joinpath("py.typed").is_file(), "py.typed is installed")
    expect(version("kldiv") == kldiv.__version__, f"one version, not {version('kldiv')} and {kldiv.__version__}")
    commands()
    tried = examples()
    expect(tried > 100, "more than a hundred examples")
    beside = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"kldiv {kldiv.__version__} works on Python {platform.python_version()} with {beside}; {tried} examples ran")


if __name__ == "__main__":
    main()
