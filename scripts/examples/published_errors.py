"""Published numbers and formulas that fail our checks: each computed again."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np

import kldiv
from scripts.examples.display import Numbers, number, power_of_ten, quoted, words
from scripts.examples.second_route import agreed, integral

#: When the copies that were read had last been changed.
EDITIONS = {"d2l": "August 2023", "quantecon": "August 2026"}
DRAWS, SEED = 10_000, 2021
CLIP = 1e-5
HEAPED = ("0.1", "0.2")  # a Beta distribution with nearly everything at the two ends
ORDER = 10
KUMARASWAMY = ((2.0, 0.5, 1.0, 3.0), (0.7, 2.0, 2.0, 2.5))  # a, b, then the Beta's two concentrations


def _edges() -> Numbers:
    """The truth where a library's closed form divides or clamps."""
    never = -math.log(math.exp(-3.0))  # a rate of zero puts everything on zero: minus the logarithm of q(0)
    binomial = kldiv.kl_divergence(kldiv.Binomial(10, 0.5), kldiv.Binomial(10, 0))
    tiny = kldiv.kl_divergence(kldiv.Bernoulli(0.5), kldiv.Bernoulli(1e-300))
    single = kldiv.kl_divergence(kldiv.Bernoulli(1e-8), kldiv.Bernoulli(3e-8))
    with mp.workdps(40):
        p, q = mp.mpf(1e-8), mp.mpf(3e-8)
        second = p * mp.log(p / q) + (1 - p) * mp.log((1 - p) / (1 - q))
    if abs(single - second) > 1e-12 * second:
        raise ArithmeticError("two rare events")
    return {
        "edges.poisson-zero": number(agreed("a rate of zero", never, 3.0), "nats", None),
        "edges.binomial-edge": number(agreed("never", binomial, math.inf), "nats"),
        "edges.bernoulli-tiny": number(agreed("nearly never", tiny, -math.log(2) - math.log(1e-300) / 2), "nats", 1),
        "edges.bernoulli-single": power_of_ten(single, "nats"),
    }


def _samples_as_probabilities() -> Numbers:
    """Draws used as if they were probabilities, as the chapter does, with NumPy's draws."""
    rng = np.random.default_rng(SEED)
    p, left, right = (np.sort(rng.normal(m, 1.0, DRAWS)) for m in (0, -1, 1))

    def terms(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(a * np.log2(a / b))

    def so_called(a: np.ndarray, b: np.ndarray) -> float:
        return float(abs(np.nansum(terms(a, b))))

    below_zero = [100 * float(np.mean(draws < 0)) for draws in (p, right)]
    found = terms(p, right)
    lost = 100 * float(np.mean(np.isnan(found)))
    kept = 100 * float(np.mean((p < 0) & ~np.isnan(found)))
    # Both are sorted, so the values below zero of the one stand beside some of those of the other.
    agreed("signs that differ", lost, abs(below_zero[0] - below_zero[1]))
    agreed("both below zero", kept, min(below_zero))
    one, shifted = kldiv.Normal(0, 1), kldiv.Normal(1, 1)
    both = [kldiv.kl_divergence(one, shifted), kldiv.kl_divergence(shifted, one)]
    return {
        "errors.d2l.truth.nats": number(agreed("one apart", both[0], both[1]), "nats", None),
        "errors.d2l.forward": number(so_called(p, right), "", 0),
        "errors.d2l.reverse": number(so_called(right, p), "", 0),
        "errors.d2l.left": number(so_called(p, left), "", 0),
        "errors.d2l.draws": number(DRAWS, "", None),
        "errors.d2l.negative.p": number(below_zero[0], "%", 1),
        "errors.d2l.negative.q": number(below_zero[1], "%", 1),
        "errors.d2l.nan": number(lost, "%", 1),
        "errors.d2l.kept": number(kept, "%", 1),
    }


def _uniform() -> Numbers:
    """The entropy of a uniform distribution, and a divergence whose integral was cut near its ends."""
    n = 8
    entropy = kldiv.entropy(kldiv.Categorical([1 / n] * n))
    value = kldiv.kl_divergence(kldiv.Beta(*map(float, HEAPED)), kldiv.Uniform(0, 1))
    with mp.workdps(30):
        a, b = map(mp.mpf, HEAPED)

    def density(x: mp.mpf) -> mp.mpf:
        return x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b)

    total = a + b
    exact = (
        (a - 1) * (mp.digamma(a) - mp.digamma(total))
        + (b - 1) * (mp.digamma(b) - mp.digamma(total))
        - mp.log(mp.beta(a, b))
    )
    grid = [CLIP, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1 - CLIP]
    clipped = integral(lambda x: density(x) * mp.log(density(x)), grid)
    mass = integral(density, grid)
    return {
        "errors.uniform.count": number(n, "", None),
        "errors.uniform.entropy.nats": number(agreed("uniform", entropy, math.log(n)), "nats"),
        "errors.beta.a": number(float(HEAPED[0]), "", None),
        "errors.beta.b": number(float(HEAPED[1]), "", None),
        "errors.beta.nats": number(agreed("beta", value, exact), "nats", 3),
        "errors.beta.clipped.nats": number(float(clipped), "nats", 3),
        "errors.beta.clip": power_of_ten(CLIP),
        "errors.beta.lost": number(float(100 * (1 - mass)), "%", 0),
    }


