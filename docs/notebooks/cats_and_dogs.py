# ---
# jupyter:
#   description: "A notebook: what three networks pay for a picture of a dog, counted in bits by hand, with NumPy and with the package."
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
# # Cats and dogs: what does a wrong answer cost?
#
# The picture shows a dog. Three networks say how sure they are of it. Their prices are counted in bits: by hand,
# then by the package, then for a batch of pictures. At the end stands the loss that classifiers are trained with.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

# The probability of dog, then of cat.
reality = [1, 0]
networks = {
    "perfect": [1, 0],
    "decent": [0.8, 0.2],
    "adversarial": [0.2, 0.8],
}

# %% [markdown]
# !!! question "Predict first"
#
#     How many bits more than the decent network does the adversarial one pay? It is a whole number.
#
#     [[answer:cats-dogs.adversarial-minus-decent.bits]]
#     hint: The decent one gave the dog four fifths, the adversarial one a fifth. How many halvings lie between them?
#
# ??? success "Answer"
#
#     [[n:cats-dogs.adversarial-minus-decent.bits]] bits: it gave the dog a quarter of the probability, and a quarter is two halvings.
#
# ## Surprise, by hand
#
# Surprise counts halvings. What has probability one is no surprise. Each time the probability is halved, one bit
# is added.


# %%
def surprise(probability):
    """How often one must be halved to get this probability."""
    with np.errstate(
        divide="ignore"
    ):  # what was called impossible is infinitely surprising
        return -np.log2(probability) + 0.0


chance = 1.0
for halvings in range(4):
    print(
        f"probability {chance:<6} halved {halvings} times   surprise "
        f"{surprise(chance):.4f} bits"
    )
    assert surprise(chance) == halvings
    chance /= 2

# %% [markdown]
# The probabilities of the networks lie between these. The rule is the same.

# %%
for name, (dog, _) in networks.items():
    print(f"{name:<12} dog {dog:<4} surprise {surprise(dog):.4f} bits")
more = surprise(networks["adversarial"][0]) - surprise(
    networks["decent"][0]
)
print(f"the adversarial network pays {more:.4f} bits more")
assert abs(more - 2) < 1e-12

# %% [markdown]
# It gave the dog a quarter of what the decent one gave. A quarter is a half of a half.

# %% alt="Surprise in bits against the probability of dog, a falling curve. The three networks are points on it, the adversarial one two bits above the decent one."
figure, axis = plt.subplots(figsize=(5.4, 3), layout="constrained")
curve = np.linspace(0.06, 1, 48)
axis.plot(curve, surprise(curve), color="0.5", linewidth=1.5)
low, high = (
    surprise(networks[name][0]) for name in ("decent", "adversarial")
)
axis.plot([0.2, 0.8], [low, low], color="0.5", linewidth=0.8)
axis.annotate(
    "",
    (0.2, low),
    (0.2, high),
    arrowprops={"arrowstyle": "<->", "linewidth": 1.2},
)
axis.text(0.22, (low + high) / 2, f"{high - low:.0f} bits")
for name, (dog, _) in networks.items():
    axis.plot(dog, surprise(dog), "o", color="#D55E00", markersize=7)
    axis.text(dog + 0.01, surprise(dog) + 0.2, name)
axis.set_xlim(0, 1.15)
axis.set_ylim(-0.1, 4.2)
axis.set_xlabel("probability given to dog")
axis.set_ylabel("surprise, bits")
axis.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## From surprise to divergence
#
# Average the surprise with the weights of reality: that is the cross-entropy $H(p, q)$. What does not happen has
# weight zero and costs nothing. The entropy $H(p)$ is what reality itself would pay. The rest is the divergence,
# $D(p \,\|\, q) = H(p, q) - H(p)$.


# %%
def average_surprise(p, q):
    """The cross-entropy, in bits, by hand."""
    return sum(
        weight * surprise(chance)
        for weight, chance in zip(p, q, strict=True)
        if weight > 0
    )


def show(p):
    """Cross-entropy, entropy and divergence of each network, by hand
    and by the package."""
    print("network       cross-entropy  entropy  divergence   (bits)")
    for name, q in networks.items():
        cross, own = average_surprise(p, q), average_surprise(p, p)
        print(
            f"{name:<12}  {cross:>13.4f}  {own:>7.4f}  "
            f"{cross - own:>10.4f}"
        )
        assert np.isclose(
            cross,
            kldiv.cross_entropy(
                kldiv.Categorical(p), kldiv.Categorical(q), base=2
            ),
        )
        assert np.isclose(
            cross - own,
            kldiv.kl_divergence(
                kldiv.Categorical(p), kldiv.Categorical(q), base=2
            ),
        )


show(reality)

# %% [markdown]
# The dog is certain, so the entropy is zero, and cross-entropy and divergence are one number. Now let the picture
# be blurred: one person in ten takes it for a cat.

# %%
show([0.9, 0.1])

# %% [markdown]
# Now nobody pays nothing. The entropy is the price of the blur, the same for all. And the network that was perfect
# has called impossible what one person in ten sees. No finite number pays for that.
#
# ## A batch of pictures
#
# A tiny classifier looks at one thing only: how pointed the ears are. Eight pictures, and one dog and one cat among
# them have the wrong ears.

# %%
ears = np.array([-2.1, -1.4, -0.9, 0.6, -0.5, 0.8, 1.5, 2.0])
labels = np.array([[1, 0]] * 4 + [[0, 1]] * 4)


