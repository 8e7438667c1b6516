"""The pages of the distributions: their stories, what is easily mistaken, and the expectations under each."""

import re

import pytest

from kldiv.answers.formulas import rows
from kldiv.distributions import DISTRIBUTIONS
from kldiv.entries import catalogue
from kldiv.proof.report import Report
from kldiv.register.libraries import trap_of
from kldiv.writing.data import catalogue_entry
from scripts.pages import distribution_moments, distribution_pages, distribution_pairs
from scripts.pages.entry import lemmas_of

NAMES = (
    "normal-gamma",
    "gamma-bernoulli",
    "gamma-beta",
    "gamma-log-uniform",
    "gamma-kumaraswamy",
    "gamma-gamma",
    "gamma-frechet",
    "gamma-weibull",
    "gamma-uniform",
    "gamma-lindley",
    "normal-normal",
)


def entry_of(name):
    """An entry as the catalogue gives it, without the report of its checks."""
    return catalogue_entry(catalogue()[name], Report(name, ()))


@pytest.fixture(scope="module")
def entries():
    return {name: entry_of(name) for name in NAMES}


@pytest.fixture(scope="module")
def lemmas():
    return {lemma["id"]: lemma for name in NAMES for lemma in lemmas_of(catalogue()[name])}


@pytest.fixture(scope="module")
def gamma(entries, lemmas):
    return distribution_pages.distribution_page("gamma", entries, lemmas)


def prose_of(text):
    """A story without its mathematics, its code, the targets of its links and its citations."""
    return re.sub(r"\$[^$]*\$|`[^`]*`|(?<=\])\([^)]*\)|\[@[^\]]*\]", " ", text)


@pytest.mark.parametrize("slug", DISTRIBUTIONS)
def test_every_distribution_has_a_story(slug):
    story = distribution_pages.story(slug)
    assert 40 <= len(prose_of(story).split()) <= 130
    assert not re.search(r"\d", prose_of(story))
    assert not re.search(r"^#", story, re.MULTILINE)


@pytest.mark.parametrize("slug", DISTRIBUTIONS)
def test_a_story_links_to_pages_that_are_made(slug):
    story = distribution_pages.story(slug)
    targets = re.findall(r"\]\(([^)]*)\)", story)
    assert targets
    for target in targets:
        folder, name = re.fullmatch(r"(\.\./kl/|\.\./identities/|)([a-z0-9-]+)\.md", target).groups()
        if not folder:
            assert name in DISTRIBUTIONS
            assert name != slug
        else:
            assert name in catalogue()
            assert rows().get(name, {"kind": "identity"})["kind"] != "infinite"


def test_no_stories_without_a_distribution():
    assert {path.stem for path in distribution_pages.NOTES.iterdir()} == set(DISTRIBUTIONS)


def test_no_two_stories_begin_alike():
    begun = [" ".join(distribution_pages.story(slug).split()[:4]) for slug in DISTRIBUTIONS]
    assert len(set(begun)) == len(begun)


def test_the_page_of_a_distribution_tells_its_story(gamma):
    assert distribution_pages.story("gamma") in gamma
    assert "\nThe gamma distribution.\n" not in gamma


def test_what_is_easily_mistaken_follows_the_names(gamma):
    assert f'!!! warning "Easily mistaken"\n\n    {trap_of("gamma")}\n' in gamma
    assert gamma.index("{ #names }") < gamma.index("!!! warning") < gamma.index("{ #transport }")


def test_its_own_divergence_stands_on_top(gamma, entries):
    order = ['id="density"', 'id="divergence"', entries["gamma-gamma"]["statement"]["tex"], "[[figure:"]
    order += ["| parameter |", distribution_pages.story("gamma"), "{ #relations }", "{ #entropy }", "{ #moments }"]
    order += ["{ #row }", "{ #column }", "{ #names }"]
    assert [gamma.index(part) for part in order] == sorted(gamma.index(part) for part in order)


def test_a_reason_is_said_once_and_every_anchor_is_kept(gamma):
    row = gamma.partition("{ #row }")[2].partition("\n## ")[0]
    assert row.count(distribution_pairs.SINGULAR) == row.count(distribution_pairs.OUTSIDE) == 1
    for q in ("bernoulli", "beta", "uniform", "log-uniform", "kumaraswamy"):
        infinite = catalogue()[f"gamma-{q}"].kind == "infinite"
        assert (f'<span id="gamma-{q}">{DISTRIBUTIONS[q].title}</span>' in row) == infinite
    assert ">Beta</span>, <span" in row
    assert "on $[0, 1]$" in row
    assert "[Fréchet](../kl/gamma-frechet.md) for $\\alpha_p > \\alpha_q$" in row
    column = gamma.partition("{ #column }")[2].partition("\n## ")[0]
    assert "[Normal](normal.md#normal-gamma)" in column


