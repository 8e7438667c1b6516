"""Where a closed form of the general route has been published: bibliography keys with locators, by the pair's id.

A pair that is not listed names no source; the site says so on a page of its own. Only sources that were looked at,
in the form given, are listed.
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
