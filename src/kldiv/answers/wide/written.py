"""The functions in which formulas are written for extreme parameters: small where what they are taken from is large."""

from __future__ import annotations

import sympy as sp


class Rest(sp.Function):
    """log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2)."""


class SlopeRest(sp.Function):
    """log x - 1/(2x) - psi(x)."""


class Psi(sp.Function):
    """A polygamma function of an order, which SymPy does not write otherwise whenever it meets it."""


class LogOnePlus(sp.Function):
    """log(1 + x)."""


class LogRest(sp.Function):
    """log(1 + x) - x."""


class NearOne(sp.Function):
    """exp(x) E_1(x) + gamma + log x, for x below 1."""


class AngleBetween(sp.Function):
    """atan(x) - atan(y), with x - y as a last argument."""


class LowerGamma(sp.Function):
    """P(s, x), the lower incomplete gamma function divided by Gamma(s)."""


class LowerBeta(sp.Function):
    """I_x(a, b), with 1 - x as a last argument."""


class AngleRest(sp.Function):
    """atan(x) - atan(y) - (x - y), with x - y as a last argument."""


class SincRest(sp.Function):
    """1 - sin(x)/x."""


class TrigammaGap(sp.Function):
    """psi'(1) - psi'(1 + x)."""


class Shortfall(sp.Function):
    """x (1 - I_1(x)/I_0(x))."""


class LogScaledI(sp.Function):
    """log(exp(-x) I_0(x))."""


#: Those whose products with sums are multiplied out, so that what is large beside them meets and cancels.
SMALL_PARTS = (Rest, SlopeRest, LogOnePlus, LogRest, NearOne, AngleRest, SincRest, TrigammaGap, Shortfall, LogScaledI)
