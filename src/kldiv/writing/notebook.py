"""A derivation as a Jupyter notebook: its steps to read, and cells that derive it, check it and put numbers in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kldiv.proof.record import Record
from kldiv.writing.address import PACKAGE
from kldiv.writing.markdown import to_markdown


def to_notebook(derivation: Record, numbers: Mapping[str, str] | None = None) -> str:
    """Write a derivation as a notebook.

    Args:
        derivation: any derivation.
        numbers: for a pair, the calls that make "p" and "q" with round parameters.

    Returns:
        The text of an .ipynb file, of nbformat 4.5, without outputs.

    Example:
        >>> from kldiv.deriving.derive import derive
        >>> text = to_notebook(derive("normal", "normal"), {"p": "kldiv.Normal(0, 1)", "q": "kldiv.Normal(1, 2)"})
        >>> print(json.loads(text)["cells"][-1]["source"])
        p = kldiv.Normal(0, 1)
        q = kldiv.Normal(1, 2)
        kldiv.kl_divergence(p, q)  # in nats
    """
    parts = re.split(r"^(?=##+ |\*\*\d+\. )", to_markdown(derivation), flags=re.MULTILINE)
    cells = [_cell(f"text-{number}", part.strip()) for number, part in enumerate(parts, 1) if part.strip()]
    cells.append(_cell("by-yourself", f"## Do it again\n\nThe package: `pip install {PACKAGE}` in its folder."))
    cells += [_cell(name, source, "code") for name, source in _code(derivation, numbers).items()]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, separators=(",", ":")) + "\n"


def _code(derivation: Record, numbers: Mapping[str, str] | None) -> dict[str, str]:
    asked = f'kldiv.catalogue()["{derivation.id}"]'
    if derivation.distributions:
        p, q = derivation.distributions
        if derivation.id == f"{p.slug}-{q.slug}":
            asked = f'kldiv.derive("{p.slug}", "{q.slug}")'
    cells = {"derive": f"import kldiv\n\nderivation = {asked}\nderivation.result"}
    cells["check"] = "report = derivation.check()\nassert report\nprint(report.passed, 'checks passed')"
    if numbers:
        made = "\n".join(f"{letter} = {call}" for letter, call in numbers.items())
        cells["evaluate"] = f"{made}\nkldiv.kl_divergence(p, q)  # in nats"
    return cells


def _cell(name: str, source: str, kind: str = "markdown") -> dict[str, Any]:
    rest: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source, **rest}
