"""PyTorch: the derived divergences for `torch.distributions.kl_divergence`, differentiable and on their own device.

A pair that PyTorch lacks is computed by PyTorch's own operations, written from the derived formula. Where PyTorch lacks
a function of the formula, where there is no formula, at the ends of a probability's range and in holes of a formula,
NumPy computes the numbers and their gradients on the CPU, in double precision; these can be differentiated once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch
from torch.distributions import Distribution as Tensors
from torch.distributions import kl

from kldiv.answers.array_gradients import ARRAY_GRADIENTS
from kldiv.answers.gradients import kl_divergence_grad
from kldiv.answers.measures import kl_divergence
from kldiv.bridges.native import native
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import PROBABILITY

__all__ = ["Registration", "register", "unregister"]

#: A divergence of two distributions of tensors.
Divergence = Callable[[Tensors, Tensors], torch.Tensor]
_ABSENT = object()


@dataclass
class Registration:
    """What `register` has added; as a context it is taken back at the end.

    Attributes:
        added: the pairs that PyTorch lacked, by their classes.
        replaced: the pairs that it had.

    Example:
        >>> with register() as made:
        ...     len(made.added) > 300, made.replaced
        (True, [])
    """

    added: list[tuple[type, type]] = field(default_factory=list)
    replaced: list[tuple[type, type]] = field(default_factory=list)
    _before: dict[tuple[type, type], Any] = field(default_factory=dict, init=False, repr=False)

    def put(self, pair: tuple[type, type], divergence: Divergence) -> None:
        """Register a divergence, remembering what was there."""
        self._before[pair] = kl._KL_REGISTRY.get(pair, _ABSENT)
        kl.register_kl(*pair)(divergence)

    def restore(self) -> None:
        """Give PyTorch back what it had."""
        for pair, before in self._before.items():
            if before is _ABSENT:
                kl._KL_REGISTRY.pop(pair, None)
            else:
                kl._KL_REGISTRY[pair] = before
        self._before.clear()
        kl._KL_MEMOIZE.clear()

    def __enter__(self) -> Self:
        """Begin what ends with the registration taken back."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it back."""
        unregister()


_current = Registration()


def register(accurate: bool = False) -> Registration:
    """Teach `torch.distributions.kl_divergence` the pairs that it lacks.

    A pair without a closed form is integrated, number by number, and a `QuadratureNotice` says so.

    Args:
        accurate: whether NumPy computes all pairs on the CPU, in double precision and without loss of digits near
            p = q, those included that PyTorch has itself.

    Returns:
        What was added; used as a context it is taken back at the end, as `unregister` does.

    Example:
        >>> from torch.distributions import Gamma, Weibull, kl_divergence
        >>> with register():
        ...     round(kl_divergence(Gamma(2.0, 1.0), Weibull(1.0, 1.0)).item(), 6)
        0.422784
    """
    global _current
    unregister()
    made = Registration()
    for ours, theirs in classes():
        for others, them in classes():
            if not _is_known(ours, others):
                continue
            lacking = _torch_lacks(ours, theirs, others, them)
            if lacking or accurate:
                made.put((theirs, them), kl_divergence_of(ours, others, accurate=accurate))
                (made.added if lacking else made.replaced).append((theirs, them))
    _current = made
    return made


def unregister() -> None:
    """Take back what `register` has added, and give PyTorch its own pairs again.

    Example:
        >>> unregister()
    """
    _current.restore()


def classes() -> Iterator[tuple[type[Distribution], type[Tensors]]]:
    """Go through the distributions that both libraries have: our class, and PyTorch's.

    Returns:
        The pairs.
    """
    for kind in DISTRIBUTIONS.values():
        call = kind.elsewhere.get("torch", "")
        if call:
            yield kind, getattr(torch.distributions, call.partition("(")[0])


def _is_known(p: type[Distribution], q: type[Distribution]) -> bool:
    return p.variate == q.variate == UNIVARIATE or (p.slug, q.slug) in ARRAY_GRADIENTS


def _torch_lacks(p: type[Distribution], theirs: type[Tensors], q: type[Distribution], them: type[Tensors]) -> bool:
    if p.variate != UNIVARIATE:
        return False
    probes = (made(at) for made, at in ((_probe(p, theirs), 0.25), (_probe(q, them), 0.375)))
    try:
        torch.distributions.kl_divergence(*probes)
    except NotImplementedError:
        return True
    return False


def _probe(kind: type[Distribution], theirs: type[Tensors]) -> Callable[[float], Tensors]:
    """Return what makes an example, whose parameters nothing but a class tells apart."""

    def made(at: float) -> Tensors:
        values = {parameter.name: at + k for k, parameter in enumerate(kind.spec)}
        values |= {name: fixed for name, fixed in (("total_count", 3.0), ("probs", at)) if name in values}
        return theirs(**{name: torch.tensor(value) for name, value in values.items()})

    return made


# --- one pair ---


