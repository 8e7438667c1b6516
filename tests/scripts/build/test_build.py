"""The build, on a small project that is then broken in every way that a real one might be."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.scripts.build.small_project import SmallProject


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """A project that has been built once."""
    project = SmallProject(tmp_path_factory.mktemp("built"))
    status, output = project.build()
    assert status == 0, output
    return project


@pytest.fixture
def project(built: SmallProject, tmp_path: Path) -> SmallProject:
    """A copy of it for one test to break."""
    subprocess.run(["cp", "-a", f"{built.folder}/.", str(tmp_path)], check=True)
    copy = SmallProject.__new__(SmallProject)
    copy.folder = tmp_path
    return copy


def ran(output: str) -> list[str]:
    """The stages that ran, by the progress lines."""
    return [line.split()[1] for line in output.splitlines() if line.startswith("[") and "done" in line]


def test_a_second_build_does_nothing_and_two_first_builds_agree(built: SmallProject, tmp_path: Path) -> None:
    before = built.contents("site")
    status, output = built.build()
    assert (status, ran(output)) == (0, [])
    assert built.contents("site") == before
    again = SmallProject(tmp_path)
    assert again.build()[0] == 0
    assert again.contents("site") == before
    assert again.contents("docs/generated") == built.contents("docs/generated")


def test_only_what_changed_runs_again(project: SmallProject) -> None:
    project.edit("docs/reading.md", "Because.", "Because of this.")
    assert ran(project.build()[1]) == ["site"]
    project.edit("scripts/examples/__init__.py", '"two": 2', '"two": 2, "three": 3')
    assert ran(project.build()[1]) == ["examples", "figures", "site"]
    assert set(project.contents("docs/generated/figures")) == {"two.svg", "three.svg"}


def test_a_failing_check_stops_before_a_page_is_written(project: SmallProject) -> None:
    site, generated = project.contents("site"), project.contents("docs/generated")
    project.edit("scripts/pages/derivations.py", "CHECK = True", "CHECK = False")
    project.edit("scripts/pages/derivations.py", "Never negative", "Now and then negative")
    status, output = project.build()
    assert status == 1
    assert "      gibbs: the check 'quadrature' failed\n" in output
    assert "Traceback" not in output
    assert "the last good site is still in place" in output
    assert (project.contents("site"), project.contents("docs/generated")) == (site, generated)
    assert project.build()[0] == 1, "a failure must not be taken for done"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("# Start\n\n[Away](nowhere.md)\n", "nowhere.md"),
        ("# Start\n\n[Away](reading.md#nowhere)\n", "#nowhere"),
        ('# Start\n\n<a href="reading.html#nowhere">Away</a>\n', "has no such place"),
        ('# Start\n\n<a href="/reading.html">Away</a>\n', "only at the root of a host"),
        ('# Start\n\n<img src="https://example.org/x.png" alt="x">\n', "from elsewhere"),
        ("# Start\n\n[[n:three]] of them\n", "shows a number's name"),
        ("# Start\n\nas $\\alpha$ says\n", "shows raw TeX"),
        ("# Start\n\n# Start again\n", "2 first-level headings"),
    ],
)
def test_a_bad_page_leaves_the_last_good_site(project: SmallProject, page: str, said: str) -> None:
    before = project.contents("site")
    project.write("docs/index.md", page)
    status, output = project.build()
    assert status == 1
    assert said in output
    assert project.contents("site") == before
    assert list(project.folder.rglob(".site-next-*")) == []


def test_output_goes_when_its_producer_goes(project: SmallProject) -> None:
    project.edit("scripts/pages/derivations.py", '"gibbs.md"', '"jensen.md"')
    project.edit("docs/index.md", "[Gibbs](kl/gibbs.md)", "[Jensen](kl/jensen.md)")
    status, output = project.build()
    assert status == 0, output
    assert set(project.contents("docs/generated/pages")) == {"jensen.md"}
    assert set(project.contents("site/kl")) == {"jensen.html"}


def test_leftovers_without_a_producer_go_even_if_the_records_are_lost(project: SmallProject) -> None:
    project.write("docs/generated/pages/stale.md", "# Stale\n")
    for record in (project.folder / ".cache" / "build").glob("*.json"):
        record.unlink()
    status, output = project.build()
    assert status == 0, output
    assert set(project.contents("docs/generated/pages")) == {"gibbs.md"}
    assert set(project.contents("site/kl")) == {"gibbs.html"}


def test_an_edited_output_is_made_anew(project: SmallProject) -> None:
    before = project.contents("docs/generated"), project.contents("site")
    project.write("docs/generated/pages/gibbs.md", "# Gibbs\n\nEdited by hand.\n")
    project.write("site/index.html", "")
    assert project.build("--check")[0] == 1
    assert ran(project.build()[1]) == ["derivations", "site"]
    assert (project.contents("docs/generated"), project.contents("site")) == before
    assert project.build("--check")[0] == 0


def test_two_stages_may_not_write_the_same_file(project: SmallProject) -> None:
    project.edit(
        "scripts/examples/__init__.py",
        "def main(out):",
        'def main(out):\n    (out / "pages").mkdir()\n    (out / "pages" / "gibbs.md").write_text("mine")',
    )
    status, output = project.build()
    assert status == 1
    assert "examples wrote pages/gibbs.md, which derivations has written already" in output


def test_a_second_build_waits_for_the_first(project: SmallProject) -> None:
    with (project.folder / ".cache" / "build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "scripts.build"]
        waiting = subprocess.Popen(command, cwd=project.folder, stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "Another build is running; waiting for it.\n"
        time.sleep(0.1)
        assert waiting.poll() is None
    assert "unchanged" in waiting.communicate(timeout=60)[0]
    assert waiting.returncode == 0


def test_the_site_can_be_put_elsewhere(project: SmallProject, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "public"
    assert ran(project.build("--site-dir", str(elsewhere))[1]) == ["site"]
    assert (elsewhere / "index.html").read_bytes() == (project.folder / "site" / "index.html").read_bytes()
    assert project.build("--check")[0] == 0
