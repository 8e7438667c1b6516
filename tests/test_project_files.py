"""What the project says of itself is true."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import kldiv
from kldiv.writing.address import RELEASED

ROOT = Path(__file__).resolve().parents[1]


def test_the_readme_s_example_runs() -> None:
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted >= 7
    assert results.failed == 0


def test_one_version_everywhere() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert configuration["project"]["dynamic"] == ["version", "urls"]
    assert configuration["tool"]["hatch"]["version"]["path"] == "src/kldiv/version.py"
    site = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert site["private"]
    assert site.get("version", kldiv.__version__) == kldiv.__version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+) \((\S+)\)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert {str(citation["version"]), newest.group(1)} == {kldiv.__version__}
    assert citation["date-released"] == newest.group(2) == RELEASED


def test_the_targets_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\bmake ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target in {"and"}, f"{name}: make {target}"


SITE = {"KLDIV_SITE_URL": "https://example.org/kl/"}
ADDRESSES = SITE | {"KLDIV_SOURCE_URL": "https://example.com/a/b"}


@pytest.mark.parametrize(
    ("said", "urls"),
    [
        ({}, {}),
        (SITE, {"Documentation": "https://example.org/kl/"}),
        (
            ADDRESSES,
            {
                "Documentation": "https://example.org/kl/",
                "Source": "https://example.com/a/b",
                "Issues": "https://example.com/a/b/issues",
                "Changelog": "https://example.com/a/b/blob/main/CHANGELOG.md",
            },
        ),
    ],
)
def test_the_package_s_addresses_are_those_that_the_release_says(said: dict[str, str], urls: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ADDRESSES} | said
    command = [sys.executable, "-m", "hatchling", "metadata"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout).get("urls", {}) == urls
