"""An export that was tampered with is refused in a line that says where, though its texts and its hash were mended."""

import copy
import json
from functools import cache
from itertools import product
from pathlib import Path

import pytest

import kldiv
from kldiv import verifying
from kldiv.cli import main
from kldiv.verifying.checking import verify
from kldiv.verifying.reading import MOST_BYTES, digest_of, known_rules, rebuild
from scripts.tools import rules
from tests.today import todays

#: One of each kind: closed forms with and without conditions, infinite, undecided, an equation, an inequality, arrays.
KINDS = (
    "gamma-gamma",
    "weibull-inverse-gaussian",
    "exponential-pareto",
    "student-t-moyal",
    "normal-cauchy",
    "cross-entropy-decomposition",
    "cross-entropy-decomposition-densities",
    "gibbs-inequality",
    "chi-square-bound",
    "categorical-categorical",
    "multivariate-normal-multivariate-normal",
)

#: Kinds of numbers that the others lack: families of probabilities, dimensions of several names, related matrices.
FURTHER = (
    "fisher-information",
    "von-mises-uniform",
    "multivariate-normal-multivariate-normal-low-rank",
    "normal-gamma-normal-gamma",
    "von-mises-fisher-von-mises-fisher",
)


@cache
def exported(name):
    return json.dumps(kldiv.catalogue()[name].to_dict())


@pytest.fixture
def refused(tmp_path):
    """Return the lines about what an export fails in, after its texts and its hash were mended."""

    def lines(data):
        mend(data)
        path = tmp_path / "export.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return [f"{finding.name}: {finding.detail}" for finding in verify(path, 5) if not finding.held]

    return lines


def mend(data):
    def texts(part):
        if isinstance(part, dict):
            if {"sympy", "text"} <= part.keys():
                part["text"] = str(rebuild(part["sympy"]))
            list(map(texts, part.values()))
        elif isinstance(part, list):
            list(map(texts, part))

    texts({key: value for key, value in data.items() if key != "statement"})
    data["digest"] = digest_of(data)


def put(data, old, new):
    """Replace an expression by another wherever it stands, so that no chain breaks."""
    return json.loads(json.dumps(data).replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1]))


def bare(notation):
    """The side of a relation that is worked on, or the whole expression, in SymPy's notation."""
    made = rebuild(notation)
    return notation if not hasattr(made, "rhs") else kldiv.algebra.exact.exact(made.rhs)


@pytest.mark.parametrize(("name", "seed"), todays(list(product([*KINDS, *FURTHER], [0, 7])), 9))
def test_what_is_exported_is_verified(name, seed, tmp_path):
    path = tmp_path / "export.json"
    path.write_text(exported(name), encoding="utf-8")
    findings = verify(path, seed)
    assert [f for f in findings if not f.held] == []
    assert len(findings) > 5


@pytest.mark.parametrize("name", todays(KINDS, 4))
def test_no_step_may_be_dropped_or_repeated_and_no_two_exchanged(name, refused):
    whole = json.loads(exported(name))
    for k in range(len(whole["steps"]) - (whole["kind"] == "undecided")):  # with one step less it is as undecided
        dropped = copy.deepcopy(whole)
        del dropped["steps"][k]
        assert any("chain: " in line for line in refused(dropped))
        if k and whole["steps"][k]["before"] != whole["steps"][k]["after"]:
            repeated, exchanged = copy.deepcopy(whole), copy.deepcopy(whole)
            repeated["steps"].insert(k, copy.deepcopy(whole["steps"][k]))
            exchanged["steps"][k - 1 : k + 1] = reversed(whole["steps"][k - 1 : k + 1])
            for tampered in (repeated, exchanged):
                assert any("chain: broken before step" in line for line in refused(tampered))


@pytest.mark.parametrize("name", todays(KINDS, 4))
def test_every_step_names_a_rule_that_there_is(name, refused):
    whole = json.loads(exported(name))
    for k, step in enumerate(whole["steps"], 1):
        for slug in ("because-i-say-so", next(rule for rule in known_rules() if rule != step["rule"])):
            renamed = copy.deepcopy(whole)
            renamed["steps"][k - 1]["rule"] = slug
            assert any(line.startswith(f"step {k} ({slug}): ") for line in refused(renamed))


