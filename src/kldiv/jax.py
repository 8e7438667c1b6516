"""JAX: the derived divergences as pure functions, and for the registers of NumPyro and TensorFlow Probability.

The functions work under `jit`, `grad` and `vmap`. They hold only what JAX can write: `kl_divergence` says in one line
why a pair is not among them. In a hole of a formula, such as a continuous Bernoulli distribution of probability 1/2,
their value is nan; where a probability is 0 or 1 the value is right, and so are the slopes in the other parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from types import TracebackType
from typing import Any, Self

import jax.numpy as jnp

from kldiv.bridges.native import native
from kldiv.distributions import DISTRIBUTIONS, find_distribution
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.remembering import remembered

__all__ = ["Registration", "kl_divergence", "register", "unregister"]

#: The libraries whose registers `register` knows, and where their distributions are.
LIBRARIES = {"numpyro": "numpyro.distributions", "tfp": "tensorflow_probability.substrates.jax.distributions"}

#: Where NumPyro has two classes for one distribution: by probabilities and by logits, both of which tell `probs`.
_BOTH = ("Bernoulli", "Binomial", "Categorical", "Geometric")

#: Parameters that a library calls by another name than this package.
_RENAMED = {
    ("tfp", "inverse-gamma", "rate"): "scale",
    ("tfp", "pareto", "alpha"): "concentration",
}


def kl_divergence(p: str | type[Distribution], q: str | type[Distribution]) -> Callable[..., Any]:
    """Return a pure function of the parameters that computes D(p || q) in nats.

    Args:
        p: the first distribution's name or class.
        q: the second's.

    Returns:
        A function. Its arguments are the parameters by their names with _p or _q after them, or in that order; they
        broadcast, and keep their precision.

    Raises:
        ValueError: if a name is unknown.
        NotImplementedError: if there is no closed form, or if JAX lacks a function of it; one line that says which.

    Example:
        >>> divergence = kl_divergence("gamma", "weibull")
        >>> round(float(divergence(concentration_p=2.0, rate_p=1.0, scale_q=1.0, concentration_q=1.0)), 3)
        0.423
    """
    kinds = [find_distribution(one) if isinstance(one, str) else one for one in (p, q)]
    return _compiled(*kinds)


@remembered
def _compiled(p: type[Distribution], q: type[Distribution]) -> Callable[..., Any]:
    code = native(p, q, "jax")
    names = [f"{name}_{index}" for index, name in code.arguments]
    function = code.compiled() if code.source else _infinite

    def divergence(*args: Any, **kwargs: Any) -> Any:
        given = dict(zip(names, args, strict=False))
        unknown = [name for name in kwargs if name not in names or name in given]
        missing = [name for name in names if name not in given and name not in kwargs]
        if unknown or missing or len(args) > len(names):
            raise TypeError(f"the arguments are {', '.join(names)}")
        values = jnp.broadcast_arrays(*(_floating({**given, **kwargs}[name]) for name in names))
        return function(*values)

    divergence.__name__ = f"kl_{p.slug}_{q.slug}".replace("-", "_")
    divergence.__doc__ = f"Return D(p || q) in nats; the arguments are {', '.join(names)}."
    return divergence


def _floating(value: Any) -> Any:
    array = jnp.asarray(value)
    return array if jnp.issubdtype(array.dtype, jnp.floating) else array.astype(float)


def _infinite(*given: Any) -> Any:
    return jnp.full_like(given[0], jnp.inf)


# --- registers ---


@dataclass
class Registration:
    """What `register` has added; as a context it is taken back at the end.

    Attributes:
        added: the pairs of classes that the libraries lacked.
        refused: the pairs that JAX cannot write, and why, by their names here.

    Example:
        >>> with register("numpyro") as made:
        ...     made.refused["student-t-student-t"]
        "Student's t against Student's t: no closed form is known"
    """

    added: list[tuple[type, type]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    _undo: list[Callable[[], None]] = field(default_factory=list, init=False, repr=False)

    def restore(self) -> None:
        """Give the libraries back what they had."""
        while self._undo:
            self._undo.pop()()

    def __enter__(self) -> Self:
        """Begin what ends with the registration taken back."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it back."""
        unregister()


_current = Registration()


