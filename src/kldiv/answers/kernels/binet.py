"""What is left of the gamma function once Stirling's leading parts are taken out, as rational functions.

Each is a quotient of two polynomials in s = 1/y for y >= 1, fitted to fifty digits (scripts/tools/rational_fits.py);
whoever has smaller arguments moves them up by 1 first. Nothing but the four operations is used. For arrays of doubles
the polynomials of one argument are a product of matrices, the coefficients times the powers: two quotients together
take about half the time of going through them one by one, as single floats and long doubles do. The last bit of a
number may then depend on how many stand beside it. A test holds both to sixty digits.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

# y^2 (psi'(y) - 1/y), relative error 2e-17.
_CURVATURE = (
    (
        0.5,
        5.595209338792155,
        30.239996277380992,
        99.22103242275382,
        212.71458907593893,
        302.7148232736144,
        279.2342914791996,
        154.22151905681716,
        40.14600768490844,
    ),
    (
        1.0,
        10.857085344251,
        56.86096410667267,
        179.55507681046313,
        366.3012915470047,
        487.0723286269356,
        407.5644609225118,
        194.36749147161572,
        40.14601105481463,
    ),
)
# y (log Gamma(y) - (y - 1/2) log y + y - log(2 pi)/2), relative error 8e-17.
_VALUE = (
    (
        0.08333333333333334,
        0.4432759743635212,
        1.3003829623433834,
        2.179550916435342,
        2.247771793798742,
        1.3099860303521935,
        0.37133100751488346,
        0.021895523925942056,
        -2.5759222088468668e-06,
    ),
    (
        1.0,
        5.319311692362338,
        15.637928881439832,
        26.33192138789061,
        27.48500198057894,
        16.5469036214488,
        5.230339979929665,
        0.6016121316388884,
        0.013535665205204285,
    ),
)
# y^2 (log y - 1/(2y) - psi(y)), relative error 6e-16.
_SLOPE = (
    (
        0.08333333333333338,
        0.4918972910869656,
        1.6222172934544223,
        3.115480575882546,
        3.7587771029856833,
        2.640109238339817,
        0.9285720293780887,
        0.0673581562656252,
        -5.5117800428656476e-05,
    ),
    (
        1.0,
        5.902767493044171,
        19.566607521350605,
        37.97604366694287,
        47.01436668653515,
        35.1978366075895,
        14.962477463572833,
        2.8156520669796468,
        0.13823641639950107,
    ),
)


def polynomial(coefficients: Sequence[float], x: Any) -> Any:
    """Return a polynomial's value, its coefficients given from the constant on; arrays are worked on in place."""
    if len(coefficients) == 1:
        return coefficients[0] + 0 * x
    total = coefficients[-1] * x
    for coefficient in coefficients[-2:0:-1]:
        total += coefficient
        total *= x
    total += coefficients[0]
    return total


#: A quotient: the coefficients above and below, from the constant on.
Fit = tuple[tuple[float, ...], tuple[float, ...]]

#: So many numbers at a time, whose powers then stay in a processor's second cache.
CHUNK = 4096


def _quotients(s: Any, *fits: Fit) -> list[Any]:
    """Return the values of quotients, all of the same degree, at the same argument; each is new."""
    if isinstance(s, np.ndarray) and s.dtype == np.float64:
        return [value.reshape(s.shape) for value in _by_powers(s.reshape(-1), fits)]
    values = []
    for above, below in fits:
        total = polynomial(above, s)
        total /= polynomial(below, s)
        values.append(total)
    return values


def _by_powers(s: NDArray[np.float64], fits: tuple[Fit, ...]) -> NDArray[np.float64]:
    coefficients = _rows(fits)
    found = np.empty((len(fits), s.size))
    powers = _room.powers
    for start in range(0, s.size, CHUNK):
        argument = s[start : start + CHUNK]
        here = powers[:, : argument.size]
        here[1] = argument
        for lower, higher in pairwise(here[1:]):
            np.multiply(lower, argument, out=higher)
        values = _room.values[: len(coefficients), : argument.size]
        np.matmul(coefficients, here, out=values)
        np.divide(values[0::2], values[1::2], out=found[:, start : start + CHUNK])
    return found


