"""The densities and the derived formulas as one script, for explorers and for the picker.

Nothing in it is written by hand: a density comes from the distribution's own file, a formula from what the engine
derived, and both are printed by the package's printer of JavaScript.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sympy as sp

from kldiv.algebra.notation import DISCRETE
from kldiv.algebra.rebuild import rebuild
from kldiv.answers.formulas import PATH as FORMULAS
from kldiv.answers.formulas import Row, rows, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import COUNT, INTEGER, NON_NEGATIVE, OPEN_UNIT, POSITIVE, PROBABILITY, REAL, Domain
from kldiv.values.compiling import near_one
from kldiv.writing.javascript import javascript
from scripts.build.remember import key_of, stored

NAME = "assets/javascripts/explore/numbers.js"

#: What a field for a parameter allows, by the words that a reader's script understands.
KINDS: Mapping[int, str] = {
    id(domain): word
    for domain, word in (
        (REAL, "real"),
        (POSITIVE, "positive"),
        (NON_NEGATIVE, "nonnegative"),
        (PROBABILITY, "unit"),
        (OPEN_UNIT, "unit"),
        (COUNT, "count"),
        (INTEGER, "integer"),
    )
}

#: So near to a removable 0/0 a formula loses digits that quadrature keeps.
DELICATE = sp.Rational(1, 10)

#: What each expression of a pair is called in the script.
PARTS = {"result": "kl", "cross-entropy": "crossEntropy", "entropy": "entropy"}


def script() -> bytes:
    """Write the script.

    Returns:
        JavaScript that calls `kldivNumbers.add(distributions, pairs)`.
    """
    chosen = {slug: kind for slug, kind in DISTRIBUTIONS.items() if is_shown(kind)}
    distributions = _object((slug, _distribution(kind)) for slug, kind in chosen.items())
    pairs = _object(
        (f"{p}-{q}", _pair(chosen[p], chosen[q], row))
        for p in chosen
        for q in chosen
        if (row := rows().get(f"{p}-{q}")) is not None
    )
    return f'"use strict";\nkldivNumbers.add({distributions}, {pairs});\n'.encode()


def remembered() -> bytes:
    """Return the script, written anew only if something that it is made from has changed."""
    key = f"{key_of(__name__, distributions=DISTRIBUTIONS)} {hashlib.sha256(FORMULAS.read_bytes()).hexdigest()}"
    return str(stored("browser", "numbers", key, lambda: {"script": script().decode()})["script"]).encode()


def is_shown(kind: type[Distribution]) -> bool:
    """Whether a reader can choose it: a distribution of one number, whose parameters are numbers."""
    return kind.variate == UNIVARIATE and all(id(p.domain) in KINDS for p in kind.spec)


def log_density(kind: type[Distribution], x: sp.Symbol) -> sp.Expr:
    """The logarithm of a density, taken apart, so that no factor overflows where their product does not.

    Args:
        kind: the distribution.
        x: where.

    Returns:
        The expression, in the distribution's own symbols for p.
    """
    density = kind.symbolic("p").density(x)
    if isinstance(density, sp.Piecewise):
        return sp.Piecewise(*((_log(value), condition) for value, condition in density.args))
    return _log(density)


def _log(density: sp.Expr) -> sp.Expr:
    apart = density.replace(sp.binomial, lambda n, k: sp.gamma(n + 1) / (sp.gamma(k + 1) * sp.gamma(n - k + 1)))
    apart = apart.replace(sp.factorial, lambda n: sp.gamma(n + 1))
    apart = apart.replace(sp.beta, lambda a, b: sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b))
    signed = [factor for factor in sp.Mul.make_args(apart) if factor.is_positive is None and not _is_power(factor)]
    together = sp.Mul(*signed)  # such as log(r)/(2 pi - 1), whose parts are both negative for some parameters
    logs = sp.expand_log(sp.log(apart / together), force=True) + sp.log(together)
    return _without_overflow(logs)


def _without_overflow(expression: sp.Basic) -> sp.Basic:
    return expression.replace(
        lambda e: isinstance(e, sp.log) and isinstance(e.args[0], sp.gamma), lambda e: sp.loggamma(e.args[0].args[0])
    )


def _is_power(factor: sp.Expr) -> bool:
    """Whether a factor is a power of what is positive on the support, though SymPy cannot see that."""
    base, exponent = factor.as_base_exp()
    return bool(
        exponent not in (1, -1) or isinstance(base, sp.gamma) or base.is_Symbol or base.has(sp.Symbol("x", real=True))
    )


def _names(kind: type[Distribution], index: str) -> dict[sp.Basic, str]:
    return {symbol: f"{index}.{name}" for name, symbol in symbols_of(kind, index).items()}


def _distribution(kind: type[Distribution]) -> str:
    x = sp.Symbol("x", integer=True) if kind.kind == DISCRETE else sp.Symbol("x", real=True)
    names = _names(kind, "p")
    support = kind.symbolic("p").support()
    parameters = [
        {"name": p.name, "letter": _letter(p.letter), "domain": _kind(p.domain), "text": p.domain.text}
        for p in kind.spec
    ]
    entropy = rows().get(f"{kind.slug}-{kind.slug}", {}).get("entropy")
    parts = {
        "title": json.dumps(kind.title, ensure_ascii=False),
        "code": json.dumps(kind.__name__),
        "aliases": json.dumps([kind.name, *kind.aliases], ensure_ascii=False),
        "discrete": json.dumps(kind.kind == DISCRETE),
        "circular": json.dumps(kind.circular),
        "parameters": json.dumps(parameters, ensure_ascii=False, separators=(",", ":")),
        "low": _function("(p, f)", support.lower, names),
        "high": _function("(p, f)", support.upper, names),
        "log": _function("(x, p, f)", log_density(kind, x), names | {x: "x"}),
    }
    if kind.kind != DISCRETE and support.upper == 1:
        left = sp.Symbol("left", positive=True)
        end = near_one(log_density(kind, x), x, left)
        parts["end"] = _function("(x, left, p, f)", end, names | {x: "x", left: "left"})
    gaps = [sp.Abs(condition.lhs - condition.rhs) for condition in kind.symbolic("p").removable()]
    if gaps:
        parts["delicate"] = _function("(p, f)", sp.Lt(sp.Min(*gaps), DELICATE), names)
    if entropy is not None:
        parts["entropy"] = _function("(p, f)", rebuild(entropy), names)
    return _object(parts.items())


def _pair(p: type[Distribution], q: type[Distribution], row: Row) -> str:
    names = _names(p, "p") | _names(q, "q")
    parts = {"kind": json.dumps(row["kind"])}
    if "result" in row:
        parts["kl"] = _function("(p, q, f)", rebuild(row["result"]), names)
    # What must hold for the divergence to be finite, and what for the formula to be the one that holds.
    needed = [rebuild(each) for each in row.get("assumptions", ())] if row.get("otherwise") == "oo" else []
    if "finite" in row:
        needed.append(rebuild(row["finite"]))
    needed = [condition for condition in needed if condition != sp.true]
    if needed:
        parts["finite"] = _function("(p, q, f)", sp.And(*needed), names)
    within = [rebuild(each) for each in row.get("scope", ())]
    if within:
        parts["scope"] = _function("(p, q, f)", sp.And(*within), names)
    return _object(parts.items())


def _function(arguments: str, expression: sp.Basic, names: Mapping[sp.Basic, str]) -> str:
    # Of a whole number SymPy knows log(gamma(n)) alone, which overflows; of any other the logarithm is a function.
    loose = {s: sp.Symbol(s.name, real=True, positive=s.is_positive) for s in names if s.is_integer}
    names = {loose.get(symbol, symbol): name for symbol, name in names.items()}
    expression = _without_overflow(expression.xreplace(loose))
    settled = {sp.true: "true", sp.false: "false"}
    code = settled.get(expression) or javascript(expression, names)
    return f"{arguments} => {code}"


def _object(parts: Any) -> str:
    return "{" + ", ".join(f"{key if key.isidentifier() else json.dumps(key)}: {value}" for key, value in parts) + "}"


def _kind(domain: Domain) -> str:
    return KINDS[id(domain)]


def _letter(letter: str) -> str:
    """The letter of a parameter as a reader sees it: "alpha" is α, "sigma2" σ²..."""
    from sympy.printing.pretty.pretty_symbology import pretty_symbol

    return str(pretty_symbol(letter))
