"""Begin a distribution: `make new-distribution NAME=BetaPrime` writes its file and its story, gaps marked.

What is still missing is said by `gaps`, in one list for all distributions: the test in
tests/distributions/test_complete.py asks it.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from kldiv.deriving.derive import derive
from kldiv.distributions import find_distribution
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.describing import slug_of
from kldiv.proof.checks.distributions import problems
from kldiv.register.registry import registry

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "src" / "kldiv" / "distributions"
STORIES = ROOT / "docs" / "distribution-notes"

#: What marks a gap; a file that still holds it is not complete.
GAP = "GAP"

TEMPLATE = '''"""The {words} distribution."""

from __future__ import annotations

from kldiv.distributions.base import Distribution, Support, Value, parameter
from kldiv.distributions.domains import POSITIVE
from kldiv.distributions.tails import End
from kldiv.lazily import sp
from kldiv.oracles import variates
from kldiv.oracles.known import EXPONENTIAL, POWER, Ball, Known, LogDensity, one_scale, positive_half

# GAP: everything below is the exponential distribution of scale s. Put yours in its place, then remove the GAP lines.


# GAP: log f(x) in ball arithmetic, from a book, not from `density`; _a and _b are x - lower and upper - x.
def _log_density(scale: Ball) -> LogDensity:
    constant = scale.log()
    return lambda x, _a, _b: -constant - x / scale


class {name}(Distribution):
    """The {words} distribution.

    Example:
        >>> {name}(2)
        {name}(scale=2)
    """

    # GAP: the parameters, named and ordered as in torch.distributions: letter, domain, what it does.
    scale: Value = parameter("s", POSITIVE, "the scale, positive")

    # GAP: the standard distribution (see distributions/standard.py) that `transport` starts from; none: leave it out.
    standard = "gamma"
    # GAP: support, log-density, a typical value and a width, how the density falls at both ends, and one random draw.
    oracle = Known(
        positive_half,
        _log_density,
        one_scale,
        (POWER, EXPONENTIAL),
        sample=lambda rng, scale: scale * variates.exponential(rng),
    )
    # GAP: further names, and what libraries call it ({{}} round our parameters). Both may be left out.
    aliases = ()
    elsewhere = {{}}

    def support(self) -> Support:
        return Support(sp.Integer(0), sp.oo, self.kind)

    def density(self, x: sp.Expr) -> sp.Expr:
        return sp.exp(-x / self.scale) / self.scale

    # GAP: -log(density) at both ends: c x^order is End("power", order, c), x^-a is End("log", a), t^a is End("log", a).
    def tails(self) -> tuple[End, End]:
        return End("log"), End("power", 1, 1 / self.scale)

    # GAP: the value as a function of the standard variable, its inverse, and the standard distribution's shapes.
    def transport(self, u: sp.Expr) -> sp.Expr:
        return u * self.scale

    def inverse(self, x: sp.Expr) -> sp.Expr:
        return x / self.scale

    def standard_parameters(self) -> tuple[sp.Expr, ...]:
        return (sp.Integer(1),)
'''

STORY = "GAP: where one meets the {words} distribution, what it is made from, and what its divergences show.\n"


def begin(name: str, files: Path = FILES, stories: Path = STORIES) -> tuple[Path, Path]:
    """Write the file of a new distribution and its story.

    Args:
        name: the name of the class, such as "BetaPrime".
        files: where distributions are kept.
        stories: where their stories are.

    Returns:
        The two files.

    Raises:
        ValueError: if it is not the name of a class, or if a file is there already.
    """
    if not re.fullmatch(r"([A-Z][a-z]*[0-9]*)+", name) or len(name) < 2:
        raise ValueError(f"{name!r} is not the name of a class, such as BetaPrime")
    try:
        taken = find_distribution(name)
    except ValueError:
        taken = None
    if taken is not None:
        raise ValueError(f"{name} is a name of {taken.__name__} already")
    slug = slug_of(name)
    file, story = files / f"{slug.replace('-', '_')}.py", stories / f"{slug}.md"
    for path in (file, story):
        if path.exists():
            raise ValueError(f"{path} is there already")
    words = slug.replace("-", " ")
    file.write_text(TEMPLATE.format(name=name, words=words), encoding="utf-8")
    story.write_text(STORY.format(words=words), encoding="utf-8")
    return file, story


def gaps(kind: type[Distribution], files: Path = FILES, stories: Path = STORIES) -> list[str]:
    """Say what a distribution still lacks.

    Args:
        kind: its class.
        files: where distributions are kept.
        stories: where their stories are.

    Returns:
        One sentence for each thing; none if it is complete.
    """
    file, story = files / f"{kind.slug.replace('-', '_')}.py", stories / f"{kind.slug}.md"
    said = [f"missing {name}" for name in kind.missing()]
    for path, what in ((file, "its file"), (story, "its story")):
        if not path.is_file():
            said.append(f"missing {what}, {path.name}")
        elif GAP in (text := path.read_text(encoding="utf-8")):
            said.append(f"{text.count(GAP)} gaps left in {what}, {path.name}")
    if kind.variate != UNIVARIATE:
        return said
    if kind.oracle is not None and kind.oracle.sample is None:
        said.append("missing a sampler (sample= in its oracle)")
    if kind.missing():
        return said
    if not kind.without_fisher and _kind_of_own_divergence(kind) != "closed form":
        said.append("the divergence between two of it has no closed form: say so in without_fisher")
    return [*said, *problems(kind)]


def _kind_of_own_divergence(kind: type[Distribution]) -> str:
    entry = registry().get(f"{kind.slug}-{kind.slug}")
    return entry.kind if entry else derive(kind, kind).kind


def main() -> int:
    """Write the two files."""
    parser = argparse.ArgumentParser(description="Begin a distribution: its file and its story, gaps marked.")
    parser.add_argument("name", help="the name of the class, such as BetaPrime")
    try:
        written = begin(parser.parse_args().name)
    except ValueError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    for path in written:
        print(f"{path.relative_to(ROOT)}: fill the places marked {GAP}")
    print("then: .venv/bin/pytest tests/distributions/test_complete.py, and make registry")
    return 0


if __name__ == "__main__":
    sys.exit(main())
