"""The pairs that the search knows, against the catalogue's own titles and places."""

from __future__ import annotations

import pytest

from kldiv.deriving.general import title_of
from kldiv.distributions import DISTRIBUTIONS, as_distribution
from scripts.site import search_pairs
from scripts.site.plain_text import plain_text
from tests.scripts.site.site_parts import temml


@pytest.mark.parametrize(("p", "q"), [("gamma", "log-normal"), ("von-mises", "student-t"), ("exp-gamma", "beta-prime")])
def test_titles_that_the_search_makes_are_those_of_the_pages(p: str, q: str) -> None:
    shown = {slug: title for slug, title, _ in search_pairs.names(DISTRIBUTIONS)}
    assert f"KL divergence from {shown[p]} to {shown[q]}" == title_of(as_distribution(p, "p"), as_distribution(q, "q"))


def test_a_formula_on_a_line_keeps_its_meaning() -> None:
    def line(tex: str) -> str:
        return search_pairs.one_line(plain_text(temml().mathml(tex, True)))

    assert line(r"\log \frac{1}{2 \pi s_p}") == "log(1/(2πs_p))"
    assert line(r"\frac{a}{b c} e^{\mu_p}") == "a/(bc) e^(μ_p)"
    assert line(r"\frac{\log a}{b}") == "(log a)/b"
    assert line(r"x^{-1}") == "x^(−1)"


def test_a_long_formula_says_that_it_goes_on() -> None:
    assert search_pairs.shortened("a + " * 60 + "b").endswith("a …")
    assert search_pairs.shortened("a + b") == "a + b"
