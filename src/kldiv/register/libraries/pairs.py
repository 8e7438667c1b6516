"""Which divergences other libraries answer, and how: looked up in their sources.

`make conformance` then asks torch, TensorFlow Probability and NumPyro for every pair named here and writes down what
they answer (`kldiv.libraries.comparison`). Distributions.jl was read, and not run.
"""

from __future__ import annotations

from dataclasses import dataclass

from kldiv.register.libraries.names import names_of

CLOSED, INFINITE, TODO, OTHER = "closed form", "infinite", "not implemented", "other"

_SAME = {
    "torch": """bernoulli beta binomial categorical cauchy chi2 continuous-bernoulli dirichlet exponential gamma
        geometric gumbel half-cauchy half-normal inverse-gamma laplace log-normal multivariate-normal normal pareto
        poisson uniform""",
    "tfp": """bernoulli beta categorical cauchy chi chi2 continuous-bernoulli dirichlet exp-gamma exp-inverse-gamma
        exponential gamma gumbel half-normal laplace log-normal logit-normal matrix-normal moyal multivariate-normal
        normal pareto uniform von-mises weibull""",
    "numpyro": "beta categorical dirichlet gamma multivariate-normal normal",
    "julia": """beta binomial chi chi2 exponential gamma geometric inverse-gamma laplace lindley log-normal log-uniform
        logit-normal multivariate-normal negative-binomial normal poisson""",
}

#: By library and answer, the pairs of different families: p, then every q.
_CROSS: dict[tuple[str, str], dict[str, str]] = {
    ("torch", CLOSED): {
        "bernoulli": "poisson",
        "beta": "continuous-bernoulli exponential gamma normal uniform",
        "chi2": "gamma",
        "continuous-bernoulli": "exponential normal uniform",
        "exponential": "gamma gumbel normal",
        "gamma": "chi2 exponential gumbel normal",
        "gumbel": "normal",
        "laplace": "normal",
        "normal": "gumbel laplace",
        "pareto": "exponential gamma normal",
        "uniform": "beta continuous-bernoulli exponential gamma gumbel normal pareto",
    },
    ("torch", INFINITE): {
        "beta": "pareto",
        "continuous-bernoulli": "pareto",
        "exponential": "beta continuous-bernoulli pareto uniform",
        "gamma": "beta continuous-bernoulli pareto uniform",
        "gumbel": "beta continuous-bernoulli exponential gamma pareto uniform",
        "laplace": "beta continuous-bernoulli exponential gamma pareto uniform",
        "normal": "beta continuous-bernoulli exponential gamma pareto uniform",
        "pareto": "beta continuous-bernoulli uniform",
        "poisson": "bernoulli binomial",
    },
    ("torch", TODO): dict.fromkeys(
        ("beta", "continuous-bernoulli", "exponential", "gamma", "gumbel", "pareto", "uniform"), "laplace"
    ),
    ("tfp", CLOSED): {
        "chi2": "gamma",
        "exponential": "gamma",
        "gamma": "chi2 exponential",
        "weibull": "gamma",
    },
    ("numpyro", CLOSED): {"weibull": "gamma"},
    ("numpyro", OTHER): {"kumaraswamy": "beta"},
    ("torch", OTHER): {"wishart": "wishart"},
}

#: What must be said besides, by library and id.
_NOTES = {
    ("julia", "binomial-binomial"): "closed form for equal `n`, otherwise infinite or a finite sum",
    ("julia", "negative-binomial-negative-binomial"): "closed form for equal `r`, otherwise a numerical sum",
    ("numpyro", "kumaraswamy-beta"): "a series cut off after ten terms, which can be far from the value",
    ("torch", "wishart-wishart"): "by automatic differentiation of the log-partition",
    ("torch", "half-cauchy-half-cauchy"): "through the Cauchy distributions that it is a half of",
    ("torch", "inverse-gamma-inverse-gamma"): "through the gamma distributions of the reciprocals",
    ("torch", "log-normal-log-normal"): "through the normal distributions of the logarithms",
    ("tfp", "matrix-normal-matrix-normal"): "the factors are linear operators",
}

_CALLS = {
    "torch": "kl_divergence({}, {})",
    "tfp": "kl_divergence({}, {})",
    "numpyro": "kl_divergence({}, {})",
    "julia": "kldivergence({}, {})",
}


@dataclass(frozen=True)
class PairAnswer:
    """What a library does with a pair.

    Attributes:
        library: a key of `kldiv.libraries.LIBRARIES`.
        answer: CLOSED, INFINITE, TODO or OTHER.
        call: one line of code, with this package's parameters indexed p and q.
        note: what must be said besides, in Markdown; "" for nothing.
    """

    library: str
    answer: str
    call: str
    note: str = ""


def _table() -> dict[tuple[str, str], dict[str, str]]:
    table: dict[tuple[str, str], dict[str, str]] = {}
    for library, slugs in _SAME.items():
        for slug in slugs.split():
            table.setdefault((slug, slug), {})[library] = CLOSED
    for (library, answer), rows in _CROSS.items():
        for p, others in rows.items():
            for q in others.split():
                table.setdefault((p, q), {})[library] = answer
    return table


#: The slugs of p and q -> library -> what it answers.
PAIRS = _table()


def answers_of(p: str, q: str) -> tuple[PairAnswer, ...]:
    """Return what other libraries do with a pair.

    Args:
        p: the slug of the distribution of the data.
        q: the slug of the other distribution.

    Returns:
        One entry for each library that has it; libraries that fall back to sampling or quadrature are not listed.

    Example:
        >>> answers_of("weibull", "gamma")[1].call
        'kl_divergence(Weibull(scale_p, concentration_p), Gamma(concentration_q, rate_q))'
    """
    found = []
    for library, answer in PAIRS.get((p, q), {}).items():
        first, second = names_of(p, "_p").get(library), names_of(q, "_q").get(library)
        if first and second:
            note = _NOTES.get((library, f"{p}-{q}"), "")
            found.append(PairAnswer(library, answer, _CALLS[library].format(first, second), note))
    return tuple(found)
