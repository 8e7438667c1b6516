"""The Kullback-Leibler divergence, derived and checked."""

# ruff: noqa: E402 - Ctrl-C is to be heard before the long imports
from typing import TYPE_CHECKING

from kldiv.interruption import leave_quietly_while_importing

leave_quietly_while_importing()

from kldiv.answers.measures import Answer, QuadratureNotice, cross_entropy, entropy, evaluate, kl_divergence
from kldiv.catalogue import catalogue
from kldiv.derived import Derivation, derive
from kldiv.distributions import CLASSES, Distribution, Support, Value, parameter
from kldiv.version import __version__

if TYPE_CHECKING:
    from kldiv.distributions.names import *  # noqa: F403 - for editors and mypy, which do not look into folders

globals().update(CLASSES)

__all__ = [
    "Answer",
    "Derivation",
    "Distribution",
    "QuadratureNotice",
    "Support",
    "Value",
    "__version__",
    "catalogue",
    "cross_entropy",
    "derive",
    "entropy",
    "evaluate",
    "kl_divergence",
    "parameter",
    *CLASSES,
]
