"""Traces as words: products of matrices multiplied out, cancelled, turned and compared.

A word is a product of letters, each a matrix, maybe transposed, maybe inverted. Two traces are equal if one word
can be turned into the other, or into its transpose; so expressions made of traces can be compared symbolically.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import sympy as sp


class Letter(NamedTuple):
    """A matrix, maybe transposed, maybe inverted."""

    base: sp.MatrixExpr
    transposed: bool = False
    inverted: bool = False


Word = tuple[Letter, ...]
Symmetric = frozenset[sp.MatrixExpr]


def words_of(product: sp.MatrixExpr) -> list[tuple[sp.Expr, Word]]:
    """Multiply a matrix expression out.

    Args:
        product: sums and products of matrices, their transposes and inverses.

    Returns:
        Coefficients and words; the empty word is the identity.
    """
    if isinstance(product, sp.ZeroMatrix):
        return []
    if isinstance(product, sp.Identity):
        return [(sp.S.One, ())]
    if isinstance(product, sp.MatAdd):
        return [pair for part in product.args for pair in words_of(part)]
    if isinstance(product, sp.MatMul):
        made: list[tuple[sp.Expr, Word]] = [(sp.S.One, ())]
        for factor in product.args:
            right = words_of(factor) if factor.is_Matrix else [(factor, ())]
            made = [(c * d, v + w) for c, v in made for d, w in right]
        return made
    if isinstance(product, sp.Transpose):
        return [(c, turned_over(w)) for c, w in words_of(product.arg)]
    if isinstance(product, sp.Inverse):
        inner = words_of(product.arg)
        if len(inner) == 1 and all(letter.base.is_square is True for letter in inner[0][1]):
            ((c, w),) = inner
            return [(1 / c, tuple(x._replace(inverted=not x.inverted) for x in reversed(w)))]
        return [(sp.S.One, (Letter(product),))]
    return [(sp.S.One, (Letter(product),))]


def turned_over(word: Word) -> Word:
    """Transpose a word."""
    return tuple(x._replace(transposed=not x.transposed) for x in reversed(word))


def reduced(word: Word, symmetric: Symmetric = frozenset(), *, around: bool = False) -> Word:
    """Cancel a matrix against its inverse where they stand side by side.

    Args:
        word: any word.
        symmetric: letters that equal their transposes.
        around: whether the end also stands beside the beginning, as under a trace.

    Returns:
        The shorter word.
    """
    letters = [x._replace(transposed=False) if _is_symmetric(x.base, symmetric) else x for x in word]
    place = 0
    while len(letters) > 1 and place < len(letters) - (0 if around else 1):
        one, other = letters[place], letters[(place + 1) % len(letters)]
        if one.base == other.base and one.transposed == other.transposed and one.inverted != other.inverted:
            drop = {place, (place + 1) % len(letters)}
            letters = [x for k, x in enumerate(letters) if k not in drop]
            place = max(0, place - 2)
        else:
            place += 1
    return tuple(letters)


def _is_symmetric(base: sp.MatrixExpr, symmetric: Symmetric) -> bool:
    if isinstance(base, sp.Inverse):  # of a sum
        return all(_same_both_ways(w, symmetric) for _, w in words_of(base.arg))
    return base in symmetric


def _same_both_ways(word: Word, symmetric: Symmetric) -> bool:
    return reduced(word, symmetric) == reduced(turned_over(word), symmetric)


def as_matrix(word: Word) -> sp.MatrixExpr:
    """Write a word as a product again."""
    factors = []
    for base, transposed, inverted in word:
        factor = sp.Transpose(base) if transposed else base
        factors.append(sp.Inverse(factor) if inverted else factor)
    return factors[0] if len(factors) == 1 else sp.MatMul(*factors)


def expand_traces(expression: sp.Expr, symmetric: Symmetric = frozenset()) -> sp.Expr:
    """Multiply traces out into sums of traces of products, cancelling inverses.

    Args:
        expression: anything with traces in it.
        symmetric: letters that equal their transposes.

    Returns:
        An equal expression.

    Example:
        >>> n = sp.Symbol("n", integer=True, positive=True)
        >>> a, b = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("B", n, n)
        >>> expand_traces(sp.Trace(sp.MatMul(sp.Inverse(a), sp.MatAdd(a, b))))
        n + Trace(A**(-1)*B)
    """
    return expression.replace(lambda e: isinstance(e, sp.Trace), lambda e: _opened(e, symmetric))


def _opened(trace: sp.Trace, symmetric: Symmetric) -> sp.Expr:
    total = []
    for c, word in words_of(trace.arg):
        short = reduced(word, symmetric)
        total.append(c * (sp.Trace(as_matrix(short)) if short else trace.arg.shape[0]))
    return sp.Add(*total)


def canonical(word: Word, symmetric: Symmetric) -> Word:
    """The first in order of all words with the same trace."""
    short = reduced(word, symmetric, around=True)
    if not short:
        return ()
    both = (short, reduced(turned_over(short), symmetric, around=True))
    turned = [w[k:] + w[:k] for w in both for k in range(len(w))]
    return min(turned, key=lambda w: [(sp.default_sort_key(x.base), x.transposed, x.inverted) for x in w])


def normal_form(
    expression: sp.Expr,
    symmetric: Symmetric = frozenset(),
    positive: Callable[[sp.MatrixExpr], bool] = lambda _: False,
) -> sp.Expr:
    """Bring an expression made of traces, determinants and logarithms to a form in which equal terms cancel.

    Args:
        expression: any scalar.
        symmetric: letters that equal their transposes.
        positive: whether a matrix is known to have a positive determinant; logarithms are opened for those only.

    Returns:
        An equal expression, traces and determinants in it replaced by symbols of their own.
    """
    names: dict[tuple[str, object], sp.Symbol] = {}

    def name(kind: str, key: object, **facts: bool | None) -> sp.Symbol:
        return names.setdefault((kind, key), sp.Symbol(f"{kind}:{key}", **facts))

    def trace(node: sp.Trace) -> sp.Expr:
        total = []
        for c, word in words_of(node.arg):
            turned = canonical(word, symmetric)
            size = next((x.base.shape[0] for x in word if x.base.is_square), node.arg.shape[0])
            total.append(c * (name("trace", turned, real=True) if turned else size))
        return sp.Add(*total)

    def determinant(node: sp.Determinant) -> sp.Expr:
        parts = words_of(node.arg)
        square = len(parts) == 1 and all(x.base.is_square is True for x in parts[0][1])
        if not square:
            return name("det", node.arg, real=True, positive=positive(node.arg) or None)
        ((c, word),) = parts
        product = c ** node.arg.shape[0]
        for letter in word:
            factor = name("det", letter.base, real=True, positive=positive(letter.base) or None)
            product *= factor ** (-1 if letter.inverted else 1)
        return product

    made = expression.replace(lambda e: isinstance(e, sp.Determinant), determinant)
    made = made.replace(lambda e: isinstance(e, sp.Trace), trace)
    return sp.expand(sp.expand_log(made, deep=True))
