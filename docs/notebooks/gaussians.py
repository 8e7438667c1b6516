# ---
# jupyter:
#   description: "A notebook: the KL divergence of two Gaussians in both directions, by formula, by quadrature and from samples."
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
# # Two Gaussians, both directions
#
# Two bell curves overlap. How surprised are you, on average, if the data follow the one and you
# expected the other? And if it is the other way round? This notebook answers four times: with a
# formula, with its derivation, with an integral and with samples. The four must agree.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

p = kldiv.Normal(loc=1, scale=1)
q = kldiv.Normal(loc=2, scale=0.5)

# %% [markdown]
# !!! question "Predict first"
#
#     Is it worse to expect the narrow $q$ and get the wide $p$, or to expect the wide $p$ and get the narrow $q$?
#
#     [[choice]]
#     (x) To expect the narrow one: Right. Samples of the wide one often fall where the narrow one hardly ever does.
#     ( ) To expect the wide one: Whoever expects much is rarely surprised.
#     ( ) The same: Only if the scales are equal.
#
# ??? success "Answer"
#
#     To expect the narrow one: [[n:gaussians.forward.nats]] nats, against [[n:gaussians.reverse.nats]].
#
# ## Look first
#
# A thousand samples of each distribution, under its density.


# %%
def log_density(distribution, x):
    """The logarithm of a normal density, by NumPy."""
    return -(
        ((x - distribution.loc) / distribution.scale) ** 2
    ) / 2 - np.log(distribution.scale * np.sqrt(2 * np.pi))


def draw_samples(distribution, count, rng):
    """Independent draws from a normal distribution."""
    return rng.normal(distribution.loc, distribution.scale, count)


# %% alt="Samples of p, wide around one, and of q, narrow around two, as histograms under their densities."
rng = np.random.default_rng(1951)
x, bins = np.linspace(-3, 5, 200), np.linspace(-3, 5, 41)
looks = (("p", p, "#0072B2", "-"), ("q", q, "#D55E00", "--"))

figure, axes = plt.subplots(
    2,
    1,
    figsize=(5.4, 3.8),
    sharex=True,
    sharey=True,
    layout="constrained",
)
for axis, (name, distribution, colour, line) in zip(
    axes, looks, strict=True
):
    axis.hist(
        draw_samples(distribution, 1000, rng),
        bins=bins,
        density=True,
        color=colour,
        alpha=0.3,
    )
    axis.plot(
        x,
        np.exp(log_density(distribution, x)),
        color=colour,
        linestyle=line,
        linewidth=2.2,
    )
    axis.text(
        0.02, 0.8, f"${name}$", fontsize=16, transform=axis.transAxes
    )
    axis.spines[["top", "right"]].set_visible(False)
axes[1].set_xlabel("$x$")
plt.show()

# %% [markdown]
# Samples of $p$ often fall where $q$ hardly ever does, left of zero say. Samples of $q$ almost always
# fall where $p$ does too. So the first case should be the worse one.
#
# ## The formula
#
# In nats, first $D(p \,\|\, q)$, then $D(q \,\|\, p)$:

# %%
forward = kldiv.kl_divergence(p, q)
reverse = kldiv.kl_divergence(q, p)
print(
    f"forward  {forward:.7f} nats  "
    f"{kldiv.kl_divergence(p, q, base=2):.7f} bits"
)
print(
    f"reverse  {reverse:.7f} nats  "
    f"{kldiv.kl_divergence(q, p, base=2):.7f} bits"
)

# %% [markdown]
# ## Where it comes from
#
# The package does not look the formula up. It starts from the definition and applies one rule after
# another. For normal distributions with any parameters:

# %%
derivation = kldiv.derive("normal", "normal")
derivation.result

# %% [markdown]
# These are the rules it applied, in order.

# %%
for number, step in enumerate(derivation.steps, start=1):
    print(f"{number}. {step.rule.title}")

# %% [markdown]
# The derivation checks itself: each step, and the result as a whole, at random parameters and against
# other routes.

# %%
report = derivation.check()
print(f"{report.passed} checks passed, {report.failed} failed")
assert report

