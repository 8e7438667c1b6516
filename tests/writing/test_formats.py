"""Data, text, LaTeX and citations: each compared with something that does not depend on them."""

import json
import re

import pytest
import sympy as sp
import yaml

from kldiv.entries import catalogue
from kldiv.writing.address import RELEASED
from kldiv.writing.citation import FORMATS, cite
from kldiv.writing.latex import escape, to_latex
from kldiv.writing.markdown import to_markdown
from kldiv.writing.text import COLUMNS, plain, to_text

PAIRS = ["normal-normal", "bernoulli-bernoulli", "normal-bernoulli"]
SHOWN = [*PAIRS, "categorical-categorical", "cross-entropy-decomposition"]


@pytest.mark.parametrize("name", PAIRS)
def test_the_sympy_notation_parses_back_to_the_result(name):
    derivation = catalogue()[name]
    data = derivation.to_dict()
    namespace = {name: getattr(sp, name) for name in dir(sp)}
    assert eval(data["result"]["sympy"], namespace) == derivation.result


@pytest.mark.parametrize("name", SHOWN)
def test_data_survives_json(name):
    data = catalogue()[name].to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert {"id", "slug", "version", "kind", "title", "statement", "variables", "conditions"} <= set(data)
    assert {"steps", "lemmas", "references", "fingerprint"} <= set(data)
    assert set(data["statement"]) == {"tex", "sympy", "mathml", "text"}
    assert len(data["steps"]) == len(catalogue()[name].steps)


def test_data_holds_the_checks_if_they_ran():
    from kldiv.writing.data import to_dict

    derivation = catalogue()["normal-bernoulli"]
    report = derivation.check()
    assert to_dict(derivation, report)["checks"]["passed"] == report.passed
    assert "checks" not in derivation.to_dict()


@pytest.mark.parametrize("name", SHOWN)
def test_mathml_is_well_formed(name):
    from xml.etree import ElementTree as ET

    root = ET.fromstring(catalogue()[name].to_dict()["statement"]["mathml"])
    assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert "".join(root.itertext()).strip()


@pytest.mark.parametrize("name", SHOWN)
def test_latex_opens_and_closes_its_environments(name):
    latex = to_latex(catalogue()[name], document=True)
    stack = []
    for word, environment in re.findall(r"\\(begin|end)\{(\w+\*?)\}", latex):
        if word == "begin":
            stack.append(environment)
        else:
            assert stack.pop() == environment
    assert stack == []
    assert latex.count(r"\[") == latex.count(r"\]")
    unescaped = re.sub(r"\\[{}]", "", latex)
    assert unescaped.count("{") == unescaped.count("}")
    assert all(letter.isascii() for letter in latex)


def test_latex_escapes_prose_and_not_mathematics():
    assert escape("a_b & 5% of $x_1$") == r"a\_b \& 5\% of $x_1$"
    assert escape("$$\na & x_1\n$$") == "$$\na & x_1\n$$"


@pytest.mark.parametrize("name", SHOWN)
def test_text_has_no_tex_and_fits_a_terminal(name):
    text = to_text(catalogue()[name])
    assert "\\frac" not in text
    assert "$" not in text
    assert max(map(len, text.splitlines())) <= COLUMNS + 4


def test_plain_text_of_a_functional():
    assert plain(r"$\operatorname{E}[e^{sZ}] = e^{\frac{s^{2}}{2}}$") == "E[e^sZ] = e^(s^2/2)"


@pytest.mark.parametrize("name", SHOWN)
def test_markdown_has_every_step_and_lemma(name):
    derivation = catalogue()[name]
    markdown = to_markdown(derivation)
    assert all(f"**{number}. {step.rule.title}.**" in markdown for number, step in enumerate(derivation.steps, 1))
    assert all(f"### `{lemma}`" in markdown for lemma in derivation.lemmas)
    assert markdown.count("$$") % 2 == 0


def test_bibtex_is_read_by_pybtex():
    pybtex = pytest.importorskip("pybtex.database")
    for name in SHOWN:
        derivation = catalogue()[name]
        entry = pybtex.parse_string(cite(derivation, site="https://x.org"), "bibtex").entries[f"kldiv-{name}"]
        assert entry.type == "online"
        assert entry.fields["url"].startswith("https://x.org/")
        assert entry.fields["version"] == str(derivation.version)
        assert entry.fields["date"] == RELEASED
        assert derivation.fingerprint() in entry.fields["note"]
        assert [str(person) for person in entry.persons["author"]] == ["{The kldiv maintainers}"]


def test_every_format_names_title_address_and_hash():
    derivation = catalogue()["normal-normal"]
    for form in FORMATS:
        cited = cite(derivation, form, "https://x.org").replace("{", "").replace("}", "")
        assert derivation.title in cited
        assert "kl/normal-normal.html" in cited
        assert derivation.fingerprint() in cited
    assert json.loads(cite(derivation, "csl-json"))[0]["type"] == "webpage"
    assert cite(derivation, "ris").splitlines()[-1] == "ER  - "


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="unknown format 'word'"):
        cite(catalogue()["normal-normal"], "word")


def test_the_release_date_is_that_of_the_citation_file(pytestconfig):
    citation = yaml.safe_load((pytestconfig.rootpath / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["date-released"]) == RELEASED
