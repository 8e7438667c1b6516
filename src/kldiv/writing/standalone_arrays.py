"""What scripts about vectors and matrices have in common: rules that take expectations, and how lines are compared.

`writing.script_of_arrays` pastes what stands below the imports, so nothing here needs more than mpmath, which SymPy
brings. There the precision is set as well: here it would be that of everybody.
"""

# mypy: ignore-errors

from itertools import pairwise, product

import mpmath
from mpmath import (
    besseli,
    cosh,
    det,
    exp,
    gamma,
    inverse,
    log,
    loggamma,
    matrix,
    mpf,
    pi,
    psi,  # noqa: F401
    sinh,
    sqrt,
    tanh,
)

DRAWS, CHAINS = [], []


def averages(**_):
    """What a script takes expectations by."""
    return {}


def densities(**_):
    """The densities in the derivation, of the same."""
    return {}


# ---- Arithmetic: 12 digits must agree; more are carried.

TOLERANCE, NOTHING = mpf("1e-12"), mpf("1e-20")


def trace(a):
    """The sum along the diagonal; a number is a matrix of one entry."""
    return sum(a[k, k] for k in range(a.rows)) if isinstance(a, matrix) else a


def vec(a):
    """The columns one below the other."""
    return matrix([a[j, k] for k in range(a.cols) for j in range(a.rows)])


