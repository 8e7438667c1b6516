"""Pairs of distributions of numbers that need an idea of their own, one file each."""

from kldiv.deriving.special import categorical

__all__ = ["categorical"]
