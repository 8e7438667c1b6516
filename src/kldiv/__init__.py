"""The Kullback-Leibler divergence, derived and checked."""

from kldiv.laws.bernoulli import Bernoulli
from kldiv.laws.categorical import Categorical
from kldiv.laws.normal import Normal

__version__ = "0.1.0"
__all__ = ["Bernoulli", "Categorical", "Normal"]
