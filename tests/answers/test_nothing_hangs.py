"""Every pair of distributions answers at ordinary decimals, the same alone, in arrays, in threads, at any precision."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import flint
import mpmath
import pytest
import sympy as sp
from mpmath.ctx_mp import MPContext

import kldiv
from kldiv.answers.formulas import finite_condition, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.precision import ball_precision, digit_precision, one_at_a_time
from kldiv.values.balls import decided
from kldiv.values.exactly import FractionWalker
from kldiv.values.walking import Unsupported
from tests.answers.every_pair import DRAWS, SLUGS, pairs
from tests.today import todays

#: Seconds after which a process counts as hanging. It takes some ten; a loaded machine may take several times that.
GENEROUS = 600

#: What arithmetic of arrays may differ in from that of single numbers, relative to the value.
LAST_DIGITS = 1e-14

#: So many processes share the pairs out among them.
PARTS = 18


def is_beyond_floats(p, q):
    """Whether E x^c or E x^-c, which is about exp(scale^2 c^2 / 2), is finite but beyond the largest float."""
    powers = {("log-normal", "weibull"), ("log-normal", "frechet"), ("logit-normal", "frechet")}
    return (p.slug, q.slug) in powers and (p.scale * q.concentration) ** 2 / 2 > 700


def in_a_process(*arguments: str) -> str:
    """Run Python, and end it when it hangs, in whatever it hangs."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=GENEROUS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("part", todays(range(PARTS), PARTS))
def test_every_pair_answers_and_is_the_same_in_every_way(part):
    slugs = SLUGS[part::PARTS]
    out = in_a_process("-W", "ignore", str(Path(__file__).with_name("every_pair.py")), *slugs)
    results = [json.loads(line) for line in out.splitlines()]
    assert len(results) == len(slugs) * len(SLUGS)
    for found in results:
        assert len(found["alone"]) == DRAWS
        for pair, (value, method) in zip(pairs(found["p"], found["q"]), found["alone"], strict=True):
            assert method in ("closed form", "infinite", "quadrature"), (pair, value)
            assert value >= 0, pair
            assert math.isfinite(value) or method == "infinite" or is_beyond_floats(*pair), pair
        assert found["threaded"] == found["alone"], (found["p"], found["q"])
        # One logarithm by itself and one of an array may differ in the last digits.
        for one, other in zip(found["arrays"], (value for value, _ in found["alone"]), strict=True):
            assert math.isclose(one, other, rel_tol=LAST_DIGITS), (found["p"], found["q"])


DERIVING = """
import flint, mpmath, kldiv
from concurrent.futures import ThreadPoolExecutor
flint.ctx.prec, mpmath.mp.prec = 77, 99
t, b = kldiv.StudentT, kldiv.Beta
work = [(t(5, 0, 1), t(3, 1, 2)), (b(1.2, 3.4), b(2.2, 1.1))] * 3
with ThreadPoolExecutor(6) as pool:
    values = list(pool.map(lambda pair: kldiv.evaluate(*pair).value, work))
print(len(set(values)), flint.ctx.prec, mpmath.mp.prec)
"""


def test_six_threads_may_derive_at_once():
    assert in_a_process("-c", DERIVING).split() == ["2", "77", "99"]


@pytest.fixture
def odd_precision():
    """A caller with tastes of their own: too few digits for anything here."""
    before = flint.ctx.prec, mpmath.mp.prec
    flint.ctx.prec, mpmath.mp.prec = 20, 10
    yield
    assert (flint.ctx.prec, mpmath.mp.prec) == (20, 10)
    flint.ctx.prec, mpmath.mp.prec = before


def test_the_callers_precision_is_neither_used_nor_changed(odd_precision):
    p, q = kldiv.Gamma(2.26, 1.53), kldiv.Gumbel(1.24, 3.57)
    assert kldiv.evaluate(p, q) == kldiv.evaluate(p, q)
    assert kldiv.evaluate(kldiv.Moyal(0, 1), kldiv.Cauchy(0, 1)).error_bound < 1e-15
    assert kldiv.entropy(kldiv.Gamma(1e-9, 1)) == pytest.approx(-999999978.8537, rel=1e-12)
    assert kldiv.derive("gamma", "weibull").check()
    at_odds = kldiv.catalogue()["stein-bound"].check()
    with mpmath.workdps(15):
        assert str(list(kldiv.catalogue()["stein-bound"].check())) == str(list(at_odds))
    assert 2e13 < kldiv.evaluate(kldiv.Geometric(1e-12), kldiv.Poisson(1)).value < 4e13  # E[log k!] is most of it