# %% [markdown]
# ## By integration
#
# The divergence is the integral of $p(x) \log \frac{p(x)}{q(x)}$. The integrand is smooth and vanishes
# at both ends. For such a function the sum over an even grid, the crudest rule of all, is accurate to
# rounding.


# %%
def by_integration(p, q, reach=12, count=4001):
    """The divergence of two normal distributions, as a sum over an
    even grid."""
    x = np.linspace(
        p.loc - reach * p.scale, p.loc + reach * p.scale, count
    )
    ratio = log_density(p, x) - log_density(q, x)
    return np.sum(np.exp(log_density(p, x)) * ratio) * (x[1] - x[0])


for name, pair, exact in (
    ("forward", (p, q), forward),
    ("reverse", (q, p), reverse),
):
    value = by_integration(*pair)
    print(
        f"{name}  {value:.7f} nats, off by less than 1e-12: "
        f"{abs(value - exact) < 1e-12}"
    )
    assert abs(value - exact) < 1e-12

# %% [markdown]
# Note that the logarithm of the ratio is computed as a difference of logarithms. Far enough from its
# centre $q(x)$ is too small for a float, and $p(x) / q(x)$ would divide by zero.
#
# ## By sampling
#
# The integral is an expectation: draw $x$ from $p$, and average $\log \frac{p(x)}{q(x)}$. This is the
# plainest estimator, often called $k_1$. It is unbiased, and its standard error comes with it.


# %%
def by_sampling(p, q, count, rng):
    """The average log-ratio of samples from p, and its standard
    error."""
    x = draw_samples(p, count, rng)
    ratio = log_density(p, x) - log_density(q, x)
    return ratio.mean(), ratio.std(ddof=1) / np.sqrt(count)


rng = np.random.default_rng(1951)
for count in (100, 10_000, 1_000_000):
    for name, pair, exact in (
        ("forward", (p, q), forward),
        ("reverse", (q, p), reverse),
    ):
        value, error = by_sampling(*pair, count, rng)
        print(
            f"{count:>9,} samples  {name}  {value:.4f} ± {error:.4f}  "
            f" exact {exact:.4f}"
        )
        assert abs(value - exact) < 4 * error

# %% [markdown]
# A hundred times as many samples give one digit more. The reverse direction is not only smaller but
# also easier to estimate: its log-ratios vary less, because samples of the narrow distribution hardly
# ever stray to where the other is improbable.
#
# A single log-ratio may well be negative, and so may an average of few. The divergence itself never is.
#
# ## Try it
#
# 1. Let both scales be one. The two directions now agree. How many nats are they?
#
#     [[answer:notebook.gaussians.equal.nats]]
#     hint: Half the squared distance of the centres, in scales.
#
# 2. Which part of the formula made them differ?
#
#     [[choice]]
#     ( ) The distance of the centres: It is the same both ways. What differs is the scale that it is measured in.
#     (x) The ratio of the scales: Right: in its logarithm, and in that everything is measured by the second distribution.
#
# 3. Move `q` to location 5 and run the cells again. What is the standard error of the forward estimate with a hundred samples, in nats?
#
#     [[answer:notebook.gaussians.far.hundred.nats]]
#     not notebook.gaussians.far.spread.nats: That is the standard deviation of one log-ratio. A hundred are averaged.
#     hint: Around the centre of $p$ the log-ratio is a parabola; its linear part varies most.
#
# ??? success "Solutions"
#
#     1. [[n:notebook.gaussians.equal.nats]] nats, both ways.
#     2. The ratio of the scales.
#     3. [[n:notebook.gaussians.far.hundred.nats]] nats, for a divergence of [[n:notebook.gaussians.far.nats]]: a hundred samples already give it
#        within a few per cent. It is large, and every sample says so. The estimates that need many samples are those of divergences to
#        which rare outcomes contribute most.
#
# ## In three lines
#
# - The distribution that comes first is sampled; the other is charged for every sample.
# - Expecting the narrow distribution and getting the wide one costs more than the reverse.
# - Formula, derivation, integral and samples agree; samples only within their error.
