"""Compare other libraries' distributions and divergences with ours, and write down how far they are apart.

    python -m scripts.conformance.compare_libraries torch,numpyro=ENVIRONMENT/bin/python tfp=OTHER/bin/python

`make conformance` runs it; it is no part of the build. The libraries answer in environments of their own
(scripts/conformance/ask_library.py); what they are asked, and what is right, is computed here. The result,
src/kldiv/register/libraries.json, is committed with versions and date, and `kldiv.register.libraries` reads it.
"""

from __future__ import annotations

import datetime
import json
import math
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import sympy as sp

import kldiv
from kldiv.algebra.arrays import MultivariateGamma
from kldiv.algebra.notation import CONTINUOUS, DISCRETE
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.register.libraries import COMPARISON, PAIRS, answers_of, names_of
from kldiv.register.libraries.pairs import CLOSED

ASKER = Path(__file__).with_name("ask_library.py")

#: Distributions.jl was read, and NumPy only draws: neither is asked.
ASKED = ("torch", "tfp", "numpyro", "scipy")

#: The first draw: this one, and the seventh after it, have few whole numbers, for which a wrong formula may be right.
SEED = 4

#: Where densities are compared, as far as the points are in the support.
POINTS = {CONTINUOUS: (-2.5, -1.2, -0.3, 0.2, 0.6, 0.9, 1.7, 3.3, 7.7), DISCRETE: tuple(float(k) for k in range(-4, 9))}
ARRAY_POINTS: dict[str, list[Any]] = {
    "categorical": [0, 1, 2],
    "dirichlet": [[0.25, 0.25, 0.5], [0.0625, 0.8125, 0.125]],
    "matrix-normal": [[[0.5, -1.25], [0.5, 0.75]], [[2.0, 0.0], [-3.5, 1.0]]],
    "multivariate-normal": [[0.5, -1.25], [3.0, 2.5]],
    "von-mises-fisher": [[0.6, 0.0, 0.8], [-0.8, 0.6, 0.0]],
    "wishart": [[[1.5, 0.5], [0.5, 2.25]], [[9.0, -2.0], [-2.0, 4.0]]],
}


def floats(value: Any) -> Any:
    """Turn fractions, in lists or alone, into floats."""
    return [floats(v) for v in value] if isinstance(value, list) else float(value)


def drawn(slug: str, seed: int) -> dict[str, Any]:
    """Draw parameters; three labels for a categorical distribution, which may be drawn with a single one."""
    rng = random.Random(seed)
    if slug == "categorical":
        weights = [rng.randint(1, 9) for _ in range(3)]
        return {"probs": [w / sum(weights) for w in weights]}
    return {name: floats(value) for name, value in DISTRIBUTIONS[slug].draw(rng).items()}


def with_factors(values: dict[str, Any]) -> dict[str, Any]:
    """Add the triangular factors of covariances, for libraries which ask for those."""
    factors = {"row_covariance": "scale_row", "column_covariance": "scale_column", "covariance_matrix": "scale_tril"}
    found = {factor: np.linalg.cholesky(values[name]).tolist() for name, factor in factors.items() if name in values}
    return {**values, **found}


def log_density(slug: str, values: Mapping[str, Any], at: Any) -> float:
    """Evaluate our density at a point, to more digits than a float holds."""
    distribution = DISTRIBUTIONS[slug](**values)
    with mpmath.workdps(30):
        if distribution.variate == UNIVARIATE:
            x = sp.Symbol("x")
            return float(mpmath.log(sp.lambdify(x, distribution.density(x), modules="mpmath")(mpmath.mpf(at))))
    point: Any = sp.ImmutableMatrix(at).applyfunc(sp.nsimplify) if isinstance(at, list) else sp.Integer(at)
    if slug == "dirichlet":  # its components are counted from one
        point = dict(enumerate(point, 1))
    density = distribution.exact().density(point).doit()
    written_out = density.replace(MultivariateGamma, lambda *a: MultivariateGamma(*a).as_product().doit())
    return float(sp.log(written_out).evalf(30))


def points_of(slug: str, values: Mapping[str, Any]) -> list[Any]:
    """Return points at which the distribution's density is not zero."""
    distribution = DISTRIBUTIONS[slug]
    if distribution.variate != UNIVARIATE:
        return ARRAY_POINTS[slug]
    support = distribution(**values).exact().support()
    low, high = float(support.lower), float(support.upper)
    return [
        x for x in POINTS[distribution.kind] if low < x < high or (distribution.kind == DISCRETE and low <= x <= high)
    ]


def questions_on_distributions() -> Iterator[dict[str, Any]]:
    """Every distribution that one of the libraries has."""
    for slug in DISTRIBUTIONS:
        calls = {library: call for library, call in names_of(slug).items() if library in ASKED}
        if not calls:
            continue
        values = drawn(slug, SEED)
        points = points_of(slug, values)
        ours = [log_density(slug, values, x) for x in points]
        yield {"distribution": slug, "parameters": with_factors(values), "points": points, "ours": ours, "calls": calls}


