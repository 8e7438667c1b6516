# ---
# jupyter:
#   description: "A notebook: a softmax classifier is trained on two kinds of iris, and its cross-entropy falls exactly as its KL divergence does."
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
# # A softmax classifier: cross-entropy falls exactly as KL does
#
# Two kinds of iris are hard to tell apart. A classifier is trained on their petals, in plain NumPy. At every
# step its loss is compared with the divergence from the labels to its answers. With labels that are certain
# the two must be equal; with labels that are softened they must differ by a constant.
#
# It runs on its own. All it needs is `[[n:install.plotting]]`[[n:install.where]].

# %%
import matplotlib.pyplot as plt
import numpy as np

import kldiv

# Petal length and width in millimetres, four digits a flower: Iris
# versicolor, then Iris virginica. The measurements are Edgar
# Anderson's, published by R. A. Fisher, "The use of multiple
# measurements in taxonomic problems", Annals of Eugenics 7 (1936),
# 179-188, Table I.
VERSICOLOR = """
4714 4515 4915 4013 4615 4513 4716 3310 4613 3914 3510 4215 4010 4714
3613 4414 4515 4110 4515 3911 4818 4013 4915 4712 4313 4414 4814 5017
4515 3510 3811 3710 3912 5116 4515 4516 4715 4413 4113 4013 4412 4614
4012 3310 4213 4212 4213 4313 3011 4113
"""
VIRGINICA = """
6025 5119 5921 5618 5822 6621 4517 6318 5818 6125 5120 5319 5521 5020
5124 5323 5518 6722 6923 5015 5723 4920 6720 4918 5721 6018 4818 4918
5621 5816 6119 6420 5622 5115 5614 6123 5624 5518 4818 5421 5624 5123
5119 5923 5725 5223 5019 5220 5423 5118
"""


def petals(text):
    """Length and width of each flower, in centimetres."""
    return (
        np.array(
            [[int(four[:2]), int(four[2:])] for four in text.split()]
        )
        / 10
    )


flowers = np.vstack([petals(VERSICOLOR), petals(VIRGINICA)])
labels = np.repeat(np.eye(2), 50, axis=0)
features = np.hstack(
    [
        np.ones((100, 1)),
        (flowers - flowers.mean(axis=0)) / flowers.std(axis=0),
    ]
)
print(flowers.shape[0], "flowers")

# %% [markdown]
# !!! question "Predict first"
#
#     When training stops, is the loss zero?
#
#     [[choice]]
#     ( ) Yes, with certain labels: It would come near zero if a line could part the two kinds. Their petals overlap.
#     ( ) Yes, with softened labels: There it can't fall below the entropy of the labels.
#     (x) No, with neither: Right. Petals overlap, and softened labels have an entropy.
#
# ??? success "Answer"
#
#     With neither. The two kinds overlap, so some flowers stay surprising; and softened labels cost their own entropy, whatever the
#     network says.
#
# ## Softmax and loss
#
# The network has one layer. Its answers are a softmax of scores; the logarithm is taken of the scores
# directly, so that nothing rounds to zero.


# %%
def log_softmax(scores):
    """The logarithm of the probabilities that belong to scores."""
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def cross_entropy(targets, log_answers):
    """What the answers pay, on average over the flowers, in nats."""
    return -(targets * log_answers).sum(axis=1).mean()


def divergence(targets, log_answers):
    """The average divergence from the targets to the answers, by the
    package."""
    answers = np.exp(log_answers)
    pairs = zip(
        targets,
        answers / answers.sum(axis=1, keepdims=True),
        strict=True,
    )
    return np.mean(
        [
            kldiv.kl_divergence(
                kldiv.Categorical(p), kldiv.Categorical(q)
            )
            for p, q in pairs
        ]
    )


def entropy(targets):
    """The average entropy of the targets, by the package."""
    return np.mean(
        [kldiv.entropy(kldiv.Categorical(p)) for p in targets]
    )


# %% [markdown]
# ## Training
#
# The slope of the loss in the scores is the answer less the target. That is all that gradient descent needs.


