"""What readers take along works where they take it, and says so where it was tampered with."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

import nbformat
import pytest

import kldiv
from kldiv.algebra.said_once import written_out
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.identities import IDENTITIES
from kldiv.proof.evidence import ArrayEvidence
from kldiv.proof.record import Comparison
from kldiv.verifying.reading import digest_of
from scripts.pages.downloads import downloads, file_name
from scripts.pages.example import example
from scripts.tools import take_along
from scripts.tools.take_along import run_script, try_data, try_latex, try_notebook, try_script
from scripts.tools.tex import NotCompiled, compiled
from tests.today import todays

#: Cases, all of the line, whole numbers, an undecided one, an end where digits are lost, a branch with no sense.
SCRIPTS = (
    *("half-normal-laplace", "normal-gumbel", "poisson-geometric", "gamma-half-cauchy"),
    *("hyperbolic-secant-exp-gamma", "pareto-laplace", "negative-binomial-negative-binomial"),
)

#: A pair, an undecided one, arrays, matrices, an identity with sources, one with a bound.
LATEX = (
    *("normal-normal", "beta-cauchy", "categorical-categorical", "multivariate-normal-multivariate-normal"),
    *("chain-rule", "pinsker-binary"),
)


@cache
def taken(name: str) -> dict[str, str]:
    derivation = kldiv.catalogue()[name]
    return downloads(derivation, example(derivation))


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize("name", todays(SCRIPTS, 7))
def test_a_script_runs_where_there_is_only_sympy(name, tmp_path):
    lines = agreeing(name, tmp_path).splitlines()
    derivation = kldiv.catalogue()[name]
    chains = (derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values()))
    for step in (step for steps in chains for step in steps):
        assert f"  same: {step.rule.title}" in lines
    assert sum(line.startswith("  same: ") for line in lines) >= 4 + sum(map(len, chains))


def test_nothing_but_sympy_can_be_imported_there(tmp_path):
    script = changed(taken("gamma-weibull")["py"], "import mpmath", "import mpmath\nimport numpy")
    done = run_script(script, tmp_path)
    assert done.returncode == 1
    assert "No module named 'numpy'" in done.stderr


def agreeing(name, tmp_path):
    """What a script prints that finds nothing wrong."""
    done = run_script(taken(name)["py"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "Everything agrees."
    return done.stdout


def differing(name, old, new, tmp_path):
    """What a script prints in which something was changed."""
    done = run_script(changed(taken(name)["py"], old, new), tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "Something differs."
    return done.stdout


#: What is changed in a script, and the line that must say so.
CHANGED = [
    ("k_q*log(lambda_q) + (alpha_p - k_q)*E_p", "k_q*log(lambda_q) - (alpha_p - k_q)*E_p", "Linearity"),
    ("p = beta_p**alpha_p", "p = 2*beta_p**alpha_p", "the mass of p and 1"),
    ("q = k_q*", "q = k_q**2*", "the mass of q and 1"),
    ("RESULT = (\n    -alpha_p", "RESULT = (\n    alpha_p", "the result and D(p || q)"),
    ("alpha_p/beta_p),\n]", "beta_p/alpha_p),\n]", "Read off the generating functional"),
    ("(1 - t)**(-a - s)", "(1 + t)**(-a - s)", "By a theorem"),
]


@pytest.mark.parametrize(("old", "new", "said"), todays(CHANGED, 6))
def test_a_script_that_was_tampered_with_says_where(old, new, said, tmp_path):
    found = differing("gamma-weibull", old, new, tmp_path)
    assert re.search(rf"WRONG: {re.escape(said)}.*, apart by", found), found


def test_a_line_that_is_not_a_number_does_not_agree(tmp_path):
    script = changed(taken("gamma-weibull")["py"], "RESULT = (", "RESULT = 0*oo + (")
    assert try_script(script, tmp_path) != ""


GENERAL = sorted(name for name in kldiv.catalogue() if name in IDENTITIES)


@pytest.mark.parametrize("name", [*todays(GENERAL, 48), *todays(["renyi-limit", "posterior-collapse-gradient"], 2)])
def test_a_general_result_has_a_script_of_drawn_numbers(name, tmp_path):
    said = agreeing(name, tmp_path)
    for step in kldiv.catalogue()[name].steps:
        word = "holds" if isinstance(step, Comparison) else "same"
        assert said.count(f"  {word}: {step.rule.title}") >= 2


#: The same in a script of a general result.
CHANGED_IN_GENERAL = [
    ("gibbs-inequality", "p_2*(-1 + q_2/p_2), 1)", "p_2*(-1 + q_2/p_2), -1)", "Compare term by term"),
    ("gibbs-inequality", '("Total probability", 0)', '("Total probability", 1)', "Total probability"),
    ("gibbs-inequality", '("Total probability", 0)', '("Total probability", float("nan"))', "Total probability"),
    ("gibbs-inequality", "p_2*(-1 + q_2/p_2), 1)", "p_2*(-1 + q_2/p_2), 0)", "Compare term by term"),
    ("pinsker-inequality", "2*(a - b)**2, 1)", "200*(a - b)**2, 1)", "No term is negative"),
    ("fisher-poisson", "lambda_**x*", "2*lambda_**x*", "Put in the expectations"),
    ("renyi-limit", "alpha, 1,\n", "alpha, 2,\n", "Take the limit"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), todays(CHANGED_IN_GENERAL, 7))
def test_such_a_script_that_was_tampered_with_says_where(name, old, new, said, tmp_path):
    assert f"WRONG: {said}" in differing(name, old, new, tmp_path)


#: Told by their names: to collect tests derives nothing.
ARRAYS = [
    name
    for name, (slug, _) in kldiv.catalogue().pairs.items()
    if DISTRIBUTIONS[slug].variate != UNIVARIATE and name != "categorical-categorical"  # which is a sum over outcomes
]


def test_arrays_and_limits_have_a_script_as_all_have():
    assert len(ARRAYS) >= 9
    assert all(isinstance(kldiv.catalogue()[name].evidence, ArrayEvidence) for name in ARRAYS)
    for name in (*todays(ARRAYS, 3), "posterior-collapse-gradient", "gamma-weibull"):
        assert list(taken(name)) == ["ipynb", "py", "tex", "json"]


@pytest.mark.parametrize("name", todays(ARRAYS, 5))
def test_a_script_of_arrays_runs_where_there_is_only_sympy(name, tmp_path):
    said = agreeing(name, tmp_path)
    derivation = kldiv.catalogue()[name]
    chains = (derivation.steps, *(lemma.steps for lemma in derivation.lemmas.values()))
    for title, times in Counter(step.rule.title for steps in chains for step in steps).items():
        alike = taken(name)["py"].count(f"# {title}: in this notation the same line.")
        assert said.count(f"  same: {title}\n") == 2 * (times - alike)  # in two draws
    assert said.count("averages over, and its density") >= 4


NORMAL = "multivariate-normal-multivariate-normal"
#: The same in a script of arrays; what is far from a mean must be seen as well, and a transpose.
CHANGED_IN_ARRAYS = [
    (NORMAL, "trace(inverse(Sigma_q) * Sigma_p)/2", "trace(Sigma_q * Sigma_p)/2", "Put in"),
    (NORMAL, "lambda x: exp(-trace(", "lambda x: exp(trace(", "what E_p averages over"),
    (NORMAL, "E_p(lambda x: -log(det(Sigma_p))/2", "E_p(lambda x: log(det(Sigma_p))/2", "Expand"),
    ("dirichlet-dirichlet", "psi(0, alpha[i])", "psi(1, alpha[i])", "Put in the expectations"),
    ("von-mises-fisher-von-mises-fisher", "besseli(n/2, kappa_p)", "besseli(n/2 + 1, kappa_p)", "Put in the"),
    ("matrix-normal-matrix-normal", "kronecker(V_p, U_p)", "kronecker(U_p, V_p)", ""),
    ("matrix-normal-matrix-normal", "cholesky(columns).T", "cholesky(columns)", "Set the columns"),
    ("normal-gamma-normal-gamma", "- t * square / 2", "+ 5 * t * square", "what E_p averages over"),
    ("normal-gamma-normal-gamma", "root * matrix(z)", "root.T * matrix(z)", "Carry to a standard normal vector"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), todays(CHANGED_IN_ARRAYS, 8))
def test_a_script_of_arrays_that_was_tampered_with_says_where(name, old, new, said, tmp_path):
    assert f"WRONG: {said}" in differing(name, old, new, tmp_path)


@pytest.mark.parametrize("name", todays(LATEX, 2))
def test_latex_compiles_by_itself_with_sources_and_citation(name, tmp_path):
    text = taken(name)["tex"]
    assert compiled(text, tmp_path) >= 1
    for key, _ in kldiv.catalogue()[name].references:
        assert rf"\bibitem{{{key}}}" in text
    assert kldiv.catalogue()[name].fingerprint() in text.partition("How to cite this")[2]


SPOILT = [(r"\frac{", r"\frak{{"), (r"\end{aligned}", ""), (r"\begin{document}", ""), (r"\Gamma", r"\Gammma")]


@pytest.mark.parametrize(("old", "new"), SPOILT)
def test_latex_that_was_tampered_with_is_refused(old, new, tmp_path):
    with pytest.raises(NotCompiled):
        compiled(changed(taken("gamma-weibull")["tex"], old, new), tmp_path)
    assert take_along.TRIALS["tex"] is try_latex


@pytest.mark.parametrize("name", ["gamma-weibull", "chain-rule", "beta-cauchy"])
def test_data_of_which_half_is_left_out_are_verified(name, tmp_path):
    text = taken(name)["json"]
    whole = kldiv.catalogue()[name].to_dict()
    assert try_data(text, tmp_path) == ""
    short = written_out(json.loads(text))
    assert all("before" in step for step in whole["steps"])
    assert not any("before" in step for chain in (short, *short["lemmas"]) for step in chain["steps"])
    assert [step["after"] for step in short["steps"]] == [step["after"] for step in whole["steps"]]


def test_a_step_of_such_data_that_was_tampered_with_is_refused(tmp_path):
    data = json.loads(taken("gamma-weibull")["json"])
    after = data["steps"][2]["after"]
    after["sympy"] = changed(after["sympy"], "k_q", "alpha_p")
    data["digest"] = digest_of(written_out(data))
    assert "step 3 (linearity)" in try_data(json.dumps(data), tmp_path)


@pytest.mark.parametrize("name", ["gamma-weibull", "chain-rule", "wishart-wishart"])
def test_a_notebook_is_one_and_its_steps_are_there(name):
    notebook = nbformat.reads(taken(name)["ipynb"], as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert all(step.rule.reason in text for step in kldiv.catalogue()[name].steps)


def test_a_notebook_runs_and_evaluates(tmp_path):
    assert try_notebook(taken("exponential-gamma")["ipynb"], tmp_path) == ""


def test_a_notebook_that_was_tampered_with_does_not(tmp_path):
    text = changed(
        taken("exponential-gamma")["ipynb"], 'kldiv.derive(\\"exponential\\"', 'kldiv.derive(\\"no-such-thing\\"'
    )
    assert "no-such-thing" in try_notebook(text, tmp_path)


def test_files_are_the_same_whenever_they_are_made():
    derivation = kldiv.catalogue()["gamma-weibull"]
    assert downloads(derivation, example(derivation)) == taken("gamma-weibull")
    assert [file_name("gamma-weibull", kind) for kind in taken("gamma-weibull")] == [
        *("kldiv-gamma-weibull.ipynb", "kldiv-gamma-weibull.py", "kldiv-gamma-weibull.tex", "gamma-weibull.json"),
    ]
