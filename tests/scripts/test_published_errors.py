"""What is said of other people's slips must itself be right: each claim, counted in another way."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from scripts.examples import published_errors
from scripts.examples.display import Numbers

PAGE = (Path(__file__).resolve().parents[2] / "docs/examples/published-errors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def numbers() -> Numbers:
    return published_errors.numbers()


def test_which_terms_of_the_chapter_are_lost_and_which_are_kept(numbers: Numbers) -> None:
    rng = np.random.default_rng(published_errors.SEED)
    p, _, q = (sorted(rng.normal(m, 1.0, published_errors.DRAWS)) for m in (0, -1, 1))
    signs = [(a < 0, b < 0) for a, b in zip(p, q, strict=True)]
    lost = sum(a != b for a, b in signs) / len(signs)
    kept = sum(a and b for a, b in signs) / len(signs)
    assert numbers["errors.d2l.nan"]["value"] == pytest.approx(100 * lost)
    assert numbers["errors.d2l.kept"]["value"] == pytest.approx(100 * kept)
    # What the two densities say of it: the shares below zero are 1/2 and Phi(-1).
    below = math.erfc(1 / math.sqrt(2)) / 2
    assert lost == pytest.approx(0.5 - below, abs=0.02)
    assert kept == pytest.approx(below, abs=0.02)


def test_every_section_says_which_edition_or_script_it_speaks_of() -> None:
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    told = {
        "d2l": "errors.d2l.edition",
        "quantecon": "errors.quantecon.edition",
        "pyprobml": "KLfwdReverseMixGauss",
        "numpyro": "version",
    }
    for anchor, words in told.items():
        (section,) = [s for s in sections if f"{{ #{anchor} }}" in s.partition("\n")[0]]
        assert words in section


def test_no_source_is_said_to_claim_what_it_does_not() -> None:
    assert "called optimal" not in PAGE
    assert "Half of them are negative" not in PAGE
