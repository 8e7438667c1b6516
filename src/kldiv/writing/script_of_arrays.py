"""A derivation about vectors and matrices as a Python script that needs SymPy alone: every line becomes a number.

The script draws the arrays and takes expectations by rules that it holds itself. The density of each rule, written by
hand, is compared with the one in the derivation.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Record, Step
from kldiv.values.at_point import AtPoint
from kldiv.values.settings import Draw, Root, Setting, frozen
from kldiv.writing import script, standalone_arrays
from kldiv.writing.array_code import imports, matrix_code, number_code, pasted_for
from kldiv.writing.mpmath_printer import MpmathSource
from kldiv.writing.text import plain

#: In how many settings the lines are evaluated: those that tell most.
SETTINGS = 2

#: Names that a script has beside those of the pasted part.
OWN = ("integrated", "trapezoids", "sys", "derivation")


@dataclass(frozen=True)
class _Average:
    """What takes expectations over an array: its name, the density in the derivation, and what each setting draws."""

    name: str
    density: sp.Expr
    draws: tuple[Draw, ...]

    @property
    def letters(self) -> tuple[Any, ...]:
        """What a point gives values to."""
        return self.draws[0].letters()


def array_script(derivation: Record) -> str:
    """Write a derivation about arrays as a script that checks itself.

    Args:
        derivation: one of a pair of distributions of vectors or matrices.

    Returns:
        The text of a Python file. Run, it prints what it compared, and exits with 1 if anything differs.

    Raises:
        NotImplementedError: if the derivation is no such pair.

    Example:
        >>> import kldiv
        >>> text = array_script(kldiv.derive("multivariate-normal", "multivariate-normal"))
        >>> '"E_p": multivariate_normal(mu_p, Sigma_p),' in text
        True
    """
    evidence = derivation.evidence
    if not isinstance(evidence, ArrayEvidence) or not evidence.settings:
        raise NotImplementedError(f"{derivation.id}: no script of arrays for what holds none")
    settings = sorted((*evidence.settings, *evidence.fresh), key=_telling)[-SETTINGS:]
    return _Writer(derivation, settings).text()


def _telling(setting: Setting) -> tuple[int, int]:
    """How much a setting tells: in diagonal matrices a transpose is not seen, nor in zeros a sign."""
    squares = [frozen(rows) for rows in setting.matrices.values() if not isinstance(rows, Root)]
    beside = sum(m[j][k] != 0 for m in squares if len(m) == len(m[0]) for j in range(len(m)) for k in range(j))
    return beside, sum(len(entries) for entries in setting.arrays.values()) + max(map(len, squares), default=0)


class _Writer:
    """Writes the script of one derivation."""

    def __init__(self, derivation: Record, settings: Sequence[Setting]) -> None:
        self.derivation, self.settings = derivation, settings
        self.averages = list(self._averages())
        known = {(each.density, each.letters[0]): (each.name, each.letters) for each in self.averages}
        self.printer = MpmathSource((*vars(standalone_arrays), *OWN), known)
        self.drawn = [dict(self._letters(setting)) for setting in settings]

    def text(self) -> str:
        """The whole script, with what it needs of what all have."""
        own = "\n".join(self._lines())
        pasted = pasted_for(own)
        end = 'if __name__ == "__main__":\n    sys.exit(main())\n'
        return "\n".join([*_docstring(self.derivation), "", *imports(own + pasted), own, "", "", pasted, "", "", end])

    def _lines(self) -> Iterator[str]:
        """The lines that are of this derivation alone."""
        blocks = [self._made(), self._densities()]
        blocks.append(
            self._chain("derivation", "D(p || q), line by line.", self.derivation.left, self.derivation.steps)
        )
        chains = ['("Derivation", derivation, [{}])']
        for number, lemma in enumerate(self.derivation.lemmas.values(), 1):
            conditions = f", for {' and '.join(map(str, lemma.conditions))}" if lemma.conditions else ""
            reached = bool(lemma.steps) and lemma.steps[-1].after == lemma.value
            end = () if reached else (("its value", lemma.value),)
            title = plain(f"{lemma.title}{conditions}.")
            blocks.append(self._chain(f"lemma_{number}", title, lemma.left, lemma.steps, end))
            points = [case.point for case in lemma.cases if isinstance(case, AtPoint)][:SETTINGS]
            more = [
                ", ".join(f'"{self.printer.name(str(s))}": {number_code(v)}' for s, v in at.items()) for at in points
            ]
            chains.append(f'("Lemma {number}", lemma_{number}, [{", ".join(f"{{{one}}}" for one in more) or "{}"}])')
        for block in blocks:
            yield from ("", "", *block)
        yield from ("", "", "DRAWS = [")
        for drawn in self.drawn:
            rows = (script.broken(f'"{name}": {value},') for name, value in drawn.items())
            yield from ("    {", *(f"        {line}" for row in rows for line in row), "    },")
        yield from ("]", "", "CHAINS = [", *(f"    {chain}," for chain in chains), "]")

    def _averages(self) -> Iterator[_Average]:
        """What expectations over arrays average over, p and q first."""
        left = self.derivation.left
        assert isinstance(left, Divergence)
        found = {(left.args[0], left.args[2]): "p", (left.args[1], left.args[2]): "q"}
        for line in _all_lines(self.derivation):
            for node in sorted(line.atoms(Expectation, Divergence), key=sp.default_sort_key):
                is_divergence = isinstance(node, Divergence)
                density = node.args[0] if is_divergence else node.density
                found.setdefault((density, node.variable), "p" if is_divergence else node.index)
        taken: list[str] = []
        for (density, variable), index in found.items():
            draws = [setting.draw_of(density, index) for setting in self.settings]
            fitting = tuple(draw for draw in draws if draw is not None and draw.variable == variable)
            if len(fitting) == len(self.settings):
                more = taken.count(index)
                yield _Average(f"E_{index}_{more + 1}" if more else f"E_{index}", density, fitting)
                taken.append(index)

    def _letters(self, setting: Setting) -> Iterator[tuple[str, str]]:
        """The code of every number and array of a setting, by its name."""
        for symbol, value in setting.symbols.items():
            whole = bool(symbol.is_integer)  # sizes and indices
            yield self.printer.name(symbol.name), str(int(value)) if whole else number_code(value)
        for name, rows in setting.matrices.items():
            code = matrix_code(rows.rows if isinstance(rows, Root) else rows)
            yield self.printer.name(name, "matrix"), f"mpmath.cholesky({code})" if isinstance(rows, Root) else code
        for name, entries in setting.arrays.items():
            yield self.printer.name(name, "array"), f"[None, {', '.join(map(number_code, entries))}]"

    def _made(self) -> list[str]:
        """The function that makes what expectations are taken by."""
        names: set[str] = set()
        body = []
        for average in self.averages:
            given = [self._given(average, place) for place in range(len(average.draws[0].values))]
            names.update(name for word in given for name in re.findall(r"\w+", word) if name in self.drawn[0])
            body.append(f'        "{average.name}": {average.draws[0].slug.replace("-", "_")}({", ".join(given)}),')
        doc = '    """What expectations are taken by."""'
        return [*_head("averages", names), doc, "    return {", *body, "    }"]

    def _given(self, average: _Average, place: int) -> str:
        """A parameter by the letter that has its value in every setting; else under a name of its own."""
        wanted = [frozen(draw.values[place]) for draw in average.draws]
        for kind, name in _known(self.settings[0]):
            if all(w in _values(s, kind, name) for s, w in zip(self.settings, wanted, strict=True)):
                return self.printer.name(name, kind)
        for symbol in self.settings[0].symbols:
            size = self.printer.name(symbol.name)
            sizes = [int(s.symbols[symbol]) if symbol.is_integer else 0 for s in self.settings]
            if all(w == (0,) * n for w, n in zip(wanted, sizes, strict=True)):
                return f"mpmath.zeros({size}, 1)"
            if all(w == _one(n) for w, n in zip(wanted, sizes, strict=True)):
                return f"mpmath.eye({size})"
        name = f"of_{average.name}_{place + 1}"
        for drawn, value in zip(self.drawn, wanted, strict=True):
            drawn[name] = matrix_code(value) if isinstance(value, tuple) else number_code(value)
        return name

    def _densities(self) -> list[str]:
        """The function that gives the densities in the derivation."""
        self.printer.letters = set()
        body = []
        for average in self.averages:
            code = self.printer.spaced(self.printer.function(average.letters, average.density))
            body += [
                f'        "{average.name}": (',
                *(f"            {part}" for part in script.broken(code)),
                "        ),",
            ]
        doc = '    """The densities in the derivation, of the same."""'
        return [*_head("densities", self.printer.letters), doc, "    return {", *body, "    }"]

    def _chain(
        self, name: str, title: str, left: sp.Basic, steps: Iterable[Step], end: Iterable[tuple[str, sp.Basic]] = ()
    ) -> list[str]:
        """A function that returns the lines of a chain, each evaluated."""
        self.printer.letters = set()
        body = self._entry("the left side", left)
        before = self.printer.doprint(left)
        for step in steps:
            if step.rule.slug not in self.printer.explained:
                self.printer.explained.add(step.rule.slug)
                body += textwrap.wrap(
                    plain(step.rule.reason),
                    script.WIDTH - 8,
                    initial_indent="        # ",
                    subsequent_indent="        # ",
                )
            if self.printer.doprint(step.after) == before:
                body.append(f"        # {step.rule.title}: in this notation the same line.")
                continue
            before = self.printer.doprint(step.after)
            body += self._entry(step.rule.title, step.after)
        for label, line in end:
            body += self._entry(label, line)
        doc = textwrap.wrap(f'"""{title}"""', script.WIDTH - 4)
        return [*_head(name, self.printer.letters), *(f"    {line}" for line in doc), "    return [", *body, "    ]"]

    def _entry(self, label: str, line: sp.Basic) -> list[str]:
        code = self.printer.doprint(line)
        whole = f'        ("{label}", {code}),'
        if len(whole) <= script.WIDTH:
            return [whole]
        return [f'        ("{label}",', *(f"         {part}" for part in script.broken(f"{code}),", script.WIDTH - 12))]


def _all_lines(derivation: Record) -> Iterator[sp.Basic]:
    yield from (derivation.left, *(step.after for step in derivation.steps))
    for lemma in derivation.lemmas.values():
        yield from (lemma.left, *(step.after for step in lemma.steps), lemma.value)


def _known(setting: Setting) -> Iterator[tuple[str, str]]:
    yield from (("number", symbol.name) for symbol in setting.symbols)
    yield from (("matrix", name) for name in setting.matrices)
    yield from (("array", name) for name in setting.arrays)


def _values(setting: Setting, kind: str, name: str) -> tuple[Any, ...]:
    """The number or array of a name; a column is a vector as well."""
    if kind == "number":
        return tuple(Fraction(value) for symbol, value in setting.symbols.items() if symbol.name == name)
    if kind == "array":
        return (frozen(setting.arrays[name]),)
    found = setting.matrices[name]
    if isinstance(found, Root):
        return ()
    rows = frozen(found)
    return (rows, tuple(row[0] for row in rows)) if all(len(row) == 1 for row in rows) else (rows,)


def _one(size: int) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(j == k) for k in range(size)) for j in range(size))


def _head(name: str, letters: Iterable[str]) -> list[str]:
    """The first lines of a function of letters, which is given others as well."""
    given = ", ".join((*sorted(letters), "**_"))
    whole = f"def {name}({given}):"
    return (
        [whole] if len(whole) <= script.WIDTH else [f"def {name}(", *(f"    {g}" for g in script.broken(given)), "):"]
    )


def _docstring(derivation: Record) -> list[str]:
    run = (
        f"Save it and run it with python kldiv-{derivation.id}.py. It needs SymPy, which brings mpmath: pip install "
        "sympy. It takes from a second to half a minute."
    )
    says = (
        "Every line is evaluated for the arrays in DRAWS and compared with the line before: 'same' says that they "
        "agree to 12 digits, relative above 1; values are in nats. E_p(f) is the mean of f under p, taken by a rule of "
        "weights and points, whose density is compared with the one in the derivation first. Of means, only their "
        "values are compared. It exits with 1 if anything differs. No comparison at numbers shows that a step holds "
        "for all."
    )
    return script.heading(derivation, script.sides(derivation), [run], [says])