def example(p: str, q: str, finite: bool) -> tuple[dict[str, Any], dict[str, Any], float]:
    """Draw parameters of two distributions, the first whose divergence is above zero, and finite if it is to be."""
    for seed in range(SEED, 1000):
        first, second = drawn(p, seed), drawn(q, seed + 7)
        if p == q and "total_count" in second:  # with another number of trials it is a different question
            second["total_count"] = first["total_count"]
        ours = float(kldiv.evaluate(DISTRIBUTIONS[p](**first), DISTRIBUTIONS[q](**second)).value)
        if ours > 0 and (math.isfinite(ours) or not finite):
            return first, second, ours
    raise ValueError(f"no finite example of {p}-{q}")


def questions_on_pairs() -> Iterator[dict[str, Any]]:
    """Every pair that one of the libraries is said to answer, or to leave to do."""
    for p, q in sorted(PAIRS):
        calls = {one.library: one.call for one in answers_of(p, q) if one.library in ASKED}
        if not calls:
            continue
        first, second, ours = example(p, q, finite=CLOSED in PAIRS[p, q].values())
        values = {f"{name}_p": v for name, v in with_factors(first).items()}
        values |= {f"{name}_q": v for name, v in with_factors(second).items()}
        shown = {"p": first, "q": second}
        yield {"pair": f"{p}-{q}", **shown, "parameters": values, "ours": written(ours), "calls": calls}


def written(value: float) -> float | str:
    """Return a number as JSON can hold it: nan and infinities as words."""
    return value if math.isfinite(value) else str(value)


def apart(theirs: float | str, ours: float | str, least: float = 0.0) -> float | str:
    """Return how far an answer is from ours, in proportion to ours, or to `least` if that is more.

    Args:
        theirs: a number, "inf", "nan" or the name of an error.
        ours: a number or "inf".
        least: what to divide by at least.

    Returns:
        The relative difference; "inf" if one is finite and the other isn't; the error's name if there was one.
    """
    if isinstance(theirs, str) and theirs.endswith("Error"):
        return theirs
    a, b = float(theirs), float(ours)
    if a == b:
        return 0.0
    return written(abs(a - b) / max(abs(b), least)) if math.isfinite(a) and math.isfinite(b) else "inf"


def farthest(theirs: list[Any], ours: list[float]) -> float | str:
    """Return the largest difference of log-densities, relative to those above one and absolute for the others."""
    found = [apart(a, b, least=1.0) for a, b in zip(theirs, ours, strict=True)]
    return max(found, key=float)


def rounded(value: Any) -> Any:
    """Keep two digits of a difference: the others say nothing."""
    return float(f"{value:.1e}") if isinstance(value, float) else value


def ask(interpreter: str, libraries: str, questions: dict[str, Any]) -> dict[str, Any]:
    """Put the questions in the environment of an interpreter."""
    command = [interpreter, str(ASKER), *libraries.split(",")]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{libraries}: {done.stderr}")
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def report(questions: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Set the answers beside ours."""
    distributions: dict[str, dict[str, float | str]] = {}
    for question in questions["distributions"]:
        given = {
            name: a["distributions"][question["distribution"]]
            for name, a in answers.items()
            if question["distribution"] in a["distributions"]
        }
        distributions[question["distribution"]] = {
            name: rounded(farthest(v, question["ours"])) for name, v in given.items()
        }
    pairs: dict[str, dict[str, Any]] = {}
    for question in questions["pairs"]:
        given = {name: a["pairs"][question["pair"]] for name, a in answers.items() if question["pair"] in a["pairs"]}
        theirs = {n: {"value": v, "difference": rounded(apart(v, question["ours"]))} for n, v in given.items()}
        pairs[question["pair"]] = {**{key: question[key] for key in ("p", "q", "ours")}, "answers": theirs}
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {
        "date": date,
        "versions": {n: a["versions"] for n, a in answers.items()},
        "distributions": distributions,
        "pairs": pairs,
    }


def text_of(result: dict[str, Any]) -> str:
    """Write the result as JSON, a distribution or a pair to a line."""
    parts = [f'"date": {json.dumps(result["date"])}', f'"versions": {json.dumps(result["versions"])}']
    for table in ("distributions", "pairs"):
        rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in result[table].items())
        parts.append(f'"{table}": {{\n{rows}\n}}')
    return "{" + ",\n".join(parts) + "}\n"


def main() -> None:
    """Ask the libraries that the arguments name, each in its environment, and write what they answered."""
    questions = {"distributions": list(questions_on_distributions()), "pairs": list(questions_on_pairs())}
    answers: dict[str, Any] = {}
    for argument in sys.argv[1:]:
        libraries, _, interpreter = argument.partition("=")
        answers |= ask(interpreter, libraries, questions)
    if set(answers) != set(ASKED):
        raise SystemExit(f"not asked: {', '.join(sorted(set(ASKED) - set(answers)))}")
    result = report(questions, answers)
    COMPARISON.write_text(text_of(result), encoding="utf-8")
    print(f"asked {', '.join(answers)}: {len(result['distributions'])} distributions and {len(result['pairs'])} pairs")


if __name__ == "__main__":
    main()
