"""Ask PyTorch what the pages of questions say of it, and write that down: a part of `make conformance`.

It runs in an environment of its own and is no part of the build. What it writes, docs/data/torch.json, is committed,
with version and date, and the examples read it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch import distributions as td

OUT = Path(__file__).resolve().parents[2] / "docs" / "data" / "torch.json"
P, Q = [0.5, 0.3, 0.2], [0.4, 0.4, 0.2]
ROWS = [P, [0.7, 0.2, 0.1]], [Q, [0.5, 0.3, 0.2]]


def doubles(values: Any) -> Tensor:
    """Return numbers as a tensor in double precision."""
    return torch.tensor(values, dtype=torch.float64)


def losses() -> dict[str, float]:
    """nn.KLDivLoss on two rows, by reduction, and on one row without a batch axis."""
    p, q = (doubles(rows) for rows in ROWS)
    found = {name: float(nn.KLDivLoss(reduction=name)(q.log(), p)) for name in ("batchmean", "sum")}
    found["mean"] = float(nn.KLDivLoss()(q.log(), p))
    found["vector-batchmean"] = float(nn.KLDivLoss(reduction="batchmean")(q[0].log(), p[0]))
    return found


def gradient_at_zero(loss: Callable[[Tensor, Tensor], Tensor]) -> str:
    """Differentiate a loss where the last entry of p is zero, and return that entry of the gradient."""
    p = doubles([0.5, 0.5, 0.0]).requires_grad_()
    loss(p, doubles([0.4, 0.4, 0.2])).backward()
    assert p.grad is not None
    return repr(float(p.grad[2]))


def masked_before(p: Tensor, q: Tensor) -> Tensor:
    """The divergence with a harmless number put in before the logarithm."""
    inside = torch.where(p > 0, p, torch.ones_like(p))
    return torch.where(p > 0, p * (inside / q).log(), torch.zeros_like(p)).sum()


def gradients() -> dict[str, str]:
    """The gradient at a zero of p, with xlogy and with a mask that comes first."""
    return {
        "xlogy": gradient_at_zero(lambda p, q: (torch.xlogy(p, p) - torch.xlogy(p, q)).sum()),
        "masked-before": gradient_at_zero(masked_before),
    }


def shapes() -> dict[str, Any]:
    """Two examples of three dimensions: as separate distributions, and as one of three dimensions each."""
    loc = doubles([[1.0, 0.0, 0.5], [0.0, 0.0, 2.0]])
    p, q = td.Normal(loc, torch.ones_like(loc)), td.Normal(torch.zeros_like(loc), torch.ones_like(loc))
    joined = td.kl_divergence(td.Independent(p, 1), td.Independent(q, 1))
    return {"separate": list(td.kl_divergence(p, q).shape), "joined": list(joined.shape), "values": joined.tolist()}


def raised(ask: Callable[[], object]) -> str:
    """Return the name of the error that a call raises, or "nothing"."""
    try:
        ask()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def errors() -> dict[str, str]:
    """What is raised for a pair without a formula, and for a covariance matrix without an inverse."""
    zero, one, two = (doubles(value) for value in (0.0, 1.0, 2.0))
    components = td.Normal(doubles([-2.0, 2.0]), doubles([1.0, 1.0]))
    mixture = td.MixtureSameFamily(td.Categorical(doubles([0.5, 0.5])), components)
    singular = doubles([[1.0, 1.0], [1.0, 1.0]])
    return {
        "exponential-laplace": raised(lambda: td.kl_divergence(td.Exponential(one), td.Laplace(zero, two))),
        "normal-mixture": raised(lambda: td.kl_divergence(td.Normal(zero, one), mixture)),
        "singular": raised(lambda: td.MultivariateNormal(doubles([0.0, 0.0]), singular)),
    }


def distributions() -> dict[str, float | str]:
    """Other values: pairs that are there, counts taken as they are, and Gamma's second parameter."""
    laplace, normal = td.Laplace(doubles(-3.0), doubles(4.0)), td.Normal(doubles(-1.0), doubles(2.0))
    exponential = td.Exponential(doubles(1.0))
    counts = td.Categorical(doubles([50.0, 30.0, 20.0])), td.Categorical(doubles([20.0, 20.0, 10.0]))
    return {
        "normal-laplace": float(td.kl_divergence(normal, laplace)),
        "laplace-exponential": str(float(td.kl_divergence(laplace, exponential))),
        "counts": float(td.kl_divergence(*counts)),
        "gamma-mean": float(td.Gamma(doubles(2.0), doubles(4.0)).mean),
    }


def main() -> None:
    """Ask, and write the answers."""
    found = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "version": torch.__version__.split("+")[0],
        "losses": losses(),
        "gradients": gradients(),
        "shapes": shapes(),
        "errors": errors(),
        "distributions": distributions(),
    }
    OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"asked PyTorch {found['version']}")


if __name__ == "__main__":
    main()
