"""Time how long deriving takes, without checks: `python -m scripts.tools.benchmarks.deriving [PART]`.

With PART = 1 everything is derived, with 2 every second pair, and so on. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from typing import Any

from kldiv.entries import catalogue


def derive_every(part: int = 1) -> dict[str, Any]:
    """Derive every pair whose number is a multiple of `part`.

    Args:
        part: 1 for all pairs.

    Returns:
        The number of pairs and the seconds of processor time, in all and by kind.
    """
    chosen = list(catalogue().pairs)[::part]
    seconds: defaultdict[str, float] = defaultdict(float)
    pairs: Counter[str] = Counter()
    for name in chosen:
        start = time.process_time()
        kind = catalogue()[name].kind
        seconds[kind] += time.process_time() - start
        pairs[kind] += 1
    return {"pairs": dict(pairs), "seconds": dict(seconds)}


if __name__ == "__main__":
    print(json.dumps(derive_every(int(sys.argv[1]) if len(sys.argv) > 1 else 1)))
