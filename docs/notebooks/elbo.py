# ---
# jupyter:
#   description: "A notebook: a variational autoencoder's lower bound, in a model so small that the evidence can be computed beside it."
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
# # The ELBO: how far is it below the evidence?
#
# A variational autoencoder maximises a lower bound, because the evidence itself can't be computed. Here is a model so
# small that it can. So nothing is sampled, and the gap between bound and evidence is there to be seen.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

PRIOR = kldiv.Normal(0, 1)  # of the hidden z
# The decoder: given z, x is normal with location w z and this scale.
NOISE = 1.0
w, x = (
    2.0,
    1.5,
)  # the decoder's weight, and the one thing that was observed


def log_normal(x, loc, scale):
    """The logarithm of a normal density."""
    return -(((x - loc) / scale) ** 2) / 2 - np.log(
        scale * np.sqrt(2 * np.pi)
    )


def log_evidence(x, w):
    """The logarithm of the density of x with z averaged out:
    variances add."""
    return log_normal(x, 0, np.hypot(w, NOISE))


def posterior(x, w):
    """What x says about z, by Bayes' rule: normal again."""
    precision = 1 + w**2 / NOISE**2
    return kldiv.Normal(w * x / NOISE**2 / precision, precision**-0.5)


best = posterior(x, w)
print(f"evidence   {log_evidence(x, w):.6f} nats")
print(f"posterior  location {best.loc:.4f}, scale {best.scale:.4f}")

# %% [markdown]
# !!! question "Predict first"
#
#     The encoder answers with a normal distribution of its choice. Can the bound reach the evidence, or does something always
#     remain?
#
#     [[choice]]
#     (x) It can: Right, in this model: the posterior is a normal distribution too.
#     ( ) Something always remains: So it is if the posterior is of a form that the encoder can't answer with. Here it is normal.
#
# ??? success "Answer"
#
#     It can, here. What remains is the divergence from the encoder's answer to the posterior, and the answer can *be* the posterior.
#
# ## The bound
#
# The encoder's answer is $q$, normal with location $m$ and variance $v$. The ELBO is the expected log-likelihood less
# the divergence from $q$ to the prior. The expectation of a square is known, so no $z$ needs to be drawn.


# %%
def expected_log_likelihood(q, x, w):
    """The average of log p(x|z) over z from q."""
    return (
        log_normal(x, w * q.loc, NOISE) - (w * q.scale / NOISE) ** 2 / 2
    )


def elbo(q, x, w):
    """The evidence lower bound of q, in nats."""
    return expected_log_likelihood(q, x, w) - kldiv.kl_divergence(
        q, PRIOR
    )


print("location  scale     ELBO  evidence - ELBO  D(q‖posterior)")
for loc, scale in (
    (0, 1),
    (1, 1),
    (0.6, 1),
    (0.6, 0.2),
    (-1, 0.5),
    (best.loc, best.scale),
):
    q = kldiv.Normal(loc, scale)
    gap, kl = (
        log_evidence(x, w) - elbo(q, x, w),
        kldiv.kl_divergence(q, best),
    )
    print(
        f"{loc:>8.2f}  {scale:>5.2f}  {elbo(q, x, w):>7.4f}  "
        f"{round(gap, 12) + 0.0:>15.6f}  {kl:>14.6f}"
    )
    assert abs(gap - kl) < 1e-12

# %% [markdown]
# The gap *is* the divergence from $q$ to the posterior. That is why raising the bound finds the posterior, although
# the bound never mentions it. Here $q$ can become the posterior, and then nothing remains.
#
# ## Uphill, with log σ or with log σ²
#
# A scale must stay positive, so a network gives its logarithm, or that of the variance. Both are free to take any
# value. The slope is not the same: by the chain rule, that in $\log \sigma$ is twice that in $\log \sigma^2$.


# %%
def distribution(m, t, power):
    """The encoder's answer, where t is the logarithm of the scale's
    power: 1 for scale, 2 for variance."""
    return kldiv.Normal(m, np.exp(t / power))


def slopes(m, t, power):
    """The slope of the ELBO in m and in t."""
    v = np.exp(2 * t / power)
    in_v = -(w**2) / NOISE**2 / 2 - (1 - 1 / v) / 2
    return np.array(
        [w * (x - w * m) / NOISE**2 - m, in_v * v * 2 / power]
    )


def ascend(power, steps=40, rate=0.1):
    """The distributions that gradient ascent visits, from the prior
    on."""
    point, path = np.zeros(2), []
    for _ in range(steps + 1):
        path.append(distribution(*point, power))
        point = point + rate * slopes(*point, power)
    return path


# The slopes are trusted only after small differences have confirmed
# them.
for power in (1, 2):
    at, h = np.array([0.3, -0.4]), 1e-5
    rises = [
        elbo(distribution(*(at + e), power), x, w)
        - elbo(distribution(*(at - e), power), x, w)
        for e in h * np.eye(2)
    ]
    assert (
        np.abs(np.array(rises) / (2 * h) - slopes(*at, power)).max()
        < 1e-8
    )

