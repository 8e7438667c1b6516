"""What a check says: which checks, on how many points, and whether they passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One check and its outcome.

    Attributes:
        name: what was compared.
        passed: whether it held.
        points: at how many parameter points it was tested; 1 for a symbolic check.
        digits: to how many digits the worst point agreed; None for a symbolic check.
        detail: one line for a reader.

    Example:
        >>> Check("nothing", passed=True, points=0).ok
        False
    """

    name: str
    passed: bool
    points: int
    digits: float | None = None
    detail: str = ""

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
        return len(self.checks) - self.passed

    @property
    def points(self) -> int:
        """How many parameter points were tested in all."""
        return sum(c.points for c in self.checks)

    def __bool__(self) -> bool:
        return bool(self.checks) and self.failed == 0

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)

    def __str__(self) -> str:
        lines = [
            f"{'ok  ' if c.ok else 'FAIL'} {c.name}: {c.detail or ''} ({c.points} points"
            + (f", {c.digits:.0f} digits)" if c.digits is not None else ")")
            for c in self.checks
        ]
        return "\n".join([*lines, f"{self.passed} passed, {self.failed} failed"])