#: Those whose every step is an equation between numbers: what is added to a bound makes it weaker, and as true.
EQUATIONS = [
    n for n in KINDS if n not in {"exponential-pareto", "student-t-moyal", "gibbs-inequality", "chi-square-bound"}
]


@pytest.mark.parametrize("name", todays(EQUATIONS, 3))
def test_ten_to_the_minus_twenty_is_noticed(name, refused):
    whole = json.loads(exported(name))
    for k, step in enumerate(whole["steps"], 1):
        side = bare(step["after"]["sympy"])
        found = refused(put(whole, side, f"Add({side}, Pow(Integer(10), Integer(-20)))"))
        assert any(line.startswith(("step ", "lemma ")) for line in found), k


@pytest.mark.parametrize("name", ["gibbs-inequality", "chi-square-bound"])
def test_a_bound_may_not_be_stronger_by_a_twentieth(name, refused):
    whole = json.loads(exported(name))
    side = bare(whole["result"]["sympy"])
    stronger = (
        f"Add(Rational(1, 20), {side})" if "GreaterThan" in whole["result"]["sympy"] else f"Mul(Rational(1, 9), {side})"
    )
    wrong = copy.deepcopy(whole)
    for place in (wrong["result"], wrong["statement"], wrong["steps"][-1]["after"]):
        place["sympy"] = place["sympy"][::-1].replace(side[::-1], stronger[::-1], 1)[::-1]
    assert any(line.startswith(f"step {len(whole['steps'])} ") for line in refused(wrong))


def test_an_infinite_divergence_is_not_taken_on_trust(refused):
    whole = json.loads(exported("gamma-gamma"))
    steps = [{**whole["steps"][-1], "before": whole["left"], "after": {"sympy": "oo", "text": "oo"}, "lemmas": []}]
    wrong = {**whole, "steps": steps, "result": {"sympy": "oo", "text": "oo"}, "kind": "infinite", "lemmas": []}
    wrong["statement"] = {"sympy": f"Equality({whole['left']['sympy']}, oo)"}
    assert [line.split(" (")[0] for line in refused(wrong)] == ["step 1"]
    finite = put(json.loads(exported("exponential-pareto")), "oo)", "Integer(3))")
    assert refused(finite)


def test_a_wrong_step_to_infinity_is_noticed_though_neither_side_is_finite(refused):
    whole = json.loads(exported("student-t-moyal"))
    first, second = (step["after"]["sympy"] for step in whole["steps"][:2])
    assert any(line.startswith("step 2 ") for line in refused(put(whole, second, first.replace("log(", "sin(", 1))))


def test_a_wrong_density_has_another_mass(refused):
    whole = json.loads(exported("gamma-gamma"))
    density = rebuild(whole["left"]["sympy"]).args[0]
    notation = kldiv.algebra.exact.exact(density)
    found = refused(put(whole, notation, f"Mul(Integer(2), {notation})"))
    assert "total mass of p: its density must integrate to 1" in found


def test_a_condition_may_be_neither_dropped_nor_weakened_nor_strengthened(refused):
    whole = json.loads(exported("weibull-inverse-gaussian"))
    (condition,) = whole["conditions"]
    dropped = {**whole, "conditions": []}
    assert any("condition k_p > 1: it is not stated" in line for line in refused(dropped))
    for other in ("Integer(0)", "Integer(2)"):
        changed = copy.deepcopy(whole)
        changed["conditions"][0]["sympy"] = condition["sympy"].replace("Integer(1)", other)
        assert any("condition k_p > 1" in line or "infinite unless k_p" in line for line in refused(changed)), other


def test_a_lemma_may_be_neither_dropped_nor_renamed_nor_added_nor_changed(refused):
    whole = json.loads(exported("gamma-gamma"))
    name = whole["lemmas"][0]["id"]
    dropped, renamed, twice = (copy.deepcopy(whole) for _ in range(3))
    del dropped["lemmas"][0]
    renamed["lemmas"][0]["id"] = "mean-gamma-of-mine"
    twice["lemmas"].append(whole["lemmas"][0])
    for tampered in (dropped, renamed, twice):
        assert any(line.startswith("lemmas: ") and name in line for line in refused(tampered))
    value = whole["lemmas"][0]["value"]["sympy"]
    changed = put(whole, value, f"Mul(Integer(-1), {value})")
    assert any(line.startswith(f"lemma {name}, step") for line in refused(changed))
    gap = copy.deepcopy(whole)
    del gap["lemmas"][0]["steps"][0]
    assert any(line.startswith(f"lemma {name}: chain") for line in refused(gap))


