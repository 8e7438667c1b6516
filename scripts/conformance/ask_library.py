"""Ask libraries of probability distributions the questions on the standard input: a part of `make conformance`.

It runs in an environment of its own, which need not hold this package: `compare_libraries.py` starts it there,
writes the questions as JSON, and reads the answers as JSON. Everything is asked in double precision.
"""

from __future__ import annotations

import importlib.metadata
import json
import math
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Library:
    """How to ask one library.

    Attributes:
        versions: of the package, and of what computes for it.
        names: what the lines of code may name.
        array: makes the library's array of a number or of nested lists.
        log_density: the log-density of a distribution at a point.
    """

    versions: dict[str, str]
    names: dict[str, Any]
    array: Callable[[Any], Any]
    log_density: Callable[[Any, Any], Any] = lambda distribution, x: distribution.log_prob(x)


def versions_of(*packages: str) -> dict[str, str]:
    """Return the installed versions."""
    return {package: importlib.metadata.version(package) for package in packages}


def torch_side() -> Library:
    """PyTorch."""
    import torch

    torch.set_default_dtype(torch.float64)
    return Library(versions_of("torch"), vars(torch.distributions), torch.tensor)


def jax_array() -> Callable[[Any], Any]:
    """Switch JAX to double precision, and return what makes its arrays."""
    import jax

    jax.config.update("jax_enable_x64", True)
    make: Callable[[Any], Any] = jax.numpy.array
    return make


def tfp_side() -> Library:
    """TensorFlow Probability, computed by JAX: TensorFlow itself is not needed."""
    array = jax_array()
    from tensorflow_probability.substrates.jax import distributions
    from tensorflow_probability.substrates.jax import tf2jax as tf

    def matrix_normal(loc: Any, row: Any, column: Any) -> Any:
        # It takes its two factors as linear operators, where the others take matrices.
        factors = (tf.linalg.LinearOperatorLowerTriangular(factor) for factor in (row, column))
        return distributions.MatrixNormalLinearOperator(loc, *factors)

    names = {**vars(distributions), "MatrixNormalLinearOperator": matrix_normal}
    return Library(versions_of("tensorflow-probability", "jax"), names, array)


def numpyro_side() -> Library:
    """NumPyro."""
    array = jax_array()
    from numpyro import distributions

    return Library(versions_of("numpyro", "jax"), vars(distributions), array)


def scipy_side() -> Library:
    """SciPy, which has distributions but no divergences between them."""
    from scipy import stats

    def log_density(distribution: Any, x: Any) -> Any:
        return distribution.logpdf(x) if hasattr(distribution, "logpdf") else distribution.logpmf(x)

    return Library(versions_of("scipy"), {**vars(stats), "np": np}, lambda v: np.array(v)[()], log_density)


SIDES = {"torch": torch_side, "tfp": tfp_side, "numpyro": numpyro_side, "scipy": scipy_side}


def written(value: Any) -> float | str:
    """Return a number as JSON can hold it: nan and infinities as words."""
    number = float(value.item())
    return number if math.isfinite(number) else str(number)


def asked(library: Library, question: dict[str, Any], call: str) -> Any:
    """Evaluate a line of code with the question's parameters."""
    values = {name: library.array(value) for name, value in question["parameters"].items()}
    # The lines are this project's own: kldiv.libraries.
    return eval(call, {**library.names, **values})


def divergence(library: Library, question: dict[str, Any], call: str) -> float | str:
    """Return the divergence; "NotImplementedError" if that is how the library answers."""
    try:
        return written(asked(library, question, call))
    except NotImplementedError:
        return "NotImplementedError"


def log_densities(library: Library, question: dict[str, Any], call: str) -> list[float | str]:
    """Return a distribution's log-densities at the question's points."""
    distribution = asked(library, question, call)
    return [written(library.log_density(distribution, library.array(x))) for x in question["points"]]


def answers(name: str, questions: dict[str, Any]) -> dict[str, Any]:
    """Put the questions that are for a library."""
    library = SIDES[name]()
    distributions = {q["distribution"]: (q, q["calls"][name]) for q in questions["distributions"] if name in q["calls"]}
    pairs = {q["pair"]: (q, q["calls"][name]) for q in questions["pairs"] if name in q["calls"]}
    return {
        "versions": library.versions,
        "distributions": {
            distribution: log_densities(library, *question) for distribution, question in distributions.items()
        },
        "pairs": {pair: divergence(library, *question) for pair, question in pairs.items()},
    }


def main() -> None:
    """Answer for each library that the arguments name."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    questions = json.load(sys.stdin)
    json.dump({name: answers(name, questions) for name in sys.argv[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
