"""What a check says: which checks, on how many points, and whether they passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: The name of the check against a ball that certainly contains the defining integral or sum.
PROVED = "proved value"


@dataclass(frozen=True)
class Check:
    """One check and its outcome.

    Attributes:
        name: what was compared.
        passed: whether it held.
        points: at how many parameter points it was tested; 1 for a symbolic check.
        digits: to how many digits the worst point agreed; None for a symbolic check.
        detail: one line for a reader.
        left_out: whether it was not run, because it needs a library that is not installed.

    Example:
        >>> Check("nothing", passed=True, points=0).ok
        False
    """

    name: str
    passed: bool
    points: int
    digits: float | None = None
    detail: str = ""
    left_out: bool = False

    @property
    def ok(self) -> bool:
        """Passed, and tested something."""
        return self.passed and self.points > 0


@dataclass(frozen=True)
class Report:
    """All checks of one derivation.

    Attributes:
        id: whose report it is.
        checks: the checks, in order.

    Example:
        >>> report = Report("two", (Check("left", True, 3), Check("right", False, 3)))
        >>> report.passed, report.failed, bool(report)
        (1, 1, False)
    """

    id: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        """How many checks passed and tested something."""
        return sum(c.ok for c in self.checks)

    @property
    def failed(self) -> int:
        """How many failed or tested nothing."""
        return len(self.checks) - self.passed - len(self.left_out)

    @property
    def left_out(self) -> tuple[Check, ...]:
        """The checks that were not run: they need a library that is not installed."""
        return tuple(c for c in self.checks if c.left_out)

    @property
    def points(self) -> int:
        """How many parameter points were tested in all."""
        return sum(c.points for c in self.checks)

    @property
    def proved(self) -> Check | None:
        """The check against a ball that contains the defining integral; None where there is nothing to enclose."""
        return next((check for check in self.checks if check.name == PROVED), None)

    @property
    def proved_digits(self) -> int | None:
        """To how many digits the value is proved; None where it is estimated, or where there is none."""
        found = self.proved
        return None if found is None or not found.ok or found.digits is None else int(found.digits)

    def __bool__(self) -> bool:
        return self.passed > 0 and self.failed == 0

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)

    def __str__(self) -> str:
        summary = f"{self.passed} passed, {self.failed} failed"
        if self.left_out:
            summary += f", {len(self.left_out)} left out: {', '.join(check.name for check in self.left_out)}"
        return "\n".join([*(_line(check) for check in self.checks), summary])


def _line(check: Check) -> str:
    if check.left_out:
        return f"left out {check.name}: {check.detail}"
    digits = "" if check.digits is None else f", {check.digits:.0f} digits"
    return f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail} ({check.points} points{digits})"
