"""What the Markdown extensions share while the pages of one build are rendered."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field

# A child of MkDocs' own logger: `mkdocs build --strict` counts the warnings that arrive there.
log = logging.getLogger("mkdocs.kldiv")


@dataclass(frozen=True)
class Equation:
    """A numbered equation: where it stands and which number it bears on its page."""

    label: str
    page: str
    number: int

    @property
    def anchor(self) -> str:
        """The HTML id of the equation."""
        return self.label.replace(":", "-")


@dataclass(frozen=True)
class Use:
    """One place in which a source is cited."""

    page: str
    anchor: str
    locator: str


@dataclass
class SiteContext:
    """The state of one build: the page being rendered and what the pages before it have declared."""

    page: str = ""
    equations: dict[str, Equation] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    figures: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    _last_number: int = 0

    def start_page(self, page: str) -> None:
        """Begin a page: its equations count from 1, and what an earlier rendering declared is forgotten.

        Args:
            page: the source path of the page, as MkDocs names it.
        """
        self.page = page
        self._last_number = 0
        self.equations = {name: eq for name, eq in self.equations.items() if eq.page != page}
        for key in list(self.uses):
            self.uses[key] = [use for use in self.uses[key] if use.page != page]

    def number_equation(self, label: str) -> Equation:
        """Give a labelled equation the next number of its page; a label already taken is a warning."""
        taken = self.equations.get(label)
        if taken is not None:
            self.warn(f"the label {label} is already taken by an equation of {taken.page}")
        self._last_number += 1
        equation = Equation(label, self.page, self._last_number)
        self.equations.setdefault(label, equation)
        return equation

    def warn(self, message: str) -> None:
        """Warn about the page being rendered. In a strict build a warning is a failure."""
        text = f"{self.page}: {message}" if self.page else message
        self.warnings.append(text)
        log.warning(text)
