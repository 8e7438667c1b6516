"""Probabilities given by logits, as networks give them: read, turned into probabilities, and kept for exact work."""

from __future__ import annotations

from typing import Any

from kldiv.algebra.notation import shortly
from kldiv.distributions.base import Distribution
from kldiv.distributions.reading import Unreadable, all_single, as_floats
from kldiv.lazily import is_array, is_expression, np

_WANTED = {
    "Bernoulli": "the logarithm of the odds of 1, a real number",
    "Categorical": "logarithms of weights, one for each outcome, not all of them -inf",
}


class ByLogits(Distribution, abstract=True):
    """A distribution that takes `logits` in place of `probs`.

    Near 0 and 1 a float cannot hold a probability, but it holds its logit. So logits are kept, and divergences between
    two distributions of this kind are computed from them.
    """

    spellings = ("logits",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        logits = kwargs.pop("logits", None)
        if logits is None:
            super().__init__(*args, **kwargs)
            return
        if args or kwargs.get("probs") is not None:
            raise TypeError(f"{type(self).__name__}: give either probs or logits, not both")
        kwargs.pop("probs", None)
        if is_expression(logits) and not logits.is_number:
            super().__init__(self._from_symbol(logits), **kwargs)
            return
        read = self._read_logits(logits)
        super().__init__(self._from_logits(read), **kwargs)
        self._given_logits: Any = read
        self.is_single = all_single({"logits": logits})

    @property
    def logits(self) -> Any:
        """The logits that the distribution was made from; None if it was made from probabilities."""
        return getattr(self, "_given_logits", None)

    def __repr__(self) -> str:
        shown = self.logits
        return super().__repr__() if shown is None else f"{type(self).__name__}(logits={shown!r})"

    def _read_logits(self, value: Any) -> Any:
        refused = f"{type(self).__name__}: logits must be {_WANTED[type(self).__name__]}"
        if isinstance(value, (bool, str, bytes)) or getattr(value, "dtype", "") == "bool":
            raise ValueError(f"{refused}, got {shortly(repr(value))}")
        try:
            read = as_floats(value)
        except Unreadable as reason:
            raise ValueError(f"{refused}, got {shortly(value)}" + (f": {reason}" if str(reason) else "")) from None
        if not self._good_logits(np.asarray(read)):
            shown = value.tolist() if is_array(value) else value
            raise ValueError(f"{refused}, got {shortly(shown)}")
        return read.copy() if is_array(read) else read  # so that the probabilities stay those of the logits

    @staticmethod
    def _good_logits(logits: Any) -> bool:
        """Whether numbers may be logits."""
        raise NotImplementedError

    @staticmethod
    def _from_logits(logits: Any) -> Any:
        """Return the probabilities."""
        raise NotImplementedError

    @staticmethod
    def _from_symbol(logits: Any) -> Any:
        """Return the probabilities as an expression."""
        raise NotImplementedError


def probability_of(logit: Any) -> Any:
    """Return 1 / (1 + exp(-logit)), for a float as a float.

    Args:
        logit: a float or an array of floats.

    Returns:
        The probability.

    Example:
        >>> probability_of(0.0)
        0.5
    """
    small = np.exp(-np.abs(logit))
    value = np.where(np.asarray(logit) >= 0, 1.0, small) / (1 + small)
    return float(value) if np.ndim(logit) == 0 else value


def softmax(logits: Any) -> Any:
    """Return exp(logits) divided by their sum over the last axis.

    Args:
        logits: an array of floats, -inf among them.

    Returns:
        The probabilities.

    Example:
        >>> softmax(np.zeros(4))
        array([0.25, 0.25, 0.25, 0.25])
    """
    weights = np.exp(logits - logits.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)
