"""A general result as a Python script that needs SymPy alone: every line, written out for drawn numbers, is compared.

A sum over K outcomes is written out for a K, and a function that was left open is one that was drawn.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.proof.evidence import GivenEvidence
from kldiv.proof.record import Comparison, Record, Step, value_side
from kldiv.values.at_instance import concrete
from kldiv.values.at_point import AtPoint
from kldiv.values.instances import Instance
from kldiv.writing import script, standalone_results
from kldiv.writing.sympy_printer import SymPySource
from kldiv.writing.text import plain

#: For how many draws the lines are written out.
DRAWS = 2

#: No script is longer.
MOST_LETTERS = 60_000


def result_script(derivation: Record) -> str:
    """Write a general result as a script that checks itself.

    Args:
        derivation: an identity or an inequality.

    Returns:
        The text of a Python file. Run, it prints what it compared, and exits with 1 if anything differs.

    Raises:
        NotImplementedError: if a line cannot be written out with numbers: it holds matrices, or the limit of a limit.

    Example:
        >>> import kldiv
        >>> print(result_script(kldiv.catalogue()["gibbs-inequality"]).split("DERIVATION_1 = [")[1].split("(")[1][:15])
        "the left side"
    """
    evidence: Any = derivation.evidence
    if isinstance(evidence, GivenEvidence):
        evidence = evidence.general.evidence
    draws = _telling(getattr(evidence, "instances", ()))
    if not draws:
        raise NotImplementedError(f"{derivation.id}: no script for what has no draws of numbers")
    printer = SymPySource((*script.TAKEN, *vars(standalone_results), *script.NAMED_BELOW))
    body: list[str] = []
    chains = []
    for number, draw in enumerate(draws, 1):
        body += [*([""] if body else []), f"# Draw {number}."]
        body += _chain(f"DERIVATION_{number}", f"AT_{number}", derivation.left, derivation.steps, draw, printer)
        chains.append(f'    ("Derivation, draw {number}", DERIVATION_{number}, AT_{number}),')
    for number, lemma in enumerate(derivation.lemmas.values(), 1):
        own = _telling([Instance(dict(at.point)) if isinstance(at, AtPoint) else at for at in lemma.cases]) or draws
        title = plain(f"Lemma {number}. {lemma.title}.")
        body += ["", *textwrap.wrap(title, script.WIDTH, initial_indent="# ", subsequent_indent="# ")]
        for turn, draw in enumerate(own, 1):
            name = f"LEMMA_{number}_{turn}"
            body += _chain(name, f"AT_{name}", lemma.left, lemma.steps, draw, printer)
            chains.append(f'    ("Lemma {number}, draw {turn}", {name}, AT_{name}),')
    means = [line for of, mean in printer.means.items() for line in script.expectation(of, mean, printer, sp.nan)]
    printer.used.add("Limit")
    symbols = ["# The letters, and what is assumed of them.", *(printer.declaration(s) for s in printer.symbols)]
    parts = [*_docstring(derivation), "", *script.imports(printer), "", *symbols, "", "", *means, *body]
    parts += ["", "CHAINS = [", *chains, "]", "", "", *_pasted(), "", ""]
    text = "\n".join([*parts, 'if __name__ == "__main__":', "    sys.exit(main())"]) + "\n"
    if len(text) > MOST_LETTERS:
        raise NotImplementedError(f"{derivation.id}: written out, its lines take {len(text):,} letters")
    return text


def _telling(cases: Iterable[Any]) -> list[Instance]:
    """The draws that tell most: a line whose letters are 0, or equal, may be 0 whatever stands in it."""
    drawn = {str((case.symbols, case.arrays, case.functions)): case for case in cases if isinstance(case, Instance)}
    return sorted(drawn.values(), key=lambda case: -len({v for v in case.symbols.values() if v != 0}))[:DRAWS]


def _chain(
    name: str, at: str, left: sp.Basic, steps: Sequence[Step], draw: Instance, printer: SymPySource
) -> Iterator[str]:
    """A chain's lines written out for a draw, and the draw."""
    values: dict[sp.Symbol, Fraction] = {}

    def code(line: sp.Basic) -> str:
        written, used = concrete(value_side(line), draw)
        values.update({symbol: used[symbol] for symbol in used if symbol in written.free_symbols})
        if any(node.function.has(sp.Integral) or len(node.limits) > 1 for node in written.atoms(sp.Integral)):
            raise NotImplementedError("no script evaluates an integral of integrals")
        if any(node.args[0].has(sp.Derivative, sp.Limit) for node in written.atoms(sp.Limit)):
            raise NotImplementedError("no script takes the limit of a derivative or a limit")
        return str(printer.doprint(written))

    yield f"{name} = ["
    yield from script.entry("the left side", code(left))
    for step in steps:
        yield from script.reason(step, printer)
        yield from script.entry(step.rule.title, code(step.after), _sign(step))
    yield "]"
    yield f"{at} = {{"
    pairs = ", ".join(pair.replace(" ", "\0") for pair in _values(values, printer))
    yield from (f"    {line}".replace("\0", " ") for line in script.broken(pairs))
    yield "}"


def _sign(step: Step) -> str:
    """Which way a bound goes."""
    if not isinstance(step, Comparison):
        return ""
    return f", {({sp.Ge: 1, sp.Le: -1})[type(step.after)]}"


def _values(values: Mapping[sp.Symbol, Fraction], printer: SymPySource) -> Iterable[str]:
    return (f"{printer.doprint(symbol)}: {script.ratio(Fraction(value))}" for symbol, value in values.items())


def _docstring(derivation: Record) -> list[str]:
    conditions = " and ".join(str(c) for c in derivation.assumptions)
    says = [
        "It needs SymPy: pip install sympy. Every line is written out for given numbers: a sum over its terms, a "
        "function left open as a certain one. Run, it evaluates each line and compares it with the one before; "
        "it exits with 1 if anything differs. No comparison at numbers shows that a step holds for all."
    ]
    holds = [[f"It holds for {conditions}."]] if conditions else []
    return script.heading(derivation, *holds, says)


def _pasted() -> list[str]:
    shared, own = script.shared(), inspect.getsource(standalone_results)
    shared = shared[shared.index("# ---") : shared.index("def main")].rstrip()
    return [*shared.split("\n"), "", "", *own[own.index("def near") :].rstrip().split("\n")]
