"""The card at the head of a page: the statement, when it holds, its value at round numbers, and what to do with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import sympy as sp

from kldiv.algebra.notation import DISCRETE
from kldiv.derived import Derivation
from kldiv.distributions.base import Distribution
from kldiv.proof.report import Report
from kldiv.writing.letters import letters
from kldiv.writing.markdown import display
from kldiv.writing.statement import condition_tex, holes, shared, statement_tex, step_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import glossary, plural, proved_words, said
from scripts.pages.conditions import holds
from scripts.pages.example import Example
from scripts.pages.parts import block, is_pair
from scripts.pages.related import nearest_with_formula, other_direction
from scripts.pages.run_button import run_button

#: What a parameter is written as; anything else is an expression, in which nothing can be exchanged.
LETTERS = (sp.Symbol, sp.MatrixSymbol)

#: The name of the fold that a pair within one family has in place of another page for the other direction.
EXCHANGED = "exchanged"


def card(derivation: Derivation, report: Report, example: Example | None) -> list[str]:
    """Set the card, and below it the line that says how the statement was reached.

    Args:
        derivation: any derivation.
        report: what its checks said.
        example: two distributions with round numbers and their divergence, if there are any.

    Returns:
        Lines of Markdown.
    """
    inside = _formula(derivation)
    facts = [_condition(derivation), *_value(derivation, example)]
    if derivation.kind == "undecided":
        facts[:0] = [said(note) for note in derivation.notes]
        facts += [_nearest(derivation)]
    inside += block("statement-facts", [line for fact in facts if fact for line in (fact, "")], hidden=True)
    actions = [*_actions(derivation), run_button(derivation, example)]
    inside += block("statement-actions", [" ".join(actions)], hidden=True)
    head = '<div class="statement" id="statement" data-part="statement" markdown>'
    return [head, "", *inside, "</div>", "", *_standing(derivation, report), *_meanings(derivation)]


def _formula(derivation: Derivation) -> list[str]:
    """The statement without its conditions; where there is none, how far the derivation gets."""
    if derivation.kind != "undecided":
        return display(statement_tex(replace(derivation, assumptions=(), scope=())), f"eq:{derivation.id}")[1:]
    if not derivation.steps:
        return display(statement_tex(derivation))[1:]
    return display(step_tex(derivation.left, derivation.steps[-1].after))[1:]


def _condition(derivation: Derivation) -> str:
    """When it holds, and what is so elsewhere, in one line."""
    conditions = (*shared(derivation), *derivation.assumptions)
    held = holds(*conditions) if is_pair(derivation) else " and ".join(f"${condition_tex(c)}$" for c in conditions)
    if derivation.kind == "undecided":
        parts = [f"Finite for {held}, otherwise $+\\infty$." if held else ""]
    elif shared(derivation):
        parts = [f"The formula is for {held} only."]
    elif not held:
        parts = ["For all parameters." if is_pair(derivation) else ""]
    elif derivation.otherwise is None:
        parts = [f"For {held}."]
    else:
        parts = [f"For {held}; otherwise ${expression_tex(derivation.otherwise)}$."]
    if derivation.kind == "closed form" and holes(derivation):
        where = " or ".join(f"${condition_tex(c)}$" for c in holes(derivation))
        parts += [f"Where {where}, the formula itself is 0/0; the value is then its limit."]
    parts += _zeros(derivation)
    return " ".join(part for part in parts if part)


def _zeros(derivation: Derivation) -> list[str]:
    """Where a condition allows it, a formula has 0 log 0 at the border, which stands for its limit."""
    if derivation.kind != "closed form" or not is_pair(derivation):
        return []
    found = []
    for condition in derivation.assumptions:
        if not isinstance(condition, sp.GreaterThan | sp.LessThan):
            continue
        border = sp.Eq(condition.lhs, condition.rhs, evaluate=False)
        mine = derivation.distributions[0].symbols()
        letter = next((s for s in mine if s in condition.free_symbols), None)
        at = sp.solve(condition.lhs - condition.rhs, letter)[:1] if letter else []
        if at and any(_is_zero_times_log(derivation.result, log, letter, at[0]) for log in _logs(derivation.result)):
            found.append(f"${condition_tex(border)}$")
    return [f"Where {' or '.join(found)}, read $0 \\log 0 = 0$."] if found else []


def _logs(expression: sp.Expr) -> list[sp.Expr]:
    return sorted(expression.atoms(sp.log), key=sp.default_sort_key)


def _is_zero_times_log(result: sp.Expr, log: sp.Expr, letter: sp.Symbol, value: sp.Expr) -> bool:
    """Whether the argument of a logarithm becomes 0 or infinite at a value, and its factor 0."""
    at = {letter: value}
    if log.args[0].subs(at) not in (sp.S.Zero, sp.zoo, sp.oo):
        return False
    stands = sp.Dummy()
    return bool(sp.simplify(sp.diff(result.xreplace({log: stands}), stands).subs(at)) == 0)


def _value(derivation: Derivation, example: Example | None) -> list[str]:
    if example is None or example.value is None:
        return []
    numbered = zip(derivation.distributions, (example.p, example.q), "pq", strict=True)
    settings = " and ".join(f"${settings_tex(*both)}$" for both in numbered)
    how = ""
    if derivation.kind == "undecided":
        how = ", by summation" if derivation.distributions[0].kind == DISCRETE else ", by quadrature"
    return [f"$D(p \\,\\|\\, q) {number_tex(example.value)}$ nats for {settings}{how}."]


def settings_tex(symbolic: Distribution, numbered: Distribution, index: str) -> str:
    """Write out the numbers of a distribution, such as alpha_p = 2, beta_p = 3.

    Args:
        symbolic: the distribution with its letters.
        numbered: the same with numbers.
        index: "p" or "q". Where a formula shares a letter between both, q is given its own.

    Returns:
        TeX.
    """
    shown = []
    for name, letter in symbolic.parameters.items():
        is_shared = index == "q" and str(letter).endswith("_p")
        own = type(symbolic).symbolic("q").parameters[name] if is_shared else letter
        shown.append(f"{{{expression_tex(own)} = {_written(numbered.parameters[name])}}}")  # no line ends within
    return ",\\ ".join(shown)


def _written(value: object) -> str:
    """Write a number, a row of numbers, or a matrix."""
    found = np.asarray(value, dtype=float)
    if found.ndim == 0:
        return f"{float(found):g}"
    if found.ndim == 1:
        return f"({', '.join(f'{entry:g}' for entry in found)})"
    rows = r" \\ ".join(" & ".join(f"{entry:g}" for entry in row) for row in found)
    return rf"\left(\begin{{smallmatrix}} {rows} \end{{smallmatrix}}\right)"


def number_tex(value: float) -> str:
    r"""Write a number to six digits, with the sign that says whether these are all.

    Example:
        >>> number_tex(0.5), number_tex(1 / 3), number_tex(1.5e-7)
        ('= 0.5', '\\approx 0.333333', '= 1.5 \\times 10^{-7}')
    """
    shown = f"{value:.6g}"
    sign = "=" if float(shown) == value else r"\approx"
    digits, _, power = shown.partition("e")
    return f"{sign} {digits}" + (rf" \times 10^{{{int(power)}}}" if power else "")


def _actions(derivation: Derivation) -> list[str]:
    """What to do with the statement; the script puts the menu that copies it before these."""
    actions = ["[Cite](#cite)"]
    if not is_pair(derivation):
        return [*actions, "[What rests on what](index.md#graph)"]
    p, q = derivation.distributions
    if p.slug == q.slug:
        actions += [f"[Swap $p$ and $q$](#{EXCHANGED})"] if exchanged(derivation) else []
    elif back := other_direction(derivation):
        infinite = ": $+\\infty$" if back.kind == "infinite" else ""
        actions += [f"[Swap $p$ and $q${infinite}]({back.link})"]
    for one in dict.fromkeys((type(p), type(q))):
        actions += [f"[{one.title}](../distributions/{one.slug}.md)"]
    return actions


def _nearest(derivation: Derivation) -> str:
    links = [f"[{one.words}]({one.link})" for one in nearest_with_formula(derivation)[:2]]
    return f"The nearest with a formula: {', '.join(links)}." if links else ""


def _standing(derivation: Derivation, report: Report) -> list[str]:
    """One quiet line: what kind of answer it is, how it was reached, what was checked."""
    parts = ["no closed form here" if derivation.kind == "undecided" else derivation.kind]
    if derivation.status != derivation.kind:
        parts += [f"[{derivation.status}](../reference/checks.md#status)"]
    parts += [f"[{plural(report.passed, 'check')} passed](../reference/verification.md)"]
    parts += [f"[{proved}](../reference/checks.md#proved)"] if (proved := proved_words(report)) else []
    parts += [f"version {derivation.version}"]
    return [f"{' · '.join(parts)}", '{ .standing data-search-exclude="" }', ""]


def _meanings(derivation: Derivation) -> list[str]:
    """What the functions and the letters of the statement stand for."""
    notes = [note for note in (glossary(derivation.result), letters(derivation)) if note]
    return [" ".join(notes), ""] if notes else []


def exchanged(derivation: Derivation) -> list[str]:
    """The other direction of a pair within one family: the same formula with the indices exchanged, folded."""
    if not is_pair(derivation) or derivation.kind != "closed form":
        return []
    p, q = derivation.distributions
    letters = list(zip(p.parameters.values(), q.parameters.values(), strict=False))
    if p.slug != q.slug or not all(isinstance(letter, LETTERS) for both in letters for letter in both):
        return []
    table = {mine: theirs for both in letters for mine, theirs in (both, both[::-1])}
    result = derivation.result.xreplace(table)
    tex = step_tex(derivation.left, result).replace(r"D(p \,\|\, q)", r"D(q \,\|\, p)", 1)
    said = "The other direction is the same formula with the indices exchanged."
    head = f'<details id="{EXCHANGED}" data-search-exclude markdown>'
    return [
        head,
        "<summary>The other direction, with p and q exchanged</summary>",
        "",
        said,
        *display(tex),
        "</details>",
        "",
    ]
