"""What scripts of general results have beside `standalone`: lines that pass to a bound, and their own order of things.

`writing.script_of_results` pastes what stands below the imports, after what `standalone` brings.
"""

# mypy: ignore-errors

from itertools import pairwise

import mpmath

from kldiv.writing.standalone import TOLERANCE, same, value

CHAINS = []

# ---- What is compared.


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
        numbers = [value(line, spot) for _, line, *_ in lines]
        for (rule, _, *bound), (before, after) in zip(lines[1:], pairwise(numbers), strict=True):
            good &= within(rule, *bound, [(after, before)]) if bound else same(rule, [(after, before)])
    print("Everything agrees." if good else "Something differs.")
    return 0 if good else 1
