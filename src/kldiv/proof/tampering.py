"""Derivations tampered with, one thing at a time: the checks must refuse every one.

Steps are dropped, swapped, repeated, or put under another rule; the left side, the result, a density, a condition, a
lemma or a bound is changed, and the change carried through the whole derivation, so that no gap gives it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.proof.chain import related
from kldiv.proof.checks import check
from kldiv.proof.checks.steps import Citing, check_chain, check_lemmas_named, check_stated, replayed
from kldiv.proof.kernel import RULES, run
from kldiv.proof.record import Comparison, Lemma, Record, Step, value_side

#: So little is enough to be wrong.
LITTLE = 1 + sp.Rational(1, 10**20)

#: A bound is made stronger by this factor.
STRONGER = sp.Rational(105, 100)


@dataclass(frozen=True)
class Tampered:
    """A derivation with one thing changed.

    Attributes:
        kind: what was done.
        where: to which part.
        record: the derivation as it then stands.
    """

    kind: str
    where: str
    record: Record


def tampered(record: Record, other: Record) -> Iterator[Tampered]:
    """Change one thing at a time.

    Args:
        record: a derivation that passes its checks.
        other: another one, from which a left side is taken.

    Yields:
        What was changed, with the derivation as it then stands.
    """
    for make in (_steps, _rules, _arguments, _sides, _densities, _conditions, _lemmas, _bounds):
        yield from make(record, other)


def _steps(record: Record, _other: Record) -> Iterator[Tampered]:
    steps = record.steps
    yield Tampered("no steps", "all", replace(record, steps=()))
    for k in range(len(steps)):
        where = f"step {k + 1}"
        yield Tampered("step dropped", where, replace(record, steps=(*steps[:k], *steps[k + 1 :])))
        yield Tampered("step repeated", where, replace(record, steps=(*steps[: k + 1], *steps[k:])))
        if k + 1 < len(steps):
            turned = (*steps[:k], steps[k + 1], steps[k], *steps[k + 2 :])
            yield Tampered("steps swapped", where, replace(record, steps=turned))


def _rules(record: Record, _other: Record) -> Iterator[Tampered]:
    names = sorted(RULES)
    citing = Citing(record.left, record.lemmas, None)
    for k, step in enumerate(record.steps):
        named = replace(step, rule=replace(step.rule, title=step.rule.title + " "))
        yield Tampered("rule renamed", f"step {k + 1}", _with_step(record, k, named))
        start = names.index(step.rule.slug)
        for offset in (1, len(names) // 3, 2 * len(names) // 3):
            another = RULES[names[(start + offset) % len(names)]]
            if not _makes_the_same(another, step, citing):
                yield Tampered("rule exchanged", f"step {k + 1}", _with_step(record, k, replace(step, rule=another)))


def _arguments(record: Record, _other: Record) -> Iterator[Tampered]:
    citing = Citing(record.left, record.lemmas, None)
    for k, step in enumerate(record.steps):
        bare = replace(step, arguments=())
        if step.arguments and (step.rule.slug == "definition" or not _makes_the_same(step.rule, bare, citing)):
            yield Tampered("arguments dropped", f"step {k + 1}", _with_step(record, k, bare))


def _makes_the_same(rule: Any, step: Step, citing: Citing) -> bool:
    """Whether another rule licenses the step as well: then nothing is wrong with it."""
    try:
        made = run(rule, value_side(step.before), step.arguments, citing)
        return related(citing.left, step.before, made)[0] == step.after and made.conditions == step.conditions
    except Exception:  # whatever went wrong, it does not license the step
        return False


def _sides(record: Record, other: Record) -> Iterator[Tampered]:
    yield Tampered("left side of another", "left", replace(record, left=other.left))
    if (
        not isinstance(record.result, Relational)
        and record.result.is_finite is not False
        and record.result is not sp.nan
    ):
        yield Tampered(
            "result by 1e-20", "result", replace(record, result=record.result * LITTLE + sp.Rational(1, 10**20))
        )
        yield from _carried(record)
    if record.result is sp.oo:
        yield Tampered("result finite", "result", replace(record, result=sp.Integer(7)))


def _carried(record: Record) -> Iterator[Tampered]:
    """A factor next to 1 that comes in with one step and is carried to the result."""
    for k in range(len(record.steps)):
        steps = list(record.steps)
        for n in range(k, len(steps)):
            before = steps[n].before if n == k else steps[n - 1].after
            steps[n] = replace(steps[n], before=before, after=_times(steps[n].after, LITTLE))
        changed = replace(record, steps=tuple(steps), result=steps[-1].after)
        yield Tampered("factor carried along", f"step {k + 1}", changed)


def _times(expression: sp.Basic, factor: sp.Expr) -> sp.Basic:
    if isinstance(expression, Relational):
        return expression.func(expression.lhs, factor * expression.rhs, evaluate=False)
    return factor * expression if expression.is_finite is not False and expression is not sp.nan else expression


def _densities(record: Record, _other: Record) -> Iterator[Tampered]:
    """A constant in a density, changed wherever the density stands."""
    chains = (record.steps, *(lemma.steps for lemma in record.lemmas.values()))
    seen = [e for steps in chains for step in steps for e in (step.before, step.after)]
    nodes = [
        n for e in (record.left, *seen) for n in sp.preorder_traversal(e) if isinstance(n, (Expectation, Divergence))
    ]
    densities = dict.fromkeys(d for n in nodes for d in ((n.density,) if isinstance(n, Expectation) else n.args[:2]))
    for density in densities:
        yield Tampered("constant in a density", str(density)[:60], _everywhere(record, {density: LITTLE * density}))


def _everywhere(record: Record, table: dict[sp.Basic, sp.Basic]) -> Record:
    def steps_of(steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(replace(s, before=s.before.xreplace(table), after=s.after.xreplace(table)) for s in steps)

    lemmas = {
        name: replace(
            lemma, left=lemma.left.xreplace(table), value=lemma.value.xreplace(table), steps=steps_of(lemma.steps)
        )
        for name, lemma in record.lemmas.items()
    }
    left, result = record.left.xreplace(table), record.result.xreplace(table)
    return replace(record, left=left, result=result, steps=steps_of(record.steps), lemmas=lemmas)


def _conditions(record: Record, _other: Record) -> Iterator[Tampered]:
    needed = [c for step in record.steps for c in step.conditions]
    for k, condition in enumerate(record.assumptions):
        rest = (*record.assumptions[:k], *record.assumptions[k + 1 :])
        if condition in needed or record.kind != "identity":
            yield Tampered("condition dropped", str(condition), replace(record, assumptions=rest))
        if isinstance(condition, (sp.StrictGreaterThan, sp.StrictLessThan)):
            shifted = condition.func(condition.lhs, condition.rhs + (1 if condition.func is sp.StrictLessThan else -1))
            if shifted not in (sp.true, sp.false) and condition in needed:
                weaker = replace(record, assumptions=(*rest, shifted))
                yield Tampered("condition weakened", str(condition), weaker)
    for k, step in enumerate(record.steps):
        if step.conditions:
            bare = _with_step(record, k, replace(step, conditions=()))
            yield Tampered("condition of a step dropped", f"step {k + 1}", bare)


def _lemmas(record: Record, _other: Record) -> Iterator[Tampered]:
    for name, lemma in record.lemmas.items():
        others = {k: v for k, v in record.lemmas.items() if k != name}
        yield Tampered("lemma dropped", name, replace(record, lemmas=others))
        for kind, changed in _changed_lemma(lemma):
            yield Tampered(kind, name, replace(record, lemmas={**record.lemmas, name: changed}))


def _changed_lemma(lemma: Lemma) -> Iterator[tuple[str, Lemma]]:
    yield "lemma without steps", replace(lemma, steps=())
    if _times(lemma.value, LITTLE) == lemma.value:
        return  # zero, or without end: a factor changes nothing
    yield "value of a lemma by 1e-20", replace(lemma, value=_times(lemma.value, LITTLE))
    if lemma.steps:
        last = replace(lemma.steps[-1], after=_times(lemma.steps[-1].after, LITTLE))
        changed = replace(lemma, value=last.after, steps=(*lemma.steps[:-1], last))
        yield "value of a lemma by 1e-20, with its last step", changed


def _bounds(record: Record, _other: Record) -> Iterator[Tampered]:
    """A bound made 5 % stronger, and carried to the result."""
    for k, step in enumerate(record.steps):
        if not isinstance(step, Comparison) or value_side(step.after) == 0:
            continue
        factor = STRONGER if isinstance(step.after, sp.Ge) else 1 / STRONGER
        steps = list(record.steps)
        for n in range(k, len(steps)):
            before = steps[n].before if n == k else steps[n - 1].after
            steps[n] = replace(steps[n], before=before, after=_times(steps[n].after, factor))
        changed = replace(record, steps=tuple(steps), result=steps[-1].after)
        yield Tampered("bound stronger by 5 %", f"step {k + 1}", changed)


def _with_step(record: Record, k: int, step: Step) -> Record:
    return replace(record, steps=(*record.steps[:k], step, *record.steps[k + 1 :]))


def refusal(record: Record) -> str:
    """The first check that refuses a derivation; those that need no number are asked first.

    Args:
        record: a derivation, tampered with or not.

    Returns:
        The name of the check and what it says; "" if every check passes.
    """
    return early_refusal(record) or next((f"{c.name}: {c.detail}" for c in check(record) if not c.ok), "")


def early_refusal(record: Record) -> str:
    """The first of the checks that need no number, which refuses a derivation: chain, lemmas, conditions, rules."""
    checks = [check_chain("chain", record.left, record.steps, _ending(record)), *check_lemmas_named(record)]
    checks += check_stated("conditions", record.steps, (*record.assumptions, *record.scope))
    refused = next((f"{c.name}: {c.detail}" for c in checks if not c.ok), "")
    return refused or _first_fault(record)


def _ending(record: Record) -> sp.Basic:
    """Where the chain must end; a pair without a closed form ends where its steps do."""
    return record.steps[-1].after if record.kind == "undecided" and record.steps else record.result


def _first_fault(record: Record) -> str:
    chains: list[tuple[str, Sequence[Step], Citing]] = []
    allowed = (*record.assumptions, *record.scope)
    chains.append(("step", record.steps, Citing(record.left, record.lemmas, allowed)))
    for lemma in record.lemmas.values():
        citing = Citing(lemma.left, record.lemmas, lemma.conditions)
        chains.append((f"lemma {lemma.id}, step", lemma.steps, citing))
    for name, steps, citing in chains:
        for number, step in enumerate(steps, 1):
            if fault := replayed(step, citing):
                return f"{name} {number}: {fault}"
    return ""
