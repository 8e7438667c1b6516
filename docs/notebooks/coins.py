# ---
# jupyter:
#   description: "A notebook: how many tosses tell a fair coin from an unfair one, and why the slope of the evidence is the divergence."
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
# # Coins: how many tosses tell a fair one from an unfair one?
#
# A coin is tossed. It is either fair or shows heads nearly always, and you want to know which. Each toss brings a
# little evidence. The divergence says how much, on average; and it depends on which coin it is.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

# The probability of heads, then of tails.
p = np.array([0.5, 0.5])
q = np.array([0.99, 0.01])

# %% [markdown]
# !!! question "Predict first"
#
#     You want evidence of a thousand to one. Does it take more tosses if the coin is fair, or if it is unfair?
#
#     [[choice]]
#     ( ) If it is fair: A fair coin shows tails half of the time, and the unfair one hardly ever does.
#     (x) If it is unfair: Right. It shows heads, and a fair coin does that half of the time.
#     ( ) The same: The two directions of the divergence differ.
#
# ??? success "Answer"
#
#     If it is unfair: more than twice as many. Heads are weak evidence, tails are strong.
#
# ## A thousand tosses of each

# %% alt="Two bar charts of a thousand tosses. The fair coin shows heads and tails about equally often, the unfair one almost only heads. Short lines mark the probabilities."
rng = np.random.default_rng(1654)
figure, axes = plt.subplots(
    1, 2, figsize=(5.4, 2.8), sharey=True, layout="constrained"
)
looks = (
    ("p", "fair", p, "#0072B2", "-"),
    ("q", "unfair", q, "#D55E00", "--"),
)
for axis, (letter, name, coin, colour, line) in zip(
    axes, looks, strict=True
):
    share = (
        np.bincount(rng.choice(2, size=1000, p=coin), minlength=2)
        / 1000
    )
    axis.bar(
        [0, 1],
        share,
        0.6,
        color=colour,
        alpha=0.3,
        edgecolor=colour,
        linestyle=line,
        linewidth=1.5,
    )
    axis.hlines(
        coin, [-0.4, 0.6], [0.4, 1.4], colors="0", linewidth=1.6
    )
    axis.set_title(f"${letter}$: {name} coin")
    axis.set_xticks([0, 1], ["heads", "tails"])
    axis.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("share of tosses")
plt.show()

# %% [markdown]
# ## What one toss says
#
# The evidence of a toss for $p$ and against $q$ is $\log \frac{p(x)}{q(x)}$, in nats. Heads speak for the unfair
# coin, a little. Tails speak for the fair one, a lot.

# %%
evidence = np.log(p) - np.log(q)
for face, for_p, for_q, nats in zip(
    ("heads", "tails"), p, q, evidence, strict=True
):
    print(
        f"{face}  fair {for_p:.2f}  unfair {for_q:.2f}  evidence for "
        f"the fair coin {nats:+.4f} nats"
    )

# %% [markdown]
# The divergence is the average of this, weighted by the coin that is tossed. If the coin is the unfair one, the
# evidence is counted for $q$, with the other sign.

# %%
fair_to_unfair = kldiv.kl_divergence(
    kldiv.Categorical(p), kldiv.Categorical(q)
)
unfair_to_fair = kldiv.kl_divergence(
    kldiv.Categorical(q), kldiv.Categorical(p)
)
print(f"the coin is fair:    {fair_to_unfair:.7f} nats a toss")
print(f"the coin is unfair:  {unfair_to_fair:.7f} nats a toss")
assert abs(p @ evidence - fair_to_unfair) < 1e-12
assert abs(q @ -evidence - unfair_to_fair) < 1e-12

# %% [markdown]
# A blog post of 2021 prints both of these. But the second stands where the divergence between two normal
# distributions should be. The post computes in single precision, so a difference is counted in steps of that:
# neighbouring numbers are one step apart.

# %%
for printed, exact in (
    (1.6144631, fair_to_unfair),
    (0.6371457, unfair_to_fair),
):
    spacing = float(np.spacing(np.float32(exact)))
    print(
        f"printed {printed}  exact {exact:.10f}  apart "
        f"{(printed - exact) / spacing:+.1f} steps"
    )
    assert abs(printed - exact) < 2 * spacing
normal = kldiv.kl_divergence(
    kldiv.Normal(loc=2, scale=0.5), kldiv.Normal(loc=1, scale=1)
)
print(f"the normal distributions: {normal:.10f}")

# %% [markdown]
# ## Toss by toss
#
# Evidence of independent tosses adds up. Its path is a random walk, and the divergence is its slope: upwards at
# $D(p \,\|\, q)$ nats a toss if the coin is fair, downwards at $D(q \,\|\, p)$ if it is not.

# %% alt="Evidence for the fair coin against tosses. Five walks of the fair coin climb along a steep line; five of the unfair coin fall along a flatter one, most of them together."
tosses = np.arange(41)
figure, axis = plt.subplots(figsize=(5.4, 3.6), layout="constrained")
for (letter, name, coin, colour, line), slope in zip(
    looks, (fair_to_unfair, -unfair_to_fair), strict=True
):
    for _ in range(5):
        steps = evidence[rng.choice(2, size=40, p=coin)]
        axis.plot(
            tosses,
            np.concatenate([[0], np.cumsum(steps)]),
            color=colour,
            linewidth=0.9,
            alpha=0.6,
        )
    axis.plot(
        [0, 40],
        [0, 40 * slope],
        color=colour,
        linestyle=line,
        linewidth=2.6,
        label=f"${letter}$: {name} coin",
    )
