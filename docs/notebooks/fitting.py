# ---
# jupyter:
#   description: "A notebook: one normal distribution is fitted to two bumps by gradient descent, in forward and in reverse direction."
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
# # One bell for two bumps: the path of the minimiser
#
# A normal distribution is to stand in for a mixture with two bumps. Forward divergence makes it cover both, reverse
# divergence makes it choose. Here both are minimised from several starting points, and the way is drawn.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

x = np.linspace(-14, 14, 2801)
step = x[1] - x[0]


def log_normal(loc, scale):
    """The logarithm of a normal density on the grid."""
    return -(((x - loc) / scale) ** 2) / 2 - np.log(
        scale * np.sqrt(2 * np.pi)
    )


log_p = np.logaddexp(
    np.log(0.6) + log_normal(-2, 0.7), np.log(0.4) + log_normal(2, 0.7)
)


def divergence(log_first, log_second):
    """The integral of first times log(first/second), by an even
    grid."""
    return np.sum(np.exp(log_first) * (log_first - log_second)) * step


# The grid is trusted only after it has passed a test whose answer is
# known.
known = kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(0, 2))
assert (
    abs(divergence(log_normal(1, 1), log_normal(0, 2)) - known) < 1e-12
)

# %% [markdown]
# ## Walk downhill
#
# The walker knows two numbers, the location and the logarithm of the scale, so that the scale stays positive. Slopes
# are taken by small differences. The step is shortened whenever it would lead uphill.


# %%
def descend(objective, start, steps=200):
    """The points that gradient descent visits."""
    point, path, rate = (
        np.array(start, dtype=float),
        [np.array(start, dtype=float)],
        1.0,
    )
    for _ in range(steps):
        ahead = [
            objective(point + e) - objective(point - e)
            for e in 1e-5 * np.eye(2)
        ]
        slope = np.array(ahead) / 2e-5
        rate = min(
            rate, 0.5 / np.abs(slope).max()
        )  # no leap over a valley
        while rate > 1e-12 and objective(
            point - rate * slope
        ) > objective(point):
            rate /= 2
        point = point - rate * slope
        path.append(point)
        rate *= 1.5
    return np.array(path)


def forward(point):
    """D(p‖q)."""
    return divergence(log_p, log_normal(point[0], np.exp(point[1])))


def reverse(point):
    """D(q‖p)."""
    return divergence(log_normal(point[0], np.exp(point[1])), log_p)


starts = [(-3.5, 0.5), (0.5, -0.5), (3.5, 0.3)]
paths = {
    name: [descend(f, start) for start in starts]
    for name, f in (("forward", forward), ("reverse", reverse))
}
for name, walked in paths.items():
    objective = forward if name == "forward" else reverse
    for start, path in zip(starts, walked, strict=True):
        loc, scale = path[-1][0], np.exp(path[-1][1])
        least = objective(path[-1])
        end = (
            f"location {loc:6.3f}  scale {scale:.3f}  "
            f"divergence {least:.4f} nats"
        )
        print(f"{name}  from {start[0]:4.1f}:  {end}")

# %% [markdown]
# Forward, every walk ends in one place: the mean and the standard deviation of the mixture itself. Reverse,
# it depends on the start. There are three valleys: one at each bump, and a shallow one between them, wide enough
# for both. The lowest lies at the taller bump. A walker who begins elsewhere never learns of it.

# %%
mean = np.sum(np.exp(log_p) * x) * step
deviation = np.sqrt(np.sum(np.exp(log_p) * (x - mean) ** 2) * step)
print(f"moments of the mixture: {mean:.3f} and {deviation:.3f}")
assert all(abs(path[-1][0] - mean) < 1e-4 for path in paths["forward"])

# %% alt="Two maps of location and log scale. Forward, three walks meet in one point. Reverse, each ends elsewhere."
figure, axes = plt.subplots(
    2, 1, figsize=(5.4, 5.4), sharex=True, layout="constrained"
)
locs, logs = np.linspace(-4, 4, 33), np.linspace(-1, 1.3, 21)
for axis, (name, walked) in zip(axes, paths.items(), strict=True):
    objective = forward if name == "forward" else reverse
    heights = np.array(
        [[objective((a, b)) for a in locs] for b in logs]
    )
    levels = np.quantile(heights, np.linspace(0.02, 0.8, 10))
    axis.contour(
        locs, logs, heights, levels=levels, colors="0.6", linewidths=0.8
    )
    colour, line = (
        ("#0072B2", "-") if name == "forward" else ("#D55E00", "--")
    )
    for path in walked:
        axis.plot(*path.T, color=colour, linestyle=line, linewidth=2)
        axis.plot(*path[0], "o", color=colour, markersize=4)
        axis.plot(*path[-1], "s", color=colour, markersize=6)
    axis.set_title(f"{name} divergence")
    axis.set_ylabel("log scale")
axes[1].set_xlabel("location")
plt.show()

# %% [markdown]
# Dots are starting points, squares ends.
#
# ## Try it
#
# 1. Move the bumps together: $-a$ and $a$ instead of $-2$ and $2$. Below which distance $2a$ do all reverse walks end in one place?
#
#     [[answer:notebook.fitting.one-valley]]
#     hint: Start at each of the bumps, with the scale of the bumps, and once between them.
#     hint: At a distance of four there are three ends, at a distance of two there is one. Try the middle.
#
# 2. Start the reverse walk between the bumps with a scale of three. Which valley does it find?
#
#     [[choice]]
#     ( ) The one at the taller bump: That is the lowest. But a walker knows no more than the slope at hand.
#     ( ) The one at the other bump: It lies off to the side, and the way there leads uphill.
#     (x) The shallow one between them: Right. It shrinks until both bumps are just covered, and there it stays.
#
# ??? success "Solutions"
#
#     1. Below about [[n:notebook.fitting.one-valley]]: then the shallow valley between them is the only one.
#     2. The one between, at location [[n:notebook.fitting.wide.location]] with scale [[n:notebook.fitting.wide.scale]]. Started as wide, but above a
#        bump, it ends at that bump.
#
# ## In three lines
#
# - Forward, the bell must cover both bumps: one valley, wide.
# - In reverse it may leave one out: several valleys, and the start decides.
# - The minimum depends on the direction, the path on the start.
