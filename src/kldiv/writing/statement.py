"""What a derivation states, with its conditions, in TeX."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sympy as sp
from sympy.core.relational import Relational

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.proof.record import Record, Step
from kldiv.writing.layout import LINE, broken, equation, packed, width
from kldiv.writing.ordering import is_negative
from kldiv.writing.tex import expression_tex


def condition_tex(condition: sp.Basic) -> str:
    """Write a condition with plus signs only: a - 1 > 0 becomes a > 1.

    Args:
        condition: a relation, or several joined by and, or.

    Returns:
        TeX.

    Example:
        >>> a = sp.Symbol("a", real=True)
        >>> condition_tex(a - 1 > 0), condition_tex(1 - a > 0)
        ('a > 1', 'a < 1')
    """
    if isinstance(condition, (sp.And, sp.Or)):
        word = r" \text{ and } " if isinstance(condition, sp.And) else r" \text{ or } "
        return word.join(condition_tex(part) for part in sorted(condition.args, key=sp.default_sort_key))
    if not isinstance(condition, Relational) or not (condition.lhs - condition.rhs).is_extended_real:
        return _plain_relation(condition)
    terms = sp.Add.make_args(sp.expand(condition.lhs - condition.rhs))
    left = sp.Add(*(t for t in terms if not is_negative(t)))
    right = sp.Add(*(-t for t in terms if is_negative(t)))
    sign = condition.rel_op
    if left.is_number and not right.is_number:
        left, right = right, left
        sign = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(sign, sign)
    return expression_tex(left) + _SIGNS[sign] + expression_tex(right)


_SIGNS = {"==": " = ", "!=": r" \ne ", ">": " > ", "<": " < ", ">=": r" \ge ", "<=": r" \le "}


def _plain_relation(condition: sp.Basic) -> str:
    if isinstance(condition, Relational):
        if condition.is_Relational and isinstance(condition.lhs, sp.Number) and condition.rel_op in "<=>":
            condition = condition.reversed
        return expression_tex(condition.lhs) + _SIGNS[condition.rel_op] + expression_tex(condition.rhs)
    return expression_tex(condition)


def shared(derivation: Record) -> tuple[sp.Basic, ...]:
    """Return the equalities between parameters of p and q that a formula is for, such as equal scales."""
    return tuple(c for c in derivation.scope if isinstance(c, sp.Eq))


def holes(derivation: Record) -> tuple[sp.Basic, ...]:
    """Return where a formula is 0/0, as equations."""
    return tuple(sp.Eq(c.lhs, c.rhs, evaluate=False) for c in derivation.scope if isinstance(c, sp.Ne))


def conditions_tex(derivation: Record) -> str:
    """Write the conditions of a derivation and the value where they fail; "" if there are none."""
    return " ".join(_conditions(derivation))


def _conditions(derivation: Record) -> list[str]:
    """Write each condition with the word before it, so that a line may be broken between two."""
    conditions = (*shared(derivation), *derivation.assumptions)
    if not conditions or derivation.kind == "infinite":
        return []
    words = (r"\text{for }", *[r"\text{ and }"] * (len(conditions) - 1))
    shown = [f"{word} {condition_tex(c)}" for word, c in zip(words, conditions, strict=True)]
    if derivation.otherwise is not None and not shared(derivation):
        shown[-1] += ","
        elsewhere = f"{expression_tex(derivation.left)} = {expression_tex(derivation.otherwise)}"
        shown.append(rf"\text{{ otherwise }} {elsewhere}")
    return shown


def sides(derivation: Record) -> tuple[sp.Basic, sp.Basic | None]:
    """Return the two sides of the statement; the right one is None if the left is a whole statement."""
    left, right = derivation.left, derivation.result
    if isinstance(left, Relational) or left == right:
        return left, None
    if isinstance(right, Relational) or right in (sp.true, sp.false):
        return right if isinstance(right, Relational) else left, None
    return left, right


def statement_tex(derivation: Record) -> str:
    """State what a derivation shows: both sides, the conditions, and the value where they fail.

    Args:
        derivation: any derivation.

    Returns:
        TeX for a display.
    """
    left, right = sides(derivation)
    conditions = conditions_tex(derivation)
    under = packed(_conditions(derivation), LINE)
    if right is None:
        shown = relation_tex(left)
        if not conditions:
            return shown
        if width(shown + conditions) < LINE:
            return rf"{shown} \qquad {conditions}"
        return "\\begin{gathered}\n" + " \\\\\n".join([shown, *under]) + "\n\\end{gathered}"
    if derivation.kind == "undecided":
        return rf"{expression_tex(left)} = \text{{?}}"
    head = expression_tex(left)
    lines = broken(right, LINE - min(width(head), LINE / 2))
    if conditions and len(lines) == 1 and width(head + lines[0] + conditions) < LINE:
        return rf"{head} = {lines[0]} \qquad {conditions}"
    return equation(head, lines, [rf"\quad {line}" for line in under])


def relation_tex(relation: sp.Basic) -> str:
    """Write an equation or an inequality, broken over lines if it is long."""
    if isinstance(relation, sp.Equality):
        head = expression_tex(relation.lhs)
        return equation(head, broken(relation.rhs, LINE - min(width(head), LINE / 2)))
    return expression_tex(relation)


def steps_tex(steps: Sequence[Step]) -> list[str]:
    """Write what each step arrives at, as an equation with the expression that the chain began with.

    Args:
        steps: the steps of a derivation or a lemma.

    Returns:
        TeX for a display, one for each step.
    """
    shown, unbroken = [], True
    for number, step in enumerate(steps):
        unbroken = unbroken and (number == 0 or step.before == steps[number - 1].after)
        left = steps[0].before if unbroken else step.before
        shown.append(definition_tex(step) if _is_definition(step) else step_tex(left, step.after))
    return shown


def _is_definition(step: Step) -> bool:
    return isinstance(step.before, Divergence) and isinstance(step.after, Expectation)


def definition_tex(step: Step) -> str:
    """Write the definition of a divergence twice: for any two distributions, and with their densities put in."""
    ratio = r"\operatorname{E}_p\!\left[\log \frac{p(X)}{q(X)}\right]"
    lines = broken(step.after, LINE - 8)
    rows = [
        f"{expression_tex(step.before)} ={{}} & {ratio}",
        f"={{}} & {lines[0]}",
        *(f"& {line}" for line in lines[1:]),
    ]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


@lru_cache(maxsize=4096)
def step_tex(left: sp.Basic, after: sp.Basic) -> str:
    """Write what a step arrives at: "left = after", or the new relation itself."""
    if isinstance(after, Relational) or after in (sp.true, sp.false):
        return relation_tex(after)
    if isinstance(left, Relational):
        return expression_tex(after)
    head = expression_tex(left)
    return equation(head, broken(after, LINE - min(width(head), LINE / 2)))
