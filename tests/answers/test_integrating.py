"""Numbers by integrals and long sums, against mpmath's, each integral there in a variable of its own."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from pathlib import Path

import pytest
import sympy as sp
from mpmath import mp, mpf

import kldiv
from kldiv.answers.integrating import expectation, landmarks, refining
from kldiv.answers.integrating.expectation import divergence_number, entropy_number
from kldiv.answers.integrating.rules import NODES, integral_rule, sum_rule
from kldiv.arb import arb
from kldiv.distributions import DISTRIBUTIONS
from kldiv.oracles.densities import KNOWN
from kldiv.oracles.truth import divergence_by_quadrature
from kldiv.precision import ball_precision
from scripts.tools import undecided
from tests.answers import truths as t

SAMPLE = 5


def exact(distribution):
    return {name: Fraction(value) for name, value in distribution.parameters.items()}


def found(p, q=None):
    """The estimate behind a number."""
    if q is None:
        return entropy_number(KNOWN[p.slug], exact(p))
    return divergence_number(KNOWN[p.slug], exact(p), KNOWN[q.slug], exact(q))


def negative_binomial(n, mean):
    return kldiv.NegativeBinomial(n, Fraction(mean) / (n + Fraction(mean)))


def faults(estimate, truth):
    """What is wrong with an estimate: too few digits, or a bound that does not hold."""
    value = mpf(estimate.value.str(40, radius=False))
    off = abs(value - truth)
    wrong = [f"off by {mp.nstr(off / abs(truth), 3)}"] if off > abs(truth) * mpf("1e-15") else []
    bound = mpf(estimate.error.str(10, radius=False))
    wrong += ["bound too small"] if off > bound * mpf("1.001") + abs(truth) * mpf("1e-19") else []
    wrong += ["bound too large"] if bound > abs(truth) * mpf("1e-14") else []
    return wrong


def geometric(mean):
    return lambda k: -mp.log(mean) + k * mp.log1p(-1 / mpf(mean))


def standard_normal_to_uniform_odds(s):
    """LogitNormal(0, s) to Uniform(0, 1), over the normal variable behind it."""
    s = mpf(s)

    def integrand(z):
        odds = abs(s * z)
        return t.normal(0, 1)(z), -mp.log(s) + t.normal(0, 1)(z) + odds + 2 * mp.log1p(mp.exp(-odds))

    return mp.quad(
        lambda z: mp.exp(integrand(z)[0]) * integrand(z)[1], [-15, -5, -1, -0.3, -0.02, 0, 0.02, 0.3, 1, 5, 15]
    )


VAGUE = [-14, -11, -10, -9, -7, -5, -2, 0, 2, 10, 50, 200, 1000, 5000, 20000, 60000]
BELL = [-15, -8, -3, 0, 3, 8, 15]
SPIKE = [-15, -5, -1, -0.3, -0.1, -0.02, -0.005, 0, 0.005, 0.02, 0.1, 0.3, 1, 5, 15]
STEEP = [-2, -1, -0.5, -0.2, -0.1, -0.05, 0, 0.03, 0.06, 0.1]
SLOW = [-7000, -3000, -1000, -400, -100, -10, -2, 0, 2, 10, 50, 100, 200, 300, 400, 450]
TALL = [-0.06, -0.03, -0.01, -0.003, 0, 0.003, 0.01, 0.03, 0.06]

#: Each pair, mpmath's value, and the one that was published when it was refused here.
ROWS = {
    "a wide sum to a narrow one": (
        lambda: found(negative_binomial(10, 1000), kldiv.Poisson(1000)),
        lambda: t.one_by_one(t.negative_binomial(mpf(10), mpf(1000)), t.poisson(mpf(1000)), 12000),
        46.8686048443064,
    ),
    "two wide sums": (
        lambda: found(negative_binomial(10, 1000), negative_binomial(5, 1000)),
        lambda: t.one_by_one(t.negative_binomial(mpf(10), mpf(1000)), t.negative_binomial(mpf(5), mpf(1000)), 12000),
        0.0993506427246434,
    ),
    "a sum that falls slowly": (
        lambda: found(kldiv.Geometric(Fraction(1, 300)), kldiv.Poisson(300)),
        lambda: t.one_by_one(geometric(300), t.poisson(mpf(300)), 21000),
        123.690784720474,
    ),
    "entropy of Poisson(20000)": (
        lambda: found(kldiv.Poisson(20000)),
        lambda: t.over_many(t.poisson(mpf(20000)), None, mpf(20000), mpf(20000) ** 0.5),
        6.3706781427019,
    ),
    "entropy of Poisson(1e8)": (
        lambda: found(kldiv.Poisson(10**8)),
        lambda: t.over_many(t.poisson(mpf(10) ** 8), None, mpf(10) ** 8, mpf(10) ** 4),
        10.6292789043475,
    ),
    "a vague prior": (
        lambda: found(kldiv.InverseGamma(Fraction(1, 1000), Fraction(1, 1000)), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.inverse_gamma(mpf(1) / 1000, mpf(1) / 1000), t.half_cauchy(mpf(1)), VAGUE),
        986.253104070154,
    ),
    "a narrow posterior": (
        lambda: found(kldiv.Normal(1, Fraction(1, 200)), kldiv.Cauchy(0, 1)),
        lambda: t.on_line(t.normal(1, mpf(1) / 200), t.cauchy(0, 1), 1, mpf(1) / 200, BELL),
        5.7172558999870844,
    ),
    "a posterior far out": (
        lambda: found(kldiv.Normal(200, 1), kldiv.Cauchy(0, 1)),
        lambda: t.on_line(t.normal(200, 1), t.cauchy(0, 1), 200, 1, BELL),
        10.322426086365884,
    ),
    "a wide one to a narrow one": (
        lambda: found(kldiv.Normal(0, 200), kldiv.Logistic(0, 1)),
        lambda: t.on_line(t.normal(0, 200), t.logistic(0, 1), 0, 200, SPIKE),
        152.86621840940677,
    ),
    "log-odds of scale 30": (
        lambda: found(kldiv.LogitNormal(0, 30), kldiv.Uniform(0, 1)),
        lambda: standard_normal_to_uniform_odds(30),
        19.160094046750371,
    ),
    "shape 50": (
        lambda: found(kldiv.Weibull(1, 50), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.weibull(1, 50), t.half_cauchy(1), STEEP),
        3.4799325356312713,
    ),
    "shape 1/100": (
        lambda: found(kldiv.Weibull(1, Fraction(1, 100)), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.weibull(1, mpf(1) / 100), t.half_cauchy(1), SLOW),
        95.8705758236896,
    ),
    "shape 1e5": (
        lambda: found(kldiv.Gamma(10**5, 1), kldiv.HalfCauchy(1)),
        lambda: t.on_logs(t.gamma(mpf(10) ** 5, 1), t.half_cauchy(1), [mp.log(10**5) + y for y in TALL]),
        16.3020257029651,
    ),
}


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


# Two hundred of each kind: whether they have a value, and for a few of them, whether it is mpmath's.


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
    for n in range(200):
        p, q, truth = kind(rng)
        if n % (200 // SAMPLE) == 0:
            assert faults(found(p, q), truth()) == [], (p, q)
        else:
            answer = kldiv.evaluate(p, q)
            assert 0 < answer.error_bound <= 1e-14 * answer.value, (p, q)


def test_where_there_is_no_formula_numbers_are_not_refused():
    """A seeded part of what `make undecided` asks."""
    cells = undecided.cells("undecided")
    chosen = random.Random(20).sample(cells, 60)
    refused = [one for one in undecided.undecided(1, chosen) if one.value is None]
    assert refused == []


def test_where_there_is_a_formula_extreme_numbers_are_not_refused():
    chosen = random.Random(21).sample(undecided.cells("closed form"), 40)
    assert [one for one in undecided.closed(1, chosen) if one.value is None] == []


def test_thirty_digits_say_the_same():
    """The oracle's own quadrature, which shares the densities and nothing else."""
    rng = random.Random(22)
    for p, q in rng.sample(undecided.cells("undecided"), 40):
        first, second = undecided.ordinary(p, rng), undecided.ordinary(q, rng)
        answer = kldiv.evaluate(first, second)
        if answer.value == float("inf"):
            continue
        truth = divergence_by_quadrature(p, exact(first), q, exact(second)).value
        assert answer.value == pytest.approx(float(truth), rel=3e-16, abs=0), (first, second)


