"""Log-densities written by hand in ball arithmetic: nothing here comes from SymPy or from a law's own file.

Each entry maps parameters (balls) to the logarithm of the density or mass function. They exist to contradict the
derivations, so they follow the literature's formulas, not the engine's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb

LogDensity = Callable[[arb], arb]


@dataclass(frozen=True)
class Known:
    """A law as the oracle knows it.

    Attributes:
        kind: "continuous" or "discrete".
        ends: (parameters) -> lower and upper end of the support.
        log_density: (parameters) -> a function of x.
        kinks: (parameters) -> points inside the support where the log-density is not smooth.
        centre: (parameters) -> about where the mass is, and how wide.
    """

    kind: str
    ends: Callable[..., tuple[Any, Any]]
    log_density: Callable[..., LogDensity]
    kinks: Callable[..., tuple[arb, ...]] = lambda *_: ()
    centre: Callable[..., tuple[Any, Any]] = lambda *_: (0, 1)


INFINITY = arb("inf")


def _normal(loc: arb, scale: arb) -> LogDensity:
    constant = scale.log() + (2 * arb.pi()).log() / 2
    return lambda x: -constant - ((x - loc) / scale) ** 2 / 2


def _bernoulli(probs: arb) -> LogDensity:
    return lambda x: probs.log() if x == 1 else (1 - probs).log()


KNOWN: dict[str, Known] = {
    "normal": Known("continuous", lambda *_: (-INFINITY, INFINITY), _normal, centre=lambda m, s: (m, s)),
    "bernoulli": Known("discrete", lambda *_: (0, 1), _bernoulli),
}
