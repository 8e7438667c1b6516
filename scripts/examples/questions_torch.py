"""What PyTorch answered to the questions of the pages: read from docs/data/torch.json, with date and version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import kldiv
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import divergence_sum, exact

DATA = Path(__file__).resolve().parents[2] / "docs" / "data" / "torch.json"
ROWS = ("0.5", "0.3", "0.2"), ("0.4", "0.4", "0.2"), ("0.7", "0.2", "0.1"), ("0.5", "0.3", "0.2")


def data() -> dict[str, Any]:
    """Return what `make conformance` wrote."""
    stored: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return stored


def near(name: str, found: float, expected: float) -> float:
    """Return PyTorch's value if it is what its documentation says, to rounding."""
    if abs(found - expected) > 1e-12 * max(1.0, abs(expected)):
        raise ArithmeticError(f"{name}: PyTorch answered {found}, expected was {expected}")
    return found


def numbers() -> Numbers:
    """Name the answers.

    Returns:
        Name -> value, unit and text.
    """
    stored = data()
    first, second = (float(divergence_sum(exact(ROWS[k]), exact(ROWS[k + 1]))) for k in (0, 2))
    losses, other = stored["losses"], stored["distributions"]
    near("batchmean", losses["batchmean"], (first + second) / 2)
    near("mean", losses["mean"], (first + second) / 6)
    near("batchmean of one row", losses["vector-batchmean"], first / 3)
    near("normal to Laplace", other["normal-laplace"], kldiv.kl_divergence(kldiv.Normal(-1, 2), kldiv.Laplace(-3, 4)))
    batch = [near("joined", found, right) for found, right in zip(stored["shapes"]["values"], (0.625, 2), strict=True)]
    if stored["shapes"]["separate"] != [2, 3] or stored["shapes"]["joined"] != [2]:
        raise ArithmeticError("the shapes of PyTorch's answers")
    if stored["errors"]["exponential-laplace"] != stored["errors"]["normal-mixture"]:
        raise ArithmeticError("the page says that the two missing pairs raise the same error")
    return {
        "torch.date": words(stored["date"]),
        "torch.version": words(stored["version"]),
        "torch.losses.sum": number(near("sum", losses["sum"], first + second), "nats"),
        "torch.counts": number(near("counts", other["counts"], first), "nats"),
        "torch.batch.1": number(batch[0], "nats", None),
        "torch.batch.2": number(batch[1], "nats", None),
        "torch.gamma-mean": number(near("mean of Gamma(2, 4)", other["gamma-mean"], 0.5), "", None),
        "torch.laplace-exponential": number(float(other["laplace-exponential"]), "nats"),
        "torch.gradient.xlogy": words(stored["gradients"]["xlogy"]),
        "torch.gradient.masked-before": words(stored["gradients"]["masked-before"]),
        "torch.error.singular": words(stored["errors"]["singular"]),
        "torch.error.exponential-laplace": words(stored["errors"]["exponential-laplace"]),
    }
