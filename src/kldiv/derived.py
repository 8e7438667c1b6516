"""The public face of a derivation: the record of its steps, with what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from kldiv import deriving
from kldiv.distributions import Distribution, DistributionLike
from kldiv.precision import one_at_a_time
from kldiv.proof.checks import check
from kldiv.proof.record import Record
from kldiv.proof.report import Report
from kldiv.register.meaning import fingerprint
from kldiv.writing.citation import to_bibtex
from kldiv.writing.data import to_dict
from kldiv.writing.latex import to_latex
from kldiv.writing.markdown import to_markdown
from kldiv.writing.statement import statement_tex
from kldiv.writing.text import to_text


@dataclass(frozen=True)
class Derivation(Record):
    """A result together with the way to it; see `Record` for its attributes. Its result is in nats.

    Example:
        >>> derivation = derive("exponential", "exponential")
        >>> derivation.result
        log(lambda_p/lambda_q) - 1 + lambda_q/lambda_p
        >>> bool(derivation.check())
        True
    """

    @classmethod
    def of(cls, record: Record) -> Derivation:
        """Give a record its public face."""
        return cls(**{field.name: getattr(record, field.name) for field in fields(Record)})

    @property
    @one_at_a_time
    def statement(self) -> str:
        """The statement in TeX."""
        return statement_tex(self)

    @one_at_a_time
    def fingerprint(self) -> str:
        """A hash of the statement: sides and conditions, not the way to them nor how they are written."""
        return fingerprint(self)

    @one_at_a_time
    def check(self) -> Report:
        """Check every step, every lemma and the result.

        Returns:
            A report that is true only if every check passed and tested something.
        """
        return check(self)

    @one_at_a_time
    def to_markdown(self) -> str:
        """The derivation as Markdown with TeX."""
        return to_markdown(self)

    @one_at_a_time
    def to_latex(self) -> str:
        """The derivation as a LaTeX document body."""
        return to_latex(self)

    @one_at_a_time
    def to_dict(self) -> dict[str, Any]:
        """The derivation as plain data, ready for JSON."""
        return to_dict(self)

    @one_at_a_time
    def to_bibtex(self) -> str:
        """A BibTeX entry that cites this result."""
        return to_bibtex(self)

    @one_at_a_time
    def to_text(self) -> str:
        """The derivation as plain text for a terminal."""
        return to_text(self)


def derive(p: DistributionLike, q: DistributionLike) -> Derivation:
    """Derive D(p || q) from its definition.

    Args:
        p: a distribution with symbols or numbers in it, a distribution's class, or its name.
        q: the same.

    Returns:
        The derivation, in nats; its kind says whether a closed form was found, the divergence is infinite, or neither.

    Raises:
        ValueError: if a name is unknown, or if the distributions live in different spaces.

    Example:
        >>> derive("normal", "normal").result
        log(sigma_q/sigma_p) - 1/2 + (sigma_p**2 + (mu_p - mu_q)**2)/(2*sigma_q**2)
    """
    return Derivation.of(deriving.derive(_known(p), _known(q)))


def _known(given: Any) -> Any:
    """Take a distribution of another library as ours; for our own, what knows of those is not even loaded."""
    if isinstance(given, (str, type, Distribution)):
        return given
    from kldiv.answers.foreign import as_known

    return as_known(given)