for sign in (1, -1):
    axis.axhline(
        sign * np.log(1000), color="0.5", linewidth=0.9, linestyle=":"
    )
axis.text(40, np.log(1000) + 1, "a thousand to one", ha="right")
axis.set_xlabel("tosses")
axis.set_ylabel("evidence for the fair coin, nats")
axis.legend(frameon=False, loc="upper left")
axis.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## Is the slope the divergence?
#
# Each face has a known probability, so the spread of the evidence is known too, and with it the standard error of
# the average of $n$ tosses. The sampled slope must lie within a few of these errors.

# %%
rng = np.random.default_rng(1713)
for name, coin, signed, exact in (
    ("fair", p, evidence, fair_to_unfair),
    ("unfair", q, -evidence, unfair_to_fair),
):
    deviation = np.sqrt(coin @ (signed - exact) ** 2)
    for count in (100, 10_000, 1_000_000):
        tails = rng.binomial(count, coin[1])
        slope = (
            (count - tails) * signed[0] + tails * signed[1]
        ) / count
        error = deviation / np.sqrt(count)
        print(
            f"{name:<6} {count:>9,} tosses  slope {slope:.5f} ± "
            f"{error:.5f}  exact {exact:.5f}"
        )
        assert abs(slope - exact) < 4 * error

# %% [markdown]
# ## How many tosses?
#
# A thousand to one is $\log 1000$ nats. Divide by the slope: that many tosses it takes, roughly. Then try it, many
# times: toss until the evidence is there, and count.


# %%
def tosses_needed(coin, signed, repeats=20_000, most=200):
    """How many tosses it took, and the evidence when it was enough,
    in each of many trials."""
    walks = np.cumsum(
        signed[rng.choice(2, size=(repeats, most), p=coin)], axis=1
    )
    enough = walks >= np.log(1000)
    assert enough.any(axis=1).all()
    stop = enough.argmax(axis=1)
    return stop + 1, walks[np.arange(repeats), stop]


for name, coin, signed, exact in (
    ("fair", p, evidence, fair_to_unfair),
    ("unfair", q, -evidence, unfair_to_fair),
):
    count, reached = tosses_needed(coin, signed)
    error = (reached - exact * count).std() / np.sqrt(len(count))
    guess = np.log(1000) / exact
    print(
        f"{name:<6}  tosses: roughly {guess:.1f}, counted "
        f"{count.mean():.1f} on average, {count.max()} at most"
    )
    print(
        f"        evidence reached {reached.mean():.3f}, slope times "
        f"tosses {exact * count.mean():.3f} nats"
    )
    assert abs(reached.mean() - exact * count.mean()) < 4 * error

# %% [markdown]
# It takes longer to recognise the unfair coin. Heads are what it shows, and a fair coin shows them half of the time,
# so each is weak evidence. The fair coin betrays itself by its first few tails.
#
# The rough count is a little low. Evidence comes in lumps, and the last one overshoots. What is exact is this: the
# evidence reached, on average, is the slope times the tosses, on average.
#
# ## Try it
#
# 1. Let the unfair coin show heads eight times in ten, and raise `most`. About how many tosses does it take now, if the coin is the
#    unfair one?
#
#     [[answer:notebook.coins.bent.tosses]]
#     not notebook.coins.fair.tosses: That is for the fair coin: the direction is the other one.
#     not notebook.coins.bent.nats: That is the evidence of one toss. How many such steps lead to a thousand to one?
#     hint: $\log 1000$, divided by the divergence from the unfair coin to the fair one.
#
# 2. Toss a third coin, between the two of this page. At which probability of heads does the walk go neither up nor down?
#
#     [[answer:notebook.coins.level]]
#     not notebook.coins.middle: Half way between the two probabilities. But tails weigh more than heads do.
#     hint: Heads bring a little evidence for the unfair coin, tails a lot for the fair one. When do they balance?
#
# 3. How often does the fair coin reach a thousand to one for being *unfair*? Can it be more than once in a thousand?
#
#     [[choice]]
#     ( ) Yes, if one tosses for long enough: The longer it goes on, the more firmly the evidence speaks for the fair coin.
#     (x) No: Right. If it could, the unfair coin would do the same more than a thousand times as often, which is more than always.
#
# ??? success "Solutions"
#
#     1. The divergences are [[n:notebook.coins.fair.nats]] nats a toss if the coin is fair and [[n:notebook.coins.bent.nats]] if it is not.
#        That makes roughly [[n:notebook.coins.fair.tosses]] and [[n:notebook.coins.bent.tosses]] tosses, and counted a little more. The coins
#        are nearer to each other, and so are the two directions.
#     2. At [[n:notebook.coins.level]]: nearer to the unfair coin.
#     3. About [[n:notebook.coins.misled]] of the time. The quickest way is [[n:notebook.coins.run]] heads in a row.
#
# ## In three lines
#
# - The divergence is evidence per toss: the slope of the log-likelihood ratio.
# - The two directions are two slopes, one for each coin that may be the true one.
# - The tosses needed are the evidence wanted, divided by the divergence.