class _Room(threading.local):
    """Room for a chunk's powers and values, for each thread: to ask for it anew each time takes as long as the work."""

    def __init__(self) -> None:
        self.powers, self.values = np.ones((len(_VALUE[0]), CHUNK)), np.empty((4, CHUNK))


_room = _Room()


@cache
def _rows(fits: tuple[Fit, ...]) -> NDArray[np.float64]:
    """The coefficients, a row for each polynomial."""
    return np.array([polynomial for fit in fits for polynomial in fit])


def curvature(x: Any) -> Any:
    """Return psi'(x) - 1/x for x >= 1, the curvature of log Gamma beyond that of x log x.

    Args:
        x: a float, or an array of them.

    Returns:
        The curvature, positive.
    """
    s = 1 / x
    (total,) = _quotients(s, _CURVATURE)
    total *= s
    total *= s
    return total


def rest(x: Any) -> Any:
    """Return log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2) for x >= 1.

    Args:
        x: a float, or an array of them.

    Returns:
        The rest, positive.
    """
    s = 1 / x
    (total,) = _quotients(s, _VALUE)
    total *= s
    return total


def slope_rest(x: Any) -> Any:
    """Return log x - 1/(2x) - psi(x) for x >= 1, the slope of `rest` with its sign turned.

    Args:
        x: a float, or an array of them.

    Returns:
        The slope, positive.
    """
    s = 1 / x
    (total,) = _quotients(s, _SLOPE)
    total *= s
    total *= s
    return total


def slope_and_rest(x: Any) -> tuple[Any, Any]:
    """Return `slope_rest` and `rest` of the same argument.

    Args:
        x: a float, or an array of them, 1 or more.

    Returns:
        Both.
    """
    s = 1 / x
    slope, whole = _quotients(s, _SLOPE, _VALUE)
    whole *= s
    slope *= s
    slope *= s
    return slope, whole


#: Nodes and weights for the integral of (1 - t) f(t) over [0, 1].
Rule = tuple[tuple[float, float], ...]

_ONE: Rule = ((0.3333333333333333, 0.5),)
_TWO: Rule = ((0.15505102572168217, 0.3180413817439772), (0.6449489742783178, 0.18195861825602283))
_THREE: Rule = (
    (0.08858795951270393, 0.2009319137389596),
    (0.40946686444073477, 0.2292411063595862),
    (0.787659461760847, 0.06982697990145417),
)
_FOUR: Rule = (
    (0.057104196114517725, 0.13550691343148852),
    (0.2768430136381238, 0.2034645680102711),
    (0.5835904323689168, 0.12984754760823233),
    (0.8602401356562195, 0.031180970950008085),
)
_SIX: Rule = (
    (0.029316427159784893, 0.07231033072550869),
    (0.1480785996684843, 0.13554249723151862),
    (0.3369846902811543, 0.14079255378819894),
    (0.5586715187715501, 0.09866115089065526),
    (0.7692338620300545, 0.043955165550508976),
    (0.9269456713197411, 0.008738301813609533),
)
_SEVEN: Rule = (
    (0.0224793864387125, 0.055967363423490867),
    (0.11467905316090415, 0.1105092581908744),
    (0.2657898227845895, 0.12739089729958852),
    (0.45284637366944464, 0.10712506569587381),
    (0.6473752828868303, 0.06638469646549157),
    (0.8197593082631076, 0.027408356721873486),
    (0.9437374394630779, 0.005214362202807391),
)
#: How far a segment may go, relative to its start, for a rule to be exact to a float: triples of that and the rule.
#: For a function without singularities but at 0 and below, whose size is nowhere above its value at the real part, as
#: that of every completely monotone function, the rest is bounded on an ellipse of Bernstein's; a test does so.
RULES: tuple[tuple[float, Rule], ...] = (
    (1e-8, _ONE),
    (1e-4, _TWO),
    (4e-3, _THREE),
    (2e-2, _FOUR),
    (0.1, _SIX),
    (0.15, _SEVEN),
)


def rule_for(reach: float) -> Rule:
    """Return the shortest rule for segments that go no farther than this, relative to their start."""
    return next(rule for most, rule in RULES if reach <= most)
