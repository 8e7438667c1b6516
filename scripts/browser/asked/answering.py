"""What the worker asks Python for: a derivation, checks, a proved value, a density of the reader's own, a few lines.

It runs in the reader's browser beside the package, and in the tests beside the same package here. Every question and
every answer is plain data. What a reader typed wrongly is a `ValueError` of one line, which the page shows.
"""

from __future__ import annotations

import ast
import io
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from typing import Any

import sympy as sp

from kldiv.algebra.nodes import Divergence
from kldiv.algebra.notation import TEX_MACROS
from kldiv.derived import Derivation, derive
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.distributions.domains import SIMPLEX
from kldiv.entries import catalogue
from kldiv.proof.chain import watched
from kldiv.proof.checks.distributions import require_sound
from kldiv.proof.record import Step
from kldiv.proof.theorems import THEOREMS
from kldiv.values.known import known_of
from kldiv.writing.mathml import to_mathml
from kldiv.writing.statement import condition_tex, statement_tex, step_tex, steps_tex
from kldiv.writing.tex import expression_tex
from kldiv.writing.words import said

from .own import own_distribution
from .proof import proved

Tell = Callable[[str, Any], None]
Asked = Mapping[str, Any]

#: How much of what a reader's lines print is shown.
LONGEST = 20_000


def answer(question: str, asked: Asked, tell: Tell) -> dict[str, Any]:
    """Answer one question of the page.

    Args:
        question: "names", "describe", "derive", "check", "prove" or "run".
        asked: what it is about: "id", or "p" and "q" by slug, "own" for a reader's density, "values", "code".
        tell: called with what happens on the way.

    Returns:
        Plain data; under "error", one line that says what was wrong with the question.
    """
    try:
        return _ANSWERS[question](asked, tell)
    except ValueError as error:
        return {"error": " ".join(str(error).split())}
    except RecursionError:
        return {"error": "that is nested too deeply"}
    except MemoryError:
        return {"error": "that needs more memory than there is"}
    except Exception as error:
        return {"error": f"this should not happen: {_said(error)}"}  # and the page lives


