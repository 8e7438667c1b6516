"""Pieces of a page: steps, lemmas and checks, as HTML blocks with Markdown inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import groupby

import sympy as sp

from kldiv.derived import Derivation
from kldiv.entries import catalogue
from kldiv.proof.record import Lemma, Step
from kldiv.proof.report import Check, Report
from kldiv.proof.theorems import THEOREMS
from kldiv.writing.address import page_of
from kldiv.writing.layout import width
from kldiv.writing.markdown import display
from kldiv.writing.statement import condition_tex, shared, step_tex, steps_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import check_of_lemma, check_of_step, digits_of, outcome, plural, proved_words, said
from scripts.pages import second_opinions
from scripts.pages.changed import change_of
from scripts.pages.lemmas_page import LINK as SHARED
from scripts.pages.theorems import LINK as THEOREMS_PAGE

#: How the titles of the lemmas on expectations begin, and how wide one may be that is the head of its own fold.
_EXPECTATION, _ONE_LINE = "An expectation under", 26.0


def block(css: str, lines: list[str], identifier: str = "", *, hidden: bool = False) -> list[str]:
    """Put Markdown into a div, perhaps one that the search does not look into."""
    named = f' id="{identifier}"' if identifier else ""
    named += " data-search-exclude" if hidden else ""
    return [f'<div class="{css}"{named} markdown>', "", *_trim(lines), "", "</div>", ""]


def fold(summary: str, lines: list[str]) -> list[str]:
    """Fold Markdown away under a line that opens it."""
    return [
        f'??? note "{summary}"',
        "",
        *(f"    {line}".rstrip() for part in lines for line in part.split("\n")),
        "",
    ]


def _trim(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    while lines and not lines[0]:
        lines = lines[1:]
    return lines


def steps_blocks(
    steps: tuple[Step, ...],
    report: Report | None,
    rules_page: str,
    *,
    lemma: str = "",
    lemmas: Mapping[str, Lemma] | None = None,
    stated: Collection[sp.Basic] = (),
) -> list[str]:
    """Set the steps of a derivation or of a lemma.

    Args:
        steps: the steps.
        report: what their checks said.
        rules_page: the page whose anchors explain the rules; "" for no links.
        lemma: the id of the lemma whose steps they are, if they are one's.
        lemmas: the lemmas that the steps may use, by id.
        stated: what the whole is stated for. An equation that a step needs and that is not among them follows from
            a definition, as the checks show, and is left out.

    Returns:
        Lines of Markdown.
    """
    found = [check_of_step(report, number, lemma) for number in range(1, len(steps) + 1)]
    told = [outcome(check) if check is not None and check.ok else "" for check in found]
    usual, times = Counter(told).most_common(1)[0] if told else ("", 0)
    lines: list[str] = []
    if usual and times > 1:
        each = "Each step" if times == len(told) else "Each step, unless it says otherwise"
        lines += block("step-check", [f"{each}: {usual[0].lower()}{usual[1:]}"])
    else:
        usual = ""
    for number, (step, tex) in enumerate(zip(steps, steps_tex(steps), strict=True), 1):
        title = f"[{step.rule.title}]({rules_page}#{step.rule.slug})" if rules_page else step.rule.title
        inside = block("step-rule", [title])
        inside += block("step-change", [change]) if (change := change_of(step)) else []
        inside += display(tex)[1:]
        reason = [step.rule.reason]
        for name in step.theorems:
            reason += ["", f"By a theorem: [{THEOREMS[name].title}]({THEOREMS_PAGE}#{name})."]
        held = [f"${condition_tex(c)}$" for c in step.conditions if c in stated or not isinstance(c, sp.Eq)]
        if held:
            reason += ["", f"For {' and '.join(held)}."]
        if step.lemmas:
            used = ", ".join(_mention(name, lemmas) for name in step.lemmas)
            reason += ["", f"{'Lemma' if len(step.lemmas) == 1 else 'Lemmas'} used: {used}."]
        inside += block("step-reason", reason)
        inside += block("step-check", [told[number - 1]]) if told[number - 1] != usual else []
        lines += block("step", inside, f"step-{number}" if not lemma else "")
    return block("derivation", lines) if lines else []


def _mention(name: str, lemmas: Mapping[str, Lemma] | None) -> str:
    shown = f"${expression_tex(lemmas[name].left)}$" if lemmas and name in lemmas else f"`{name}`"
    return f"[the one on {shown}]({place_of_lemma(name, lemmas)})"  # a link of a formula alone has no name to read


def place_of_lemma(name: str, lemmas: Mapping[str, Lemma] | None) -> str:
    """Where a lemma stands: on the page of its own result, among those that many derivations share, or here."""
    if name in catalogue():
        return f"../{page_of(catalogue()[name]).removesuffix('.html')}.md"
    return f"{SHARED}#{name}" if lemmas and name in lemmas and lemmas[name].cases else f"#{name}"


def lemma_block(
    lemma: Lemma, report: Report | None, rules_page: str, lemmas: Mapping[str, Lemma] | None = None
) -> list[str]:
    """Set a lemma: its statement in view, its derivation folded."""
    tex = step_tex(lemma.left, lemma.value)
    known = lemmas or {part.id: part for part in lemma.lemmas}
    strategy = said(lemma.strategy)
    way = [f"From {strategy}" if strategy.startswith("$") else strategy, ""]
    found = check_of_lemma(report, lemma.id)
    if found is not None and found.ok:
        way += block("step-check", [_lemma_outcome(found)])
    way += steps_blocks(lemma.steps, report, rules_page, lemma=lemma.id, lemmas=known, stated=lemma.conditions)
    # Expectations speak for themselves; there are many of them, all with one title.
    titled = not lemma.title.startswith(_EXPECTATION)
    lines = [f"**{lemma.title}**"] if titled else []
    lines += display(tex)
    if lemma.conditions:
        held = " and ".join(f"${condition_tex(c)}$" for c in lemma.conditions)
        plain = lemma.cases or any(isinstance(c, sp.Ne) for c in lemma.conditions)
        elsewhere = "" if plain else "; the expectation does not exist as a finite number elsewhere"
        lines += [f"Holds for {held}{elsewhere}.", ""]
    if not lemma.steps:
        return block("lemma", lines + way, lemma.id)
    if not titled and not lemma.conditions and "\n" not in tex and width(tex) < _ONE_LINE:
        head = f'<details class="lemma" id="{lemma.id}" data-search-exclude markdown>'
        named = '<span class="spoken">and its derivation</span>'  # a formula alone names no control
        summary = f'<summary markdown="span">$\\displaystyle {tex}$ {named}</summary>'
        return [head, summary, "", *way, "</details>", ""]
    head = "<details data-search-exclude markdown>"
    return block("lemma", [*lines, head, "<summary>Its derivation</summary>", "", *way, "</details>", ""], lemma.id)


def _lemma_outcome(check: Check) -> str:
    if check.digits is None:
        return f"Tested at {plural(check.points, 'point')}."
    means = check.detail or "checked numerically"
    return f"Its value, {means}: {digits_of(check)} digits at {plural(check.points, 'point')}."


def is_pair(derivation: Derivation) -> bool:
    """Whether a derivation is of the divergence between two distributions of the catalogue."""
    return bool(derivation.distributions)


def derivation_section(derivation: Derivation, report: Report | None, rules_page: str) -> list[str]:
    """Set the derivation with its lemmas."""
    if not derivation.steps:
        return []
    # The steps of hundreds of pairs are alike; the search finds those of the identities, where each is its own.
    found = " data-search-exclude" if is_pair(derivation) else ""
    lines = [f"## The derivation {{ #derivation{found} }}", "", '<div data-part="derivation" markdown>', ""]
    stated = (*shared(derivation), *derivation.assumptions)
    lines += steps_blocks(derivation.steps, report, rules_page, lemmas=derivation.lemmas, stated=stated)
    lines += ["</div>", ""]
    own = [lemma for lemma in derivation.lemmas.values() if not lemma.cases]
    common = [lemma for lemma in derivation.lemmas.values() if lemma.cases]
    if derivation.lemmas:
        lines += ["## The lemmas { #lemmas }", ""]
    for lemma in own:
        lines += lemma_block(lemma, report, rules_page, derivation.lemmas)
    if common:
        lines += ["It rests on these as well, each derived on its own:" if own else "Each is derived on its own:", ""]
        lines += [f"- [{lemma.title}]({place_of_lemma(lemma.id, derivation.lemmas)})" for lemma in common]
        lines += [""]
    return lines


def _row(name: str, checks: list[Check], detail: str = "") -> str:
    digits = [c for c in checks if c.digits is not None]
    worst = digits_of(min(digits, key=lambda c: c.digits or 0.0)) if digits else "–"
    points = sum(c.points for c in checks)
    several = f"{plural(len(checks), 'check')}; the worst agreement is shown"
    detail = detail or (checks[0].detail if len(checks) == 1 else several)
    return f"| {cell(name)} | {points} | {worst} | {cell(detail)} |"


def cell(text: str) -> str:
    """Write text as it may stand in a cell of a table."""
    # A bar would end the cell; inside mathematics \vert is the same sign.
    halves = text.split("$")
    halves[1::2] = [part.replace(r"\|", r"\Vert ").replace("|", r"\vert ") for part in halves[1::2]]
    halves[::2] = [part.replace("|", r"\|") for part in halves[::2]]
    return "$".join(halves)


def checks_table(report: Report, written: Mapping[str, str] | None = None) -> list[str]:
    """Tabulate the checks; those of a lemma are added up on one line, and so are steps in a row compared alike.

    Args:
        report: what the checks said.
        written: how the names of some checks are written on a page.

    Returns:
        Lines of Markdown.
    """
    shown = written or {}
    groups: dict[str, list[Check]] = {}
    for check in report:
        name = check.name
        if name.startswith("lemma "):
            name = f"lemma {name.removeprefix('lemma ').partition(',')[0].partition(':')[0]}"
        groups.setdefault(name, []).append(check)
    lines = ["| check | points | digits | what was compared |", "|---|--:|--:|---|"]
    for detail, alike in groupby(groups.items(), key=lambda group: _detail_of_a_step(group[1]) or group[0]):
        rows = list(alike)
        if len(rows) == 1:
            lines.append(_row(shown.get(rows[0][0], rows[0][0]), rows[0][1]))
        else:
            numbers = [name.removeprefix("step ").partition(":")[0] for name, _ in rows]
            checks = [check for _, group in rows for check in group]
            lines.append(_row(f"steps {numbers[0]} to {numbers[-1]}", checks, f"each: {detail}"))
    return [*lines, ""]


def _detail_of_a_step(checks: list[Check]) -> str:
    return checks[0].detail if len(checks) == 1 and checks[0].name.startswith("step ") else ""


def checks_section(derivation: Derivation, report: Report, value: str = "") -> list[str]:
    """Set the section on the checks.

    Args:
        derivation: any derivation.
        report: what its checks said.
        value: a sentence on the value at one point, where there is no formula to compare.

    Returns:
        Lines of Markdown.
    """
    lines = ["### The checks { #checks }", ""]
    if derivation.kind == "undecided":
        lines += ["There is no result to compare: the steps are checked, and the value at some points.", "", value, ""]
    if report.proved is not None and proved_words(report):
        points = plural(report.proved.points, "point")
        lines += [f"The value is **{proved_words(report)}** at {points}: [how](../reference/checks.md#proved).", ""]
    count = plural(report.passed, "check")
    lines += [f"{count} passed, none failed. [What they are](../reference/checks.md).", ""]
    second = second_opinions.line(derivation.id)
    lines += [f"{second} [How they were asked](../reference/verification.md#second-opinion).", ""] if second else []
    written = {f"infinite unless {c}": f"infinite unless ${condition_tex(c)}$" for c in derivation.assumptions}
    return [*lines, *checks_table(report, written)]
