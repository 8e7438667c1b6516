"""Runs inside Pyodide: writes the bytecode of every source in a folder beside it."""

from __future__ import annotations

import ast
import importlib.util
import marshal
from pathlib import Path

#: Bytecode that is never compared with a source, which is not there.
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)
#: Names the sources that still have their docstrings: those that only this Python understands.
LEFT = "left.txt"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(tree: ast.Module) -> list[ast.Expr]:
    """List the statements that are docstrings."""
    found = [node for node in ast.walk(tree) if isinstance(node, DOCUMENTED)]
    first = [node.body[0] for node in found if ast.get_docstring(node, clean=False) is not None]
    return [said for said in first if isinstance(said, ast.Expr)]


def without_docstrings(source: bytes, name: str) -> ast.Module:
    """Leave every docstring empty, as docstrings.py does where it can, which is quicker."""
    tree = ast.parse(source, name)
    for said in docstrings(tree):
        said.value = ast.copy_location(ast.Constant(""), said)
        for part in (said, said.value):
            part.end_lineno, part.end_col_offset = part.lineno, part.col_offset + 2
    return tree


def bytecode(source: bytes | ast.Module, name: str) -> bytes:
    """Compile a module as Python itself would write it down."""
    code = compile(source, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)


def compile_all(folder: str) -> None:
    """Write a .pyc beside every .py."""
    root = Path(folder)
    left = set((root / LEFT).read_text(encoding="utf-8").splitlines())
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        source = path.read_bytes()
        emptied = without_docstrings(source, name) if name in left else source
        path.with_suffix(".pyc").write_bytes(bytecode(emptied, name))
