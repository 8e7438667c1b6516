"""Whether numbers that carry bounds on their errors lie within them."""

from __future__ import annotations

import mpmath
import numpy as np

from kldiv.answers.long_doubles import LONG


def exactly(number):
    """A long double as a number of mpmath's, no digit rounded."""
    mantissa, exponent = np.frexp(LONG(number))
    return mpmath.ldexp(mpmath.mpf(int(mantissa * LONG(2) ** 64)), int(exponent) - 64)


def near(found, right):
    """Whether numbers lie within their bounds; at least half of them must be known to eight digits."""
    known = 0
    for k, true in enumerate(right):
        value, error = (np.broadcast_to(part, len(right))[k] for part in (found.value, found.error))
        if not np.isfinite(error):
            continue
        off = abs(exactly(value) - true)
        assert off <= exactly(error) * mpmath.mpf("1.001") + mpmath.mpf(10) ** -4900, (k, value, error, true)
        known += bool(exactly(error) <= abs(true) * mpmath.mpf("1e-8") + mpmath.mpf(10) ** -4000)
    assert known >= len(right) / 2