paths = {"log σ": ascend(1), "log σ²": ascend(2)}
print("step    log σ: ELBO       gap    log σ²: ELBO       gap")
for step in (0, 1, 2, 5, 10, 20, 40):
    bounds = [elbo(path[step], x, w) for path in paths.values()]
    shown = "    ".join(
        f"{bound:>11.6f}  {log_evidence(x, w) - bound:>8.6f}"
        for bound in bounds
    )
    print(f"{step:>4}  {shown}")

# %% [markdown]
# Both climb to the same height. With the same rate, $\log \sigma$ is faster: its slope is twice as large, and a step in
# it counts twice. Neither is wrong. Wrong is to mix them.

# %% alt="Above, the ELBO against step for log sigma and log sigma squared, both rising to the level of the evidence, the gap shaded. Below, the gap on a logarithmic scale; the divergence to the posterior lies on it as dashes."
figure, (above, below) = plt.subplots(
    2, 1, figsize=(5.4, 5), sharex=True, layout="constrained"
)
steps = np.arange(41)
above.axhline(log_evidence(x, w), color="0.5", linewidth=1.5)
above.text(
    40, log_evidence(x, w) + 0.03, "evidence", ha="right", va="bottom"
)
for (name, path), marker in zip(paths.items(), ("o", "s"), strict=True):
    bound = np.array([elbo(q, x, w) for q in path])
    gap, kl = (
        log_evidence(x, w) - bound,
        [kldiv.kl_divergence(q, best) for q in path],
    )
    assert np.abs(gap - kl).max() < 1e-12
    above.plot(
        steps,
        bound,
        color="#0072B2",
        linewidth=1.5,
        marker=marker,
        markersize=4,
        markevery=4,
        label=name,
    )
    below.plot(
        steps,
        gap,
        color="#0072B2",
        linewidth=1.5,
        marker=marker,
        markersize=4,
        markevery=4,
    )
    below.plot(
        steps,
        kl,
        color="#D55E00",
        linewidth=2.2,
        linestyle="--",
        label="KL" if marker == "o" else None,
    )
above.fill_between(
    steps,
    bound,
    log_evidence(x, w),
    color="#D55E00",
    alpha=0.2,
    linewidth=0,
)
above.set_ylim(-4.3, -1.5)
above.set_ylabel("ELBO, nats")
above.legend(frameon=False, loc="lower right")
below.set_yscale("log")
below.set_ylabel("gap and KL, nats")
below.set_xlabel("step")
below.legend(frameon=False, loc="lower left")
for axis in (above, below):
    axis.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## Two traps, with their wrong numbers
#
# The divergence to the standard normal distribution is often written out as one line. It begins with a minus sign that
# is easily lost, and it wants $\log \sigma^2$.


# %%
def written_out(m, log_variance):
    """D(q‖prior), as the line that is copied from one program to the
    next."""
    return -0.5 * (1 + log_variance - m**2 - np.exp(log_variance))


m, log_scale = best.loc, np.log(best.scale)
right = written_out(m, 2 * log_scale)
assert abs(right - kldiv.kl_divergence(best, PRIOR)) < 1e-12
terms = {
    "right": right,
    "the sign lost": -right,
    "log σ for log σ²": written_out(m, log_scale),
}
print(
    f"{'':<18}  KL term      bound   evidence {log_evidence(x, w):.6f}"
)
for name, term in terms.items():
    bound = expected_log_likelihood(best, x, w) - term
    verdict = (
        "above the evidence: no bound"
        if bound > log_evidence(x, w) + 1e-9
        else ""
    )
    print(f"{name:<18}  {term:+.4f}  {bound:.6f}   {verdict}".rstrip())

# %% [markdown]
# A lower bound that exceeds the evidence is no bound; in a real model nobody would see it. With the sign lost there is
# not even a maximum: the variance shrinks towards zero, and the "bound" rises without end.

# %%
for scale in (0.1, 1e-3, 1e-6, 1e-9):
    q = kldiv.Normal(best.loc, scale)
    wrong = expected_log_likelihood(q, x, w) + kldiv.kl_divergence(
        q, PRIOR
    )
    print(
        f"scale {scale:<6g} right {elbo(q, x, w):8.3f}   sign lost "
        f"{wrong:8.3f}"
    )

# %% [markdown]
# With $\log \sigma$ in place of $\log \sigma^2$ there is a maximum, but at another $q$. Its scale is found by trying
# many.