def test_no_bar_within_a_formula_parts_a_cell(gamma):
    for line in gamma.splitlines():
        if line.startswith("| "):
            assert not any("|" in formula for formula in re.findall(r"\$([^$]*)\$", line))
    safe = distribution_pairs.in_cell(r"\left|x\right|")
    assert "|" not in safe
    assert not safe.endswith(" "), "before a dollar a space would end no formula"


def test_the_list_shows_every_distribution_with_a_sketch():
    index = distribution_pages.index_page()
    for slug, kind in DISTRIBUTIONS.items():
        assert f"[{kind.title}]({slug}.md)" in index
    assert index.count('class="sketch"') == sum(kind.variate == "univariate" for kind in DISTRIBUTIONS.values())
    assert "style=" not in index


def test_a_distribution_without_a_trap_has_no_warning(entries, lemmas):
    assert not trap_of("laplace")
    assert "!!! warning" not in distribution_pages.distribution_page("laplace", entries, lemmas)


def test_the_moments_are_the_lemmas_of_the_closed_forms(gamma, entries, lemmas):
    users = distribution_moments.users_of("gamma", entries.values(), lemmas)
    counts = [len(pairs) for pairs in users.values()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 3  # the three closed forms all need the mean or the mean of the logarithm
    section = gamma.partition("{ #moments }")[2].partition("\n## ")[0]
    for name, pairs in users.items():
        assert lemmas[name]["tex"] in section
        assert f"../kl/{pairs[0]}.md#{name}" in section
    assert r"| $\alpha_p > \alpha_q$ | [1 formula]" in section
    assert r"\sigma" not in section


def test_moments_beyond_the_first_are_folded(entries, lemmas, monkeypatch):
    monkeypatch.setattr(distribution_moments, "IN_VIEW", 1)
    lines = distribution_moments.moments("gamma", entries.values(), lemmas)
    rest = len(distribution_moments.users_of("gamma", entries.values(), lemmas)) - 1
    assert f"<summary>{rest} more</summary>" in lines
    assert sum(line.startswith("| $") for line in lines) == rest + 1


def test_a_distribution_that_no_closed_form_begins_with_has_no_moments(entries, lemmas):
    assert distribution_moments.moments("cauchy", entries.values(), lemmas) == []


def test_a_distribution_without_a_story_is_refused(monkeypatch, tmp_path, entries, lemmas):
    monkeypatch.setattr(distribution_pages, "NOTES", tmp_path)
    (tmp_path / "gamma.md").write_text("\n", encoding="utf-8")
    for slug, name in (("gamma", "gamma"), ("log-normal", "log-normal")):
        with pytest.raises(
            ValueError, match=f"^the {name} distribution has no story: write docs/distribution-notes/{slug}.md$"
        ):
            distribution_pages.distribution_page(slug, entries, lemmas)


def test_an_expectation_is_said_to_hold_where_its_function_is_defined():
    names = ("uniform-gamma", "uniform-inverse-gamma", "uniform-beta-prime", "uniform-normal", "gamma-inverse-gamma")
    found = {lemma["tex"]: lemma["conditions"] for name in names for lemma in lemmas_of(catalogue()[name])}

    def held(start):
        return next(conditions for tex, conditions in found.items() if tex.startswith(start))

    assert held(r"\operatorname{E}_p[\log X] = \frac{b_p \log b_p") == [r"a_p \ge 0"]
    assert held(r"\operatorname{E}_p\!\left[\frac{1}{X}\right] = \frac{1}{b_p - a_p}") == ["a_p > 0"]
    assert held(r"\operatorname{E}_p\!\left[\frac{1}{X}\right] = \frac{\beta_p}") == [r"\alpha_p > 1"]
    assert held(r"\operatorname{E}_p[\log(X + 1)]") == [r"a_p + 1 \ge 0"]
    assert held(r"\operatorname{E}_p[(X - \mu_q)^2]") == []


def test_arrays_have_the_letters_of_their_table(entries, lemmas):
    for slug in ("wishart", "multivariate-normal", "matrix-normal", "normal-gamma"):
        page = distribution_pages.distribution_page(slug, entries, lemmas)
        density = page.partition("f(x) =")[2].partition("$$")[0]
        assert "_p" not in density
        assert r"\exp" in density
