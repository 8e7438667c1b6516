"""Imports are read as Python would run them, and no further than they are used."""

from pathlib import Path

import pytest

from scripts.build.imports import Sources

FILES = {
    "pack/__init__.py": "from pack.shapes import Circle, Square\nfrom .deep import depth\n",
    "pack/shapes/__init__.py": "from pack.shapes.circle import Circle\nfrom pack.shapes.square import Square\n"
    "ALL = [Circle, Square]\n",
    "pack/shapes/circle.py": "import math\nfrom ..deep import depth as d\n",
    "pack/shapes/square.py": "",
    "pack/deep.py": "import json\n",
    "pack/lazy.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack.shapes import Square\n"
    "def f():\n    from pack import depth\n",
    "pack/named.py": "STAGES = ['pack.deep', 'not a.module']\n",
    "pack/attribute.py": "import pack\npack.Circle\n",
    "pack/whole.py": "import pack\nprint(pack)\n",
    "pack/lists.py": "from pack.shapes import ALL\n",
    "pack/reads.py": "PATH = folder / 'sizes.json'\n",
}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Sources({"pack": tmp_path / "pack"})


DEEP = {"pack.deep", "json"}
SHAPES = {"pack.shapes", "pack.shapes.circle", "pack.shapes.square", "math", *DEEP}


@pytest.mark.parametrize(
    ("module", "reached"),
    [
        ("pack.shapes.circle", SHAPES),
        ("pack.lazy", {"typing", *DEEP}),
        ("pack.named", DEEP),
        ("pack.attribute", SHAPES),
        ("pack.whole", {"pack", *SHAPES}),
        ("pack.lists", SHAPES),
    ],
)
def test_what_is_reached(sources: Sources, module: str, reached: set[str]) -> None:
    assert sources.reached([module]) == {module, *reached}


def test_parts_are_reached_by_name_only(sources: Sources) -> None:
    parts = ("pack.shapes.circle", "pack.shapes.square")
    assert sources.reached(["pack.lists"], parts) == {"pack.lists", "pack.shapes"}
    assert sources.reached(["pack.attribute"], parts) == {"pack.attribute", *SHAPES} - {"pack.shapes.square"}


def test_a_package_that_is_left_out_is_not_entered(sources: Sources) -> None:
    assert sources.reached(["pack.whole"], (), "pack.shapes") == {"pack.whole", "pack", "pack.deep", "json"}


def test_the_digest_holds_files_data_and_versions(sources: Sources, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "sizes.json").write_text("1")
    (data / "other.json").write_text("1")
    before = sources.digest(["pack.reads", "pytest"], data)
    (data / "other.json").write_text("2")
    sources.read_data_anew()
    assert sources.digest(["pack.reads", "pytest"], data) == before
    assert sources.digest(["pack.reads"], data) != before, "the version of pytest counts"
    (data / "sizes.json").write_text("2")
    assert sources.digest(["pack.reads", "pytest"], data) == before, "they are read once"
    sources.read_data_anew()
    assert sources.digest(["pack.reads", "pytest"], data) != before
