"""Integrals and sums that give a number: found where p has its mass, to a float's digits, with a bound on the error.

The oracle's quadrature, which contradicts derivations, asks for thirty digits and refuses what does not settle so far.
A reader wants a float. So here the mass of p is looked for first, the range is cut where p, q or a kink asks for it,
and each part is halved until a rule and the same rule on both halves agree.
"""
