"""Distributions from text: what is read, and that everything else is refused in one line and never run."""

from __future__ import annotations

import json
import math
import re
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kldiv.distributions import Bernoulli, Categorical, Normal
from kldiv.distributions.parsing import decode_json, distribution_from_mapping, parse_distribution


@pytest.mark.parametrize(
    ("text", "distribution", "parameters"),
    [
        ("Normal(loc=1, scale=1)", Normal, {"loc": 1, "scale": 1}),
        ("  Normal( -1.5e0 , +2 )\n", Normal, {"loc": -1.5, "scale": 2}),
        ("Normal(0, scale=1/3)", Normal, {"loc": 0, "scale": Fraction(1, 3)}),
        ("Normal(-1/4, 0.5/2)", Normal, {"loc": Fraction(-1, 4), "scale": 0.25}),
        ("normal(scale=2, loc=1)", Normal, {"loc": 1, "scale": 2}),
        ("Normal(loc=[0, 1], scale=1,)", Normal, {"loc": [0, 1], "scale": 1}),
        ("Categorical.from_counts([3, 1])", Categorical, {"probs": [0.75, 0.25]}),
        ("Bernoulli(logits=0)", Bernoulli, {"probs": 0.5}),
        ("Categorical(logits=[1, 1])", Categorical, {"probs": [0.5, 0.5]}),
        ("Bernoulli(1/2)", Bernoulli, {"probs": Fraction(1, 2)}),
        ("Normal(2**0.5, sqrt(2))", Normal, {"loc": 2**0.5, "scale": 2**0.5}),
        ("Normal(-pi/2, 2*3/4 - 1/3)", Normal, {"loc": -math.pi / 2, "scale": Fraction(7, 6)}),
        ("Normal(log(e), 2**-3)", Normal, {"loc": 1, "scale": Fraction(1, 8)}),
        ("Categorical([1/3, 2/3])", Categorical, {"probs": [1 / 3, 2 / 3]}),
        ("Categorical(probs=((1, 0), (.5, .5)))", Categorical, {"probs": [[1, 0], [0.5, 0.5]]}),
    ],
)
def test_distributions_that_are_read(text, distribution, parameters):
    parsed = parse_distribution(text)
    assert type(parsed) is distribution
    assert {name: np.asarray(value).tolist() for name, value in parsed.parameters.items()} == parameters


