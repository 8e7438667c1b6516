"""SymPy expressions as NumPy and SciPy expressions."""

from __future__ import annotations

import re

import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from kldiv.values.functions import FUNCTIONS, special_names

#: SciPy's functions that code may call though no formula holds them: each keeps digits that a formula would lose.
ONLY_IN_CODE = frozenset({"ive", "kve", "xlogy"})

#: The width that lines are kept to.
WIDTH = 100


class NumPySource(NumPyPrinter):
    """SymPy's printer for NumPy, with SciPy's special functions by their own names."""

    _default_settings = {**NumPyPrinter._default_settings, "fully_qualified_modules": True}

    def __init__(self) -> None:
        super().__init__()
        self.special: set[str] = set()

    def _module_format(self, fqn: str, register: bool = True) -> str:
        return "np." + fqn.rpartition(".")[2] if fqn.startswith("numpy.") else str(fqn)

    def _print_Function(self, e: sp.Function) -> str:
        name = type(e).__name__
        code = f"{name}({{0}}, {{1}})" if name in ONLY_IN_CODE else _code(e)
        self.special.update(special_names(code))
        return code.format(*map(self._print, e.args))

    def _print_Piecewise(self, e: sp.Piecewise) -> str:
        default = "np.nan"
        text = ""
        for value, condition in reversed(e.args):
            if condition == sp.true:
                default = self._print(value)
            else:
                text = f"np.where({self._print(condition)}, {self._print(value)}, {text or default})"
        return text or default

    def _print_Relational(self, e: sp.Basic) -> str:
        sign = "==" if isinstance(e, sp.Eq) else "!=" if isinstance(e, sp.Ne) else e.rel_op
        return f"{self._print(e.lhs)} {sign} {self._print(e.rhs)}"

    def _print_And(self, e: sp.And) -> str:
        return " & ".join(f"({self._print(a)})" for a in e.args)

    def _print_Or(self, e: sp.Or) -> str:
        return " | ".join(f"({self._print(a)})" for a in e.args)

    def _print_Pow(self, e: sp.Pow, rational: bool = False) -> str:
        base = self._print(e.base)
        simple = re.fullmatch(r"[\w.]+(\([^()]*\))?", base) is not None
        if e.exp == -1:
            return f"(1/{base if simple else f'({base})'})"
        if e.exp.is_Rational and not e.exp.is_Integer and e.exp != sp.S.Half:
            return f"{base if simple else f'({base})'}**({e.exp})"
        return str(super()._print_Pow(e, rational))

    def _print_Sum(self, e: sp.Sum) -> str:
        masses = sorted(self._print(n) for n in e.function.atoms(sp.Indexed))
        body = self._print(e.function)
        zero = next((name for name in masses if name.endswith("_p")), None)  # 0 log 0 = 0
        return f"np.sum({body if zero is None else f'np.where({zero} == 0, 0, {body})'}, axis=-1)"

    def _print_Indexed(self, e: sp.Indexed) -> str:
        return str(e.base.label)

    def assignment(self, start: str, expression: sp.Expr) -> list[str]:
        """Print an assignment or a return: a long sum with one term a line, cases with one case a line."""
        if isinstance(expression, sp.Piecewise) and expression.args[-1][1] == sp.true:
            *pieces, (default, _) = expression.args
            conditions = ", ".join(self.doprint(c) for _, c in pieces)
            values = [f"        {without_doubled_brackets(self.doprint(v))}," for v, _ in pieces]
            last = f"    {without_doubled_brackets(self.doprint(default))},"
            return [f"{start} np.select(", f"    [{conditions}],", "    [", *values, "    ],", last, ")"]
        line = f"{start} {without_doubled_brackets(self.doprint(expression))}"
        if len(line) <= WIDTH or not expression.is_Add:
            return [line]
        lines = [f"{start} ("]
        for k, term in enumerate(self._as_ordered_terms(expression)):
            text = without_doubled_brackets(self._print(term))
            sign = "" if k == 0 else "- " if text.startswith("-") else "+ "
            lines.append(f"    {sign}{text.removeprefix('-') if k else text}")
        return [*lines, ")"]


def without_doubled_brackets(code: str) -> str:
    """Turn log((1/x)) into log(1/x)."""
    return re.sub(r"\(\(([^()]*)\)\)", r"(\1)", code)


def _code(e: sp.Function) -> str:
    """Return the code of a function of the table, at best that for the very arguments that it has."""
    row = FUNCTIONS.get(type(e).__name__)
    if row is None or row.code is None:
        raise NotImplementedError(f"no NumPy code for {type(e).__name__}")
    return next((code for place, at, code in row.variants if e.args[place] == at), row.code)


for _name, _row in FUNCTIONS.items():  # SymPy looks for a method by a function's name before it takes the general one
    if _row.code is not None:
        setattr(NumPySource, f"_print_{_name}", NumPySource._print_Function)
