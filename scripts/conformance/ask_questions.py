"""Ask other libraries the same questions and write down what they answer: `make conformance`.

It runs in an environment of its own and is no part of the build. What it writes, docs/data/conformance.json,
is committed, with versions and date, and the pages read it. A library that isn't installed is left out.
`--add LIBRARY` asks that one alone and adds its answers: for a library that can't share an environment with the others.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import importlib.util
import json
import os
import platform
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "docs" / "data" / "conformance.json"
INPUTS: dict[str, tuple[list[float], list[float]]] = {
    "plain": ([0.5, 0.3, 0.2], [0.4, 0.4, 0.2]),
    "p-zero": ([0.5, 0.5, 0.0], [0.4, 0.4, 0.2]),
    "q-zero": ([0.4, 0.4, 0.2], [0.5, 0.5, 0.0]),
    "both-zero": ([0.5, 0.5, 0.0], [0.4, 0.6, 0.0]),
    "unnormalised": ([5.0, 3.0, 2.0], [2.0, 2.0, 1.0]),
}
Call = Callable[[np.ndarray, np.ndarray], Any]
Calls = dict[str, tuple[str, Call]]  # by name: how it is written, and what it does


def scipy_calls() -> Calls:
    """SciPy's three functions."""
    from scipy import special, stats

    return {
        "scipy-rel-entr": ("scipy.special.rel_entr(p, q).sum()", lambda p, q: special.rel_entr(p, q).sum()),
        "scipy-kl-div": ("scipy.special.kl_div(p, q).sum()", lambda p, q: special.kl_div(p, q).sum()),
        "scipy-entropy": ("scipy.stats.entropy(p, q)", stats.entropy),
    }


def torch_calls() -> Calls:
    """PyTorch: the loss in its several spellings, right and wrong, and the distributions."""
    import torch
    from torch.distributions import Categorical, kl_divergence
    from torch.nn import functional

    t = torch.from_numpy

    def loss(p: np.ndarray, q: np.ndarray, reduction: str) -> Any:
        return functional.kl_div(t(q).log(), t(p), reduction=reduction)

    def logs(p: np.ndarray, q: np.ndarray) -> Any:
        return functional.kl_div(t(q).log(), t(p).log(), reduction="sum", log_target=True)

    def swapped(p: np.ndarray, q: np.ndarray) -> Any:
        return functional.kl_div(t(p), t(q), reduction="sum")

    def distributions(p: np.ndarray, q: np.ndarray) -> Any:
        return kl_divergence(Categorical(probs=t(p)), Categorical(probs=t(q)))

    return {
        "torch-sum": ('F.kl_div(q.log(), p, reduction="sum")', lambda p, q: loss(p, q, "sum")),
        "torch-mean": ("F.kl_div(q.log(), p)", lambda p, q: loss(p, q, "mean")),
        "torch-log-target": ('F.kl_div(q.log(), p.log(), reduction="sum", log_target=True)', logs),
        "torch-swapped": ('F.kl_div(p, q, reduction="sum")', swapped),
        "torch-distributions": ("kl_divergence(Categorical(p), Categorical(q))", distributions),
    }


def torchmetrics_calls() -> Calls:
    """TorchMetrics: rows are distributions."""
    import torch
    from torchmetrics.functional import kl_divergence

    def ask(p: np.ndarray, q: np.ndarray) -> Any:
        return kl_divergence(torch.from_numpy(p)[None], torch.from_numpy(q)[None])

    return {"torchmetrics": ("torchmetrics.functional.kl_divergence(p, q)", ask)}


def jax_calls() -> Calls:
    """JAX, in its default single precision."""
    import jax.numpy as jnp
    from jax.scipy import special

    def asked(function: Any) -> Call:
        return lambda p, q: function(jnp.asarray(p), jnp.asarray(q)).sum()

    return {
        "jax-rel-entr": ("jax.scipy.special.rel_entr(p, q).sum()", asked(special.rel_entr)),
        "jax-kl-div": ("jax.scipy.special.kl_div(p, q).sum()", asked(special.kl_div)),
    }


def optax_calls() -> Calls:
    """Optax wants log-probabilities first and the target second."""
    import jax.numpy as jnp
    import optax

    def ask(p: np.ndarray, q: np.ndarray) -> Any:
        return optax.losses.kl_divergence(jnp.log(jnp.asarray(q)), jnp.asarray(p))

    return {"optax": ("optax.losses.kl_divergence(log(q), p)", ask)}


