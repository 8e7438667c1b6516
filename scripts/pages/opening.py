"""The first sentences on a pair: where both live, how their tails compare, and when the divergence is finite."""

from __future__ import annotations

import sympy as sp

from kldiv.derived import Derivation
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.containment import support_conditions
from kldiv.distributions.tails import End
from kldiv.writing.parameters import support_tex
from kldiv.writing.statement import condition_tex, shared
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import article
from scripts.pages.parts import is_pair

#: How far out, on either side.
FAR = sp.Symbol(r"\lvert x\rvert", positive=True)


def opening(derivation: Derivation) -> list[str]:
    """Say where the two distributions of a pair live and when their divergence is finite.

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
        return "Both distributions live on the whole circle."
    if p.support() == q.support():
        both = "Both distributions live" if p.slug == q.slug else f"{p.title} and {q.name} both live"
        return f"{both} on {inner}."
    if support_conditions(p, q):
        return f"The support of $p$, {inner}, must lie inside that of $q$, {outer}."
    return f"{first[0].upper()}{first[1:]} lives on {inner}, inside {outer}, where {second} lives."


def _tails(p: Distribution, q: Distribution) -> str:
    """How p falls and -log q grows where the support of p goes on for ever; what this weighs decides on finiteness."""
    falls, grows = p.tails(), q.tails()
    if falls is None or grows is None:
        return ""
    support = p.support()
    below = _end(falls[0], grows[0], FAR) if support.lower == -sp.oo else ""
    above = _end(falls[1], grows[1], FAR) if support.upper == sp.oo else ""
    if above and above == below:
        return f"As $x \\to \\pm\\infty$, {above}."
    above = above and _end(falls[1], grows[1], sp.Symbol("x", positive=True))
    ends = (("", above), ("-", below))
    return " ".join(f"As $x \\to {sign}\\infty$, {words}." for sign, words in ends if words)


def _end(fall: End, grow: End, x: sp.Symbol) -> str:
    return f"$p(x)$ falls {_falling(fall, x)} and $-\\log q(x)$ grows like ${expression_tex(_growth(grow, x))}$"


def _growth(end: End, x: sp.Symbol) -> sp.Expr:
    """How -log of a density grows far out, up to a factor."""
    growths = {
        "log": sp.log(x),
        "log-squared": sp.log(x) ** 2,
        "power": x**end.order,
        "x log x": x * sp.log(x),
        "exponential": sp.exp(end.order * x),
    }
    return growths[end.kind]


def _falling(end: End, x: sp.Symbol) -> str:
    """How a density falls far out, up to a factor and to slower terms."""
    if end.kind == "log":
        return f"like ${expression_tex(x**-end.order)}$"
    if end.kind == "power":
        return f"like ${expression_tex(sp.exp(-end.rate * x**end.order))}$"
    return "faster than any exponential" if end.kind in {"x log x", "exponential"} else "faster than any power"


def _finite(derivation: Derivation) -> str:
    """When the divergence is finite, and what makes it infinite elsewhere."""
    p, q = derivation.distributions
    if derivation.otherwise is None:
        held = " and ".join(f"${condition_tex(c)}$" for c in shared(derivation))
        said = f", and there is a formula for {held}" if held else ""
        return f"The divergence is finite whatever the parameters{said}."
    supports = support_conditions(p, q) or ()
    outside = [_fails(c) for c in derivation.assumptions if c in supports]
    parts = [f"Where {' or '.join(outside)}, $p$ puts mass where $q$ has none: it is infinite."] if outside else []
    for condition in derivation.assumptions:
        if condition in supports:
            continue
        mean = _endless(derivation, condition) or r"the mean of $-\log q(X)$"
        parts.append(f"Where {_fails(condition)}, {mean} does not converge: it is infinite.")
    return " ".join(parts).replace("it is infinite", "the divergence is infinite", 1)


def _fails(condition: sp.Basic) -> str:
    """The opposite of a condition."""
    if isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan, sp.GreaterThan, sp.LessThan)):
        return f"${condition_tex(sp.Not(condition))}$"
    return f"not ${condition_tex(condition)}$"


def _endless(derivation: Derivation, condition: sp.Basic) -> str:
    """The expectation that a condition is for, in TeX."""
    asked = (lemma for lemma in derivation.lemmas.values() if condition in lemma.conditions and not lemma.cases)
    lemma = next(asked, None)
    return f"${expression_tex(lemma.left)}$" if lemma else ""
