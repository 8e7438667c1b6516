"""Programs that the lessons from cross-entropy on give to repair: each is run as it is printed, wrong as it is."""

from __future__ import annotations

from scripts.examples.display import Numbers
from scripts.examples.programs import Programs, blocks, run

_SHARES = "p, q = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.4, 0.2])"

#: Name -> the unit that is asked for, and the program.
PROGRAMS: Programs = {
    "cross-entropy-broken": ("bits", f"import numpy as np\n\n{_SHARES}\nprint(-np.sum(q * np.log2(p)))"),
    "gibbs-broken": (
        "nats",
        "import numpy as np\n\np = np.array([0.5, 0.3, 0.2])\nq = np.array([4, 4, 2])  # counted\n"
        "print(np.sum(p * np.log(p / q)))",
    ),
    "distance-broken": (
        "nats",
        "from scipy.spatial.distance import jensenshannon\n\nprint(jensenshannon([0.5, 0.3, 0.2], [0.4, 0.4, 0.2]))",
    ),
    "directions-broken": (
        "bits",
        "from scipy.stats import entropy\n\nprint(entropy([0.5, 0.5], [0.9, 0.1], base=2))",
    ),
    "infinite-broken": (
        "nats",
        "import numpy as np\n\neps = 1e-10\np, q = np.array([0.5, 0.3, 0.2]), np.array([0.625, 0.375, 0])\n"
        "print(np.sum(p * np.log((p + eps) / (q + eps))))",
    ),
    "density-broken": (
        "nats",
        "import numpy as np\nfrom scipy.stats import norm\n\nx = np.arange(-12, 14, 0.01)\n"
        "p, q = norm.pdf(x, 0), norm.pdf(x, 1)\nprint(np.sum(p * np.log(p / q)))",
    ),
    "likelihood-broken": (
        "nats",
        "import numpy as np\n\nq = np.array([0.4, 0.4, 0.2])\nx = np.repeat([0, 1, 2], [500, 300, 200])  # animals\n"
        "print(np.log(np.prod(q[x])))",
    ),
    "uses-broken": (
        "",
        "import numpy as np\n\nprint(np.log2(20) / 0.1)  # odds wanted, nats per observation",
    ),
    "joint-broken": (
        "bits",
        "import numpy as np\n\njoint = np.array([[0.5, 0.2], [0.1, 0.2]])\npx, py = joint.sum(1), joint.sum(0)\n"
        "print(np.sum(joint * np.log2(joint / (px * py))))",
    ),
    "samples-broken": (
        "nats",
        "from scipy.stats import entropy\n\nprint(entropy([1, 2, 2, 3], [1, 1, 2, 3]))  # two samples",
    ),
}


def numbers() -> Numbers:
    """Run the programs of the second half of the path."""
    return run(PROGRAMS)


def fragments() -> dict[str, str]:
    """Write the programs of the second half of the path."""
    return blocks(PROGRAMS)
