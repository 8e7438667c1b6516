"""The categorical distribution, with a symbolic number of outcomes."""

from __future__ import annotations

from typing import Any, Self

from kldiv.algebra.notation import shortly
from kldiv.distributions.base import DISCRETE, Parameter, Support, Value, parameter
from kldiv.distributions.domains import SIMPLEX, as_exact
from kldiv.distributions.logits import ByLogits, softmax
from kldiv.distributions.reading import Unreadable, as_floats, first_bad, shape_in_words
from kldiv.distributions.rounding import normalised
from kldiv.lazily import is_array, is_expression, np, sp


class Categorical(ByLogits):
    """The distribution of one draw from K outcomes, numbered 0 to K - 1.

    Probabilities that sum to 1 but for the rounding of their type are divided by their sum, and a `RoundingNotice` says
    so. `Categorical(logits=...)` takes what a softmax is taken of, and `Categorical.from_counts` how often each
    outcome was seen.

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
        if isinstance(value, (bool, str, bytes)) or value is None or getattr(value, "dtype", "") == "bool":
            raise ValueError(self._refusal(parameter, value))
        read = np.asarray(self._read(parameter, value))
        found = self._on_simplex(parameter, value, read)
        if isinstance(found, str):
            raise ValueError(f"{self._must(parameter)}, {found}")
        return found

    def _on_simplex(self, parameter: Parameter, value: Any, read: Any) -> Any:
        """Return rows of probabilities, divided by their sum where it misses 1 by rounding; or why they are none."""
        if read.ndim == 0 or 0 in read.shape:
            return f"got {shape_in_words(read) if read.ndim else float(read)}"
        bad = ~(read >= 0) | np.isinf(read)
        if bad.any():
            hint = "; logits are given as logits=" if np.isfinite(read).all() else ""
            return f"got {first_bad(read, bad)}{hint}"
        found = normalised(type(self).__name__, parameter.name, value, read)
        if found is not None:
            return found
        total = read.sum(-1)
        off = np.abs(total - 1) == np.abs(total - 1).max()
        where = "" if read.ndim == 1 else f" in row {', '.join(str(int(i)) for i in np.argwhere(off)[0])}"
        counts = "; for counts write Categorical.from_counts(...)"
        return f"got {read.shape[-1]} numbers that sum to {float(total[off].flat[0])!r}{where}{counts}"

    @classmethod
    def from_counts(cls, counts: Any) -> Self:
        """Return the distribution of outcomes that have been counted: each count divided by their sum.

        Args:
            counts: how often each outcome was seen, along the last axis: numbers from 0 on, not all of them 0.

        Returns:
            The distribution.

        Raises:
            ValueError: if the counts are anything else.

        Example:
            >>> Categorical.from_counts([3, 1]).probs
            array([0.75, 0.25])
        """
        refused = "Categorical.from_counts: counts must be numbers from 0 on, not all of them 0"
        try:
            read = np.asarray(as_floats(counts))
        except Unreadable as reason:
            raise ValueError(f"{refused}, got {shortly(counts)}" + (f": {reason}" if str(reason) else "")) from None
        bad = ~(np.isfinite(read) & (read >= 0))
        if read.ndim == 0 or not read.shape[-1] or bad.any():
            raise ValueError(f"{refused}, got {first_bad(read, bad)}")
        largest = read.max(-1, keepdims=True)
        if not largest.all():
            row = ", ".join(str(int(i)) for i in np.argwhere(largest == 0)[0][:-1])
            where = f" in row {row}" if row else ""
            raise ValueError(f"{refused}, got zeros only{where}")
        shares = read / largest  # their sum cannot overflow
        return cls(shares / shares.sum(-1, keepdims=True))

    @staticmethod
    def _good_logits(logits: Any) -> bool:
        if logits.ndim == 0 or not logits.shape[-1] or np.isnan(logits).any():
            return False
        return bool(np.isfinite(logits.max(-1)).all())

    @staticmethod
    def _from_logits(logits: Any) -> Any:
        return softmax(logits)

    @staticmethod
    def _from_symbol(logits: Any) -> Any:
        raise ValueError("Categorical: logits must be numbers; give probs for symbols")

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
