"""A derivation as plain Markdown with TeX, for a notebook or a README."""

from __future__ import annotations

from kldiv.proof.record import Record, Step
from kldiv.proof.report import Report
from kldiv.proof.theorems import THEOREMS
from kldiv.register.meaning import fingerprint
from kldiv.writing.letters import letters
from kldiv.writing.statement import condition_tex, statement_tex, step_tex, steps_tex
from kldiv.writing.words import check_of_step, glossary, outcome, said, variable_rows


def display(tex: str, label: str = "") -> list[str]:
    """Set TeX as a display, with an empty line on either side."""
    return ["", "$$", tex, *([rf"\label{{{label}}}"] if label else []), "$$", ""]


def _steps(steps: tuple[Step, ...], report: Report | None, lemma: str = "") -> list[str]:
    lines = []
    for number, (step, tex) in enumerate(zip(steps, steps_tex(steps), strict=True), 1):
        lines += [f"**{number}. {step.rule.title}.** {step.rule.reason}"]
        lines += [f"By the theorem: {THEOREMS[name].title}." for name in step.theorems]
        lines += ["Used: " + ", ".join(f"`{name}`" for name in step.lemmas) + "."] if step.lemmas else []
        lines += display(tex)
        found = check_of_step(report, number, lemma)
        lines += [f"*{outcome(found)}*", ""] if found else []
    return lines


def to_markdown(derivation: Record, report: Report | None = None) -> str:
    """Write a derivation as Markdown that any reader of Markdown with TeX can show.

    Args:
        derivation: any derivation.
        report: what its checks said, if they are to be told.

    Returns:
        Markdown that ends in a newline.
    """
    lines = [f"# {derivation.title}", ""]
    for row in variable_rows(derivation):
        domain = f", ${row['domain']}$" if row["domain"] else ""
        lines.append(f"- ${row['distribution']}$: `{row['name']}` $= {row['tex']}$, {row['description']}{domain}")
    lines += display(statement_tex(derivation))
    lines += [
        part
        for note in (glossary(derivation.result), letters(derivation), *derivation.notes)
        if note
        for part in (said(note), "")
    ]
    lines += ["## Derivation", "", *_steps(derivation.steps, report)]
    if derivation.lemmas:
        lines += ["## Lemmas", ""]
    for lemma in derivation.lemmas.values():
        lines += [f"### `{lemma.id}`", "", f"{lemma.title}:", *display(step_tex(lemma.left, lemma.value))]
        if lemma.conditions:
            lines += [
                "Holds for " + " and ".join(f"${condition_tex(c)}$" for c in lemma.conditions) + ".",
                "",
            ]
        lines += [said(lemma.strategy), "", *_steps(lemma.steps, report, lemma.id)]
    lines += [f"`{derivation.id}`, version {derivation.version}, content hash `{fingerprint(derivation)}`"]
    return "\n".join(lines) + "\n"
