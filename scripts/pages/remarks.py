"""What is worth knowing of one pair: the other way round, special cases, what it is close by, what uses it."""

from __future__ import annotations

import math

import sympy as sp

from kldiv.algebra.tidying import tidy
from kldiv.derived import Derivation
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.entries import catalogue
from kldiv.identities.fisher_by_distribution import information
from kldiv.proof.evidence import IdentityEvidence
from kldiv.register.registry import registry
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import said
from scripts.pages.example import Example, computed
from scripts.pages.fisher_table import PATH as FISHER
from scripts.pages.parts import is_pair
from scripts.pages.related import pair, slugs
from scripts.pages.special_cases import special_cases
from scripts.pages.statement_card import number_tex

#: A formula with equal parameters is shown if it is at most so long, relative to the whole one.
SHORTER = 0.7


def remarks_section(derivation: Derivation, example: Example | None) -> list[str]:
    """Set what is worth knowing of a pair.

    Args:
        derivation: any derivation.
        example: two distributions with round numbers, if there are any.

    Returns:
        Lines of Markdown.
    """
    notes = [said(note) for note in derivation.notes] if derivation.kind != "undecided" else []
    if is_pair(derivation):
        notes += [*_other_way(derivation, example), *_equal(derivation), *_nearby(derivation), *_cases(derivation)]
    notes += _used_by(derivation)
    if not notes:
        return []
    # Those of hundreds of pairs are alike; the search finds those of the general results.
    pairs = is_pair(derivation)
    heading = "## Worth knowing { #remarks data-search-exclude }" if pairs else "## Remarks { #remarks }"
    if any("$$" in note for note in notes):  # a formula that stands by itself is no item of a list
        return [heading, "", *(line for note in notes for line in (note, ""))]
    return [heading, "", *(f"- {note}" for note in notes), ""]


def _other_way(derivation: Derivation, example: Example | None) -> list[str]:
    """The divergence with p and q exchanged, at the same numbers."""
    p, q = slugs(derivation)
    back = pair(q, p)
    if back is not None and back.kind == "infinite":
        return ["The other way round, $D(q \\,\\|\\, p) = +\\infty$ whatever the parameters."]
    if example is None or example.value is None or back is None:
        return []
    value = computed(example.q, example.p)
    if value is None:
        return []
    shown = "= +\\infty" if math.isinf(value) else number_tex(value)
    unit = "" if math.isinf(value) else " nats"
    return [f"The other way round, at the numbers above: $D(q \\,\\|\\, p) {shown}${unit}."]


def _equal(derivation: Derivation) -> list[str]:
    """What is left of the formula within one family where one parameter is the same in p and q."""
    p, q = derivation.distributions
    if derivation.kind != "closed form" or p.slug != q.slug or p.variate != UNIVARIATE or len(p.spec) < 2:
        return []
    found = []
    for name, mine in p.parameters.items():
        theirs = q.parameters[name]
        if mine == theirs or not theirs.is_Symbol:
            continue
        same = q.with_parameter(name, mine)
        left = tidy(derivation.result.xreplace({theirs: mine}), p.positive_parameters() + same.positive_parameters())
        if not left.has(sp.nan) and left != 0 and left.count_ops() <= SHORTER * derivation.result.count_ops():
            letters = f"{expression_tex(mine)} = {expression_tex(theirs)}"
            found.append(f"If ${letters}$, what is left is ${expression_tex(left)}$.")
    return found


def _nearby(derivation: Derivation) -> list[str]:
    """What the divergence within one family is about, close to p: half the Fisher information, squared."""
    p, q = derivation.distributions
    name = f"fisher-{p.slug}"
    if p.slug != q.slug or name not in catalogue() or derivation.kind != "closed form":
        return []
    link = f"[the Fisher information](../{FISHER}#{name})"
    if sum(p.parameters[key] != theirs for key, theirs in q.parameters.items()) > 1:
        return [
            f"If the parameters of $q$ differ from those of $p$ by little, $h$, the divergence is about "
            f"$\\frac12 h^{{\\mathsf T}} F h$, with {link} $F$."
        ]
    entry = catalogue()[name]
    letter = expression_tex(next(iter(entry.evidence_as(IdentityEvidence).directions)))
    return [
        f"If ${letter}$ differs by little, $h$, the divergence is about $\\frac12 F h^2$, with {link} "
        f"$F = {expression_tex(information(entry)[0])}$."
    ]


def _cases(derivation: Derivation) -> list[str]:
    """Which distributions p and q are at one value of a parameter, and the divergence between those."""
    p, q = derivation.distributions
    found = []
    if derivation.id != f"{p.slug}-{q.slug}":
        return []
    if p.slug == q.slug:
        for case in special_cases(p.slug):
            letters = " = ".join(dict.fromkeys(expression_tex(one.parameters[case.parameter]) for one in (p, q)))
            other = pair(case.slug, case.slug)
            if other and other.kind != "infinite":
                name = DISTRIBUTIONS[case.slug].name
                found.append(f"If ${letters} = {case.value:g}$, both are {name}: [{other.words}]({other.link}).")
        return found
    for one, index in ((p, "p"), (q, "q")):
        for case in special_cases(one.slug):
            other = pair(*((case.slug, q.slug) if index == "p" else (p.slug, case.slug)))
            if other and other.kind != "infinite":
                letter, name = expression_tex(one.parameters[case.parameter]), DISTRIBUTIONS[case.slug].name
                found.append(f"If ${letter} = {case.value:g}$, ${index}$ is {name}: [{other.words}]({other.link}).")
    return found


def _used_by(derivation: Derivation) -> list[str]:
    """The results that rest on this one."""
    users = [entry for entry in registry().values() if entry.kind in ("identity", "closed form")]
    links = [
        f"[{entry.title}](../{entry.place.replace('.html', '.md')})" for entry in users if derivation.id in entry.lemmas
    ]
    return [f"Used by: {'; '.join(links)}."] if links else []
