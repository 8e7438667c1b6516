"""What scripts of general results have beside `standalone`: limits, bounds, and their own order of things.

`writing.script_of_results` pastes what stands below the imports, after what `standalone` brings.
"""

# mypy: ignore-errors

from itertools import pairwise

import mpmath
from sympy import Dummy, Integral, Limit, sympify

from kldiv.writing.standalone import TOLERANCE, same, value

CHAINS = []

# ---- What is compared.


def near(line, at):
    """Evaluate a line, what a limit is of so close to its end that the digits compared are those of the limit."""
    names = {node: Dummy() for node in sorted(sympify(line).atoms(Limit), key=str)}
    known = dict(at)
    for (body, x, end, side), name in ((node.args, name) for node, name in names.items()):
        with mpmath.workdps(150):  # of which the closeness costs some
            end, sign = value(end, at), -1 if str(side) == "-" else 1
            # An integral has fewer digits to lose: two places not so close, and the line through them.
            steps = ["1e-8", "2e-8"] if body.has(Integral) else ["1e-20"]
            first, *second = (value(body, {**at, x: end + sign * mpmath.mpf(step)}) for step in steps)
            known[name] = 2 * first - second[0] if second else first
    return value(sympify(line).xreplace(names), known)


def within(what, sign, pairs):
    """Say whether a bound holds: sign is 1 if what comes after it must not be larger, -1 if not smaller."""
    gaps = [sign * (before - after) for after, before in pairs]
    held = sign in (1, -1) and bool(gaps) and all(gap >= -TOLERANCE for gap in gaps)
    print(f"  {'holds' if held else 'WRONG'}: {what}, by {mpmath.nstr(min(gaps, default=mpmath.nan), 3)}")
    return held


def main():
    """Compare everything; return 0 if all of it agrees."""
    good = bool(CHAINS)
    for name, lines, at in CHAINS:
        print(name)
        spot = {letter: mpmath.mpf(number.p) / number.q for letter, number in at.items()}
        numbers = [near(line, spot) for _, line, *_ in lines]
        for (rule, _, *bound), (before, after) in zip(lines[1:], pairwise(numbers), strict=True):
            good &= within(rule, *bound, [(after, before)]) if bound else same(rule, [(after, before)])
    print("Everything agrees." if good else "Something differs.")
    return 0 if good else 1