def _moment_match() -> Numbers:
    """A normal distribution fitted to two bumps in the plane: set by hand, and by matching moments."""
    means = np.array([[-1.0, -1.0], [1.0, 1.0]])
    spreads = np.array([[[0.5, 0.25], [0.25, 1.0]], [[0.5, -0.25], [-0.25, 1.0]]])
    axis = np.linspace(-9, 9, 361)
    points = np.stack(np.meshgrid(axis, axis), axis=-1)

    def log_normal(mean: np.ndarray, cov: np.ndarray) -> np.ndarray:
        d = points - mean
        form = np.einsum("...i,ij,...j->...", d, np.linalg.inv(cov), d)
        return np.asarray(-form / 2 - math.log(2 * math.pi) - math.log(np.linalg.det(cov)) / 2)

    parts = [log_normal(m, s) - math.log(2) for m, s in zip(means, spreads, strict=True)]
    log_p = np.logaddexp(*parts)
    weights = np.exp(log_p) * (axis[1] - axis[0]) ** 2
    matched = spreads.mean(axis=0) + means.T @ means / 2
    by_hand = np.array([[3.0, 2.0], [2.0, 3.0]])
    values = [float((weights * (log_p - log_normal(np.zeros(2), c))).sum()) for c in (matched, by_hand)]
    # The second route: the two differ by the divergence between the two normal distributions.
    inverse = np.linalg.inv(by_hand)
    trace, ratio = np.trace(inverse @ matched), np.linalg.det(by_hand) / np.linalg.det(matched)
    agreed("two fits", values[1] - values[0], (trace - 2 + math.log(ratio)) / 2)
    out = {
        "errors.moments.matched.nats": number(values[0], "nats", 3),
        "errors.moments.by-hand.nats": number(values[1], "nats", 3),
    }
    for name, cov in (("matched", matched), ("by-hand", by_hand)):
        for k, v in zip(("11", "12", "22"), (cov[0, 0], cov[0, 1], cov[1, 1]), strict=True):
            out[f"errors.moments.{name}.{k}"] = number(float(v), "", None)
    return out


def _series() -> Numbers:
    """A series cut at its tenth term, against quadrature."""
    out: Numbers = {"errors.series.order": number(ORDER, "", None), "errors.series.precise": quoted("1000")}
    for k, (a, b, alpha, beta) in enumerate(KUMARASWAMY, start=1):
        p, q = kldiv.Kumaraswamy(a, b), kldiv.Beta(alpha, beta)
        value = float(kldiv.evaluate(p, q).value)
        fixed = mp.log(a * b) + mp.log(mp.beta(alpha, beta)) - (b - 1) / b
        fixed += (a - alpha) * (-(mp.digamma(b + 1) + mp.euler) / a)

        def term(m: float, a: float = a, b: float = b) -> mp.mpf:
            return mp.mpf(b) / (m + mp.mpf(a) * b) * mp.beta(mp.mpf(m) / a, b)

        def log_one_minus(u: mp.mpf, a: float = a, b: float = b) -> mp.mpf:
            return mp.log(-mp.expm1(mp.log1p(-(u ** (1 / mp.mpf(b)))) / a))

        with mp.workdps(30):
            full = mp.quad(log_one_minus, [0, mp.mpf("1e-9"), 1e-4, 0.1, 0.5, 0.9, 1])
        cut = fixed + (beta - 1) * sum(term(m) for m in range(1, ORDER + 1))
        if abs(value - (fixed - (beta - 1) * full)) > 1e-6:
            raise ArithmeticError(f"the series: {value} and {fixed - (beta - 1) * full}")
        out |= {
            f"errors.series.{k}.nats": number(value, "nats"),
            f"errors.series.{k}.cut.nats": number(float(cut), "nats"),
            f"errors.series.{k}.missing": number(float(100 * (value - cut) / value), "%", 1),
            f"errors.series.{k}.a": number(a, "", None),
            f"errors.series.{k}.b": number(b, "", None),
            f"errors.series.{k}.alpha": number(alpha, "", None),
            f"errors.series.{k}.beta": number(beta, "", None),
        }
    return out


def numbers() -> Numbers:
    """Compute every published figure again."""
    editions: Numbers = {f"errors.{name}.edition": words(when) for name, when in EDITIONS.items()}
    return editions | _edges() | _samples_as_probabilities() | _uniform() | _moment_match() | _series()
