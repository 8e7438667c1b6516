"""The archives that a release publishes: what is in them, and that a wrong one is refused."""

from __future__ import annotations

import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import kldiv
from scripts.tools.wheel import PackageFailed, build, look_into, sdist_problems, wheel_problems


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("archives"))


def test_the_archives_hold_what_they_should(archives: tuple[Path, Path]) -> None:
    look_into(*archives)
    with zipfile.ZipFile(archives[1]) as wheel:
        names = wheel.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(wheel.read(metadata).decode("utf-8"))
    assert {"kldiv/py.typed", "kldiv/register/registry.json"} <= set(names)
    assert not [name for name in names if name.startswith(("tests", "scripts", "docs"))]
    assert said["Version"] == kldiv.__version__
    assert said["Requires-Python"] == ">=3.11"
    assert said["License-Expression"] == "MIT"


def test_a_wheel_without_its_data_or_with_tests_is_refused(archives: tuple[Path, Path], tmp_path: Path) -> None:
    spoilt = tmp_path / archives[1].name
    with zipfile.ZipFile(archives[1]) as whole, zipfile.ZipFile(spoilt, "w") as less:
        for name in whole.namelist():
            if name != "kldiv/py.typed":
                less.writestr(name, whole.read(name))
        less.writestr("tests/test_it.py", "")
    with pytest.raises(PackageFailed, match=r"lacks kldiv/py\.typed\nthe wheel holds tests/test_it\.py"):
        look_into(archives[0], spoilt)


def test_each_problem_is_named() -> None:
    assert wheel_problems(["kldiv/a.py", "kldiv-1.dist-info/METADATA"], ["a.py"]) == []
    assert wheel_problems(["kldiv/a.py"], ["a.py", "b.json"]) == ["the wheel lacks kldiv/b.json"]
    assert "the sdist lacks LICENSE-text" in sdist_problems(["kldiv-1/LICENSE"])
    assert "the sdist holds docs/generated/numbers.json, which a build made" in sdist_problems(
        ["kldiv-1/docs/generated/numbers.json"]
    )


def test_a_clean_sdist_holds_no_file_of_this_machine(archives: tuple[Path, Path]) -> None:
    with tarfile.open(archives[0]) as sources:
        members = sources.getmembers()
    assert {member.uname for member in members} == {""}
    assert not [member.name for member in members if ".venv" in member.name or "__pycache__" in member.name]
