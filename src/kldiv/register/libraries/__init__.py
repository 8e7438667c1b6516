"""What other libraries call each distribution, and which divergences they answer."""

from kldiv.register.libraries.compared import COMPARISON, compared_versions, comparison
from kldiv.register.libraries.names import LIBRARIES, names_of, trap_of
from kldiv.register.libraries.pairs import PAIRS, PairAnswer, answers_of

__all__ = [
    "COMPARISON",
    "LIBRARIES",
    "PAIRS",
    "PairAnswer",
    "answers_of",
    "compared_versions",
    "comparison",
    "names_of",
    "trap_of",
]
