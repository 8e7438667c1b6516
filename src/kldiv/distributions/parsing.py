"""Distributions from text: "Normal(loc=1, scale=1)", or a JSON object. A literal is parsed, never run as code."""

from __future__ import annotations

import ast
import json
import math
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from kldiv.distributions.arithmetic import NotArithmetic, OutOfRange, number_of
from kldiv.distributions.base import Distribution
from kldiv.distributions.registry import find_distribution

#: Longest text that is read, in characters.
MAX_LENGTH = 1_000_000
#: Deepest nesting of brackets that is read; a batch of matrices needs four.
MAX_DEPTH = 16
#: Longest run of characters between brackets, commas and equals signs. Every float is far shorter; without a
#: limit "1-1-1-..." would nest as deep as it is long.
_MAX_PIECE = 400
#: How much of a text an error message repeats.
_MAX_SHOWN = 60

_EXAMPLE = "Normal(loc=1, scale=1)"
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def parse_distribution(text: str) -> Distribution:
    """Read a distribution as it would be written in Python.

    Parameters are numbers, a little arithmetic such as 1/3 or sqrt(2), or nested lists of them.

    Args:
        text: such as "Normal(loc=1, scale=1)" or "Categorical([1/3, 2/3])".

    Returns:
        The distribution.

    Raises:
        ValueError: if the text is anything else, or if the distribution refuses its parameters; one line.

    Example:
        >>> parse_distribution("Normal(loc=-1, scale=1/2)")
        Normal(loc=-1, scale=Fraction(1, 2))
    """
    text = _with_class_name(text.strip())
    _refuse_unreadable(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser warns of "1if 1 else 2"; it is refused below
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"cannot read {shown(text)}: expected a distribution such as {_EXAMPLE}") from None
    if not isinstance(tree, ast.Call):
        raise ValueError(f"expected a distribution such as {_EXAMPLE}, got {shown(text)}")
    distribution, make = _called(tree.func, text)
    if any(keyword.arg is None for keyword in tree.keywords):
        raise ValueError(f"{distribution.__name__}: ** is not allowed here")
    positional = [_literal(distribution, argument) for argument in tree.args]
    named = [(str(keyword.arg), _literal(distribution, keyword.value)) for keyword in tree.keywords]
    return _build(make, positional, named)


def _called(function: ast.expr, text: str) -> tuple[type[Distribution], Callable[..., Distribution]]:
    """Return the distribution that is called for, and what makes one: its class, or the class's way from counts."""
    if isinstance(function, ast.Name):
        distribution = find_distribution(function.id)
        return distribution, distribution
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.attr == "from_counts":
        distribution = find_distribution(function.value.id)
        make = getattr(distribution, "from_counts", None)
        if make is not None:
            return distribution, make
    raise ValueError(f"expected a distribution such as {_EXAMPLE}, got {shown(text)}")


def _with_class_name(text: str) -> str:
    """Put the class's name in place of an alias of several words, such as "bell curve"."""
    name, bracket, rest = text.partition("(")
    if name.isidentifier() or not bracket:
        return text
    try:
        return find_distribution(name).__name__ + bracket + rest
    except ValueError:
        return text


def distribution_from_mapping(given: Any) -> Distribution:
    """Make a distribution from a decoded JSON object.

    Args:
        given: such as {"distribution": "Normal", "loc": 1, "scale": 1}.

    Returns:
        The distribution.

    Raises:
        ValueError: if it is anything else, or if the distribution refuses its parameters; one line.

    Example:
        >>> distribution_from_mapping({"distribution": "Bernoulli", "probs": 0.5})
        Bernoulli(probs=0.5)
    """
    if not isinstance(given, Mapping):
        raise ValueError('expected an object such as {"distribution": "Normal", "loc": 1, "scale": 1}')
    name = given.get("distribution")
    if not isinstance(name, str):
        raise ValueError('"distribution" must name a distribution, such as "Normal"')
    distribution = find_distribution(_cut(name))
    named = [(key, value) for key, value in given.items() if key != "distribution"]
    for key, value in named:
        _refuse_foreign(distribution, key, value)
    return _build(distribution, [], named)


