"""What the browser is sent: the same bytes each time, small enough, and nothing but what the lock names."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.browser import library, published, wheels
from scripts.browser.packing import gz, tarred, xz, zipped
from scripts.site import vendor

ROOT = Path(__file__).resolve().parents[3]
PYODIDE = vendor.node_modules(ROOT) / "pyodide"
#: Bytes over the wire, at most, from the click to the first result, and with python-flint.
FIRST, WITH_FLINT = 11_000_000, 19_000_000
TEXTS = (".mjs", ".js", ".css", ".json")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """What is published, by the names below assets/python."""
    made = published.published_files(ROOT, PYODIDE)
    return {name.removeprefix("assets/python/"): content for name, content in made.items()}


def sent(name: str, content: bytes) -> int:
    """How many bytes a host sends: texts are packed on the way, the rest is packed already."""
    return len(gzip.compress(content, 6)) if name.endswith(TEXTS) else len(content)


def wire(files: dict[str, bytes], *left_out: str) -> int:
    """The bytes of a first run, with the scripts of the panel."""
    panel = {path.name: path.read_bytes() for path in (ROOT / "docs/assets/run").iterdir()}
    panel["temml.js"] = (vendor.node_modules(ROOT) / "temml" / "dist" / "temml.min.js").read_bytes()
    run = {name: content for name, content in files.items() if not name.endswith(".txt") and name not in left_out}
    return sum(sent(name, content) for name, content in {**panel, **run}.items())


def test_a_first_run_is_within_its_budget(files: dict[str, bytes]) -> None:
    assert wire(files, published.BALLS) < FIRST
    assert wire(files) < WITH_FLINT


def test_every_archive_is_what_it_is_said_to_be(files: dict[str, bytes]) -> None:
    listed = json.loads(files["files.json"])
    assert listed.pop("worker")["size"] > 5000  # which is no file of these, but what is kept depends on it
    assert {name: row["size"] for name, row in listed.items()} == {
        name: len(content) for name, content in files.items() if name != "files.json"
    }
    assert gzip.decompress(files["pyodide.asm.wasm.bin"]) == (PYODIDE / "pyodide.asm.wasm").read_bytes()
    with zipfile.ZipFile(io.BytesIO(lzma.decompress(files["library.zip.xz"]))) as archive:
        names = archive.namelist()
    assert {"sympy/__init__.pyc", "mpmath/__init__.pyc", "tarfile.pyc"} <= set(names)
    assert [name for name in names if "/tests/" in name or name.endswith(".py")] == []


def test_the_symbolic_half_of_the_package_is_there_and_no_more(files: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(files["kldiv.tar.xz"]))) as archive:
        names = set(archive.getnames())
    assert {"kldiv/derived.pyc", "kldiv/distributions/normal.py", "kldiv/register/registry.json"} <= names
    assert "asked/answering.pyc" in names
    assert [name for name in names if name.startswith(("kldiv/answers/", "kldiv/bridges/", "kldiv/cli/"))] == []


def test_the_same_files_give_the_same_bytes() -> None:
    some = {"b.py": b"b = 2\n", "a/c.py": b"c = 3\n"}
    turned = dict(reversed(list(some.items())))
    for pack in (tarred, lambda files: zipped(files, packed=True), lambda files: xz(tarred(files))):
        assert pack(some) == pack(turned)
    assert gz(b"abc" * 100) == gz(b"abc" * 100)


def test_bytecode_is_the_same_each_time_and_has_no_docstrings(tmp_path: Path) -> None:
    source = {"a/b.py": b'"""Said."""\n\ndef f(x):\n    """Said too."""\n    return {1, 2, "x"} and x\n'}
    first = published.Compiler(tmp_path, PYODIDE).compiled(source)
    second = published.Compiler(tmp_path, PYODIDE).compiled(source)
    assert first == second
    assert list(first) == ["a/b.pyc"]
    assert b"Said" not in first["a/b.pyc"]


def test_a_source_that_does_not_compile_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"compile\.mjs failed"):
        published.Compiler(tmp_path, PYODIDE).compiled({"a.py": b"def"})


def test_what_is_kept_is_made_anew_when_a_file_changes(tmp_path: Path) -> None:
    compiler, made = published.Compiler(tmp_path, PYODIDE), []

    def make(files: object) -> bytes:
        made.append(files)
        return b"made"

    for content in (b"1", b"1", b"2"):
        assert compiler.kept("name", {"a": content}, make) == b"made"
    assert len(made) == 2


def test_the_wheels_are_those_of_the_lock() -> None:
    assert set(wheels.wheels(ROOT)) == {"sympy", "mpmath", "python_flint"}


def test_a_changed_wheel_is_refused(tmp_path: Path) -> None:
    lock = (ROOT / wheels.LOCK).read_text(encoding="utf-8")
    real = wheels.wheels(ROOT)["mpmath"]
    changed = tmp_path / real.name
    shutil.copy(real, changed)
    wheels.refuse_unless_locked(changed, lock)
    changed.write_bytes(changed.read_bytes() + b" ")
    with pytest.raises(wheels.WheelRefused, match="its hash is another"):
        wheels.refuse_unless_locked(changed, lock)


def test_no_lock_names_a_registry() -> None:
    for name in ("requirements/browser.txt", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "registry" not in text
        assert "--index-url" not in text


def test_licences_are_sent_too(files: dict[str, bytes]) -> None:
    for name in ("sympy", "mpmath", "python-flint"):
        assert b"opyright" in files[f"{name}-LICENSE.txt"]


def test_what_python_needs_to_start_is_in_the_first_archive() -> None:
    standard = library.standard_library((PYODIDE / "python_stdlib.zip").read_bytes())
    assert {library.top_level(name) for name in standard} >= library.FIRST - {"_ssl"}
