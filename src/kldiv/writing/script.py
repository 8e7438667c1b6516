"""A derivation as a Python script that needs SymPy alone: it evaluates every line and compares it with the one before.

Expectations are integrals and sums over the density that the script writes down, so it trusts no lemma: it evaluates
each, and the steps of each, by quadrature as well.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import islice

import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.algebra.notation import DISCRETE
from kldiv.distributions.points import points_for
from kldiv.proof.record import Lemma, Record, Step
from kldiv.register.meaning import fingerprint
from kldiv.values.at_point import AtPoint
from kldiv.writing import standalone
from kldiv.writing.address import RELEASED
from kldiv.writing.sympy_printer import SymPySource
from kldiv.writing.text import plain

#: At how many points each line is compared.
POINTS = 3

#: The columns of a script.
WIDTH = 100

#: Names that the pasted part brings along.
TAKEN = tuple(name for name in vars(standalone) if not name.startswith("_"))
COMMENT = "    # "
NAMED_BELOW = ("p", "q", "CHAINS", "POINTS", "MASSES", "DIVERGENCE", "RESULT")


def to_script(derivation: Record) -> str:
    """Write a derivation as a script that checks itself.

    Args:
        derivation: one of a pair of distributions of numbers.

    Returns:
        The text of a Python file. Run, it prints what it compared, and exits with 1 if anything differs.

    Raises:
        NotImplementedError: if the derivation is no such pair, or speaks of arrays.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> print(to_script(derive("exponential", "exponential")).split("# The densities")[1].split("DERIV")[0])
        .
        p = lambda_p*exp(-lambda_p*x)
        q = lambda_q*exp(-lambda_q*x)
        ...
    """
    left = derivation.left
    if derivation.kind not in {"closed form", "undecided"} or not isinstance(left, Divergence):
        raise NotImplementedError(f"{derivation.id}: no script for what is not a pair of distributions of numbers")
    printer = SymPySource((*TAKEN, *NAMED_BELOW))
    p, q, variable, lower, upper, kind = left.args
    under_p = Expectation(sp.S.One, variable, lower, upper, p, "p", kind)
    densities = ["# The densities.", *_assigned("p", p, printer), *_assigned("q", q, printer)]
    first = f"{printer.mean(under_p)[0]}(log(p / q))"
    body = _chain("DERIVATION", "D(p || q)", first, derivation.steps, printer)
    at = list(islice(_points(derivation), POINTS))
    body += _points_lines("POINTS", at, printer)
    chains = ['("Derivation", DERIVATION, POINTS)']
    for number, lemma in enumerate(derivation.lemmas.values(), 1):
        own = [case.point for case in lemma.cases if isinstance(case, AtPoint)][:POINTS]
        body += _lemma_chain(number, lemma, printer)
        if own:
            body += _points_lines(f"POINTS_{number}", own, printer)
        chains.append(f'("Lemma {number}", LEMMA_{number}, {f"POINTS_{number}" if own else "POINTS"})')
    body += ["", "CHAINS = [", *(f"    {chain}," for chain in chains), "]"]
    body += _whole(derivation, left, printer)
    means = [line for of, mean in printer.means.items() for line in expectation(of, mean, printer, p)]
    symbols = ["# The letters, and what is assumed of them.", *(printer.declaration(s) for s in printer.symbols)]
    head = [*_docstring(derivation), "", *imports(printer), "", *symbols, "", *densities, "", "", *means]
    end = ['if __name__ == "__main__":', "    sys.exit(main())"]
    return "\n".join([*head, *body, "", "", *_pasted(), "", "", *end]) + "\n"


def _docstring(derivation: Record) -> list[str]:
    conditions = " and ".join(str(c) for c in (*derivation.assumptions, *derivation.scope))
    return heading(
        derivation,
        [*sides(derivation), *([f"for {conditions}"] if conditions else [])],
        [
            "It needs SymPy: pip install sympy. Run, it evaluates every line at the points below, each expectation in "
            "it by quadrature, compares it with the line before, and the result with D(p || q); it exits with 1 if "
            "anything differs. No comparison at points shows that a step holds for all parameters, nor what holds "
            "outside of the conditions."
        ],
    )


def sides(derivation: Record) -> list[str]:
    """What p is, and what q is."""
    p, q = derivation.distributions
    return [f"p = {p}", f"q = {q}"]


def heading(derivation: Record, *paragraphs: Iterable[str]) -> list[str]:
    """The docstring of a script: what it is of, paragraphs of lines, and which edition."""
    parts = [f'"""{plain(derivation.title)}: the derivation, checked line by line.']
    for paragraph in paragraphs:
        parts += ["", *paragraph]
    edition = f"{derivation.id}, version {derivation.version}, {RELEASED}; content hash {fingerprint(derivation)}."
    return [line for part in (*parts, "", edition, '"""') for line in (textwrap.wrap(part, WIDTH) or [""])]


def imports(printer: SymPySource) -> list[str]:
    """What a script takes from elsewhere."""
    needed = {"Abs", "Dummy", "Integral", "Rational", "Sum", "lambdify", "Piecewise", "sympify", "true", *printer.used}
    names = ", ".join(sorted(needed, key=lambda name: (name.lower(), name)))
    wrapped = textwrap.wrap(names, WIDTH - 4)
    own = ["import sys", "from functools import cache", "from itertools import pairwise", "", "import mpmath"]
    return [*own, "from sympy import (", *(f"    {line}" for line in wrapped), ")"]