def keras_calls() -> Calls:
    """Keras, on the JAX backend."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    loss = keras.losses.KLDivergence()
    return {"keras": ("keras.losses.KLDivergence()(p, q)", lambda p, q: loss(p[None], q[None]))}


def tfp_calls() -> Calls:
    """TensorFlow Probability, computed by JAX; a categorical distribution in single precision."""
    import jax.numpy as jnp
    from tensorflow_probability.substrates.jax.distributions import Categorical, kl_divergence

    def ask(p: np.ndarray, q: np.ndarray) -> Any:
        return kl_divergence(Categorical(probs=jnp.asarray(p)), Categorical(probs=jnp.asarray(q)))

    return {"tfp": ("tfd.kl_divergence(tfd.Categorical(probs=p), tfd.Categorical(probs=q))", ask)}


LIBRARIES: dict[str, Callable[[], Calls]] = {
    "scipy": scipy_calls,
    "torch": torch_calls,
    "torchmetrics": torchmetrics_calls,
    "jax": jax_calls,
    "optax": optax_calls,
    "keras": keras_calls,
    "tensorflow_probability": tfp_calls,
}


def written(value: Any) -> float | str:
    """Return a value as JSON can hold it: nan and infinities as words."""
    value = float(np.asarray(value).reshape(-1)[0])
    return value if np.isfinite(value) else str(value)


def distributions_of_torch() -> list[dict[str, Any]]:
    """Pairs of distributions for which PyTorch's closed forms were doubted."""
    import torch
    from torch import distributions as d

    def t(x: float) -> Any:
        return torch.tensor(x, dtype=torch.float64)

    def single(x: float) -> Any:
        return torch.tensor(x, dtype=torch.float32)

    unchecked = {"validate_args": False}
    pairs: dict[str, tuple[Any, Any]] = {
        "poisson-zero": (d.Poisson(t(0.0), **unchecked), d.Poisson(t(3.0))),
        "binomial-edge": (d.Binomial(10, t(0.5)), d.Binomial(10, t(0.0))),
        "bernoulli-tiny": (d.Bernoulli(t(0.5)), d.Bernoulli(t(1e-300))),
        "bernoulli-single": (d.Bernoulli(single(1e-8)), d.Bernoulli(single(3e-8))),
        "gumbel-normal": (d.Gumbel(t(0.0), t(1.0)), d.Normal(t(1.0), t(2.0))),
    }
    return [{"name": name, "value": written(d.kl_divergence(p, q))} for name, (p, q) in pairs.items()]


def gradients() -> dict[str, float | str]:
    """The gradient at a zero of p, where the term is masked after it was computed."""
    import torch

    p = torch.tensor([0.5, 0.5, 0.0], dtype=torch.float64, requires_grad=True)
    q = torch.tensor([0.4, 0.4, 0.2], dtype=torch.float64)
    torch.where(p > 0, p * (p / q).log(), torch.zeros_like(p)).sum().backward()
    masked = p.grad
    assert masked is not None
    safe = torch.tensor([0.5, 0.5, 0.0], dtype=torch.float64, requires_grad=True)
    inside = torch.where(safe > 0, safe, torch.ones_like(safe))
    torch.where(safe > 0, safe * (inside / q).log(), torch.zeros_like(safe)).sum().backward()
    assert safe.grad is not None
    return {"masked-after": written(masked[2]), "masked-before": written(safe.grad[2])}


def answers_of(library: str) -> list[dict[str, Any]]:
    """Ask one library for the divergence of every input."""
    answers = []
    for name, (call, function) in LIBRARIES[library]().items():
        values = {case: written(function(np.array(p), np.array(q))) for case, (p, q) in INPUTS.items()}
        answers.append({"name": name, "library": library, "call": call, "values": values})
        print(call)
    return answers


def versions_of(names: list[str]) -> dict[str, str]:
    """Return the installed versions, by the packages' own names."""
    return {name.replace("_", "-"): importlib.metadata.version(name) for name in names}


def everything(present: list[str]) -> dict[str, Any]:
    """Ask every library that is installed."""
    result: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "versions": versions_of([*present, "numpy"]),
        "inputs": {name: {"p": p, "q": q} for name, (p, q) in INPUTS.items()},
        "answers": [answer for library in present for answer in answers_of(library)],
    }
    if "torch" in present:
        result |= {"torch-distributions": distributions_of_torch(), "torch-gradients": gradients()}
    return result


def added(library: str) -> dict[str, Any]:
    """Ask one library and add its answers to those of the others, in place of older ones."""
    result: dict[str, Any] = json.loads(OUT.read_text(encoding="utf-8"))
    others = [answer for answer in result["answers"] if answer["library"] != library]
    return result | {
        "versions": result["versions"] | versions_of([library]),
        "answers": [*others, *answers_of(library)],
    }


def main() -> None:
    """Ask the libraries, and write the answers."""
    parser = argparse.ArgumentParser(description="Ask other libraries for the same divergences.")
    parser.add_argument("--add", choices=LIBRARIES, help="ask this library alone, and keep what the others answered")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    present = [name for name in LIBRARIES if importlib.util.find_spec(name)]
    result = added(options.add) if options.add else everything(present)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"asked {options.add or ', '.join(present)}")


if __name__ == "__main__":
    main()
