"""`kldiv evaluate`: one pair of distributions from the arguments, or many from a file."""

from __future__ import annotations

import argparse
import json
import math
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kldiv.algebra.notation import log_of_base
from kldiv.cli.messages import complain, one_line
from kldiv.lazily import is_array

if TYPE_CHECKING:
    from kldiv.answers.notices import Answer
    from kldiv.distributions.base import Distribution


class _Batch(argparse.Action):
    """Takes the place of the two positional arguments."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)
        for action in parser._actions:
            if action.dest in ("p", "q"):
                action.required = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments.

    Args:
        parser: the command's parser.
    """
    parser.add_argument("p", metavar="P", help='a distribution, such as "Normal(loc=1, scale=1)"')
    parser.add_argument("q", metavar="Q", help='a distribution, such as "Normal(loc=2, scale=1/2)"')
    parser.add_argument("--base", type=_base, metavar="B", help="base of the logarithm: 2 for bits (default: e)")
    parser.add_argument("--json", action="store_true", help="print value, unit, method and error bound as JSON")
    parser.add_argument(
        "--batch",
        action=_Batch,
        nargs="?",
        const="-",
        metavar="FILE",
        help='read {"p": {"distribution": "Normal", "loc": 1, "scale": 1}, "q": {...}} from each line of FILE, '
        "or of standard input; print one JSON result a line",
    )
    parser.set_defaults(p=None, q=None, error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate what the arguments ask for.

    Args:
        arguments: p, q, base, json and batch.

    Returns:
        The exit status: 0, or 2 if some line of a batch could not be answered.

    Raises:
        ValueError: if a distribution cannot be read.
    """
    if arguments.batch is not None:
        if arguments.p is not None:
            arguments.error("--batch takes its distributions from a file, not from the arguments")
        return _run_batch(arguments.batch, arguments.base)
    from kldiv.answers.found import QUADRATURE
    from kldiv.answers.measures import evaluate
    from kldiv.answers.notices import notice_of
    from kldiv.distributions.parsing import parse_distribution

    with _telling():
        p, q = (_named(name, parse_distribution, getattr(arguments, name)) for name in ("p", "q"))
        answer = evaluate(p, q, arguments.base)
    if arguments.json:
        print(_as_json(answer))
        return 0
    print(repr(answer.value.tolist() if is_array(answer.value) else answer.value))
    if answer.method == QUADRATURE:
        complain(f"no closed form: from quadrature, with an error of at most {answer.error_bound:.2g}")
    elif (doubt := notice_of(answer)) is not None:
        complain(doubt)
    return 0


@contextmanager
def _telling() -> Iterator[None]:
    """Say on standard error, each once, what the package warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        yield
    for text in dict.fromkeys(str(one.message) for one in caught):
        complain(text)


def _named(name: str, read: Callable[[Any], Distribution], given: Any) -> Distribution:
    """Read p or q, and say which of the two it was that could not be read."""
    try:
        return read(given)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _run_batch(source: str, base: float | None) -> int:
    with _telling():
        if source == "-":
            return _answer_lines(sys.stdin.buffer, base)
        with Path(source).open("rb") as stream:
            return _answer_lines(stream, base)


def _answer_lines(lines: Iterable[bytes], base: float | None) -> int:
    count = bad = 0
    for count, line in enumerate(lines, start=1):
        try:
            result = _answer_line(line, base, first=count == 1)
        except (ValueError, RecursionError, MemoryError) as error:
            result = json.dumps({"error": one_line(error)}, ensure_ascii=False)
            bad += 1
        print(result, flush=True)
    if bad:
        complain(f"error: {bad} of {count} lines could not be answered")
    return 2 if bad else 0


def _answer_line(line: bytes, base: float | None, first: bool) -> str:
    from kldiv.answers.measures import evaluate
    from kldiv.distributions.parsing import decode_json, distribution_from_mapping

    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        raise ValueError("not valid UTF-8") from None
    if not text.strip():
        raise ValueError("an empty line")
    pair = decode_json(text)
    if not isinstance(pair, dict) or set(pair) != {"p", "q"}:
        raise ValueError('expected an object with exactly the keys "p" and "q"')
    p, q = (_named(key, distribution_from_mapping, pair[key]) for key in ("p", "q"))
    return _as_json(evaluate(p, q, base))


def _as_json(answer: Answer) -> str:
    return json.dumps(
        {
            "value": _speakable(answer.value),
            "unit": answer.unit,
            "method": answer.method,
            "error_bound": _speakable(answer.error_bound),
        },
        allow_nan=False,
    )


def _speakable(value: Any) -> Any:
    """Return floats as JSON can hold them: an infinite one becomes a word."""
    if is_array(value):
        return _speakable(value.tolist())
    if isinstance(value, list):
        return [_speakable(one) for one in value]
    return value if value is None or math.isfinite(value) else str(value)


def _base(text: str) -> float:
    try:
        base = float(text)
        log_of_base(base)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a positive number other than 1, got {text!r}") from None
    return base
