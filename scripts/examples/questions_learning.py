"""Numbers for the questions on losses, variational inference, policies and densities, from the code of their pages."""

from __future__ import annotations

import mpmath as mp
import numpy as np

import kldiv
from scripts.examples.display import Numbers, number, power_of_ten
from scripts.examples.page_code import ran
from scripts.examples.questions_losses import POLICY, REFERENCE, softmax
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits

OLDER = np.array([0.5, 0.3, 0.2])  # the policy that wrote the tokens
ALLOWANCE, PAIR = 0.5, (0.1, 0.9)  # free bits, and the divergences of two examples


def _losses() -> Numbers:
    """A loss with its floor; ten tosses."""
    names, tosses = ran("losses", "cross-entropy"), ran("losses", "maximum-likelihood")
    p, q = exact(["0.9", "0.1"]), exact(["0.8", "0.2"])
    agreed("the gap of the log-likelihoods", tosses["gap"], tosses["right"])
    coin, fair = exact(["0.7", "0.3"]), exact(["0.5", "0.5"])
    agreed("the data first", tosses["right"], 10 * divergence_sum(coin, fair))
    return {
        "losses.loss": number(agreed("loss", names["loss"], in_bits(cross_entropy_sum(p, q))), "bits"),
        "losses.left": number(agreed("left", names["left"], in_bits(divergence_sum(p, q))), "bits"),
        "losses.model-first": number(
            agreed("model first", tosses["wrong"], 10 * divergence_sum(fair, coin)),
            "nats",
            how="10*(0.5*log(0.5/0.7) + 0.5*log(0.5/0.3))",
        ),
    }


def _variational() -> Numbers:
    """The gap of an ELBO, and the other direction; an allowance before and after averaging."""
    names, scaled = ran("variational", "direction"), ran("variational", "sum-or-mean")
    q, posterior = exact(["0.6", "0.4"]), exact(["9/11", "2/11"])
    agreed("gap", names["right"], divergence_sum(q, posterior))
    first, second = (max(value, ALLOWANCE) for value in PAIR)
    return {
        "elbo.wrong": number(agreed("other", names["wrong"], divergence_sum(posterior, q)), "nats"),
        "scaling.right": number(agreed("scaled", scaled["right"], 2.5), "nats", None, how="2 + 500/1000"),
        "scaling.wrong": number(agreed("by the batch", scaled["wrong"], 127), "nats", None, how="2 + 500/4"),
        "free-bits.low": number(PAIR[0], "nats", None),
        "free-bits.high": number(PAIR[1], "nats", None),
        "free-bits.allowance": number(ALLOWANCE, "nats", None),
        "free-bits.right": number(max(sum(PAIR) / 2, ALLOWANCE), "nats", None, how="(0.1 + 0.9)/2"),
        "free-bits.wrong": number((first + second) / 2, "nats", None, how="(0.5 + 0.9)/2"),
    }


def weighted_gradient(held: bool) -> np.ndarray:
    """Differentiate the average of ratio times k3 over an older policy's tokens, by small differences.

    Args:
        held: whether the importance ratio is kept fixed.

    Returns:
        The gradient in the logits.
    """
    policy, reference = (np.array([float(v) for v in row]) for row in (POLICY, REFERENCE))

    def loss(logits: np.ndarray) -> float:
        now = softmax(logits)
        ratio = (policy if held else now) / OLDER
        d = np.log(reference / now)
        return float(OLDER @ (ratio * (np.expm1(d) - d)))

    at, h = np.log(policy), 1e-5
    return np.array([(loss(at + h * e) - loss(at - h * e)) / (2 * h) for e in np.eye(3)])


def _policies() -> Numbers:
    """The gradient of weighted k3; k3 with the wrong tokens; a sum that is cut short."""
    p, r = exact(POLICY), exact(REFERENCE)
    policy, reference = (np.array([float(v) for v in row]) for row in (p, r))
    log_ratio = np.log(policy / reference)
    truth, other = policy * (log_ratio - policy @ log_ratio), policy - reference
    out: Numbers = {}
    for name, held, expected in (("weighted", False, truth), ("held", True, other)):
        found = weighted_gradient(held)
        if np.max(np.abs(found - expected)) > 1e-9:
            raise ArithmeticError(f"the gradient of weighted k3 is {found}, expected was {expected}")
        out |= {f"rl.gradient.{name}.{k}": number(v, "", 4) for k, v in enumerate(expected, start=1)}
    names, cut = ran("reinforcement-learning", "k3"), ran("reinforcement-learning", "full-vocabulary")
    agreed("k3", names["right"], divergence_sum(p, r))
    agreed("the full sum", cut["full"], divergence_sum(p, r))
    wrong = sum(float(b) * (float(b / a) - 1 - float(mp.log(float(b / a)))) for a, b in zip(p, r, strict=True))
    top = mp.mpf("0.6") * mp.log(mp.mpf("1.5")) + mp.mpf("0.3") * mp.log(mp.mpf("0.75"))
    out["rl.k3.wrong-tokens"] = number(agreed("the reference's tokens", names["wrong"], wrong), "nats")
    out["rl.top-two"] = number(agreed("cut", cut["cut"], top), "nats", how="0.6*log(0.6/0.4) + 0.3*log(0.3/0.4)")
    return out


def _densities() -> Numbers:
    """A mixture by sampling, a normal for a Cauchy distribution, half a Hessian."""
    mixture, cauchy, fisher = (ran("distributions-and-samples", name) for name in ("mixtures", "cauchy", "fisher"))
    multivariate = ran("distributions-and-samples", "multivariate")
    agreed("two variables", multivariate["right"], -mp.log(mp.mpf(3) / 4) / 2)
    agreed("without determinants", multivariate["wrong"], 0.0)
    agreed("the bound", mixture["bound"], divergence_sum(exact(["0.5", "0.5"]), exact(["0.8", "0.2"])))
    agreed("both ways", cauchy["right"], kldiv.kl_divergence(cauchy["q"], cauchy["p"]))
    with mp.workdps(30):
        step = mp.mpf("0.01")
        half = mp.mpf(1) / 2
        exact_value = half * mp.log(half / (half + step)) + half * mp.log(half / (half - step))
        normal = mp.log(3) + mp.mpf(2) / 18 - half
    agreed("near the fair coin", fisher["exact"], exact_value)
    return {
        "mixture.code.right": number(float(mixture["right"]), "nats"),
        "mixture.code.error": number(float(mixture["error"]), "nats"),
        "mixture.code.wrong": number(float(mixture["wrong"]), "nats", None),
        "cauchy.wrong": number(agreed("normal", cauchy["wrong"], normal), "nats", how="log(3) + (1 + 1)/(2*9) - 1/2"),
        "fisher.code.right": power_of_ten(float(fisher["right"]), "nats"),
        "fisher.code.exact": number(float(fisher["exact"]), "nats", 8),
    }


def numbers() -> Numbers:
    """Compute what right and wrong lines give.

    Returns:
        Name -> value, unit and text.
    """
    return _losses() | _variational() | _policies() | _densities()