# The finite sums that are too long to be added up one by one.


def test_binomials_with_a_million_trials():
    n, p = 10**6, mpf("0.25")
    with mp.workdps(2 * t.DIGITS):  # the logarithms are ten million times what is left of them
        theirs = t.over_many(t.binomial(mpf(n), p), t.poisson(n * p), n * p, mp.sqrt(n * p * (1 - p)))
    assert faults(found(kldiv.Binomial(n, 0.25), kldiv.Poisson(250000)), theirs) == []
    assert kldiv.kl_divergence(kldiv.Binomial(n, 1), kldiv.Poisson(3)) == pytest.approx(
        float(-t.poisson(mpf(3))(mpf(n))), rel=1e-15
    )
    assert kldiv.kl_divergence(kldiv.Binomial(n, 0.5), kldiv.DiscreteUniform(0, 10)) == float("inf")


def test_a_flat_sum_of_ten_million():
    """Every k counts the same, so that the truth is a difference of two values of the gamma function's integral."""
    n = 10**7
    # sum of log k! over k = 0..n is (n + 1) log n! - sum of k log k; the last sum by Euler and Maclaurin
    logs = mp.log(mp.glaisher) + (mpf(n) ** 2 / 2 + mpf(n) / 2 + mpf(1) / 12) * mp.log(n) - mpf(n) ** 2 / 4
    whole = (n + 1) * mp.loggamma(mpf(n + 1)) - logs
    truth = -mp.log(n + 1) + 10 + whole / (n + 1) - mpf(n) / 2 * mp.log(10)
    value = kldiv.kl_divergence(kldiv.DiscreteUniform(0, n), kldiv.Poisson(10))
    assert value == pytest.approx(float(truth), rel=1e-14)


