"""An exported derivation, read from its file: every expression made anew, nothing taken on trust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import sympy as sp

from kldiv.algebra import rebuild as notation
from kldiv.algebra.said_once import written_out
from kldiv.values.portable import case_of

MOST_BYTES = 20_000_000  # no export is a tenth as long

rebuild = lru_cache(maxsize=100_000)(notation.rebuild)


@dataclass(frozen=True)
class Step:
    """A step: its place, the rule's name and title, both sides, and what it uses, asks for and rests on."""

    name: str
    rule: str
    title: str
    before: sp.Basic
    after: sp.Basic
    lemmas: tuple[str, ...] = ()
    conditions: tuple[sp.Basic, ...] = ()
    status: str = ""
    theorems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """The way from a left side to a value: the derivation's own, or a lemma's."""

    name: str
    left: sp.Basic
    value: sp.Basic
    steps: tuple[Step, ...]
    conditions: tuple[sp.Basic, ...]
    cases: list[dict[str, Any]]


@dataclass(frozen=True)
class Export:
    """A derivation as its file has it; `wrong_texts` are places whose plain text is not that of their expression."""

    kind: str
    statement: sp.Basic
    main: Chain
    lemmas: tuple[Chain, ...]
    domain: tuple[sp.Basic, ...]
    otherwise: str | None
    supports: Mapping[str, tuple[sp.Expr, sp.Expr, str]]
    digest_matches: bool
    wrong_texts: list[str]

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The derivation's own chain, then those of its lemmas."""
        return (self.main, *self.lemmas)

    @property
    def assumed(self) -> tuple[sp.Basic, ...]:
        """All that holds wherever the statement is meant."""
        return (*self.domain, *self.main.conditions)

    @property
    def letters(self) -> list[sp.Symbol]:
        """Every symbol that is free somewhere, sorted."""
        parts = [e for c in self.chains for e in (c.left, c.value, *(s.after for s in c.steps))]
        return sorted({s for e in (*parts, *self.assumed) for s in e.free_symbols if isinstance(s, sp.Symbol)}, key=str)


def digest_of(data: Mapping[str, Any]) -> str:
    """Hash an export's content: all but the hash itself, and the checks that may be added later.

    Example:
        >>> digest_of({"id": "a", "checks": 1}) == digest_of({"id": "a"}) != digest_of({"id": "b"})
        True
    """
    content = {key: value for key, value in data.items() if key not in ("digest", "checks")}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def known_rules() -> Any:
    """Return the title of every rule by its name, as the package was made with them."""
    return json.loads((files("kldiv.verifying") / "rules.json").read_text(encoding="utf-8"))


def read(path: Path) -> Export:
    """Read an exported derivation; a file that is not JSON, not an export or not a whole one is a ValueError."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path}: {path.stat().st_size:,} bytes; no export has more than {MOST_BYTES:,}")
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: not JSON, or cut off: {error}") from None
    try:
        return _export(written_out(data) if isinstance(data, dict) else data)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"{path}: not a whole exported derivation: {error}") from None


def _need(data: Any, key: str, kind: type, where: str) -> Any:
    """Return a field that must be there, and be of a kind."""
    if not isinstance(data, dict) or key not in data:
        raise ValueError(f"{where} has no {key!r}")
    if not isinstance(data[key], kind):
        raise ValueError(f"{where}: {key!r} must be a {kind.__name__}")
    return data[key]


def _expression(data: Any, key: str, where: str) -> sp.Basic:
    return rebuild(_need(_need(data, key, dict, where), "sympy", str, f"{where}, {key}"))


def _conditions(data: Any, where: str) -> tuple[sp.Basic, ...]:
    return tuple(_expression({"condition": c}, "condition", where) for c in _need(data, "conditions", list, where))


def _chain(data: Any, name: str, value: str) -> Chain:
    steps, reached = [], data.get("left") if isinstance(data, dict) else None
    for number, row in enumerate(_need(data, "steps", list, name), 1):
        place = f"{name}, step {number}".removeprefix("the derivation, ")
        if isinstance(row, dict):  # a step that does not say where it starts starts where the last one ended
            row, reached = {"before": reached, **row}, row.get("after")
        before, after = (_expression(row, key, place) for key in ("before", "after"))
        rule, title, status = (_need(row, key, str, place) for key in ("rule", "title", "status"))
        lemmas, theorems = (tuple(map(str, _need(row, key, list, place))) for key in ("lemmas", "theorems"))
        steps.append(Step(place, rule, title, before, after, lemmas, _conditions(row, place), status, theorems))
    left, end = (_expression(data, key, name) for key in ("left", value))
    return Chain(
        name,
        left,
        end,
        tuple(steps),
        _conditions(data, name),
        [c for c in _need(data, "cases", list, name) if case_of(c)],
    )


def _export(data: Any) -> Export:
    free = _need(data, "free", dict, "the file")
    lemmas = _need(data, "lemmas", list, "the file")
    supports = {
        index: (*(rebuild(_need(ends, end, str, index)) for end in ("lower", "upper")), _need(ends, "kind", str, index))
        for index, ends in _need(free, "supports", dict, "'free'").items()
    }
    domain = [*_need(free, "domain", list, "'free'"), *_need(free, "scope", list, "'free'")]
    return Export(
        _need(data, "kind", str, "the file"),
        _expression(data, "statement", "the file"),
        _chain(data, "the derivation", "result"),
        tuple(_chain(lemma, f"lemma {_need(lemma, 'id', str, 'a lemma')}", "value") for lemma in lemmas),
        tuple(map(rebuild, domain)),
        data.get("otherwise"),
        supports,
        _need(data, "digest", str, "the file") == digest_of(data),
        list(_wrong_texts({key: value for key, value in data.items() if key != "statement"}, "")),
    )


def _wrong_texts(data: Any, place: str) -> Iterator[str]:
    """Name the places where a plain text belongs to another expression than the one beside it."""
    if isinstance(data, dict) and {"sympy", "text"} <= data.keys() and str(rebuild(data["sympy"])) != data["text"]:
        yield place.lstrip(".")
    for key, part in data.items() if isinstance(data, dict) else enumerate(data, 1) if isinstance(data, list) else ():
        yield from _wrong_texts(part, f"{place}.{key}")
