"""Numbers for the questions on losses, variational inference and reinforcement learning."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, divergence_sum, exact, integral

TEACHER, STUDENT = np.array([2.0, 0.0, -1.0]), np.array([0.0, 1.0, 0.0])
TEMPERATURES = (1, 4, 20)
POLICY, REFERENCE = ("0.6", "0.3", "0.1"), ("0.4", "0.4", "0.2")
REWARDS, BASE = (1.0, 0.0, 0.0), ("0.2", "0.3", "0.5")
BETAS = (1.0, 0.1)
MU, SIGMA = 0.5, 0.5


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities from logits."""
    weights = np.exp(logits - logits.max())
    return np.asarray(weights / weights.sum())


def between(name: str, p: Sequence[str], q: Sequence[str]) -> float:
    """Compute D(p‖q) in nats by both routes."""
    first, second = (kldiv.Categorical([float(v) for v in distribution]) for distribution in (p, q))
    return agreed(name, kldiv.kl_divergence(first, second), divergence_sum(exact(p), exact(q)))


def _distillation() -> Numbers:
    """The gradient of the loss shrinks as the square of the temperature."""
    out: Numbers = {}
    for t in TEMPERATURES:
        p, q = softmax(TEACHER / t), softmax(STUDENT / t)
        loss = kldiv.kl_divergence(kldiv.Categorical(p), kldiv.Categorical(q))
        gradient = (q - p) / t
        h = 1e-5
        for k in range(3):
            up, down = (softmax((STUDENT + s * h * np.eye(3)[k]) / t) for s in (1, -1))
            slope = float((p * (np.log(down) - np.log(up))).sum() / (2 * h))
            if abs(slope - gradient[k]) > 1e-8:
                raise ArithmeticError("the gradient of the distillation loss")
        size = float(np.linalg.norm(gradient))
        out |= {
            f"distillation.t{t}.temperature": number(t, "", None),
            f"distillation.t{t}.loss": number(loss, "nats"),
            f"distillation.t{t}.gradient": number(size, "", 5),
            f"distillation.t{t}.scaled": number(size * t * t, "", 3),
        }
    p, q = softmax(TEACHER), softmax(STUDENT)
    back = kldiv.kl_divergence(kldiv.Categorical(q), kldiv.Categorical(p))
    out["distillation.reverse"] = number(back, "nats")
    return out


def _variational() -> Numbers:
    """The VAE's term, right and wrong; a latent variable of two values, exactly."""
    right = agreed(
        "vae",
        kldiv.kl_divergence(kldiv.Normal(MU, SIGMA), kldiv.Normal(0, 1)),
        (MU**2 + SIGMA**2 - 1 - math.log(SIGMA**2)) / 2,
    )
    log_sigma, log_variance = math.log(SIGMA), math.log(SIGMA**2)

    def term(logvar: float) -> float:
        return -0.5 * (1 + logvar - MU**2 - math.exp(logvar))

    agreed("the usual line of code", right, term(log_variance))
    prior, seen = (0.5, 0.5), (0.9, 0.2)
    joint = [z * x for z, x in zip(prior, seen, strict=True)]
    evidence = math.log(sum(joint))
    posterior = [v / sum(joint) for v in joint]
    q = (0.6, 0.4)
    elbo = sum(a * math.log(b / a) for a, b in zip(q, joint, strict=True))
    gap = kldiv.kl_divergence(kldiv.Categorical(q), kldiv.Categorical(posterior))
    agreed("evidence", evidence, elbo + gap)
    values = {
        "vae.right": right,
        "vae.flipped": -right,
        "vae.log-sigma-for-log-variance": term(log_sigma),
        "vae.log-sigma": log_sigma,
        "vae.log-variance": log_variance,
        "elbo.evidence": evidence,
        "elbo.elbo": elbo,
        "elbo.gap": gap,
        "elbo.posterior": posterior[0],
        "elbo.best-start": sum(joint),
    }
    plain = {"elbo.posterior", "elbo.best-start"}
    out = {name: number(v, "" if name in plain else "nats") for name, v in values.items()}
    out |= {"vae.mu": number(MU, "", None), "vae.sigma": number(SIGMA, "", None)}
    out |= {"vae.pixels": number(784, "", None), "vae.latent": number(16, "", None)}
    out["vae.mean-for-sum"] = number(784 / 16, "", 0)
    out["vae.collapsed"] = number(kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(0, 1)), "nats", None)
    return out


def _estimators() -> Numbers:
    """k1, k2 and k3 on three tokens, their averages and the gradients they give."""
    pi, ref = (np.array([float(v) for v in distribution]) for distribution in (POLICY, REFERENCE))
    ratio = ref / pi
    terms = {"k1": -np.log(ratio), "k2": np.log(ratio) ** 2 / 2, "k3": ratio - 1 - np.log(ratio)}
    exact_value = between("policy", POLICY, REFERENCE)
    out: Numbers = {"rl.kl": number(exact_value, "nats")}
    for name, values in terms.items():
        mean = float(pi @ values)
        out[f"rl.{name}.mean"] = number(mean, "nats")
        out[f"rl.{name}.deviation"] = number(math.sqrt(float(pi @ (values - mean) ** 2)), "nats")
        for k, v in enumerate(values, start=1):
            out[f"rl.{name}.token.{k}"] = number(float(v), "nats")
    agreed("k1", exact_value, out["rl.k1.mean"]["value"])
    agreed("k3", exact_value, out["rl.k3.mean"]["value"])
    score = np.eye(3) - pi  # row x: the gradient of log pi(x) in the logits
    gradients = {
        "true": pi * (terms["k1"] - exact_value),
        "k1": pi @ score,
        "k2": (pi * terms["k1"]) @ score,
        "k3": (pi * (1 - ratio)) @ score,
    }
    other = pi - ref  # the gradient of D(ref‖pi)
    if not (np.allclose(gradients["k2"], gradients["true"]) and np.allclose(gradients["k3"], other)):
        raise ArithmeticError("the gradients of k2 and k3")
    for name, values in gradients.items():
        for k, v in enumerate(values, start=1):
            out[f"rl.gradient.{name}.{k}"] = number(float(v) if abs(v) > 1e-15 else 0.0, "", 4)
    out["rl.reverse"] = number(between("reference", REFERENCE, POLICY), "nats")
    for distribution, values in (("policy", pi), ("reference", ref)):
        for k, v in enumerate(values, start=1):
            out[f"rl.{distribution}.{k}"] = number(float(v), "", None)
    return out