BAD_DISTRIBUTIONS = {
    # outside the domain
    "Normal(loc=0, scale=-1)": "Normal: scale must be positive, got -1",
    "Normal(loc=0, scale=0)": "scale must be positive, got 0",
    "Bernoulli(1.5)": "Bernoulli: probs must be between 0 and 1, got 1.5",
    "Categorical([0.5, 0.6])": "sum to 1",
    "Categorical([1.5, -0.5])": "none negative",
    "Categorical([])": "probs must be",
    "Categorical(1)": "probs must be",
    "Categorical([[0.5, 0.5], [1]])": "probs must be",
    # unknown names
    "Norml(loc=0, scale=1)": "did you mean Normal?",
    "Frobnicate(1)": "unknown distribution 'Frobnicate'",
    "Normal(loc=0, sclae=1)": "did you mean 'scale'?",
    "Normal(loc=0, zzz=1)": "its parameters are loc, scale",
    # the wrong number of parameters
    "Normal()": "missing loc, scale",
    "Normal(1)": "missing scale",
    "Normal(1, 2, 3)": "takes 2 parameters",
    "Normal(loc=1, loc=2, scale=1)": "loc given twice",
    "Normal(1, loc=2, scale=1)": "loc given twice",
    # not a distribution
    "": "empty",
    "Normal": "expected a distribution such as",
    "3": "expected a distribution such as",
    "Normal(0, 1), Normal(0, 1)": "expected a distribution such as",
    "Normal(0, 1)(2)": "expected a distribution such as",
    "Normal 0 1": "cannot read",
    "Normal(loc=0; scale=1)": "cannot read",
    "Normal(0,\x001)": "cannot read",
    # brackets
    "Normal(loc=0, scale=1": "unbalanced brackets",
    "Normal(loc=0, scale=1))": "unbalanced brackets",
    "Categorical([1, 0)": "unbalanced brackets",
    ")(": "unbalanced brackets",
    # not a finite number
    "Normal(nan, 1)": "finite",
    "Normal(-inf, 1)": "finite",
    "Normal(float('inf'), 1)": "finite",
    "Normal(1e999, 1)": "beyond the range",
    "Normal(1/0, 1)": "division by zero",
    "Normal(1.0/1e-320, 1)": "beyond the range",
    "Normal(True, 1)": "numbers",
    "Normal(None, 1)": "numbers",
    "Normal('1', 1)": "numbers",
    "Normal(1j, 1)": "numbers",
    "Normal({}, 1)": "numbers",
    "Normal(0 if 1 else 2, 1)": "numbers",
    "Normal(0if 1 else 2, 1)": "numbers",
    "Normal.from_counts([3, 1])": "expected a distribution such as",
    "Categorical.exact([3, 1])": "expected a distribution such as",
    "Categorical.from_counts.x([3, 1])": "expected a distribution such as",
    "Categorical.from_counts([3, -1])": "got -1.0 at index 1",
    "Normal(2**10_000, 1)": "beyond the range",
    "Normal(9**9**9**9, 1)": "beyond the range",
    "Normal(2.5**9999, 1)": "beyond the range",
    "Normal(exp(9999), 1)": "beyond the range",
    "Normal((-1)**0.5, 1)": "not a real number",
    "Normal(0**-1, 1)": "division by zero",
    "Normal(sqrt(-1), 1)": "not a number",
    "Normal(log(0), 1)": "not a number",
    "Normal(sqrt(1, 2), 1)": "numbers",
    "Normal(sqrt, 1)": "numbers",
    "Normal(1 % 2, 1)": "numbers",
    "Normal(1 << 2, 1)": "numbers",
    "Normal(sqrt('2'), 1)": "numbers",
    "Normal(" + "sqrt(" * 14 + "2" + ")" * 14 + "+ 1" * 30 + ", 1)": "numbers",
    "Normal(*[0, 1])": "numbers",
    "Normal(**{'loc': 0, 'scale': 1})": "not allowed",
    "Normal(loc:=0, 1)": "numbers",
    "Normal(x, 1)": "numbers",
    # too much
    "Normal(0, " + "-" * 100_000 + "1)": "too long",
    "Normal(" + "1+" * 100_000 + "1, 1)": "too long",
    "Normal(0, " + "9" * 100_000 + ")": "too long",
    "Normal(0, " + "9" * 390 + ")": "beyond the range",
    "Normal(0, 1/" + "9" * 390 + ")": "beyond the range",
    "Normal(" + "[" * 100_000 + "]" * 100_000 + ", 1)": "nested too deeply",
    "(" * 100_000: "nested too deeply",
    "not " * 99 + "x": "expected a distribution",
    "Normal(" + "0," * 600_000 + ")": "characters",
    "N" * 399 + "(1)": "unknown distribution",
}


@pytest.mark.parametrize("text", BAD_DISTRIBUTIONS, ids=lambda text: text[:40])
def test_distributions_that_are_refused(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=re.escape(BAD_DISTRIBUTIONS[text])) as caught:
            parse_distribution(text)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) <= 300


CODE = [
    "__import__('os').system('touch {}')",
    "Normal(loc=__import__('os').system('touch {}'), scale=1)",
    "Normal(loc=open('{}', 'w').close() or 0, scale=1)",
    "Normal(0, [1 for _ in [open('{}', 'w')]])",
    "(lambda: open('{}', 'w'))()",
    'Normal(f\'{{open("{}", "w")}}\', 1)',
    "exec(\"open('{}', 'w')\")",
]


