"""The command line: what it prints, where, and with which status."""

from __future__ import annotations

import json
import os
import sys

import pytest

import kldiv
from kldiv.cli import main
from kldiv.cli.messages import one_line
from kldiv.proof.report import Check, Report

P, Q = "Normal(loc=1, scale=1)", "Normal(loc=2, scale=0.5)"


@pytest.fixture
def run(capsys):
    """Run a command; return its status, its output and its errors."""

    def call(*arguments):
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = leaving.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def is_one_line(text):
    return text.startswith("kldiv") and text.endswith("\n") and text.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["evaluate", "Normal(loc=0, scale=-1)", Q], "scale must be positive, got -1"),
        (["evaluate", P, "Normal(loc=0, scale=0)"], "scale must be positive, got 0"),
        (["evaluate", "Normal(loc=0, scale=-1)", Q], "error: p: Normal: "),
        (["evaluate", P, "Normal(loc=0, scale=0)"], "error: q: Normal: "),
        (["evaluate", "TruncatedNormal(0, 1)", Q], "none of that name is covered; 'kldiv list' shows which are"),
        (["evaluate", "Normal('0', 1)", Q], "write numbers without quotes"),
        (["evaluate", "Gamma(2, scale=2)", Q], "scale is 1/rate, write rate=0.5"),
        (["evaluate", "Normal([0, 1], 1)", "Normal([0, 1, 2], 1)"], "loc of p has shape (2,), loc of q (3,)"),
        (["derive", "Normal(0)", Q], "error: p: Normal: missing scale"),
        (["derive", "normal", "Normal(0, x)"], "error: q: Normal: parameters must be finite numbers"),
        (["evaluate", P, "Norml(0, 1)"], "did you mean Normal?"),
        (["evaluate", P, "Normal(0, 1"], "unbalanced brackets"),
        (["evaluate", P, "Normal(0, 1))"], "unbalanced brackets"),
        (["evaluate", "Categorical([0.5, 0.6])", "Categorical([0.5, 0.5])"], "sum to 1"),
        (["evaluate", "Categorical([0.5, 0.5])", "Categorical([0.2, 0.3, 0.5])"], "equally many outcomes"),
        (["evaluate", "Normal([0, 1], 1)", "Normal([0, 1, 2], 1)"], "broadcast"),
        (["evaluate", P, "__import__('os').system('touch x')"], "expected a distribution"),
        (["evaluate", P, "Normal(0,\n1"], "unbalanced brackets"),
        (["evaluate", P, "two\nlines"], "cannot read"),
        (["evaluate", P], "required: Q"),
        (["evaluate"], "required: P, Q"),
        (["evaluate", P, Q, "Normal(0, 1)"], "unrecognized arguments"),
        (["evaluate", P, Q, "two\nlines"], "unrecognized arguments"),
        (["evaluate", P, Q, "--base", "1"], "--base"),
        (["evaluate", P, Q, "--base", "-2"], "--base"),
        (["evaluate", P, Q, "--base", "nan"], "--base"),
        (["evaluate", P, Q, "--base", "two"], "--base"),
        (["evaluate", "--batch", "no/such/file"], "no/such/file: No such file"),
        (["evaluate", "--batch", "."], "directory"),
        (["evaluate", "--batch", "-", P, Q], "--batch"),
        (["derive", "normal", "gumbol"], "unknown distribution"),
        (["derive", "normal"], "required: Q"),
        (["derive", "normal", "normal", "--format", "word"], "invalid choice"),
        (["list", "--family", "Norml"], "did you mean Normal?"),
        (["check", "normal-norml"], "did you mean normal-normal?"),
        (["cite", "normal-norml"], "did you mean normal-normal?"),
        (["cite"], "required: ID"),
        (["cite", "normal-normal", "--format", "word"], "invalid choice"),
        (["divine"], "invalid choice"),
        ([], "required: COMMAND"),
        (["--nonsense"], "kldiv"),
    ],
)
def test_bad_input_is_one_line_and_status_2(run, arguments, named, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert is_one_line(err)
    assert named in err
    assert not list(tmp_path.iterdir())


def test_list(run):
    status, out, err = run("list", "--family", "Normal", "--json")
    rows = json.loads(out)
    assert (status, err) == (0, "")
    assert all(set(row) >= {"id", "kind", "title", "version"} for row in rows)
    assert "normal-normal" in [row["id"] for row in rows]
    assert "bernoulli-bernoulli" not in [row["id"] for row in rows]
    status, out, err = run("list", "--family", "normal")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [row["id"] for row in rows]


@pytest.mark.parametrize("style", ["text", "markdown", "latex"])
def test_derive(run, style):
    status, out, err = run("derive", "normal", "Normal", "--format", style)
    assert (status, err) == (0, "")
    assert out.strip()
    assert out.endswith("\n")


def test_derive_as_json(run):
    status, out, err = run("derive", "normal", "normal", "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out)["id"] == "normal-normal"


def test_cite(run):
    assert "normal-normal" in run("cite", "normal-normal")[1]
    assert run("cite", "normal-normal")[1].startswith("@")
    (item,) = json.loads(run("cite", "normal-normal", "--format", "csl-json")[1])
    assert item["author"] == [{"literal": "The kldiv maintainers"}]
    ris = run("cite", "normal-normal", "--format", "ris")[1].splitlines()
    assert ris[0].startswith("TY  - ")
    assert ris[-1].startswith("ER  -")
    assert all(line[2:6] == "  - " for line in ris)
    assert run("cite", "normal-normal", "--format", "text")[1].count("\n") == 1


class Known(dict):
    """Stands in for the catalogue."""

    def find(self, name):
        raise ValueError(f"unknown id {name!r}")


class Checked:
    def __init__(self, *checks):
        self.checks = checks

    def check(self):
        return Report("stub", self.checks)


class Broken:
    def check(self):
        raise RuntimeError("two\nlines")


GOOD, BAD, IDLE = (
    Check("agrees", True, 5),
    Check("agrees", False, 5, 3.0, "off by one"),
    Check("idle", True, 0),
)


@pytest.mark.parametrize(
    ("stubs", "status", "last", "named"),
    [
        ({"a": Checked(GOOD, GOOD), "b": Checked(GOOD)}, 0, "3 passed, 0 failed", ""),
        ({"a": Checked(GOOD, BAD)}, 1, "1 passed, 1 failed", "FAILED a: agrees: off by one"),
        ({"a": Checked(GOOD, IDLE)}, 1, "1 passed, 1 failed", "FAILED a: idle: tested nothing"),
        ({"a": Checked(), "b": Checked(GOOD)}, 1, "1 passed, 1 failed", "FAILED a: no check was made"),
        ({"a": Broken(), "b": Checked(GOOD)}, 1, "1 passed, 1 failed", "FAILED a: RuntimeError: two lines"),
    ],
)
def test_check_counts_failures_and_idleness(run, monkeypatch, stubs, status, last, named):
    monkeypatch.setattr("kldiv.cli.check.catalogue", lambda: Known(stubs))
    found, out, err = run("check")
    assert (found, out.splitlines()[-1]) == (status, last)
    assert named in out
    assert len(err.splitlines()) == len(stubs)  # no bar where there is no terminal
    assert "\r" not in err
    assert run("check", "a", "zzz")[0] == 2
    assert run("check", "a", "a")[1].splitlines()[-1] == run("check", "a")[1].splitlines()[-1]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_check_gives_the_same_with_any_number_of_jobs(run, jobs):
    ids = ("exponential-exponential", "bernoulli-bernoulli", "gibbs-inequality")
    status, out, err = run("check", "--jobs", jobs, *ids)
    assert status == 0
    assert out.splitlines()[-1].endswith(" passed, 0 failed")
    assert [line.split()[1].rstrip(":") for line in err.splitlines()] == list(ids)


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "257", "9" * 5000])
def test_check_refuses_a_number_of_jobs_that_is_none(run, jobs):
    status, _, err = run("check", "--jobs", jobs, "exponential-exponential")
    assert status == 2
    assert "--jobs" in err
    assert len(err) < 300
    assert len(err.splitlines()) == 1


