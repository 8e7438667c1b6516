"""What is left of the gamma function once Stirling's leading parts are taken out, as rational functions.

Each is a quotient of two polynomials in s = 1/y for y >= 1, fitted to fifty digits (scripts/tools/rational_fits.py);
arguments below 1 are first moved up by 1. Nothing but the four operations and one logarithm is used, so that arrays
and single floats go through the same lines. A test holds them to sixty digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

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


def _polynomial(coefficients: Sequence[float], s: Any) -> Any:
    total = coefficients[-1] * s + coefficients[-2]
    for coefficient in coefficients[-3::-1]:
        total = total * s + coefficient
    return total


def _quotient(fit: tuple[Sequence[float], Sequence[float]], s: Any) -> Any:
    return _polynomial(fit[0], s) / _polynomial(fit[1], s)


def curvature(x: Any) -> Any:
    """Return psi'(x) - 1/x for x > 0, both of whose parts are positive.

    Args:
        x: a positive float, or an array of them.

    Returns:
        The curvature of log Gamma beyond that of x log x.
    """
    s = 1 / (1 + x)
    return s * (s * _quotient(_CURVATURE, s) + 1 / (x * x))


def rest(x: Any, step: Any) -> Any:
    """Return log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2).

    Args:
        x: a positive float, or an array of them.
        step: log(1 + 1/x).

    Returns:
        The rest, positive; its error is a few units in the last place of the larger of it and 1.
    """
    s = 1 / (1 + x)
    return s * _quotient(_VALUE, s) + ((x + 0.5) * step - 1)


def slope_rest(x: Any, step: Any) -> Any:
    """Return log x - 1/(2x) - psi(x), the slope of `rest` with its sign turned.

    Args:
        x: a positive float, or an array of them.
        step: log(1 + 1/x).

    Returns:
        The slope, positive; its error is a few units in the last place of the larger of it and 1/x.
    """
    s = 1 / (1 + x)
    return s * s * _quotient(_SLOPE, s) + (s * (1 + 0.5 / x) - step)


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
_EIGHT: Rule = (
    (0.01777991514736345, 0.04455080436155593),
    (0.09132360789979396, 0.09111902363637363),
    (0.21430847939563075, 0.11250579947088736),
    (0.37193216458327233, 0.10604735943593001),
    (0.5451866848034267, 0.07919959949231915),
    (0.7131752428555694, 0.0454393195046989),
    (0.8556337429578544, 0.017842902655986207),
    (0.9553660447100302, 0.003295191442248799),
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
    (0.25, _EIGHT),
)


def rule_for(reach: float) -> Rule:
    """Return the shortest rule for segments that go no farther than this, relative to their start."""
    return next(rule for most, rule in RULES if reach <= most)


def mean_of(function: Callable[[Any], Any], start: Any, change: Any, rule: Rule) -> Any:
    """Return the integral over t in [0, 1] of (1 - t) function(start + t change), by a rule of Gauss and Jacobi."""
    total = rule[0][1] * function(start + rule[0][0] * change)
    for node, weight in rule[1:]:
        total = total + weight * function(start + node * change)
    return total