def test_precision_is_given_back_however_a_block_is_left():
    bits, digits = flint.ctx.prec, mpmath.mp.dps

    def leave() -> None:
        assert (flint.ctx.prec, mpmath.mp.dps) == (100, 50)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ball_precision(300), digit_precision(50), ball_precision(100):
        leave()
    assert (flint.ctx.prec, mpmath.mp.dps) == (bits, digits)


def test_threads_take_turns_and_each_finds_its_own_precision():
    def busy(bits):
        seen = set()
        for _ in range(3000):
            with ball_precision(bits):
                seen.add(flint.ctx.prec)
                (flint.arb(2).sqrt() + 1).log()
                seen.add(flint.ctx.prec)
        return seen

    often, usual = 1e-6, sys.getswitchinterval()
    sys.setswitchinterval(often)  # threads that could get into each other's way do so
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(busy, range(60, 68)))
    finally:
        sys.setswitchinterval(usual)
    assert found == [{bits} for bits in range(60, 68)]


def test_one_at_a_time_keeps_the_name_and_the_value():
    @one_at_a_time
    def double(x: int) -> int:
        """Twice."""
        return -double(-x) if x < 0 else 2 * x  # a thread does not wait for itself

    assert (double(3), double(-3), double.__name__, double.__doc__) == (6, -6, "double", "Twice.")


# -- conditions at numbers

NEXT = Fraction(1, 2**52)  # from 1 to the next larger float


@pytest.mark.parametrize(
    ("p", "q", "values", "finite"),
    [
        ("inverse-gamma", "gamma", {"concentration_p": Fraction(1)}, False),
        ("inverse-gamma", "gamma", {"concentration_p": 1 + NEXT}, True),
        ("laplace", "gumbel", {"scale_p": Fraction(1.1), "scale_q": Fraction(1.1)}, False),
        ("laplace", "gumbel", {"scale_p": Fraction(1, 3), "scale_q": Fraction(1, 3)}, False),  # balls overlap
        ("laplace", "gumbel", {"scale_p": Fraction(1.1), "scale_q": Fraction(1.1) + NEXT}, True),
        # a Weibull distribution of shape 1 is exponential: what matters then is the rate, else the shape alone
        ("weibull", "exp-gamma", {"concentration_p": Fraction(1), "scale_p": 1 - NEXT}, True),
        ("weibull", "exp-gamma", {"concentration_p": Fraction(1), "scale_p": Fraction(1)}, False),
        ("weibull", "exp-gamma", {"concentration_p": 1 + NEXT, "scale_p": Fraction(1e16)}, True),
        ("weibull", "exp-gamma", {"concentration_p": 1 - NEXT, "scale_p": Fraction(1e-16)}, False),
        ("weibull", "exp-gamma", {"concentration_p": Fraction(1e16), "scale_p": Fraction(1e300)}, True),
        # a support that touches the pole of -log q, and one that stays away by the smallest float
        ("uniform", "inverse-gamma", {"low_p": Fraction(0)}, False),
        ("uniform", "inverse-gamma", {"low_p": Fraction(5e-324)}, True),
        ("gamma", "weibull", {"concentration_p": Fraction(1.2), "concentration_q": Fraction(1.2)}, True),
    ],
)
def test_finiteness_is_decided_at_exact_numbers(p, q, values, finite):
    p, q = DISTRIBUTIONS[p], DISTRIBUTIONS[q]
    symbols = {
        **{f"{name}_p": symbol for name, symbol in symbols_of(p, "p").items()},
        **{f"{name}_q": symbol for name, symbol in symbols_of(q, "q").items()},
    }
    at = {symbol: values.get(name, Fraction(2)) for name, symbol in symbols.items()}
    assert decided(finite_condition(p, q), at) is finite


