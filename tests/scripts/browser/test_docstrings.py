"""Docstrings are emptied, and nothing else of a module changes."""

from __future__ import annotations

import ast
import marshal
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from scripts.browser import compile_all
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
    assert made is not None
    assert skeleton(made) == skeleton(SOURCE.encode())
    assert b"aid" not in made.replace(b"kept", b"")
    assert b"kept\n        as it is" in made


STRANGE = [
    *(b"def", b"x = 1 +", b"\0"),
    b'\xef\xbb\xbf"""Said."""\n',
    '# -*- coding: latin-1 -*-\n"é"\n'.encode("latin-1"),
]


@pytest.mark.parametrize("source", STRANGE)
def test_what_is_not_understood_here_is_left_to_the_newer_python(source: bytes) -> None:
    assert without_docstrings(source) is None


@pytest.mark.parametrize("source", [b'"""a\nb"""', b'class A:\n  """a\n  b"""', b'def f(): "a"'])
def test_a_docstring_may_be_the_end(source: bytes) -> None:
    made = without_docstrings(source)
    assert made is not None
    assert skeleton(made) == skeleton(source)


def essence(code: CodeType) -> list[Any]:
    """What code does, and in which lines; not in which columns, which docstrings move."""
    parts = [essence(part) if isinstance(part, CodeType) else part for part in code.co_consts]
    return [code.co_code, code.co_names, code.co_varnames, parts, [line for *_, line in code.co_lines()]]


def test_both_ways_to_empty_docstrings_give_the_same_code() -> None:
    for source in (SOURCE.encode(), *(path.read_bytes() for path in todays(sorted((ROOT / "src").rglob("*.py")), 8))):
        here, there = without_docstrings(source), compile_all.without_docstrings(source, "a.py")
        assert here is not None
        one, other = (marshal.loads(compile_all.bytecode(way, "a.py")[16:]) for way in (here, there))
        assert essence(one) == essence(other)


def test_the_sources_of_the_package_stay_what_they_are() -> None:
    paths = sorted((ROOT / "src").rglob("*.py"))
    assert len(paths) > 100
    for path in todays(paths, 8):
        source = path.read_bytes()
        made = without_docstrings(source)
        assert made is not None
        assert skeleton(made) == skeleton(source), path