def _beta() -> Numbers:
    """The best policy for a reward and a penalty beta D(policy‖base): the base, tilted."""
    out: Numbers = {}
    base = np.array([float(v) for v in BASE])
    reward = np.array(REWARDS)
    for beta in BETAS:
        name = f"rl.beta.{'strict' if beta == 1 else 'lax'}"
        best = base * np.exp(reward / beta)
        best /= best.sum()
        kl = kldiv.kl_divergence(kldiv.Categorical(best), kldiv.Categorical(base))
        objective = float(best @ reward) - beta * kl
        agreed("the optimum", objective, beta * math.log(float(base @ np.exp(reward / beta))))
        flipped = base * np.exp(-reward / beta)
        out[f"{name}.flipped"] = number(float(flipped[0] / flipped.sum()), "", 3)
        out[f"{name}.beta"] = number(beta, "", None)
        out[f"{name}.best"] = number(float(best[0]), "", 3)
        out[f"{name}.kl"] = number(kl, "nats", 3)
    out["rl.beta.base"] = number(float(base[0]), "", None)
    return out


def _mixtures() -> Numbers:
    """Two mixtures: quadrature, samples, and the wrong answer from the components."""

    def density(x: float, a: float, b: float, w: float) -> float:
        def bell(m: float) -> float:
            return math.exp(-((x - m) ** 2) / 2) / math.sqrt(2 * math.pi)

        return w * bell(a) + (1 - w) * bell(b)

    p, q = (-2.0, 2.0, 0.5), (-2.0, 2.0, 0.8)
    grid = np.linspace(-12, 12, 4001)
    heights = [(density(x, *p), density(x, *q)) for x in grid]
    value = sum(a * math.log(a / b) for a, b in heights) * float(grid[1] - grid[0])
    import mpmath as mp

    def integrand(x: mp.mpf) -> mp.mpf:
        bells = [mp.exp(-((x - m) ** 2) / 2) / mp.sqrt(2 * mp.pi) for m in (-2, 2)]
        first = (bells[0] + bells[1]) / 2
        return first * mp.log(first / (bells[0] * mp.mpf(4) / 5 + bells[1] / 5))

    agreed("mixtures", value, integral(integrand, list(range(-16, 17, 2))))
    weights = between("weights", ("0.5", "0.5"), ("0.8", "0.2"))
    rng = np.random.default_rng(1951)
    out = {"mixture.nats": number(value, "nats"), "mixture.bound": number(weights, "nats")}
    for name, count in (("few", 100), ("many", 100_000)):
        x = rng.normal(size=count) + np.where(rng.random(count) < 0.5, -2.0, 2.0)
        left, right = np.exp(-((x + 2) ** 2) / 2), np.exp(-((x - 2) ** 2) / 2)
        ratios = np.log((left + right) / 2) - np.log(0.8 * left + 0.2 * right)
        out[f"mixture.{name}.count"] = number(count, "", None)
        out[f"mixture.{name}.estimate"] = number(float(ratios.mean()), "nats")
        out[f"mixture.{name}.error"] = number(float(ratios.std(ddof=1)) / math.sqrt(count), "nats")
    return out


def _distributions() -> Numbers:
    """Two normal distributions of two variables; Fisher information; the Cauchy distribution both ways."""
    p = np.array([[1.0, 0.5], [0.5, 1.0]])
    by_chain_rule = kldiv.kl_divergence(kldiv.Normal(0, math.sqrt(0.75)), kldiv.Normal(0, 1)) + 0.5**2 / 2
    right = agreed("two variables", by_chain_rule, (np.trace(p) - 2 - math.log(np.linalg.det(p))) / 2)
    back = float(np.trace(np.linalg.inv(p)) - 2 + math.log(0.75)) / 2
    out = {"mvn.nats": number(right, "nats"), "mvn.reverse": number(back, "nats")}
    out["mvn.correlation"] = number(0.5, "", None)
    out["mvn.without-determinant"] = number(0.0, "nats", None)
    for name, step in (("large", 0.1), ("small", 0.01)):
        d = kldiv.kl_divergence(kldiv.Bernoulli(0.5), kldiv.Bernoulli(0.5 + step))
        out[f"fisher.{name}.step"] = number(step, "", None)
        out[f"fisher.{name}.nats"] = number(d, "nats", 7)
        out[f"fisher.{name}.curvature"] = number(2 * d / step**2, "", 3)
    out["fisher.information"] = number(4.0, "", None)
    ways = [kldiv.kl_divergence(kldiv.Cauchy(0, a), kldiv.Cauchy(1, b)) for a, b in ((1, 3), (3, 1))]
    formula = math.log(((1 + 3) ** 2 + 1) / 12)
    for name, v in zip(("forward", "reverse"), ways, strict=True):
        out[f"cauchy.{name}"] = number(agreed("cauchy", v, formula), "nats")
    return out


def numbers() -> Numbers:
    """Compute the numbers of these questions."""
    return _distillation() | _variational() | _estimators() | _beta() | _mixtures() | _distributions()