def test_the_statement_is_what_was_derived(refused):
    for name in KINDS:
        whole = json.loads(exported(name))
        whole["statement"]["sympy"] = f"Equality({bare(whole['result']['sympy'])}, Integer(7))"
        assert any(line.startswith("statement: ") for line in refused(whole))


def test_without_mending_every_changed_character_is_noticed(tmp_path):
    path = tmp_path / "export.json"
    for change in (("shape", "shapes"), ("Gamma", "Beta"), ("statproofbook", "nobody"), ("\\\\alpha", "\\\\beta")):
        assert change[0] in exported("gamma-gamma")
        path.write_text(exported("gamma-gamma").replace(*change, 1), encoding="utf-8")
        assert "content" in [finding.name for finding in verify(path) if not finding.held]
    data = json.loads(exported("gamma-gamma"))
    data["steps"][1]["after"]["text"] += " + 0"
    data["digest"] = digest_of(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [f.detail for f in verify(path) if not f.held] == ["not that of the expression beside it: steps.2.after"]


def test_further_keys_are_no_matter(refused):
    whole = json.loads(exported("gamma-gamma"))
    whole["steps"][0] |= {"arguments": {"x": 1}, "theorem": None}
    assert refused(whole) == []


def test_what_could_not_be_evaluated_has_failed(refused):
    whole = json.loads(exported("gibbs-inequality"))
    found = refused({**whole, "cases": []})
    assert any(line.startswith("cases drawn: the file holds no numbers") for line in found)
    assert any("evaluated nowhere" in line for line in found)


def test_the_rules_that_are_known_are_those_of_the_register():
    assert known_rules() == rules.current()
    assert rules.PATH.read_text(encoding="utf-8") == rules.text_of(rules.current())


def test_the_command_counts_and_says_what_failed(tmp_path, capsys):
    path = tmp_path / "export.json"
    path.write_text(exported("gibbs-inequality"), encoding="utf-8")
    assert main(["verify", str(path), "--seed", "3"]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("cases drawn: in 1 p, q; ")
    assert last.endswith(" passed, 0 failed")
    path.write_text(exported("gibbs-inequality").replace('"rule": "', '"rule": "my-', 1), encoding="utf-8")
    assert main(["verify", str(path)]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert any(line.startswith("FAILED step 1 (my-unfold): ") for line in lines)
    assert not last.endswith(" 0 failed")


HOSTILE = '{"id": 1, "kind": "x", "free": {"domain": ["__import__(\'os\').abort()"], "scope": [], "supports": {}}}'


#: What is left of an export once it is spoilt.
SPOILT = {
    "cut off": lambda: exported("gamma-gamma")[:-500],
    "no rule": lambda: json.dumps({**json.loads(exported("gamma-gamma")), "steps": [{"rule": "definition"}]}),
    "no symbol": lambda: exported("gamma-gamma").replace("Symbol('x'", "eval('x'"),
    "no arrays": lambda: exported("gibbs-inequality").replace('"arrays"', '"rays"'),
}
NO_EXPORTS = ("", "not JSON", "[]", "3", "null", "{}", '{"id": "a", "kind": 3}', "[" * 100_000, HOSTILE, "\x00\xff")


@pytest.mark.parametrize("text", [*NO_EXPORTS, *SPOILT])
def test_a_file_that_is_no_whole_export_is_refused_in_one_line(text, tmp_path, capsys):
    path = tmp_path / "export.json"
    path.write_text(SPOILT[text]() if text in SPOILT else text, encoding="utf-8")
    assert main(["verify", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert len(captured.err) < 300


def test_a_huge_file_and_none_at_all_are_refused(tmp_path, capsys):
    path = tmp_path / "export.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for wanted in (path, tmp_path / "nothing.json", tmp_path):
        assert main(["verify", str(wanted)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_program_is_small():
    folder = Path(verifying.__file__).parent
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.glob("*.py")) <= 500
