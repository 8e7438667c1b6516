"""Pairs of distributions that need an idea of their own, one file each."""

from kldiv.deriving.special import categorical, multivariate

__all__ = ["categorical", "multivariate"]