# What is said of the infinite.


def test_only_what_is_infinite_is_said_to_be():
    assert kldiv.kl_divergence(kldiv.Cauchy(0, 1), kldiv.Normal(0, 1)) == float("inf")
    assert kldiv.kl_divergence(kldiv.InverseGamma(1, 1), kldiv.Gamma(1, 1)) == float("inf")
    assert kldiv.kl_divergence(kldiv.InverseGamma(1 + 1e-7, 1), kldiv.Gamma(1, 1)) < 1e8
    beyond = kldiv.evaluate(kldiv.Gumbel(0, 50), kldiv.Logistic(0, 1e-320))
    assert (beyond.value, beyond.method) == (float("inf"), "quadrature") or beyond.value > 1e300


def test_a_finite_one_is_never_said_to_diverge(monkeypatch):
    monkeypatch.setattr(expectation, "WORTH", 0.0)
    monkeypatch.setattr(refining, "MOST_EVALUATIONS", 0)
    with pytest.raises(ValueError, match="it is finite, but the integral does not settle"):
        kldiv.kl_divergence(kldiv.Normal(0, 10**6), kldiv.Cauchy(0, 1e-6))


class Wide(kldiv.Distribution):
    """A Cauchy distribution whose tails nobody has declared."""

    def support(self):
        return kldiv.Support(-sp.oo, sp.oo, self.kind)

    def density(self, x):
        return 1 / (sp.pi * (1 + x**2))


