"""Ask two other computer algebra systems for every divergence with a closed form: `make second-opinion`.

It is no part of the build. What it writes, src/kldiv/register/opinions.json, is committed, with versions and date, and
the pages read it. The two densities are shared input; the integration, or the summation, is the systems' own: they
are given p log p - p log q, at rational parameters, and the ends of p's support.
"""

from __future__ import annotations

import datetime
import json
import random
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import mpmath
import sympy as sp

import kldiv
from kldiv.algebra.notation import DISCRETE
from kldiv.derived import Derivation
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE, Distribution
from kldiv.distributions.domains import Domain
from kldiv.distributions.points import holds
from kldiv.register.opinions import AGREED, CONTRADICTED, DISAGREED, NOT_ANSWERED, OPINIONS, opinions
from kldiv.register.registry import registry
from kldiv.values.at_point import value_at
from scripts.conformance.computer_algebra import LIMIT, Giac, Maxima, Piece, Question, Reply, System

#: Two values agree if they differ by no more than this, relative above one.
TOLERANCE = mpmath.mpf(10) ** -30

#: What parameters are drawn from: small numbers, whose integrals are the likeliest to be found.
COUNTS, WHOLE, REAL = ["2", "3", "4"], ["0", "1", "2", "4"], ["0", "1", "-1", "2"]
POSITIVE, FRACTIONS = ["1", "2", "3", "4", "1/2", "3/2", "5/2"], ["1/3", "1/4", "2/5", "1/2", "3/4"]
DRAWS = 3000

#: Digits with which our values are computed.
CARRIED = 45


def pairs() -> list[str]:
    """The ids of the closed forms between distributions of numbers."""
    return sorted(
        entry.id
        for entry in registry().values()
        if entry.kind == "closed form" and all(DISTRIBUTIONS[slug].variate == UNIVARIATE for slug in entry.about)
    )


def simple_point(derivation: Derivation) -> dict[sp.Symbol, sp.Rational]:
    """Draw small rational parameters, none shared by chance, that the distributions and the statement allow.

    Args:
        derivation: of two distributions.

    Returns:
        A value for each symbol.

    Raises:
        ValueError: if none was found.
    """
    rng = random.Random(derivation.id)
    for number in range(DRAWS):
        point: dict[sp.Symbol, sp.Rational] = {}
        for distribution in derivation.distributions:
            for parameter in distribution.spec:
                for symbol in sorted(distribution.parameters[parameter.name].free_symbols - set(point), key=str):
                    point[symbol] = sp.Rational(rng.choice(pool(parameter.domain, further=2 * number > DRAWS)))
        exact = {s: _fraction(v) for s, v in point.items()}
        if _allowed(derivation, point) and all(holds(c, exact) for c in (*derivation.assumptions, *_open(derivation))):
            try:
                value_at(derivation.result, exact, CARRIED)
            except (ValueError, ArithmeticError):  # a removable 0/0, such as 0 log 0
                continue
            return point
    raise ValueError(f"{derivation.id}: no simple parameters found")


def pool(domain: Domain, *, further: bool) -> list[str]:
    """Return the numbers that a parameter is drawn from; further ones too where conditions ask for them."""
    known = domain.assumptions
    if known.get("integer"):
        return COUNTS if known.get("positive") else WHOLE
    if not (known.get("positive") or known.get("nonnegative")):
        return [*REAL, "5", "-5"] if further else REAL
    return ([*POSITIVE, *FRACTIONS] if further else POSITIVE) if domain.contains(1.5) else FRACTIONS