def test_a_part_that_cannot_be_decided_does_not_matter_where_another_settles_it():
    a = sp.Symbol("a", positive=True)
    unclear, at = sp.sqrt(a + 1) > sp.sqrt(3), {a: Fraction(2)}
    assert decided(unclear, at) is None
    assert decided(sp.And(unclear, a < 1), at) is False
    assert decided(sp.Or(unclear, a > 1), at) is True
    assert decided(sp.And(unclear, a > 1), at) is None
    assert decided(sp.Or(unclear, a < 1), at) is None
    assert decided(2**a > 3, {a: Fraction(10**9)}) is True
    with pytest.raises(Unsupported):  # as a fraction, the power would fill the memory
        FractionWalker({a: Fraction(10**5)}).truth(2**a > 3)


# -- numbers against densities written here

mp = MPContext()
mp.dps = 30


def gamma(a, r):
    return lambda x: a * mp.log(r) - mp.loggamma(a) + (a - 1) * mp.log(x) - r * x


def weibull(s, c):
    return lambda x: mp.log(c / s) + (c - 1) * mp.log(x / s) - (x / s) ** c


def lindley(r):
    return lambda x: 2 * mp.log(r) - mp.log(1 + r) + mp.log(1 + x) - r * x


def log_normal(m, s):
    return lambda x: -mp.log(x * s * mp.sqrt(2 * mp.pi)) - ((mp.log(x) - m) / s) ** 2 / 2


def inverse_gamma(a, b):
    return lambda x: a * mp.log(b) - mp.loggamma(a) - (a + 1) * mp.log(x) - b / x


def normal(m, s):
    return lambda x: -mp.log(s * mp.sqrt(2 * mp.pi)) - ((x - m) / s) ** 2 / 2


def logistic(m, s):
    return lambda x: -mp.log(s) - abs(x - m) / s - 2 * mp.log(1 + mp.exp(-abs(x - m) / s))


def moyal(m, s):
    return lambda x: -mp.log(s * mp.sqrt(2 * mp.pi)) - ((x - m) / s + mp.exp(-(x - m) / s)) / 2


def student_t(n, m, s):
    constant = mp.loggamma((n + 1) / 2) - mp.loggamma(n / 2) - mp.log(n * mp.pi) / 2 - mp.log(s)
    return lambda x: constant - (n + 1) / 2 * mp.log(1 + ((x - m) / s) ** 2 / n)


OWN = {
    kldiv.Gamma: gamma,
    kldiv.Weibull: weibull,
    kldiv.Lindley: lindley,
    kldiv.LogNormal: log_normal,
    kldiv.InverseGamma: inverse_gamma,
    kldiv.Normal: normal,
    kldiv.Logistic: logistic,
    kldiv.Moyal: moyal,
    kldiv.StudentT: student_t,
}
HALF_LINE = (kldiv.Gamma, kldiv.Weibull, kldiv.Lindley, kldiv.LogNormal, kldiv.InverseGamma)


def log_density(distribution):
    return OWN[type(distribution)](*(mp.mpf(v) for v in distribution.parameters.values()))


def integrated(p, q):
    """Integrate p log(p/q) over pieces that are short where p is, by Gauss and Legendre's rule."""
    log_p, log_q = log_density(p), log_density(q)
    if isinstance(p, HALF_LINE):  # x = exp(t)

        def body(t):
            x = mp.exp(t)
            return mp.exp(log_p(x) + t) * (log_p(x) - log_q(x))

        points = [-90, -40, -20, *range(-10, 11), 20, 40, 90]
        return mp.quad(body, points, method="gauss-legendre")
    centre, width = p.loc, p.scale
    steps = [-3000, -400, -100, -40, -20, *range(-10, 11), 20, 40, 100, 400, 3000]
    points = sorted({*(centre + width * k for k in steps), q.loc})
    return mp.quad(lambda x: mp.exp(log_p(x)) * (log_p(x) - log_q(x)), points, method="gauss-legendre")


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize(
    ("p", "q"),
    [
        (kldiv.Gamma(1.2, 1.1), kldiv.Weibull(1.1, 1.2)),  # these two once never ended
        (kldiv.Weibull(1.24, 2.26), kldiv.Lindley(1.53)),
        (kldiv.Lindley(1.53), kldiv.Weibull(1.24, 2.26)),
        (kldiv.LogNormal(0.38, 0.71), kldiv.Lindley(2.26)),
        (kldiv.InverseGamma(3.57, 1.24), kldiv.Gamma(1.53, 2.26)),
        (kldiv.Weibull(3.21, 1.07), kldiv.LogNormal(0.35, 1.46)),
        (kldiv.Normal(0.35, 1.46), kldiv.Logistic(-1.28, 0.93)),
        (kldiv.Logistic(0.35, 0.46), kldiv.Moyal(-1.28, 1.93)),
        # narrow beside how far the other distribution's centre is, and the reverse: once refused
        (kldiv.Moyal(-7.75, 0.16), kldiv.StudentT(1.06, 3.97, 7.72)),
        (kldiv.Normal(0.12, 0.01), kldiv.StudentT(1, 10.5, 1.25)),
        (kldiv.Normal(0, 10.5), kldiv.Logistic(5.25, 0.015)),
    ],
)
def test_numbers_agree_with_densities_written_here(p, q):
    assert kldiv.kl_divergence(p, q) == pytest.approx(float(integrated(p, q)), rel=1e-11)


