"""A derivation as LaTeX, to be put into a document that loads amsmath and amssymb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.theorems import THEOREMS
from kldiv.register.meaning import fingerprint
from kldiv.writing.address import RELEASED
from kldiv.writing.citation import cite
from kldiv.writing.letters import letters
from kldiv.writing.statement import condition_tex, statement_tex, step_tex, steps_tex
from kldiv.writing.words import glossary, said, variable_rows

_ESCAPES = {
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MATHEMATICS = re.compile(r"(\$\$[^$]*\$\$|\$[^$]*\$)")
_LETTERS = {
    "‖": r"$\|$",
    "≥": r"$\ge$",
    "≤": r"$\le$",
    "–": "--",
    "—": "---",
    "…": r"\dots{}",
    "“": "``",
    "”": "''",
}


def escape(prose: str) -> str:
    r"""Turn a sentence of Markdown with TeX into LaTeX; mathematics stays as it is.

    Example:
        >>> escape("50% of `a_b`, where $x_1 > 0$")
        '50\\% of \\texttt{a\\_b}, where $x_1 > 0$'
    """
    parts = []
    for part in _MATHEMATICS.split(prose):
        if not part.startswith("$"):
            part = "".join(_ESCAPES.get(letter, _LETTERS.get(letter, letter)) for letter in part)
            part = re.sub(r"\*\*([^*]+)\*\*", r"\\textbf{\1}", part)
            part = re.sub(r"`([^`]+)`", r"\\texttt{\1}", part)
        parts.append(part)
    return "".join(parts)


def _display(tex: str, label: str = "") -> list[str]:
    if label:
        return [r"\begin{equation}", rf"\label{{{label}}}", tex, r"\end{equation}"]
    return [r"\[", tex, r"\]"]


def _steps(steps: tuple[Step, ...]) -> list[str]:
    lines = [r"\begin{enumerate}"]
    for step, tex in zip(steps, steps_tex(steps), strict=True):
        lines += [rf"\item \textbf{{{escape(step.rule.title)}.}} {escape(step.rule.reason)}"]
        lines += [rf"By the theorem: {escape(THEOREMS[name].title)}." for name in step.theorems]
        used = [rf"lemma~\texttt{{{escape(name)}}}" for name in step.lemmas]
        lines += [f"Used: {', '.join(used)}."] if used else []
        lines += _display(tex)
    return [*lines, r"\end{enumerate}"]


def _lemma(lemma: Lemma) -> list[str]:
    lines = [rf"\paragraph{{Lemma \texttt{{{escape(lemma.id)}}}.}} {escape(lemma.title)}:"]
    lines += _display(step_tex(lemma.left, lemma.value))
    if lemma.conditions:
        lines.append("for $" + "$ and $".join(condition_tex(c) for c in lemma.conditions) + "$.")
    lines.append(escape(said(lemma.strategy)))
    return lines + (_steps(lemma.steps) if lemma.steps else [])


def to_latex(derivation: Record, document: bool = False, sources: Sequence[tuple[str, str, str]] = ()) -> str:
    """Write a derivation in LaTeX.

    Args:
        derivation: any derivation.
        document: whether to wrap it in a preamble and an end, so that the file compiles by itself.
        sources: the sources that it names, for a document: key, place in it, and what it is, in words.

    Returns:
        LaTeX that ends in a newline. It needs amsmath, and amssymb for the names of sets.
    """
    lines = [
        f"% {derivation.id}, version {derivation.version}, {RELEASED}",
        f"% content hash {fingerprint(derivation)}",
        r"% needs \usepackage{amsmath,amssymb}",
        rf"\section*{{{escape(derivation.title)}}}",
    ]
    rows = variable_rows(derivation)
    if rows:
        lines.append(r"\begin{itemize}")
        lines += [
            rf"\item ${row['distribution']}$: \texttt{{{escape(row['name'])}}} $= {row['tex']}$, "
            + escape(row["description"])
            + (f", ${row['domain']}$" if row["domain"] else "")
            for row in rows
        ]
        lines.append(r"\end{itemize}")
    lines += _display(statement_tex(derivation), f"eq:{derivation.id}")
    lines += [
        escape(said(note)) for note in (glossary(derivation.result), letters(derivation), *derivation.notes) if note
    ]
    lines += [r"\subsection*{Derivation}", *(_steps(derivation.steps) if derivation.steps else [])]
    if derivation.lemmas:
        lines.append(r"\subsection*{Lemmas}")
        lines += [line for lemma in derivation.lemmas.values() for line in _lemma(lemma)]
    if document:
        head = [r"\documentclass{article}", r"\usepackage{amsmath,amssymb}", r"\usepackage[margin=22mm]{geometry}"]
        end = [*_sources(sources), *_how_to_cite(derivation), r"\end{document}"]
        lines = [*lines[:2], *head, r"\begin{document}", *lines[3:], *end]
    return "\n".join(lines) + "\n"


def _sources(sources: Sequence[tuple[str, str, str]]) -> list[str]:
    if not sources:
        return []
    lines = [r"\begin{thebibliography}{9}"]
    for key, place, words in sources:
        lines += [rf"\bibitem{{{key}}} {escape(words)}" + (f" Here: {escape(place)}." if place else "")]
    return [*lines, r"\end{thebibliography}"]


def _how_to_cite(derivation: Record) -> list[str]:
    return [r"\subsection*{How to cite this}", escape(cite(derivation, "text").strip())]
