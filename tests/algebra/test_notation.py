"""Units and symbols."""

from __future__ import annotations

import math
import re

import pytest

from kldiv.algebra.notation import TEX_MACROS, log_of_base, parameter_symbol, unit_name


@pytest.mark.parametrize(
    ("base", "unit"),
    [
        (None, "nats"),
        (math.e, "nats"),
        (2, "bits"),
        (2.0, "bits"),
        (10, "hartleys"),
        (3, "units of log base 3"),
    ],
)
def test_units(base, unit):
    assert unit_name(base) == unit


def test_logarithms_of_bases():
    assert log_of_base(None) == log_of_base(math.e) == 1
    assert log_of_base(2) == math.log(2)
    assert log_of_base(0.5) == -math.log(2)


@pytest.mark.parametrize("base", [0, 1, 1.0, -1, math.inf, math.nan, True, "2", 2j])
def test_bases_without_a_logarithm(base):
    with pytest.raises(ValueError, match="base must be a positive number other than 1"):
        log_of_base(base)


def test_symbols_carry_their_distribution_and_their_assumptions():
    sigma = parameter_symbol("sigma", "q", positive=True)
    assert sigma.name == "sigma_q"
    assert sigma.is_positive


def test_macros_use_as_many_arguments_as_they_name():
    for name, body in TEX_MACROS.items():
        assert re.fullmatch(r"\\[A-Za-z]+", name)
        numbers = sorted({int(n) for n in re.findall(r"#(\d)", body)})
        assert numbers == list(range(1, len(numbers) + 1))
        assert body.count("{") == body.count("}")
