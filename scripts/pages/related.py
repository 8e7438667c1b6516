"""The pairs round a pair: its other direction, its neighbours in the matrix, and the nearest that has a formula."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kldiv.derived import Derivation
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.declarations import Support
from kldiv.entries import catalogue
from kldiv.register.registry import registry
from kldiv.writing.address import place_of

FORMULA = "closed form"


@dataclass(frozen=True)
class Pair:
    """Another pair of the catalogue, as a page speaks of it.

    Attributes:
        p: the slug of its first distribution.
        q: the slug of its second.
        kind: what its answer is.
        link: where it stands, as a Markdown link from a page of the same folder spells it.
    """

    p: str
    q: str
    kind: str
    link: str

    @property
    def name(self) -> str:
        """The name of its first distribution."""
        return DISTRIBUTIONS[self.p].name

    @property
    def title(self) -> str:
        """Its name in a list, such as "Gamma to Weibull"."""
        return f"{DISTRIBUTIONS[self.p].title} to {DISTRIBUTIONS[self.q].title}"

    @property
    def words(self) -> str:
        """Its name in a sentence, such as "from gamma to Weibull"."""
        if self.p == self.q:
            return f"between two {DISTRIBUTIONS[self.p].name} distributions"
        return f"from {DISTRIBUTIONS[self.p].name} to {DISTRIBUTIONS[self.q].name}"


@lru_cache(maxsize=4096)
def pair(p: str, q: str) -> Pair | None:
    """Find a pair; None if the catalogue does not hold it.

    The register knows what its answer is, so that nothing is derived to link to it.

    Example:
        >>> pair("gamma", "normal").link, pair("normal", "gamma").link
        ('gamma-normal.md', '../distributions/normal.md#normal-gamma')
    """
    name = f"{p}-{q}"
    if name not in catalogue().pairs:
        return None
    entry = registry().get(name)
    kind, place = (entry.kind, entry.place) if entry else (catalogue()[name].kind, place_of(catalogue()[name]))
    link = f"../{place.replace('.html', '.md')}".removeprefix("../kl/")
    return Pair(p, q, kind, link)


def slugs(derivation: Derivation) -> tuple[str, str]:
    """The slugs of the two distributions of a pair."""
    p, q = derivation.distributions
    return p.slug, q.slug


def other_direction(derivation: Derivation) -> Pair | None:
    """The pair with p and q exchanged; None where it is the same pair."""
    p, q = slugs(derivation)
    return pair(q, p) if p != q else None


def neighbours(derivation: Derivation) -> tuple[Pair | None, Pair | None]:
    """The pairs before and after this one in the row of its p that have a formula."""
    p, q = slugs(derivation)
    row = list(DISTRIBUTIONS)
    at = row.index(q)
    before = (found for slug in reversed(row[:at]) if (found := pair(p, slug)) and found.kind == FORMULA)
    after = (found for slug in row[at + 1 :] if (found := pair(p, slug)) and found.kind == FORMULA)
    return next(before, None), next(after, None)


def on_the_diagonal(derivation: Derivation) -> list[Pair]:
    """The pairs within each of the two families, where those have a formula and are others than this one."""
    p, q = slugs(derivation)
    found = [pair(slug, slug) for slug in dict.fromkeys((p, q))] if p != q else []
    return [one for one in found if one and one.kind == FORMULA]


def nearest_with_formula(derivation: Derivation) -> list[Pair]:
    """For a pair without a formula, the nearest with one.

    Args:
        derivation: of a pair.

    Returns:
        The other direction, if that has a formula; then the same p with the q that is most like this one, and the
        same q with the p that is most like: first those on the same kind of support, then by their parameters.
    """
    p, q = derivation.distributions
    back = other_direction(derivation)
    found = [back] if back and back.kind == FORMULA else []
    for fixed, moved, forward in ((p, q, True), (q, p, False)):
        others = sorted(DISTRIBUTIONS.values(), key=lambda kind: _unlike(moved, kind))
        made = (pair(*((fixed.slug, kind.slug) if forward else (kind.slug, fixed.slug))) for kind in others)
        near = next((one for one in made if one and one.kind == FORMULA), None)
        found += [near] if near else []
    return list(dict.fromkeys(found))


def _unlike(one: Distribution, kind: type[Distribution]) -> tuple[bool, bool, int, int]:
    """How far a class is from a distribution, the nearest first: by its support, then by its parameters."""
    if kind.variate != UNIVARIATE or kind.kind != one.kind:
        return True, True, 0, 0
    ends = [[getattr(s, side).is_infinite for side in ("lower", "upper")] for s in _supports(one, kind)]
    mine, theirs = ({parameter.name for parameter in spec} for spec in (one.spec, kind.spec))
    return False, ends[0] != ends[1], -len(mine & theirs), len(mine ^ theirs)


def _supports(one: Distribution, kind: type[Distribution]) -> tuple[Support, Support]:
    return one.support(), kind.symbolic("q").support()
