"""Exact numbers for everything that a statement about arrays leaves open, and the value of any expression there."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp
from flint import arb, arb_mat, ctx
from sympy.matrices.expressions.matexpr import MatrixElement

from kldiv.evaluation import quadrature, to_mpf
from kldiv.expressions import Divergence, Expectation
from kldiv.laws.wishart import MultivariateGamma
from kldiv.multivariate.nodes import Vec
from kldiv.oracles.compiling import NAMESPACE
from kldiv.oracles.matrices import factor_of, gamma_n, matrix, number
from kldiv.oracles.multivariate import BITS, Values, cubature

#: What a variable stands for: balls, matrices or lists of balls.
Bindings = Mapping[Any, Any]


def frozen(values: Any) -> Any:
    """Turn nested lists of rationals into nested tuples of fractions."""
    return tuple(frozen(v) for v in values) if isinstance(values, (list, tuple)) else Fraction(values)


@dataclass(frozen=True)
class Draw:
    """What an expectation averages over.

    Attributes:
        slug: the law, as the oracle names it.
        values: its parameters.
        variable: the letter of the draw.
        more: further letters, if a point of the cubature has several parts.
    """

    slug: str
    values: Values
    variable: Any
    more: tuple[Any, ...] = ()

    def bind(self, point: Any) -> Bindings:
        """Let the letters stand for the parts of a point."""
        return {self.variable: point} if not self.more else dict(zip((self.variable, *self.more), point, strict=True))


@dataclass(eq=False)
class Setting:
    """Numbers for one test of a statement.

    Attributes:
        symbols: a rational for each symbol, whole numbers for dimensions.
        matrices: rows of rationals for each MatrixSymbol, by its name.
        arrays: entries for each IndexedBase, numbered from 1.
        laws: for each index of an expectation what it averages over; others are one-dimensional.
        truth: the parameters of p and of q in the form that the oracles want.
    """

    symbols: dict[sp.Symbol, Fraction] = field(default_factory=dict)
    matrices: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    laws: dict[str, Draw] = field(default_factory=dict)
    truth: dict[str, Values] = field(default_factory=dict)
    _known: dict[sp.Basic, arb] = field(default_factory=dict, repr=False)

    def value(self, expression: sp.Basic) -> mpmath.mpf:
        """Evaluate a scalar expression, its expectations by cubature.

        Args:
            expression: anything that a step may hold.

        Returns:
            The value to about thirty digits.

        Raises:
            ArithmeticError: if it is not a real number.
        """
        old, ctx.prec = ctx.prec, BITS
        try:
            if expression not in self._known:
                self._known[expression] = _Evaluator(self).scalar(expression, {})
            found = self._known[expression]
        finally:
            ctx.prec = old
        if not found.is_finite():
            raise ArithmeticError(f"{expression} has no finite value")
        return to_mpf(found)

    def exact(self, expression: sp.Expr) -> Fraction:
        """Evaluate a rational expression in symbols and arrays exactly."""

        def entry(node: sp.Basic) -> sp.Basic:
            if isinstance(node, sp.Sum):
                ((index, low, high),) = node.limits
                span = range(int(self.exact(low)), int(self.exact(high)) + 1)
                return sp.Add(*(entry(node.function.xreplace({index: sp.Integer(k)})) for k in span))
            if isinstance(node, sp.Indexed):
                found = self.arrays[str(node.base.label)][int(self.exact(node.indices[0])) - 1]
                return sp.Rational(found.numerator, found.denominator)
            if isinstance(node, sp.Symbol):
                found = Fraction(self.symbols[node])
                return sp.Rational(found.numerator, found.denominator)
            return node.func(*(entry(a) for a in node.args)) if node.args else node

        made = entry(expression)
        return Fraction(int(made.p), int(made.q))


class _Evaluator:
    """One walk over an expression."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.constants: dict[sp.Basic, Any] = {}
        self.ranges: dict[sp.Basic, tuple[sp.Basic, ...]] = {}
        self.varying: dict[tuple[Any, ...], dict[sp.Basic, bool]] = {}

    def at(self, node: Any, env: Bindings) -> Any:
        """Evaluate a scalar or a matrix; what holds no bound variable is evaluated once."""
        if node in self.constants:
            return self.constants[node]
        whole = getattr(node, "is_Matrix", False)
        if env and self._varies(node, env):
            return self.matrix(node, env) if whole else self.scalar(node, env)
        self.constants[node] = self.matrix(node, {}) if whole else self.scalar(node, {})
        return self.constants[node]

    def _varies(self, node: Any, env: Bindings) -> bool:
        known = self.varying.setdefault(tuple(env), {})
        if node not in known:
            known[node] = any(node == variable or node.has(variable) for variable in env)
        return known[node]

    def whole(self, node: Any, env: Bindings) -> int:
        return round(float(self.at(sp.sympify(node), env)))

    def scalar(self, node: Any, env: Bindings) -> arb:
        """Evaluate a scalar."""
        if node in env:
            return env[node]
        if isinstance(node, sp.Rational):
            return arb(int(node.p)) / int(node.q)
        if isinstance(node, sp.Symbol):
            return number(Fraction(self.setting.symbols[node]))
        if node == sp.pi:
            return arb.pi()
        if isinstance(node, sp.Add):
            return sum((self.at(a, env) for a in node.args), arb(0))
        if isinstance(node, sp.Mul):
            product = arb(1)
            for a in node.args:
                product = product * self.at(a, env)
            return product
        if isinstance(node, sp.Pow):
            return self._power(self.at(node.base, env), node.exp, env)
        if isinstance(node, (sp.Sum, sp.Product)):
            return self._over_range(node, env)
        if isinstance(node, sp.Indexed):
            return self._entry(node, env)
        return self._special(node, env)

    def _special(self, node: Any, env: Bindings) -> arb:
        if isinstance(node, sp.Trace):
            return self.at(node.arg, env).trace()
        if isinstance(node, sp.Determinant):
            return self.at(node.arg, env).det()
        if isinstance(node, MatrixElement):
            row, col = (self.whole(k, env) for k in node.indices)
            return self.at(node.parent, env)[row, col]
        if isinstance(node, (Divergence, Expectation)):
            return self._average(node, env)
        if isinstance(node, MultivariateGamma):
            n, a = node.args
            return gamma_n(self.whole(n, env), self.at(a, env)).exp()
        if isinstance(node, sp.Derivative):
            return self.at(node.doit(), env)
        if isinstance(node, sp.Function):
            return NAMESPACE[type(node).__name__](*(self.at(a, env) for a in node.args))
        raise NotImplementedError(f"no value of {type(node).__name__}")

    def _power(self, base: arb, exponent: Any, env: Bindings) -> arb:
        if exponent.is_Integer:
            return base ** int(exponent)
        return base.sqrt() if exponent == sp.S.Half else base ** self.at(exponent, env)

    def _over_range(self, node: Any, env: Bindings) -> arb:
        if node not in self.ranges:
            ((index, low, high),) = node.limits
            span = range(self.whole(low, {}), self.whole(high, {}) + 1)
            self.ranges[node] = tuple(put(node.function, index, sp.Integer(k)) for k in span)
        total = arb(0) if isinstance(node, sp.Sum) else arb(1)
        for part in self.ranges[node]:
            term = self.at(part, env)
            total = total + term if isinstance(node, sp.Sum) else total * term
        return total

    def _entry(self, node: sp.Indexed, env: Bindings) -> arb:
        label, place = node.base.label, self.whole(node.indices[0], env) - 1
        if label in env:
            return env[label][place]
        return number(self.setting.arrays[str(label)][place])

    def _average(self, node: Divergence | Expectation, env: Bindings) -> arb:
        """An expectation; a divergence is one by its definition."""
        is_divergence = isinstance(node, Divergence)
        draw = self.setting.laws.get("p" if is_divergence else node.index)
        if draw is None or draw.variable != node.variable:
            return self._by_quadrature(node, env)
        body = sp.log(node.args[0]) - sp.log(node.args[1]) if is_divergence else node.body
        points = cubature(draw.slug, draw.values)
        return sum((w * self.at(body, {**env, **draw.bind(x)}) for w, x in points), arb(0))

    def _by_quadrature(self, node: Any, env: Bindings) -> arb:
        """A one-dimensional expectation; its parameters are rational."""
        if env:
            raise NotImplementedError("an expectation inside another")
        parts = {n for n in sp.preorder_traversal(node) if isinstance(n, (sp.Indexed, sp.Sum))}
        inner = {n for n in parts if not any(m != n and m.has(n) for m in parts)}
        names = {n: sp.Dummy(f"part{k}", positive=True) for k, n in enumerate(sorted(inner, key=sp.default_sort_key))}
        plain = node.xreplace(names)
        point = {name: self.setting.exact(part) for part, name in names.items()}
        point |= {s: Fraction(self.setting.symbols[s]) for s in plain.free_symbols if s in self.setting.symbols}
        return quadrature(plain, tuple(sorted(point.items(), key=lambda pair: str(pair[0])))).value

    def matrix(self, node: Any, env: Bindings) -> arb_mat:
        """Evaluate a matrix."""
        if node in env:
            return env[node]
        if isinstance(node, sp.MatrixSymbol):
            return matrix(self.setting.matrices[node.name])
        if isinstance(node, sp.MatAdd):
            first, *rest = (self.at(a, env) for a in node.args)
            for part in rest:
                first = first + part
            return first
        if isinstance(node, sp.MatMul):
            return self._product(node, env)
        if isinstance(node, sp.Transpose):
            return self.at(node.arg, env).transpose()
        if isinstance(node, sp.Inverse):
            return self.at(node.arg, env).inv()
        if isinstance(node, sp.Identity):
            n = self.whole(node.shape[0], env)
            return arb_mat(n, n, [1 if j == k else 0 for j in range(n) for k in range(n)])
        if isinstance(node, sp.ZeroMatrix):
            return arb_mat(*(self.whole(k, env) for k in node.shape))
        if isinstance(node, Vec):
            inner = self.at(node.args[0], env)
            cells = [inner[j, k] for k in range(inner.ncols()) for j in range(inner.nrows())]
            return arb_mat(len(cells), 1, cells)
        if isinstance(node, sp.KroneckerProduct):
            return self._kronecker([self.at(a, env) for a in node.args])
        if isinstance(node, sp.MatrixBase):
            return arb_mat([[self.at(v, env) for v in row] for row in node.tolist()])
        raise NotImplementedError(f"no value of {type(node).__name__}")

    def _product(self, node: sp.MatMul, env: Bindings) -> arb_mat:
        scale, made = arb(1), None
        for factor in node.args:
            value = self.at(factor, env)
            if getattr(factor, "is_Matrix", False):
                made = value if made is None else made * value
            else:
                scale = scale * value
        return made * scale

    def _kronecker(self, parts: list[arb_mat]) -> arb_mat:
        made, *rest = parts
        for other in rest:
            made = arb_mat(
                [
                    [made[j, k] * other[a, b] for k in range(made.ncols()) for b in range(other.ncols())]
                    for j in range(made.nrows())
                    for a in range(other.nrows())
                ]
            )
        return made


def put(node: Any, index: sp.Symbol, value: sp.Basic) -> Any:
    """Replace an index by a number wherever it is free: not in sums and products that bind the same letter."""
    if node == index:
        return value
    if isinstance(node, (sp.Sum, sp.Product)) and any(limit[0] == index for limit in node.limits):
        return node
    args = [put(a, index, value) for a in node.args]
    return node if all(a is b for a, b in zip(args, node.args, strict=True)) else node.func(*args)


def root_of(rows: Any) -> arb_mat:
    """Return the lower triangular factor of a positive definite matrix, at full precision."""
    old, ctx.prec = ctx.prec, BITS
    try:
        return factor_of(matrix(rows))
    finally:
        ctx.prec = old


def generator(*names: object) -> random.Random:
    """A source of random numbers, the same in every run."""
    return random.Random(" ".join(map(str, names)))
