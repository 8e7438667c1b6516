"""What every step and every result must survive."""

from __future__ import annotations

from dataclasses import replace

from kldiv.distributions import DISTRIBUTIONS
from kldiv.precision import digit_precision
from kldiv.proof.checks.arrays import check_arrays
from kldiv.proof.checks.distributions import check_distribution
from kldiv.proof.checks.given import check_given
from kldiv.proof.checks.identities import check_identity
from kldiv.proof.checks.infinite import check_infinite
from kldiv.proof.checks.outcomes import check_escape, check_listed, check_symbolic_size
from kldiv.proof.checks.pairs import check_pair, check_undecided
from kldiv.proof.evidence import (
    ArrayEvidence,
    Evidence,
    GivenEvidence,
    IdentityEvidence,
    ListedEvidence,
    OutcomesEvidence,
    PairEvidence,
)
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.at_point import DIGITS


def check(derivation: Record) -> Report:
    """Check a derivation.

    Args:
        derivation: any derivation; the class of its evidence says which checks are asked.

    Returns:
        The report.
    """
    with digit_precision(DIGITS):  # whatever precision the caller has set
        return CHECKS[type(derivation.evidence)](derivation)


def check_distributions(derivation: Record) -> Report:
    """Check the divergence between two distributions of one number."""
    by_kind = {"infinite": check_infinite, "undecided": check_undecided}
    report = by_kind.get(derivation.kind, check_pair)(derivation)
    further = []
    for kind in dict.fromkeys(type(distribution) for distribution in derivation.distributions):
        if DISTRIBUTIONS.get(kind.slug) is not kind:  # those of the package have been checked once and for all
            further += [replace(found, name=f"{kind.slug}: {found.name}") for found in check_distribution(kind)]
    return Report(report.id, (*report.checks, *further))


def check_list(derivation: Record) -> Report:
    """Check the divergence between two categorical distributions with listed probabilities."""
    return (check_listed if derivation.evidence_as(ListedEvidence).escaped is None else check_escape)(derivation)


def check_nothing(derivation: Record) -> Report:
    """A derivation without evidence cannot be checked, and that is a failure."""
    return Report(derivation.id, (Check("evidence", False, 0, None, "the derivation brings nothing to check it by"),))


CHECKS = {
    Evidence: check_nothing,
    PairEvidence: check_distributions,
    ArrayEvidence: check_arrays,
    GivenEvidence: check_given,
    OutcomesEvidence: check_symbolic_size,
    ListedEvidence: check_list,
    IdentityEvidence: check_identity,
}
