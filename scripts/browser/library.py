"""What of Pyodide's standard library, SymPy and this package the browser is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

#: Left out of the standard library: what talks to networks, terminals and other processes, or tests and documents.
_NOT_OF_PYTHON = (
    "_pyrepl antigravity cProfile compileall ensurepip ftplib getpass idlelib imaplib mailbox modulefinder "
    "multiprocessing netrc nturl2path optparse pdb pickletools plistlib poplib profile pstats pty pyclbr pydoc "
    "pydoc_data rlcompleter shelve smtplib socketserver sqlite3 stringprep tabnanny this trace tty unittest wave "
    "webbrowser wsgiref xmlrpc zipapp"
)
NOT_OF_PYTHON = frozenset(_NOT_OF_PYTHON.split())
#: Encodings of old: what a page sends is in UTF-8.
NOT_ENCODINGS = ("encodings/cp", "encodings/mac_", "encodings/iso8859_", "encodings/koi8", "encodings/kz")
#: Left out of SymPy besides tests: readers for other languages, physics but for units, which it asks about, and
#: corners of mathematics that are far from here.
NOT_OF_SYMPY = (
    *("sympy/parsing/autolev/", "sympy/parsing/latex/", "sympy/parsing/c/", "sympy/parsing/fortran/"),
    *("sympy/physics/biomechanics/", "sympy/physics/continuum_mechanics/", "sympy/physics/control/"),
    *("sympy/physics/hep/", "sympy/physics/mechanics/", "sympy/physics/optics/", "sympy/physics/quantum/"),
    "sympy/physics/vector/",
    *("sympy/categories/", "sympy/crypto/", "sympy/diffgeom/", "sympy/holonomic/", "sympy/liealgebras/"),
    "sympy/stats/",  # its random symbols are taken by the half that stays at home
    *("sympy/sandbox/", "sympy/conftest.py", "sympy/galgebra.py"),
)
#: Left out of the package: the command line, the half that computes with NumPy, and the bridges to other libraries.
NOT_OF_PACKAGE = ("answers/", "bridges/", "cli/", "__main__.py", "jax.py", "torch.py")
#: Data that only the site needs.
NOT_DATA = ("register/opinions.json", "register/libraries.json")
#: What Python needs to start and to unpack the rest; the test of the site says when something is missing.
_FIRST = (
    "__future__ _collections_abc _colorize _compat_pickle _opcode_metadata _py_abc _py_warnings _pyodide "
    "_sitebuiltins _ssl _weakrefset abc annotationlib ast asyncio base64 bisect bz2 codecs codeop collections "
    "compression concurrent contextlib contextvars copy copyreg ctypes dataclasses dis encodings enum fnmatch "
    "functools genericpath glob hashlib heapq html importlib inspect io json keyword linecache locale logging lzma "
    "ntpath numbers opcode operator os pathlib posixpath pyodide random re reprlib selectors shutil signal site "
    "socket ssl stat string struct subprocess sysconfig tempfile textwrap threading token tokenize traceback types "
    "typing warnings weakref zipfile zipimport"
)
FIRST = frozenset(_FIRST.split())


def standard_library(archive: bytes) -> dict[str, bytes]:
    """Return the sources of the standard library that are sent.

    Args:
        archive: Pyodide's zip of it.
    """
    left_out = ("site-packages/", *NOT_ENCODINGS)
    return {n: c for n, c in _in_zip(archive) if top_level(n) not in NOT_OF_PYTHON and not n.startswith(left_out)}


def top_level(name: str) -> str:
    """Return the module or package that a file belongs to."""
    return name.partition("/")[0].removesuffix(".py").removesuffix(".pyc")


def of_wheel(wheel: Path, left_out: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files of a wheel without its tests.

    Args:
        wheel: the wheel.
        left_out: how the paths begin that are not wanted.
    """
    return {
        name: content
        for name, content in _in_zip(wheel.read_bytes())
        if not ({"test", "tests", "benchmarks"} & set(name.split("/")) or name.startswith(tuple(left_out)))
    }


def sources(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is Python among files, but for what says how a wheel was made."""
    return {n: c for n, c in files.items() if n.endswith(".py") and ".dist-info/" not in n}


def licences(files: Mapping[str, bytes]) -> bytes:
    """Return the licences that a wheel brings, one after the other, each once."""
    found = (c for n, c in sorted(files.items()) if ".dist-info/" in n and ("LICEN" in n.upper() or "COPYING" in n))
    return b"\n\n".join(dict.fromkeys(found))


def package(folder: Path) -> dict[str, bytes]:
    """Return the files of this package that are sent: the symbolic half, and its data.

    Args:
        folder: ``src/kldiv``.
    """
    paths = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    wanted = (n for n in paths if n.endswith((".py", ".json")) and not n.startswith((*NOT_OF_PACKAGE, *NOT_DATA)))
    return {f"{folder.name}/{name}": (folder / name).read_bytes() for name in wanted}


def _in_zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                yield name, archive.read(name)