def test_jobs_are_no_more_than_help():
    from kldiv.cli.check import useful_jobs

    assert useful_jobs(1) == useful_jobs(8) == 1
    assert 1 <= useful_jobs(10_000) <= (os.cpu_count() or 1)


def test_check_draws_a_bar_on_a_terminal(run, monkeypatch):
    monkeypatch.setattr("kldiv.cli.check.catalogue", lambda: Known(a=Checked(GOOD), b=Checked(BAD)))
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True, raising=False)
    status, out, err = run("check")
    assert status == 1
    assert out.splitlines()[-1] == "1 passed, 1 failed"
    assert "1/2 a" in err
    assert "\r" in err
    assert "\r" not in out
    assert "\n" not in err


def test_check_the_normal_distribution(run):
    status, out, _ = run("check", "normal-normal")
    passed, failed = out.splitlines()[-1].split(", ")
    assert status == 0
    assert int(passed.removesuffix(" passed")) > 0
    assert failed == "0 failed"


def test_version_and_help(run):
    assert run("--version") == (0, f"kldiv {kldiv.__version__}\n", "")
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert all(command in out for command in ("list", "derive", "evaluate", "check", "cite"))


def test_messages_are_cut():
    assert len(one_line("x" * 10_000)) == 290
    assert one_line(ValueError()) == "ValueError"
