"""Divergences between distributions of vectors and matrices, in symbols for whole arrays, one file for each pair."""

from kldiv.deriving.arrays import dirichlet, matrix_normal, normal_forms, normal_gamma, von_mises_fisher, wishart

__all__ = ["dirichlet", "matrix_normal", "normal_forms", "normal_gamma", "von_mises_fisher", "wishart"]
