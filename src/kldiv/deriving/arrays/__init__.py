"""Divergences between distributions of vectors and matrices, in symbols for whole arrays, one file for each pair."""
