"""Pairs of distributions of vectors and matrices, registered with the derivations of the package kldiv.multivariate."""

from __future__ import annotations

from kldiv.deriving.arrays import dirichlet, matrix_normal, multivariate_normal, normal_gamma, von_mises_fisher, wishart
from kldiv.deriving.table import FURTHER_FORMS, special
from kldiv.distributions.multivariate_normal import FORMS, MultivariateNormal

special("dirichlet", "dirichlet")(dirichlet.derivation)
special("multivariate-normal", "multivariate-normal")(multivariate_normal.derivation)
special("matrix-normal", "matrix-normal")(matrix_normal.derivation)
special("normal-gamma", "normal-gamma")(normal_gamma.derivation)
special("wishart", "wishart")(wishart.derivation)
special("von-mises-fisher", "von-mises-fisher")(von_mises_fisher.derivation)

for _form in FORMS:
    if _form:
        _distributions = MultivariateNormal.symbolic("p", _form), MultivariateNormal.symbolic("q", _form)
        FURTHER_FORMS[f"{multivariate_normal.NAME}-{_form}"] = _distributions
