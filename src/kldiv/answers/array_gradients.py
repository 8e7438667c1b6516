"""Gradients between distributions of vectors and labels by matrix calculus, so written that nothing cancels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kldiv.answers.carried import Parts, digamma_gap
from kldiv.answers.direction_gradients import von_mises_fisher
from kldiv.answers.given import float_parameters
from kldiv.answers.kernels import KERNELS
from kldiv.answers.kernels.matrices import refuse_mismatch
from kldiv.answers.logits import by_logits, gradient_by_logits
from kldiv.answers.matrix_gradients import matrix_normal, multivariate_normal, wishart
from kldiv.answers.normal_gamma_gradients import normal_gamma
from kldiv.distributions.base import Distribution
from kldiv.lazily import special

# --- labels ---


@np.errstate(all="ignore")
def categorical(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the probabilities, each as a share of their sum: to scale them all changes nothing.

    Args:
        p: the parameters of a categorical distribution.
        q: those of another, of as many outcomes.

    Returns:
        The derivatives by parameter, of p and of q: log(p/q) less its mean, and 1 - p/q.
    """
    one, other = p["probs"], q["probs"]
    refuse_mismatch("Categorical", "probs", one, other, 1)
    # sums that miss 1 by rounding count: shares that are rounded once more are not as close as they were
    sums = np.log1p((other - one).sum(-1, keepdims=True) / one.sum(-1, keepdims=True))
    near = np.abs(one - other) <= 0.5 * other
    logs = np.where(near, np.log1p((one - other) / other), np.log(one) - np.log(other)) + sums
    divergence = KERNELS["categorical", "categorical"]({"probs": one}, {"probs": other})[..., None]
    one, other = (row / row.sum(-1, keepdims=True) for row in (one, other))
    of_p = np.where(other == 0, np.inf, logs - divergence)  # to give mass to what q holds impossible
    of_q = np.where(one == 0, 1.0, np.where(near, -np.expm1(logs), (other - one) / other))
    lost = np.isinf(divergence)
    return {"probs": np.where(lost, np.nan, of_p)}, {"probs": np.where(lost, np.nan, of_q)}


# --- Dirichlet ---


def dirichlet(p: Parts, q: Parts) -> tuple[Parts, Parts]:
    """Differentiate in the concentrations.

    Args:
        p: the parameters of a Dirichlet distribution.
        q: those of another, of as many components.

    Returns:
        The derivatives by parameter, of p and of q.
    """
    one, other = p["concentration"], q["concentration"]
    refuse_mismatch("Dirichlet", "concentration", one, other, 1)
    one, other = np.broadcast_arrays(one, other)
    change = other - one
    total, rise = one.sum(-1, keepdims=True), change.sum(-1, keepdims=True)
    of_p = special.polygamma(1, total) * rise - special.polygamma(1, one) * change
    of_q = digamma_gap(one, other, change) - digamma_gap(total, other.sum(-1, keepdims=True), rise)
    return {"concentration": of_p}, {"concentration": of_q}


#: From the slugs of p and q to what differentiates.
ARRAY_GRADIENTS: dict[tuple[str, str], Callable[[Parts, Parts], tuple[Parts, Parts]]] = {
    ("categorical", "categorical"): categorical,
    ("dirichlet", "dirichlet"): dirichlet,
    ("matrix-normal", "matrix-normal"): matrix_normal,
    ("multivariate-normal", "multivariate-normal"): multivariate_normal,
    ("normal-gamma", "normal-gamma"): normal_gamma,
    ("von-mises-fisher", "von-mises-fisher"): von_mises_fisher,
    ("wishart", "wishart"): wishart,
}


def array_gradient(p: Distribution, q: Distribution) -> tuple[Parts, Parts] | None:
    """Differentiate D(p || q) for all numbers at once: of vectors, matrices and labels, and of what has logits.

    Args:
        p: a distribution of numbers, without symbols.
        q: another.

    Returns:
        The derivatives by parameter, of p and of q; None if nothing here differentiates this pair.

    Raises:
        ValueError: if the shapes do not fit.

    Example:
        >>> from kldiv.distributions import Categorical
        >>> array_gradient(Categorical([0.5, 0.5]), Categorical([0.25, 0.75]))[1]
        {'probs': array([-1.        ,  0.33333333])}
    """
    if by_logits(p, q) and type(p) is type(q):
        ours, theirs = gradient_by_logits(p, q)
        return {"probs": ours}, {"probs": theirs}
    differentiate = ARRAY_GRADIENTS.get((p.slug, q.slug))
    if differentiate is None:
        return None
    with np.errstate(all="ignore"):  # what is beyond the largest float is infinite
        return differentiate(float_parameters(p), float_parameters(q))
