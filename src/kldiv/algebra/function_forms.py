"""The same expression with other functions: erf for erfc, one exponential for several, tanh for a ratio of them."""

from __future__ import annotations

import sympy as sp

#: An expression of more operations is left as it is.
MOST = 400


def with_other_functions(expression: sp.Expr) -> list[sp.Expr]:
    """Write an expression with other functions, where it has some that can be exchanged.

    Args:
        expression: free of expectations.

    Returns:
        Equal expressions; none where there is nothing to exchange.

    Example:
        >>> d = sp.Symbol("d", real=True)
        >>> with_other_functions(d * sp.erfc(-d) - d)
        [d*(erf(d) + 1) - d]
        >>> with_other_functions(d + 2 * d / (sp.exp(d) - 1))
        [d/tanh(d/2)]
    """
    found = []
    if expression.has(sp.erfc):
        found.append(expression.replace(sp.erfc, lambda x: 1 - sp.erf(x)))
    if _divides_by_exponentials(expression) and not expression.has(sp.Piecewise) and sp.count_ops(expression) <= MOST:
        found += [form for form in (_by_one_exponential(expression),) if form is not None]
    return found


def _divides_by_exponentials(expression: sp.Expr) -> bool:
    """Whether a sum with an exponential stands below a fraction's line: elsewhere no ratio of them is to be gained."""
    powers = expression.atoms(sp.Pow)
    return any(one.exp.is_negative and one.base.is_Add and one.base.has(sp.exp) for one in powers)


def _by_one_exponential(expression: sp.Expr) -> sp.Expr | None:
    """Write it as a fraction in E = exp(u), where all exponentials are powers of E, or of E and y."""
    exponents = sorted((e.args[0] for e in expression.atoms(sp.exp) if e.free_symbols), key=sp.default_sort_key)
    if not 1 <= len(exponents) <= 2:
        return None
    one, other = sp.Dummy("E", positive=True), sp.Dummy("y", positive=True)
    shift = exponents[1] if len(exponents) == 2 else sp.S.Zero
    u = sp.factor_terms(exponents[0] - shift) if shift else exponents[0]
    table = {sp.exp(exponents[0]): one * other} | {sp.exp(shift): other} if shift else {sp.exp(u): one}
    inside = expression.xreplace(table)
    if inside.has(sp.exp):
        return None  # exponentials of numbers, or of exponentials
    inside = inside.replace(sp.log, _opened).xreplace({sp.log(one): u, sp.log(other): shift})
    held = {node: sp.Dummy() for node in inside.atoms(sp.Function)}
    fraction = inside.xreplace(held)
    if not fraction.is_rational_function(one) or any(n.has(one, other) and not isinstance(n, sp.log) for n in held):
        return None
    fraction = sp.factor_terms(sp.apart(sp.cancel(fraction), one))
    if fraction.has(other):
        return None  # not a function of their quotient alone
    half = 1 / sp.tanh(u / 2)
    turned = fraction.replace(lambda n: n == 1 / (one - 1), lambda _: (half - 1) / 2)
    back = {dummy: node.xreplace({one: sp.exp(u)}) for node, dummy in held.items()}
    return sp.expand_mul(turned).xreplace(back).xreplace({one: sp.exp(u)})


def _opened(inside: sp.Expr) -> sp.Expr:
    """The logarithm of a fraction as those of its factors, all of which are positive wherever it has a value."""
    return sp.expand_log(sp.log(sp.factor(sp.together(inside))))
