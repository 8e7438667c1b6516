"""A derivation for a terminal."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import sympy as sp
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.stringpict import prettyForm, stringPict

from kldiv.algebra.nodes import Expectation
from kldiv.proof.record import Lemma, Record, Step
from kldiv.proof.report import Report
from kldiv.proof.theorems import THEOREMS
from kldiv.writing.letters import letters
from kldiv.writing.ordering import ordered_terms
from kldiv.writing.statement import shared, sides
from kldiv.writing.words import check_of_step, outcome, said, variable_rows

#: How many columns a terminal is taken to have.
COLUMNS = 100

_PLAIN = (
    (r"\\operatorname\{(\w+)\}", r"\1"),
    (r"\\mathrm\{(\w+)\}", r"\1"),
    (r"\\mathbb\{R\}", "ℝ"),
    (r"\\mathbb\{Z\}", "ℤ"),
    (r"\\text\{([^}]*)\}", r"\1"),
    (r"\\infty", "∞"),
    (r"\\ge\b", "≥"),
    (r"\\le\b", "≤"),
    (r"\\ne\b", "≠"),
    (r"\\notin\b", "∉"),
    (r"\\in\b", "∈"),
    (r"\\sim\b", "~"),
    (r"\\to\b", "→"),
    (r"\\cdot\b", "·"),
    (r"\\dots\b", "..."),
    (r"\\sum\b", "Σ"),
    (r"\\int\b", "∫"),
    (r"\\\\\|\\\\\|", "‖"),
    (r"\\\|", "‖"),
    (r"\\textstyle", ""),
    (r"\\[,!; ]|\\q?quad", " "),
    (r"\\(?:left|right|[bB]igg?[lr]?)", ""),
    (r"\\([{}%$&#_])", r"\1"),
)
_NAMES = "alpha beta gamma delta theta kappa lambda mu nu pi psi rho sigma tau eta Gamma Sigma Lambda Psi"
_GREEK = dict(zip(_NAMES.split(), "αβγδθκλμνπψρστηΓΣΛΨ", strict=True))


class TextPrinter(PrettyPrinter):
    """SymPy's two-dimensional printer in our order, with expectations."""

    def __init__(self) -> None:
        super().__init__({"use_unicode": True, "wrap_line": True, "num_columns": COLUMNS - 4})

    def _as_ordered_terms(self, expr: sp.Expr, order: Any = None) -> list[sp.Expr]:
        return ordered_terms(expr)

    def _print_Expectation(self, expr: Expectation) -> prettyForm:
        letter = expr.variable
        capital: sp.Basic = sp.Symbol(letter.name.upper(), **letter.assumptions0)
        if isinstance(letter, sp.MatrixSymbol):
            capital = sp.MatrixSymbol(letter.name.upper(), *letter.shape)
        body = self._print(expr.body.xreplace({expr.variable: capital}))
        head = "E" if expr.index in ("", expr.variable.name) else f"E_{expr.index}"
        sign, end = {"<": ("≤", expr.upper), ">": ("≥", expr.lower)}.get(expr.part, ("", None))
        if sign:
            body = prettyForm(*stringPict.next(body, f"; {capital} {sign} ", self._print(end)))
        inside = prettyForm(*body.parens("[", "]"))
        return prettyForm(*stringPict.next(prettyForm(head), inside), binding=prettyForm.FUNC)

    def _print_Divergence(self, _expr: Any) -> prettyForm:
        return prettyForm("D(p ‖ q)")

    def _print_Quantity(self, expr: Any) -> prettyForm:
        return prettyForm(str(expr).replace("||", "‖"))

    def _print_Indexed(self, expr: sp.Indexed) -> prettyForm:
        return prettyForm(f"{expr.base}[{', '.join(str(i) for i in expr.indices)}]")


def pretty(expression: sp.Basic, indent: int = 4) -> str:
    """Write an expression over as many lines as it needs."""
    shown = TextPrinter().doprint(expression)
    return textwrap.indent("\n".join(line.rstrip() for line in shown.splitlines()), " " * indent)