@pytest.mark.filterwarnings("ignore::kldiv.QuadratureNotice")
@pytest.mark.parametrize("probs", [0.5, 0.008, 0.001])
def test_a_long_sum_is_added_up(probs):
    p, rate = mp.mpf(probs), mp.mpf("3.25")
    # E log q needs E log(k!), the sum of log(j) P(k >= j) over j = 1, 2, ..., where P(k >= j) = (1-p)^j
    factorial = mp.fsum(mp.log(j) * (1 - p) ** j for j in range(2, int(90 / probs)))
    mean = (1 - p) / p
    truth = mp.log(p) + mean * mp.log(1 - p) - mean * mp.log(rate) + rate + factorial
    found = kldiv.kl_divergence(kldiv.Geometric(probs), kldiv.Poisson(3.25))
    assert found == pytest.approx(float(truth), rel=1e-13)


# -- far from ordinary

EXTREME = """
import kldiv
for p, q in (
    (kldiv.Exponential(1e16), kldiv.Weibull(0.5, 1e16)),
    (kldiv.Weibull(1e16, 1e16), kldiv.Gamma(2, 3)),
    (kldiv.Weibull(1e-300, 2), kldiv.Weibull(2, 1e16)),
    (kldiv.StudentT(6.57, -1.53, 1e-100), kldiv.Laplace(-3.28, 0.001)),
    (kldiv.StudentT(1e16, 0, 1), kldiv.Laplace(1, 2)),
    (kldiv.InverseGaussian(1e300, 1e300), kldiv.Weibull(1e300, 1e16)),
    (kldiv.Gamma(1e16, 1e16), kldiv.Gumbel(1, 1e-300)),
    (kldiv.Binomial(10**100, 0.5), kldiv.Poisson(1)),
    (kldiv.Geometric(1e-12), kldiv.Poisson(1)),
):
    try:
        print(kldiv.evaluate(p, q).value)
    except ValueError as error:
        assert len(str(error)) < 300 and "\\n" not in str(error), error
        print("refused")
"""


def test_extreme_parameters_answer_or_are_refused():
    found = in_a_process("-W", "ignore", "-c", EXTREME).split()
    # the mean of |x - m| is 1.75 but for 1e-100, and -log p(x) has the mean of a Student distribution scaled by 1e-100
    n = mp.mpf("6.57")
    entropy = (n + 1) / 2 * (mp.digamma((n + 1) / 2) - mp.digamma(n / 2)) + mp.log(mp.sqrt(n) * mp.beta(n / 2, 0.5))
    student = mp.mpf(1.75) / mp.mpf(0.001) + mp.log(2 * mp.mpf(0.001)) - entropy - mp.log(mp.mpf(1e-100))
    normal = float(mp.log(4) + mp.quad(lambda x: abs(x - 1) * mp.npdf(x), [-12, 1, 12]) / 2)
    normal -= float(mp.log(2 * mp.pi * mp.e) / 2)  # so many degrees of freedom make a Student distribution normal
    # Weibull(1e16, 1e16) sits at 1e16: 3 x outweighs all else
    assert [float(found[k]) for k in (1, 3, 4)] == pytest.approx([3e16, float(student), normal], rel=1e-13)
    assert found[7] == "refused"
    # log k! is about k log k - k, and k an exponential time of mean 1e12
    assert float(found[8]) == pytest.approx(float(mp.mpf(1e12) * (mp.log(mp.mpf(1e12)) - mp.euler)), rel=1e-11)
    assert len(found) == 9
