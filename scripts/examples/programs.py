"""Short programs that the lessons show: each is run as it is printed, and what it prints is a number like any other.

Some are broken, for the reader to repair. What they print is wrong, and computed all the same.
"""

from __future__ import annotations

import contextlib
import io
import math

import numpy as np

from scripts.examples.display import Numbers, number

_SHARES = "p = np.array([0.5, 0.3, 0.2])\nq = np.array([0.4, 0.4, 0.2])"

Programs = dict[str, tuple[str, str]]

#: Name -> what it prints is in this unit, and the program.
PROGRAMS: Programs = {
    "computing-kldiv": (
        "nats",
        """
import kldiv

p = kldiv.Categorical([0.5, 0.3, 0.2])
q = kldiv.Categorical([0.4, 0.4, 0.2])
print(kldiv.kl_divergence(p, q))
""",
    ),
    "computing-numpy": ("nats", f"import numpy as np\n\n{_SHARES}\nprint(np.sum(p * np.log(p / q)))"),
    "computing-broken": ("nats", f"import numpy as np\n\n{_SHARES}\nprint(np.sum(q * np.log(p / q)))"),
    "cost-broken": (
        "bits",
        """
import numpy as np

# what q gave to a dog, a cat, a dog, a fox and a dog
given = np.array([0.4, 0.4, 0.4, 0.2, 0.4])
print(-np.log2(np.mean(given)))
""",
    ),
    "surprise-broken": ("bits", "import numpy as np\n\np = np.array([0.5, 0.3, 0.2])\nprint(np.mean(-np.log2(p)))"),
    "log-broken": (
        "nats",
        """
import numpy as np

# what p gave to each of a thousand pictures
given = np.tile([0.5] * 5 + [0.3] * 3 + [0.2] * 2, 100)
print(np.log(np.prod(given)))
""",
    ),
    "ratio-broken": (
        "bits",
        f"import numpy as np\n\n{_SHARES}\nseen = [0, 0, 1]  # dog, dog, cat\n"
        "print(np.log2(np.sum(p[seen]) / np.sum(q[seen])))",
    ),
    "expectation-broken": (
        "nats",
        f"import numpy as np\n\n{_SHARES}\nseen = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]\n"
        "evidence = np.log(p / q)\nprint(np.mean(p[seen] * evidence[seen]))",
    ),
    "expected-broken": (
        "nats",
        "import numpy as np\n\nseen = np.array([5, 3, 2])  # dogs, cats and foxes\nq = np.array([0.4, 0.4, 0.2])\n"
        "print(np.sum(seen * np.log(seen / q)))",
    ),
    "units-broken": (
        "",
        f"import numpy as np\n\n{_SHARES}\ncross_entropy = -np.sum(p * np.log2(q))\nentropy = -np.sum(p * np.log(p))\n"
        "print(cross_entropy - entropy)",
    ),
}


def printed(source: str) -> float:
    """Run a program and read the number that it prints.

    Args:
        source: the program.

    Returns:
        The number.

    Example:
        >>> printed("print(1 + 1)")
        2.0
    """
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard), np.errstate(all="ignore"):
        exec(compile(source, "<a program of a lesson>", "exec"), {})
    return float(heard.getvalue())


def run(programs: Programs) -> Numbers:
    """Run programs.

    Args:
        programs: by name, the unit of what each prints, and its source.

    Returns:
        What each prints, under "program." and its name.
    """
    values = {name: (printed(source), unit) for name, (unit, source) in programs.items()}
    return {
        f"program.{name}": number(value, unit, None if math.isinf(value) else 4)
        for name, (value, unit) in values.items()
    }


def blocks(programs: Programs) -> dict[str, str]:
    """Write each program as a block of code, and what it prints below.

    Args:
        programs: as for `run`.

    Returns:
        Fragment name -> Markdown.
    """
    return {
        f"program-{name}": f"```python\n{source.strip()}\n```\n\nIt prints [[n:program.{name}]]."
        for name, (_, source) in programs.items()
    }


def numbers() -> Numbers:
    """Run the programs of the first half of the path."""
    return run(PROGRAMS)


def fragments() -> dict[str, str]:
    """Write the programs of the first half of the path."""
    return blocks(PROGRAMS)
