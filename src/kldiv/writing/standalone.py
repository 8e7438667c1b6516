"""The part that is the same in every script: how the lines of a derivation are evaluated and compared.

`writing.script` pastes what stands below the imports into each script, so nothing here needs more than SymPy. There the
precision is set as well: here it would be that of everybody.
"""

# mypy: ignore-errors

import sys  # noqa: F401
from functools import cache
from itertools import pairwise

import mpmath
from sympy import Abs, Dummy, Integral, Piecewise, Sum, lambdify, sympify, true

CHAINS, MASSES, DIVERGENCE, RESULT = [], {}, None, None

# ---- How lines are compared: 12 digits must agree; more are carried, as some are lost near ends of integrals.

TOLERANCE, NOTHING = mpmath.mpf("1e-12"), mpmath.mpf("1e-24")
EXTRA = {"betainc_regularized": lambda a, b, x, y: mpmath.betainc(a, b, x, y, regularized=True)}


@cache
def compiled(expression, letters):
    """Make a function of numbers."""
    return lambdify(letters, expression, modules=[EXTRA, "mpmath"])


def value(expression, at):
    """Evaluate a line at a point: integrals by quadrature, sums term by term."""
    expression = sympify(expression).replace(Piecewise, lambda *cases: chosen(cases, at))
    names = {node: Dummy() for node in sorted(expression.atoms(Integral, Sum), key=str)}
    known = {**at, **{name: total(node, tuple(at.items())) for node, name in names.items()}}
    return mpmath.mpmathify(compiled(expression.xreplace(names), tuple(known))(*known.values()))


def chosen(cases, at):
    """Take the case that holds at a point, unless its condition is on what is integrated over."""
    for part, condition in cases:
        if not condition.free_symbols <= at.keys():
            break
        if condition is true or compiled(condition, tuple(at))(*at.values()):
            return part
    return Piecewise(*cases)


@cache
def total(node, at, rule=None):
    """Evaluate an integral or a sum."""
    at = dict(at)
    ((x, low, high),) = node.limits
    low, high = value(low, at), value(high, at)
    whole = compiled(node.function, (x, *at))

    def f(x):
        return whole(x, *at.values())

    if isinstance(node, Sum):
        return added(f, int(low), high)
    bends = [a.args[0] for a in node.function.atoms(Abs) if a.has(x)]  # |x - c| bends at c
    bends = [value(x - bend / bend.diff(x), {**at, x: 0}) for bend in bends]
    ends = [low, *sorted(c for c in bends if low < c < high), high]
    return sum(integrated(f, a, b, rule or trapezoids) for a, b in pairwise(ends))


def added(f, k, high):
    """Add up f from k on, until 40 terms in a row are next to nothing."""
    found, largest, small = mpmath.mpf(0), 0, 0
    while k <= high and small < 40:
        term = f(k)
        found, largest, k = found + term, max(largest, abs(term)), k + 1
        small = small + 1 if abs(term) <= NOTHING * largest else 0
    return found


def integrated(f, low, high, rule):
    """Integrate f, with x as a function of s on the whole line that makes the integrand fall off fast."""
    if low == -mpmath.inf and high == mpmath.inf:
        x, slope = mpmath.sinh, mpmath.cosh
    elif high == mpmath.inf:
        x, slope = lambda s: low + mpmath.exp(s), mpmath.exp
    elif low == -mpmath.inf:
        x, slope = lambda s: high - mpmath.exp(s), mpmath.exp
    else:
        x, slope = (
            lambda s: low + (high - low) / (1 + mpmath.exp(-s)),
            lambda s: (high - low) / (2 * mpmath.cosh(s / 2)) ** 2,
        )

    def g(s):
        at = x(s)  # which may have been rounded to an end
        return f(at) * slope(s) if low < at < high else mpmath.mpf(0)

    peak = max((mpmath.mpf(k) / 4 for k in range(-16, 17)), key=lambda s: abs(g(s)))
    least, ends = NOTHING * abs(g(peak)), []
    for step in (-0.5, 0.5):  # walk away from the peak until nothing is left
        s, size, small = peak, abs(g(peak)), 0
        while small < 4:
            s += step
            if size > least and not low < x(s) < high:  # rounded to an end too soon: take more digits
                with mpmath.workdps(2 * mpmath.mp.dps):
                    return integrated(f, low, high, rule)
            size = abs(g(s))
            small = small + 1 if size <= least else 0
        ends.append(s)
    return rule(g, *ends)


def trapezoids(g, low, high):
    """Integrate by trapezoids, halved until nothing changes: fast, as g has fallen off at both ends."""
    step, found = mpmath.mpf(1), sum(g(low + k) for k in range(int(high - low) + 1))
    while step > 0.004:
        count = round((high - low) / step) + 1
        finer = (found + step * sum(g(low + (k + 0.5) * step) for k in range(count))) / 2
        if step < 0.5 and abs(finer - found) <= TOLERANCE / 10 * max(1, abs(finer)):
            return finer
        step, found = step / 2, finer
    raise ArithmeticError("an integral does not settle")


def by_quad(g, low, high):
    """Integrate by mpmath's own rule, in pieces."""
    return mpmath.quad(g, mpmath.linspace(low, high, int(high - low) // 6 + 2))


def same(what, pairs):
    """Say whether pairs of numbers agree, relative above 1."""
    gaps = [abs(a - b) / max(1, abs(b)) for a, b in pairs]
    held = bool(gaps) and all(gap <= TOLERANCE for gap in gaps)  # no gap that is not a number
    print(
        f"  {'same' if held else 'WRONG'}: {what}{'' if held else f', apart by {mpmath.nstr(max(gaps, default=0), 3)}'}"
    )
    return held


def main():
    """Compare everything; return 0 if all of it agrees."""
    good = True
    for name, lines, points in CHAINS:
        print(f"{name}, at {len(points)} points")
        spots = [{letter: mpmath.mpf(number.p) / number.q for letter, number in at.items()} for at in points]
        if name == "Derivation":
            for letter, mass in MASSES.items():
                good &= same(f"the mass of {letter} and 1", [(value(mass, at), 1) for at in spots])
            at, found = points[0], value(RESULT, spots[0])
            print(f"  {mpmath.nstr(found, 15)} nats for {', '.join(f'{s} = {v}' for s, v in at.items())}")
            good &= same("the result and mpmath.quad", [(total(DIVERGENCE, tuple(spots[0].items()), by_quad), found)])
            good &= same("the result and D(p || q)", [(value(RESULT, at), value(DIVERGENCE, at)) for at in spots])
        for (_, before), (rule, after) in pairwise(lines):
            good &= same(rule, [(value(after, at), value(before, at)) for at in spots])
    print("Everything agrees." if good else "Something differs.")
    return 0 if good else 1