def kl_divergence_of(p: type[Distribution], q: type[Distribution], accurate: bool = False) -> Divergence:
    """Return a function of two of PyTorch's distributions.

    Args:
        p: this package's class for the first.
        q: this package's class for the second.
        accurate: whether NumPy computes it.

    Returns:
        A function that gives D(p || q) in nats, of the batch's shape, differentiable in the parameters.

    Example:
        >>> import kldiv
        >>> divergence = kl_divergence_of(kldiv.Normal, kldiv.Laplace)
        >>> divergence(torch.distributions.Normal(0.0, 1.0), torch.distributions.Laplace(0.0, 1.0)).item() > 0
        True
    """
    if p.variate != UNIVARIATE:
        return lambda one, other: _by_arrays(p, q, one, other)
    made: list[Callable[..., torch.Tensor] | None] = []

    def compiled() -> Callable[..., torch.Tensor] | None:
        if not made:  # writing it takes a moment, and most pairs are never asked for
            try:
                code = native(p, q, "torch")
                made.append(code.compiled() if code.source else _infinite)
            except NotImplementedError:
                made.append(None)
        return made[0]

    def divergence(one: Tensors, other: Tensors) -> torch.Tensor:
        given = _tensors(p, one) + _tensors(q, other)
        function = None if accurate else compiled()
        if function is None or (function is not _infinite and _at_end(p, q, given)):
            return _by_numpy(p, q, given)
        value = function(*given)
        return _by_numpy(p, q, given) if bool(torch.isnan(value).any()) else value

    return divergence


def _tensors(kind: type[Distribution], distribution: Tensors) -> list[torch.Tensor]:
    """Return the parameters under our names, which are PyTorch's."""
    found = [torch.as_tensor(getattr(distribution, parameter.name)) for parameter in kind.spec]
    kinds = [value.dtype for value in found if value.is_floating_point()]
    dtype = kinds[0] if kinds else torch.get_default_dtype()
    return [value if value.is_floating_point() else value.to(dtype) for value in found]


def _infinite(*given: torch.Tensor) -> torch.Tensor:
    first, *_ = torch.broadcast_tensors(*given)
    return torch.full_like(first, torch.inf)


def _at_end(p: type[Distribution], q: type[Distribution], given: list[torch.Tensor]) -> bool:
    """Whether a probability is 0 or 1, where slopes are limits that PyTorch does not take."""
    spec = (*p.spec, *q.spec)
    ends = [value for parameter, value in zip(spec, given, strict=True) if parameter.domain is PROBABILITY]
    return any(bool(((value == 0) | (value == 1)).any()) for value in ends)


# --- through NumPy ---


class _Answered(torch.autograd.Function):
    """A divergence and its gradient, both from this package's own numbers."""

    @staticmethod
    def forward(ctx: Any, p: Distribution, q: Distribution, *given: torch.Tensor) -> torch.Tensor:
        """Return the divergence; the tensors are the parameters of p, then of q."""
        ctx.pair, ctx.given = (p, q), given
        like = given[0]
        return torch.as_tensor(np.asarray(kl_divergence(p, q)), dtype=like.dtype, device=like.device)

    @staticmethod
    @torch.autograd.function.once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Return the gradient in each of the tensors."""
        p, q = ctx.pair
        found = kl_divergence_grad(p, q)
        parts = [found.p.get(name) for name in p.parameters] + [found.q.get(name) for name in q.parameters]
        gradients: list[torch.Tensor | None] = [None, None]
        for part, tensor in zip(parts, ctx.given, strict=True):
            if part is None:
                gradients.append(torch.zeros_like(tensor))
                continue
            own = torch.as_tensor(np.asarray(part), dtype=tensor.dtype, device=tensor.device)
            weight = slope.reshape(slope.shape + (1,) * (own.ndim - slope.ndim))
            gradients.append((weight * own.nan_to_num(0.0, torch.inf, -torch.inf)).sum_to_size(tensor.shape))
        return tuple(gradients)


def _numbers(value: torch.Tensor) -> Any:
    # A copy: the pair is kept for the derivatives, and a tensor may be changed before they are asked for.
    return value.detach().cpu().to(torch.float64, copy=True).numpy()


def _made(kind: type[Distribution], names: list[str], given: list[torch.Tensor]) -> Distribution:
    return kind(**{name: _numbers(value) for name, value in zip(names, given, strict=True)})


def _by_numpy(p: type[Distribution], q: type[Distribution], given: list[torch.Tensor]) -> torch.Tensor:
    whole = list(torch.broadcast_tensors(*given))
    ours, theirs = ([parameter.name for parameter in kind.spec] for kind in (p, q))
    one, other = _made(p, ours, whole[: len(ours)]), _made(q, theirs, whole[len(ours) :])
    found: torch.Tensor = _Answered.apply(one, other, *whole)
    return found


#: How the families of vectors are given: a matrix by the factor that PyTorch has worked out.
_ARRAYS = {
    "multivariate-normal": ["loc", "scale_tril"],
    "dirichlet": ["concentration"],
    "categorical": ["probs"],
    "wishart": ["df", "scale_tril"],
}


def _by_arrays(p: type[Distribution], q: type[Distribution], one: Tensors, other: Tensors) -> torch.Tensor:
    ours, theirs = ([getattr(d, name) for name in _ARRAYS[k.slug]] for k, d in ((p, one), (q, other)))
    pair = _made(p, _ARRAYS[p.slug], ours), _made(q, _ARRAYS[q.slug], theirs)
    found: torch.Tensor = _Answered.apply(*pair, *ours, *theirs)
    return found
