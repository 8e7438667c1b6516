"""How errors grow as q nears p, and towards extreme parameters: `python -m scripts.tools.benchmarks.accuracy_curves`.

Asks this package, PyTorch, TensorFlow Probability and SciPy, where an interpreter has them, and holds all to sixty
digits. Writes docs/data/accuracy-curves.json, from which the page on accuracy draws.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kldiv
from kldiv.answers.formulas import formula_of, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from scripts.tools.benchmarks import points, truth
from scripts.tools.benchmarks.others import ask, interpreters
from scripts.tools.mutation import dated

ROOT = Path(__file__).resolve().parents[3]
RESULT = ROOT / "docs" / "data" / "accuracy-curves.json"

FAMILIES = ("normal", "laplace", "gamma", "beta", "poisson", "bernoulli")
#: Distances e: q is p (1 + e) in the first parameter that is not a location, and p (1 - e) in the others.
DISTANCES = 10.0 ** -np.arange(0.5, 15.1, 0.5)
#: So many pairs at each distance; the worst is told.
PAIRS = 12
#: What is driven to extremes, and from where to where: powers of ten. q is p with this parameter a thousandth larger.
DRIVEN = {
    "normal": ("scale", -150, 150),
    "laplace": ("scale", -150, 150),
    "gamma": ("concentration", -8, 8),
    "beta": ("concentration1", -8, 8),
    "poisson": ("rate", -150, 150),
    "bernoulli": ("probs", -300, -0.5),
}
STEPS = 31
AGAIN = 1.001

Array = NDArray[np.float64]
Values = Mapping[str, Array]


def near(slug: str) -> tuple[Array, Values, Values]:
    """Pairs that come closer and closer.

    Args:
        slug: the family.

    Returns:
        The distance of each pair, and the parameters of p and q.
    """
    kind = DISTRIBUTIONS[slug]
    p, _ = points.drawn(kind, "ordinary", PAIRS)
    e = np.repeat(DISTANCES, PAIRS)
    p = {name: np.tile(value, len(DISTANCES)) for name, value in p.items()}
    moved = [name for name in p if name != "loc"]
    q = {name: value * (1 + e * (1 if name == moved[0] else -1)) for name, value in p.items()}
    if slug == "bernoulli":
        q = {"probs": p["probs"] * (1 - e)}
    return e, p, q


def extreme(slug: str) -> tuple[Array, Values, Values]:
    """Pairs further and further out.

    Args:
        slug: the family.

    Returns:
        The size of each pair's parameter, and the parameters of p and q.
    """
    name, low, high = DRIVEN[slug]
    size = 10.0 ** np.linspace(low, high, STEPS)
    others = {one.name: np.full(STEPS, 0.0 if one.name == "loc" else 2.0) for one in DISTRIBUTIONS[slug].spec}
    return size, {**others, name: size}, {**others, name: AGAIN * size}


def errors(slug: str, p: Values, q: Values) -> dict[str, list[float]]:
    """How far everyone's value is from the truth, relative to it.

    Args:
        slug: the family.
        p: its parameters on the one side.
        q: its parameters on the other.

    Returns:
        By the name of the library; infinite where it gave no number, 0 where the two are stored alike.
    """
    kind = DISTRIBUTIONS[slug]
    formula, ours, theirs = formula_of(kind, kind).result, symbols_of(kind, "p"), symbols_of(kind, "q")
    exact = []
    for k in range(len(next(iter(p.values())))):
        at = {ours[name]: Fraction(float(value[k])) for name, value in p.items()}
        at |= {theirs[name]: Fraction(float(value[k])) for name, value in q.items()}
        alike = all(p[name][k] == q[name][k] for name in p)
        exact.append(None if alike else truth.exact(formula, at))
    answers = {"kldiv": np.asarray(kldiv.kl_divergence(kind(**p), kind(**q))).tolist()}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "points.npz"
        given: dict[str, Any] = {f"p {n}": v for n, v in p.items()} | {f"q {n}": v for n, v in q.items()}
        np.savez(place, **given)
        answers |= {library: found["values"] for library, found in ask(slug, place, million=False).items()}
    return {
        library: [
            0.0 if right is None else truth.relative_error(float(value), right)
            for value, right in zip(values, exact, strict=True)
        ]
        for library, values in answers.items()
    }


def worst(at: Array, found: list[float]) -> list[list[float]]:
    """The largest error at each place."""
    by_place: dict[float, float] = {}
    for place, error in zip(at.tolist(), found, strict=True):
        by_place[place] = max(by_place.get(place, 0.0), error)
    return [[place, min(error, 1e300)] for place, error in by_place.items()]


def main() -> None:
    """Measure, and write down."""
    curves: dict[str, Any] = {}
    for which, draw in (("near", near), ("extreme", extreme)):
        for slug in FAMILIES:
            at, p, q = draw(slug)
            found = {library: worst(at, each) for library, each in errors(slug, p, q).items()}
            curves.setdefault(which, {})[slug] = found
            said = ", ".join(f"{name} {max(error for _, error in each):.1e}" for name, each in found.items())
            print(f"{which:8} {slug:10} worst: {said}", flush=True)
    versions = {library: one.version for library, one in interpreters().items()}
    driven = {slug: name for slug, (name, _, _) in DRIVEN.items()}
    record = dated({"libraries": versions, "pairs": PAIRS, "driven": driven, "curves": curves})
    RESULT.write_text(json.dumps(record) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