@pytest.mark.parametrize("template", CODE)
def test_code_is_not_run(template, tmp_path):
    witness = tmp_path / "witness"
    with pytest.raises(ValueError, match=r"expected|unknown|numbers") as caught:
        parse_distribution(template.format(witness))
    assert "\n" not in str(caught.value)
    assert not witness.exists()
    assert not list(Path(tmp_path).iterdir())


@given(st.text(st.sampled_from("Normal()[]{},=-+/*.019e '\"\\\n\t#:lambda_‖é"), max_size=40))
def test_any_text_is_read_or_refused_in_one_line(text):
    message = ""
    try:
        parse_distribution(text)
    except ValueError as error:
        message = str(error)
    assert "\n" not in message


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(min_value=0, exclude_min=True, allow_infinity=False),
)
def test_what_a_distribution_prints_is_read_back(loc, scale):
    distribution = Normal(loc, scale)
    assert parse_distribution(repr(distribution)).parameters == distribution.parameters
    assert (
        distribution_from_mapping(
            decode_json(json.dumps({"distribution": "Normal", **distribution.parameters}))
        ).parameters
        == distribution.parameters
    )


def test_json_objects():
    assert distribution_from_mapping({"distribution": "Normal", "loc": 1, "scale": 0.5}).parameters == {
        "loc": 1,
        "scale": 0.5,
    }
    assert distribution_from_mapping({"probs": [[1, 0]], "distribution": "categorical"}).probs.tolist() == [[1, 0]]


BAD_OBJECTS = {
    "[]": "expected an object",
    "3": "expected an object",
    "null": "expected an object",
    "{}": '"distribution" must name a distribution',
    '{"distribution": 1}': '"distribution" must name a distribution',
    '{"distribution": "Nrmal", "loc": 0, "scale": 1}': "did you mean Normal?",
    '{"distribution": "Normal", "loc": 0}': "missing scale",
    '{"distribution": "Normal", "loc": 0, "scale": -1}': "scale must be positive",
    '{"distribution": "Normal", "loc": 0, "scale": 1, "scale": 2}': "duplicate key 'scale'",
    '{"distribution": "Normal", "loc": 0, "scael": 1}': "did you mean 'scale'?",
    '{"distribution": "Normal", "loc": NaN, "scale": 1}': "NaN is not a finite number",
    '{"distribution": "Normal", "loc": -Infinity, "scale": 1}': "-Infinity is not a finite number",
    '{"distribution": "Normal", "loc": 1e999, "scale": 1}': "beyond the range",
    '{"distribution": "Normal", "loc": ' + "9" * 10_000 + ', "scale": 1}': "beyond the range",
    '{"distribution": "Normal", "loc": true, "scale": 1}': "numbers only, got true",
    '{"distribution": "Normal", "loc": null, "scale": 1}': "numbers only, got null",
    '{"distribution": "Normal", "loc": "0", "scale": 1}': "numbers only",
    '{"distribution": "Normal", "loc": {"x": 1}, "scale": 1}': "numbers only",
    '{"distribution": "Categorical", "probs": [true, false]}': "numbers only",
    '{"distribution": "Categorical", "probs": ' + "[" * 500 + "]" * 500 + "}": "nested too deeply",
    "[" * 100_000: "nested too deeply",
    '{"distribution": "Normal"': "not valid JSON",
    '{"distribution": "Normal",}': "not valid JSON",
    "": "not valid JSON",
    " " * 1_000_001: "longer than",
}


@pytest.mark.parametrize("text", BAD_OBJECTS, ids=lambda text: text[:40])
def test_objects_that_are_refused(text):
    with pytest.raises(ValueError, match=re.escape(BAD_OBJECTS[text])) as caught:
        distribution_from_mapping(decode_json(text))
    assert "\n" not in str(caught.value)