def _lemma_chain(number: int, lemma: Lemma, printer: SymPySource) -> list[str]:
    conditions = " and ".join(map(str, lemma.conditions))
    title = plain(f"Lemma {number}. {lemma.title}{f', for {conditions}' if conditions else ''}.")
    lines = ["", *textwrap.wrap(title, WIDTH, initial_indent="# ", subsequent_indent="# ")]
    chain = _chain(f"LEMMA_{number}", "the left side", printer.doprint(lemma.left), lemma.steps, printer)
    reached = bool(lemma.steps) and lemma.steps[-1].after == lemma.value
    return [*lines, *chain[:-1], *([] if reached else entry("its value", printer.doprint(lemma.value))), "]"]


def _chain(name: str, first: str, left: str, steps: Iterable[Step], printer: SymPySource) -> list[str]:
    lines = [f"{name} = [", *entry(first, left)]
    for step in steps:
        lines += reason(step, printer)
        lines += entry(step.rule.title, printer.doprint(step.after))
    return [*lines, "]"]


def reason(step: Step, printer: SymPySource) -> list[str]:
    """A comment that says why a step holds; a reason is given once in a script."""
    if step.rule.slug in printer.explained:
        return []
    printer.explained.add(step.rule.slug)
    return textwrap.wrap(plain(step.rule.reason), WIDTH - 4, initial_indent=COMMENT, subsequent_indent=COMMENT)


def entry(label: str, code: str, more: str = "") -> list[str]:
    """A line of a chain: what is done, and what that gives."""
    line = f'    ("{label}", {code}{more}),'
    return (
        [line] if len(line) <= WIDTH else [f'    ("{label}",', *(f"     {part}" for part in broken(f"{code}{more}),"))]
    )


def broken(code: str, width: int = WIDTH - 8) -> list[str]:
    """Break an expression that stands in brackets into lines."""
    return textwrap.wrap(code, width, break_long_words=False, break_on_hyphens=False)


def _points(derivation: Record) -> Iterable[Mapping[sp.Symbol, Fraction]]:
    p, q = derivation.distributions
    conditions = tuple(c for c in (*derivation.assumptions, *derivation.scope) if not isinstance(c, sp.Eq))
    return points_for(p, q, conditions)


def _points_lines(name: str, points: Iterable[Mapping[sp.Symbol, Fraction]], printer: SymPySource) -> list[str]:
    lines = [f"{name} = ["]
    for point in points:
        pairs = (f"{printer.doprint(s)}: {ratio(v)}" for s, v in point.items())
        lines.append(f"    {{{', '.join(pairs)}}},")
    return [*lines, "]"]


def ratio(number: Fraction) -> str:
    """A number as SymPy's."""
    return f"Rational({number.numerator}, {number.denominator})" if number.denominator > 1 else f"Rational({number})"


def _whole(derivation: Record, left: Divergence, printer: SymPySource) -> list[str]:
    _, _, variable, lower, upper, kind = left.args
    total = "Sum" if kind.name == DISCRETE else "Integral"
    x = printer.doprint(variable)
    low, high = printer.doprint(lower), printer.doprint(upper)
    support = derivation.distributions[1].support()
    of_q = f"({x}, {printer.doprint(support.lower)}, {printer.doprint(support.upper)})"
    result = "DERIVATION[-1][1]" if derivation.kind == "undecided" else printer.doprint(derivation.result)
    return [
        f'MASSES = {{"p": {total}(p, ({x}, {low}, {high})), "q": {total}(q, {of_q})}}',
        f"DIVERGENCE = {total}(p * log(p / q), ({x}, {low}, {high}))",
        *_bracketed("RESULT", result),
    ]


def _assigned(name: str, expression: sp.Expr, printer: SymPySource) -> list[str]:
    return _bracketed(name, printer.doprint(expression))


def _bracketed(name: str, code: str) -> list[str]:
    lines = broken(code)
    return [f"{name} = {code}"] if len(lines) == 1 else [f"{name} = (", *(f"    {line}" for line in lines), ")"]


def expectation(
    of: tuple[sp.Basic, ...], named: tuple[str, sp.Expr, sp.Expr], printer: SymPySource, p: sp.Expr
) -> list[str]:
    """The function that takes expectations under a density; p's own is called p."""
    density, variable, kind = of
    name, low, high = named[0], *map(printer.doprint, named[1:])
    total = "Sum" if str(kind) == DISCRETE else "Integral"
    code = "p" if density == p else printer.doprint(density)
    return [
        f"def {name}(f, low={low}, high={high}):",
        f"    return {total}(f * {code}, ({printer.doprint(variable)}, low, high))",
        "",
        "",
    ]


def shared() -> str:
    """The source of what all scripts share, with the precision that it works at."""
    return inspect.getsource(standalone).replace("TOLERANCE, NOTHING =", "mpmath.mp.dps = 40\nTOLERANCE, NOTHING =", 1)


def _pasted() -> list[str]:
    source = shared()
    return source[source.index("# ---") :].rstrip("\n").split("\n")
