"""What is worth knowing of one pair: the other way round, special cases, what it is close by, what uses it."""

from __future__ import annotations

import math

import sympy as sp

from kldiv.algebra.tidying import tidy
from kldiv.derived import Derivation
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.entries import catalogue
from kldiv.identities.fisher_by_distribution import information
from kldiv.proof.evidence import IdentityEvidence
from kldiv.register.registry import registry
from kldiv.writing.parameters import letter_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import said
from scripts.pages.best import best
from scripts.pages.example import Example, computed
from scripts.pages.fisher_table import PATH as FISHER
from scripts.pages.parts import is_pair
from scripts.pages.related import Pair, pair, slugs
from scripts.pages.special_cases import SpecialCase, special_cases
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
        notes += [*_other_way(derivation, example), *_equal(derivation), *_nearby(derivation)]
        notes += [case for case in _cases(derivation) if case]
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
        left = best(left)
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
    entry = catalogue()[name]
    asked = {str(letter) for letter in entry.evidence_as(IdentityEvidence).directions}
    moved = [(one, p.parameters[one.name]) for one in p.spec if p.parameters[one.name] != q.parameters[one.name]]
    same = " and ".join(f"${letter_tex(one.letter)}$" for one, _ in moved if one.letter not in asked)
    held = f" and {same} is the same" if same else ""
    if len(asked) > 1:
        return [
            f"If the parameters of $q$ differ from those of $p$ by little, $h$,{held and held + ','} the divergence is "
            f"about $\\frac12 h^{{\\mathsf T}} F h$, with {link} $F$."
        ]
    letter = expression_tex(next(iter(entry.evidence_as(IdentityEvidence).directions)))
    return [
        f"If ${letter}$ differs by little, $h$,{held and held + ','} the divergence is about $\\frac12 F h^2$, "
        f"with {link} $F = {expression_tex(best(information(entry)[0]))}$."
    ]


def _cases(derivation: Derivation) -> list[str]:
    """Which distributions p and q are at one value of a parameter, and the divergence between those."""
    p, q = derivation.distributions
    if derivation.id != f"{p.slug}-{q.slug}":
        return []
    if p.slug == q.slug:
        return [_case(case, {"p": p, "q": q}, pair(case.slug, case.slug)) for case in special_cases(p.slug)]
    found = [_case(case, {"p": p}, pair(case.slug, q.slug)) for case in special_cases(p.slug)]
    return found + [_case(case, {"q": q}, pair(p.slug, case.slug)) for case in special_cases(q.slug)]


def _case(case: SpecialCase, ours: dict[str, Distribution], other: Pair | None) -> str:
    """What p or q or both are at one value of a parameter; "" if that has no divergence to link to."""
    if other is None or other.kind == "infinite":
        return ""
    letters = dict.fromkeys(expression_tex(one.parameters[case.parameter]) for one in ours.values())
    under = " and ".join(said for index, one in ours.items() for said in case.settings(one, index))
    subject = "both are" if len(ours) > 1 else f"${next(iter(ours))}$ is"
    name = DISTRIBUTIONS[case.slug].name
    head = f"If ${' = '.join(letters)} = {expression_tex(case.exact)}$, {subject} {name}"
    return f"{head}{f' with {under}' if under else ''}: [{other.words}]({other.link})."


def _used_by(derivation: Derivation) -> list[str]:
    """The results that rest on this one."""
    users = [entry for entry in registry().values() if entry.kind in ("identity", "closed form")]
    links = [
        f"[{entry.title}](../{entry.place.replace('.html', '.md')})" for entry in users if derivation.id in entry.lemmas
    ]
    return [f"Used by: {'; '.join(links)}."] if links else []
