"""Where a closed form of the general route has been published: bibliography keys with locators, by the pair's id.

A pair that is not listed names no source; the site says so on a page of its own. Only sources that were looked at,
in the form given, are listed. Where there is none in print, the source code of a library that has the formula is
named: it was called, and gave the same numbers (Distributions.jl was only read). The divergence between two
distributions of one class has its sources in the file of the distribution.
"""

from __future__ import annotations

from kldiv.distributions import DISTRIBUTIONS

Sources = tuple[tuple[str, str], ...]

#: Formulas between two classes that stand in the source of a library: key and locator -> ids.
_IN_CODE: dict[tuple[str, str], str] = {
    ("torch", "torch/distributions/kl.py"): """
        bernoulli-poisson beta-continuous-bernoulli beta-exponential beta-gamma beta-normal beta-uniform chi2-gamma
        continuous-bernoulli-exponential continuous-bernoulli-normal continuous-bernoulli-uniform exponential-gamma
        exponential-gumbel exponential-normal gamma-chi2 gamma-exponential gamma-gumbel gamma-normal gumbel-normal
        laplace-normal normal-gumbel normal-laplace pareto-exponential pareto-gamma pareto-normal uniform-beta
        uniform-continuous-bernoulli uniform-exponential uniform-gamma uniform-gumbel uniform-normal uniform-pareto""",
    ("tfpcode", "tensorflow_probability/python/distributions"): "weibull-gamma",
}

#: By the id of a pair.
SOURCES: dict[str, Sources] = {
    **{name: (source,) for source, names in _IN_CODE.items() for name in names.split()},
    **{f"{d.slug}-{d.slug}": d.sources for d in DISTRIBUTIONS.values() if d.sources},
}
