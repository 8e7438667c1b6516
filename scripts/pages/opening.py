"""The first sentences on a pair: where both have mass, how their tails compare, when the divergence is finite."""

from __future__ import annotations

import re

import sympy as sp

from kldiv.algebra.conditions import positive_condition
from kldiv.algebra.nodes import Expectation
from kldiv.derived import Derivation
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.containment import support_conditions
from kldiv.distributions.tails import End, finite_when
from kldiv.writing.parameters import support_tex
from kldiv.writing.statement import condition_tex, shared
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import article
from scripts.pages.conditions import fails
from scripts.pages.parts import is_pair

#: How far out, and that on either side, as it is written in place of x.
FAR, EITHER_SIDE = sp.Symbol("x", positive=True), r"\lvert x\rvert "


def opening(derivation: Derivation) -> list[str]:
    """Say where the two distributions of a pair have their mass and when their divergence is finite.

    Args:
        derivation: any derivation; a general statement has no such sentences.

    Returns:
        Lines of Markdown.
    """
    if not is_pair(derivation) or derivation.distributions[0].variate != UNIVARIATE:
        return []
    parts = (_supports(*derivation.distributions), _tails(*derivation.distributions), _finite(derivation))
    return [" ".join(part for part in parts if part), '{ data-search-exclude="" }', ""]


def _supports(p: Distribution, q: Distribution) -> str:
    inner, outer = (f"${support_tex(one.support())}$" for one in (p, q))
    first, second = (f"{article(one.name)} {one.name} distribution" for one in (p, q))
    if p.circular and q.circular:
        return "Both distributions are supported on the whole circle."
    if p.support() == q.support():
        both = "Both distributions" if p.slug == q.slug else f"Both the {p.name} and the {q.name} distribution"
        return f"{both} are supported on {inner}."
    if support_conditions(p, q):
        return f"The support of $p$, {inner}, must lie inside that of $q$, {outer}."
    return f"{first[0].upper()}{first[1:]} is supported on {inner}, inside {outer}, the support of {second}."


def _tails(p: Distribution, q: Distribution) -> str:
    """How p falls and -log q grows at the ends that decide on finiteness; where none does, far out."""
    falls, grows = p.tails(), q.tails()
    if falls is None or grows is None:
        return ""
    asked = set(sp.And.make_args(finite_when(p, q))) - {sp.true}
    near = [_near(p, q, side) for side in (0, 1)]
    said = [words for words, _ in near if words]
    if said and asked <= {condition for _, condition in near}:
        return " ".join(said)
    support = p.support()
    below = _end(falls[0], grows[0], EITHER_SIDE) if support.lower == -sp.oo else ""
    above = _end(falls[1], grows[1], EITHER_SIDE) if support.upper == sp.oo else ""
    if above and above == below:
        return " ".join([*said, f"As $x \\to \\pm\\infty$, {above}."])
    above = above and _end(falls[1], grows[1])
    ends = (("", above), ("-", below))
    return " ".join([*said, *(f"As $x \\to {sign}\\infty$, {words}." for sign, words in ends if words)])


def _near(p: Distribution, q: Distribution, side: int) -> tuple[str, sp.Basic]:
    """What is so at a finite end where -log q has a pole that p does not vanquish, and what that asks; else nothing."""
    falls, grows = p.tails(), q.tails()
    mine, theirs = ((one.support().lower, one.support().upper)[side] for one in (p, q))
    if falls is None or grows is None or mine != theirs or grows[side].kind != "pole" or falls[side].kind != "log":
        return "", sp.true
    fall, grow = falls[side].order, grows[side].order
    asked = positive_condition(sp.sympify(fall + 1 - grow))
    if not asked:
        return "", sp.true
    distance = (FAR - mine, mine - FAR)[side]
    behaves = f"behaves like ${expression_tex(distance**fall)}$" if fall != 0 else "stays between two positive numbers"
    grows_like = f"$-\\log q(x)$ grows like ${expression_tex(distance**-grow)}$"
    return f"As $x \\to {expression_tex(mine)}$, $p(x)$ {behaves} and {grows_like}.", sp.And(*asked)


def _end(fall: End, grow: End, far: str = "x") -> str:
    return f"{_fall(fall, far)} and $-\\log q(x)$ grows like ${_written(_growth(grow), far)}$"


def _written(expression: sp.Expr, far: str) -> str:
    tex = re.sub(r"\bx\b", lambda _: far, expression_tex(expression)).strip()
    return tex.replace(f"{EITHER_SIDE}^2", "x^2")


def _growth(end: End) -> sp.Expr:
    """How -log of a density grows far out, up to a factor."""
    growths = {
        "log": sp.log(FAR),
        "log-squared": sp.log(FAR) ** 2,
        "power": FAR**end.order,
        "x log x": FAR * sp.log(FAR),
        "exponential": sp.exp(end.order * FAR),
    }
    return growths[end.kind]


def _fall(end: End, far: str) -> str:
    """How a density falls far out, up to a factor and to slower terms."""
    if end.kind == "log":
        return f"$p(x)$ falls like ${_written(FAR**-end.order, far)}$"
    if end.kind == "power" and end.order != 1:  # where the middle is not 0, this is so of the logarithm alone
        return f"$-\\log p(x)$ grows like ${_written(end.rate * FAR**end.order, far)}$"
    if end.kind == "power":
        base = sp.exp(-end.rate)
        return f"$p(x)$ falls like ${_written(sp.exp(-end.rate * FAR) if base.has(sp.exp) else base**FAR, far)}$"
    return f"$p(x)$ falls faster than any {'exponential' if end.kind in {'x log x', 'exponential'} else 'power'}"


def _finite(derivation: Derivation) -> str:
    """When the divergence is finite, and what makes it infinite elsewhere."""
    p, q = derivation.distributions
    if derivation.otherwise is None:
        held = " and ".join(f"${condition_tex(c)}$" for c in shared(derivation))
        said = f", and there is a formula for {held}" if held else ""
        return f"The divergence is finite whatever the parameters{said}."
    supports = support_conditions(p, q) or ()
    within = [c for c in derivation.assumptions if c in supports]
    outside = " or ".join(fails(c) for c in within)
    parts = [f"Where {outside}, $p$ puts mass where $q$ has none: it is infinite."] if outside else []
    others = [c for c in derivation.assumptions if c not in supports]
    parts += [f"Where {fails(c, *within)}, {_endless(derivation, c)}: it is infinite." for c in others]
    return " ".join(parts).replace("it is infinite", "the divergence is infinite", 1)


def _endless(derivation: Derivation, condition: sp.Basic) -> str:
    """The expectation that a condition is for, and that there is none."""
    asked = [lemma.left for lemma in derivation.lemmas.values() if condition in lemma.conditions and not lemma.cases]
    if not asked:
        return "the mean of $-\\log q(X)$ is infinite"
    # what cannot be negative stands in -log q as it is; a lemma for it may rest on others
    left = max(asked, key=lambda left: (bool(_never_negative(left)), sp.count_ops(left)))
    return f"${expression_tex(left)}$ {'is infinite' if _never_negative(left) else 'does not converge'}"


def _never_negative(left: sp.Expr) -> bool | None:
    return left.body.is_nonnegative if isinstance(left, Expectation) else None