def names(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Return the distributions that can be chosen, with their parameters, and the macros of formulas."""
    del asked, tell
    found = [
        d for d in DISTRIBUTIONS.values() if d.variate == UNIVARIATE and all(p.domain is not SIMPLEX for p in d.spec)
    ]
    return {"distributions": [described(d) for d in found], "macros": TEX_MACROS}


def described(kind: type[Distribution]) -> dict[str, Any]:
    """Say how a distribution is called and what its parameters may be."""
    letters = kind.symbolic("p").parameters
    parameters = [
        {"name": p.name, "allowed": p.domain.text, "tex": expression_tex(sp.Symbol(p.letter)), "says": p.description}
        for p in kind.spec
        if p.name in letters
    ]
    return {"slug": kind.slug, "title": kind.title, "kind": kind.kind, "parameters": parameters}


def chosen(asked: Asked) -> tuple[Any, Any]:
    """Return p and q as they were asked for: classes of the package, or one of the reader's own."""
    own = own_distribution(asked["own"]) if asked.get("own") else None
    kinds = tuple(own if own is not None and asked[side] == own.slug else asked[side] for side in "pq")
    if own is not None and own in kinds:
        require_sound(own)
    return kinds[0], kinds[1]


def of_question(asked: Asked) -> Derivation:
    """Return the derivation that a question is about: an entry by its id, or the one of two distributions."""
    name = asked.get("id")
    if name:
        return catalogue().find(name)
    return derive(*chosen(asked))


def derived(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Derive anew, telling of each step as it is made."""
    counted = 0

    def told(start: sp.Basic, step: Step) -> None:
        nonlocal counted
        counted += 1
        if isinstance(start, Divergence):
            tell("step", {"title": step.rule.title, "tex": step_tex(start, step.after)})
        else:
            tell("lemma", {"title": step.rule.title, "count": counted})

    with watched(told):
        derivation = of_question(asked)
    return written(derivation)


def written(derivation: Derivation) -> dict[str, Any]:
    """Write a derivation down for the page."""
    steps = [
        {
            "title": step.rule.title,
            "reason": step.rule.reason,
            "theorems": [THEOREMS[name].title for name in step.theorems],
            "tex": tex,
        }
        for step, tex in zip(derivation.steps, steps_tex(derivation.steps), strict=True)
    ]
    return {
        "id": derivation.id,
        "title": derivation.title,
        "kind": derivation.kind,
        "status": derivation.status,
        "statement": statement_tex(derivation),
        "mathml": to_mathml(derivation),
        "steps": steps,
        "lemmas": [{"title": one.title, "tex": step_tex(one.left, one.value)} for one in derivation.lemmas.values()],
        "conditions": [condition_tex(c) for c in derivation.assumptions],
        "notes": [said(note) for note in derivation.notes],
    }


def checked(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Check the derivation by the package's own checks."""
    derivation = of_question(asked)
    tell("checking", {"title": derivation.title})
    report = derivation.check()
    rows = [
        {
            "name": check.name,
            "ok": check.ok,
            "left_out": check.left_out,
            "points": check.points,
            "digits": _whole(check.digits),
            "says": check.detail,
        }
        for check in report
    ]
    return {"passed": report.passed, "failed": report.failed, "left_out": len(report.left_out), "checks": rows}


def _whole(digits: float | None) -> int | None:
    return None if digits is None else int(digits)


def proof(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Prove the value of the divergence at the reader's parameters."""
    p, q = chosen(asked)
    derivation = derive(p, q)
    first, second = derivation.distributions
    values = [
        numbers_of(type(distribution), asked["values"][side], side)
        for distribution, side in zip((first, second), "pq", strict=True)
    ]
    tell("proving", {"title": derivation.title})
    return proved(derivation, (p, q), values[0], values[1])


def numbers_of(kind: type[Distribution], given: Mapping[str, str], side: str) -> dict[str, Fraction]:
    """Read a distribution's parameters: whole numbers, decimals or fractions, each inside its domain.

    Raises:
        ValueError: naming the parameter, what was given, and what is allowed.
    """
    found = {}
    for parameter in kind.spec:
        text = str(given.get(parameter.name, "")).strip()
        try:
            found[parameter.name] = Fraction(text)
        except (ValueError, ZeroDivisionError):
            written = f"{parameter.domain.text}, written such as 2, 0.5 or 1/3"
            raise ValueError(f"{side}: {parameter.name} must be {written}; got {text[:40]!r}") from None
        if len(text) > 40 or max(abs(found[parameter.name]), 1 / (abs(found[parameter.name]) or 1)) > 10**30:
            raise ValueError(f"{side}: {parameter.name} is too large, too small or too long: {text[:40]!r}")
    try:
        kind(**{name: sp.Rational(v.numerator, v.denominator) for name, v in found.items()})
    except ValueError as error:
        raise ValueError(f"{side}: {error}") from None
    known_of(kind)
    return found


def ran(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Run a reader's lines of Python; what they print, and what the last of them says, is the answer."""
    del tell
    printed = io.StringIO()
    space: dict[str, Any] = {"__name__": "__main__"}
    shown: dict[str, Any] = {}
    try:
        tree = ast.parse(asked["code"], "your lines")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with redirect_stdout(printed), redirect_stderr(printed):
            exec("import sympy as sp\nimport kldiv", space)
            exec(compile(ast.Module(_quiet(asked.get("before", "")), []), "the cells before", "exec"), space)
            exec(compile(tree, "your lines", "exec"), space)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), "your lines", "eval"), space)
                shown = _shown(value)
    except (Exception, SystemExit) as error:
        shown = {"error": _said(error)}
    text = printed.getvalue()
    return {"printed": text[:LONGEST] + ("\n..." if len(text) > LONGEST else ""), **shown}


def _quiet(code: str) -> list[ast.stmt]:
    return ast.parse(code).body


def _shown(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, Derivation):
        return {"tex": statement_tex(value), "value": value.title}
    if isinstance(value, sp.Basic):
        return {"tex": expression_tex(value), "value": str(value)}
    return {"value": repr(value)[:LONGEST]}


def _said(error: BaseException) -> str:
    """An error in one line: where in the reader's lines, and what."""
    missing = getattr(error, "name", None)
    if (
        isinstance(error, ModuleNotFoundError)
        and missing
        and missing.partition(".")[0] in {"numpy", "scipy", "matplotlib"}
    ):
        return f"{missing.partition('.')[0]} is not in the browser: this runs where the package is installed"
    if isinstance(error, ModuleNotFoundError) and str(missing).startswith("kldiv.answers"):
        return "numbers by kl_divergence need NumPy, which is not in the browser: derive, and put the numbers in"
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "your lines"]
    line = error.lineno if isinstance(error, SyntaxError) else (lines[-1] if lines else None)
    where = f"line {line}: " if line else ""
    what = error.msg if isinstance(error, SyntaxError) else str(error)
    return " ".join(f"{where}{type(error).__name__}: {what}".split())[:300]


def own_described(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Say what a density of the reader's own is called and what its parameters may be, if it is one."""
    del tell
    own = own_distribution(asked["own"])
    require_sound(own)
    return described(own)


_ANSWERS: dict[str, Callable[[Asked, Tell], dict[str, Any]]] = {
    "names": names,
    "describe": own_described,
    "derive": derived,
    "check": checked,
    "prove": proof,
    "run": ran,
}