def _fraction(number: sp.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def _open(derivation: Derivation) -> tuple[sp.Basic, ...]:
    return tuple(c for c in derivation.scope if not isinstance(c, sp.Eq))


def _allowed(derivation: Derivation, point: dict[sp.Symbol, sp.Rational]) -> bool:
    """Whether both distributions take their parameters, and differ."""
    made = []
    for distribution in derivation.distributions:
        values = {name: value.subs(point) for name, value in distribution.parameters.items()}
        try:
            made.append(type(distribution)(**values))
        except ValueError:
            return False
    return type(made[0]) is not type(made[1]) or made[0].parameters != made[1].parameters


def questions(p: Distribution, q: Distribution, point: dict[sp.Symbol, sp.Rational]) -> Iterator[tuple[str, Question]]:
    """Write D(p || q) as an integral or a sum, in several equal ways.

    Args:
        p: the distribution of the data.
        q: the other.
        point: the parameters.

    Yields:
        How it is asked, and the question.
    """
    support = p.support()
    low, high = support.lower.subs(point), support.upper.subs(point)
    x = sp.Symbol("x", positive=True) if low.is_nonnegative else sp.Symbol("x", real=True)
    first, second = (d.density(x).subs(point) for d in (p, q))
    ratio = sp.expand(sp.expand_log(sp.log(first) - sp.log(second), force=True), deep=False)
    constant, varying = ratio.as_independent(x, as_Add=True)
    terms = tuple(first * term for term in (constant, *sp.Add.make_args(varying)) if term != 0)
    discrete = p.kind == DISCRETE

    def ask(*bodies: sp.Expr) -> Question:
        return Question(tuple(Piece(body, low, high) for body in bodies), x, discrete)

    yield "whole", ask(first * ratio)
    if len(terms) > 1:
        yield "term by term", ask(*terms)
    turns = sorted(kinks(first * ratio, x))
    if turns:
        spans = list(pairwise([low, *(turn for turn in turns if low < turn < high), high]))
        pieces = (Piece(opened(term, x, *span), *span) for span in spans for term in terms)
        yield "split where an absolute value turns", Question(tuple(pieces), x, discrete)
    for said, u, image, ends in [] if discrete or turns else substitutions(first, x, (low, high)):
        carried = (term.subs(x, image) * sp.Abs(sp.diff(image, u)) for term in terms)
        bodies = (sp.powsimp(sp.expand(sp.expand_log(body, force=True))) for body in carried)
        pieces = (Piece(part, *ends) for body in bodies for part in sp.Add.make_args(body))
        yield said, Question(tuple(pieces), u, discrete)


def substitutions(
    density: sp.Expr, x: sp.Symbol, ends: tuple[sp.Expr, sp.Expr]
) -> Iterator[tuple[str, sp.Symbol, sp.Expr, tuple[sp.Expr, sp.Expr]]]:
    """Change the variable so that the exponential in a density becomes exp(-u), or u, or a square in u.

    Args:
        density: a density in x.
        x: its variable.
        ends: the ends of its support.

    Yields:
        What was done, the new variable, x in terms of it, and the ends of its range.
    """
    u, real = sp.Symbol("x", positive=True), sp.Symbol("x", real=True)
    inside = sorted((node.args[0] for node in density.atoms(sp.exp)), key=str)
    if ends == (-sp.oo, sp.oo):
        for rate in sorted({part.diff(x) for part in inside if part.diff(x).is_number}, key=lambda r: (-abs(r), r))[:1]:
            yield f"with u = exp({rate} x)", u, sp.log(u) / rate, (sp.S.Zero, sp.oo)
    elif ends == (0, sp.oo) and density.has(sp.log(x)):
        yield "with u = log x", real, sp.exp(real), (-sp.oo, sp.oo)
    elif ends == (0, sp.oo):
        for part in inside[:1]:
            factor, power = part.as_independent(x, as_Add=False)
            base, exponent = power.as_base_exp()
            if factor.is_negative and base == x:
                yield f"with u = {-factor} x^({exponent})", u, (u / -factor) ** (1 / exponent), (sp.S.Zero, sp.oo)


def kinks(body: sp.Expr, x: sp.Symbol) -> set[sp.Expr]:
    """Return where the absolute values in an integrand turn; each is of x less a number."""
    return {turn for node in body.atoms(sp.Abs) for turn in sp.solve(node.args[0], x)}


def opened(body: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """Write absolute values out on a stretch where none of them turns."""
    inside = high - 1 if low == -sp.oo else low + 1 if high == sp.oo else (low + high) / 2
    return body.replace(sp.Abs, lambda inner: inner if inner.subs(x, inside) > 0 else -inner)


def opinion(system: System, asked: list[tuple[str, Question]], ours: mpmath.mpf) -> dict[str, Any]:
    """Ask one system, each way in turn until it answers.

    Args:
        system: whom to ask.
        asked: the ways to ask.
        ours: the value to compare with.

    Returns:
        What is written down: "verdict", "how" it was asked and the "formula", or the "reason" why there is none; and
        a formula that was "doubted", since the system's own quadrature, or the same question put otherwise, gave ours.
    """
    until, reasons = time.monotonic() + LIMIT, []
    wrong: dict[str, str] = {}
    for how, question in asked:
        left = until - time.monotonic()
        reply = system.answer(question, left) if left > 0.5 else Reply(reason="time")
        number = _number(reply.value)
        if number is None:
            reasons.append(reply.reason or "its formula has no value in as many digits")
            continue
        if abs(number - ours) <= TOLERANCE * max(1, abs(ours)):
            doubted = {"doubted": wrong["formula"]} if wrong else {}
            return {"verdict": AGREED, "how": how, "formula": _short(reply.formula), **doubted}
        wrong = {"how": how, "formula": _short(reply.formula), "value": reply.value}
        numerically = system.by_quadrature(question)
        until = time.monotonic() + LIMIT  # for the ways that are left: the doubt has to be looked into
        if numerically is not None and _near(numerically, ours) and not _near(numerically, number):
            reasons.append(CONTRADICTED)
    if CONTRADICTED in reasons:
        return {"verdict": NOT_ANSWERED, "reason": CONTRADICTED, "doubted": wrong["formula"]}
    if wrong:
        return {"verdict": DISAGREED, **wrong}
    return {"verdict": NOT_ANSWERED, "reason": "time" if "time" in reasons else reasons[-1]}


def _near(numerically: mpmath.mpf, value: mpmath.mpf) -> bool:
    """Whether an integral in double precision is a value."""
    return bool(abs(numerically - value) <= 1e-6 * max(1, abs(value)))


def _number(value: str) -> mpmath.mpf | None:
    """Read a number as Maxima or Giac writes it; None if it is none, or was not evaluated to so many digits."""
    try:
        number = mpmath.mpf(value.replace("b", "e"))  # Maxima's exponents
    except ValueError:
        return None
    exact = number * 2**10 == int(number * 2**10)  # written with few digits, since it needs no more
    return number if exact or sum(map(str.isdigit, value)) > 30 else None


def _short(formula: str) -> str:
    return formula if len(formula) <= 200 else formula[:197] + "..."


def asked_about(name: str, systems: list[System]) -> dict[str, Any]:
    """Ask all systems about one pair."""
    derivation = kldiv.catalogue()[name]
    p, q = derivation.distributions
    point = simple_point(derivation)
    with mpmath.workdps(CARRIED):
        ours = value_at(derivation.result, {s: _fraction(v) for s, v in point.items()}, CARRIED)
        asked = list(questions(p, q, point))
        found = {system.name.lower(): opinion(system, asked, ours) for system in systems}
        return {"at": {str(s): str(v) for s, v in point.items()}, "value": mpmath.nstr(ours, 31), **found}


def text_of(versions: dict[str, str], found: dict[str, Any]) -> str:
    """Write the record as JSON, a pair to a line."""
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in found.items())
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    return f'{{"date": "{date}",\n"versions": {json.dumps(versions)},\n"limit": {LIMIT:g},\n"pairs": {{\n{rows}\n}}}}\n'


def main() -> None:
    """Ask about every pair, or anew about those that are named, and write the answers down as they come in."""
    prefix, *names = sys.argv[1:]
    systems: list[System] = [Maxima(Path(prefix).resolve()), Giac(Path(prefix).resolve())]
    versions = {system.name.lower(): system.version for system in systems}
    found: dict[str, Any] = dict(opinions()["pairs"]) if names else {}
    for name in names or pairs():
        found[name] = asked_about(name, systems)
        OPINIONS.write_text(text_of(versions, dict(sorted(found.items()))), encoding="utf-8")
        verdicts = (f"{system.name} {found[name][system.name.lower()]['verdict']}" for system in systems)
        print(f"{name}: {', '.join(verdicts)}", flush=True)


if __name__ == "__main__":
    main()
