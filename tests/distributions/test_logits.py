"""Logits and counts in place of probabilities: the same divergences, and digits kept where probabilities have none."""

from __future__ import annotations

import copy
import inspect
import pickle

import mpmath
import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv import Bernoulli, Categorical, evaluate, kl_divergence
from kldiv.distributions.parsing import decode_json, distribution_from_mapping, parse_distribution

DRAWS = 200


def probabilities(logits):
    weights = [mpmath.exp(mpmath.mpf(float(v))) if v > -np.inf else mpmath.mpf(0) for v in logits]
    total = mpmath.fsum(weights)
    return [w / total for w in weights]


def divergence(a, b):
    pairs = zip(probabilities(a), probabilities(b), strict=True)
    return mpmath.fsum(p * mpmath.log(p / q) for p, q in pairs if p)


def surprise(a, b):
    pairs = zip(probabilities(a), probabilities(b), strict=True)
    return -mpmath.fsum(p * mpmath.log(q) for p, q in pairs if p)


@pytest.fixture(autouse=True)
def _many_digits():
    with mpmath.workdps(400):
        yield


def near(value, expected):
    return abs(mpmath.mpf(value) - expected) <= 1e-13 * abs(expected) + mpmath.mpf(2) ** -1060


def draws(seed):
    """Pairs of logits, near and far, some of them masked."""
    rng = np.random.default_rng(seed)
    for _ in range(DRAWS):
        size, spread = int(rng.integers(2, 10)), 10 ** rng.uniform(-1, 2.5)
        a = spread * rng.normal(size=size)
        b = (
            a + rng.normal(size=size) * 10 ** rng.uniform(-14, 0)
            if rng.random() < 0.5
            else spread * rng.normal(size=size)
        )
        if rng.random() < 0.2:
            a[1] = -np.inf
        yield a, b


def test_categorical_logits_drawn_by_lot():
    for a, b in draws(1):
        p, q = Categorical(logits=a), Categorical(logits=b)
        found = evaluate(p, q)
        assert near(found.value, divergence(a, b)), (a, b)
        assert found.method == "closed form"
        assert near(kldiv.cross_entropy(p, q), surprise(a, b))
        assert near(kldiv.entropy(p), surprise(a, a))


def test_bernoulli_logits_drawn_by_lot():
    for a, b in draws(2):
        p, q = Bernoulli(logits=a[0]), Bernoulli(logits=b[0])
        assert near(kl_divergence(p, q), divergence([0, a[0]], [0, b[0]])), (a[0], b[0])
        assert near(kldiv.cross_entropy(p, q), surprise([0, a[0]], [0, b[0]]))


def test_saturated_logits_keep_their_digits():
    p, q = Bernoulli(logits=40), Bernoulli(logits=41)
    assert p.probs == q.probs == 1
    assert kl_divergence(p, q) == pytest.approx(float(divergence([0, 40], [0, 41])), rel=1e-15, abs=0)
    assert kl_divergence(Bernoulli(logits=[-700.0, 30]), Bernoulli(logits=[-701.0, -30])) == pytest.approx(
        [float(divergence([0, -700], [0, -701])), float(divergence([0, 30], [0, -30]))], rel=1e-14, abs=0
    )


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        (np.inf, 0, np.log(2)),
        (0, np.inf, np.inf),
        (-np.inf, -np.inf, 0),
        (np.inf, -np.inf, np.inf),
        (-np.inf, 0, np.log(2)),
    ],
)
def test_certain_trials(a, b, value):
    found = evaluate(Bernoulli(logits=a), Bernoulli(logits=b))
    assert found.value == pytest.approx(value, rel=1e-15)
    assert found.method == ("infinite" if value == np.inf else "closed form")


def test_masked_outcomes():
    masked, free = Categorical(logits=[0, -np.inf]), Categorical(logits=[0, 0])
    assert kl_divergence(masked, free) == pytest.approx(np.log(2), rel=1e-15)
    assert kl_divergence(free, masked) == np.inf
    assert kl_divergence(masked, masked) == kldiv.entropy(masked) == 0
    far = Categorical(logits=[0, -800])  # the weight of the second outcome is no float
    assert kl_divergence(far, free) == pytest.approx(np.log(2), rel=1e-15)
    assert kl_divergence(free, far) == pytest.approx(400 - np.log(2), rel=1e-15)


def test_logits_and_probabilities_mix():
    rng = np.random.default_rng(5)
    for _ in range(DRAWS):
        size = int(rng.integers(2, 8))
        logits, probs = rng.normal(size=size), rng.dirichlet(np.ones(size))
        for pair in (
            (Categorical(logits=logits), Categorical(probs)),
            (Categorical(probs), Categorical(logits=logits)),
        ):
            plain = [Categorical(d.probs) for d in pair]
            assert kl_divergence(*pair) == pytest.approx(kl_divergence(*plain), rel=1e-12)
    assert kl_divergence(Bernoulli(logits=0), Bernoulli(0.25)) == pytest.approx(np.log(4 / 3) / 2, rel=1e-14)
    assert kl_divergence(Bernoulli(0.25), Categorical(logits=[0, 0])) == pytest.approx(
        kl_divergence(Bernoulli(0.25), Bernoulli(0.5)), rel=1e-14
    )
    assert kl_divergence(Categorical(logits=[0, 0, 0]), Bernoulli(logits=1)) == np.inf