def plain(markdown: str) -> str:
    r"""Turn a sentence of Markdown with TeX into plain text.

    Example:
        >>> plain(r"for $\sigma_p > 0$ and `x`")
        'for σ_p > 0 and x'
    """
    shown = markdown.replace("$", "").replace("**", "").replace("`", "")
    shown = re.sub(r"\^\{\\mathsf ?\{?T\}?\}", "ᵀ", shown)
    shown = re.sub(r"([_^])\{(\w+)\}", r"\1\2", shown)
    shown = re.sub(r"\\frac\{([^{}]+)\}\{([^{}]+)\}", _ratio, shown)
    shown = re.sub(r"([_^])\{([^{}]+)\}", r"\1(\2)", shown)
    for pattern, replacement in _PLAIN:
        shown = re.sub(pattern, replacement, shown)
    shown = re.sub(r"\\([A-Za-z]+)", lambda m: _GREEK.get(m.group(1), m.group(1)), shown)
    shown = re.sub(r"\{([^{}]*)\}", r"\1", shown)
    return re.sub(r"(?<=\S) {2,}", " ", shown)


def _ratio(match: re.Match[str]) -> str:
    return "/".join(part if re.fullmatch(r"\\?\w+(\^\w+)?", part) else f"({part})" for part in match.groups())


def _wrapped(sentence: str, indent: int = 4) -> str:
    space = " " * indent
    return textwrap.fill(plain(sentence), COLUMNS - 4, initial_indent=space, subsequent_indent=space)


def _equation(left: sp.Basic, right: sp.Basic | None, indent: int = 4) -> str:
    return pretty(left if right is None else sp.Eq(left, right, evaluate=False), indent)


def _steps(steps: tuple[Step, ...], report: Report | None, lemma: str = "", indent: int = 4) -> list[str]:
    lines = []
    for number, step in enumerate(steps, 1):
        lines += ["", f"{' ' * (indent - 4)}{number}. {step.rule.title}", _wrapped(step.rule.reason, indent)]
        lines += [_wrapped(f"By the theorem: {THEOREMS[name].title}.", indent) for name in step.theorems]
        if step.lemmas:
            lines.append(_wrapped(f"Lemmas: {', '.join(step.lemmas)}.", indent))
        lines += ["", pretty(step.after, indent if hasattr(step.after, "rel_op") else indent + 2)]
        found = check_of_step(report, number, lemma)
        if found is not None:
            lines += ["", _wrapped(outcome(found), indent)]
    return lines


def _lemma(lemma: Lemma, report: Report | None) -> list[str]:
    lines = ["", f"  {lemma.id}: {lemma.title}", "", _equation(lemma.left, lemma.value, 6), ""]
    if lemma.conditions:
        lines.append("      for " + " and ".join(str(c) for c in lemma.conditions))
    return [*lines, _wrapped(said(lemma.strategy), 6), *_steps(lemma.steps, report, lemma.id, 8)]


def to_text(derivation: Record, report: Report | None = None) -> str:
    """Write a derivation as plain text.

    Args:
        derivation: any derivation.
        report: what its checks said, if they are to be told.

    Returns:
        Text that ends in a newline.
    """
    lines = [derivation.title, "=" * len(derivation.title), ""]
    lines.append(f"{derivation.id}, version {derivation.version}, {derivation.kind}")
    lines += [
        f"  {row['distribution']}: {row['name']} = {row['symbol']}, {row['description']}"
        + ("" if row["domain_text"] in row["description"] else f", {row['domain_text']}")
        for row in variable_rows(derivation)
    ]
    left, right = sides(derivation)
    lines += ["", pretty(left) if derivation.kind == "undecided" else _equation(left, right)]
    if derivation.kind == "undecided":
        lines += ["", "    No closed form was found."]
    if conditions := (*shared(derivation), *derivation.assumptions):
        held = " and ".join(f"{c.lhs} = {c.rhs}" if isinstance(c, sp.Eq) else str(c) for c in conditions)
        rest = f"; otherwise {derivation.otherwise}" if derivation.otherwise is not None else ""
        lines += ["", _wrapped(f"for {held}{rest}")]
    notes = (letters(derivation), *derivation.notes)
    lines += [part for note in notes if note for part in ("", _wrapped(said(note)))]
    lines += ["", "Derivation", "----------", *_steps(derivation.steps, report)]
    if derivation.lemmas:
        lines += ["", "Lemmas", "------"]
        lines += [line for lemma in derivation.lemmas.values() for line in _lemma(lemma, report)]
    if report is not None:
        lines += ["", "Checks", "------", str(report)]
    if derivation.references:
        shown = "; ".join(f"{key}, {locator}" if locator else key for key, locator in derivation.references)
        lines += ["", f"Sources: {shown}"]
    return "\n".join(lines) + "\n"
