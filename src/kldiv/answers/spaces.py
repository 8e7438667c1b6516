"""Two distributions in one space: where one of them is of vectors with one entry, it is taken as that of a number."""

from __future__ import annotations

from kldiv.distributions.base import MATRIX, MULTIVARIATE, Distribution

_ARRAYS = (MULTIVARIATE, MATRIX)


def in_one_space(p: Distribution, q: Distribution) -> tuple[Distribution, Distribution]:
    """Return both as they are, or both as distributions of numbers, where one family is written in two ways.

    A vector of one entry is a number, and of two shares that sum to 1 the first says all.

    Args:
        p: the first distribution.
        q: the second.

    Returns:
        Two distributions with the same divergence.

    Raises:
        ValueError: if they are of different families and a draw of one is a vector or a matrix.

    Example:
        >>> from kldiv.distributions import Beta, Dirichlet
        >>> in_one_space(Dirichlet([1, 2]), Beta(2, 3))[0].slug
        'beta'
    """
    if type(p) is type(q) or not {p.variate, q.variate} & set(_ARRAYS):
        return p, q
    one, other = p.as_number(), q.as_number()
    if one is None or other is None:
        raise ValueError(
            f"a draw of p, {type(p).__name__}, is {_draw(p)}, one of q, {type(q).__name__}, is {_draw(q)}; vectors and "
            "matrices are compared within one family, or as numbers where they have one entry only"
        )
    return one, other


def _draw(distribution: Distribution) -> str:
    words = {MULTIVARIATE: "a vector", MATRIX: "a matrix"}
    return words.get(distribution.variate, "a number" if distribution.as_number() else "an outcome's index")