def decode_json(text: str) -> Any:
    """Decode JSON strictly: no duplicate key, no NaN or Infinity, no number beyond a float.

    Args:
        text: one JSON document.

    Returns:
        What it says.

    Raises:
        ValueError: if it is not strict JSON; one line.

    Example:
        >>> decode_json('{"a": [1, 0.5]}')
        {'a': [1, 0.5]}
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_finite_float,
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON: {error.msg} at column {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def shown(text: str) -> str:
    """Return a text as an error message repeats it: quoted, on one line, cut if long.

    Args:
        text: the text.

    Returns:
        Its beginning, in quotes.
    """
    return repr(_cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 3] + "..."


def _refuse_unreadable(text: str) -> None:
    """Refuse what would burden Python's parser, and unbalanced brackets, which it explains badly."""
    if not text:
        raise ValueError(f"expected a distribution such as {_EXAMPLE}, got an empty text")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"a distribution of more than {MAX_LENGTH} characters is not read")
    expected: list[str] = []
    for character in text:
        if character in _PAIRS:
            expected.append(_PAIRS[character])
            if len(expected) > MAX_DEPTH:
                raise ValueError(f"brackets nested too deeply in {shown(text)}")
        elif character in _PAIRS.values() and (not expected or expected.pop() != character):
            raise ValueError(f"unbalanced brackets in {shown(text)}")
    if expected:
        raise ValueError(f"unbalanced brackets in {shown(text)}: {expected[-1]!r} is missing")
    if any(len(piece) > _MAX_PIECE for piece in re.split(r"[\[\](){},=]", text)):
        raise ValueError(f"a name or a number is too long in {shown(text)}")


def _literal(distribution: type[Distribution], node: ast.expr) -> Any:
    """Return the number, or the nested list of numbers, that a node spells."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_literal(distribution, element) for element in node.elts]
    label = distribution.__name__
    try:
        return number_of(node)
    except OutOfRange as error:
        raise ValueError(f"{label}: {shown(_source(node))} {error}") from None
    except (NotArithmetic, RecursionError):
        got = shown(_source(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            got = f"the text {got}; write numbers without quotes"
        raise ValueError(
            f"{label}: parameters must be finite numbers, such as 1/3 or sqrt(2), or lists of them, got {got}"
        ) from None


def _source(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return "an expression"


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _build(make: Callable[..., Distribution], positional: list[Any], named: list[tuple[str, Any]]) -> Distribution:
    given: dict[str, Any] = {}
    for name, value in named:
        if name in given:
            raise ValueError(f"{make.__qualname__}: {_cut(name)} given twice")
        given[name] = value
    try:
        return make(*positional, **given)
    except (TypeError, OverflowError) as error:
        raise ValueError(str(error)) from None


def _refuse_foreign(distribution: type[Distribution], key: str, value: Any) -> None:
    """Refuse JSON values that are not numbers, or nested lists of them."""
    pending = [(value, 0)]
    while pending:
        one, depth = pending.pop()
        if isinstance(one, list):
            if depth == MAX_DEPTH:
                raise ValueError(f"{distribution.__name__}: {_cut(key)} is nested too deeply")
            pending.extend((element, depth + 1) for element in one)
        elif type(one) not in (int, float):
            raise ValueError(
                f"{distribution.__name__}: {_cut(key)} must hold numbers only, got {_cut(json.dumps(one))}"
            )


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique: dict[str, Any] = {}
    for key, value in pairs:
        if key in unique:
            raise ValueError(f"duplicate key {shown(key)}")
        unique[key] = value
    return unique


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a finite number")


def _bounded_int(digits: str) -> int:
    if len(digits) > _MAX_PIECE or not _is_finite(int(digits)):
        raise ValueError("a number is beyond the range of a float")
    return int(digits)


def _finite_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is beyond the range of a float")
    return value