def answers(weights):
    """The probabilities of dog and cat, by a softmax of two scores
    that are opposite."""
    score = weights[0] + weights[1] * ears
    return np.stack(
        [1 / (1 + np.exp(score)), 1 / (1 + np.exp(-score))], axis=1
    )


def losses(targets, given):
    """Cross-entropy and divergence, in bits, averaged over the
    pictures."""
    pairs = [
        (kldiv.Categorical(p), kldiv.Categorical(q))
        for p, q in zip(targets, given, strict=True)
    ]
    return [
        np.mean([f(p, q, base=2) for p, q in pairs])
        for f in (kldiv.cross_entropy, kldiv.kl_divergence)
    ]


def train(targets, steps=100, every=10):
    """Both losses along the way of gradient descent, and the answers
    at its end."""
    weights, path = np.zeros(2), []
    for step in range(steps + 1):
        given = answers(weights)
        if step % every == 0:
            path.append([step, *losses(targets, given)])
        error = (
            given[:, 1] - targets[:, 1]
        )  # the slope of the loss in the score
        weights = weights - 0.5 * np.array(
            [error.mean(), (error * ears).mean()]
        )
    return np.array(path), given


def show_path(path):
    """Both losses at some of the steps, and by how much they differ."""
    print(
        "step  cross-entropy  divergence  difference   (bits a picture)"
    )
    for step, cross, kl in path[[0, 1, 2, 5, 10]]:
        print(
            f"{step:>4.0f}  {cross:>13.6f}  {kl:>10.6f}  "
            f"{round(cross - kl, 12) + 0.0:>10.6f}"
        )


path, trained = train(labels)
show_path(path)
assert np.abs(path[:, 1] - path[:, 2]).max() < 1e-12

# %% [markdown]
# With labels that are certain, cross-entropy falls exactly as the divergence does: they are the same number at every
# step. At first each picture costs one bit, the price of a coin toss. At the end most cost less, and two cost more.

# %% alt="Eight bars, the surprise of the trained classifier at each picture. Six are well below the line at one bit, where training began; the two with the wrong ears are above it."
figure, axis = plt.subplots(figsize=(5.4, 3), layout="constrained")
paid = surprise((labels * trained).sum(axis=1))
axis.bar(
    range(8),
    paid,
    0.8,
    color="#D55E00",
    alpha=0.3,
    edgecolor="#D55E00",
    linestyle="--",
    linewidth=1.5,
)
axis.axhline(1, color="0.5", linewidth=1.5)
axis.text(7.5, 1.05, "before training", ha="right", va="bottom")
axis.axhline(paid.mean(), color="#0072B2", linewidth=2.2)
axis.text(7.5, paid.mean() - 0.06, "average", ha="right", va="top")
axis.set_xticks(range(8), ["dog"] * 4 + ["cat"] * 4)
axis.set_ylabel("surprise, bits")
axis.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# And with blurred labels? The difference is the entropy of the labels, at every step. The slopes are the same, so
# training takes the same way whichever of the two is called the loss.

# %%
blurred = np.where(labels == 1, 0.9, 0.1)
path, _ = train(blurred)
entropy = kldiv.entropy(kldiv.Categorical([0.9, 0.1]), base=2)
show_path(path)
print(f"entropy of a label: {entropy:.6f} bits")
assert np.abs(path[:, 1] - path[:, 2] - entropy).max() < 1e-12

# %% [markdown]
# ## Try it
#
# 1. Add a network that says one half to everything. What does it pay above the least possible price for the blurred
#    picture, in bits?
#
#     [[answer:exercise.disputed-undecided.bits]]
#     not cats-dogs.undecided.bits: That is its cross-entropy. Take the entropy of the blurred picture away.
#     not exercise.disputed-undecided.nats: That is in nats.
#     hint: It pays one bit for every picture. How much of that could nobody avoid?
#
# 2. Give the dog and the cat with the wrong ears the right ones, and train longer and longer. What becomes of the loss?
#
#     [[choice]]
#     ( ) It stops falling, as before: It stopped because two pictures spoke against the rest. Now none does.
#     (x) It falls towards zero and never arrives: Right. A steeper answer is always a better one, and there is no steepest.
#     ( ) It rises again: Not on the pictures that it is trained on.
#
# 3. Make the labels blurrier until they are even. Which cross-entropy is left, in bits?
#
#     [[answer:cats-dogs.undecided.cross-entropy.bits]]
#     hint: The best answer is now a coin toss. What is the entropy of a fair coin?
#
# ??? success "Solutions"
#
#     1. `networks["undecided"] = [1/2, 1/2]`. For the dog it pays [[n:cats-dogs.undecided.bits]] bit, all of it divergence. For the
#        blurred picture it also pays [[n:cats-dogs.undecided.bits]] bit, and [[n:cats-dogs.disputed.entropy.bits]] of that is
#        entropy: [[n:exercise.disputed-undecided.bits]] bits are left.
#     2. With the signs of the two ears changed, the loss is [[n:notebook.cats.hundred.bits]] bits after a hundred steps,
#        [[n:notebook.cats.thousand.bits]] after a thousand and [[n:notebook.cats.ten-thousand.bits]] after ten thousand: ten times the
#        steps, about a tenth of the loss.
#     3. [[n:cats-dogs.undecided.cross-entropy.bits]] bit, from the first step on, and the divergence is zero: the network begins with one
#        half for everything.
#
# ## In three lines
#
# - Surprise counts halvings; cross-entropy is its average under reality.
# - The divergence is what is paid above the entropy, which nobody can avoid.
# - Certain labels have no entropy: cross-entropy and divergence are then one loss.
