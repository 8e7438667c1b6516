"""A closed form as a function in each language, for the page of the pair and for the picker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kldiv.derived import Derivation
from kldiv.writing.code import NAMES, source
from kldiv.writing.latest import for_the_latest
from kldiv.writing.numpy_code import argument_names, function_name

#: Where the build keeps it: a script for each p, which the picker fetches when a reader asks for code.
FOLDER = "code"

#: What a draw may be for the result to be written as a function of arrays.
WRITTEN = ("univariate", "labels")


@for_the_latest
def written(derivation: Derivation) -> tuple[dict[str, str], list[str]]:
    """Write a closed form in every language that has its functions.

    Args:
        derivation: of a pair of distributions.

    Returns:
        The code by language, and why others are left out; neither for any other result.
    """
    p, q = derivation.distributions
    code: dict[str, str] = {}
    without: list[str] = []
    if derivation.kind != "closed form" or p.variate != q.variate or p.variate not in WRITTEN:
        return code, without
    for language in NAMES:
        try:
            code[language] = source(derivation, language).rstrip("\n")
        except NotImplementedError as error:
            without.append(str(error))
    return code, without


def for_the_picker(derivation: Derivation) -> dict[str, Any] | None:
    """Return the code of a pair, the name of its function and what that takes; None where there is no code.

    Args:
        derivation: any derivation.

    Returns:
        Plain data.
    """
    if len(derivation.distributions) != 2 or derivation.distributions[0].variate != "univariate":
        return None
    code, _ = written(derivation)
    p, q = derivation.distributions
    if not code or derivation.id != f"{p.slug}-{q.slug}":
        return None
    arguments = list(dict.fromkeys(argument_names(derivation, p, q).values()))
    return {"p": p.slug, "q": q.slug, "name": function_name(p, q), "arguments": arguments, "code": code}


def scripts(all_code: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Write a script for each p: a page that is read from disk may fetch nothing else.

    Args:
        all_code: what `for_the_picker` gives, of each pair.

    Returns:
        The scripts by their places below the generated files.
    """
    rows: dict[str, dict[str, Any]] = {}
    for one in all_code:
        rows.setdefault(one["p"], {})[one["q"]] = {key: one[key] for key in ("name", "arguments", "code")}
    return {
        f"machine/{FOLDER}/{p}.js": f"kldivCode({json.dumps(p)}, {json.dumps(row, ensure_ascii=False)});\n"
        for p, row in rows.items()
    }