# %%
scales = np.linspace(0.1, 1, 9001)
heights = -((w * scales / NOISE) ** 2) / 2 - written_out(
    0, np.log(scales)
)
found = kldiv.Normal(best.loc, scales[np.argmax(heights)])
print(
    f"scale found {found.scale:.4f}, right {best.scale:.4f}, given "
    f"away {kldiv.kl_divergence(found, best):.4f} nats"
)

# %% [markdown]
# ## Collapse
#
# Let the decoder listen less and less to $z$: let $w$ go to zero. The best $q$ is always the posterior. It moves to
# the prior, and its divergence from it goes to zero. That is not a failure of the encoder. There is nothing to encode.
#
# Averaged over all $x$, that divergence is the information that $x$ and $z$ have about each other.

# %%
nodes, weights = np.polynomial.hermite_e.hermegauss(
    5
)  # exact for the average of a square
weights = weights / weights.sum()
print("weight  location   scale  D(q‖prior)  average over x")
for weight in (2, 1, 0.5, 0.1, 0.01, 0):
    q = posterior(x, weight)
    seen = np.hypot(weight, NOISE) * nodes
    average = weights @ [
        kldiv.kl_divergence(posterior(value, weight), PRIOR)
        for value in seen
    ]
    print(
        f"{weight:>6}  {q.loc:>8.4f}  {q.scale:.4f}  "
        f"{kldiv.kl_divergence(q, PRIOR):>10.6f}  {average:>14.6f}"
    )
    assert abs(average - np.log1p(weight**2 / NOISE**2) / 2) < 1e-12

# %% [markdown]
# ## A weight on the divergence
#
# A $\beta$-VAE multiplies the divergence by $\beta$. In this model its best $q$ is known too. Small $\beta$ buys
# likelihood, large $\beta$ ends in collapse. Only $\beta = 1$ ends at the posterior.


# %%
def best_for(beta):
    """The distribution with the largest expected log-likelihood less
    beta times the divergence."""
    precision = 1 + w**2 / NOISE**2 / beta
    return kldiv.Normal(
        w * x / NOISE**2 / beta / precision, precision**-0.5
    )


print("  beta  log-likelihood  D(q‖prior)  D(q‖posterior)")
for beta in (0.1, 0.5, 1, 2, 10, 100):
    q = best_for(beta)
    fit, kl, gap = (
        expected_log_likelihood(q, x, w),
        kldiv.kl_divergence(q, PRIOR),
        kldiv.kl_divergence(q, best),
    )
    print(f"{beta:>6}  {fit:>14.4f}  {kl:>10.4f}  {gap:>14.6f}")
    near = [
        kldiv.Normal(q.loc + a, q.scale * np.exp(b))
        for a, b in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01))
    ]
    values = [
        expected_log_likelihood(other, x, w)
        - beta * kldiv.kl_divergence(other, PRIOR)
        for other in near
    ]
    assert max(values) < fit - beta * kl

# %% [markdown]
# ## Try it
#
# 1. Halve the noise. By how much does the evidence of this `x` rise, in nats? And does the gap still close?
#
#     [[answer:notebook.elbo.rise.nats]]
#     not notebook.elbo.half.nats: That is the evidence itself. By how much does it exceed the one before?
#     hint: The density of $x$ with $z$ averaged out is normal; its variance is $w^2$ and that of the noise.
#
# 2. Raise the rate of the climb until it fails. Above which rate does it?
#
#     [[answer:notebook.elbo.rate]]
#     not notebook.elbo.rate.scale: There the climb of $\log \sigma$ fails. The location fails earlier.
#     hint: A step multiplies the way that the location has left to go. By what?
#
# 3. Hold the encoder's scale at one and move its location only. How much of the gap remains, in nats?
#
#     [[answer:notebook.elbo.held.nats]]
#     hint: The gap is the divergence to the posterior. Which location makes it least?
#     hint: The best location is the posterior's own. What is left is the difference of the scales.
#
# ??? success "Solutions"
#
#     1. From [[n:notebook.elbo.whole.nats]] to [[n:notebook.elbo.half.nats]] nats, by [[n:notebook.elbo.rise.nats]]. The gap closes as before: the
#        posterior is still a normal distribution, so that $q$ can become it.
#     2. Above [[n:notebook.elbo.rate]]. The slope in the location is $w x - (w^2 + 1) m$, so a step of rate $r$ multiplies what is left by
#        $1 - 5 r$; beyond that rate it grows. Near the end, a step in $\log \sigma$ multiplies by $1 - 2 r$, and one in $\log \sigma^2$ by
#        $1 - r/2$: both bear more.
#     3. [[n:notebook.elbo.held.nats]] nats: the divergence from a normal distribution of variance one to one of variance one fifth, about
#        the same centre.
#
# ## In three lines
#
# - Evidence less ELBO is the divergence from the encoder's answer to the posterior, exactly.
# - Subtract the divergence, and know whether you hold $\log \sigma$ or $\log \sigma^2$.
# - A divergence of zero to the prior means that the code says nothing about $x$.
