"""Ask one library for the divergences of many pairs: started by `others.py`, in whatever environment has the library.

The questions are in a file of NumPy's; the answer is one line of JSON. It needs nothing of this package.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from scripts.conformance.ask_library import Library, tfp_side, torch_side

MILLION = 1_000_000


def scipy_values(given: dict[str, Any]) -> Any:
    """SciPy's sum over outcomes, of what it can be asked for."""
    from scipy.special import rel_entr

    p, q = (given[f"{side} probs"] for side in "pq")
    if p.ndim == 1:
        p, q = (np.stack([1 - side, side], axis=-1) for side in (p, q))
    return rel_entr(p, q).sum(-1)


def library_values(side: Library, code: str, given: dict[str, Any]) -> Any:
    """The divergence between two distributions of a library, made anew of its own arrays."""
    made = []
    for index in "pq":
        own = {name[2:]: value for name, value in given.items() if name.startswith(index)}
        # the code is this project's own, from the distribution's file
        made.append(eval(code.format(**{name: f"own[{name!r}]" for name in own}), {**side.names, "own": own}))
    if "kl_divergence" in side.names:  # PyTorch's is a function
        return np.asarray(side.names["kl_divergence"](*made))
    return np.asarray(made[0].kl_divergence(made[1]))


def main() -> None:
    """Answer the question in the arguments: the library, the code that makes a distribution, the file, how many."""
    library, code, place, many = sys.argv[1:5]
    loaded = np.load(place)
    given = {name: np.ascontiguousarray(loaded[name]) for name in loaded.files}
    side = {"torch": torch_side, "tfp": tfp_side}[library]() if library != "scipy" else None

    def own(given: dict[str, Any]) -> dict[str, Any]:
        return given if side is None else {name: side.array(value) for name, value in given.items()}

    def values(given: dict[str, Any]) -> Any:
        return scipy_values(given) if side is None else library_values(side, code, given)

    found: dict[str, Any] = {"values": np.asarray(values(own(given)), dtype=float).tolist()}
    if many == "million":
        places = np.arange(MILLION) % len(next(iter(given.values())))
        wide, least = own({name: value[places] for name, value in given.items()}), float("inf")
        for _ in range(3):
            start = time.process_time()
            np.asarray(values(wide))
            least = min(least, time.process_time() - start)
        found["seconds"] = least
    print(json.dumps(found))


if __name__ == "__main__":
    main()
