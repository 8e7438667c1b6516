"""Mixtures: bounds against exact divergences, draws against known ones, and values against mpmath."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from mpmath import mp, mpf
from scipy.integrate import quad
from scipy.stats import norm

import kldiv
from kldiv import Mixture, mixture_divergence
from kldiv.answers import mixture_values
from kldiv.answers.mixture_bounds import lower_bound, upper_bound
from kldiv.answers.mixture_draws import FAMILIES
from kldiv.answers.mixture_values import component, log_overlap
from kldiv.oracles.multivariate import LOG_DENSITIES
from tests.answers import truths as t

BUMPS = Mixture([0.4, 0.6], [kldiv.Normal(-1, 0.1), kldiv.Normal(1, 0.5)])


def mixed(parts):
    """The log-density of a mixture, in mpmath."""
    return lambda x: mp.log(mp.fsum(w * mp.exp(log(x)) for w, log in parts))


def drawn(rng, count):
    weights = np.array([rng.random() + 0.05 for _ in range(count)])
    return weights / weights.sum()


@pytest.mark.parametrize(
    ("p", "q", "published"), [(kldiv.Normal(0, 1), BUMPS, 2.03880255131), (BUMPS, kldiv.Normal(0, 1), 0.742672423612)]
)
def test_the_value_that_was_asked_for(p, q, published):
    answer = mixture_divergence(p, q, samples=2000)
    assert answer.value == pytest.approx(published, rel=1e-12)
    assert answer.lower <= answer.value <= answer.upper
    assert abs(answer.estimate - answer.value) < 5 * answer.standard_error
    assert answer.error_bound < 1e-14


def test_values_are_those_of_mpmath():
    rng = random.Random(3)
    for _ in range(4):
        sides = [
            [(w, rng.uniform(-3, 3), 10 ** rng.uniform(-1, 0.5)) for w in drawn(rng, count)]
            for count in (rng.randint(1, 3), rng.randint(1, 3))
        ]
        p, q = (Mixture([w for w, _, _ in side], [kldiv.Normal(m, s) for _, m, s in side]) for side in sides)
        with mp.workdps(25):
            logs = [mixed([(mpf(w), t.normal(mpf(m), mpf(s))) for w, m, s in side]) for side in sides]
            cuts = {m + k * s for side in sides for _, m, s in side for k in (-12, -4, -1, 0, 1, 4, 12)} | {-60, 60}
            truth = t.on_line(*logs, mpf(0), mpf(1), [c for c in cuts if -60 <= c <= 60])
        answer = mixture_divergence(p, q, samples=0)
        assert answer.value == pytest.approx(float(truth), rel=1e-13)
        assert answer.lower <= answer.value <= answer.upper
        assert answer.estimate is answer.standard_error is None


def test_sums_are_mixed_as_well():
    p = Mixture([0.5, 0.5], [kldiv.Poisson(3), kldiv.Poisson(300)])
    q = Mixture([0.3, 0.7], [kldiv.Poisson(2), kldiv.Poisson(250)])
    with mp.workdps(25):
        logs = [
            mixed([(mpf(w), t.poisson(mpf(r))) for w, r in side])
            for side in (((0.5, 3), (0.5, 300)), ((mpf("0.3"), 2), (mpf("0.7"), 250)))
        ]
        truth = t.one_by_one(*logs, 800)
    assert mixture_divergence(p, q, samples=0).value == pytest.approx(float(truth), rel=1e-14)


def test_supports_that_only_together_hold_p():
    halves = Mixture([0.5, 0.5], [kldiv.Uniform(0, 1), kldiv.Uniform(1, 2)])
    answer = mixture_divergence(kldiv.Uniform(0, 2), halves)
    assert (answer.value, answer.upper) == (pytest.approx(0, abs=1e-15), math.inf)
    gap = Mixture([0.5, 0.5], [kldiv.Uniform(0, 1), kldiv.Uniform(1.5, 2)])
    assert mixture_divergence(kldiv.Uniform(0, 2), gap).value == math.inf
    assert mixture_divergence(gap, kldiv.Uniform(0, 2), samples=0).value == pytest.approx(math.log(2) / 2, rel=1e-14)


def test_against_itself_a_mixture_is_nothing():
    answer = mixture_divergence(BUMPS, BUMPS, samples=100)
    assert answer.value == answer.estimate == answer.lower == 0
    assert answer.upper < 1e-9


def categories(rng):
    """Two mixtures of categorical distributions: themselves categorical, so that all is known."""
    sizes = rng.randint(1, 4), rng.randint(1, 4)
    cells = rng.randint(2, 6)
    parts = [np.array([drawn(rng, cells) ** rng.choice((1, 4)) for _ in range(size)]) for size in sizes]
    parts = [rows / rows.sum(1, keepdims=True) for rows in parts]
    return [drawn(rng, size) for size in sizes], parts


def divergence(p, q):
    return float((p * np.log(p / q)).sum())


def bounds_and_truth(rng, spoil=lambda gaps: gaps):
    (pi, omega), (first, second) = categories(rng)
    across = spoil(np.array([[divergence(a, b) for b in second] for a in first]))
    own = np.array([[divergence(a, c) for c in first] for a in first])
    entropies = -(first * np.log(first)).sum(1)
    lower = lower_bound(pi, omega, own, np.log(first @ second.T), entropies)
    return lower, divergence(pi @ first, omega @ second), upper_bound(pi, omega, across), (pi, omega, across)


def test_bounds_hold_where_all_is_known():
    rng = random.Random(4)
    widths = []
    for _ in range(300):
        lower, truth, upper, (pi, omega, gaps) = bounds_and_truth(rng)
        assert lower <= truth <= upper
        assert upper <= float(pi @ gaps @ omega) + 1e-11  # what convexity alone gives
        if len(pi) == len(omega):  # pairing the components as they come
            assert upper <= float((pi * (np.log(pi / omega) + np.diag(gaps))).sum()) + 1e-6
        widths.append(upper - truth)
    assert min(widths) < 1e-10


def test_a_spoiled_bound_is_seen():
    rng = random.Random(5)
    spoiled = [bounds_and_truth(rng, lambda gaps: gaps * 0.7) for _ in range(100)]
    assert any(truth > upper for _, truth, upper, _ in spoiled)


def test_products_of_normal_densities_have_their_integral():
    for a, b, near in (((0, 1), (3, 2), True), ((0, 1e-3), (0, 10), True), ((5, 0.1), (-5, 0.1), False)):
        ours = log_overlap(component(kldiv.Normal(*a)), component(kldiv.Normal(*b)))
        theirs = float(t.normal(mpf(a[0] - b[0]), mp.sqrt(mpf(a[1]) ** 2 + mpf(b[1]) ** 2))(mpf(0)))
        assert ours >= theirs - 1e-12  # what stands in for it in a bound is never too small
        assert not near or ours == pytest.approx(theirs, rel=1e-12)


EYE, LEAN = [[1, 0], [0, 1]], [[2, 0.5], [0.5, 1]]

#: Two distributions of each family of vectors or matrices.
PAIRS = {
    "multivariate-normal": (kldiv.MultivariateNormal([0, 1], EYE), kldiv.MultivariateNormal([1, 1], LEAN)),
    "matrix-normal": (kldiv.MatrixNormal(EYE, EYE, LEAN), kldiv.MatrixNormal([[2, 0], [0, 1]], LEAN, EYE)),
    "dirichlet": (kldiv.Dirichlet([2, 3, 4]), kldiv.Dirichlet([1, 1, 1.5])),
    "normal-gamma": (kldiv.NormalGamma([0, 1], LEAN, 2, 3), kldiv.NormalGamma([0, 0], EYE, 4, 3)),
    "wishart": (kldiv.Wishart(5, LEAN), kldiv.Wishart(6, EYE)),
    "von-mises-fisher": (kldiv.VonMisesFisher([0, 0, 1], 10), kldiv.VonMisesFisher([0, 0.6, 0.8], 2)),
}


def floats(distribution):
    return {n: np.asarray(v, float) for n, v in distribution.parameters.items() if v is not None}


@pytest.mark.parametrize("slug", FAMILIES)
def test_draws_estimate_a_known_divergence(slug):
    p, q = PAIRS[slug]
    answer = mixture_divergence(Mixture([0.5, 0.5], [p, p]), q, samples=40_000, seed=1)
    truth = kldiv.kl_divergence(p, q)
    assert abs(answer.estimate - truth) < 4 * answer.standard_error < 0.1 * truth
    assert answer.lower <= truth <= answer.upper
    assert answer.upper == pytest.approx(truth, rel=1e-9)
    assert answer.value is None


@pytest.mark.parametrize("slug", FAMILIES)
def test_log_densities_are_the_oracles(slug):
    """At the mean of some draws, which lies in the support of all but the sphere."""
    p, _ = PAIRS[slug]
    family, given = FAMILIES[slug], floats(p)
    x = family.draw(np.random.default_rng(2), given, 1)
    ours = float(family.log_density(x, given)[0])
    values = [np.asarray(v, float).tolist() for v in p.parameters.values() if v is not None]
    from kldiv.arb import arb, arb_mat

    def exactly(v):
        return tuple(map(exactly, v)) if isinstance(v, list) else Fraction(v)

    point = {
        "dirichlet": lambda: [arb(v) for v in x[0]],
        "normal-gamma": lambda: (arb_mat([[v] for v in x[0, :-1].tolist()]), arb(float(x[0, -1]))),
        "wishart": lambda: arb_mat(x[0].tolist()),
        "matrix-normal": lambda: arb_mat(x[0].reshape(2, 2).tolist()),
    }.get(slug, lambda: arb_mat([[v] for v in x[0].tolist()]))()
    theirs = float(LOG_DENSITIES[slug](*map(exactly, values))(point))
    assert ours == pytest.approx(theirs, rel=1e-10)


def test_overlaps_of_vectors():
    rng = np.random.default_rng(6)
    for slug, family in FAMILIES.items():
        p, q = map(floats, PAIRS[slug])
        densities = np.exp(family.log_density(family.draw(rng, p, 40_000), q))
        error = densities.std() / 200
        assert abs(math.exp(family.overlap(p, q)) - densities.mean()) < 4 * error, slug


NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)


def integral_over_two_rows(*laws):
    """Integrate a product of Wishart densities over matrices [[a, c], [c, b]], with c = r sqrt(ab)."""
    grown = np.exp(6 * NODES)  # a and b from exp(-6) to exp(6)
    a, b, r = np.meshgrid(grown, grown, NODES, indexing="ij")
    w = np.einsum("i,j,k->ijk", 6 * WEIGHTS * grown, 6 * WEIGHTS * grown, WEIGHTS) * np.sqrt(a * b)
    c, logs = r * np.sqrt(a * b), 0.0
    for df, ((u, v), (_, z)) in laws:
        volume = u * z - v * v
        trace = (z * a - 2 * v * c + u * b) / volume
        constant = (
            df * math.log(4 * volume) / 2 + math.log(math.pi) / 2 + math.lgamma(df / 2) + math.lgamma(df / 2 - 0.5)
        )
        logs = logs + (df - 3) / 2 * np.log(a * b - c * c) - trace / 2 - constant
    return float((w * np.exp(logs)).sum())


def test_overlaps_of_wishart_distributions_are_integrals():
    of = FAMILIES["wishart"].overlap
    assert integral_over_two_rows((5, LEAN)) == pytest.approx(1, rel=1e-7)
    for one, other in (((5, LEAN), (6, EYE)), ((7, EYE), (5, [[0.5, -0.3], [-0.3, 1]])), ((6, LEAN), (6, LEAN))):
        ours = of(floats(kldiv.Wishart(*one)), floats(kldiv.Wishart(*other)))
        assert math.exp(ours) == pytest.approx(integral_over_two_rows(one, other), rel=1e-7)
    for df, scale, other in ((1.5, 2, 3), (40, 0.1, 30)):  # of one row: gamma distributions
        ours = of(floats(kldiv.Wishart(df, [[scale]])), floats(kldiv.Wishart(other, [[1]])))
        laws = scipy.stats.gamma(df / 2, scale=2 * scale), scipy.stats.gamma(other / 2, scale=2)
        theirs, _ = quad(lambda u, laws=laws: laws[0].pdf(u * u) * laws[1].pdf(u * u) * 2 * u, 0, 12, epsrel=1e-11)
        assert math.exp(ours) == pytest.approx(theirs, rel=1e-9)
    # near the edge the product of two densities is not integrable
    assert of(floats(kldiv.Wishart(0.4, [[1]])), floats(kldiv.Wishart(1.5, [[1]]))) == math.inf


def test_overlaps_of_normal_gamma_distributions_are_integrals():
    of = FAMILIES["normal-gamma"].overlap
    nodes, weights = np.polynomial.legendre.leggauss(300)
    for one, other in (((0, 1, 2, 3), (1, 4, 3, 2)), ((2, 0.1, 0.9, 3), (-1, 3, 5, 1)), ((0, 1, 9, 9), (0, 1, 9, 9))):
        z, t = np.meshgrid(12 * nodes, np.exp(6 * nodes))  # x is z/sqrt(t), t from exp(-6) to exp(6)
        w = np.outer(6 * weights, 12 * weights) * np.sqrt(t)
        for loc, k, a, b in (one, other):
            w = w * norm.pdf(z / np.sqrt(t), loc, (t * k) ** -0.5) * scipy.stats.gamma.pdf(t, a, scale=1 / b)
        ours = of(*(floats(kldiv.NormalGamma([m], [[k]], a, b)) for m, k, a, b in (one, other)))
        assert math.exp(ours) == pytest.approx(w.sum(), rel=1e-7)
    thin = floats(kldiv.NormalGamma([0], [[1]], 0.2, 1))
    assert of(thin, thin) == math.inf


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (kldiv.Wishart(5, LEAN), kldiv.Wishart(30, EYE)),
        (kldiv.NormalGamma([0, 1], LEAN, 2, 3), kldiv.NormalGamma([6, 1], EYE, 20, 30)),
    ],
)
def test_mixtures_of_wishart_and_normal_gamma_are_bounded_from_below(one, other):
    mixture = Mixture([0.5, 0.5], [one, other])
    for p, q in ((mixture, one), (other, mixture), (mixture, Mixture([0.1, 0.9], [one, other]))):
        answer = mixture_divergence(p, q, samples=20_000)
        assert answer.lower <= answer.estimate + 4 * answer.standard_error
        assert answer.upper >= answer.estimate - 4 * answer.standard_error
    for p, q in ((one, other), (other, one)):
        assert mixture_divergence(p, q, samples=0).lower <= kldiv.kl_divergence(p, q)
    assert mixture_divergence(mixture, one, samples=0).lower > 1
    assert mixture_divergence(other, one, samples=0).lower > 5


def test_two_mixtures_of_vectors_lie_between_their_bounds():
    p = Mixture([0.5, 0.5], [kldiv.MultivariateNormal([0, 0], EYE), kldiv.MultivariateNormal([5, 5], LEAN)])
    q = Mixture([0.7, 0.3], [kldiv.MultivariateNormal([0, 1], EYE), kldiv.MultivariateNormal([5, 4], EYE)])
    answer = mixture_divergence(p, q, base=2)
    assert answer.unit == "bits"
    assert answer.lower < answer.estimate < answer.upper
    again = mixture_divergence(p, q)
    assert answer.upper * math.log(2) == pytest.approx(again.upper, rel=1e-14)
    assert again == mixture_divergence(p, q)


def test_a_dropped_component_is_seen(monkeypatch):
    whole = mixture_values.total
    monkeypatch.setattr(mixture_values, "total", lambda parts: whole(parts[1:]))
    assert mixture_divergence(BUMPS, kldiv.Normal(0, 1), samples=0).value != pytest.approx(0.742672423612, rel=1e-3)


@pytest.mark.parametrize(
    ("weights", "components", "said"),
    [
        ([0.5], [kldiv.Normal(0, 1), kldiv.Normal(1, 1)], "a weight for each component, got 1 and 2"),
        ([0.5, 0.4], [kldiv.Normal(0, 1), kldiv.Normal(1, 1)], "weights must sum to 1, got 0.9: divide them"),
        ([1.5, -0.5], [kldiv.Normal(0, 1), kldiv.Normal(1, 1)], "must be probabilities, got 1.5 at position 0"),
        ([0.5, 0.5], [kldiv.Normal(0, 1), kldiv.Cauchy(1, 1)], "of one family, got Normal and Cauchy at position 1"),
        ([0.5, 0.5], [kldiv.Normal(0, 1), kldiv.Normal([1, 2], 1)], "numbers for parameters: not so at position 1"),
        ([], [], "a weight for each component, got 0 and 0"),
    ],
)
def test_what_does_not_fit_is_refused(weights, components, said):
    with pytest.raises(ValueError, match=said):
        Mixture(weights, components)


def test_other_objects_are_refused():
    with pytest.raises(TypeError, match="components must be distributions, got int at position 0"):
        Mixture([1], [3])
    with pytest.raises(TypeError, match="expected a Mixture or a distribution, got list"):
        mixture_divergence([0.5], kldiv.Normal(0, 1))
    with pytest.raises(ValueError, match="of one family, got Normal and Cauchy"):
        mixture_divergence(kldiv.Normal(0, 1), kldiv.Cauchy(0, 1))
    with pytest.raises(ValueError, match="samples must be 0, or a whole number from 2 on, got 1"):
        mixture_divergence(BUMPS, BUMPS, samples=1)
    with pytest.raises(ValueError, match=r"samples must be 0, or a whole number from 2 on, got 2\.5"):
        mixture_divergence(BUMPS, BUMPS, samples=2.5)
    with pytest.raises(ValueError, match="seed must be a whole number from 0 on, got -1"):
        mixture_divergence(BUMPS, BUMPS, seed=-1)
    with pytest.raises(TypeError, match="components must be a list, got Normal"):
        Mixture([1], kldiv.Normal(0, 1))
    with pytest.raises(ValueError, match=r"weights must be numbers, got \['a'\]"):
        Mixture(["a"], [kldiv.Normal(0, 1)])


def test_bounds_stay_bounds_in_any_base():
    nats, halves = (mixture_divergence(BUMPS, kldiv.Normal(0, 1), samples=100, base=base) for base in (None, 0.5))
    assert halves.lower == -nats.upper / math.log(2) < halves.value < halves.upper == -nats.lower / math.log(2)
    assert halves.error_bound > 0
    assert halves.standard_error > 0


def test_components_of_other_libraries_are_taken():
    mixture = Mixture([0.4, 0.6], [norm(-1, 0.1), norm(1, 0.5)])
    assert repr(mixture) == repr(BUMPS)
    ours = mixture_divergence(BUMPS, kldiv.Normal(0, 1), samples=10, base=np.float32(2))
    assert mixture_divergence(mixture, norm(0, 1), samples=10, base=2) == ours


def test_who_asks_for_a_formula_is_told_where_to_go():
    with pytest.raises(TypeError, match=r"an object of type Mixture: mixture_divergence\(p, q\) takes it"):
        kldiv.kl_divergence(kldiv.Normal(0, 1), BUMPS)


def test_a_component_of_q_that_nothing_in_p_can_meet_leaves_the_bound_right():
    p, q = kldiv.Poisson(2), Mixture([0.5, 0.5], [kldiv.Poisson(0), kldiv.Poisson(3)])
    answer = mixture_divergence(p, q, samples=0)
    split = math.log(2) + float(kldiv.kl_divergence(p, kldiv.Poisson(3)))  # all of p told by the second component
    assert answer.lower <= answer.value <= answer.upper == pytest.approx(split, rel=1e-9)
    gaps = np.array([[math.inf, 0.5], [math.inf, 0.25]])
    assert upper_bound(np.array([0.5, 0.5]), np.array([0.5, 0.5]), gaps) >= 0.25 + math.log(2)


def test_the_certain_geometric_distribution_is_drawn():
    answer = mixture_divergence(kldiv.Geometric(1), kldiv.Geometric(0.25), samples=100)
    assert answer.estimate == pytest.approx(math.log(4)) == answer.value


def test_there_is_no_estimate_where_floats_cannot_tell_the_draws():
    far = Mixture([0.5, 0.5], [kldiv.Normal(0, 1e-100), kldiv.Normal(1e100, 1)])
    answer = mixture_divergence(far, kldiv.Normal(0, 1), samples=50)
    assert answer.estimate is answer.standard_error is None
    assert answer.lower <= answer.upper


@pytest.mark.parametrize(
    ("one", "other", "q"),
    [
        (kldiv.Bernoulli(1), kldiv.Bernoulli(0), kldiv.Bernoulli(0.25)),
        (kldiv.Binomial(3, 1), kldiv.Binomial(3, 0), kldiv.Binomial(3, 0.25)),
        (kldiv.Poisson(0), kldiv.Poisson(0), kldiv.Poisson(2)),
        (kldiv.Geometric(1), kldiv.Geometric(1), kldiv.Geometric(0.25)),
    ],
    ids=repr,
)
def test_components_that_are_certain_of_an_outcome(one, other, q):
    alone = mixture_divergence(one, q, samples=10)
    truth = float(kldiv.kl_divergence(one, q))
    assert alone.value == pytest.approx(truth, rel=1e-14) == alone.estimate
    assert alone.lower <= truth <= alone.upper
    both = mixture_divergence(Mixture([0.25, 0.75], [one, other]), q, samples=0)
    apart = repr(one) != repr(other)
    mean = 0.25 * truth + 0.75 * float(kldiv.kl_divergence(other, q))
    mean += 0.25 * math.log(0.25) + 0.75 * math.log(0.75) if apart else 0
    assert both.value == pytest.approx(mean, rel=1e-13)
    assert both.lower <= both.value <= both.upper


@pytest.mark.parametrize("apart", [1e-3, 5e-7, 1e-10, 2e-13])
@pytest.mark.parametrize("df", [5.0, 1e3, 1e6])
def test_a_bound_from_below_stays_below_where_rounding_is_magnified(apart, df):
    scale = np.array([[1, 1 - apart], [1 - apart, 1]])
    p, q = kldiv.Wishart(df, scale / df), kldiv.Wishart(5, scale / 5)
    found = kldiv.mixture_divergence(p, q, samples=0)
    # equal scales: the divergence is that of one dimension twice, and knows nothing of the correlation
    plain = kldiv.kl_divergence(kldiv.Wishart(df, np.eye(2) / df), kldiv.Wishart(5, np.eye(2) / 5))
    assert found.lower <= plain


def test_a_bound_from_below_stays_below_where_rates_are_small():
    p = kldiv.NormalGamma([0.3 * 1e4], [[1e-12]], 1e8, 1e-4)
    q = kldiv.NormalGamma([0], [[1e-20]], 5, 5e-12)
    found = kldiv.mixture_divergence(p, q, samples=0)
    assert 16 < found.lower <= kldiv.kl_divergence(p, q)
