"""What is remembered between builds: after an edit, no more is made again than depends on it, and no less."""

import json
import shutil
import subprocess
import sys

import pytest

from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import UNIVARIATE
from kldiv.entries import catalogue
from kldiv.identities import IDENTITIES
from kldiv.proof.report import Check, Report
from scripts.build import remember
from scripts.build.imports import Sources
from scripts.pages import derivations, entry

PAIRS = [
    name
    for name, distributions in catalogue().pairs.items()
    if len(name.split("-")) == 2
    and all(DISTRIBUTIONS[distribution].variate == UNIVARIATE for distribution in distributions)
]
TWO = ("rayleigh-rayleigh", "normal-normal")


@pytest.fixture(autouse=True)
def package(monkeypatch, tmp_path):
    """Copies of all sources, whose files the keys are made of, and an empty memory."""
    folders = {}
    for name, folder in remember.SOURCES.folders.items():
        folders[name] = tmp_path / name
        shutil.copytree(folder, folders[name], ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(remember, "CACHE", tmp_path / "cache")
    forget(monkeypatch, folders)
    yield folders["kldiv"]
    remember._digest.cache_clear()
    remember._engine.cache_clear()


def forget(monkeypatch, folders=None):
    """Let every file be read again."""
    monkeypatch.setattr(remember, "SOURCES", Sources(folders or remember.SOURCES.folders))
    remember._digest.cache_clear()
    remember._engine.cache_clear()


@pytest.fixture
def changed_by(package, monkeypatch):
    """Edits a file and tells which entries' keys change."""

    def run(edit, key=remember.check_key, names=PAIRS):
        before = {name: key(name) for name in names}
        path = package.parent / edit
        text = path.read_text(encoding="utf-8")
        path.write_text(text + ("\n" if path.suffix == ".json" else "\n# edited\n"), encoding="utf-8")
        forget(monkeypatch)
        return [name for name in names if key(name) != before[name]]

    return run


def test_after_editing_a_distribution_only_its_own_pairs_are_derived_again(changed_by):
    changed = changed_by("kldiv/distributions/rayleigh.py")
    assert changed == [name for name in PAIRS if "rayleigh" in name.split("-")]
    assert 10 < len(changed) < len(PAIRS) / 5


def test_after_editing_a_distribution_only_its_own_pages_are_made_again(changed_by):
    assert changed_by("kldiv/distributions/rayleigh.py", remember.page_key) == [
        n for n in PAIRS if "rayleigh" in n.split("-")
    ]


def test_after_editing_the_engine_every_pair_is_derived_again(changed_by):
    assert changed_by("kldiv/deriving/expectations.py") == PAIRS


def test_after_editing_the_rendering_pages_are_made_again_and_nothing_is_derived(changed_by):
    assert changed_by("kldiv/writing/tex.py") == []
    assert changed_by("kldiv/writing/tex.py", remember.page_key) == PAIRS


@pytest.mark.parametrize("edit", ["answers/floats.py", "answers/kernels/normal.py", "register/registry.json"])
def test_after_editing_what_a_page_s_numbers_come_from_the_page_is_made_again(changed_by, edit):
    """A mended kernel must not leave the old number on a page; what it is checked by does not use it."""
    assert changed_by(f"kldiv/{edit}") == []
    assert changed_by(f"kldiv/{edit}", remember.page_key) == PAIRS


@pytest.mark.parametrize(
    "edit",
    [
        "kldiv/cli/check.py",
        "kldiv/proof/mutation.py",
        "kldiv/identities/gibbs_inequality.py",
        "scripts/pages/matrix_page.py",
    ],
)
def test_editing_what_pairs_do_not_use_redoes_none(changed_by, edit):
    assert changed_by(edit, remember.page_key) == []


def test_an_identity_depends_on_its_own_file_and_on_every_distribution(changed_by):
    names = list(IDENTITIES)
    assert changed_by("kldiv/distributions/rayleigh.py", names=names) == names
    changed = changed_by("kldiv/identities/donsker_varadhan.py", names=names)
    assert "donsker-varadhan" in changed
    assert "chain-rule" not in changed


def test_a_derivation_of_its_own_is_a_part_of_its_pair(changed_by):
    names = ["wishart-wishart", "dirichlet-dirichlet"]
    assert changed_by("kldiv/deriving/arrays/dirichlet.py", names=names) == ["dirichlet-dirichlet"]


@pytest.mark.parametrize(
    ("edit", "again"),
    [
        ("kldiv/distributions/rayleigh.py", True),
        ("kldiv/distributions/gumbel.py", False),
        ("scripts/figures/style.py", True),
        ("scripts/figures/asymmetry.py", False),
    ],
)
def test_a_figure_of_a_distribution_is_drawn_again_after_an_edit_of_it(changed_by, edit, again):
    def key(slug):
        return remember.key_of("scripts.figures", "scripts.figures.distributions", distributions=[slug])

    assert bool(changed_by(edit, key, ["rayleigh"])) is again


NOTEBOOK = "import kldiv\np = kldiv.Normal(loc=0, scale=1)\nprint(kldiv.kl_divergence(p, kldiv.find('laplace')))\n"


@pytest.mark.parametrize(
    ("edit", "again"),
    [
        ("kldiv/distributions/normal.py", True),
        ("kldiv/distributions/laplace.py", True),
        ("kldiv/distributions/rayleigh.py", False),
        ("kldiv/values/walking.py", True),
        ("kldiv/cli/check.py", False),
        ("notebook.py", True),
    ],
)
def test_a_notebook_is_run_again_after_an_edit_of_what_it_uses(changed_by, package, edit, again):
    path = package.parent / "notebook.py"
    path.write_text(NOTEBOOK, encoding="utf-8")
    assert bool(changed_by(edit, remember.notebook_key, [path])) is again


#: Takes the rendering away, then checks one entry of each kind.
WITHOUT_PRINTING = """
import sys
from kldiv.entries import catalogue
for name in [name for name in sys.modules if f"{name}.".startswith("PRINTING.")]:
    del sys.modules[name]
sys.modules["PRINTING"] = None
print(*(catalogue()[name].check().passed for name in sys.argv[1:]))
"""


def test_no_check_needs_what_checks_are_said_not_to_depend_on():
    names = [
        "normal-normal",
        "gamma-weibull",
        "normal-bernoulli",
        "rayleigh-moyal",
        "dirichlet-dirichlet",
        "chain-rule",
    ]
    assert {catalogue()[name].kind for name in names} == {"closed form", "infinite", "undecided", "identity"}
    code = WITHOUT_PRINTING.replace("PRINTING", remember.PRINTING)
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(int(passed) > 0 for passed in done.stdout.split())


def test_what_was_made_is_remembered_until_its_distribution_changes(package, monkeypatch):
    made = []
    make = entry.make
    monkeypatch.setattr(entry, "make", lambda name: made.append(name) or make(name))
    first = [derivations.remembered(name) for name in TWO]
    assert first == [derivations.remembered(name) for name in TWO]
    assert made == [*TWO]
    with (package / "distributions" / "rayleigh.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    forget(monkeypatch)
    assert json.loads(json.dumps(first[0].files)) == derivations.remembered(TWO[0]).files
    assert first[1] == derivations.remembered(TWO[1])
    assert made == [*TWO, "rayleigh-rayleigh"]


def test_a_check_that_failed_is_not_remembered(monkeypatch):
    monkeypatch.setattr("kldiv.derived.Derivation.check", lambda self: Report(self.id, (Check("made up", False, 1),)))
    for _ in range(2):
        with pytest.raises(derivations.CheckFailed, match="normal-normal: the check 'made up' failed"):
            entry.checked("normal-normal")
    assert not (remember.CACHE / "checks").exists()
