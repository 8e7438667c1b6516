"""Runs inside Pyodide: writes the bytecode of every source in a folder beside it."""

from __future__ import annotations

import importlib.util
import marshal
from pathlib import Path

#: Bytecode that is never compared with a source, which is not there.
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)


def bytecode(source: bytes, name: str) -> bytes:
    """Compile a module as Python itself would write it down."""
    code = compile(source, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)


def compile_all(folder: str) -> None:
    """Write a .pyc beside every .py."""
    root = Path(folder)
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        path.with_suffix(".pyc").write_bytes(bytecode(path.read_bytes(), name))
