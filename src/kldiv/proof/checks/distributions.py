"""What a distribution must survive before anything is derived from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kldiv.arb import arb
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import Distribution
from kldiv.distributions.points import numbers, points_for
from kldiv.distributions.registry import file_of
from kldiv.distributions.remembering import remembered
from kldiv.oracles.estimate import PRECISION, NoConvergence, ball_values
from kldiv.oracles.known import DISCRETE
from kldiv.oracles.truth import expectation_by_quadrature
from kldiv.precision import ball_precision
from kldiv.proof.checks.agreement import needs_balls
from kldiv.proof.checks.pairs import check_transport
from kldiv.proof.report import Check, Report
from kldiv.values.integrating.expectation import expected
from kldiv.values.integrating.integrand import Integrand
from kldiv.values.known import compiled, known_of

#: At how many parameters a distribution is tried.
POINTS = 2

#: How far a total mass may be from 1, and a log-density from the oracle's; and a mass to a float's digits.
TOLERANCE, ROUGHLY = 1e-20, 1e-14


def check_distribution(kind: type[Distribution]) -> Report:
    """Check that a density integrates to one, that the oracle's is the same, and that the transport gives it.

    Args:
        kind: a class of distributions of one number.

    Returns:
        The report.

    Example:
        >>> from kldiv.distributions import Rayleigh
        >>> [check.name for check in check_distribution(Rayleigh)]
        ['total mass', 'oracle density', 'transport']
    """
    distribution = kind.symbolic("p")
    points = list(points_for(distribution, distribution, count=POINTS))
    drawn = [numbers(distribution, at) for at in points]
    checks = [check_mass(kind, drawn)]
    if kind.known() is not None:
        checks.append(check_oracle_density(kind, drawn))
    if kind.standard is not None:
        checks.append(check_transport(distribution, points))
    return Report(kind.slug, tuple(checks))


@needs_balls("total mass")
def check_mass(kind: type[Distribution], drawn: Sequence[Mapping[str, Any]]) -> Check:
    """The density must integrate, or the probabilities add up, to one."""
    try:
        masses = [_mass(kind, values) for values in drawn]
    except NoConvergence as error:
        return Check("total mass", False, len(drawn), None, f"the density does not integrate to 1: {error}")
    wrong = [float(mass) for mass, allowed in masses if not abs(mass - 1) < allowed]
    said = f"the density integrates to {wrong[0]:.6g}, not to 1" if wrong else "the density integrates to 1"
    return Check("total mass", not wrong, len(masses), None, said)


def _mass(kind: type[Distribution], values: Mapping[str, Any]) -> tuple[arb, float]:
    """The total mass, and how far from 1 it may be: with a kink where nothing is cut there are no thirty digits."""
    try:
        return expectation_by_quadrature(known_of(kind), values, lambda _: arb(1)).value, TOLERANCE
    except NoConvergence:
        given = list(values.values())
        return expected(lambda: Integrand(known_of(kind), given, lambda _, __: arb(1))).value, ROUGHLY


@needs_balls("oracle density")
def check_oracle_density(kind: type[Distribution], drawn: Sequence[Mapping[str, Any]]) -> Check:
    """The density in SymPy and the hand-written one must agree, near the middle and off it."""
    ours, theirs, compared, off = compiled(kind), known_of(kind), 0, 0.0
    with ball_precision(PRECISION):
        for values in drawn:
            given = ball_values(list(values.values()))
            low, high = (arb(end) for end in theirs.ends(*given))
            centre, width = (arb(value) for value in theirs.centre(*given))
            for shift in (arb(0), width / 3, -width / 3):
                x = (centre + shift).floor() if kind.kind == DISCRETE else centre + shift
                if not (low <= x and x <= high):
                    continue
                sides = [known.log_density(*given)(x, x - low, high - x) for known in (ours, theirs)]
                off = max(off, float(abs(sides[0] - sides[1])))
                compared += 1
    held = compared > 0 and off < TOLERANCE
    said = "the oracle's density is the same" if held else f"the oracle's log-density differs by {off:.3g}"
    return Check("oracle density", held, compared, None, said)


@remembered
def require_sound(kind: type[Distribution]) -> None:
    """Refuse a class outside of the package that fails its own checks; those inside are checked by a test.

    Args:
        kind: the class.

    Raises:
        ValueError: naming the class, its file and what is wrong, in one line.
    """
    if DISTRIBUTIONS.get(kind.slug) is kind:
        return
    where = f"{kind.__name__} ({file_of(kind)})"
    lacking = [name for name in ("support", "density") if getattr(kind, name) is getattr(Distribution, name)]
    if lacking:
        raise ValueError(f"{where}: missing {', '.join(f'{name}()' for name in lacking)}")
    wrong = problems(kind)
    if wrong:
        raise ValueError(f"{where}: {wrong[0]}")


def problems(kind: type[Distribution]) -> list[str]:
    """Return what a class of distributions fails in, one sentence for each check that it does not pass."""
    failed = [check for check in check_distribution(kind) if not (check.ok or check.left_out)]
    return ["its transport does not give its density" if c.name == "transport" else c.detail for c in failed]
