"""The categorical distribution, with a symbolic number of outcomes."""

from __future__ import annotations

from typing import Any, Self

from kldiv.distributions.base import DISCRETE, Distribution, Parameter, Support, Value, parameter
from kldiv.distributions.domains import SIMPLEX, as_exact
from kldiv.lazily import is_array, is_expression, np, sp


class Categorical(Distribution):
    """The distribution of one draw from K outcomes, numbered 0 to K - 1.

    Example:
        >>> Categorical([0.8, 0.2]).probs
        array([0.8, 0.2])
    """

    probs: Value = parameter("pi", SIMPLEX, "the probability of each outcome")

    aliases = ("multinoulli", "generalised Bernoulli", "generalized Bernoulli")
    kind = DISCRETE
    variate = "labels"  # its outcomes are names, not numbers, so it is compared with itself alone
    finite = True
    elsewhere = {
        "torch": "Categorical({probs})",
        "tfp": "Categorical(probs={probs})",
        "numpyro": "Categorical({probs})",
        "julia": "Categorical({probs})",
        "numpy": "rng.choice(len({probs}), p={probs})",
    }
    trap = "Distributions.jl numbers the outcomes from 1, the others from 0."

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        if isinstance(value, (list, tuple)) and any(is_expression(v) for v in value):
            exact = sp.Tuple(*(as_exact(v) for v in value))
            outside = [v for v in exact if v.is_number and not 0 <= v <= 1]
            total = sp.simplify(sum(exact))
            if outside or (total.is_number and total != 1):
                raise ValueError(self._refusal(parameter, list(value)))
            return exact
        if is_expression(value) and isinstance(value, sp.Indexed):
            return value
        return np.asarray(super()._validated(parameter, value))

    @property
    def is_symbolic(self) -> bool:
        """Whether the probabilities hold symbols."""
        return is_expression(self.probs) and bool(self.probs.free_symbols)

    @classmethod
    def symbolic(cls, index: str) -> Self:
        """Return the distribution with probabilities index_i, i = 1, ..., K."""
        base = sp.IndexedBase(index, positive=True)
        return cls.from_parameters({"probs": base[sp.Symbol("i", integer=True, positive=True)]})

    def exact(self) -> Self:
        """Return the same distribution with exact probabilities, those of one row."""
        probs = self.probs
        if is_array(probs):
            if probs.ndim != 1:
                raise ValueError(f"Categorical: one row of probabilities is needed, got shape {probs.shape}")
            probs = sp.Tuple(*(as_exact(v) for v in probs))
        return self.from_parameters({"probs": probs})

    def support(self) -> Support:
        probs = self.probs
        if isinstance(probs, sp.Indexed):
            return Support(sp.Integer(1), sp.Symbol("K", integer=True, positive=True), self.kind)
        count = len(probs) if isinstance(probs, sp.Tuple) else probs.shape[-1]
        return Support(sp.Integer(0), sp.Integer(count - 1), self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        if isinstance(self.probs, sp.Indexed):
            return self.probs.base[x]
        return sp.Piecewise(*((as_exact(v), sp.Eq(x, k)) for k, v in enumerate(self.probs)), (0, True))