def test_of_unknown_tails_it_is_said_that_they_may_be_too_heavy():
    assert kldiv.kl_divergence(Wide(), kldiv.Cauchy(0, 2)) == pytest.approx(
        kldiv.kl_divergence(kldiv.Cauchy(0, 1), kldiv.Cauchy(0, 2)), rel=1e-15
    )
    with pytest.raises(ValueError, match="the integral may be infinite"):
        kldiv.kl_divergence(Wide(), kldiv.Normal(0, 1))


def test_a_peak_far_beyond_the_mass_of_p_is_seen():
    """E[x^50] of a log-normal is exp(1250): it comes from x = exp(50), where p has next to nothing."""
    estimate = found(kldiv.LogNormal(0, 1), kldiv.Weibull(10**6, 50))
    leading = mp.exp(1250 - 50 * mp.log(mpf(10) ** 6))
    assert faults(estimate, leading) == []


def test_two_peaks_on_both_sides_are_seen():
    """Under a wide log-normal both x and 1/x count, and both far out."""
    s, m, shape = 40, 2, 3
    estimate = found(kldiv.LogNormal(0, s), kldiv.InverseGaussian(m, shape))
    # -log q = -log(shape/(2 pi x^3))/2 + shape (x - m)^2/(2 m^2 x)
    mean = mp.exp(mpf(s) ** 2 / 2)
    small = -mp.log(mpf(s)) - mpf(1) / 2 - mp.log(mpf(shape)) / 2 - mpf(shape) / m
    assert faults(estimate, mpf(shape) / (2 * m**2) * mean + mpf(shape) / 2 * mean + small) == []


# The rules themselves.


@pytest.mark.parametrize("count", [65, 100, 1024, 10**9])
def test_a_rule_for_sums_is_exact_for_polynomials(count):
    with ball_precision(128):
        for power in (0, 1, 2, 7, 38):
            ours = sum(w * (arb(count) * (x + 1) / 2 - arb(0.5)) ** power for x, w in sum_rule(count))
            theirs = sum(mpf(k) ** power for k in range(count)) if count < 10**4 else None
            if theirs is None:  # Faulhaber
                theirs = (mp.bernpoly(power + 1, count) - mp.bernpoly(power + 1, 0)) / (power + 1)
            assert float(ours.mid()) == pytest.approx(float(theirs), rel=1e-14), power


def test_a_rule_for_integrals_has_its_degree():
    with ball_precision(128):
        assert len(integral_rule()) == NODES
        even = sum(w * x ** (2 * NODES - 2) for x, w in integral_rule())
        odd = sum(w * x ** (2 * NODES) for x, w in integral_rule())
    assert float(even.mid()) == pytest.approx(2 / (2 * NODES - 1), rel=1e-15)
    assert float(odd.mid()) != pytest.approx(2 / (2 * NODES + 1), rel=1e-13)


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


def test_a_rule_with_too_few_nodes_is_seen(monkeypatch):
    """Nothing is halved: what differs between a part and its halves is then the error, and too large."""
    monkeypatch.setattr(refining, "MOST_EVALUATIONS", 0)
    monkeypatch.setattr(expectation, "NARROWEST", 1.0)
    estimate = found(kldiv.Normal(0, 10**5), kldiv.Logistic(0, Fraction(1, 10**5)))
    assert not estimate.error <= 1e-15 * estimate.value


def test_the_script_runs_the_whole():
    makefile = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
    assert "scripts.tools.undecided" in makefile


def test_every_distribution_of_the_catalogue_is_asked():
    asked = {slug for cell in (*undecided.cells("undecided"), *undecided.cells("closed form")) for slug in cell}
    assert asked == {slug for slug, kind in DISTRIBUTIONS.items() if kind.variate == "univariate"}
