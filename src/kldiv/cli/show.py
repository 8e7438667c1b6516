"""`kldiv list`, `kldiv derive` and `kldiv cite`: what the catalogue holds."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kldiv.distributions import Distribution

DERIVATION_FORMATS = ("text", "markdown", "latex", "json")
CITATION_FORMATS = ("bibtex", "csl-json", "ris", "text")


def run_list(arguments: argparse.Namespace) -> int:
    """List the catalogue.

    Args:
        arguments: family and json.

    Returns:
        0.

    Raises:
        ValueError: if the family is unknown.
    """
    from kldiv.distributions import find_distribution
    from kldiv.register.listing import listed

    rows = listed(find_distribution(arguments.family).slug if arguments.family is not None else None)
    if arguments.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    widths = [max((len(row[key]) for row in rows), default=0) for key in ("id", "kind")]
    for row in rows:
        print(f"{row['id']:<{widths[0]}}  {row['kind']:<{widths[1]}}  {row['title']}")
    return 0


def _given(name: str, text: str) -> Distribution | str:
    """Read a distribution with its parameters; a mere name is left as it is."""
    from kldiv.distributions.parsing import parse_distribution

    if "(" not in text:
        return text
    try:
        return parse_distribution(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def run_derive(arguments: argparse.Namespace) -> int:
    """Derive the divergence of one pair and print it.

    Args:
        arguments: p, q and format.

    Returns:
        0.

    Raises:
        ValueError: if a distribution is unknown.
    """
    from kldiv.derived import derive

    derivation = derive(*(_given(name, getattr(arguments, name)) for name in ("p", "q")))
    if arguments.format == "json":
        print(json.dumps(derivation.to_dict(), indent=2, ensure_ascii=False))
        return 0
    make = {
        "text": derivation.to_text,
        "markdown": derivation.to_markdown,
        "latex": derivation.to_latex,
    }[arguments.format]
    print(make().rstrip("\n"))
    return 0


def run_cite(arguments: argparse.Namespace) -> int:
    """Print a reference to whatever bears a permanent id.

    Args:
        arguments: id and format.

    Returns:
        0.

    Raises:
        ValueError: if the id is unknown.
    """
    from kldiv.register.registry import registry
    from kldiv.writing.citation import cite, cite_id

    name, form = arguments.id, arguments.format
    if name not in registry():
        from kldiv.entries import catalogue

        if name in catalogue():
            print(cite(catalogue()[name], form).rstrip("\n"))
            return 0
    print(cite_id(name, form).rstrip("\n"))
    return 0