def test_doubt_is_told_where_a_probability_was_rounded():
    q = Bernoulli(0.3)
    found = evaluate(Bernoulli(logits=np.log(0.3 / 0.7) + 1e-12), q)
    assert found.error_bound > 1e-12 * found.value
    logit = mpmath.mpf(np.log(0.3 / 0.7) + 1e-12)
    one, other = 1 / (1 + mpmath.exp(-logit)), mpmath.mpf(0.3)
    exact = one * mpmath.log(one / other) + (1 - one) * mpmath.log((1 - one) / (1 - other))
    assert abs(found.value - exact) <= found.error_bound


def test_batches():
    logits = np.random.default_rng(6).normal(size=(4, 3, 5))
    value = kl_divergence(Categorical(logits=logits), Categorical(logits=np.zeros(5)))
    assert value.shape == (4, 3)
    assert value[1, 2] == kl_divergence(Categorical(logits=logits[1, 2]), Categorical(logits=np.zeros(5)))
    with pytest.raises(ValueError, match="equally many outcomes, got 5 and 4"):
        kl_divergence(Categorical(logits=logits), Categorical(logits=np.zeros(4)))


def test_they_can_be_seen_copied_and_read():
    p = Categorical(logits=[1.0, -2.0])
    for again in (pickle.loads(pickle.dumps(p)), copy.deepcopy(p)):
        assert again.logits.tolist() == [1, -2]
    assert repr(Bernoulli(logits=2)) == "Bernoulli(logits=2.0)"
    assert Bernoulli(0.5).logits is None
    assert parse_distribution("Bernoulli(logits=-3/2)").logits == -1.5
    read = distribution_from_mapping(decode_json('{"distribution": "Categorical", "logits": [0, 2]}'))
    assert read.logits.tolist() == [0, 2]
    assert list(inspect.signature(Bernoulli).parameters) == ["probs", "logits"]


def test_a_symbol_may_be_a_logit():
    x = sp.Symbol("x", real=True)
    formula = kl_divergence(Bernoulli(logits=x), Bernoulli(sp.Rational(1, 2)))
    assert float(formula.subs(x, 1)) == pytest.approx(kl_divergence(Bernoulli(logits=1), Bernoulli(0.5)), rel=1e-12)


REFUSED = [
    (lambda: Bernoulli(logits="1"), "logits must be the logarithm of the odds of 1, a real number, got '1'"),
    (lambda: Bernoulli(logits=np.nan), "logits must be"),
    (lambda: Bernoulli(logits=True), "logits must be"),
    (lambda: Bernoulli(0.5, logits=1), "give either probs or logits, not both"),
    (lambda: Bernoulli(probs=0.5, logits=1), "give either probs or logits, not both"),
    (lambda: Bernoulli(), "missing probs"),
    (lambda: Categorical(logits=[np.inf, 1]), "logits must be"),
    (lambda: Categorical(logits=[-np.inf, -np.inf]), "logits must be"),
    (lambda: Categorical(logits=1), "logits must be"),
    (lambda: Categorical(logits=[]), "logits must be"),
    (lambda: Categorical([0.5, -0.5, 1]), "got -0.5 at index 1; logits are given as logits="),
    (
        lambda: Categorical.from_counts([3, -1]),
        "counts must be numbers from 0 on, not all of them 0, got -1.0 at index 1",
    ),
    (lambda: Categorical.from_counts([0, 0]), "got zeros only"),
    (lambda: Categorical.from_counts([[1, 2], [0, 0]]), "got zeros only in row 1"),
    (lambda: Categorical.from_counts("12"), "counts must be"),
    (lambda: Categorical.from_counts(3), "counts must be"),
]


@pytest.mark.parametrize(("make", "said"), REFUSED)
def test_what_is_refused(make, said):
    with pytest.raises((ValueError, TypeError)) as caught:
        make()
    assert said in str(caught.value)
    assert len(str(caught.value)) <= 300


def test_counts():
    first = np.arange(1, 272)
    gap = first.copy()
    gap[0] = 0
    p, q = Categorical.from_counts(first), Categorical.from_counts(gap)
    exact = [mpmath.mpf(int(v)) / int(gap.sum()) for v in gap]
    other = [mpmath.mpf(int(v)) / int(first.sum()) for v in first]
    expected = mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(exact, other, strict=True) if a)
    assert kl_divergence(p, q) == np.inf
    assert kl_divergence(q, p) == pytest.approx(float(expected), rel=1e-14)
    assert kl_divergence(q, p) == pytest.approx(2.713299236372726e-05, rel=1e-12)
    assert Categorical.from_counts([[3, 1], [0, 8]]).probs.tolist() == [[0.75, 0.25], [0, 1]]
    rng = np.random.default_rng(7)
    for _ in range(DRAWS):
        counts = rng.integers(0, 10 ** int(rng.integers(1, 9)), size=int(rng.integers(1, 50)))
        counts[0] += 1
        made = Categorical.from_counts(counts)
        assert made.probs == pytest.approx(counts / counts.sum(), rel=1e-15)
