"""Try all that readers take along: `python -m scripts.tools.take_along`, after the site has been built.

Scripts are run where only SymPy can be imported, LaTeX is compiled, data are verified, notebooks executed. It takes
an hour or two; `--kinds` and `--every` choose less.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kldiv.verifying.checking import verify
from scripts.tools.tex import NotCompiled, compiled

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "docs" / "generated" / "machine" / "derivations"

#: What a reader has who typed `pip install sympy`.
SYMPY = ("sympy", "mpmath")


def only_sympy(folder: Path) -> dict[str, str]:
    """Make an environment in which Python finds SymPy and what it needs, and nothing else.

    Args:
        folder: an empty folder.

    Returns:
        The variables for a process that is started with `-S`.
    """
    for name in SYMPY:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise RuntimeError(f"{name} is not installed")
        (folder / name).symlink_to(Path(found.origin).parent)
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(folder)}


def run_script(source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script where only SymPy can be imported.

    Args:
        source: its text.
        folder: an empty folder.

    Returns:
        How it ended.
    """
    (folder / "packages").mkdir()
    environment = only_sympy(folder / "packages")
    (folder / "it.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-S", "it.py"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=900
    )


def try_script(source: str, folder: Path) -> str:
    """Run a script; say what was wrong."""
    done = run_script(source, folder)
    wrong = [line.strip() for line in done.stdout.splitlines() if "WRONG" in line]
    return (
        "" if done.returncode == 0 and not wrong else (wrong or done.stderr.splitlines() or ["it printed nothing"])[-1]
    )


def try_latex(source: str, folder: Path) -> str:
    """Compile LaTeX; say what was wrong."""
    try:
        return "" if compiled(source, folder) else "no page"
    except NotCompiled as error:
        return str(error)


def try_data(source: str, folder: Path) -> str:
    """Verify exported data; say what was wrong."""
    path = folder / "it.json"
    path.write_text(source, encoding="utf-8")
    return "; ".join(f"{one.name}: {one.detail}" for one in verify(path) if not one.held)


def try_notebook(source: str, folder: Path) -> str:
    """Validate and execute a notebook; say what was wrong."""
    import nbclient
    import nbformat

    notebook = nbformat.reads(source, as_version=nbformat.NO_CONVERT)
    try:
        nbformat.validate(notebook)
        nbclient.NotebookClient(
            notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}
        ).execute()
    except (nbformat.ValidationError, nbclient.exceptions.CellExecutionError) as error:
        return str(error).strip().splitlines()[-1]
    return ""


TRIALS = {"py": try_script, "tex": try_latex, "json": try_data, "ipynb": try_notebook}


def tried(path: Path) -> str:
    """Try one file; "" if it works."""
    with tempfile.TemporaryDirectory() as folder:
        return TRIALS[path.suffix[1:]](path.read_text(encoding="utf-8"), Path(folder))


def try_all(paths: Iterable[Path]) -> int:
    """Try files on all processors; return how many failed."""
    failed = 0
    paths = list(paths)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, (path, wrong) in enumerate(zip(paths, pool.map(tried, paths), strict=True), 1):
            failed += bool(wrong)
            if wrong:
                print(f"{path.name}: {wrong}", flush=True)
            if number % 50 == 0 or number == len(paths):
                print(f"{number} of {len(paths)} tried, {failed} failed", flush=True)
    return failed


def main() -> int:
    """Try what the arguments choose."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=TRIALS, default=list(TRIALS))
    parser.add_argument("--every", type=int, default=1, help="try one of so many")
    options = parser.parse_args()
    failed = 0
    for kind in options.kinds:
        paths = sorted(FILES.glob(f"*.{kind}"))[:: options.every]
        if not paths:
            print(f"there is no .{kind} file: run `make site` first", file=sys.stderr)
            return 1
        failed += try_all(paths)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