def register(library: str) -> Registration:
    """Teach a library the pairs that it lacks: `numpyro.distributions.kl_divergence`, or TFP's on JAX.

    Args:
        library: "numpyro" or "tfp".

    Returns:
        What was added; used as a context it is taken back at the end, as `unregister` does.

    Raises:
        ValueError: if the library is another.
        ImportError: if it is not installed.

    Example:
        >>> from numpyro.distributions import Gamma, Weibull, kl_divergence
        >>> with register("numpyro"):
        ...     round(float(kl_divergence(Gamma(2.0, 1.0), Weibull(1.0, 1.0))), 3)
        0.423
    """
    global _current
    if library not in LIBRARIES:
        raise ValueError(f"register: the libraries are {' and '.join(map(repr, LIBRARIES))}, got {library!r}")
    unregister()
    made, register_of = Registration(), _Numpyro() if library == "numpyro" else _TFP()
    pairs = list(product(classes(library), repeat=2))
    # all is asked before anything is added, after which NumPyro sorts its whole register anew
    lacking = [
        ((p, q), (theirs, them))
        for (p, theirs), (q, them) in pairs
        if not (register_of.knows((theirs, them)) and _answers(register_of, p, q, library))
    ]
    for kinds, pair in lacking:
        try:
            made._undo.append(register_of.put(pair, _of_two(*kinds, library)))
            made.added.append(pair)
        except NotImplementedError as reason:
            made.refused["-".join(kind.slug for kind in kinds)] = str(reason)
    _current = made
    return made


def unregister() -> None:
    """Take back what `register` has added.

    Example:
        >>> unregister()
    """
    _current.restore()


def classes(library: str) -> Iterator[tuple[type[Distribution], type]]:
    """Go through the distributions that this package and a library both have.

    Args:
        library: "numpyro" or "tfp".

    Returns:
        Pairs of our class and the library's.
    """
    theirs = import_module(LIBRARIES[library])
    for kind in DISTRIBUTIONS.values():
        name = kind.elsewhere.get(library, "").partition("(")[0]
        if not name or kind.variate != UNIVARIATE:
            continue
        both = library == "numpyro" and name in _BOTH
        for each in (f"{name}Probs", f"{name}Logits") if both else (name,):
            yield kind, getattr(theirs, each)


def _of_two(p: type[Distribution], q: type[Distribution], library: str) -> Callable[..., Any]:
    """Return the divergence of two of a library's distributions."""
    function = _compiled(p, q)

    def divergence(one: Any, other: Any, name: str | None = None) -> Any:
        values = [_value(library, kind, d, k.name) for kind, d in ((p, one), (q, other)) for k in kind.spec]
        return function(*values)

    return divergence


def _value(library: str, kind: type[Distribution], distribution: Any, name: str) -> Any:
    value = getattr(distribution, _RENAMED.get((library, kind.slug, name), name), None)
    if value is None and name == "probs":  # TFP keeps what it was given
        value = distribution.probs_parameter()
    return value


def _answers(register_of: _Numpyro | _TFP, p: type[Distribution], q: type[Distribution], library: str) -> bool:
    """Whether a library has an answer for two examples: what it has registered for parents may refuse."""
    names, made = vars(import_module(LIBRARIES[library])), []
    for kind, at in ((p, 0.25), (q, 0.375)):
        values = {parameter.name: at + k for k, parameter in enumerate(kind.spec)}
        values |= {name: fixed for name, fixed in (("total_count", 3.0), ("probs", at)) if name in values}
        made.append(eval(kind.elsewhere[library].format(**values), dict(names)))  # a line of this package's own
    try:
        register_of.divergence(*made)
    except NotImplementedError:
        return False
    return True


class _Numpyro:
    """NumPyro's register, which dispatches on both classes."""

    def __init__(self) -> None:
        self.divergence = import_module("numpyro.distributions.kl").kl_divergence

    def knows(self, pair: tuple[type, type]) -> bool:
        """Whether something is registered for two classes or their parents."""
        return self.divergence.dispatch(*pair) is not None

    def put(self, pair: tuple[type, type], function: Callable[..., Any]) -> Callable[[], None]:
        """Register a function; return what takes it back."""
        dispatcher, before = self.divergence, self.divergence.funcs.get(pair)
        dispatcher.add(pair, function)

        def undo() -> None:
            dispatcher.funcs.pop(pair)
            if before is not None:
                dispatcher.funcs[pair] = before
            dispatcher._cache.clear()
            if hasattr(dispatcher, "_ordering"):
                del dispatcher._ordering

        return undo


class _TFP:
    """The register of TensorFlow Probability on JAX."""

    def __init__(self) -> None:
        self.module = import_module(f"{LIBRARIES['tfp']}.kullback_leibler")
        self.divergence = self.module.kl_divergence

    def knows(self, pair: tuple[type, type]) -> bool:
        """Whether something is registered for two classes or their parents."""
        return self.module._registered_kl(*pair) is not None

    def put(self, pair: tuple[type, type], function: Callable[..., Any]) -> Callable[[], None]:
        """Register a function; return what takes it back."""
        table = self.module._DIVERGENCES
        before = table.get(pair)
        table[pair] = function

        def undo() -> None:
            table.pop(pair)
            if before is not None:
                table[pair] = before

        return undo