# %%
def train(targets, steps=300, rate=1.0, every=20):
    """Both losses along the way, and the weights at the end."""
    weights, path = np.zeros((3, 2)), []
    for step in range(steps + 1):
        log_answers = log_softmax(features @ weights)
        if step % every == 0:
            path.append(
                (
                    step,
                    cross_entropy(targets, log_answers),
                    divergence(targets, log_answers),
                )
            )
        weights = weights - rate * features.T @ (
            np.exp(log_answers) - targets
        ) / len(targets)
    return np.array(path), weights


soft = 0.9 * labels + 0.05
hard_path, weights = train(labels)
soft_path, _ = train(soft)
print("labels    step  cross-entropy  divergence  difference")
for name, path in (("certain", hard_path), ("softened", soft_path)):
    for step, loss, kl in path[[0, 1, -1]]:
        print(
            f"{name:<9} {step:>4.0f}  {loss:.6f}       {kl:.6f}    "
            f"{loss - kl:.6f}"
        )

# %% [markdown]
# The difference never changes. It is the entropy of the labels: zero for certain ones, and for softened ones
# what no training can remove.

# %%
print(f"entropy of the softened labels: {entropy(soft):.6f} nats")
assert np.abs(hard_path[:, 1] - hard_path[:, 2]).max() < 1e-12
assert (
    np.abs(soft_path[:, 1] - soft_path[:, 2] - entropy(soft)).max()
    < 1e-12
)

# %% alt="Loss against step, twice. Certain labels: both losses are one curve. Softened: a constant distance apart."
figure, axes = plt.subplots(
    1, 2, figsize=(5.4, 3), sharey=True, layout="constrained"
)
for axis, path, title in zip(
    axes,
    (hard_path, soft_path),
    ("certain labels", "softened labels"),
    strict=True,
):
    axis.plot(
        path[:, 0],
        path[:, 1],
        color="#0072B2",
        linewidth=2.2,
        label="cross-entropy",
    )
    axis.plot(
        path[:, 0],
        path[:, 2],
        color="#D55E00",
        linewidth=2.2,
        linestyle="--",
        label="KL",
    )
    axis.set_title(title)
    axis.set_xlabel("step")
    axis.set_ylim(0, None)
    axis.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("nats")
axes[1].legend(frameon=False)
plt.show()

# %% [markdown]
# ## How good is it?

# %%
right = (
    np.argmax(features @ weights, axis=1) == np.argmax(labels, axis=1)
).mean()
print(
    f"{right:.0%} of the flowers are named correctly, all of them "
    "seen in training"
)

# %% [markdown]
# ## Try it
#
# 1. Use the width alone: `features = features[:, [0, 2]]`, and weights of that size. By how much does the loss grow, in nats?
#
#     [[answer:notebook.classifier.more.nats]]
#     not notebook.classifier.width.nats: That is the loss itself. By how much does it exceed the one of both features?
#     hint: Compare the last lines, for certain labels.
#
# 2. Soften the labels more: leave four fifths to the right kind. The best loss rises. What does the best divergence do?
#
#     [[choice]]
#     ( ) It rises too: The entropy of the labels rises by more than the loss does.
#     ( ) It stays: Only if the loss rose by just as much as the entropy.
#     (x) It falls: Right. Labels that say less are easier to imitate.
#
# ??? success "Solutions"
#
#     1. From [[n:notebook.classifier.both.nats]] to [[n:notebook.classifier.width.nats]] nats: by [[n:notebook.classifier.more.nats]].
#        With certain labels loss and divergence are one number, so both grow.
#     2. The loss rises from [[n:notebook.classifier.soft.loss.nats]] to [[n:notebook.classifier.softer.loss.nats]] nats; the divergence falls
#        from [[n:notebook.classifier.soft.divergence.nats]] to [[n:notebook.classifier.softer.divergence.nats]].
#
# ## In three lines
#
# - Cross-entropy is the divergence plus the entropy of the labels, which training can't change.
# - With certain labels the two losses are equal; with softened ones they run side by side.
# - Both have the same gradient, so both lead to the same weights.
