"""Distributions of other libraries, taken for the same ones of this package.

Nothing is imported to look at them: a class tells by its module whose it is. What this package has no family for is
refused in a line that says what is in the way.
"""

from __future__ import annotations

from typing import Any

from kldiv.answers import foreign_scipy, foreign_sympy
from kldiv.distributions import DISTRIBUTIONS, Distribution

__all__ = ["as_known"]


def as_known(given: Any) -> Any:
    """Turn a distribution of SciPy, SymPy or PyTorch into the same one of this package.

    Args:
        given: anything.

    Returns:
        A distribution of this package; what is no distribution of another library is returned as it is.

    Raises:
        ValueError: if this package has no such distribution; one line that says what is in the way.

    Example:
        >>> import scipy.stats
        >>> as_known(scipy.stats.gamma(2, scale=0.5))
        Gamma(concentration=2, rate=2.0)
        >>> import sympy.stats
        >>> as_known(sympy.stats.Normal("x", 0, 2))
        Normal(loc=0, scale=2)
    """
    if isinstance(given, Distribution):
        return given
    kind = given if isinstance(given, type) else type(given)
    library = kind.__module__.partition(".")[0]
    if isinstance(given, type) or library not in _TAKEN or not kind.__module__.startswith(_TAKEN[library]):
        return given
    return _TAKE[library](given)


def _from_torch(given: Any) -> Distribution:
    """Take one of PyTorch's, whose parameters have the names that this package has from there."""
    name = type(given).__name__
    kind = next((k for k in DISTRIBUTIONS.values() if k.elsewhere.get("torch", "").partition("(")[0] == name), None)
    if kind is None:
        raise ValueError(f"torch.distributions.{name}: kldiv has no such distribution")
    names = _FACTORS.get(name, [parameter.name for parameter in kind.spec])
    values = {each: getattr(given, each).detach().cpu().double().numpy() for each in names}
    return kind(**{each: value.item() if value.ndim == 0 else value for each, value in values.items()})


#: Parameters of those that may be given in several ways: the one that PyTorch works out at once.
_FACTORS = {"MultivariateNormal": ["loc", "scale_tril"], "Wishart": ["df", "scale_tril"]}

#: Where a library's distributions are, and what takes them.
_TAKEN = {"scipy": "scipy.stats", "sympy": "sympy.stats", "torch": "torch.distributions"}
_TAKE = {"scipy": foreign_scipy.taken, "sympy": foreign_sympy.taken, "torch": _from_torch}
