"""What a distribution says of itself: its slug, and the docstring and signature made of its parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kldiv.distributions.declarations import Parameter


def slug_of(name: str) -> str:
    """Turn the name of a class into a slug.

    Example:
        >>> slug_of("ExpInverseGamma"), slug_of("Chi2")
        ('exp-inverse-gamma', 'chi2')
    """
    return re.sub(r"(?<=.)(?=[A-Z])", "-", name).lower()


def described(text: str | None, spec: tuple[Parameter, ...]) -> str:
    """Put a table of the parameters into a docstring, before its example.

    Args:
        text: the docstring.
        spec: the parameters.

    Returns:
        The docstring with a section "Args" and one "Raises", which every distribution has.
    """
    text = inspect.cleandoc(text or "")
    if "Args:" in text or not spec:
        return text
    table = [f"    {p.name}: {p.description.replace('$', '')}." for p in spec]
    made = "\n".join(["Args:", *table, "", "Raises:", "    ValueError: if a parameter is outside its domain."])
    before, example, after = text.partition("Example:")
    return f"{before.rstrip()}\n\n{made}\n" + (f"\n{example}{after}\n" if example else "")


def signature_of(
    spec: tuple[Parameter, ...], optional: Collection[str], spellings: Collection[str] = ()
) -> inspect.Signature:
    """Return the signature of a distribution's class.

    Args:
        spec: the parameters.
        optional: the names of those that need not be given.
        spellings: further names, each of which may be given instead of all the parameters.
    """
    kind, only_named = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    given = {p.name: None if p.name in optional or spellings else inspect.Parameter.empty for p in spec}
    return inspect.Signature(
        [
            *(inspect.Parameter(name, kind, default=default) for name, default in given.items()),
            *(inspect.Parameter(name, only_named, default=None) for name in spellings),
        ]
    )
