"""Bounds on the divergence between two mixtures, from the divergences between their components.

With f = sum_a pi_a f_a and g = sum_b omega_b g_b, split each weight into shares, pi_a = sum_b phi_ab and
omega_b = sum_a psi_ab. By the log-sum inequality

    D(f || g) <= sum_ab phi_ab (log(phi_ab / psi_ab) + D(f_a || g_b)),

whatever the shares; improving phi and psi in turn makes it as small as it gets (Hershey and Olsen 2007).
From below, by Jensen's inequality twice (compare Durrieu, Thiran and Kelly 2012),

    E_(f_a) log f >= log sum_c pi_c exp(-D(f_a || f_c)) - H(f_a),    E_(f_a) log g <= log sum_b omega_b <f_a, g_b>,

where <f_a, g_b> is the integral of the product of the two densities.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Array = Any

#: So often the shares are improved, or until they no longer improve by this.
ROUNDS, IMPROVEMENT = 2000, 1e-14

#: Bounds are widened by this, for the rounding of what they are made of.
ROUNDING = 1e-12


def upper_bound(weights: Array, others: Array, divergences: Array) -> float:
    """The variational bound from above.

    Args:
        weights: pi, which adds up to 1.
        others: omega.
        divergences: D(f_a || g_b), a row for each a.

    Returns:
        A number that D(f || g) does not exceed; infinite where some f_a has infinite divergences only.

    Example:
        >>> one = np.array([1.0])
        >>> round(upper_bound(one, one, np.array([[0.5]])), 9)
        0.5
    """
    used, reached = weights > 0, others > 0
    pi, omega = weights[used], others[reached]
    gaps = divergences[np.ix_(used, reached)]
    if not np.all(np.isfinite(gaps.min(axis=1))):
        return math.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        log_psi = np.log(omega)[None, :] + np.log(pi)[:, None]
        best = math.inf
        for _ in range(ROUNDS):
            log_phi = log_psi - gaps
            log_phi += (np.log(pi) - _log_sum(log_phi, 1))[:, None]
            now = _bound(log_phi, log_psi, gaps)
            grown = log_phi + (np.log(omega) - _log_sum(log_phi, 0))[None, :]
            log_psi = np.where(log_phi > -math.inf, grown, -math.inf)  # some g_b no f_a may be told by
            if now > best - IMPROVEMENT * max(1.0, abs(best)):
                best = min(best, now)
                break
            best = now
    return best + ROUNDING * (1 + abs(best))


def lower_bound(weights: Array, others: Array, own: Array, overlaps: Array, entropies: Array) -> float:
    """The bound from below by two uses of Jensen's inequality.

    Args:
        weights: pi, which adds up to 1.
        others: omega.
        own: D(f_a || f_c) among the components of p.
        overlaps: log <f_a, g_b>, a row for each a.
        entropies: H(f_a).

    Returns:
        A number that D(f || g) does not fall below, nor 0.

    Example:
        >>> one, zero = np.array([1.0]), np.array([[0.0]])
        >>> overlap = np.array([[-0.25 - math.log(4 * math.pi) / 2]])  # of two normals at distance 1
        >>> 0 < lower_bound(one, one, zero, overlap, np.array([1.4189385332])) < 0.5
        True
    """
    used = weights > 0
    with np.errstate(divide="ignore"):
        inside = _log_sum(np.log(weights)[None, :] - own, 1)
        across = _log_sum(np.log(others)[None, :] + overlaps, 1)
    found = float((weights * (inside - across - entropies))[used].sum())
    return max(0.0, found - ROUNDING * (1 + abs(found))) if found == found else 0.0


def _bound(log_phi: Array, log_psi: Array, gaps: Array) -> float:
    shares = np.exp(log_phi)
    taken = shares > 0
    return float((shares[taken] * (log_phi - log_psi + gaps)[taken]).sum())


def _log_sum(logs: Array, axis: int) -> Array:
    top = logs.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    return np.log(np.exp(logs - top).sum(axis=axis)) + top.squeeze(axis)
