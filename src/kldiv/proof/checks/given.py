"""What a derivation with listed arrays must survive: the one in symbols, and the arrays put into its result."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.arb import NoBalls
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.oracles.log_partitions import divergence_by_log_partition
from kldiv.oracles.multivariate import divergence_by_cubature
from kldiv.proof.checks.agreement import ORACLE_DIGITS, STEP_DIGITS, Sides, compare
from kldiv.proof.checks.arrays import check_arrays
from kldiv.proof.checks.steps import Citing, check_chain, check_step
from kldiv.proof.evidence import ArrayEvidence, GivenEvidence
from kldiv.proof.record import Record
from kldiv.proof.report import Check, Report
from kldiv.values.arrays import value_in
from kldiv.values.at_point import to_mpf
from kldiv.values.settings import Setting, generator

#: At how many draws of the symbols in the entries the result is evaluated, and how many are tried to find them.
DRAWS, TRIES = 3, 400

#: Digits to which an irrational entry is rounded.
ROUNDED = 80


def check_given(derivation: Record) -> Report:
    """Check a derivation with listed arrays.

    Args:
        derivation: one whose evidence is a `GivenEvidence`.

    Returns:
        The report: all checks of the derivation in symbols, and those of the last step.
    """
    general = derivation.evidence_as(GivenEvidence).general
    settings = listed_settings(derivation)
    checks = [
        *check_arrays(general),
        check_same_way(derivation, general),
        check_chain("chain with arrays", derivation.left, derivation.steps, derivation.result),
    ]
    if derivation.steps:
        last, citing = derivation.steps[-1], Citing(derivation.left)
        checks.append(check_step(f"step {len(derivation.steps)}: {last.rule.title.lower()}", last, settings, citing))
    checks += check_value(derivation, settings)
    return Report(derivation.id, tuple(checks))


def check_same_way(derivation: Record, general: Record) -> Check:
    """The way must be that in symbols for this family, with one step more, which puts these very arrays in."""
    evidence = derivation.evidence_as(GivenEvidence)
    p, q = evidence.p, evidence.q
    family = all(
        type(mine) is type(theirs) and theirs.parameters == type(mine).symbolic(index).parameters
        for mine, theirs, index in zip((p, q), general.distributions, "pq", strict=True)
    )
    *before, last = derivation.steps or (None,)
    same = derivation.left == general.left and tuple(before) == general.steps and derivation.lemmas == general.lemmas
    listed = {k: v for d, index in zip((p, q), "pq", strict=True) for k, v in d.stands_for(index).items()}
    needed = {condition.xreplace(listed) for condition in general.assumptions} - {sp.true}
    inserted = last is not None and last.rule.slug == "insert-arrays" and last.arguments == (p, q)
    held = family and same and inserted and needed == set(derivation.assumptions)
    return Check("arrays", held, 1, None, "put into the result in symbols, by one step more")


def check_value(derivation: Record, settings: tuple[Setting, ...]) -> list[Check]:
    """The result against two computations that know nothing of the derivation."""
    slug = derivation.distributions[0].slug

    def by(truth: Any, within: list[Setting]) -> Any:
        def sides() -> Sides:
            for at in within:
                yield value_in(at, derivation.result), to_mpf(truth(slug, at.truth["p"], at.truth["q"]))

        return sides

    def has_cubature(at: Setting) -> bool:
        """Few enough dimensions, and no matrix so near to singular that its determinant is lost."""
        small = is_small(at, derivation.evidence_as(GivenEvidence).general)
        try:
            return small and bool(divergence_by_cubature(slug, at.truth["p"], at.truth["q"]).is_finite())
        except NoBalls:
            return small  # the comparison says that it is left out

    small = [at for at in settings if has_cubature(at)]
    said = "the log-partition function at these arrays, differentiated numerically"
    checks = [
        compare("second oracle with arrays", by(divergence_by_log_partition, list(settings)), ORACLE_DIGITS, said)
    ]
    if small:
        said = "the expectation of log p - log q under p, at these arrays"
        checks.append(compare("oracle with arrays", by(divergence_by_cubature, small), STEP_DIGITS, said))
    return checks


def is_small(at: Setting, general: Record) -> bool:
    """Whether the dimensions are among those in which the steps of the general derivation are evaluated."""
    known = general.evidence_as(ArrayEvidence).settings
    sizes = [s for s in at.symbols if s.is_integer]
    return all(at.symbols[s] <= max(other.symbols[s] for other in known) for s in sizes if s in known[0].symbols)


def listed_settings(derivation: Record) -> tuple[Setting, ...]:
    """Numbers for the arrays: those that are listed, with draws for the symbols in their entries."""
    return tuple(found for found, _ in zip(_every(derivation), range(DRAWS), strict=False))


def _every(derivation: Record) -> Iterator[Setting]:
    evidence = derivation.evidence_as(GivenEvidence)
    p, q = evidence.p, evidence.q
    symbols = sorted({*p.symbols(), *q.symbols()}, key=str)
    for number in range(TRIES if symbols else 1):
        rng = generator("listed", derivation.id, number)
        at = {s: sp.Rational(rng.randint(1, 60), rng.randint(7, 23)) for s in symbols}
        given = [_in_numbers(distribution, at) for distribution in (p, q)]
        if not symbols or all(map(is_valid, given)):
            yield setting_of(given[0], given[1], at)


def _in_numbers(distribution: ArrayDistribution, at: dict[sp.Basic, sp.Rational]) -> ArrayDistribution:
    plain = distribution.plainly().parameters
    return distribution.from_parameters({name: sp.sympify(v).subs(at) for name, v in plain.items()})


def is_valid(distribution: ArrayDistribution) -> bool:
    """Whether the numbers lie in the domain of the distribution."""
    try:
        lists = {n: rational(v) for n, v in distribution.parameters.items()}
        letters = type(distribution).symbolic("p").parameters
        type(distribution)(**{n: shaped(v, letters[n]) for n, v in lists.items()})
    except ValueError:
        return False
    return True


def setting_of(p: ArrayDistribution, q: ArrayDistribution, at: dict[sp.Basic, sp.Rational]) -> Setting:
    """The numbers of two distributions as a setting."""
    made = Setting({s: Fraction(int(v.p), int(v.q)) for s, v in at.items() if isinstance(s, sp.Symbol)})
    for index, distribution in (("p", p), ("q", q)):
        letters = type(p).symbolic(index).parameters
        truth = []
        for letter, value in distribution.stands_for(index).items():
            exact = rational(value)
            if isinstance(letter, sp.Symbol):
                made.symbols[letter] = exact
            elif isinstance(letter, sp.IndexedBase):
                made.arrays[str(letter.label)] = exact
            else:
                made.matrices[letter.name] = exact
        for name, letter in letters.items():
            truth.append(shaped(rational(distribution.parameters[name]), letter))
        made.truth[index] = tuple(truth)
    return made


def rational(value: Any) -> Any:
    """An exact number, a list of such, or a matrix, as fractions; irrational numbers are rounded far out."""
    if isinstance(value, sp.MatrixBase):
        return tuple(tuple(rational(v) for v in row) for row in value.tolist())
    if isinstance(value, (tuple, list, sp.Tuple)):
        return tuple(rational(v) for v in value)
    number = value if isinstance(value, sp.Rational) else sp.Rational(str(sp.N(value, ROUNDED)))
    return Fraction(int(number.p), int(number.q))


def shaped(value: Any, letter: sp.Basic) -> Any:
    """A column as a list, as the oracles and the distributions take it; anything else as it is."""
    column = letter.shape[1] == 1 if isinstance(letter, sp.MatrixSymbol) else isinstance(letter, sp.Indexed)
    return tuple(row[0] if isinstance(row, tuple) else row for row in value) if column else value
