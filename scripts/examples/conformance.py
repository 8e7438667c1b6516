"""What other libraries answer to five inputs: read from docs/data/conformance.json, the truth computed here."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import kldiv
from kldiv.register.libraries import compared_versions, comparison
from scripts.examples.display import Entry, Numbers, number, words
from scripts.examples.second_route import agreed, divergence_sum, exact

DATA = Path(__file__).resolve().parents[2] / "docs" / "data" / "conformance.json"
LONGEST_CALL = 26  # that a line of the table may hold
HEADINGS = {
    "plain": "nothing special",
    "p-zero": "a zero in $p$",
    "q-zero": "a zero in $q$ only",
    "both-zero": "a zero in both",
    "unnormalised": "not normalised",
}


def data() -> dict[str, Any]:
    """Return what `make conformance` wrote."""
    stored: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return stored


def entry(value: float | str, digits: int = 4) -> Entry:
    """Write one answer of a library, in nats; "nan" stays a word."""
    if isinstance(value, str) and math.isnan(float(value)):
        return words("nan")
    return number(float(value), "nats", digits)


def truth(p: list[float], q: list[float]) -> Entry:
    """Return D(p‖q) by both routes, or say that it isn't defined for what isn't normalised."""
    if abs(sum(p) - 1) > 1e-9:
        return words("not defined")
    first, second = kldiv.Categorical(p), kldiv.Categorical(q)
    sums = divergence_sum(exact([str(v) for v in p]), exact([str(v) for v in q]))
    return number(agreed("truth", kldiv.kl_divergence(first, second), sums), "nats")


def in_lines(call: str) -> str:
    """Write a call as code, a long one in several lines, so that the answers beside it stay in view.

    Example:
        >>> in_lines("scipy.stats.entropy(p, q)")
        '`scipy.stats.entropy(p, q)`'
        >>> in_lines("torchmetrics.functional.kl_divergence(p, q)")
        '`torchmetrics.functional.`<br>`kl_divergence(p, q)`'
    """
    lines = [""]
    for whole in re.findall(r".+?(?:\(\)(?:, )?|\(|, |$)", call):
        name, dot, rest = whole.rpartition(".")
        for piece in (name + dot, rest) if len(whole) > LONGEST_CALL else (whole,):
            if len(lines[-1] + piece.rstrip()) > LONGEST_CALL:
                lines.append("")
            lines[-1] += piece
    return "<br>".join(f"`{line.rstrip()}`" for line in lines)


def numpyro_series() -> Numbers:
    """Name what NumPyro answered for the pair whose series it cuts off, and what is right."""
    pair, version = comparison()["pairs"]["kumaraswamy-beta"], compared_versions()["numpyro"]
    first, second = kldiv.Kumaraswamy(**pair["p"]), kldiv.Beta(**pair["q"])
    parameters = [pair[distribution][f"concentration{k}"] for distribution in "pq" for k in (1, 0)]
    out: Numbers = {
        "conformance.numpyro.version": words(version),
        "conformance.numpyro.nats": entry(pair["answers"]["numpyro"]["value"]),
        "conformance.numpyro.truth": entry(agreed("truth", pair["ours"], kldiv.evaluate(first, second).value)),
    }
    named = zip(("a", "b", "alpha", "beta"), parameters, strict=True)
    return out | {f"conformance.numpyro.{name}": number(value, "", 4) for name, value in named}


def numbers() -> Numbers:
    """Name the answers, the truths, the versions and the date."""
    stored = data()
    out: Numbers = {"conformance.date": words(stored["date"])}
    out |= {f"conformance.version.{name}": words(v) for name, v in stored["versions"].items()}
    for case, distributions in stored["inputs"].items():
        out[f"conformance.truth.{case}"] = truth(distributions["p"], distributions["q"])
        for distribution in "pq":
            out[f"conformance.input.{case}.{distribution}"] = words(
                ", ".join(f"{v:g}" for v in distributions[distribution])
            )
    for answer in stored["answers"]:
        for case, value in answer["values"].items():
            out[f"conformance.{answer['name']}.{case}"] = entry(value)
    for distribution in stored["torch-distributions"]:
        out[f"conformance.torch-distribution.{distribution['name']}"] = entry(distribution["value"])
    for name, value in stored["torch-gradients"].items():
        out[f"conformance.torch-gradient.{name}"] = entry(value)
    return out | numpyro_series()


def fragments() -> dict[str, str]:
    """Write the inputs, and every answer, as tables."""
    stored = data()
    table = ["| call | " + " | ".join(HEADINGS.values()) + " |", "|---|" + "--:|" * len(HEADINGS)]
    rows = [("truth", "**the divergence**")]
    rows += [(answer["name"], in_lines(answer["call"])) for answer in stored["answers"]]
    for name, label in rows:
        cells = " | ".join(f"[[n:conformance.{name}.{case}]]" for case in HEADINGS)
        table.append(f"| {label} | {cells} |")
    inputs = ["| column | $p$ | $q$ |", "|---|---|---|"]
    for case, heading in HEADINGS.items():
        inputs.append(f"| {heading} | [[n:conformance.input.{case}.p]] | [[n:conformance.input.{case}.q]] |")
    versions = ["| library | version |", "|---|---|"]
    versions += [f"| {name} | [[n:conformance.version.{name}]] |" for name in stored["versions"]]
    return {
        "conformance-table": "\n".join(table),
        "conformance-inputs": "\n".join(inputs),
        "conformance-versions": "\n".join(versions),
    }
