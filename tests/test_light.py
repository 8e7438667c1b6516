"""What is light stays light: which libraries an entry into the package imports, whatever the time it takes."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kldiv
from kldiv.discovery import distribution_modules
from kldiv.distributions import DISTRIBUTIONS

NORMALS = "['evaluate', 'Normal(loc=1, scale=1)', 'Normal(loc=2, scale=0.5)']"
CATEGORICALS = "['evaluate', 'Categorical([1/2, 1/2])', 'Categorical([1/4, 3/4])', '--base', '2']"
COMMAND = "from kldiv.cli import main; main({})"

#: What is run, and the libraries that it must do without.
ENTRIES = {
    "import kldiv": {"sympy", "numpy", "scipy", "mpmath", "flint"},
    "import kldiv; dir(kldiv)": {"sympy", "numpy", "scipy", "mpmath", "flint"},
    "import kldiv; kldiv.Gamma(2, 3)": {"sympy", "numpy", "scipy", "mpmath", "flint"},
    "import kldiv; kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(1, 2))": {"sympy", "scipy", "mpmath", "flint"},
    COMMAND.format("['list']"): {"sympy", "numpy", "scipy", "mpmath", "flint"},
    COMMAND.format("['list', '--family', 'normal', '--json']"): {"sympy", "numpy", "scipy", "mpmath", "flint"},
    COMMAND.format("['cite', 'normal-normal']"): {"sympy", "numpy", "scipy", "mpmath", "flint"},
    COMMAND.format(NORMALS): {"sympy", "scipy", "mpmath", "flint"},
    COMMAND.format(CATEGORICALS): {"sympy", "scipy", "mpmath", "flint"},
}


def imported(code: str) -> set[str]:
    """The libraries that a fresh process has imported once it has run some code."""
    tell = "import sys; print(); print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{tell}"], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", ENTRIES)
def test_an_entry_imports_no_library_that_it_can_do_without(code):
    assert not imported(code) & ENTRIES[code]


def test_the_test_sees_an_import():
    assert {"sympy", "mpmath"} <= imported("import kldiv; kldiv.derive")


def test_the_face_shows_every_name_before_it_is_used():
    code = "import kldiv; print(*sorted(kldiv.__all__)); print(*sorted(set(dir(kldiv)) & set(kldiv.__all__)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    listed, shown = done.stdout.splitlines()
    assert listed == shown
    assert set(listed.split()) >= {"Normal", "catalogue", "derive", "entropy", "evaluate", "kl_divergence"}


def test_every_name_of_the_face_is_there():
    assert all(getattr(kldiv, name) is not None for name in kldiv.__all__)
    with pytest.raises(AttributeError, match="module 'kldiv' has no attribute 'Norml'"):
        kldiv.Norml  # noqa: B018


def test_a_star_import_brings_every_name():
    space: dict[str, object] = {}
    exec("from kldiv import *", space)
    assert set(kldiv.__all__) <= set(space)


def test_files_tell_the_distributions_that_importing_them_gives():
    assert set(distribution_modules()) == {distribution.__name__ for distribution in DISTRIBUTIONS.values()}
    for distribution in DISTRIBUTIONS.values():
        assert distribution_modules()[distribution.__name__] == distribution.__module__
