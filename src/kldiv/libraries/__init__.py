"""What other libraries call each law, and which divergences they answer."""

from kldiv.libraries.names import COMPARED, LIBRARIES, names_of, trap_of
from kldiv.libraries.pairs import PAIRS, PairAnswer, answers_of

__all__ = ["COMPARED", "LIBRARIES", "PAIRS", "PairAnswer", "answers_of", "names_of", "trap_of"]
