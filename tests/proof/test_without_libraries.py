"""The symbolic half derives and checks without NumPy and SciPy, and without python-flint says what it left out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kldiv.proof.report import Check, Report

#: Pairs of every kind, an identity, outcomes of a number that is a symbol, and arrays.
NAMES = ("gamma-weibull", "normal-student-t", "normal-gamma", "gibbs-inequality", "categorical-categorical")
ARRAYS = ("dirichlet-dirichlet", "multivariate-normal-multivariate-normal", "wishart-wishart")

BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Blocked())

import json, kldiv
for name in {names!r}:
    derivation = kldiv.catalogue()[name]
    report = derivation.check()
    left_out = [check.name for check in report.left_out]
    print(json.dumps([name, bool(report), report.passed, report.failed, left_out, str(report)]))
"""


def checked_without(blocked: set[str], names: tuple[str, ...]) -> list[list]:
    """What a process that cannot import some libraries says of some derivations."""
    code = BLOCKED.format(blocked=blocked, names=names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("names", [NAMES, ARRAYS])
def test_deriving_and_checking_need_neither_numpy_nor_scipy(names):
    found = checked_without({"numpy", "scipy"}, names)
    assert [row[0] for row in found] == list(names)
    for name, held, passed, failed, left_out, said in found:
        assert held, (name, said)
        assert passed > 0
        assert (failed, left_out) == (0, []), name


def test_without_flint_the_checks_that_need_it_are_left_out_by_name():
    found = checked_without({"flint"}, (*NAMES, "dirichlet-dirichlet"))
    for name, held, passed, failed, left_out, said in found:
        assert (held, failed) == (True, 0), (name, said)
        assert passed > 0
        assert all(f"left out {check}: not run: python-flint is not installed" in said for check in left_out)
        assert said.splitlines()[-1].startswith(f"{passed} passed, 0 failed")
    by_name = {row[0]: row[4] for row in found}
    assert "oracle" in by_name["gamma-weibull"]
    assert {"oracle", "second oracle"} <= set(by_name["dirichlet-dirichlet"])
    assert "quadrature" in by_name["normal-student-t"]


def test_a_check_that_was_left_out_is_neither_passed_nor_failed():
    good, bad = Check("agrees", True, 3), Check("agrees", False, 3)
    idle = Check("oracle", False, 0, None, "not run", left_out=True)
    assert bool(Report("a", (good, idle)))
    assert (Report("a", (good, idle)).passed, Report("a", (good, idle)).failed) == (1, 0)
    assert Report("a", (good, idle)).left_out == (idle,)
    assert "1 passed, 0 failed, 1 left out: oracle" in str(Report("a", (good, idle)))
    assert not Report("a", (idle,)), "nothing was tested"
    assert not Report("a", (good, bad, idle))
    assert "left out" not in str(Report("a", (good,)))


def test_what_is_blocked_is_missed():
    with pytest.raises(subprocess.CalledProcessError):
        checked_without({"sympy"}, ("normal-gamma",))
