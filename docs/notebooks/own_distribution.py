# ---
# jupyter:
#   description: "A notebook: a distribution of your own, its density and support written down, and its divergences derived and checked."
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
# # Your own distribution: what does it take to get its divergences?
#
# You work with a distribution that is not in the catalogue. Write down its density and its support, and its divergences
# can be had as numbers. Say how it is made from a standard one, and they can be derived as formulas.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import warnings

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp

import kldiv
from kldiv.distributions import (
    POSITIVE,
    Distribution,
    Support,
    Value,
    parameter,
)

warnings.simplefilter(
    "ignore", kldiv.QuadratureNotice
)  # below it is said in words where a number comes from


# %% [markdown]
# ## A density is enough
#
# How far does a logistic variable lie from its centre? The distance has a half-logistic distribution. Its class names
# one parameter, the support, and the density.


# %%
class HalfLogistic(Distribution):
    """The distance of a logistic variable from its centre."""

    scale: Value = parameter("s", POSITIVE, "the scale, positive")

    def support(self):
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x):
        decay = sp.exp(-x / self.scale)
        return 2 * decay / (self.scale * (1 + decay) ** 2)


p, q = HalfLogistic(1), HalfLogistic(2)
print(
    f"D(p || q) = {kldiv.evaluate(p, q).value:.6f} nats, by "
    f"{kldiv.evaluate(p, q).method}"
)
print(f"D(q || p) = {kldiv.kl_divergence(q, p):.6f} nats")
print(f"H(p)      = {kldiv.entropy(p):.6f} nats")
print(
    "to an exponential: "
    f"{kldiv.kl_divergence(p, kldiv.Exponential(0.7)):.6f} nats"
)

# %% [markdown]
# Nothing was registered. The class stands in for any other wherever a distribution is asked for.

# %% alt="Two curves that fall from their largest value at zero. The solid one, of scale one, starts twice as high and falls faster than the dashed one, of scale two."
x, points = sp.Symbol("x"), np.linspace(0, 10, 200)
figure, axis = plt.subplots(figsize=(5.4, 2.8), layout="constrained")
for letter, drawn, colour, line in (
    ("p", p, "#0072B2", "-"),
    ("q", q, "#D55E00", "--"),
):
    axis.plot(
        points,
        sp.lambdify(x, drawn.density(x))(points),
        line,
        color=colour,
        label=f"${letter}$",
    )
axis.set_xlabel("$x$")
axis.set_ylabel("density")
axis.spines[["top", "right"]].set_visible(False)
axis.legend(frameon=False)
plt.show()

# %% [markdown]
# ## With a transport, a formula
#
# The largest of several uniform variables has the density $a x^{a-1}$. It is also a power of *one* uniform variable,
# $U^{1/a}$. Say so, and the engine can take expectations: those of a uniform variable are known.


# %%
class Power(Distribution):
    """The largest of several uniform variables."""

    exponent: Value = parameter(
        "a", POSITIVE, "how many there are; any positive number"
    )
    standard = "uniform"

    def support(self):
        return Support(sp.Integer(0), sp.Integer(1), self.kind)

    def density(self, x):
        return self.exponent * x ** (self.exponent - 1)

    def transport(self, u):
        return u ** (1 / self.exponent)


derivation = kldiv.derive(Power, Power)
print(derivation.kind, "D(p || q) =", derivation.result)

# %% [markdown]
# Is it right? Ask. Each step was checked, so was the density, and so was the transport that you wrote.

# %%
report = derivation.check()
for check in report:
    if check.name in (
        "oracle",
        "power: total mass",
        "power: transport",
    ):
        print(
            f"{check.name}: {'passed' if check.ok else 'failed'}; "
            f"{check.detail}"
        )
print("everything:", "passed" if report else "failed")

# %% [markdown]
# One line admits a weakness. For the catalogue the oracle has densities of its own, written a second time by hand.
# Here it has only yours, so a mistake in the density itself would go unseen, as long as it integrates to one.
#
# ## A mistake is refused
#
# Forget a factor, and no number comes back.


# %%
class Forgotten(Power):
    """The same without the exponent in front."""

    def density(self, x):
        return x ** (self.exponent - 1)


try:
    kldiv.kl_divergence(Forgotten(2), Forgotten(3))
except ValueError as refusal:
    print(str(refusal).partition(": ")[2])

# %% [markdown]
# ## Try it
#
# 1. Derive the divergence from `Power` to `kldiv.Beta`. It stops. At which expectation?
#
#     [[choice]]
#     ( ) That of $\log X$: It is known: $X$ is a power of a uniform variable.
#     (x) That of $\log(1 - X)$: Right. Nobody has told the engine what it is under `Power`.
#     ( ) That of $X$: The logarithm of the ratio does not contain it.
#
# 2. And the other way round, from `kldiv.Beta` to `Power`?
#
#     [[choice]]
#     (x) A formula comes out: Right. What is averaged are $\log X$ and $\log(1 - X)$ under a beta distribution, and both are known.
#     ( ) It stops at the same expectation: That one is wanted under the beta distribution now.
#
# 3. Spoil the transport: write `u ** self.exponent`. What does `kl_divergence` do?
#
#     [[choice]]
#     ( ) It returns a wrong number: It would, if it trusted what you wrote.
#     (x) It refuses: Right, and it says why: the transport does not give the density.
#
# 4. A power distribution is a beta distribution with one parameter set. Which one? Compare the numbers of the two.
#
#     [[choice]]
#     (x) `kldiv.Beta(a, 1)`: Right. The density of a beta distribution is then $a x^{a-1}$.
#     ( ) `kldiv.Beta(1, a)`: That is the smallest of several uniform variables. The power distribution is the largest.
#
# ??? success "Solutions"
#
#     1. At the expectation of $\log(1 - X)$ under `Power`: `kldiv.derive(Power, kldiv.Beta)` says so, and its kind is "undecided".
#     2. `kldiv.derive(kldiv.Beta, Power)` finds a closed form.
#     3. `kl_divergence` raises a `ValueError`. `derive` still writes something down, and `check` refuses it: the transport, the lemma that
#        rests on it, and the result, which is not even positive.
#     4. It is `kldiv.Beta(a, 1)`: the numbers of the two agree to rounding.
#
# ## In three lines
#
# - A density and a support give numbers, by quadrature.
# - A transport from a standard distribution gives formulas, where the expectations are known.
# - What you write is checked before it is used, and what the check rests on is said.
