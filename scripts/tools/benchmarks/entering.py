"""Time how long the package takes to enter, in processor time: `python -m scripts.tools.benchmarks.entering`.

Each entry is a process of its own, run several times; the least counts, since other programs only add to it. Python's
own start is shown beside, and what an entry costs beyond it. Prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

RUNS = 7

NORMALS = ("Normal(loc=1, scale=1)", "Normal(loc=2, scale=0.5)")

#: What is timed: its name, and Python's arguments.
ENTRIES: dict[str, tuple[str, ...]] = {
    "python -c pass": ("-c", "pass"),
    "import kldiv": ("-c", "import kldiv"),
    "kldiv list": ("-m", "kldiv", "list"),
    "kldiv evaluate, two normals": ("-m", "kldiv", "evaluate", *NORMALS),
    "first kl_divergence(Gamma, Weibull)": (
        "-c",
        "import kldiv; kldiv.kl_divergence(kldiv.Gamma(2, 1), kldiv.Weibull(1, 1))",
    ),
}


def processor_time(arguments: tuple[str, ...]) -> float:
    """Run Python once; the seconds of processor time that it took, user's and system's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def least() -> dict[str, float]:
    """The least processor time of several runs of each entry."""
    return {name: min(processor_time(arguments) for _ in range(RUNS)) for name, arguments in ENTRIES.items()}


if __name__ == "__main__":
    print(json.dumps(least()))
