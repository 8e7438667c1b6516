"""Names and aliases find their distribution, and a hint never leads to another one."""

from __future__ import annotations

import pytest

import kldiv
from kldiv.distributions import DISTRIBUTIONS, find_distribution
from kldiv.distributions.parsing import parse_distribution
from kldiv.distributions.registry import names_for
from kldiv.distributions.spelling import edits, key_of

FOUND = {
    "Gaussian": "normal",
    "bell curve": "normal",
    "N": "normal",
    "norm": "normal",
    "DoubleExponential": "laplace",
    "double exponential": "laplace",
    "chi-squared": "chi2",
    "Chi-Square": "chi2",
    "chisq": "chi2",
    "Student's t": "student-t",
    "t": "student-t",
    "TDist": "student-t",
    "MVN": "multivariate-normal",
    "multivariate Gaussian": "multivariate-normal",
    "Exp": "exponential",
    "Wald": "inverse-gaussian",
    "extreme value": "gumbel",
    "Lorentz": "cauchy",
    "von mises": "von-mises",
    "VON_MISES": "von-mises",
    "lognormal": "log-normal",
}

#: Each was led to another distribution, or to nothing, and must now be told what it is.
SPECIAL = {
    "Erlang": "Gamma(k, rate) with a whole number k",
    "Arcsine": "Beta(1/2, 1/2)",
    "Levy": "InverseGamma(1/2, c/2)",
    "StandardNormal": "Normal(0, 1)",
    "InverseWishart": "whose covariance matrix is the inverse of its scale matrix",
}

#: Distributions that are not here: no hint, for whatever is near is another one.
ABSENT = """
    TruncatedNormal GeneralizedNormal Rice Delta Bingham Watson Gompertz Nakagami Hypergeometric Multinomial
    LogLogistic GEV F Zipf Triangular Skellam LKJ PowerLaw Burr SkewNormal MultivariateStudentT
    Mixture BetaBinomial PlackettLuce GPD GeneralizedGamma Zeta LogCauchy LogLaplace FoldedNormal
    NormalInverseGamma NormalInverseGaussian WrappedNormal Kent Dagum Lomax Bates IrwinHall Champernowne
    HalfLogistic DoubleWeibull Benford Yule BetaGeometric NegativeHypergeometric LogGompertz DiscreteLaplace
    DiscreteNormal Landau Stable Holtsmark Voigt
""".split()  # noqa: SIM905 - one name a word is easier to read


@pytest.mark.parametrize("name", FOUND)
def test_a_name_or_alias_finds_its_distribution(name):
    assert find_distribution(name).slug == FOUND[name]


def test_every_declared_name_finds_its_own():
    for distribution in DISTRIBUTIONS.values():
        for name in names_for(distribution):
            assert find_distribution(name) is distribution, name


@pytest.mark.parametrize("name", SPECIAL)
def test_a_special_case_is_told_what_it_is(name):
    with pytest.raises(ValueError, match="is not a distribution of its own here: it is ") as caught:
        find_distribution(name)
    assert str(caught.value).endswith(SPECIAL[name])


@pytest.mark.parametrize("name", ABSENT)
def test_an_absent_distribution_gets_no_hint(name):
    with pytest.raises(ValueError, match="unknown distribution") as caught:
        find_distribution(name)
    assert str(caught.value) == (
        f"unknown distribution {name!r}; none of that name is covered; 'kldiv list' shows which are"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("norml", "Normal"), ("Rayliegh", "Rayleigh"), ("gmama", "Gamma"), ("weibul", "Weibull")]
)
def test_a_misspelt_name_gets_a_hint(written, meant):
    with pytest.raises(ValueError, match=f"unknown distribution '{written}'; did you mean {meant}?"):
        find_distribution(written)


def test_no_name_of_one_distribution_is_a_misspelling_of_another():
    """A slip in a name is never hinted to be another distribution's: names that near are told apart exactly."""
    names = [(key_of(name), d) for d in DISTRIBUTIONS.values() for name in names_for(d)]
    for key, d in names:
        for other, e in names:
            assert d is e or key != other, (d, e)
    assert edits("gamma", "gamma", 2) == 0


def test_aliases_answer_everywhere():
    assert kldiv.derive("gaussian", "bell curve").id == "normal-normal"
    assert parse_distribution("Gaussian(0, 1)").parameters == {"loc": 0, "scale": 1}
    assert parse_distribution("t(3, 0, 1)").slug == "student-t"


@pytest.mark.parametrize("wrong", ["normal-gompertz", "zipf-zipf", "multinomial-multinomial", "rice-normal"])
def test_an_unknown_id_leads_nowhere_else(wrong):
    with pytest.raises(ValueError, match=f"unknown id '{wrong}'; 'kldiv list' shows"):
        kldiv.catalogue().find(wrong)


def test_titles_are_what_people_type():
    assert kldiv.derive("gamma", "gamma").title == "KL divergence between two gamma distributions"
    assert kldiv.derive("gamma", "weibull").title == "KL divergence from Gamma to Weibull"
    assert kldiv.derive("von-mises", "von-mises").title == "KL divergence between two von Mises distributions"
    titles = {d.slug: (d.name, d.title) for d in DISTRIBUTIONS.values()}
    assert titles["student-t"] == ("Student's t", "Student's t")
    assert titles["half-cauchy"] == ("half-Cauchy", "Half-Cauchy")
    assert titles["von-mises"] == ("von Mises", "von Mises")
    assert titles["log-normal"] == ("log-normal", "Log-normal")
