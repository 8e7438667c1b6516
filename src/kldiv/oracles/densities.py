"""Log-densities written by hand in ball arithmetic: nothing here comes from SymPy or from a distribution's own file.

They exist to contradict the derivations, so they follow the literature's formulas, not the engine's.
"""

from __future__ import annotations

from kldiv.oracles.densities_discrete import COUNTS
from kldiv.oracles.densities_line import LINE
from kldiv.oracles.densities_positive import POSITIVE
from kldiv.oracles.densities_unit import UNIT
from kldiv.oracles.known import INFINITY, Known

#: Every distribution the oracle knows, by slug; parameters come in the order of the distribution's own declaration.
KNOWN: dict[str, Known] = {**COUNTS, **UNIT, **POSITIVE, **LINE}

__all__ = ["INFINITY", "KNOWN", "Known"]
