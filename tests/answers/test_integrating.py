"""Numbers by integrals and long sums, against mpmath's, each integral there in a variable of its own."""

from __future__ import annotations

import random
import warnings

import pytest
from mpmath import mp, mpf

import kldiv
from kldiv.values.integrating import expectation, landmarks, refining
from tests.answers import truths as t
from tests.answers.refused_rows import BELL, ROWS, faults, found
from tests.today import todays

#: Of so many one is compared with mpmath.
EVERY = 8


@pytest.fixture(autouse=True)
def _digits():
    with mp.workdps(t.DIGITS), warnings.catch_warnings():
        warnings.simplefilter("ignore", kldiv.QuadratureNotice)
        yield


@pytest.mark.parametrize("name", ROWS)
def test_what_was_refused_has_a_value(name):
    ours, theirs, published = ROWS[name]
    truth = theirs()
    assert float(truth) == pytest.approx(published, rel=2e-15)
    assert faults(ours(), truth) == []


# Two hundred of each kind, a tenth a day: whether they have a value, and for a few of them, whether it is mpmath's.


def narrow_under_wide(rng):
    m, s = 10 ** rng.uniform(-1, 4), 10 ** rng.uniform(-6, 0)
    df = rng.uniform(0.5, 5)
    cuts = sorted({*BELL, *(z for z in (-m / s,) if -15 < z < 15)})
    theirs = t.normal(mpf(m), mpf(s)), t.student_t(mpf(df), mpf(0), mpf(1))
    return kldiv.Normal(m, s), kldiv.StudentT(df, 0, 1), lambda: t.on_line(*theirs, mpf(m), mpf(s), cuts)


def vague_prior(rng):
    a, s = 10 ** rng.uniform(-4, -0.5), 10 ** rng.uniform(-2, 2)
    # gamma(a, a) in y = log x: exp(a y) to the left, and nothing from log(80/a) on
    left = [-(n / a) for n in (70, 40, 20, 10, 5, 2, 1, 0.5, 0.2, 0.05)]
    right = sorted([mp.log(s), -3 + mp.log(s), 3 + mp.log(s), *(mp.log(n / a) for n in (0.1, 1, 4, 10, 30, 80))])
    cuts = sorted({*(y for y in left if y < right[0] - 3), right[0] - 10, right[0] - 3, *right})
    return (
        kldiv.Gamma(a, a),
        kldiv.HalfCauchy(s),
        lambda: t.on_logs(t.gamma(mpf(a), mpf(a)), t.half_cauchy(mpf(s)), [y for y in cuts if y <= mp.log(80 / a)]),
    )


def kinked(rng):
    m, b = rng.uniform(-5, 5), 10 ** rng.uniform(-4, 2)
    near = 0 - m / b
    steps = (0.0, 0.5, 2, 8, 30, 70)
    cuts = sorted({z for k in steps for z in (-k, k)} | {z for k in (0, 1 / b, 3 / b) for z in (near - k, near + k)})
    inside = [z for z in cuts if -70 <= z <= 70]
    theirs = t.laplace(mpf(m), mpf(b)), t.cauchy(mpf(0), mpf(1))
    return kldiv.Laplace(m, b), kldiv.Cauchy(0, 1), lambda: t.on_line(*theirs, mpf(m), mpf(b), inside)


def power_tail(rng):
    df, s = 10 ** rng.uniform(-2.5, 0.5), 10 ** rng.uniform(-3, 3)
    log_p, log_q = t.student_t(mpf(df), mpf(0), mpf(1)), t.cauchy(mpf(0), mpf(s))
    ends = [mp.log(df) / 2, mp.log(s), *(n / mpf(df) for n in (0.2, 1, 3, 8, 20, 40, 70)), -70, -10, -3, 3]
    cuts = [y + d for y in ends[:2] for d in (-3, 0, 3)] + ends[2:]
    # symmetric: twice the half, over y = log x
    return kldiv.StudentT(df, 0, 1), kldiv.Cauchy(0, s), lambda: 2 * t.on_logs(log_p, log_q, cuts)


def long_sum(rng):
    rate = 10 ** rng.uniform(4, 10)
    n = 10 ** rng.uniform(0, 3)
    mean = rate * 10 ** rng.uniform(-1, 1)
    q = kldiv.NegativeBinomial(n, mean / (n + mean))
    probs = mpf(q.parameters["probs"])
    theirs = t.poisson(mpf(rate)), t.negative_binomial(mpf(n), n * probs / (1 - probs))
    return kldiv.Poisson(rate), q, lambda: t.over_many(*theirs, mpf(rate), mp.sqrt(mpf(rate)))


KINDS = [narrow_under_wide, vague_prior, kinked, power_tail, long_sum]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_two_hundred_of_a_kind_have_a_value_and_a_bound(kind):
    rng = random.Random(kind.__name__)
    draws = [kind(rng) for _ in range(200)]
    for n, (p, q, truth) in enumerate(todays(draws, 10)):
        if n % EVERY == 0:
            assert faults(found(p, q), truth()) == [], (p, q)
        else:
            answer = kldiv.evaluate(p, q)
            assert 0 < answer.error_bound <= 1e-14 * answer.value, (p, q)


# What is tampered with is seen.

TOUCHED = ["a vague prior", "shape 1/100", "a sum that falls slowly"]


def seen():
    return [bool(faults(ROWS[name][0](), ROWS[name][1]())) for name in TOUCHED]


def test_a_piece_that_is_dropped_is_seen(monkeypatch):
    whole = refining.parts_of

    def without_one(*args, **options):
        parts = whole(*args, **options)
        del parts[len(parts) // 2]
        return parts

    monkeypatch.setattr(expectation, "parts_of", without_one)
    assert all(seen())


def test_a_tail_that_is_cut_off_too_early_is_stated(monkeypatch):
    honest = [ROWS[name][0]().error for name in TOUCHED]
    monkeypatch.setattr(expectation, "DEPTH", 8.0)
    monkeypatch.setattr(expectation, "PRECISIONS", (128,))
    monkeypatch.setattr(expectation, "WORTH", 1.0)
    for name, before in zip(TOUCHED, honest, strict=True):
        estimate = ROWS[name][0]()
        assert estimate.error > 1000 * before, name
        assert "bound too small" not in faults(estimate, ROWS[name][1]()), name


def test_a_tail_whose_bound_is_wrong_is_seen(monkeypatch):
    honest = landmarks._end
    monkeypatch.setattr(landmarks, "_end", lambda *args: (honest(*args)[0], -float("inf")))
    monkeypatch.setattr(expectation, "DEPTH", 8.0)
    assert all("bound too small" in faults(ROWS[name][0](), ROWS[name][1]()) for name in TOUCHED)


def test_a_range_that_is_not_cut_is_seen(monkeypatch):
    monkeypatch.setattr(expectation, "parts_of", lambda low, high, *_, **__: [(low, high)])
    monkeypatch.setattr(refining, "MOST_EVALUATIONS", 0)
    monkeypatch.setattr(expectation, "WORTH", 1.0)
    assert all(seen())
