"""Expressions about arrays as functions of the points of a cubature: constants once, the rest at every point."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from operator import add, itemgetter, mul
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixElement

from kldiv.algebra.arrays import MultivariateGamma, Vec
from kldiv.algebra.nodes import Divergence, Expectation
from kldiv.arb import arb, arb_mat
from kldiv.oracles.matrices import gamma_n, matrix, number
from kldiv.oracles.multivariate import cubature
from kldiv.values.at_point import quadrature
from kldiv.values.compiling import NAMESPACE

if TYPE_CHECKING:
    from kldiv.values.settings import Setting

#: What bound letters stand for, in their order: balls, matrices, or lists of balls.
Point = tuple[Any, ...]
Compiled = Callable[[Point], Any]


class Compiler:
    """Compiles expressions in one setting.

    Args:
        setting: the numbers.
        bound: the letters that are bound at every point; everything else is constant.
    """

    def __init__(self, setting: Setting, bound: tuple[Any, ...] = ()) -> None:
        self.setting, self.bound = setting, bound
        self.made: dict[sp.Basic, Compiled] = {}

    def value(self, node: Any) -> Any:
        """Evaluate what holds no bound letter."""
        return self.function(node)(())

    def function(self, node: Any) -> Compiled:
        """Compile a scalar or a matrix; a part that does not vary is evaluated here and now."""
        if node not in self.made:
            varies = any(node == letter or node.has(letter) for letter in self.bound)
            if varies or not self.bound:
                self.made[node] = self._compile(node)
            else:
                constant = Compiler(self.setting).value(node)
                self.made[node] = lambda _: constant
        return self.made[node]

    def whole(self, node: Any) -> int:
        """Evaluate a dimension or an index."""
        return round(float(Compiler(self.setting).value(sp.sympify(node))))

    def _compile(self, node: Any) -> Compiled:
        if node in self.bound:
            return itemgetter(self.bound.index(node))
        if getattr(node, "is_Matrix", False):
            return self._matrix(node)
        if isinstance(node, sp.Rational):
            return _always(arb(int(node.p)) / int(node.q))
        if isinstance(node, sp.Symbol):
            return _always(number(Fraction(self.setting.symbols[node])))
        if node == sp.pi:
            return _always(arb.pi())
        if isinstance(node, (sp.Add, sp.Mul)):
            return _folded(add if node.is_Add else mul, [self.function(a) for a in node.args])
        if isinstance(node, sp.Pow):
            return self._power(node)
        if isinstance(node, (sp.Sum, sp.Product)):
            return self._over_range(node)
        if isinstance(node, sp.Indexed):
            return self._entry(node)
        return self._special(node)

    def _special(self, node: Any) -> Compiled:
        if isinstance(node, (Divergence, Expectation)):
            return _always(self._average(node))
        if isinstance(node, sp.Derivative):
            return self.function(node.doit())
        if isinstance(node, MatrixElement):
            parent, (row, col) = self.function(node.parent), (self.whole(k) for k in node.indices)
            return lambda point: parent(point)[row, col]
        parts = [self.function(a) for a in node.args]
        if isinstance(node, sp.Trace):
            return lambda point: parts[0](point).trace()
        if isinstance(node, sp.Determinant):
            return lambda point: parts[0](point).det()
        if isinstance(node, MultivariateGamma):
            n = self.whole(node.args[0])
            return lambda point: gamma_n(n, parts[1](point)).exp()
        if isinstance(node, sp.Function):
            apply = NAMESPACE[type(node).__name__]
            return lambda point: apply(*(part(point) for part in parts))
        raise NotImplementedError(f"no value of {type(node).__name__}")

    def _power(self, node: sp.Pow) -> Compiled:
        base, exponent = self.function(node.base), node.exp
        if exponent.is_Integer:
            whole = int(exponent)
            return lambda point: base(point) ** whole
        if exponent == sp.S.Half:
            return lambda point: base(point).sqrt()
        raised = self.function(exponent)
        return lambda point: base(point) ** raised(point)

    def _over_range(self, node: Any) -> Compiled:
        ((index, low, high),) = node.limits
        span = range(self.whole(low), self.whole(high) + 1)
        parts = [self.function(put(node.function, index, sp.Integer(k))) for k in span]
        empty = arb(0) if isinstance(node, sp.Sum) else arb(1)
        return _folded(add if isinstance(node, sp.Sum) else mul, parts) if parts else _always(empty)

    def _entry(self, node: sp.Indexed) -> Compiled:
        label, place = node.base.label, self.whole(node.indices[0]) - 1
        if label in self.bound:
            which = self.bound.index(label)
            return lambda point: point[which][place]
        return _always(number(self.setting.arrays[str(label)][place]))

    def _average(self, node: Divergence | Expectation) -> arb:
        """An expectation; a divergence is one by its definition. Each is taken once in a setting."""
        if self.bound:
            raise NotImplementedError("an expectation inside another")
        known = self.setting.known
        if node not in known:
            known[node] = self._taken(node)
        return known[node]

    def _taken(self, node: Divergence | Expectation) -> arb:
        is_divergence = isinstance(node, Divergence)
        density = node.args[0] if is_divergence else node.density
        draw = self.setting.by_density.get(density) or self.setting.distributions.get(
            "p" if is_divergence else node.index
        )
        if draw is None or draw.variable != node.variable:
            return self._by_quadrature(node)
        body = sp.log(node.args[0]) - sp.log(node.args[1]) if is_divergence else node.body
        at = Compiler(self.setting, draw.letters()).function(body)
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

    def _matrix(self, node: Any) -> Compiled:
        if isinstance(node, sp.MatrixSymbol):
            return _always(matrix(self.setting.matrices[node.name]))
        if isinstance(node, sp.Identity):
            n = self.whole(node.shape[0])
            return _always(arb_mat(n, n, [int(j == k) for j in range(n) for k in range(n)]))
        if isinstance(node, sp.ZeroMatrix):
            return _always(arb_mat(*(self.whole(k) for k in node.shape)))
        if isinstance(node, sp.MatrixBase):
            rows = [[self.function(v) for v in row] for row in node.tolist()]
            return lambda point: arb_mat([[v(point) for v in row] for row in rows])
        parts = [self.function(a) for a in node.args]
        if isinstance(node, sp.MatAdd):
            return _folded(add, parts)
        if isinstance(node, sp.MatMul):
            scalars = [part for part, a in zip(parts, node.args, strict=True) if not getattr(a, "is_Matrix", False)]
            whole = [part for part in parts if part not in scalars]
            return _folded(mul, [*whole, *scalars])  # a matrix may be multiplied by a scalar from the right
        if isinstance(node, sp.Transpose):
            return lambda point: parts[0](point).transpose()
        if isinstance(node, sp.Inverse):
            return lambda point: parts[0](point).inv()
        if isinstance(node, Vec):
            return lambda point: _stacked(parts[0](point))
        if isinstance(node, sp.KroneckerProduct):
            return lambda point: reduce(_kronecker, (part(point) for part in parts))
        raise NotImplementedError(f"no value of {type(node).__name__}")


def _always(value: Any) -> Compiled:
    return lambda _: value


def _folded(operation: Callable[[Any, Any], Any], parts: list[Compiled]) -> Compiled:
    first, *rest = parts

    def at(point: Point) -> Any:
        total = first(point)
        for part in rest:
            total = operation(total, part(point))
        return total

    return at


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