def kronecker(a, b):
    """Every entry of a times the whole of b."""
    rows, columns = range(a.rows * b.rows), range(a.cols * b.cols)
    return matrix([[a[j // b.rows, k // b.cols] * b[j % b.rows, k % b.cols] for k in columns] for j in rows])


def added(f, low, high):
    """The sum of f(low) to f(high)."""
    return sum((f(k) for k in range(int(low), int(high) + 1)), mpf(0))


def multiplied(f, low, high):
    """The product of f(low) to f(high)."""
    return mpmath.fprod(f(k) for k in range(int(low), int(high) + 1))


def multigamma(n, a):
    """The multivariate gamma function."""
    return pi ** (mpf(n * (n - 1)) / 4) * multiplied(lambda k: gamma(a - mpf(k) / 2), 0, n - 1)


# ---- Rules: weights and points, whose weighted sums are expectations.


def outwards(rule):
    """Follow a rule from its peak until nothing is left on both sides, in steps so fine that the weights make up 1."""
    peak = max((mpf(k) / 4 for k in range(-60, 61)), key=lambda s: rule(s)[0])
    for steps in (5, 10, 20, 40, 80, 160):
        found = [rule(peak)]
        for step in (mpf(1) / steps, -mpf(1) / steps):
            k = quiet = 0
            while quiet < 4 and k < 100 * steps:
                k += 1
                found.append(rule(peak + k * step))
                quiet = quiet + 1 if found[-1][0] < NOTHING else 0
        if abs(sum(weight for weight, _ in found) / steps - 1) < TOLERANCE / 100:
            return [(weight / steps, point) for weight, point in found if weight > NOTHING]
    raise ArithmeticError("the weights of a rule do not make up 1")


def gamma_rule(shape):
    """A gamma variable of rate 1, by its logarithm."""

    def rule(s):
        u = s - exp(-s)
        return (1 + exp(-s)) * exp(shape * u - exp(u) - loggamma(shape)), exp(u)

    return outwards(rule)


def beta_rule(a, b):
    """A beta variable and what it leaves of 1."""

    def rule(s):
        t = 2 * sinh(s)
        weight = exp(-a * log(1 + exp(-t)) - b * log(1 + exp(t)) - log(mpmath.beta(a, b)))
        return 2 * cosh(s) * weight, (1 / (1 + exp(-t)), 1 / (1 + exp(t)))

    return outwards(rule)


def normal_rule(count):
    """Standard normal variables: three points for each, exact for powers to the fifth."""
    line = [(mpf(2) / 3, 0), (mpf(1) / 6, sqrt(3)), (mpf(1) / 6, -sqrt(3))]
    return joined([line] * count)


def joined(rules):
    """Independent variables; what hardly ever happens is left out."""
    found = ((mpmath.fprod(w for w, _ in choice), [x for _, x in choice]) for choice in product(*rules))
    return [(weight, points) for weight, points in found if weight > NOTHING]


# ---- Distributions, each by hand: how its draws are made, and its density.


class Averages:
    """Takes expectations under a distribution.

    A rule gives weights and points; a point is the list of what a line calls its variables.
    """

    def __init__(self, rule, density):
        self.rule, self.density = rule, density

    def __call__(self, f):
        """Return the weighted sum of f."""
        return sum(weight * f(*point) for weight, point in self.rule)

    def gap(self, density):
        """How far another density is off, relative, at some thirty draws in all directions."""
        heavy = [point for weight, point in self.rule if weight > mpf("1e-9")]
        stride = len(heavy) // 30 + 1  # rules have three points a direction: not always the same of them
        stride += stride % 3 == 0
        return max(abs(density(*point) / self.density(*point) - 1) for point in heavy[::stride])


def dirichlet(concentration):
    """Each share is a beta part of what those before have left. Shares are counted from 1."""
    a = concentration[1:]
    rule = []
    for weight, parts in joined([beta_rule(one, sum(a[k + 1 :])) for k, one in enumerate(a[:-1])]):
        shares, left = [None], mpf(1)
        for part, rest in parts:
            shares.append(left * part)
            left *= rest
        rule.append((weight, [[*shares, left]]))
    constant = gamma(sum(a)) / mpmath.fprod(map(gamma, a))
    return Averages(rule, lambda x: constant * mpmath.fprod(s ** (one - 1) for s, one in zip(x[1:], a, strict=True)))


def multivariate_normal(mean, spread):
    """A standard normal vector, carried by the factor of the covariance matrix."""
    root, inner = mpmath.cholesky(spread), inverse(spread)
    rule = [(weight, [mean + root * matrix(z)]) for weight, z in normal_rule(mean.rows)]
    constant = 1 / sqrt((2 * pi) ** mean.rows * det(spread))
    return Averages(rule, lambda x: constant * exp(-trace((x - mean).T * inner * (x - mean)) / 2))


def matrix_normal(mean, rows, columns):
    """A matrix of standard normal entries, carried by the factors of both covariance matrices."""
    m, n = mean.rows, mean.cols
    left, right = mpmath.cholesky(rows), mpmath.cholesky(columns).T

    def filled(z):
        return matrix([[z[j * n + k] for k in range(n)] for j in range(m)])

    rule = [(weight, [mean + left * filled(z) * right]) for weight, z in normal_rule(m * n)]
    constant = 1 / sqrt((2 * pi) ** (m * n) * det(rows) ** n * det(columns) ** m)

    def density(x):
        gap = x - mean
        return constant * exp(-trace(inverse(columns) * gap.T * inverse(rows) * gap) / 2)

    return Averages(rule, density)


def normal_gamma(mean, precision, shape, rate):
    """A gamma variable t, and a normal vector whose precision matrix is t times what is given."""
    root, n = mpmath.cholesky(inverse(precision)), mean.rows
    rule = [
        (weight * w, [mean + root * matrix(z) / sqrt(g / rate), g / rate])
        for weight, g in gamma_rule(shape)
        for w, z in normal_rule(n)
    ]
    constant = rate**shape / gamma(shape) * sqrt(det(precision) / (2 * pi) ** n)

    def density(x, t):
        square = trace((x - mean).T * precision * (x - mean))
        return constant * t ** (shape - 1 + mpf(n) / 2) * exp(-rate * t - t * square / 2)

    return Averages(rule, density)


def bartlett(df, n):
    """A lower triangular matrix: chi variables on the diagonal, below them standard normal ones.

    Of those only odd powers and squares are asked for, for which two points are exact.
    """
    n = int(n)
    below = [(mpf(1) / 2, mpf(1)), (mpf(1) / 2, mpf(-1))]
    rule = []
    for weight, values in joined([*(gamma_rule((df - k) / 2) for k in range(n)), *[below] * (n * (n - 1) // 2)]):
        t, rest = matrix(n, n), iter(values[n:])
        for j in range(n):
            t[j, j] = sqrt(2 * values[j])
            for k in range(j):
                t[j, k] = next(rest)
        rule.append((weight, [t]))

    def density(t):
        found = mpf(1)
        for j in range(n):
            found *= (
                2 * t[j, j] ** (df - j - 1) * exp(-(t[j, j] ** 2) / 2) / (2 ** ((df - j) / 2) * gamma((df - j) / 2))
            )
            for k in range(j):
                found *= exp(-(t[j, k] ** 2) / 2) / sqrt(2 * pi)
        return found

    return Averages(rule, density)


def wishart(df, scale):
    """Bartlett's decomposition."""
    root, n = mpmath.cholesky(scale), scale.rows
    rule = [(weight, [root * t * (root * t).T]) for weight, (t,) in bartlett(df, n).rule]
    constant = 2 ** (df * n / 2) * det(scale) ** (df / 2) * multigamma(n, df / 2)
    inner = inverse(scale)
    return Averages(rule, lambda x: det(x) ** ((df - n - 1) / 2) * exp(-trace(inner * x) / 2) / constant)


def von_mises_fisher(mean, kappa):
    """The part along the mean direction by itself; across it, points that are exact for what is linear."""
    n = mean.rows
    constant = kappa ** (mpf(n) / 2 - 1) / ((2 * pi) ** (mpf(n) / 2) * besseli(mpf(n) / 2 - 1, kappa))
    area = 2 * pi ** (mpf(n - 1) / 2) / gamma(mpf(n - 1) / 2)  # of the sphere across

    def rule(s):
        u = 2 * sinh(s)
        slope = 2 * cosh(s) / cosh(u) ** 2
        return area * constant * exp(kappa * tanh(u)) * cosh(u) ** (3 - n) * slope, (tanh(u), 1 / cosh(u))

    across = mpmath.qr(matrix([[mean[j], *(mpf(j == k) for k in range(n - 1))] for j in range(n)]))[0]
    sides = [sign * across[:, k] for k in range(1, n) for sign in (1, -1)]
    points = [(weight / len(sides), [mean * t + side * rest]) for weight, (t, rest) in outwards(rule) for side in sides]
    return Averages(points, lambda x: constant * exp(kappa * trace(mean.T * x)))


# ---- How lines are compared.


def same(what, gaps):
    """Say whether all of the gaps are small."""
    held = bool(gaps) and all(gap <= TOLERANCE for gap in gaps)  # no gap that is not a number
    print(
        f"  {'same' if held else 'WRONG'}: {what}{'' if held else f', apart by {mpmath.nstr(max(gaps, default=0), 3)}'}"
    )
    return held


def main():
    """Compare everything; return 0 if all of it agrees."""
    good = bool(DRAWS) and bool(CHAINS)
    for number, drawn in enumerate(DRAWS, 1):
        print(f"Draw {number}")
        made, written = averages(**drawn), densities(**drawn)
        for name, average in made.items():
            good &= same(f"what {name} averages over, and its density", [average.gap(written[name])])
        for title, chain, points in CHAINS:
            lines = chain(**{**drawn, **made, **points[number % len(points)]})
            print(f" {title}{f': {mpmath.nstr(lines[-1][1], 15)} nats' if title == 'Derivation' else ''}")
            for (_, before), (rule, after) in pairwise(lines):
                good &= same(rule, [abs(after - before) / max(1, abs(before))])
    print("Everything agrees." if good else "Something differs.")
    return 0 if good else 1
