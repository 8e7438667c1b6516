"""The reader of SymPy's notation calls what it knows, and nothing else."""

import pytest
import sympy as sp

from kldiv.algebra.exact import exact
from kldiv.algebra.rebuild import rebuild

x, K = sp.Symbol("x", positive=True), sp.Symbol("K", integer=True, positive=True)
f = sp.Function("f", positive=True)
A = sp.MatrixSymbol("A", K, K)


@pytest.mark.parametrize(
    "expression",
    [
        x**2 - sp.Rational(1, 3),
        sp.Sum(f(x), (K, 1, 5)),
        sp.Trace(sp.MatMul(A, sp.Inverse(A))),
        sp.Piecewise((x, x > 1), (sp.log(x), True)),
        sp.gamma(x) + sp.besseli(0, x),
        sp.Limit(1 / x, x, sp.oo),
    ],
)
def test_what_is_written_is_read_back(expression):
    assert rebuild(exact(expression)) == expression


@pytest.mark.parametrize(
    "text",
    [
        "sin('__import__(\"os\").abort()')",  # SymPy would evaluate the text
        "Integer('5')",
        "Symbol(Symbol('x'))",
        "Symbol('x')('y')",
        "Add(*[Integer(1)])",
        "Function('f').__class__",
        "Lambda(Symbol('x'), Symbol('x'))",
        "Integer(" + "9" * 3000 + ")",
        "Pow(Integer(2)",
        "(" * 5000,
        "Symbol",
        "7",
        "",
        "Symbol('x', positive='yes')",
    ],
)
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match=r"notation|digits|place") as refusal:
        rebuild(text)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300
