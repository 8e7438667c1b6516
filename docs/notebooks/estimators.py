# ---
# jupyter:
#   description: "A notebook: the estimators k1, k2 and k3 of a KL divergence, which is right on average, and how far they scatter."
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Estimators of KL: k1, k2, k3
#
# A policy $\pi$ is compared with a reference by drawn tokens. Three estimators are in use. Which is right on
# average, which varies least, and which has the right gradient? With a small vocabulary
# all of it can be computed exactly.
#
# It runs on its own. All it needs is `[[n:install.line]]`[[n:install.where]].

# %%
import numpy as np

import kldiv

policy = np.array([0.6, 0.3, 0.1])
reference = np.array([0.4, 0.4, 0.2])
truth = kldiv.kl_divergence(
    kldiv.Categorical(policy), kldiv.Categorical(reference)
)
print(f"the divergence: {truth:.6f} nats")


# %%
def k3(d):
    """Return e**d - d - 1; near zero by its series, since the
    subtractions would lose the digits there."""
    near = np.where(abs(d) < 1, d, 0)
    series = np.ones_like(d)
    for n in range(20, 2, -1):
        series = 1 + near / n * series
    return np.where(abs(d) < 1, near**2 / 2 * series, np.expm1(d) - d)


def estimators(log_ratio):
    """The three estimators, from d = log reference - log policy at
    the drawn tokens."""
    return {
        "k1": -log_ratio,
        "k2": log_ratio**2 / 2,
        "k3": k3(log_ratio),
    }


# %% [markdown]
# ## Right on average?
#
# The average of each over all tokens, weighted by the policy, and its standard deviation.

# %%
d = np.log(reference) - np.log(policy)
for name, values in estimators(d).items():
    mean = policy @ values
    deviation = np.sqrt(policy @ (values - mean) ** 2)
    print(
        f"{name}  mean {mean:.6f}  bias "
        f"{round(mean - truth, 9) + 0.0:+.6f}  deviation "
        f"{deviation:.4f}"
    )

# %% [markdown]
# $k_1$ and $k_3$ are unbiased. $k_3$ varies less, here.
#
# ## With drawn tokens

# %%
rng = np.random.default_rng(2020)
for count in (100, 10_000, 1_000_000):
    drawn = rng.choice(3, size=count, p=policy)
    shown = "  ".join(
        f"{name} {values[drawn].mean():.5f}"
        for name, values in estimators(d).items()
    )
    print(f"{count:>9,} tokens  {shown}")

# %% [markdown]
# ## The gradient
#
# Let the policy be a softmax of logits. The true gradient is that of the divergence. As a loss, with the drawn
# tokens held fixed, each estimator has an average gradient of its own.


# %%
def softmax(logits):
    """Probabilities from logits."""
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def slopes(function, at, h=1e-6):
    """The gradient of a function by small differences."""
    return np.array(
        [
            (function(at + h * e) - function(at - h * e)) / (2 * h)
            for e in np.eye(len(at))
        ]
    )


def divergence(first, second):
    """D(first‖second), in nats."""
    return kldiv.kl_divergence(
        kldiv.Categorical(first), kldiv.Categorical(second)
    )


logits = np.log(policy)
print(
    "true   ",
    np.round(
        slopes(lambda z: divergence(softmax(z), reference), logits), 4
    )
    + 0.0,
)
for name in ("k1", "k2", "k3"):
    # The weights stay the probabilities of the drawn tokens; only the
    # estimator is differentiated.
    loss = lambda z, name=name: (
        policy
        @ estimators(np.log(reference) - np.log(softmax(z)))[name]
    )
    print(f"{name}     ", np.round(slopes(loss, logits), 4) + 0.0)
print(
    "reverse",
    np.round(
        slopes(lambda z: divergence(reference, softmax(z)), logits), 4
    )
    + 0.0,
)

# %% [markdown]
# $k_1$ has no gradient at all, $k_2$ the true one, $k_3$ that of the reverse direction. An unbiased value is not an
# unbiased gradient.
#
# ## Try it
#
# 1. Make the reference very small for one token. Which estimator suffers most?
#
#     [[choice]]
#     ( ) $k_1$: It grows with the logarithm, as the divergence itself does, and stays right on average.
#     (x) $k_2$: Right. It grows with the logarithm's square, and its average is far from the divergence.
#     ( ) $k_3$: Its exponential matters where the reference is *larger* than the policy. Here it stays close to $k_1$.
#
# 2. Use an old policy's tokens. Which weights repair the averages?
#
#     [[choice]]
#     ( ) The old policy over the policy: Upside down: it counts twice what was drawn too often.
#     (x) The policy over the old policy: Right. What the old policy drew too rarely counts for more.
#     ( ) The policy over the reference: That is the ratio inside the logarithm. The draws are from neither of the two.
#
# ??? success "Solutions"
#
#     1. $k_2$. With $10^{-9}$ for the last token the divergence is [[n:notebook.estimators.truth.nats]] nats, and the average of $k_2$ is
#        [[n:notebook.estimators.k2.mean.nats]]. $k_1$ and $k_3$ keep the average; their standard deviations are
#        [[n:notebook.estimators.k1.deviation.nats]] and [[n:notebook.estimators.k3.deviation.nats]] nats.
#     2. The ratio of the policy to the old policy, for each token that was drawn: `old @ (policy / old * values)` is
#        `policy @ values`.
#
# ## In three lines
#
# - $k_1$ and $k_3$ average to the divergence; $k_3$ is never negative.
# - $k_2$ is biased in value, and has the right gradient.
# - An unbiased value is no promise of an unbiased gradient.
