"""Expressions about arrays as functions of the points of a cubature: constants once, the rest at every point."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import itemgetter, methodcaller
from typing import Any

import mpmath
import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixElement

from kldiv.algebra.arrays import CholeskyFactor, Vec
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.arb import arb, arb_mat
from kldiv.oracles.matrices import factor_of, matrix, number
from kldiv.oracles.multivariate import BITS, cubature
from kldiv.precision import ball_precision
from kldiv.values.at_point import quadrature, to_mpf
from kldiv.values.balls import ball, shortened
from kldiv.values.compiling import Compiler, lifted
from kldiv.values.functions import Unsupported
from kldiv.values.settings import Root, Setting


class ArrayCompiler(Compiler):
    """Compiles formulas about vectors and matrices in one setting.

    Args:
        setting: the numbers.
        letters: what a point gives values to: balls, matrices, or lists of balls.
    """

    def __init__(self, setting: Setting, letters: tuple[Any, ...] = ()) -> None:
        super().__init__({s: ball(Fraction(v)) for s, v in setting.symbols.items()}, letters)
        self.setting = setting

    def whole(self, node: Any) -> int:
        """Evaluate a dimension or an index."""
        return round(float(self.value(sp.sympify(node))))

    def _compute(self, e: Any) -> Any:
        if getattr(e, "is_Matrix", False) and e not in self.values:
            return self._matrix(e)  # first, since to SymPy a sum of matrices is a sum
        return super()._compute(e)

    def other(self, e: Any) -> Any:
        """Evaluate entries of arrays, sums over a range, and expectations."""
        if isinstance(e, (sp.Sum, sp.Product)):
            return self._over_range(e)
        if isinstance(e, sp.Indexed):
            return self._entry(e)
        if isinstance(e, (Divergence, Expectation)):
            return self._average(e)
        if isinstance(e, sp.Derivative):
            return self.value(e.doit())
        if isinstance(e, MatrixElement):
            row, column = map(self.whole, e.indices)
            return lifted(lambda matrix: matrix[row, column], self.value(e.parent))
        if isinstance(e, sp.Trace):
            return lifted(methodcaller("trace"), self.value(e.args[0]))
        if isinstance(e, sp.Determinant):
            return lifted(methodcaller("det"), self.value(e.args[0]))
        return super().other(e)

    def _over_range(self, node: Any) -> Any:
        *inner, (index, low, high) = node.limits
        body = node.func(node.function, *inner) if inner else node.function
        span = range(self.whole(low), self.whole(high) + 1)
        parts = [self.value(put(body, index, sp.Integer(k))) for k in span]
        if isinstance(node, sp.Sum):
            return self.total([arb(0), *parts])
        return self.product([arb(1), *parts])

    def _entry(self, node: sp.Indexed) -> Any:
        label, place = node.base.label, self.whole(node.indices[0]) - 1
        if label in self.letters:
            return lifted(itemgetter(place), self.value(label))
        return number(self.setting.arrays[str(label)][place])

    def _average(self, node: Divergence | Expectation) -> arb:
        """An expectation; a divergence is one by its definition. Each is taken once in a setting."""
        if node.free_symbols & set(self.letters):
            raise Unsupported("an expectation inside another")
        known = self.setting.known
        if node not in known:
            known[node] = self._taken(node)
        return known[node]

    def _taken(self, node: Divergence | Expectation) -> arb:
        is_divergence = isinstance(node, Divergence)
        density = node.args[0] if is_divergence else node.density
        draw = self.setting.draw_of(density, "p" if is_divergence else node.index)
        if draw is None or draw.variable != node.variable:
            return self._by_quadrature(node)
        body = sp.log(node.args[0]) - sp.log(node.args[1]) if is_divergence else node.body
        at = ArrayCompiler(self.setting, draw.letters()).function(body)
        return sum((w * at(draw.parts(x)) for w, x in cubature(draw.slug, draw.values)), arb(0))

    def _by_quadrature(self, node: Any) -> arb:
        """A one-dimensional expectation; its parameters are rational."""
        parts = {n for n in sp.preorder_traversal(node) if isinstance(n, (sp.Indexed, sp.Sum))}
        inner = {n for n in parts if not any(m != n and m.has(n) for m in parts)}
        ordered = sorted(inner, key=sp.default_sort_key)
        names = {n: sp.Symbol(f"part{k}", positive=True) for k, n in enumerate(ordered)}
        plain = node.xreplace(names)
        point = {name: self.setting.exact(part) for part, name in names.items()}
        point |= {s: Fraction(v) for s, v in self.setting.symbols.items() if s in plain.free_symbols}
        return quadrature(plain, tuple(sorted(point.items(), key=lambda pair: str(pair[0])))).value

    # --- matrices ---

    def _matrix(self, node: Any) -> Any:
        if isinstance(node, sp.MatrixSymbol):
            given = self.setting.matrices[node.name]
            return factor_of(matrix(given.rows)) if isinstance(given, Root) else matrix(given)
        if isinstance(node, sp.Identity):
            n = self.whole(node.shape[0])
            return arb_mat(n, n, [int(j == k) for j in range(n) for k in range(n)])
        if isinstance(node, sp.ZeroMatrix):
            return arb_mat(*map(self.whole, node.shape))
        if isinstance(node, sp.MatrixBase):
            width = node.shape[1]
            return lifted(
                lambda *cells: arb_mat([list(cells[k : k + width]) for k in range(0, len(cells), width)]),
                *map(self.value, node.flat()),
            )
        parts = [self.value(a) for a in node.args]
        if isinstance(node, sp.MatAdd):
            return reduce(self.add, parts)
        if isinstance(node, sp.MatMul):
            # a matrix may be multiplied by a scalar from the right
            factors = sorted(
                zip(node.args, parts, strict=True), key=lambda pair: not getattr(pair[0], "is_Matrix", False)
            )
            return reduce(self.multiply, [part for _, part in factors])
        if isinstance(node, sp.Transpose):
            return lifted(methodcaller("transpose"), *parts)
        if isinstance(node, sp.Inverse):
            return lifted(methodcaller("inv"), parts[0])
        if isinstance(node, CholeskyFactor):
            return lifted(factor_of, *parts)
        if isinstance(node, Vec):
            return lifted(_stacked, *parts)
        if isinstance(node, sp.KroneckerProduct):
            return reduce(lambda one, other: lifted(_kronecker, one, other), parts)
        return super().other(node)


def value_in(setting: Setting, expression: sp.Basic) -> mpmath.mpf:
    """Evaluate a scalar expression in a setting, its expectations by cubature.

    Args:
        setting: the numbers.
        expression: anything that a step may hold.

    Returns:
        The value to about thirty digits.

    Raises:
        ArithmeticError: if it is not a real number.
    """
    with ball_precision(BITS):
        if expression not in setting.known:
            setting.known[expression] = ArrayCompiler(setting).value(expression)
        found = setting.known[expression]
    if not found.is_finite():
        raise ArithmeticError(f"{shortened(expression)} has no finite value")
    return to_mpf(found)


def _stacked(inner: arb_mat) -> arb_mat:
    cells = [inner[j, k] for k in range(inner.ncols()) for j in range(inner.nrows())]
    return arb_mat(len(cells), 1, cells)


def _kronecker(one: arb_mat, other: arb_mat) -> arb_mat:
    return arb_mat(
        [
            [one[j, k] * other[a, b] for k in range(one.ncols()) for b in range(other.ncols())]
            for j in range(one.nrows())
            for a in range(other.nrows())
        ]
    )


def put(node: Any, index: sp.Symbol, value: sp.Basic) -> Any:
    """Replace an index by a number wherever it is free: not in sums and products that bind the same letter."""
    if node == index:
        return value
    if isinstance(node, (sp.Sum, sp.Product)) and any(limit[0] == index for limit in node.limits):
        return node
    args = [put(a, index, value) for a in node.args]
    return node if all(a is b for a, b in zip(args, node.args, strict=True)) else node.func(*args)
