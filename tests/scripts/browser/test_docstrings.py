"""Docstrings are emptied, and nothing else of a module changes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.browser.docstrings import without_docstrings
from tests.today import todays

ROOT = Path(__file__).resolve().parents[3]
SOURCE = '''"""Said of the module.

On several lines.
"""

class Thing:
    """Said."""; there = 1

    def get(self):
        ("said" " in parts")
        return """kept
        as it is"""

async def empty(): "Ünsaid"
'''


def skeleton(source: bytes) -> str:
    """The tree of a module with its docstrings emptied, and in which lines its statements stand."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        documented = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        if documented and ast.get_docstring(node, clean=False) is not None:
            node.body[0].value = ast.Constant("")
    return ast.dump(tree) + str([node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)])


def test_docstrings_are_empty_and_the_rest_stands_where_it_stood() -> None:
    made = without_docstrings(SOURCE.encode())
    assert skeleton(made) == skeleton(SOURCE.encode())
    assert b"aid" not in made.replace(b"kept", b"")
    assert b"kept\n        as it is" in made


@pytest.mark.parametrize("source", [b"def", b"x = 1 +", b"\0", b"type later[T] = T)"])
def test_what_is_not_understood_here_is_left(source: bytes) -> None:
    assert without_docstrings(source) == source


def test_the_sources_of_the_package_stay_what_they_are() -> None:
    paths = sorted((ROOT / "src").rglob("*.py"))
    assert len(paths) > 100
    for path in todays(paths, 8):
        source = path.read_bytes()
        assert skeleton(without_docstrings(source)) == skeleton(source), path
