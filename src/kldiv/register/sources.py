"""Where a closed form of the general route has been published: bibliography keys with locators, by the pair's id.

A pair that is not listed names no source; the site says so on a page of its own. Only sources that were looked at,
in the form given, are listed. Where there is none in print, the source code of a library that has the formula is
named: it was called, and gave the same numbers (Distributions.jl was only read).
"""

from __future__ import annotations

SOURCES: dict[str, tuple[tuple[str, str], ...]] = {
    "bernoulli-bernoulli": (("statproofbook", "proof P419 (bern-kl)"),),
    "binomial-binomial": (("statproofbook", "proof P420 (bin-kl)"),),
    "cauchy-cauchy": (("chyzak2019", ""), ("nielsen2022cauchy", "")),
    "discrete-uniform-discrete-uniform": (("statproofbook", "proof P425 (duni-kl)"),),
    "gamma-gamma": (("statproofbook", "proof P93 (gam-kl)"),),
    "normal-normal": (("statproofbook", "proof P193 (norm-kl)"),),
    "uniform-uniform": (("statproofbook", "proof P422 (cuni-kl)"),),
    "weibull-weibull": (("bauckhage2013", ""),),
}

#: Formulas that stand in the source of a library: key and locator -> ids.
_IN_CODE: dict[tuple[str, str], str] = {
    ("torch", "torch/distributions/kl.py"): """
        bernoulli-poisson beta-beta beta-continuous-bernoulli beta-exponential beta-gamma beta-normal beta-uniform
        chi2-chi2 chi2-gamma continuous-bernoulli-continuous-bernoulli continuous-bernoulli-exponential
        continuous-bernoulli-normal continuous-bernoulli-uniform exponential-exponential exponential-gamma
        exponential-gumbel exponential-normal gamma-chi2 gamma-exponential gamma-gumbel gamma-normal
        geometric-geometric gumbel-gumbel gumbel-normal half-cauchy-half-cauchy half-normal-half-normal laplace-laplace
        laplace-normal
        normal-gumbel normal-laplace pareto-exponential pareto-gamma pareto-normal pareto-pareto poisson-poisson
        uniform-beta uniform-continuous-bernoulli uniform-exponential uniform-gamma uniform-gumbel uniform-normal
        uniform-pareto""",
    ("tfpcode", "tensorflow_probability/python/distributions"): """
        chi-chi exp-gamma-exp-gamma exp-inverse-gamma-exp-inverse-gamma log-normal-log-normal
        logit-normal-logit-normal moyal-moyal von-mises-von-mises weibull-gamma""",
    ("distributionsjl", "src/univariate"): """
        inverse-gamma-inverse-gamma lindley-lindley log-uniform-log-uniform
        negative-binomial-negative-binomial""",
}
for _source, _names in _IN_CODE.items():
    for _name in _names.split():
        SOURCES.setdefault(_name, (_source,))
